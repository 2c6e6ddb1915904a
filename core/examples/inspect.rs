//! Reads the payload of a task and prints its analysis as one JSON object.
//!
//! `cargo run --release -p taskscope-core --example inspect -- FILE [--now RFC3339]`
//!
//! The members are described in the project's contract; ids are strings, durations whole milliseconds, `null` is what is
//! not known. What holds no task is one line on the error stream, and exit code 1.

use std::io::Write as _;
use std::process::ExitCode;

use serde_json::{Map, Value, json};
use taskscope_core::insight::{Insight, blocked_by, why};
use taskscope_core::task::{DecodeError, Millis, SubtaskIdx, Task, Timestamp, decode};
use taskscope_core::words::{self, Lang};

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(json) => {
            // Whoever reads may have seen enough, and have closed the pipe.
            let _ = writeln!(std::io::stdout(), "{json:#}");
            ExitCode::SUCCESS
        }
        Err(complaint) => {
            eprintln!("inspect: {complaint}");
            ExitCode::FAILURE
        }
    }
}

/// Does what the command line asks; the error is the line to say why not.
pub fn run(mut arguments: impl Iterator<Item = String>) -> Result<Value, String> {
    let (mut file, mut now) = (None, None);
    while let Some(argument) = arguments.next() {
        if argument == "--now" {
            let text = arguments.next().ok_or("--now needs a time, such as 2021-08-25T15:10:13+08:00")?;
            now = Some(Timestamp::parse(&text).map_err(|_| format!("{text} is no RFC 3339 time"))?);
        } else if file.replace(argument).is_some() {
            return Err("one FILE at a time".to_owned());
        }
    }
    let file = file.ok_or("usage: inspect FILE [--now RFC3339]")?;
    let payload = std::fs::read(&file).map_err(|error| format!("{file}: {error}"))?;
    let decoded = decode(&payload).map_err(|error| format!("{file}: {}", complaint(&error)))?;
    let task = decoded.tasks.first().ok_or("no task")?;
    Ok(report(task, &Insight::of(task, now.or(decoded.envelope.timestamp))))
}

/// Why there is no task, in one line.
fn complaint(error: &DecodeError) -> String {
    let line = match error {
        DecodeError::Empty => "empty".to_owned(),
        DecodeError::NotJson { beginning } => format!("not JSON, it begins with: {beginning}"),
        DecodeError::Malformed { truncated: true, line, .. } => format!("cut off in line {line}"),
        DecodeError::Malformed { reason, .. } => format!("malformed JSON: {reason}"),
        DecodeError::NotATask => "JSON, but no task".to_owned(),
        DecodeError::Rejected(failure) => {
            let what = match (&failure.code, failure.envelope.status) {
                (Some(code), _) => format!("OCP refused with error {code}"),
                (None, Some(status)) => format!("OCP refused with status {status}"),
                (None, None) if failure.message.is_empty() => "OCP refused without a reason".to_owned(),
                (None, None) => "OCP refused without a code".to_owned(),
            };
            if failure.message.is_empty() { what } else { format!("{what}: {}", failure.message) }
        }
    };
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn report(task: &Task, insight: &Insight) -> Value {
    let id = |step: SubtaskIdx| task.get(step).map(|subtask| subtask.id.to_string());
    let ids = |steps: &[SubtaskIdx]| steps.iter().copied().filter_map(id).collect::<Vec<_>>();
    let millis = |span: Option<Millis>| span.map(|span| span.0);
    let counts: Map<String, Value> =
        insight.counts.present().map(|(outcome, count)| (outcome.as_str().to_owned(), count.into())).collect();
    let finding = |finding| {
        let mut entry = json!({
            "code": taskscope_core::task::Finding::code(finding),
            "message": words::finding(Lang::En, task, finding),
        });
        if let (Some(members), Some(subtask)) = (entry.as_object_mut(), finding.subtask().and_then(id)) {
            members.insert("subtask".to_owned(), subtask.into());
        }
        entry
    };
    let subtask = |step: SubtaskIdx| {
        let (subtask, time) = (task.get(step)?, insight.times.get(step.index())?);
        let since_start = time.start.zip(insight.totals.start).map(|(start, task_start)| start - task_start);
        Some(json!({
            "id": subtask.id.to_string(),
            "name": &*subtask.name,
            "outcome": insight.outcomes.get(step.index())?.as_str(),
            "startMs": millis(since_start),
            "waitMs": millis(time.wait()),
            "runMs": millis(time.run()),
            "attempts": subtask.attempts(),
            "critical": insight.path.contains.get(step.index()),
            "slackMs": millis(insight.slack.get(step.index()).copied().flatten()),
            "blockedBy": ids(&blocked_by(task, insight, step)),
            "why": why(task, insight, step).map(|why| words::why(Lang::En, task, &why)),
        }))
    };
    let path: Vec<SubtaskIdx> = insight.path.parts.iter().map(|part| part.step).collect();
    json!({
        "id": task.id.as_ref().map(ToString::to_string),
        "name": &*task.name,
        "verdict": insight.verdict.as_str(),
        "sentence": words::verdict_sentence(Lang::En, task, insight),
        "counts": counts,
        "findings": task.findings.iter().map(finding).collect::<Vec<_>>(),
        "order": ids(&insight.order),
        "wallMs": millis(insight.totals.wall),
        "runMs": millis(Some(insight.totals.run).filter(|_| !insight.totals.is_untimed)),
        "waitMs": millis(Some(insight.totals.wait).filter(|_| !insight.totals.is_untimed && !task.is_order_unknown())),
        "closingMs": millis(insight.totals.closing),
        "criticalPath": ids(&path),
        "criticalRunMs": millis(insight.path.run),
        "criticalWaitMs": millis(insight.path.wait),
        "subtasks": insight.order.iter().filter_map(|&step| subtask(step)).collect::<Vec<_>>(),
        "groups": insight.groups.iter().map(|group| json!({
            "ids": ids(&group.members),
            "kind": group.kind.as_str(),
        })).collect::<Vec<_>>(),
        "rollback": {
            "allowed": insight.rollback.allowed,
            "since": insight.rollback.since.and_then(id),
        },
    })
}

//! The plain text that one pastes into a ticket or a forum: all that whoever helps will ask for.

use super::phrase::step;
use super::{Lang, attempts, duration, outcome, retries, rollback, verdict_sentence, why};
use crate::insight::{self, Insight, PathPart};
use crate::sort::{self, Key};
use crate::task::{Envelope, Millis, Outcome, Owner, SubtaskIdx, Task, has_failed};

/// How many steps of the critical path, and how many data notes, are told.
const MOST_LINES: usize = 10;

/// What came around the task, for the report's foot.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around<'a> {
    /// The response's envelope: trace id and server.
    pub envelope: Option<&'a Envelope>,
    /// A link to the task in the viewer.
    pub link: Option<&'a str>,
}

/// The report, lines ended by `\n`.
#[must_use]
pub fn report(lang: Lang, task: &Task, insight: &Insight, around: Around<'_>) -> String {
    let mut lines = Lines { lang, text: String::new() };
    let id = task.id.as_ref().map(|id| format!("#{id}")).unwrap_or_default();
    lines.add(format!("{} {id}", task.name).trim());
    lines.add(&verdict_sentence(lang, task, insight));
    facts(&mut lines, task, insight);
    failures(&mut lines, task, insight);
    critical_path(&mut lines, task, insight);
    if !task.findings.is_empty() {
        lines.head("Data notes", "数据问题");
        for finding in task.findings.iter().take(MOST_LINES) {
            lines.item(&super::finding(lang, task, finding));
        }
        lines.more(task.findings.len());
    }
    if let Some(envelope) = around.envelope {
        lines.fact("traceId", "traceId", envelope.trace_id.as_deref().unwrap_or_default());
        lines.fact("server", "server", envelope.server.as_deref().unwrap_or_default());
    }
    lines.fact("Link", "链接", around.link.unwrap_or_default());
    lines.text
}

fn facts(lines: &mut Lines, task: &Task, insight: &Insight) {
    let lang = lines.lang;
    let words = [task.status.as_str(), task.operation.as_str(), task.kind.as_str()];
    lines.fact("State", "状态", &words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "));
    lines.fact("Cluster", "集群", &task.cluster.as_ref().map(owner).unwrap_or_default());
    lines.fact("Tenant", "租户", &task.tenant.as_ref().map(owner).unwrap_or_default());
    lines.fact("Initiated by", "任务发起人", task.creator.as_ref().map_or("", |creator| &creator.name));
    lines.fact("OCP node", "OCP 节点", task.executor.as_deref().unwrap_or_default());
    let time = |time: Option<_>| time.map_or_else(|| "?".to_owned(), |time: crate::task::Timestamp| time.to_string());
    let end = if task.is_over() { task.finish_time } else { None };
    lines.fact("Time", "时间", &format!("{} → {}", time(task.start_time), time(end)));
    let totals = &insight.totals;
    let spans = [
        ("wall", "总计", totals.wall),
        ("worked", "执行", insight.path.run),
        ("waited", "等待", insight.path.wait),
        ("closing", "收尾", totals.closing),
    ];
    let spans = spans
        .into_iter()
        .filter_map(|(en, zh, span)| span.map(|span| format!("{} {}", lang.pick(en, zh), duration(lang, span))));
    lines.fact("Duration", "耗时", &spans.collect::<Vec<_>>().join(lang.comma()));
    lines.fact("Rollback", "回滚", &rollback(lang, task, insight));
    lines.fact("Retried", "重试", &retries(lang, task));
}

/// What failed, what moves and what could move: each with its id, its reason and the node to look at.
fn failures(lines: &mut Lines, task: &Task, insight: &Insight) {
    let lang = lines.lang;
    let outcome_of = |step: SubtaskIdx| insight.outcomes.get(step.index()).copied();
    let matters = |step: &SubtaskIdx| has_failed(task, *step) || outcome_of(*step).is_some_and(Outcome::is_in_motion);
    let mut shown: Vec<SubtaskIdx> = insight.order.iter().copied().filter(matters).collect();
    sort::by_key(&mut shown, |&at| u64::from(!has_failed(task, at)));
    if shown.is_empty() {
        return;
    }
    lines.head("Steps to look at", "需要关注的子任务");
    for &at in shown.iter().take(MOST_LINES) {
        let (Some(subtask), Some(came_to)) = (task.get(at), outcome_of(at)) else { continue };
        let reason = insight::why(task, insight, at).map(|reason| why(lang, task, &reason));
        let node = subtask.executor.as_ref().map(|node| format!("{} {node}", lang.pick("OCP node", "OCP 节点")));
        let start = subtask.start_time.map(|start| start.to_string());
        let again = Some(attempts(lang, subtask)).filter(|_| subtask.attempts() > 1);
        let parts = [Some(format!("#{}", subtask.id)), reason, again, start, node];
        let parts = parts.into_iter().flatten().collect::<Vec<_>>().join(lang.pick("; ", "；"));
        lines.item(&format!("{} {}{}{parts}", step(lang, task, at), outcome(lang, came_to), lang.colon()));
    }
    lines.more(shown.len());
}

fn critical_path(lines: &mut Lines, task: &Task, insight: &Insight) {
    let lang = lines.lang;
    let Some(wall) = insight.totals.wall.filter(|wall| *wall > Millis::ZERO) else { return };
    let mut parts: Vec<&PathPart> = insight.path.parts.iter().collect();
    if parts.is_empty() {
        return;
    }
    sort::by_key(&mut parts, |part| !(part.run + part.wait).0.key());
    lines.head("Where the time went (critical path)", "耗时分布（关键路径）");
    for part in parts.iter().take(MOST_LINES) {
        let tenths = ((part.run + part.wait).0.saturating_mul(1000) + wall.0 / 2) / wall.0;
        let (run, wait) = (duration(lang, part.run), duration(lang, part.wait));
        let share = format!("{}.{} %", tenths / 10, tenths % 10);
        let is_span = insight.times.get(part.step.index()).is_some_and(|time| time.is_span);
        let idle = if is_span { lang.pick(" (idle time included)", "（包含空闲时间）") } else { "" };
        lines.item(&match lang {
            Lang::En => format!("{share} {}: worked {run}{idle}, waited {wait}", step(lang, task, part.step)),
            Lang::Zh => format!("{share} {}：执行 {run}{idle}，等待 {wait}", step(lang, task, part.step)),
        });
    }
    lines.more(parts.len());
}

fn owner(owner: &Owner) -> String {
    let id = owner.id.as_ref().map(|id| format!("#{id}")).unwrap_or_default();
    format!("{} {id}", owner.name).trim().to_owned()
}

struct Lines {
    lang: Lang,
    text: String,
}

impl Lines {
    fn add(&mut self, line: &str) {
        // A name that holds a line break must not look like a line of the report.
        self.text.push_str(&line.split(['\n', '\r']).collect::<Vec<_>>().join(" "));
        self.text.push('\n');
    }

    fn head(&mut self, en: &str, zh: &str) {
        self.add(&format!("{}{}", self.lang.pick(en, zh), self.lang.pick(":", "：")));
    }

    fn item(&mut self, text: &str) {
        self.add(&format!("- {text}"));
    }

    fn fact(&mut self, en: &str, zh: &str, value: &str) {
        if !value.is_empty() {
            self.add(&format!("{}{}{value}", self.lang.pick(en, zh), self.lang.colon()));
        }
    }

    /// Says how many of `count` were left out.
    fn more(&mut self, count: usize) {
        match (count.saturating_sub(MOST_LINES), self.lang) {
            (0, _) => {}
            (more, Lang::En) => self.item(&format!("and {more} more")),
            (more, Lang::Zh) => self.item(&format!("另有 {more} 项")),
        }
    }
}

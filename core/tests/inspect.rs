//! Every fixture through `inspect`, pinned by a snapshot that was read by hand against the facts about OCP.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[allow(dead_code)] // its `main`
#[path = "../examples/inspect.rs"]
mod inspect;

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::Value;
use taskscope_core::insight::{Insight, why};
use taskscope_core::task::decode;
use taskscope_core::words::{self, Lang};

/// What is in the folder. A file that is new there fails the test until it is listed, pinned and read.
const FIXTURES: &[&str] = &[
    "01-reinstall-ocp-agent.json",
    "02a-create-tenant-running.json",
    "02b-create-tenant-submitted.json",
    "02c-create-tenant-ready.json",
    "03-create-cluster-failed.json",
    "04a-create-cluster-retried.json",
    "04b-subtask-retried.json",
    "04c-auto-retried.json",
    "04d-retry-ready.json",
    "04e-retry-running.json",
    "05a-create-cluster-rolled-back.json",
    "05b-create-cluster-rolling-back.json",
    "06a-rollback-failed.json",
    "06b-rollback-skipped.json",
    "07a-step-skipped.json",
    "07b-step-skip-ready.json",
    "08a-step-canceling.json",
    "08b-step-canceled.json",
    "08c-step-cancel-running.json",
    "08d-step-cancel-stuck.json",
    "09a-delete-server-waiting.json",
    "09b-failover-no-return.json",
    "09c-failover-failed.json",
    "10a-siblings-failed-running.json",
    "10b-siblings-failed.json",
    "11a-waves-running.json",
    "11b-waves-finished.json",
    "12a-serial-running.json",
    "12b-serial-finished.json",
    "13a-crossed-finished.json",
    "13b-crossed-running.json",
    "14a-bipartite-finished.json",
    "14b-bipartite-running.json",
    "15a-zombie-running.json",
    "15b-timed-out.json",
    "16-no-time-limit.json",
    "17a-legacy-tasks.json",
    "17b-string-ids.json",
    "17c-ids-beyond-u64.json",
    "17d-ids-beyond-u64-numbers.json",
    "17e-doc-spelling.json",
    "17f-no-lists.json",
    "17g-only-upstreams.json",
    "17h-only-downstreams.json",
    "17i-express.json",
    "17j-nulls.json",
    "17k-bare-task.json",
    "17l-list.json",
    "17m-contents-of-tasks.json",
    "17n-submit.json",
    "17o-submit-context-object.json",
    "17p-lower-case.json",
    "17q-wrong-types.json",
    "18a-skewed-executors.json",
    "18b-created-after-start.json",
    "18c-utc.json",
    "18d-nine-digits.json",
    "18e-offset-without-colon.json",
    "18f-summer-time-ends.json",
    "18g-epoch-zero.json",
    "18h-ends-before-start.json",
    "18i-no-times.json",
    "18j-unreadable-times.json",
    "19a-dangling.json",
    "19b-self-loop.json",
    "19c-cycle.json",
    "19d-all-in-a-ring.json",
    "19e-duplicate-id.json",
    "19f-duplicate-edges.json",
    "19g-one-sided.json",
    "19h-unknown-words.json",
    "19i-empty.json",
    "19j-subtasks-null.json",
    "19k-hostile-names.json",
    "19l-scattered.json",
    "20a-unauthorized.json",
    "20b-forbidden.json",
    "20c-not-found.json",
    "20d-rate-limited.json",
    "20e-server-error.json",
    "20f-bad-gateway.html",
    "20g-truncated.json",
    "20h-rejected.json",
    "20i-login-redirect.html",
    "20m-server-error-once.json",
    "20n-rate-limited-once.json",
    "20o-gateway-timeout.html",
    "20p-login-page.html",
    "20q-empty.json",
    "20r-no-task.json",
];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures")
}

/// What the command says of a file: a line for each member, and for each entry of a list of objects.
fn inspect(file: &str, options: &[&str]) -> String {
    let path = folder().join(file).to_string_lossy().into_owned();
    let arguments = [path.as_str()].into_iter().chain(options.iter().copied()).map(str::to_owned);
    match inspect::run(arguments) {
        Ok(Value::Object(members)) => members.iter().fold(String::new(), |mut text, (name, value)| {
            match value {
                Value::Array(entries) if entries.iter().any(Value::is_object) => {
                    writeln!(text, "{name}:").unwrap();
                    entries.iter().for_each(|entry| writeln!(text, "  {entry}").unwrap());
                }
                _ => writeln!(text, "{name}: {value}").unwrap(),
            }
            text
        }),
        Ok(other) => panic!("no object: {other}"),
        Err(complaint) => format!("refused: {}", complaint.replace(&path, file)),
    }
}

#[test]
fn every_fixture_is_pinned() {
    let mut found: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".json") || name.ends_with(".html"))
        .collect();
    found.sort();
    assert_eq!(found, FIXTURES);
    for file in FIXTURES {
        insta::assert_snapshot!(file.rsplit_once('.').unwrap().0, inspect(file, &[]));
    }
}

#[test]
fn the_sample_of_the_api_page_adds_up() {
    let report = inspect("01-reinstall-ocp-agent.json", &[]);
    for line in [
        "wallMs: 22327",
        "runMs: 17839",
        "waitMs: 3673",
        "closingMs: 815",
        "criticalRunMs: 17839",
        "criticalWaitMs: 3673",
        r#"criticalPath: ["13000335","13000333","13000336","13000334"]"#,
    ] {
        assert!(report.lines().any(|found| found == line), "{line} is missing in\n{report}");
    }
    let waits: Vec<_> = report
        .match_indices("\"waitMs\":")
        .map(|(at, name)| report[at + name.len()..].split(',').next().unwrap().to_owned())
        .collect();
    assert_eq!(waits, ["948", "650", "1195", "880"]);
}

#[test]
fn now_can_be_set() {
    let report = inspect("15a-zombie-running.json", &["--now", "2030-01-01T00:00:00Z"]);
    assert_ne!(report, inspect("15a-zombie-running.json", &[]));
    assert_eq!(inspect("01-reinstall-ocp-agent.json", &["--now", "noon"]), "refused: noon is no RFC 3339 time");
    assert_eq!(
        inspect("01-reinstall-ocp-agent.json", &["--now"]),
        "refused: --now needs a time, such as 2021-08-25T15:10:13+08:00"
    );
}

#[test]
fn a_refusal_says_what_there_is() {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("refusal.json");
    let said = |payload: &str| {
        std::fs::write(&file, payload).unwrap();
        let said = inspect(&file.to_string_lossy(), &[]);
        said.rsplit_once("refusal.json: ").map(|(_, said)| said.to_owned()).unwrap_or(said)
    };
    assert_eq!(said(r#"{"successful":false}"#), "OCP refused without a reason");
    assert_eq!(said(r#"{"successful":false,"status":409}"#), "OCP refused with status 409");
    assert_eq!(
        said(r#"{"successful":false,"error":{"code":"TSK10001"},"status":404}"#),
        "OCP refused with error TSK10001"
    );
    assert_eq!(said(r#"{"error":{"code":7,"message":"No."}}"#), "OCP refused with error 7: No.");
    assert_eq!(said(r#"{"error":{"message":"No."}}"#), "OCP refused without a code: No.");
}

/// Both languages side by side, for whoever reads them both: each fixture's statements, and each reason once.
#[test]
fn every_sentence_is_said_in_both_languages() {
    let mut text = String::new();
    let mut told = Vec::new();
    for file in FIXTURES {
        let Ok(decoded) = decode(&std::fs::read(folder().join(file)).unwrap()) else { continue };
        let task = &decoded.tasks[0];
        let insight = Insight::of(task, decoded.envelope.timestamp);
        writeln!(text, "{file}").unwrap();
        for lang in [Lang::En, Lang::Zh] {
            let sentence = words::verdict_sentence(lang, task, &insight);
            let (rollback, retries) = (words::rollback(lang, task, &insight), words::retries(lang, task));
            writeln!(text, "  {sentence} | {rollback} | {retries}").unwrap();
        }
        for reason in task.indexes().filter_map(|step| why(task, &insight, step)) {
            let (en, zh) = (words::why(Lang::En, task, &reason), words::why(Lang::Zh, task, &reason));
            let kind = std::mem::discriminant(&reason);
            if !told.contains(&kind) {
                told.push(kind);
                writeln!(text, "    {en}\n    {zh}").unwrap();
            }
        }
        for finding in &task.findings {
            let kind = finding.code();
            if !text.contains(&format!("    {kind}: ")) {
                let (en, zh) = (words::finding(Lang::En, task, finding), words::finding(Lang::Zh, task, finding));
                writeln!(text, "    {kind}: {en}\n    {kind}: {zh}").unwrap();
            }
        }
    }
    insta::assert_snapshot!("sentences", text);
}

#[test]
fn a_report_has_what_a_ticket_needs() {
    for file in ["01-reinstall-ocp-agent.json", "10a-siblings-failed-running.json", "06a-rollback-failed.json"] {
        let decoded = decode(&std::fs::read(folder().join(file)).unwrap()).unwrap();
        let task = &decoded.tasks[0];
        let insight = Insight::of(task, decoded.envelope.timestamp);
        let link = "https://ocp.example/#/tasks/1";
        let around = words::Around { envelope: Some(&decoded.envelope), link: Some(link) };
        let both = [Lang::En, Lang::Zh].map(|lang| words::report(lang, task, &insight, around));
        insta::assert_snapshot!(format!("report-{}", file.rsplit_once('.').unwrap().0), both.join("\n"));
    }
}

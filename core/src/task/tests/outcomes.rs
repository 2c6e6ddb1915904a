//! The table of status and operation, whole.

use std::fmt::Write as _;

use super::*;

const STATUSES: [&str; 8] = ["PENDING", "READY", "RUNNING", "CANCELING", "FAILED", "SUCCESSFUL", "PAUSED", ""];
const OPERATIONS: [&str; 8] = ["EXECUTE", "RETRY", "ROLLBACK", "SKIP", "CANCEL", "ROLLBACK_SKIP", "PAUSE", ""];

fn whole(status: &str, operation: &str, subtasks: Value) -> Task {
    decoded(&json!({"id": 1, "name": "x", "status": status, "operation": operation, "subtasks": subtasks}))
}

fn shown(name: &str) -> &str {
    if name.is_empty() { "(absent)" } else { name }
}

#[test]
fn every_status_with_every_operation() {
    let mut table = String::new();
    let mut section = |title: &str, statuses: &[&str], cell: &dyn Fn(&str, &str) -> &'static str| {
        writeln!(table, "{title}").unwrap();
        for status in statuses {
            for operation in OPERATIONS {
                writeln!(table, "  {:<10} {:<13} {}", shown(status), shown(operation), cell(status, operation))
                    .unwrap();
            }
        }
    };
    let of_step = |task: &'static str, members: Value| {
        move |status: &str, operation: &str| {
            let mut step = step(1, json!({"status": status, "operation": operation}));
            over(&mut step, members.clone());
            outcomes(&whole(task, "EXECUTE", json!([step])))[0].as_str()
        }
    };
    section("a step of a running task", &STATUSES, &of_step("RUNNING", json!({})));
    section("a step of a failed task that never started", &["PENDING"], &of_step("FAILED", json!({})));
    let started = json!({"startTime": "2021-08-25T15:09:31+08:00"});
    section("a step of a failed task that had started", &["PENDING"], &of_step("FAILED", started));
    section("a step at its second attempt", &["RUNNING", "SUCCESSFUL"], &of_step("RUNNING", json!({"runTime": 2})));
    section("a task without steps", &["RUNNING", "FAILED", "SUCCESSFUL", "ABORTED", ""], &|status, operation| {
        let task = whole(status, operation, json!([]));
        verdict(&task, &outcomes(&task)).as_str()
    });
    insta::assert_snapshot!("decode_outcomes", table);
}

#[test]
fn a_step_waits_until_all_its_upstreams_are_done() {
    let outcome = |upstream: Value| {
        let mut upstreams =
            [step(1, json!({"downstreams": [3], "status": "SUCCESSFUL"})), step(2, json!({"downstreams": [3]}))];
        over(&mut upstreams[1], upstream);
        let [one, two] = upstreams;
        let task = whole("RUNNING", "EXECUTE", json!([one, two, step(3, json!({"upstreams": [1, 2]}))]));
        outcomes(&task)[2]
    };
    assert_eq!(outcome(json!({"status": "SUCCESSFUL"})), Outcome::Eligible);
    assert_eq!(outcome(json!({"status": "SUCCESSFUL", "operation": "SKIP"})), Outcome::Eligible);
    assert_eq!(outcome(json!({"status": "SUCCESSFUL", "operation": "ROLLBACK"})), Outcome::Waiting);
    for status in ["PENDING", "READY", "RUNNING", "CANCELING", "FAILED", "PAUSED"] {
        assert_eq!(outcome(json!({"status": status})), Outcome::Waiting, "{status}");
    }
}

#[test]
fn a_step_that_waits_for_itself_waits() {
    let looped = |members: Value| {
        let mut looped = step(1, json!({"upstreams": [1], "downstreams": [1]}));
        over(&mut looped, members);
        outcomes(&whole("RUNNING", "EXECUTE", json!([looped, step(2, json!({"upstreams": [1]}))])))
    };
    assert_eq!(looped(json!({})), [Outcome::Waiting; 2]);
    assert_eq!(looped(json!({"status": "SUCCESSFUL"})), [Outcome::Succeeded, Outcome::Eligible]);
}

#[test]
fn where_no_edge_is_known_a_step_may_wait_for_any_other() {
    let bare = |id: u64, status: &str| {
        let mut step = step(id, json!({"status": status}));
        let members = step.as_object_mut().unwrap();
        members.retain(|name, _| name != "upstreams" && name != "downstreams");
        step
    };
    let task = whole("RUNNING", "EXECUTE", json!([bare(1, "RUNNING"), bare(2, "PENDING")]));
    assert!(task.is_order_unknown());
    assert_eq!(outcomes(&task), [Outcome::Running, Outcome::Waiting]);
    let lone = whole("RUNNING", "EXECUTE", json!([bare(1, "PENDING")]));
    assert_eq!(outcomes(&lone), [Outcome::Eligible]);
}

#[test]
fn a_failed_or_terminated_step_makes_a_running_task_fail_unless_it_is_rolling_back() {
    let verdict_with = |operation: &str, members: Value| {
        let task = whole("RUNNING", operation, json!([step(1, members), step(2, json!({"status": "RUNNING"}))]));
        verdict(&task, &outcomes(&task))
    };
    assert_eq!(verdict_with("EXECUTE", json!({"status": "FAILED"})), Verdict::Failing);
    assert_eq!(verdict_with("RETRY", json!({"status": "FAILED", "operation": "CANCEL"})), Verdict::Failing);
    assert_eq!(verdict_with("ROLLBACK", json!({"status": "FAILED"})), Verdict::RollingBack);
    // What it was doing does not matter: it failed.
    assert_eq!(verdict_with("EXECUTE", json!({"status": "FAILED", "operation": "ABORT"})), Verdict::Failing);
    assert_eq!(verdict_with("RETRY", json!({"status": "FAILED", "operation": "ROLLBACK"})), Verdict::Failing);
    assert_eq!(verdict_with("EXECUTE", json!({"status": "SUCCESSFUL"})), Verdict::Running);
    assert_eq!(verdict_with("RETRY", json!({"status": "SUCCESSFUL"})), Verdict::Retrying);
}

#[test]
fn a_forced_step_is_told_of_a_successful_task_but_not_of_one_that_was_undone() {
    let verdict_of = |operation: &str| {
        let task =
            whole("SUCCESSFUL", operation, json!([step(1, json!({"status": "SUCCESSFUL", "operation": "SKIP"}))]));
        verdict(&task, &outcomes(&task))
    };
    assert_eq!(verdict_of("EXECUTE"), Verdict::SucceededWithForcedSteps);
    assert_eq!(verdict_of("RETRY"), Verdict::SucceededWithForcedSteps);
    assert_eq!(verdict_of("ROLLBACK"), Verdict::RolledBack);
}

#[test]
fn where_a_task_does_not_say_what_it_does_its_steps_tell() {
    let verdict_of = |status: &str| {
        let task = whole(status, "", json!([step(1, json!({"operation": "ROLLBACK"}))]));
        verdict(&task, &outcomes(&task))
    };
    assert_eq!(verdict_of("RUNNING"), Verdict::RollingBack);
    assert_eq!(verdict_of("FAILED"), Verdict::RollbackFailed);
    assert_eq!(verdict_of("SUCCESSFUL"), Verdict::RolledBack);
}

#[test]
fn the_sample_of_a_finished_rollback_is_seen_as_one() {
    let operations = ["EXECUTE", "EXECUTE", "ROLLBACK"];
    let steps: Vec<Value> =
        (1..).zip(operations).map(|(id, operation)| step(id, json!({"operation": operation}))).collect();
    let task = whole("SUCCESSFUL", "ROLLBACK", Value::Array(steps));
    let outcomes = outcomes(&task);
    assert_eq!(outcomes, [Outcome::NeverRan, Outcome::NeverRan, Outcome::RolledBack]);
    assert_eq!(verdict(&task, &outcomes), Verdict::RolledBack);
}

#[test]
fn every_name_leads_back_to_its_variant() {
    assert!(Outcome::ALL.iter().all(|outcome| Outcome::from_name(outcome.as_str()) == Some(*outcome)));
    assert!(Verdict::ALL.iter().all(|verdict| Verdict::from_name(verdict.as_str()) == Some(*verdict)));
    assert_eq!((Outcome::ALL.len(), Verdict::ALL.len()), (18, 10));
    assert_eq!((Outcome::from_name("gone"), Verdict::from_name("")), (None, None));
}

#[test]
fn a_step_waits_for_an_upstream_that_can_not_be_followed() {
    let done = json!({"status": "SUCCESSFUL"});
    let outcome = |upstreams: Value, circle: Value| {
        let mut one = step(1, done.clone());
        over(&mut one, circle);
        let task = whole("RUNNING", "EXECUTE", json!([one, step(2, json!({"upstreams": upstreams}))]));
        outcomes(&task)[1]
    };
    assert_eq!(outcome(json!([1]), json!({"downstreams": [2]})), Outcome::Eligible);
    assert_eq!(outcome(json!([1, 7]), json!({"downstreams": [2]})), Outcome::Waiting, "7 is not there");
    assert_eq!(outcome(json!("?"), json!({})), Outcome::Waiting, "nobody knows for what");
    // In a circle, each waits for the one before.
    let ring = |status: &str| {
        let task = whole(
            "RUNNING",
            "EXECUTE",
            json!([
                step(1, json!({"upstreams": [2], "downstreams": [2]})),
                step(2, json!({"status": status, "upstreams": [1], "downstreams": [1]})),
            ]),
        );
        assert_eq!(task.cut_edges.len(), 1);
        outcomes(&task)[0]
    };
    assert_eq!(ring("PENDING"), Outcome::Waiting);
    assert_eq!(ring("SUCCESSFUL"), Outcome::Eligible);
}

//! Times that can't be true are told, within what the clocks of several nodes may differ.

use super::*;

fn at(seconds: &str) -> String {
    format!("2021-08-25T15:09:{seconds}+08:00")
}

/// Two steps, one after the other: the end of the first, the start of the second, and what else is known of the first.
fn two_steps(end: &str, start: &str, members: Value) -> Task {
    let mut first = step(
        1,
        json!({
            "downstreams": [2], "status": "SUCCESSFUL", "operation": "EXECUTE", "startTime": at("32"), "finishTime": at(end),
        }),
    );
    over(&mut first, members);
    task_with(json!([first, step(2, json!({"upstreams": [1], "status": "RUNNING", "startTime": at(start)}))]))
}

#[test]
fn a_step_that_ended_before_it_started_is_told() {
    let ran = json!({"status": "SUCCESSFUL", "startTime": at("33.5"), "finishTime": at("32")});
    let (subtask, findings) = only_step(ran);
    assert_eq!(findings, [Finding::EndBeforeStart { subtask: Some(SubtaskIdx(0)), by: Millis(1500) }]);
    assert_eq!(subtask.end(), subtask.start_time, "its end counts as its start");
}

#[test]
fn a_task_that_ended_before_it_started_is_told() {
    let task = decoded(&json!({
        "id": 1, "name": "x", "status": "FAILED", "operation": "EXECUTE", "subtasks": [],
        "startTime": at("33"), "finishTime": at("32"),
    }));
    assert_eq!(task.findings, [Finding::EndBeforeStart { subtask: None, by: Millis(1000) }]);
}

#[test]
fn a_start_before_the_end_of_an_upstream_is_told_beyond_the_tolerance() {
    assert_eq!(told(&two_steps("33", "33", json!({}))), [""; 0]);
    assert_eq!(told(&two_steps("33.9", "33", json!({}))), [""; 0]);
    assert_eq!(told(&two_steps("34", "33", json!({}))), [""; 0], "just as much as clocks may differ");
    let task = two_steps("34.001", "33", json!({}));
    let finding = Finding::StartBeforeUpstreamEnd { subtask: SubtaskIdx(1), upstream: SubtaskIdx(0), by: Millis(1001) };
    assert_eq!(task.findings, [finding]);
}

#[test]
fn of_several_upstreams_the_worst_is_told() {
    let upstream = |id: u64, end: &str| {
        step(id, json!({"downstreams": [9], "status": "SUCCESSFUL", "startTime": at("32"), "finishTime": at(end)}))
    };
    let task = task_with(json!([
        upstream(1, "35"),
        upstream(2, "38"),
        upstream(3, "38"),
        step(9, json!({"upstreams": [1, 2, 3], "status": "RUNNING", "startTime": at("32")})),
    ]));
    let finding = Finding::StartBeforeUpstreamEnd { subtask: SubtaskIdx(3), upstream: SubtaskIdx(1), by: Millis(6000) };
    assert_eq!(task.findings, [finding]);
}

#[test]
fn an_upstream_that_was_undone_later_is_no_contradiction() {
    for operation in ["ROLLBACK", "ROLLBACK_SKIP"] {
        assert_eq!(told(&two_steps("59", "33", json!({"operation": operation, "status": "PENDING"}))), [""; 0]);
    }
}

#[test]
fn an_upstream_that_waits_to_be_undone_has_its_first_end() {
    let late = "start-before-upstream-end of 2";
    assert_eq!(told(&two_steps("59", "33", json!({"operation": "ROLLBACK"}))), [late]);
    assert_eq!(told(&two_steps("59", "33", json!({"operation": "ROLLBACK_SKIP"}))), [""; 0]);
    // Terminated while it was undone, behind what was undone before.
    let behind = |words: [&str; 2]| {
        let [status, operation] = words;
        let times = json!({"startTime": at("33"), "finishTime": at("40"), "operation": operation, "status": status});
        let mut second = step(2, json!({"upstreams": [1]}));
        over(&mut second, times);
        let first = json!({"downstreams": [2], "status": "FAILED", "operation": "CANCEL", "startTime": at("32"),
            "finishTime": at("59")});
        told(&task_with(json!([step(1, first), second])))
    };
    for undone in [["PENDING", "ROLLBACK"], ["PENDING", "ROLLBACK_SKIP"], ["SUCCESSFUL", "ROLLBACK_SKIP"]] {
        assert_eq!(behind(undone), [""; 0], "{undone:?}");
    }
    assert_eq!(behind(["SUCCESSFUL", "EXECUTE"]), [late]);
}

#[test]
fn a_finish_time_of_something_active_is_an_old_one() {
    for status in ["READY", "RUNNING", "CANCELING"] {
        let (subtask, findings) = only_step(json!({"status": status, "startTime": at("33"), "finishTime": at("32")}));
        assert_eq!(findings, [Finding::StaleFinishTime { subtask: Some(SubtaskIdx(0)) }], "{status}");
        assert_eq!(subtask.end(), None);
    }
    let task = decoded(&json!({
        "id": 1, "name": "x", "status": "RUNNING", "operation": "RETRY", "subtasks": [],
        "startTime": at("33"), "finishTime": at("32"),
    }));
    assert_eq!(task.findings, [Finding::StaleFinishTime { subtask: None }]);
    assert_eq!(task.end(), None);
}

#[test]
fn a_record_made_after_the_start_is_no_finding() {
    let (_, findings) = only_step(json!({"createTime": at("34"), "startTime": at("33.2")}));
    assert_eq!(findings, [], "the database writes whole seconds, and rounds");
}

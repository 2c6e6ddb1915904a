//! What the decoder makes of every spelling, type and defect that is known, a room for each subject.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::needless_pass_by_value)]

mod again;
mod edges;
mod errors;
mod generate;
mod ids;
mod impossible_times;
mod json;
mod outcomes;
mod properties;
mod shapes;
mod sieve;
mod spelling;
mod timestamps;
mod wrong_types;

use serde_json::{Value, json};

use super::*;

/// The one task in a payload.
fn decoded(payload: &Value) -> Task {
    let mut tasks = decode(payload.to_string().as_bytes()).expect("a task").tasks;
    assert_eq!(tasks.len(), 1);
    tasks.remove(0)
}

/// A task with all that a task has, and these subtasks.
fn task_with(subtasks: Value) -> Task {
    decoded(&json!({
        "id": 1, "name": "Create tenant", "status": "RUNNING", "operation": "EXECUTE", "type": "MANUAL",
        "startTime": "2021-08-25T15:09:31.74+08:00", "subtasks": subtasks,
    }))
}

/// A subtask with all that is expected of one, and these members over it.
fn step(id: impl Into<Value>, members: Value) -> Value {
    let mut step = json!({"id": id.into(), "name": "Prepare", "status": "PENDING", "operation": "EXECUTE",
        "upstreams": [], "downstreams": []});
    over(&mut step, members);
    step
}

/// Puts members into an object, over those that are there.
fn over(object: &mut Value, members: Value) {
    let (Value::Object(object), Value::Object(members)) = (object, members) else { panic!("two objects") };
    object.extend(members);
}

/// The only subtask, and what was odd about the task.
fn only_step(members: Value) -> (Subtask, Vec<Finding>) {
    let task = task_with(json!([step(7, members)]));
    assert_eq!(task.subtasks.len(), 1);
    (task.subtasks.first().unwrap().clone(), task.findings)
}

/// A step's JSON, out of the payload that the task was read from.
fn json_in<'a>(task: &Task, step: usize, payload: &'a [u8]) -> Option<&'a str> {
    let json = task.json_of(SubtaskIdx::from_place(step))?;
    std::str::from_utf8(payload.get(json.start as usize..json.end as usize)?).ok()
}

/// Each finding as `code of subtask`.
fn told(task: &Task) -> Vec<String> {
    let of = |finding: &Finding| match finding.subtask().and_then(|step| task.get(step)) {
        Some(subtask) => format!("{} of {}", finding.code(), subtask.id),
        None => finding.code().to_owned(),
    };
    task.findings.iter().map(of).collect()
}

/// The edges that are followed, as `from>to`.
fn edges_of(task: &Task) -> Vec<String> {
    let id = |step: SubtaskIdx| &task.get(step).expect("a subtask").id;
    task.indexes()
        .flat_map(|from| task.downstream.of(from).iter().map(move |&to| format!("{}>{}", id(from), id(to))))
        .collect()
}

//! A later answer, read against the last one: the same as if it had been read by itself.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use super::generate::{clean, messy};
use super::*;
use crate::pace::{Unpaced, run};

/// An answer, as the server writes it.
fn answer(members: Value, steps: &[Value]) -> Vec<u8> {
    let mut task = json!({
        "id": 1, "name": "Create tenant", "status": "RUNNING", "operation": "EXECUTE", "type": "MANUAL",
        "startTime": "2021-08-25T15:09:31.74+08:00", "subtasks": steps,
    });
    over(&mut task, members);
    json!({"data": task, "traceId": "0bc49000675d41af", "successful": true}).to_string().into_bytes()
}

fn read_again(last: &[u8], payload: &[u8]) -> Result<Decoded, DecodeError> {
    let tasks = decode(last).map(|decoded| decoded.tasks).unwrap_or_default();
    run(decode_in_slices(&payload, tasks.first(), &Unpaced))
}

/// Whether the second answer was read against the first: a step that is the same then shares its name with it.
fn shares(last: &[u8], payload: &[u8]) -> bool {
    let before = decode(last).unwrap().tasks.remove(0);
    let after = run(decode_in_slices(&payload, Some(&before), &Unpaced)).unwrap().tasks.remove(0);
    before.subtasks.iter().zip(&after.subtasks).any(|(a, b)| Arc::ptr_eq(&a.name, &b.name))
}

fn three() -> Vec<Value> {
    let named = |id: u32, members| {
        let mut step = step(id, members);
        over(&mut step, json!({"name": format!("Step {id}")}));
        step
    };
    vec![
        named(5, json!({"downstreams": [6, 7]})),
        named(6, json!({"upstreams": [5], "downstreams": [7]})),
        named(7, json!({"upstreams": [5, 6]})),
    ]
}

#[test]
fn steps_that_are_the_same_are_kept_and_one_that_changed_is_put_in() {
    let (before, mut after) = (three(), three());
    over(&mut after[1], json!({"status": "RUNNING", "startTime": "2021-08-25T15:09:32+08:00", "upstreams": ["5"]}));
    after.rotate_left(1);
    let (last, payload) = (answer(json!({}), &before), answer(json!({"status": "FAILED"}), &after));
    assert!(shares(&last, &payload));
    let task = read_again(&last, &payload).unwrap().tasks.remove(0);
    assert_eq!(task.status, TaskStatus::Failed);
    assert_eq!(task.subtasks.iter().filter(|step| step.status == SubtaskStatus::Running).count(), 1);
    let names =
        task.subtasks.iter().zip(0..).map(|(step, at)| json_in(&task, at, &payload).unwrap().contains(&*step.name));
    assert!(names.into_iter().all(|is_its_own| is_its_own));
}

#[test]
fn a_later_answer_knows_which_steps_changed_and_since_which_answer() {
    let mut after = three();
    over(&mut after[1], json!({"status": "RUNNING"}));
    let (last, payload) = (answer(json!({}), &three()), answer(json!({}), &after));
    let before = decode(&last).unwrap().tasks.remove(0);
    let task = run(decode_in_slices(&&payload[..], Some(&before), &Unpaced)).unwrap().tasks.remove(0);
    assert_eq!(task.changed_since(&before), Some(&[SubtaskIdx(1)][..]));
    assert_eq!(task.changed_since(&decode(&last).unwrap().tasks[0]), None, "like the one before, and not that one");
    assert_eq!(decode(&payload).unwrap().tasks[0].changed_since(&before), None, "read by itself");
}

#[test]
fn times_that_a_change_makes_impossible_are_found_behind_it_as_well() {
    let at = |second: u32| format!("2021-08-25T15:09:{second}+08:00");
    let before = {
        let mut steps = three();
        over(&mut steps[0], json!({"status": "SUCCESSFUL", "startTime": at(32), "finishTime": at(33)}));
        over(&mut steps[1], json!({"status": "SUCCESSFUL", "startTime": at(34), "finishTime": at(35)}));
        steps
    };
    let found = |change: Value| {
        let mut after = before.clone();
        over(&mut after[0], change);
        let (last, payload) = (answer(json!({}), &before), answer(json!({}), &after));
        assert!(shares(&last, &payload));
        let task = read_again(&last, &payload).unwrap().tasks.remove(0);
        task.findings.iter().map(Finding::code).collect::<Vec<_>>()
    };
    assert_eq!(found(json!({"finishTime": at(34)})), [""; 0]);
    assert_eq!(found(json!({"finishTime": at(50)})), ["start-before-upstream-end"], "the step behind it began before");
    assert_eq!(found(json!({"finishTime": at(20)})), ["end-before-start"]);
    assert_eq!(found(json!({"startTime": at(10)})), ["outside-of-task"]);
}

#[test]
fn whatever_is_more_than_a_change_of_few_steps_is_read_by_itself() {
    let changed = |change: fn(&mut Vec<Value>)| {
        let mut steps = three();
        change(&mut steps);
        shares(&answer(json!({}), &three()), &answer(json!({}), &steps))
    };
    assert!(changed(|steps| steps.reverse()), "only the order");
    assert!(!changed(|steps| drop(steps.pop())), "a step is gone");
    assert!(!changed(|steps| steps.push(step(8, json!({})))), "a step more");
    assert!(!changed(|steps| steps[2] = steps[1].clone()), "a step twice");
    assert!(!changed(|steps| steps[0]["id"] = json!(9)), "another id");
    assert!(!changed(|steps| steps[0]["downstreams"] = json!([6])), "another edge");
    assert!(!changed(|steps| steps[0]["upstreams"] = json!(null)), "a list less");
    assert!(!changed(|steps| steps[0]["timeout"] = json!([])), "what can't be read");
    assert!(!changed(|steps| steps[0] = json!(7)), "no step");
    assert!(!changed(|steps| steps.iter_mut().for_each(|step| step["status"] = json!("READY"))), "all of them");
}

#[test]
fn an_entry_that_was_no_step_is_not_told_of_when_it_is_gone() {
    let mut odd = three();
    odd.insert(1, json!(7));
    let task = read_again(&answer(json!({}), &odd), &answer(json!({}), &three())).unwrap().tasks.remove(0);
    assert!(task.findings.is_empty(), "{:?}", task.findings);
}

#[test]
fn times_without_an_offset_are_told_alike_at_each_poll() {
    let mut before = three();
    // Findings before and behind that of the times.
    over(&mut before[0], json!({"upstreams": [404], "status": "SUCCESSFUL", "startTime": "2021-08-25 15:09:32"}));
    let (start, finish) = ("2021-08-25T15:09:33+08:00", "2021-08-25T15:09:32+08:00");
    over(&mut before[2], json!({"timeout": "soon", "status": "FAILED", "startTime": start, "finishTime": finish}));
    for members in [json!({}), json!({"startTime": "2021-08-25 15:09:31"}), json!({"finishTime": "never"})] {
        let mut last = answer(members.clone(), &before);
        for status in ["READY", "RUNNING", "SUCCESSFUL"] {
            let mut after = before.clone();
            over(&mut after[1], json!({"status": status}));
            let payload = answer(members.clone(), &after);
            let (again, fresh) = (read_again(&last, &payload).unwrap(), decode(&payload).unwrap());
            assert_eq!(again.tasks[0].findings, fresh.tasks[0].findings, "{members} {status}");
            last = payload;
        }
    }
}

#[test]
fn a_refusal_and_a_cut_answer_are_what_they_are() {
    let last = answer(json!({}), &three());
    let refusal =
        br#"{"successful": false, "error": {"code": 30001, "message": "no"}, "data": {"id": 1, "subtasks": []}}"#;
    assert!(matches!(read_again(&last, refusal), Err(DecodeError::Rejected(_))));
    let cut = last.get(..last.len() - 40).unwrap();
    assert!(matches!(read_again(&last, cut), Err(DecodeError::Malformed { truncated: true, .. })));
    assert!(matches!(read_again(&last, b"<html>"), Err(DecodeError::NotJson { .. })));
}

/// Changes that a poll may bring, and some that none should.
fn change(step: &mut Value, kind: usize) {
    let change = match kind {
        0 => json!({"status": "RUNNING", "startTime": "2021-08-25T15:09:32+08:00"}),
        1 => json!({"status": "SUCCESSFUL", "finishTime": "2021-08-25T15:09:31Z"}),
        2 => json!({"name": "another"}),
        3 => json!({"upstreams": [3, 1]}),
        4 => json!({"id": 4}),
        5 => json!({"status": "Paused"}),
        6 => json!({"downstreams": null}),
        _ => json!({"finishTime": null, "startTime": "2031-08-25T15:09:31Z"}),
    };
    over(step, change);
}

proptest! {
    #[test]
    fn a_later_answer_means_the_same_by_whichever_way_it_is_read(
        (before, after) in messy().prop_flat_map(|steps| (Just(steps.clone()), Just(steps).prop_shuffle())),
        changes in vec((any::<Index>(), 0..8_usize), 0..4),
    ) {
        let mut after = after;
        for (place, kind) in changes.iter().filter(|_| !before.is_empty()) {
            let place = place.index(after.len());
            change(&mut after[place], *kind);
        }
        let (last, payload) = (answer(json!({}), &before), answer(json!({"name": null}), &after));
        prop_assert_eq!(format!("{:#?}", read_again(&last, &payload)), format!("{:#?}", decode(&payload)));
    }

    #[test]
    fn a_sound_task_is_read_against_its_last_answer((payload, task) in clean(), place: Index, kind in 0..3_usize) {
        let mut after = payload.clone();
        if let Some(steps) = after["subtasks"].as_array_mut().filter(|steps| !steps.is_empty()) {
            let place = place.index(steps.len());
            change(&mut steps[place], kind);
            steps.reverse();
        }
        let (last, payload) = (payload.to_string().into_bytes(), after.to_string().into_bytes());
        prop_assert_eq!(format!("{:#?}", read_again(&last, &payload)), format!("{:#?}", decode(&payload)));
        prop_assert_eq!(decode(&payload).unwrap().tasks[0].subtasks.len(), task.subtasks.len());
    }
}

#[test]
fn a_time_of_the_envelope_that_cannot_be_read_is_told_at_each_poll() {
    let payload =
        |time: &str| json!({"timestamp": time, "data": {"id": 1, "subtasks": three()}}).to_string().into_bytes();
    let (last, payload) = (payload("x"), payload("y"));
    assert!(shares(&last, &payload));
    let told = |decoded: Result<Decoded, DecodeError>| format!("{:#?}", decoded.unwrap());
    assert_eq!(told(read_again(&last, &payload)), told(decode(&payload)));
}

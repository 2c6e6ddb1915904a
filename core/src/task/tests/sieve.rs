//! A payload that is read part by part: the same as if it had been read in one, and no byte of it twice.

use std::cell::Cell;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::super::decode::{decode_all, decode_by};
use super::generate::{clean, messy};
use super::*;
use crate::pace::{Steps, Unpaced, run};

/// A payload, with how much of it was asked for.
struct Counted<'a> {
    payload: &'a [u8],
    asked: Cell<usize>,
}

impl Pieces for Counted<'_> {
    fn length(&self) -> usize {
        self.payload.len()
    }

    fn read(&self, start: usize, most: usize, into: &mut Vec<u8>) {
        let had = into.len();
        self.payload.read(start, most, into);
        self.asked.set(self.asked.get() + into.len() - had);
    }
}

/// What a payload is decoded to in one.
fn whole(payload: &[u8]) -> String {
    format!("{:?}", run(decode_all(payload, &Steps::new(&Unpaced, 1))))
}

/// What a payload is decoded to by such a window, and how often its bytes were asked for, on the average.
fn by(window: usize, payload: &[u8], last: Option<&Task>) -> (Result<Decoded, DecodeError>, f64) {
    let counted = Counted { payload, asked: Cell::new(0) };
    let decoded = run(decode_by(window, &counted, last, &Unpaced));
    (decoded, counted.asked.get() as f64 / payload.len() as f64)
}

/// Whether the task in it is the same by any window; and whether a payload that is longer than one was read once.
fn is_sifted(payload: &[u8]) -> bool {
    let whole = whole(payload);
    let windows = [1, 7, payload.len() / 2, payload.len() - 1].into_iter().filter(|&window| window < payload.len());
    let times = windows.map(|window| {
        let (decoded, times) = by(window, payload, None);
        assert_eq!(format!("{decoded:?}"), whole, "by {window} bytes");
        times
    });
    let times: Vec<f64> = times.collect();
    let once = times.iter().filter(|times| (**times - 1.0).abs() < 1e-9).count();
    assert!(once == 0 || once == times.len(), "{times:?}");
    once > 0
}

#[test]
fn what_ocp_writes_is_read_once_and_all_else_in_one() {
    let steps = || json!([step(5, json!({"name": "安装 \"ob\" [1]"})), step(6, json!({"upstreams": [5]}))]);
    let task = |subtasks: Value| json!({"id": 1, "name": "]}", "subtasks": subtasks, "status": "RUNNING"});
    let sifted = |payload: Value| is_sifted(payload.to_string().as_bytes());
    assert!(sifted(task(steps())), "a bare task");
    assert!(sifted(json!({"data": task(steps()), "traceId": "x"})), "in its envelope");
    assert!(sifted(json!({"code": 0, "data": {"data": task(steps())}})), "in a gateway's");
    assert!(is_sifted(serde_json::to_string_pretty(&task(steps())).unwrap().as_bytes()), "in lines");
    assert!(is_sifted(format!("\u{feff} {}\n", task(steps())).as_bytes()), "behind a mark");
    assert!(sifted(json!({"id": 1, "tasks": steps()})), "by their other name");
    assert!(sifted(task(json!([step(5, json!({})), 12345, "x", null, [1, [2]]]))), "with what are no subtasks");
    assert!(sifted(json!({"id": 1, "subtasks": steps(), "tasks": []})), "with an empty list");

    assert!(!sifted(json!({"id": 1, "subtasks": steps(), "tasks": [step(7, json!({}))]})), "under both names");
    assert!(!sifted(task(json!([step(5, json!({})), step(5, json!({}))]))), "an id twice");
    assert!(!sifted(task(json!([]))), "no step");
    assert!(!sifted(task(json!([7, step(5, json!({}))]))), "what is no subtask first");
    assert!(!sifted(task(json!({"5": step(5, json!({})), "6": step(6, json!({}))}))), "an object");
    assert!(!sifted(json!([task(steps())])), "a list of tasks");
    assert!(!sifted(json!({"data": {"contents": [task(steps()), task(steps())]}})), "a page of tasks");
    assert!(!sifted(json!({"successful": false, "data": task(steps()), "error": {"code": 1}})), "a refusal");
    assert!(!sifted(json!({"data": {"data": {"data": {"data": {"data": {"data": task(steps())}}}}}})), "too deep");
    let twice = r#"{"data": {"id": 1, "subtasks": [{"id": 5}]}, "data": {"id": 2, "subtasks": [{"id": 6}]}}"#;
    assert!(!is_sifted(twice.as_bytes()), "two tasks of which one counts");
    assert!(!is_sifted(b"\xff\xfe{\0}\0"), "UTF-16");
    let damaged = [&task(steps()).to_string().as_bytes()[..60], &b"\xff"[..], &b"\"}]}"[..]].concat();
    assert!(!is_sifted(&damaged), "no text");
}

#[test]
fn a_poll_is_read_once_against_the_last_answer() {
    let steps = |status: &str| {
        let steps = (0..40).map(|id| step(id + 10, json!({"status": if id == 30 { status } else { "PENDING" }})));
        json!({"data": {"id": 1, "subtasks": steps.collect::<Vec<_>>()}}).to_string().into_bytes()
    };
    let last = decode(&steps("RUNNING")).unwrap().tasks.remove(0);
    let payload = steps("SUCCESSFUL");
    let whole = whole(&payload);
    for window in [1, 100, 1000] {
        let (decoded, times) = by(window, &payload, Some(&last));
        assert_eq!(format!("{decoded:?}"), whole, "by {window} bytes");
        assert!((times - 1.0).abs() < 1e-9, "by {window} bytes: {times} times");
        let changed = decoded.unwrap().tasks.remove(0).changed_since(&last).map(<[_]>::to_vec);
        assert_eq!(changed, Some(vec![SubtaskIdx(30)]), "by {window} bytes");
    }
}

proptest! {
    #[test]
    fn whatever_comes_means_the_same_part_by_part(
        steps in messy(), window in 1..600_usize, (cut, place, byte) in any::<(bool, Index, u8)>(), wrap in 0..4_u8,
    ) {
        let task = json!({"id": 1, "name": "安", "subtasks": steps, "status": "RUNNING"});
        let sent = match wrap {
            0 => task,
            1 => json!({"data": task, "successful": true}),
            2 => json!({"data": {"contents": [task]}}),
            _ => json!({"tasks": task["subtasks"], "data": task, "subtasks": task["subtasks"]}),
        };
        let mut payload = sent.to_string().into_bytes();
        prop_assert_eq!(format!("{:?}", by(window, &payload, None).0), whole(&payload));
        if cut {
            payload.truncate(place.index(payload.len()) + 1);
        } else {
            *place.get_mut(&mut payload) = byte;
        }
        prop_assert_eq!(format!("{:?}", by(window, &payload, None).0), whole(&payload));
    }

    #[test]
    fn a_sound_task_is_read_once(
        (payload, _) in clean(), window in 1..600_usize, place: Index, status in select(vec!["FAILED", "PENDING"]),
    ) {
        let last = decode(payload.to_string().as_bytes()).unwrap().tasks.remove(0);
        let mut after = payload;
        if let Some(steps) = after["subtasks"].as_array_mut().filter(|steps| steps.len() > 2) {
            let place = place.index(steps.len());
            steps[place]["status"] = json!(status);
            let after = json!({"data": after}).to_string().into_bytes();
            let whole = whole(&after);
            let (decoded, times) = by(window, &after, None);
            prop_assert_eq!(format!("{decoded:?}"), whole.clone());
            prop_assert!((times - 1.0).abs() < 1e-9, "{} times", times);
            prop_assert_eq!(format!("{:?}", by(window, &after, Some(&last)).0), whole);
        }
    }
}

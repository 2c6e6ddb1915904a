//! Where in a payload the task is.

use super::*;

fn tasks(payload: &str) -> Vec<String> {
    let decoded = decode(payload.as_bytes()).unwrap_or_else(|error| panic!("{error:?} of {payload}"));
    decoded.tasks.iter().map(|task| task.id.as_ref().map(Id::to_string).unwrap_or_default()).collect()
}

const ONE: &str = r#"{"id": 1, "name": "x", "subtasks": []}"#;
const TWO: &str = r#"{"id": 2, "name": "y", "operation": "EXECUTE"}"#;

#[test]
fn a_task_comes_bare_in_an_envelope_or_in_a_list() {
    for (payload, ids) in [
        (ONE.to_owned(), &["1"][..]),
        (format!("{{\"data\": {ONE}, \"status\": 200}}"), &["1"]),
        (format!("{{\"data\": {{\"contents\": [{ONE}, {TWO}], \"page\": {{\"number\": 1}}}}}}"), &["1", "2"]),
        (format!("{{\"contents\": [{ONE}, {TWO}]}}"), &["1", "2"]),
        (format!("{{\"data\": [{ONE}, {TWO}]}}"), &["1", "2"]),
        (format!("[{ONE}, {TWO}]"), &["1", "2"]),
        (format!("[{{\"data\": {ONE}}}, {{\"data\": {TWO}}}]"), &["1", "2"]),
        (format!("{{\"data\": [null, {ONE}, [], \"x\", {{}}]}}"), &["1"]),
    ] {
        assert_eq!(tasks(&payload), ids, "{payload}");
    }
}

#[test]
fn the_order_of_members_does_not_matter() {
    let payload =
        r#"{"successful":true,"traceId":"t","data":{"subtasks":[{"name":"a","id":2}],"name":"x","id":1},"server":"s"}"#;
    let Decoded { tasks, envelope } = decode(payload.as_bytes()).unwrap();
    assert_eq!(tasks[0].subtasks.len(), 1);
    assert_eq!((envelope.trace_id.as_deref(), envelope.server.as_deref()), (Some("t"), Some("s")));
}

#[test]
fn a_task_of_a_submit_call_says_what_it_works_on_by_ids_alone() {
    let task = decoded(&json!({"data": {
        "id": 1, "name": "x", "clusterId": 3, "tenantId": "9007199254740993", "hostId": 5, "creator": "admin",
        "context": "Context(parallelIdx=-1, stringMap={}, listMap={host_ids=[1]})", "tasks": [],
    }}));
    assert_eq!(task.cluster.and_then(|owner| owner.id), Some(Id::Number(3)));
    assert_eq!(task.tenant.and_then(|owner| owner.id), Some(Id::Number(9_007_199_254_740_993)));
    assert_eq!(task.host_id, Some(Id::Number(5)));
}

#[test]
fn the_status_of_a_bare_task_is_not_taken_for_that_of_an_envelope() {
    let bare = decode(br#"{"id": 1, "name": "x", "status": "RUNNING", "subtasks": []}"#).unwrap();
    assert_eq!((bare.envelope.status, bare.tasks[0].status.clone()), (None, TaskStatus::Running));
    let held = decode(br#"{"status": 200, "data": {"id": 1, "name": "x", "subtasks": []}}"#).unwrap();
    assert_eq!((held.envelope.status, held.tasks[0].status.clone()), (Some(200), TaskStatus::Missing));
}

#[test]
fn what_is_around_a_task_is_read() {
    let payload = br#"{"data": {"subtasks": []}, "timestamp": "2021-08-25T15:10:13.176+08:00", "server": "10.0.0.1",
        "status": "200", "traceId": "0bc49000675d41af"}"#;
    let envelope = decode(payload).unwrap().envelope;
    assert_eq!(envelope.timestamp.map(|now| now.epoch), Some(1_629_875_413_176));
    assert_eq!((envelope.status, envelope.server.as_deref()), (Some(200), Some("10.0.0.1")));
}

#[test]
fn a_byte_order_mark_and_white_space_are_passed_over() {
    for before in ["\u{feff}", "\n\n  ", "\u{feff} \t\r\n", "\u{a0}"] {
        assert_eq!(tasks(&format!("{before}{ONE}\n\n")), ["1"], "{before:?}");
    }
}

#[test]
fn bytes_that_are_no_utf8_are_replaced_and_told() {
    let mut payload =
        br#"{"id": 1, "name": "Cre?te", "status": "FAILED", "operation": "RETRY", "subtasks": []}"#.to_vec();
    let place = payload.iter().position(|&byte| byte == b'?').unwrap();
    payload[place] = 0xff;
    let task = decode(&payload).unwrap().tasks.remove(0);
    assert_eq!((&*task.name, task.findings), ("Cre\u{fffd}te", vec![Finding::InvalidUtf8]));
}

#[test]
fn members_that_nobody_knows_may_be_of_any_depth() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    assert_eq!(
        tasks(&format!(
            r#"{{"id":1,"deep":{deep},"name":{deep},"creator":{deep},"subtasks":[{{"id":{deep},"x":{deep}}}]}}"#
        )),
        ["1"]
    );
}

#[test]
fn each_task_of_a_list_has_findings_of_its_own() {
    let payload = r#"[{"id": 1, "status": "ODD", "subtasks": []}, {"id": 2, "subtasks": [], "name": "y"}]"#;
    let tasks = decode(payload.as_bytes()).unwrap().tasks;
    assert_eq!(told(&tasks[0]), ["missing-field", "missing-field", "unknown-enum"]);
    assert_eq!(told(&tasks[1]), ["missing-field", "missing-field"]);
}

#[test]
fn envelopes_around_that_of_ocp_are_opened() {
    let whole = format!(
        r#"{{"data": {ONE}, "status": 200, "traceId": "t", "successful": true, "timestamp": "2021-08-25T15:10:13Z"}}"#
    );
    for (payload, ids) in [
        (format!("{{\"code\": 0, \"data\": {{\"data\": {ONE}}}}}"), &["1"][..]),
        (format!("{{\"code\": 0, \"data\": {{\"data\": {{\"data\": {ONE}}}}}}}"), &["1"]),
        (
            format!("{{\"code\": 0, \"data\": {{\"data\": {{\"contents\": [{ONE}, {{\"data\": {TWO}}}]}}}}}}"),
            &["1", "2"],
        ),
        (format!("{{\"data\": {{\"data\": [{ONE}, {{\"data\": {{\"data\": {TWO}}}}}]}}}}"), &["1", "2"]),
        (format!("{{\"id\": 3, \"name\": \"y\", \"data\": {whole}}}"), &["1"]),
        (format!("{{\"data\": {{\"id\": 3, \"name\": \"y\", \"subtasks\": [], \"data\": {TWO}}}}}"), &["3"]),
    ] {
        assert_eq!(tasks(&payload), ids, "{payload}");
    }
    let payload = format!(r#"{{"code": 0, "server": "portal", "status": 0, "data": {whole}}}"#);
    let envelope = decode(payload.as_bytes()).unwrap().envelope;
    assert_eq!((envelope.status, envelope.trace_id.as_deref()), (Some(200), Some("t")));
    assert_eq!((envelope.server.as_deref(), envelope.timestamp.is_some()), (Some("portal"), true));
}

#[test]
fn what_a_task_holds_besides_its_steps_does_not_hide_it() {
    for more in [r#""data": {"x": 1}"#, r#""data": [1, 2]"#, r#""data": {"successful": true}"#, r#""contents": ["x"]"#]
    {
        let task = format!(r#"{{"id": 1, "name": "x", "subtasks": [], {more}}}"#);
        for payload in [task.clone(), format!(r#"{{"data": {task}}}"#), format!("[{task}]")] {
            assert_eq!(tasks(&payload), ["1"], "{payload}");
        }
    }
}

#[test]
fn subtasks_under_two_names_are_one_list() {
    let steps = |members: &str| {
        let payload = format!(r#"{{"id": 1, "name": "x", {members}}}"#);
        let task = decode(payload.as_bytes()).unwrap().tasks.remove(0);
        (0..task.subtasks.len())
            .map(|step| json_in(&task, step, payload.as_bytes()).unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let (one, two) = (r#"{"id":1}"#, r#"{"id":2}"#);
    for none in ["[]", "null", "7", "{}"] {
        assert_eq!(steps(&format!(r#""subtasks": [{one}], "tasks": {none}"#)), [one], "{none}");
        assert_eq!(steps(&format!(r#""tasks": {none}, "subtasks": [{one}]"#)), [one], "{none}");
    }
    assert_eq!(steps(&format!(r#""tasks": [{two}], "subtasks": [{one}]"#)), [one, two]);
    assert_eq!(steps(&format!(r#""tasks": [{two}, {one}], "subtasks": [{two}, {one}]"#)), [one, two], "the same list");
    assert_eq!(steps(&format!(r#""tasks": [{one}], "subtasks": [{one}, {two}]"#)).len(), 3, "doubled, and told so");
}

#[test]
fn strays_and_problems_of_both_lists_are_told() {
    let task = decoded(&json!({"id": 1, "name": "x", "status": "RUNNING", "operation": "EXECUTE",
        "subtasks": [step(1, json!({"timeout": "x"})), 7], "tasks": [8, step(2, json!({"timeout": "y"}))]}));
    assert_eq!(told(&task), ["not-a-subtask", "not-a-subtask", "malformed-field of 1", "malformed-field of 2"]);
    assert_eq!(task.findings[1], Finding::NotASubtask { position: 2 });
}

#[test]
fn subtasks_by_their_ids_are_a_list() {
    let payload = r#"{"id": 1, "name": "x", "status": "FAILED", "operation": "RETRY", "subtasks": {
        "2": {"id": 2, "name": "b", "status": "READY", "operation": "RETRY", "upstreams": [1], "downstreams": []}, "x": 7,
        "1": {"id": 1, "name": "a", "status": "READY", "operation": "RETRY", "upstreams": [], "downstreams": [2]}}}"#;
    let task = decode(payload.as_bytes()).unwrap().tasks.remove(0);
    assert_eq!((edges_of(&task), told(&task)), (vec!["1>2".to_owned()], vec!["not-a-subtask".to_owned()]));
    assert!(json_in(&task, 1, payload.as_bytes()).unwrap().starts_with(r#"{"id": 2"#));
}

#[test]
fn a_time_of_the_envelope_that_cannot_be_read_is_told_with_each_task() {
    let payload = format!(r#"{{"timestamp": "25.8.2021", "data": [{ONE}, {TWO}]}}"#);
    let decoded = decode(payload.as_bytes()).unwrap();
    let value = r#""25.8.2021""#.into();
    let finding = Finding::MalformedField { subtask: None, field: "timestamp", value };
    assert_eq!(decoded.envelope.timestamp, None);
    assert!(decoded.tasks.iter().all(|task| task.findings.contains(&finding)));
}

/// A text as PowerShell writes it into a file.
fn utf16(text: &str, write: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(write).collect()
}

#[test]
fn utf16_behind_its_byte_order_mark_is_read() {
    let text =
        r#"{"id": 1, "name": "安 🚀", "status": "FAILED", "operation": "RETRY", "subtasks": [{"id": 2, "name": "a"}]}"#;
    for payload in [utf16(text, u16::to_le_bytes), utf16(text, u16::to_be_bytes)] {
        let task = decode(&payload).unwrap().tasks.remove(0);
        assert_eq!((&*task.name, json_in(&task, 0, &payload)), ("安 🚀", None));
        assert!(!task.findings.contains(&Finding::InvalidUtf8));
    }
    let mut damaged = utf16(text, u16::to_le_bytes);
    let place = 2 + 2 * text.find('安').unwrap();
    damaged[place..place + 2].copy_from_slice(&0xd800_u16.to_le_bytes());
    let task = decode(&damaged).unwrap().tasks.remove(0);
    assert_eq!((&*task.name, task.findings.last()), ("\u{fffd} 🚀", Some(&Finding::InvalidUtf8)));
    assert!(matches!(decode(&utf16("", u16::to_le_bytes)), Err(DecodeError::Empty)));
    assert!(matches!(decode(&utf16("{", u16::to_be_bytes)), Err(DecodeError::Malformed { truncated: true, .. })));
}

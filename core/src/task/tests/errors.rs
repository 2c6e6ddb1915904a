//! Payloads without a task: what is said of them.

use super::*;

const SAMPLE: &[u8] = include_bytes!("../../../../tests/fixtures/01-reinstall-ocp-agent.json");

fn error(payload: &[u8]) -> DecodeError {
    decode(payload).map(|decoded| panic!("a task: {decoded:?}")).unwrap_err()
}

fn failure(payload: &Value) -> Failure {
    match error(payload.to_string().as_bytes()) {
        DecodeError::Rejected(failure) => *failure,
        other => panic!("{other:?}"),
    }
}

#[test]
fn nothing_and_blanks_are_empty() {
    for payload in ["", " \n\t", "\u{feff}", "\u{feff}\r\n"] {
        assert!(matches!(error(payload.as_bytes()), DecodeError::Empty), "{payload:?}");
    }
}

#[test]
fn a_page_and_plain_text_are_not_json_and_their_beginning_is_kept() {
    for payload in ["<html><body>502 Bad Gateway</body></html>", "upstream timed out", "'x'", "\u{feff}<!DOCTYPE html>"]
    {
        let DecodeError::NotJson { beginning } = error(payload.as_bytes()) else { panic!("{payload}") };
        assert!(payload.trim_start_matches('\u{feff}').starts_with(&beginning));
    }
    let DecodeError::NotJson { beginning } = error("安".repeat(1000).as_bytes()) else { panic!() };
    assert_eq!(beginning.chars().count(), 80);
}

#[test]
fn json_without_a_task_is_none() {
    for payload in [
        "{}",
        "[]",
        "null",
        "true",
        "35000312",
        "\"x\"",
        "[[[[]]]]",
        "{\"data\": null}",
        "{\"data\": {}}",
        "{\"data\": \"x\"}",
        "{\"data\": {\"contents\": []}, \"successful\": true}",
        "{\"data\": {\"id\": 1}}",
        "{\"status\": 200}",
    ] {
        assert!(matches!(error(payload.as_bytes()), DecodeError::NotATask), "{payload}");
    }
}

#[test]
fn every_beginning_of_the_sample_is_told_as_cut_off() {
    let whole = SAMPLE.trim_ascii_end();
    for end in 0..whole.len() {
        match error(&whole[..end]) {
            DecodeError::Empty => assert_eq!(whole[..end].trim_ascii(), b""),
            DecodeError::Malformed { truncated, .. } => assert!(truncated, "the first {end} bytes"),
            other => panic!("{other:?} of the first {end} bytes"),
        }
    }
}

#[test]
fn a_number_cut_in_its_middle_is_told_as_cut_off() {
    for number in ["-", "1.", "1e", "1E+", "-0.5e-"] {
        let payload = format!("{{\"id\": 1,\n \"x\": {number}");
        assert!(matches!(error(payload.as_bytes()), DecodeError::Malformed { truncated: true, .. }), "{number}");
        let whole = format!("{payload}}}");
        assert!(matches!(error(whole.as_bytes()), DecodeError::Malformed { truncated: false, .. }), "{number}");
    }
}

#[test]
fn a_letter_cut_in_its_middle_is_told_as_cut_off() {
    let payload = "{\"id\": 1, \"name\": \"安".as_bytes();
    for end in payload.len() - 2..payload.len() {
        assert!(matches!(error(&payload[..end]), DecodeError::Malformed { truncated: true, .. }));
    }
}

#[test]
fn what_is_wrong_is_told_with_its_line_and_column() {
    for (payload, place) in [
        ("{\"id\": 1,\n \"name\": oops}", (2, 10)),
        ("\n\n  {\"id\" 1}", (3, 9)),
        ("\u{feff}{\"id\" 1}", (1, 10)),
        ("{\"id\": 1}}", (1, 10)),
        ("{'id': 1}", (1, 2)),
    ] {
        let DecodeError::Malformed { line, column, truncated, reason } = error(payload.as_bytes()) else { panic!() };
        assert_eq!(((line, column), truncated), (place, false), "{payload:?}: {reason}");
    }
}

#[test]
fn brackets_without_end_are_an_error_and_no_crash() {
    for bracket in ["[", "{\"data\":", "{\"subtasks\":[", "[{\"contents\":"] {
        let payload = bracket.repeat(10_000);
        assert!(matches!(error(payload.as_bytes()), DecodeError::Malformed { truncated: true, .. }), "{bracket}");
    }
}

#[test]
fn a_refusal_is_told_with_all_that_ocp_says() {
    let failure = failure(&json!({
        "duration": 3, "server": "10.0.0.1", "status": 400, "successful": false, "traceId": "abc",
        "timestamp": "2020-12-03T09:38:24.194+08:00",
        "error": {
            "code": 20003, "message": "This operation is not supported for the {0} task in the {1} state.",
            "debugMessage": "state", "stackTrace": ["at …"], "target": {"a": 1},
            "subErrors": [
                {"object": "task", "field": "id", "rejectedValue": "", "message": "must not be empty"},
                {"sqlstate": "42000", "code": 1234, "message": "no such table"},
                "nonsense",
            ],
        },
    }));
    assert_eq!(failure.code.as_deref(), Some("20003"));
    assert_eq!(failure.message, "This operation is not supported for the {0} task in the {1} state.");
    assert_eq!(failure.debug_message.as_deref(), Some("state"));
    let parts = [
        SubError {
            code: None,
            place: "task.id".into(),
            rejected: Some("\"\"".into()),
            message: "must not be empty".into(),
        },
        SubError { code: Some(Id::Number(1234)), place: "".into(), rejected: None, message: "no such table".into() },
    ];
    assert_eq!(failure.sub_errors, parts);
    assert_eq!((failure.envelope.status, failure.envelope.trace_id.as_deref()), (Some(400), Some("abc")));
    assert_eq!(failure.envelope.server.as_deref(), Some("10.0.0.1"));
}

#[test]
fn a_code_is_a_number_a_word_or_unset() {
    let code = |code: Value| failure(&json!({"error": {"code": code, "message": "m"}})).code;
    assert_eq!(code(json!("TSK10001")).as_deref(), Some("TSK10001"));
    assert_eq!(code(json!(20000)).as_deref(), Some("20000"));
    for unset in [json!(0), json!("0"), json!(""), json!(null), json!([])] {
        assert_eq!(code(unset.clone()), None, "{unset}");
    }
}

#[test]
fn a_call_that_was_not_successful_is_a_refusal_even_with_a_task_in_it() {
    let refused = failure(&json!({"successful": false, "status": 200, "data": {"id": 1, "name": "x", "subtasks": []}}));
    assert_eq!((refused.code, refused.envelope.status), (None, Some(200)));
}

#[test]
fn an_error_beside_a_task_does_not_hide_it() {
    assert_eq!(decoded(&json!({"error": {}, "data": {"id": 1, "name": "x", "subtasks": []}})).id, Some(Id::Number(1)));
    assert_eq!(decoded(&json!({"error": "a task may have one", "id": 1, "subtasks": []})).id, Some(Id::Number(1)));
}

#[test]
fn an_error_that_is_no_object_is_what_the_server_had_to_say() {
    let spring =
        failure(&json!({"timestamp": 1_629_875_413_176_i64, "status": 404, "error": "Not Found", "path": "/x"}));
    assert_eq!((spring.message.as_str(), spring.envelope.status), ("Not Found", Some(404)));
    assert_eq!(failure(&json!({"error": {}})).message, "");
    assert_eq!(failure(&json!({"error": [1]})).message, "");
}

#[test]
fn parts_of_an_error_may_be_none() {
    for parts in [json!(null), json!([]), json!("x"), json!(7), json!([null, 7])] {
        assert_eq!(failure(&json!({"error": {"message": "m", "subErrors": parts}})).sub_errors, [], "{parts}");
    }
}

#[test]
fn a_refusal_in_the_envelope_of_another_is_one() {
    let refusal = json!({"successful": false, "error": {"code": 20000, "message": "m"}, "traceId": "t"});
    let refused = failure(&json!({"code": 0, "data": refusal}));
    assert_eq!((refused.code.as_deref(), refused.envelope.trace_id.as_deref()), (Some("20000"), Some("t")));
}

#[test]
fn envelopes_without_end_hold_no_task() {
    let payload = r#"{"data":"#.repeat(10_000) + "{}" + &"}".repeat(10_000);
    assert!(matches!(error(payload.as_bytes()), DecodeError::NotATask));
}

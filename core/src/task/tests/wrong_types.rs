//! Every field with a value of every kind: never an error, and a finding wherever something was lost.

use super::*;

const KINDS: [&str; 9] = ["null", "7", "-7.5", "1e400", "\"text\"", "\"\"", "true", "[1]", "{\"a\":1}"];

/// The fields of a subtask, with those of [`KINDS`] that can be read there, or say that nothing is.
const OF_SUBTASK: &[(&str, &[&str])] = &[
    ("id", &["null", "7", "-7.5", "1e400", "\"text\"", "\"\""]),
    ("seriesId", &["null", "7", "-7.5", "1e400", "\"text\"", "\"\""]),
    ("name", &["null", "7", "-7.5", "1e400", "\"text\"", "\"\"", "true"]),
    ("description", &["null", "7", "-7.5", "1e400", "\"text\"", "\"\"", "true"]),
    ("executor", &["null", "7", "-7.5", "1e400", "\"text\"", "\"\"", "true"]),
    ("nodeType", &["null", "7", "-7.5", "1e400", "\"text\"", "\"\"", "true"]),
    ("status", &["null", "\"\""]),
    ("operation", &["null", "\"\""]),
    ("timeout", &["null", "7", "\"\""]),
    ("runTime", &["null", "7", "\"\""]),
    ("parallelIdx", &["null", "7", "\"\""]),
    ("prohibitRollback", &["null", "\"\"", "true"]),
    ("createTime", &["null", "7", "\"\""]),
    ("startTime", &["null", "7", "\"\""]),
    ("finishTime", &["null", "7", "\"\""]),
];

const OF_TASK: &[(&str, &[&str])] = &[
    ("id", &["null", "7", "-7.5", "1e400", "\"text\"", "\"\""]),
    ("taskDefinitionId", &["null", "7", "-7.5", "1e400", "\"text\"", "\"\""]),
    ("hostId", &["null", "7", "-7.5", "1e400", "\"text\"", "\"\""]),
    ("clusterId", &["null", "7", "-7.5", "1e400", "\"text\"", "\"\""]),
    ("tenantId", &["null", "7", "-7.5", "1e400", "\"text\"", "\"\""]),
    ("name", &["null", "7", "-7.5", "1e400", "\"text\"", "\"\"", "true"]),
    ("executor", &["null", "7", "-7.5", "1e400", "\"text\"", "\"\"", "true"]),
    ("creator", &["null", "7", "-7.5", "1e400", "\"text\"", "\"\"", "true", "{\"a\":1}"]),
    ("cluster", &["null", "7", "-7.5", "1e400", "\"text\"", "\"\"", "true", "{\"a\":1}"]),
    ("tenant", &["null", "7", "-7.5", "1e400", "\"text\"", "\"\"", "true", "{\"a\":1}"]),
    ("status", &["null", "\"\""]),
    ("operation", &["null", "\"\""]),
    ("type", &["null", "\"\""]),
    ("prohibitRollback", &["null", "\"\"", "true"]),
    ("isRemote", &["null", "\"\"", "true"]),
    ("createTime", &["null", "7", "\"\""]),
    ("startTime", &["null", "7", "\"\""]),
    ("finishTime", &["null", "7", "\"\""]),
    ("timestamp", &["null", "7", "\"\""]),
    ("traceId", &KINDS),
    ("server", &KINDS),
    ("context", &KINDS),
    ("whatever", &KINDS),
];

fn decoded_text(payload: &str) -> Task {
    decode(payload.as_bytes()).unwrap_or_else(|error| panic!("{error:?} of {payload}")).tasks.remove(0)
}

/// Whether a finding says that this field has a value which can't be read, or not fully.
fn is_told(task: &Task, name: &str) -> bool {
    task.findings.iter().any(|finding| match finding {
        Finding::MalformedField { field, .. } | Finding::UnknownEnum { field, .. } => *field == name,
        _ => false,
    })
}

#[test]
fn every_field_of_a_subtask_survives_every_kind_of_value() {
    for (field, good) in OF_SUBTASK {
        for kind in KINDS {
            let task = decoded_text(&format!(r#"{{"id":1,"name":"x","subtasks":[{{"{field}":{kind}}}]}}"#));
            assert_eq!(task.subtasks.len(), 1);
            assert_eq!(is_told(&task, field), !good.contains(&kind), "{field}: {kind}: {:?}", task.findings);
        }
    }
}

#[test]
fn every_field_of_a_task_survives_every_kind_of_value() {
    for (field, good) in OF_TASK {
        for kind in KINDS {
            let task = decoded_text(&format!(r#"{{"{field}":{kind},"subtasks":[]}}"#));
            assert_eq!(is_told(&task, field), !good.contains(&kind), "{field}: {kind}: {:?}", task.findings);
        }
    }
}

#[test]
fn a_list_of_edges_survives_every_kind_of_value() {
    for (list, codes) in [
        ("null", &["missing-field"][..]),
        ("\"\"", &["missing-field"]),
        ("7", &["dangling-edge"]),
        ("\"text\"", &["dangling-edge"]),
        ("true", &["malformed-field"]),
        ("{\"a\":1}", &["malformed-field"]),
        ("[]", &[]),
        ("[null]", &["malformed-field"]),
        ("[true, [], {}, \"\"]", &["malformed-field"; 4]),
        ("[\"7\", 7, 8]", &["dangling-edge"; 2]),
    ] {
        let task = decoded_text(&format!(
            r#"{{"id":1,"name":"x","status":"RUNNING","operation":"EXECUTE","subtasks":[
                {{"id":1,"name":"a","status":"PENDING","operation":"RETRY","upstreams":{list},"downstreams":[]}}]}}"#
        ));
        let found: Vec<&str> = task.findings.iter().map(Finding::code).collect();
        assert_eq!(found, codes, "{list}");
    }
}

#[test]
fn entries_that_are_no_subtasks_are_told_by_their_place() {
    let task = task_with(json!([null, step(1, json!({})), 7, "x", [step(2, json!({}))], true]));
    let places = [0, 2, 3, 4, 5].map(|position| Finding::NotASubtask { position });
    assert_eq!(task.findings, places);
    assert_eq!(task.subtasks.len(), 1);
}

#[test]
fn a_list_of_subtasks_that_is_none_is_missing_or_told() {
    for kind in KINDS.into_iter().filter(|kind| *kind != "[1]") {
        let task = decoded_text(&format!(
            r#"{{"id":1,"name":"x","status":"RUNNING","operation":"EXECUTE","subtasks":{kind}}}"#
        ));
        let (subtask, field) = (None, "subtasks");
        let finding = match kind {
            "null" | "\"\"" => Finding::MissingField { subtask, field },
            _ => Finding::MalformedField { subtask, field, value: kind.into() },
        };
        assert_eq!(task.findings, [finding], "{kind}");
    }
}

#[test]
fn a_field_that_no_subtask_has_is_told_once_and_else_for_each_that_lacks_it() {
    let all = decoded(&json!({"id": 1, "name": "x", "status": "RUNNING", "operation": "EXECUTE", "subtasks": [
        {"id": 1, "name": "a", "status": "READY"}, {"id": 2, "name": "b", "status": "READY"},
    ]}));
    let missing = |subtask: Option<u32>, field| Finding::MissingField { subtask: subtask.map(SubtaskIdx), field };
    let none_has = ["subtasks[].operation", "subtasks[].upstreams", "subtasks[].downstreams"];
    assert_eq!(all.findings, none_has.map(|field| missing(None, field)));
    let one = task_with(json!([
        {"id": 1, "name": "a", "operation": "RETRY", "upstreams": [], "downstreams": []},
        {"id": 2, "status": "READY", "upstreams": null, "downstreams": []},
    ]));
    let one_lacks = [(1, "name"), (0, "status"), (1, "operation"), (1, "upstreams")];
    assert_eq!(one.findings, one_lacks.map(|(step, field)| missing(Some(step), field)));
}

#[test]
fn an_absent_field_of_the_task_that_every_task_has_is_told() {
    let task = decoded(&json!({"subtasks": []}));
    let fields = ["id", "name", "status", "operation"];
    assert_eq!(task.findings, fields.map(|field| Finding::MissingField { subtask: None, field }));
}

#[test]
fn a_value_that_cannot_be_read_is_told_by_its_beginning() {
    let (_, findings) = only_step(json!({"timeout": "安".repeat(200)}));
    let value = format!("\"{}", "安".repeat(59)).into();
    assert_eq!(findings, [Finding::MalformedField { subtask: Some(SubtaskIdx(0)), field: "timeout", value }]);
}

#[test]
fn numbers_are_read_from_strings_and_from_floats_that_are_whole() {
    let index = |value: &str| {
        let task = decoded_text(&format!(r#"{{"subtasks":[{{"parallelIdx":{value}}}]}}"#));
        task.subtasks.first().unwrap().parallel_index
    };
    for value in ["5", "\"5\"", "\" 5 \"", "5.0", "5e0", "\"5.0\""] {
        assert_eq!(index(value), Some(5), "{value}");
    }
    for value in ["5.5", "1e300", "-1", "99999999999999999999", "\"five\""] {
        assert_eq!(index(value), None, "{value}");
    }
}

#[test]
fn truth_is_read_from_strings_and_from_numbers() {
    for (value, expected) in [("\"true\"", true), ("\"TRUE\"", true), ("1", true), ("\"false\"", false), ("0", false)] {
        let task = decoded_text(&format!(r#"{{"isRemote":{value},"subtasks":[]}}"#));
        assert_eq!((task.is_remote, is_told(&task, "isRemote")), (expected, false), "{value}");
    }
}

#[test]
fn a_member_that_comes_twice_counts_as_it_came_last_and_null_as_not_at_all() {
    let task =
        decoded_text(r#"{"name":"a","name":"b","name":null,"subtasks":[{"id":2,"id":3,"id":null}],"tasks":null}"#);
    assert_eq!(&*task.name, "b");
    assert_eq!(task.subtasks.iter().map(|subtask| subtask.id.clone()).collect::<Vec<_>>(), [Id::Number(3)]);
}

#[test]
fn a_number_out_of_its_bounds_is_told() {
    for (field, number) in
        [("timeout", -1), ("runTime", -1), ("runTime", 1_i64 << 32), ("parallelIdx", -2), ("parallelIdx", 1 << 32)]
    {
        let (step, findings) = only_step(json!({field: number}));
        let (subtask, value) = (Some(SubtaskIdx(0)), number.to_string().into());
        assert_eq!(findings, [Finding::MalformedField { subtask, field, value }]);
        assert_eq!(
            (step.time_limit, step.is_unlimited, step.run_time, step.parallel_index),
            (None, false, 1, None),
            "{field}"
        );
    }
}

#[test]
fn times_without_an_offset_are_read_as_utc_and_told_once() {
    let (step, findings) =
        only_step(json!({"startTime": "2021-08-25 07:09:31.74", "finishTime": "2021-08-25T07:09:32"}));
    let epoch = |time: Option<Timestamp>| time.map(|time| time.epoch);
    assert_eq!((epoch(step.start_time), epoch(step.finish_time)), (Some(1_629_875_371_740), Some(1_629_875_372_000)));
    assert_eq!(findings, [Finding::NoOffset { value: "\"2021-08-25 07:09:31.74\"".into(), times: 2 }]);
    let (step, findings) = only_step(json!({"startTime": "0001-01-01T00:00:00", "finishTime": "2021-08-25"}));
    assert_eq!((step.start_time, step.finish_time), (None, None));
    let codes: Vec<&str> = findings.iter().map(Finding::code).collect();
    assert_eq!(codes, ["malformed-field", "malformed-field"]);
}

//! Ids: each exactly as it was sent, one for each subtask.

use super::*;

fn id_of(json: &str) -> Option<Id> {
    let payload = format!(r#"{{"id": {json}, "name": "x", "subtasks": []}}"#);
    decode(payload.as_bytes()).unwrap().tasks[0].id.clone()
}

#[test]
fn a_number_and_the_same_number_as_a_string_are_one_id() {
    for digits in ["0", "7", "35000312", "9007199254740993", "18446744073709551615"] {
        let number = Id::Number(digits.parse().unwrap());
        assert_eq!(id_of(digits), Some(number.clone()));
        assert_eq!(id_of(&format!("\"{digits}\"")), Some(number.clone()));
        assert_eq!(number.to_string(), digits);
    }
}

#[test]
fn what_is_no_plain_u64_is_kept_letter_by_letter() {
    let kept = ["18446744073709551616", "123456789012345678901234567890", "-1", "1.0", "1e3"];
    for text in kept {
        assert_eq!(id_of(text), Some(Id::Text(text.into())), "as a number");
        assert_eq!(id_of(&format!("\"{text}\"")), Some(Id::Text(text.into())), "as a string");
    }
    for text in ["007", "a-b", "12 ", "+5"] {
        assert_eq!(id_of(&format!("\"{text}\"")), Some(Id::Text(text.into())));
    }
}

#[test]
fn null_and_the_empty_string_are_no_ids() {
    assert_eq!(id_of("null"), None);
    assert_eq!(id_of("\"\""), None);
}

#[test]
fn edges_are_found_whichever_way_an_id_was_written() {
    let task = task_with(json!([
        step(5, json!({"downstreams": ["18446744073709551616"]})),
        step("18446744073709551616", json!({"upstreams": ["5"], "downstreams": ["x"]})),
        step("x", json!({"upstreams": ["18446744073709551616"]})),
    ]));
    assert_eq!(edges_of(&task), ["5>18446744073709551616", "18446744073709551616>x"]);
    assert_eq!(told(&task), [""; 0]);
}

#[test]
fn ids_with_gaps_between_them_are_found() {
    let ids = [3, 4, 9, 100, 1_000_000_007, u64::MAX];
    let steps: Vec<Value> = ids
        .windows(2)
        .map(|pair| step(pair[0], json!({"downstreams": [pair[1]]})))
        .chain([step(u64::MAX, json!({}))])
        .collect();
    let task = task_with(Value::Array(steps));
    assert_eq!(task.downstream.edge_count(), 5);
    assert!(task.findings.iter().all(|finding| finding.code() == "one-sided-edge"));
}

#[test]
fn subtasks_stand_in_the_order_of_their_ids_numbers_before_texts() {
    let ids = [json!("b"), json!(10), json!("a"), json!("9"), json!("10x")];
    let task = task_with(ids.into_iter().map(|id| step(id, json!({}))).collect());
    let ids: Vec<String> = task.subtasks.iter().map(|subtask| subtask.id.to_string()).collect();
    assert_eq!(ids, ["9", "10", "10x", "a", "b"]);
    assert_eq!(task.find(&Id::new("10x")), Some(SubtaskIdx(2)));
    assert_eq!(task.find(&Id::new("11")), None);
}

#[test]
fn a_doubled_id_is_kept_renamed_and_told() {
    let task = task_with(json!([
        step(5, json!({"name": "second", "startTime": "2021-08-25T15:09:40+08:00"})),
        step(5, json!({"name": "first", "startTime": "2021-08-25T15:09:32+08:00"})),
        step(6, json!({"upstreams": [5]})),
        step("5", json!({"name": "third", "startTime": "2021-08-25T15:09:50+08:00"})),
    ]));
    let names: Vec<(String, &str)> =
        task.subtasks.iter().map(|subtask| (subtask.id.to_string(), &*subtask.name)).collect();
    let expected = [("5", "first"), ("5~2", "second"), ("5~3", "third"), ("6", "Prepare")];
    assert_eq!(names, expected.map(|(id, name)| (id.to_owned(), name)));
    assert_eq!(edges_of(&task), ["5>6"], "an edge means the first that has the id");
    let told: Vec<String> = told(&task).into_iter().filter(|told| told.starts_with("duplicate-id")).collect();
    assert_eq!(told, ["duplicate-id of 5~2", "duplicate-id of 5~3"]);
}

#[test]
fn a_new_name_is_never_one_that_another_has() {
    let task = task_with(json!([step(5, json!({})), step(5, json!({})), step("5~2", json!({}))]));
    let ids: Vec<String> = task.subtasks.iter().map(|subtask| subtask.id.to_string()).collect();
    assert_eq!(ids, ["5", "5~3", "5~2"]);
}

#[test]
fn subtasks_without_an_id_get_one_and_are_told() {
    let task = task_with(json!([
        step(Value::Null, json!({"name": "a"})),
        step("", json!({"name": "b"})),
        step("no-id~1", json!({})),
        step(3, json!({})),
    ]));
    let ids: Vec<String> = task.subtasks.iter().map(|subtask| subtask.id.to_string()).collect();
    assert_eq!(ids, ["3", "no-id~1", "no-id~2", "no-id~3"]);
    assert_eq!(told(&task), ["missing-field of no-id~2", "missing-field of no-id~3"]);
}

#[test]
fn subtasks_without_an_id_share_no_name_with_those_that_are_all_called_so() {
    let doubles = (0..60_000).map(|_| json!({"id": "no-id"}));
    let task = task_with(doubles.chain([json!({"id": "no-id~3"}), json!({}), json!({})]).collect());
    let mut ids: Vec<&Id> = task.subtasks.iter().map(|subtask| &subtask.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 60_003);
}

#[test]
fn a_list_of_one_may_come_without_its_brackets() {
    let task = task_with(json!([step(1, json!({"downstreams": 2})), step(2, json!({"upstreams": "1"}))]));
    assert_eq!((edges_of(&task), told(&task)), (vec!["1>2".to_owned()], vec![]));
}

#[test]
fn the_json_of_a_subtask_is_what_the_server_wrote() {
    let payload = "\u{feff} {\"data\": {\"id\": 1, \"name\": \"安\", \"subtasks\": [ {\"id\": 9,  \"x\": \"]\"} , null, {\"id\": 2}]}}";
    let task = &decode(payload.as_bytes()).unwrap().tasks[0];
    let json = |step: usize| json_in(task, step, payload.as_bytes());
    assert_eq!(json(0), Some(r#"{"id": 2}"#));
    assert_eq!(json(1), Some(r#"{"id": 9,  "x": "]"}"#));
}

#[test]
fn what_was_mended_before_it_was_read_has_no_json() {
    let task = &decode(b"{\"id\": 1, \"name\": \"\xff\", \"subtasks\": [{\"id\": 2}]}").unwrap().tasks[0];
    assert_eq!(task.json_of(SubtaskIdx(0)), None);
}

#[test]
fn in_a_list_of_tasks_what_is_no_task_does_not_shift_the_json() {
    let payload = br#"{"data": {"contents": [{"page": 1}, 7, {"id": 1, "name": "x", "subtasks": [{"id": 2}]}]}}"#;
    let tasks = decode(payload).unwrap().tasks;
    assert_eq!(tasks.len(), 1);
    assert_eq!(json_in(&tasks[0], 0, payload), Some(r#"{"id": 2}"#));
}

#[test]
fn an_id_that_was_written_as_a_float_is_found_by_its_number_and_shown_as_it_was_sent() {
    let float = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let task = task_with(json!([
        step(float("13000336.0"), json!({"downstreams": [13_000_337, "x.0"]})),
        step(float("13000337.0"), json!({"upstreams": [13_000_336], "downstreams": [float("13000338.0")]})),
        step(13_000_338, json!({"upstreams": ["1.3000337E7"], "downstreams": [7]})),
        step("x.0", json!({"upstreams": [13_000_336]})),
    ]));
    assert_eq!(edges_of(&task), ["13000336.0>13000337.0", "13000336.0>x.0", "13000337.0>13000338"]);
    assert_eq!(told(&task), ["dangling-edge of 13000338"]);
    let exact = task_with(json!([
        step(5, json!({})),
        step("5.0", json!({"downstreams": [5, "5.0"]})),
        step("007", json!({"upstreams": [7]})),
    ]));
    assert_eq!(edges_of(&exact), ["5.0>5"], "an id that is there letter by letter comes first");
    assert!(told(&exact).contains(&"dangling-edge of 007".to_owned()));
}

#[test]
fn a_step_is_looked_up_by_its_text() {
    let ids = (0..2_000).map(|nth| format!("step-{nth}"));
    let task = task_with(ids.clone().map(|id| json!({"id": id})).collect());
    assert!(ids.clone().all(|id| task.find(&Id::new(&id)).is_some()));
    assert!(ids.into_iter().all(|id| task.find(&Id::new(&format!("{id}x"))).is_none()));
}

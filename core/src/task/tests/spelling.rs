//! The same thing under every name and in every form that OCP, its relatives and its documents write.

use super::*;

#[test]
fn the_sample_of_the_documents_is_read_whole_and_nothing_in_it_is_odd() {
    let payload = include_bytes!("../../../../tests/fixtures/01-reinstall-ocp-agent.json");
    let Decoded { tasks, envelope } = decode(payload).unwrap();
    let [task] = tasks.as_slice() else { panic!("one task") };
    assert_eq!(task.findings, []);
    assert_eq!(task.id, Some(Id::Number(35_000_312)));
    assert_eq!((task.status.clone(), task.operation.clone()), (TaskStatus::Successful, Operation::Execute));
    assert_eq!(task.creator, Some(Creator { id: Some(Id::Number(100)), name: "admin".into() }));
    let sent: Vec<u32> = task.json.iter().map(|json| json.start).collect();
    assert!(sent[3] < sent[1] && sent[1] < sent[0] && sent[0] < sent[2], "{sent:?}");
    assert_eq!(edges_of(task), ["13000333>13000336", "13000335>13000333", "13000336>13000334"]);
    assert_eq!(envelope.trace_id.as_deref(), Some("0bc49000675d41af"));
    assert_eq!(envelope.status, Some(200));
}

#[test]
fn lists_of_edges_are_read_in_the_plural_and_in_the_singular_of_the_documents() {
    for (up, down) in [("upstreams", "downstreams"), ("upstream", "downstream")] {
        let task = task_with(json!([
            {"id": 1, "name": "a", "status": "PENDING", "operation": "RETRY", up: [], down: [2]},
            {"id": 2, "name": "b", "status": "PENDING", "operation": "RETRY", up: [1], down: []},
        ]));
        assert_eq!((edges_of(&task), told(&task)), (vec!["1>2".to_owned()], vec![]), "{up}, {down}");
    }
}

#[test]
fn the_parallel_index_is_read_with_and_without_its_second_l() {
    for name in ["parallelIdx", "paralleIdx"] {
        assert_eq!(only_step(json!({name: 3})).0.parallel_index, Some(3));
        assert_eq!(only_step(json!({name: -1})).0.parallel_index, None);
    }
}

#[test]
fn subtasks_are_also_called_tasks() {
    let task = decoded(&json!({"id": 1, "name": "x", "tasks": [step(2, json!({}))]}));
    assert_eq!(task.subtasks.len(), 1);
}

#[test]
fn every_name_of_an_enum_is_read_in_either_case() {
    let read = |name: &str| [name.to_owned(), name.to_lowercase()];
    for name in ["RUNNING", "FAILED", "SUCCESSFUL"].iter().flat_map(|name| read(name)) {
        assert_eq!(TaskStatus::new(&name).as_str(), name.to_uppercase());
    }
    for name in ["PENDING", "READY", "RUNNING", "CANCELING", "FAILED", "SUCCESSFUL"].iter().flat_map(|name| read(name))
    {
        assert_eq!(SubtaskStatus::new(&name).as_str(), name.to_uppercase());
    }
    for name in ["EXECUTE", "RETRY", "ROLLBACK", "SKIP", "CANCEL", "ROLLBACK_SKIP"].iter().flat_map(|name| read(name)) {
        assert_eq!(Operation::new(&name).as_str(), name.to_uppercase());
    }
    for name in ["MANUAL", "SYS_ONCE", "SCHEDULED", "SYS_SCHEDULED"].iter().flat_map(|name| read(name)) {
        assert_eq!(TaskType::new(&name).as_str(), name.to_uppercase());
    }
    assert_eq!(TaskType::new("SYS_ONECE"), TaskType::SysOnce, "as the documents spell it");
}

#[test]
fn an_unknown_name_is_kept_as_it_was_sent_and_told() {
    let task = decoded(&json!({
        "id": 1, "name": "x", "status": "ABORTED", "operation": "abort", "type": "DREAMED",
        "subtasks": [step(2, json!({"status": "Paused", "operation": "PAUSE"}))],
    }));
    assert_eq!(task.status, TaskStatus::Unknown("ABORTED".into()));
    assert_eq!(task.operation, Operation::Unknown("abort".into()));
    assert_eq!(task.kind, TaskType::Unknown("DREAMED".into()));
    assert_eq!(task.subtasks.first().unwrap().status.as_str(), "Paused");
    assert_eq!(task.subtasks.first().unwrap().operation.as_str(), "PAUSE");
    let of_task = ["unknown-enum"; 3];
    assert_eq!(told(&task), [&of_task[..], &["unknown-enum of 2"; 2]].concat());
}

#[test]
fn an_enum_without_a_letter_is_missing() {
    let task = decoded(&json!({"id": 1, "name": "x", "status": "", "operation": null, "subtasks": []}));
    assert_eq!((task.status, task.operation), (TaskStatus::Missing, Operation::Missing));
    let missing = |field| Finding::MissingField { subtask: None, field };
    assert_eq!(task.findings, [missing("status"), missing("operation")]);
}

#[test]
fn a_creator_is_an_object_with_or_without_an_id_or_a_bare_name() {
    let creator = |value: Value| decoded(&json!({"id": 1, "name": "x", "creator": value, "subtasks": []})).creator;
    let admin = |id| Some(Creator { id, name: "admin".into() });
    assert_eq!(creator(json!({"id": 100, "name": "admin"})), admin(Some(Id::Number(100))));
    assert_eq!(creator(json!({"name": "admin"})), admin(None));
    assert_eq!(creator(json!("admin")), admin(None));
    assert_eq!(creator(json!(null)), None);
    assert_eq!(creator(json!("")), None);
}

#[test]
fn a_cluster_is_an_object_a_name_or_an_id_beside() {
    let cluster = |members: Value| {
        let mut task = json!({"id": 1, "name": "x", "subtasks": []});
        over(&mut task, members);
        decoded(&task).cluster
    };
    let whole = Owner {
        id: Some(Id::Number(3)),
        name: "ob4".into(),
        ob_id: Some(Id::Number(1_628_000)),
        kind: Some("PRIMARY".into()),
    };
    let object = json!({"id": 3, "name": "ob4", "obClusterId": 1_628_000, "type": "PRIMARY"});
    assert_eq!(cluster(json!({"cluster": object})), Some(whole));
    assert_eq!(cluster(json!({"cluster": "ob4", "clusterId": 3})).map(|owner| owner.id), Some(Some(Id::Number(3))));
    let bare = Owner { id: Some(Id::Number(3)), name: "".into(), ob_id: None, kind: None };
    assert_eq!(cluster(json!({"clusterId": 3})), Some(bare.clone()));
    assert_eq!(cluster(json!({"cluster": "", "clusterId": "3"})), Some(bare));
    assert_eq!(cluster(json!({})), None);
}

#[test]
fn a_tenant_goes_by_the_names_of_ocp_of_express_and_of_the_misprint() {
    let tenant = |members: Value| {
        let mut task = json!({"id": 1, "name": "x", "subtasks": []});
        over(&mut task, members);
        decoded(&task).tenant.unwrap()
    };
    let whole = tenant(json!({"tenant": {"id": 9, "name": "t1", "obTenantId": 1001, "mode": "ORACLE"}}));
    assert_eq!((whole.ob_id, whole.kind.as_deref()), (Some(Id::Number(1001)), Some("ORACLE")));
    assert_eq!(tenant(json!({"tenantInfo": {"name": "t1", "obTenantId": 1001}})).ob_id, Some(Id::Number(1001)));
    assert_eq!(tenant(json!({"tenant": {"name": "t1", "obClusterId": 1001}})).ob_id, Some(Id::Number(1001)));
    assert_eq!(tenant(json!({"tenantId": 9})).id, Some(Id::Number(9)));
}

#[test]
fn a_description_counts_where_it_says_more_than_the_name() {
    assert_eq!(only_step(json!({"description": "Prepare"})).0.description, None);
    assert_eq!(only_step(json!({"description": ""})).0.description, None);
    assert_eq!(only_step(json!({"description": "By hand"})).0.description.as_deref(), Some("By hand"));
}

#[test]
fn the_attempts_start_at_one_and_a_retried_step_has_two_at_least() {
    let attempts =
        |run_time: i64, operation: &str| only_step(json!({"runTime": run_time, "operation": operation})).0.attempts();
    assert_eq!(attempts(0, "EXECUTE"), 1);
    assert_eq!(attempts(-4, "EXECUTE"), 1);
    assert_eq!(attempts(1, "RETRY"), 2);
    assert_eq!(attempts(5, "RETRY"), 5);
    assert_eq!(attempts(u32::MAX.into(), "EXECUTE"), u32::MAX);
    assert_eq!(attempts(i64::MAX, "EXECUTE"), 1, "no number of attempts");
    assert_eq!(only_step(json!({})).0.attempts(), 1, "where no runTime came");
}

#[test]
fn a_timeout_of_zero_alone_is_none() {
    let is_unlimited = |seconds: Value| only_step(json!({"timeout": seconds})).0.is_unlimited;
    assert!(is_unlimited(json!(0)));
    for unknown in [json!(null), json!(-1), json!("soon"), json!(60)] {
        assert!(!is_unlimited(unknown.clone()), "{unknown}");
    }
    let limit = |seconds: Value| only_step(json!({"timeout": seconds})).0.time_limit;
    assert_eq!(limit(json!(-1)), None);
    assert_eq!(limit(json!(0)), None);
    assert_eq!(limit(json!(null)), None);
    assert_eq!(limit(json!(604_800)), Some(Millis::from_seconds(604_800)));
    assert_eq!(limit(json!("60")), Some(Millis::from_seconds(60)));
    assert_eq!(limit(json!(60.0)), Some(Millis::from_seconds(60)));
    assert_eq!(limit(json!(i64::MAX)), Some(Millis(i64::MAX)));
}

#[test]
fn a_name_may_be_written_with_escapes() {
    let task =
        decode(br#"{"\u0069d": 1, "sub\u0074asks": [{"n\u0061me": "a"}], "\ud800": 2}"#).unwrap().tasks.remove(0);
    assert_eq!((task.id, &*task.subtasks.first().unwrap().name), (Some(Id::Number(1)), "a"));
}

#[test]
fn escapes_and_letters_of_any_script_are_read() {
    let name = |json: &str| {
        let payload = format!(r#"{{"id": 1, "name": "x", "subtasks": [{{"id": 2, "name": {json}}}]}}"#);
        decode(payload.as_bytes()).unwrap().tasks[0].subtasks.first().unwrap().name.to_string()
    };
    assert_eq!(name(r#""安装 \u5b89\n\"quoted\" \ud83d\ude80""#), "安装 安\n\"quoted\" 🚀");
    assert_eq!(name(r#""\\""#), "\\");
    assert_eq!(name(r#"" padded ""#), " padded ");
}

#[test]
fn a_list_of_edges_under_both_of_its_names_is_one_list() {
    for (plural, singular) in [
        (json!([2]), json!([])),
        (json!([]), json!([2])),
        (json!([2]), json!(null)),
        (json!([2]), json!("")),
        (json!(""), json!([2])),
        (json!([2]), json!([2, "2"])),
    ] {
        let task = task_with(json!([
            step(1, json!({"downstreams": plural, "downstream": singular})),
            step(2, json!({"upstream": [1]})),
        ]));
        assert_eq!((edges_of(&task), told(&task)), (vec!["1>2".to_owned()], vec![]), "{plural}, {singular}");
    }
    let task = task_with(json!([
        step(1, json!({"downstream": [2], "downstreams": [3, true]})),
        step(2, json!({"upstreams": null, "upstream": 1})),
        step(3, json!({"upstreams": [1], "upstream": [9]})),
    ]));
    assert_eq!(edges_of(&task), ["1>2", "1>3"]);
    assert_eq!(told(&task), ["malformed-field of 1", "dangling-edge of 3"]);
}

#[test]
fn of_two_names_of_one_field_the_one_with_a_value_counts() {
    for nothing in ["null", r#""""#] {
        for (first, second) in [("5", nothing), (nothing, "5")] {
            let payload = format!(
                r#"{{"id": 1, "tenant": {first}, "tenantInfo": {second}, "subtasks":
                    [{{"id": 2, "parallelIdx": {first}, "paralleIdx": {second}}}]}}"#
            );
            let task = decode(payload.as_bytes()).unwrap().tasks.remove(0);
            assert_eq!(task.subtasks.first().unwrap().parallel_index, Some(5), "{payload}");
            assert_eq!(task.tenant.as_ref().map(|owner| &*owner.name), Some("5"), "{payload}");
        }
    }
}

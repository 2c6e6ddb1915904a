//! Tasks out of thin air: clean ones as models, with the JSON that OCP would write of them, and messy ones as JSON.

use proptest::collection::{btree_set, vec};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

/// A payload and what it must be decoded to, apart from findings.
pub(super) fn clean() -> impl Strategy<Value = (Value, Task)> {
    (task(), btree_set(id(), 0..12))
        .prop_flat_map(|(task, ids)| {
            let count = ids.len();
            let edges = vec((0..count.max(1), 0..count.max(1)), 0..30);
            let places = Just((0..count).collect::<Vec<_>>()).prop_shuffle();
            let subtasks: Vec<_> = ids.into_iter().map(subtask).collect();
            (Just(task), subtasks, edges, places, any::<bool>())
        })
        .prop_map(|(task, subtasks, edges, places, backwards)| assemble(task, subtasks, &edges, &places, backwards))
}

fn assemble(
    task: Task,
    subtasks: Vec<Subtask>,
    edges: &[(usize, usize)],
    places: &[usize],
    backwards: bool,
) -> (Value, Task) {
    // All edges lead the same way along the ids, so none closes a cycle.
    let edges: std::collections::BTreeSet<(usize, usize)> = edges
        .iter()
        .filter(|(a, b)| a != b && *a < subtasks.len() && *b < subtasks.len())
        .map(|&(a, b)| if backwards { (a.max(b), a.min(b)) } else { (a.min(b), a.max(b)) })
        .collect();
    let mut listed = vec![Value::Null; subtasks.len()];
    for (step, &place) in places.iter().enumerate() {
        let named = |other: usize| json_of_id(&subtasks[other].id, other.is_multiple_of(2));
        let upstreams: Vec<Value> = edges.iter().filter(|edge| edge.1 == step).map(|edge| named(edge.0)).collect();
        let downstreams: Vec<Value> = edges.iter().filter(|edge| edge.0 == step).map(|edge| named(edge.1)).collect();
        listed[place] = json_of_subtask(&subtasks[step], json!({"upstreams": upstreams, "downstreams": downstreams}));
    }
    let pairs = edges.iter().map(|&(from, to)| (SubtaskIdx::from_place(from), SubtaskIdx::from_place(to)));
    let downstream = Adjacency::from_pairs(subtasks.len(), pairs);
    let upstream = downstream.mirrored().into();
    let task = Task { upstream, downstream: downstream.into(), subtasks: subtasks.into_iter().collect(), ..task };
    (json_of_task(&task, listed), task)
}

fn id() -> impl Strategy<Value = Id> {
    prop_oneof![
        4 => (0..40_u64).prop_map(|number| Id::Number(13_000_333 + number)),
        1 => any::<u64>().prop_map(Id::Number),
        1 => "[a-z0-9-]{1,30}".prop_map(|text| Id::new(&text)),
    ]
}

fn text() -> impl Strategy<Value = std::sync::Arc<str>> {
    "[ -~安\u{e9}\n]{1,12}".prop_map(Into::into)
}

fn time() -> impl Strategy<Value = Timestamp> {
    // From the year 2 to 9999, in milliseconds.
    let epochs = (-62_100_000_000_000..253_402_200_000_000_i64).prop_filter("epoch zero is unset", |epoch| *epoch != 0);
    (epochs, -1439..1440_i64).prop_map(|(epoch, minutes)| Timestamp { epoch, offset: Offset::from_minutes(minutes) })
}

fn operation() -> impl Strategy<Value = Operation> {
    use Operation::{Cancel, Execute, Missing, Retry, Rollback, RollbackSkip, Skip, Unknown};
    select(vec![Execute, Retry, Rollback, Skip, Cancel, RollbackSkip, Unknown("Pause".into()), Missing])
}

fn owner() -> impl Strategy<Value = Owner> {
    (of(id()), of(text()), of(id()), of(text())).prop_map(|(id, name, ob_id, kind)| Owner {
        id,
        name: name.unwrap_or_default(),
        ob_id,
        kind,
    })
}

fn task() -> impl Strategy<Value = Task> {
    use TaskStatus::{Failed, Missing, Running, Successful, Unknown};
    use TaskType::{Manual, Scheduled, SysOnce, SysScheduled};
    let statuses = select(vec![Running, Failed, Successful, Unknown("ABORTED".into()), Missing]);
    let kinds = select(vec![Manual, SysOnce, Scheduled, SysScheduled, TaskType::Missing]);
    let ids = (of(id()), of(id()), of(id()));
    let parties = (of((of(id()), text())), of(owner()), of(owner()));
    let flags = (of(any::<bool>()), any::<bool>());
    let times = (of(time()), of(time()), of(time()));
    (ids, of(text()), statuses, operation(), kinds, of(text()), parties, flags, times).prop_map(
        |(ids, name, status, operation, kind, executor, parties, flags, times)| Task {
            id: ids.0,
            definition_id: ids.1,
            host_id: ids.2,
            name: name.unwrap_or_default(),
            status,
            operation,
            kind,
            executor,
            creator: parties.0.map(|(id, name)| Creator { id, name }),
            cluster: parties.1,
            tenant: parties.2,
            prohibit_rollback: flags.0,
            is_remote: flags.1,
            create_time: times.0,
            start_time: times.1,
            finish_time: times.2,
            ..Task::default()
        },
    )
}

fn subtask(id: Id) -> impl Strategy<Value = Subtask> {
    use SubtaskStatus::{Canceling, Failed, Missing, Pending, Ready, Running, Successful, Unknown};
    let statuses =
        select(vec![Pending, Ready, Running, Canceling, Failed, Successful, Unknown("Paused".into()), Missing]);
    let numbers = (of(1..10_000_i64), any::<u32>(), of(any::<u32>()), any::<bool>());
    let times = (of(time()), of(time()), of(time()));
    let texts = (of(text()), of(text()), of(text()), of(text()));
    (of(self::id()), texts, statuses, operation(), numbers, times).prop_map(
        move |(series_id, texts, status, operation, numbers, times)| {
            let name = texts.0.unwrap_or_default();
            Subtask {
                id: id.clone(),
                description: texts.1.filter(|description| *description != name),
                name,
                series_id,
                time_limit: numbers.0.map(Millis::from_seconds),
                is_unlimited: numbers.0.is_none(),
                status,
                operation,
                executor: texts.2,
                run_time: numbers.1,
                node_type: texts.3,
                parallel_index: numbers.2,
                prohibit_rollback: numbers.3,
                create_time: times.0,
                start_time: times.1,
                finish_time: times.2,
            }
        },
    )
}

fn json_of_id(id: &Id, as_text: bool) -> Value {
    match id {
        Id::Number(number) if !as_text => json!(number),
        id => json!(id.to_string()),
    }
}

fn json_of_ids(id: Option<&Id>) -> Value {
    id.map_or(Value::Null, |id| json_of_id(id, false))
}

fn json_of_times(start: Option<Timestamp>, members: &mut Value, name: &str) {
    over(members, json!({name: start.map(|time| time.to_string())}));
}

fn json_of_owner(owner: &Owner, ob_id: &str, kind: &str) -> Value {
    let Owner { id, name, ob_id: its_ob_id, kind: its_kind } = owner;
    json!({"id": json_of_ids(id.as_ref()), "name": **name, ob_id: json_of_ids(its_ob_id.as_ref()), kind: its_kind.as_deref()})
}

fn json_of_task(task: &Task, subtasks: Vec<Value>) -> Value {
    let creator = task.creator.as_ref().map(|creator| match &creator.id {
        None => json!(*creator.name),
        id => json!({"id": json_of_ids(id.as_ref()), "name": *creator.name}),
    });
    let mut json = json!({
        "id": json_of_ids(task.id.as_ref()), "name": *task.name,
        "taskDefinitionId": json_of_ids(task.definition_id.as_ref()), "hostId": json_of_ids(task.host_id.as_ref()),
        "status": task.status.as_str(), "operation": task.operation.as_str(), "type": task.kind.as_str(),
        "executor": task.executor.as_deref(), "creator": creator,
        "cluster": task.cluster.as_ref().map(|owner| json_of_owner(owner, "obClusterId", "type")),
        "tenantInfo": task.tenant.as_ref().map(|owner| json_of_owner(owner, "obTenantId", "mode")),
        "prohibitRollback": task.prohibit_rollback, "isRemote": task.is_remote, "subtasks": subtasks,
    });
    json_of_times(task.create_time, &mut json, "createTime");
    json_of_times(task.start_time, &mut json, "startTime");
    json_of_times(task.finish_time, &mut json, "finishTime");
    json
}

fn json_of_subtask(subtask: &Subtask, lists: Value) -> Value {
    let mut json = json!({
        "id": json_of_id(&subtask.id, false), "seriesId": json_of_ids(subtask.series_id.as_ref()), "name": *subtask.name,
        "description": subtask.description.as_deref(), "executor": subtask.executor.as_deref(),
        "nodeType": subtask.node_type.as_deref(), "status": subtask.status.as_str(),
        "operation": subtask.operation.as_str(), "runTime": subtask.run_time,
        "timeout": subtask.time_limit.map_or(0, |limit| limit.0 / 1000),
        "parallelIdx": subtask.parallel_index.map_or(-1, i64::from), "prohibitRollback": subtask.prohibit_rollback,
    });
    json_of_times(subtask.create_time, &mut json, "createTime");
    json_of_times(subtask.start_time, &mut json, "startTime");
    json_of_times(subtask.finish_time, &mut json, "finishTime");
    over(&mut json, lists);
    json
}

/// Entries of a list of subtasks in which hardly anything is right: ids that repeat or lack, edges to and fro.
pub(super) fn messy() -> impl Strategy<Value = Vec<Value>> {
    let ids = || {
        select(vec![
            json!(1),
            json!(2),
            json!("3"),
            json!(4),
            json!(5),
            json!("a"),
            json!(null),
            json!([9]),
            json!("2~2"),
        ])
    };
    let lists = || {
        prop_oneof![
            4 => vec(select(vec![json!(1), json!("2"), json!(3), json!(4), json!(5), json!("a"), json!(77), json!(null)]), 0..5)
                .prop_map(Value::Array),
            1 => Just(Value::Null),
            1 => Just(json!({})),
        ]
    };
    let names = select(vec![json!("a"), json!("b"), json!(null), json!([1]), json!([2])]);
    let statuses = select(vec![json!("PENDING"), json!("READY"), json!("SUCCESSFUL"), json!("Paused"), json!(7)]);
    let times =
        || select(vec![json!(null), json!("2021-08-25T15:09:31Z"), json!("2021-08-25T16:09:31+01:00"), json!("x")]);
    let step = (ids(), lists(), lists(), names, statuses, times(), times()).prop_map(
        |(id, upstreams, downstreams, name, status, start, finish)| {
            json!({
                "id": id, "upstreams": upstreams, "downstreams": downstreams, "name": name, "status": status,
                "startTime": start, "finishTime": finish,
            })
        },
    );
    vec(step, 0..12)
}

/// Any JSON, with names that mean something here and there.
pub(super) fn any_json() -> impl Strategy<Value = Value> {
    const NAMES: [&str; 16] = [
        "data",
        "contents",
        "subtasks",
        "tasks",
        "id",
        "name",
        "status",
        "operation",
        "upstreams",
        "downstreams",
        "error",
        "successful",
        "creator",
        "startTime",
        "subErrors",
        "whatever",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
        select(vec!["RUNNING", "1", "2021-08-25T15:09:31Z"]).prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 8, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..8).prop_map(Value::Array),
            vec((select(&NAMES[..]), inner), 0..8)
                .prop_map(|members| members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
        ]
    })
}

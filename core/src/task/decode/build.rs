//! The model of one task, from what the wire said of it.

use super::edges::Claims;
use super::fields::Fields;
use super::ids::{Places, Step, in_order, make_unique};
use crate::task::finding::impossible_times;
use crate::task::wire::{Entry, Node, NodeRecord, Raw, SubtaskRecord};
use crate::task::{Finding, Millis, Subtask, SubtaskIdx, Task};

/// Makes the task and gathers what was odd.
pub(super) fn task(node: Node<'_>) -> Task {
    let mut task = without_subtasks(&node.members);
    match node.subtasks {
        Some(entries) => put_subtasks(&mut task, entries),
        None => task.findings.push(Finding::MissingField { subtask: None, field: "subtasks" }),
    }
    impossible_times(&mut task);
    task
}

fn without_subtasks(record: &NodeRecord<'_>) -> Task {
    let mut fields = Fields::default();
    let mut task = Task {
        id: fields.id("id", record.id),
        name: fields.text("name", record.name).unwrap_or_default(),
        definition_id: fields.id("taskDefinitionId", record.definition_id),
        status: fields.name("status", record.status),
        operation: fields.name("operation", record.operation),
        kind: fields.name("type", record.kind),
        executor: fields.text("executor", record.executor),
        prohibit_rollback: fields.flag("prohibitRollback", record.prohibit_rollback),
        creator: fields.creator(record.creator),
        cluster: fields.owner(("cluster", record.cluster), ("clusterId", record.cluster_id)),
        tenant: fields.owner(("tenant", record.tenant), ("tenantId", record.tenant_id)),
        host_id: fields.id("hostId", record.host_id),
        is_remote: fields.flag("isRemote", record.is_remote).unwrap_or(false),
        create_time: fields.time("createTime", record.create_time),
        start_time: fields.time("startTime", record.start_time),
        finish_time: fields.time("finishTime", record.finish_time),
        ..Task::default()
    };
    let expected =
        [("id", record.id), ("name", record.name), ("status", record.status), ("operation", record.operation)];
    for (field, _) in expected.into_iter().filter(|&(_, value)| is_absent(value)) {
        task.findings.push(Finding::MissingField { subtask: None, field });
    }
    task.findings.append(&mut fields.findings);
    task
}

fn put_subtasks(task: &mut Task, entries: Vec<Entry<'_>>) {
    let mut fields = Fields::default();
    fields.findings.append(&mut task.findings);
    let mut steps = in_order(entries, &mut fields.findings);
    let places = Places::new(&steps);
    make_unique(&mut steps, &places, &mut fields.findings);

    let mut claims = Claims::default();
    let mut absences = Vec::with_capacity(steps.len());
    task.subtasks.reserve_exact(steps.len());
    for (subtask, step) in (0..).map(SubtaskIdx).zip(steps) {
        let record: SubtaskRecord<'_> = step.json.members().unwrap_or_default();
        fields.subtask = Some(subtask);
        absences.push(absent_fields(&record));
        task.subtasks.push(read(step, &record, &mut fields));
        let lists = [record.upstreams, record.downstreams].map(|list| list.filter(|list| !list.is_empty()));
        claims.add(subtask, lists, &places, &mut fields);
    }
    missing_fields(&absences, &mut fields.findings);
    let edges = claims.join(&mut fields.findings);
    task.upstream = edges.upstream;
    task.downstream = edges.downstream;
    task.cut_edges = edges.cut;
    task.findings = fields.findings;
}

fn read<'a>(step: Step<'a>, record: &SubtaskRecord<'a>, fields: &mut Fields<'a>) -> Subtask {
    // The description repeats the name as a rule.
    let says_more = record.description.map(Raw::json) != record.name.map(Raw::json);
    let limit = fields.integer("timeout", record.timeout).filter(|&seconds| seconds > 0);
    let runs = fields.integer("runTime", record.run_time).unwrap_or(1);
    let split = fields.integer("parallelIdx", record.parallel_index);
    // The step has its id already; this only tells whether it could be read.
    fields.id("id", record.id);
    Subtask {
        id: step.id.unwrap_or_default(),
        position: step.position,
        name: fields.text("name", record.name).unwrap_or_default(),
        description: fields.text("description", record.description.filter(|_| says_more)),
        series_id: fields.id("seriesId", record.series_id),
        time_limit: limit.map(Millis::from_seconds),
        status: fields.name("status", record.status),
        operation: fields.name("operation", record.operation),
        executor: fields.text("executor", record.executor),
        run_time: u32::try_from(runs.max(0)).unwrap_or(u32::MAX),
        node_type: fields.text("nodeType", record.node_type),
        parallel_index: split.and_then(|index| u32::try_from(index).ok()),
        prohibit_rollback: fields.flag("prohibitRollback", record.prohibit_rollback).unwrap_or(false),
        create_time: fields.time("createTime", record.create_time),
        start_time: fields.time("startTime", record.start_time),
        finish_time: fields.time("finishTime", record.finish_time),
    }
}

fn is_absent(value: Option<Raw<'_>>) -> bool {
    value.is_none_or(Raw::is_empty)
}

/// The fields that every subtask has had in every version, by their names on the wire: of one subtask, and of all.
const EXPECTED: [(&str, &str); 5] = [
    ("id", "subtasks[].id"),
    ("name", "subtasks[].name"),
    ("status", "subtasks[].status"),
    ("upstreams", "subtasks[].upstreams"),
    ("downstreams", "subtasks[].downstreams"),
];

/// Which of the [`EXPECTED`] fields a subtask lacks.
type Absences = [bool; EXPECTED.len()];

fn absent_fields(record: &SubtaskRecord<'_>) -> Absences {
    [record.id, record.name, record.status, record.upstreams, record.downstreams].map(is_absent)
}

/// Says which expected fields are missing: once where no subtask has the field, else for each that lacks it.
fn missing_fields(absences: &[Absences], findings: &mut Vec<Finding>) {
    for (at, (field, field_of_all)) in EXPECTED.into_iter().enumerate() {
        let lacks_it = |absent: &Absences| absent.get(at) == Some(&true);
        let lacking = absences.iter().filter(|absent| lacks_it(absent)).count();
        if lacking > 0 && lacking == absences.len() {
            findings.push(Finding::MissingField { subtask: None, field: field_of_all });
        } else if lacking > 0 {
            let places = absences.iter().enumerate().filter(|(_, absent)| lacks_it(absent)).map(|(place, _)| place);
            findings.extend(
                places.map(|place| Finding::MissingField { subtask: Some(SubtaskIdx::from_place(place)), field }),
            );
        }
    }
}

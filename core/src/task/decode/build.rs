//! The model of one task, from what the wire said of it.

use super::draft::{Drafts, EXPECTED, Rest};
use super::edges;
use super::fields::{Fields, Problem};
use super::ids::{self, Places};
use crate::pace::{Steps, apart};
use crate::sort::{self, Key};
use crate::task::finding::impossible_times;
use crate::task::model::Lineage;
use crate::task::wire::{Node, NodeRecord, Raw};
use crate::task::{Finding, SubtaskIdx, Task};

/// Makes the task of what was read of a text, and gathers what was odd. `None`: the text is not at hand, and is needed.
pub(super) async fn task(node: Node<'_, Drafts>, text: Option<&str>, steps: &Steps<'_>) -> Option<Task> {
    let mut task = without_subtasks(&node.members);
    if node.subtasks.is_none() {
        let field = "subtasks";
        task.findings.push(match node.members.subtasks.filter(|value| !value.is_empty()) {
            Some(value) => Problem::malformed(field, value).of(None),
            None => Finding::MissingField { subtask: None, field },
        });
    }
    let own = task.findings.len();
    apart(put_subtasks(&mut task, node.subtasks.unwrap_or_default(), text, steps)).await?;
    task.of_steps = own..task.findings.len();
    steps.look().await;
    apart(impossible_times(&mut task, None, steps)).await;
    Some(task)
}

/// The task's own members.
pub(super) fn without_subtasks(record: &NodeRecord<'_>) -> Task {
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
    for (field, value) in expected {
        if value.is_none_or(Raw::is_empty) {
            task.findings.push(Finding::MissingField { subtask: None, field });
        }
    }
    task.findings.extend(fields.problems.into_iter().map(|problem| problem.of(None)));
    task
}

async fn put_subtasks(task: &mut Task, mut drafts: Drafts, text: Option<&str>, steps: &Steps<'_>) -> Option<()> {
    let findings = &mut task.findings;
    findings.extend(drafts.strays.iter().map(|&position| Finding::NotASubtask { position }));
    apart(drafts.sort(text, steps)).await?;
    steps.look().await;
    let places = Places::new(&drafts.rests);
    task.has_new_ids = ids::make_unique(&mut drafts, &places, findings);
    steps.look().await;
    missing_fields(&drafts, findings);
    field_problems(&mut drafts, findings);
    let edges = apart(edges::join(&drafts, &places, findings, steps)).await;
    task.upstream = edges.upstream;
    task.downstream = edges.downstream;
    task.cut_edges = edges.cut;
    task.json = drafts.rests.iter().map(|rest| rest.json.clone()).collect();
    task.lineage = Lineage::of(drafts.rests.iter().map(|rest| rest.print).collect());
    task.subtasks = drafts.subtasks;
    Some(())
}

/// Says which expected fields are missing: once where no subtask has the field, else for each that lacks it.
fn missing_fields(drafts: &Drafts, findings: &mut Vec<Finding>) {
    for (at, ((field, field_of_all), lacking)) in EXPECTED.into_iter().zip(drafts.lacking).enumerate() {
        if lacking == 0 {
            continue;
        }
        if lacking == drafts.rests.len() {
            findings.push(Finding::MissingField { subtask: None, field: field_of_all });
            continue;
        }
        let lacks_it = |rest: &Rest| rest.lacks.get(at) == Some(&true);
        let places = drafts.rests.iter().enumerate().filter(|(_, rest)| lacks_it(rest)).map(|(place, _)| place);
        findings
            .extend(places.map(|place| Finding::MissingField { subtask: Some(SubtaskIdx::from_place(place)), field }));
    }
}

/// What is odd about fields of the subtasks, in the order of these.
fn field_problems(drafts: &mut Drafts, findings: &mut Vec<Finding>) {
    if drafts.problems.is_empty() {
        return;
    }
    // By position.
    let mut places: Vec<Option<SubtaskIdx>> = vec![None; drafts.subtasks.len() + drafts.strays.len()];
    for (place, rest) in drafts.rests.iter().enumerate() {
        if let Some(slot) = places.get_mut(rest.position as usize) {
            *slot = Some(SubtaskIdx::from_place(place));
        }
    }
    let place = |position: u32| places.get(position as usize).copied().flatten();
    let mut problems: Vec<(Option<SubtaskIdx>, Problem)> =
        drafts.problems.drain(..).map(|(position, problem)| (place(position), problem)).collect();
    sort::by_key(&mut problems, |(subtask, _)| subtask.map_or(0, |subtask| 1 + subtask.0.key()));
    findings.extend(problems.into_iter().map(|(subtask, problem)| problem.of(subtask)));
}

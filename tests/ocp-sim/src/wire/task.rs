//! A task as the detail and list endpoints write it. Field order is the serializer's: alphabetical.

use super::Id;
use crate::engine::{Owner, Step, Subtask, Task};
use crate::rng::{Rng, hash};
use crate::time::{Millis, Offset, TimeText, iso};
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

/// `WrappedTaskInstance`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WireTask<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    cluster: Option<Cluster<'a>>,
    create_time: TimeText,
    creator: Creator,
    executor: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    finish_time: Option<TimeText>,
    id: Id,
    name: &'a str,
    operation: &'static str,
    prohibit_rollback: bool,
    start_time: TimeText,
    status: &'static str,
    subtasks: Subtasks<'a>,
    task_definition_id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant: Option<Tenant<'a>>,
    #[serde(rename = "type")]
    kind: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Cluster<'a> {
    id: Id,
    name: &'a str,
    ob_cluster_id: Id,
    #[serde(rename = "type")]
    kind: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Tenant<'a> {
    id: Id,
    mode: &'static str,
    name: &'a str,
    ob_tenant_id: Id,
}

#[derive(Serialize)]
struct Creator {
    id: Id,
    name: &'static str,
}

const ADMIN: Creator = Creator { id: Id(100), name: "admin" };

impl<'a> WireTask<'a> {
    /// The task as the `poll`-th answer shows it: OCP keeps subtasks in a set, so each answer has another order.
    pub fn new(task: &'a Task, poll: u64) -> Self {
        let time = |at: Millis| iso(at, task.cluster.offset);
        Self {
            cluster: match &task.plan.identity.owner {
                Owner::Cluster { id, name } => {
                    Some(Cluster { id: Id(*id), name, ob_cluster_id: Id(id + 1_690_000_000), kind: "PRIMARY" })
                }
                Owner::Host | Owner::Tenant { .. } => None,
            },
            create_time: time(task.create),
            creator: ADMIN,
            executor: task.cluster.address(0),
            finish_time: task.finish.map(time),
            id: Id(task.plan.identity.id),
            name: &task.plan.name,
            operation: task.operation.word(),
            prohibit_rollback: task.prohibits_rollback(),
            start_time: time(task.start),
            status: task.status.word(),
            subtasks: Subtasks { task, poll },
            task_definition_id: -1,
            tenant: match &task.plan.identity.owner {
                Owner::Tenant { id, name, mode } => Some(Tenant { id: Id(*id), mode, name, ob_tenant_id: Id(id - 23) }),
                Owner::Host | Owner::Cluster { .. } => None,
            },
            kind: "MANUAL",
        }
    }
}

/// The subtasks of a task, written one by one: the whole of a big task never lies in memory as text.
struct Subtasks<'a> {
    task: &'a Task,
    poll: u64,
}

impl Serialize for Subtasks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let task = self.task;
        let mut order: Vec<usize> = (0..task.subtasks.len()).collect();
        Rng::new(hash(&[task.plan.identity.seed, 8, self.poll])).shuffle(&mut order);
        let mut sequence = serializer.serialize_seq(Some(order.len()))?;
        for index in order {
            if let Some(subtask) = WireSubtask::new(task, index) {
                sequence.serialize_element(&subtask)?;
            }
        }
        sequence.end()
    }
}

/// `SubtaskInstance`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WireSubtask<'a> {
    create_time: TimeText,
    description: &'a str,
    downstreams: Ids<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    executor: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    finish_time: Option<TimeText>,
    id: Id,
    name: &'a str,
    node_type: &'static str,
    operation: &'static str,
    parallel_idx: i32,
    prohibit_rollback: bool,
    run_time: u32,
    series_id: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_time: Option<TimeText>,
    status: &'static str,
    timeout: u32,
    upstreams: Ids<'a>,
}

impl<'a> WireSubtask<'a> {
    /// The subtask at an index of the plan.
    pub fn new(task: &'a Task, index: usize) -> Option<Self> {
        let step: &Step = task.plan.steps.get(index)?;
        let subtask: &Subtask = task.subtasks.get(index)?;
        let offset: Offset = task.cluster.offset;
        Some(Self {
            create_time: iso(task.create, offset),
            description: &step.name,
            downstreams: Ids { task, indexes: &step.downstreams },
            executor: subtask.node.map(|node| task.cluster.address(node)),
            finish_time: subtask.finish.map(|at| iso(at, offset)),
            id: Id(step.id),
            name: &step.name,
            node_type: "JAVA_TASK",
            operation: subtask.operation.word(),
            parallel_idx: step.parallel_idx,
            prohibit_rollback: step.prohibits_rollback,
            run_time: subtask.run_time,
            series_id: step.series,
            start_time: subtask.start.map(|at| iso(at, offset)),
            status: subtask.status.word(),
            timeout: step.timeout_s,
            upstreams: Ids { task, indexes: &step.upstreams },
        })
    }
}

struct Ids<'a> {
    task: &'a Task,
    indexes: &'a [u32],
}

impl Serialize for Ids<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let steps = &self.task.plan.steps;
        serializer
            .collect_seq(self.indexes.iter().filter_map(|&index| steps.get(index as usize)).map(|step| Id(step.id)))
    }
}

/// `BasicTaskInstance`, an item of the list: no edges, no times of subtasks.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BasicTask {
    create_time: TimeText,
    creator: Creator,
    executor: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    finish_time: Option<TimeText>,
    id: Id,
    name: String,
    operation: &'static str,
    prohibit_rollback: bool,
    start_time: TimeText,
    status: &'static str,
    subtasks: Vec<BasicSubtask>,
    task_definition_id: i64,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip)]
    pub(super) started: Millis,
}

#[derive(Serialize)]
struct BasicSubtask {
    description: String,
    id: Id,
    name: String,
    operation: &'static str,
    status: &'static str,
}

impl BasicTask {
    /// A task as the list shows it.
    pub fn new(task: &Task) -> Self {
        let full = WireTask::new(task, 0);
        let subtasks = task.plan.steps.iter().zip(&task.subtasks).map(|(step, subtask)| BasicSubtask {
            description: step.name.to_string(),
            id: Id(step.id),
            name: step.name.to_string(),
            operation: subtask.operation.word(),
            status: subtask.status.word(),
        });
        Self {
            create_time: full.create_time,
            creator: ADMIN,
            executor: task.cluster.address(0),
            finish_time: full.finish_time,
            id: full.id,
            name: full.name.to_owned(),
            operation: full.operation,
            prohibit_rollback: full.prohibit_rollback,
            start_time: full.start_time,
            status: full.status,
            subtasks: subtasks.collect(),
            task_definition_id: -1,
            kind: "MANUAL",
            started: task.start,
        }
    }

    pub(super) fn sort_id(&self) -> u64 {
        self.id.0
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn status(&self) -> &'static str {
        self.status
    }
}

/// `SubtaskLog`.
#[derive(Serialize)]
pub struct SubtaskLog {
    /// The whole log as one string.
    pub log: String,
}

//! The state of a running task, and the one place where a subtask's status changes: counters and the sets of
//! schedulable steps are kept here, so that a tick costs what it does and not what the task's size is.

use super::log::Line;
use super::plan::Plan;
use super::script::Script;
use crate::rng::hash;
use crate::time::{Millis, Offset};
use std::collections::BTreeSet;
use std::sync::Arc;

/// `status` of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "OCP's own words")]
pub enum TaskStatus {
    Running,
    Failed,
    Successful,
}

/// `operation` of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "OCP's own words")]
pub enum TaskOperation {
    Execute,
    Retry,
    Rollback,
}

/// `status` of a subtask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "OCP's own words")]
pub enum Status {
    Pending,
    Ready,
    Running,
    Canceling,
    Failed,
    Successful,
}

/// `operation` of a subtask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "OCP's own words")]
pub enum Operation {
    Execute,
    Retry,
    Rollback,
    Skip,
    Cancel,
    RollbackSkip,
}

/// The OCP installation that runs a task: its nodes, whose clocks differ, and the clock of its database.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// Address and clock error in milliseconds of each OCP node.
    pub nodes: Vec<(&'static str, i64)>,
    /// Clock error of the database, in milliseconds.
    pub database_skew_ms: i64,
    /// The offset in which times are written.
    pub offset: Offset,
}

impl Default for Cluster {
    fn default() -> Self {
        Self { nodes: vec![("10.20.0.11", 0)], database_skew_ms: 0, offset: Offset::CHINA }
    }
}

impl Cluster {
    /// Three OCP nodes whose clocks agree within a few milliseconds.
    pub fn of_three() -> Self {
        Self { nodes: vec![("10.20.0.11", 0), ("10.20.0.12", 4), ("10.20.0.13", -6)], ..Self::default() }
    }

    /// The address of a node.
    pub fn address(&self, node: usize) -> &'static str {
        self.nodes.get(node).map_or("", |(address, _)| address)
    }

    pub(super) fn skew_ms(&self, node: usize) -> i64 {
        self.nodes.get(node).map_or(0, |(_, skew)| *skew)
    }
}

/// A subtask as it stands.
#[derive(Clone, Debug)]
pub struct Subtask {
    /// Its status.
    pub status: Status,
    /// What is or was last done with it.
    pub operation: Operation,
    /// `runTime`: 1 from the start, one more for each retry of the task or by the engine.
    pub run_time: u32,
    /// The OCP node that ran it last.
    pub node: Option<usize>,
    /// When it first ran, by the clock of the node that ran it.
    pub start: Option<Millis>,
    /// When it last ended; empty while it runs.
    pub finish: Option<Millis>,
    /// What its log holds.
    pub(super) log: Vec<Line>,
    /// How often it ran: forwards, backwards.
    pub(super) attempts: [u32; 2],
    /// When it last ran and last ended, on the engine's own clock.
    pub(super) engine_span: (Millis, Option<Millis>),
}

impl Subtask {
    fn new() -> Self {
        Self {
            status: Status::Pending,
            operation: Operation::Execute,
            run_time: 1,
            node: None,
            start: None,
            finish: None,
            log: Vec::new(),
            attempts: [0, 0],
            engine_span: (Millis(0), None),
        }
    }
}

/// What will happen to a busy subtask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// A thread picks it up.
    Starts,
    /// It ends well.
    Succeeds,
    /// It ends badly with this message.
    Fails(&'static str),
    /// Its timer rings.
    TimesOut,
}

/// A READY or RUNNING subtask and what comes next; `None` when the OCP node that ran it has forgotten it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Busy {
    pub(super) index: usize,
    pub(super) next: Option<(Millis, Next)>,
}

/// A task under way.
#[derive(Clone, Debug)]
pub struct Task {
    /// What is fixed about it.
    pub plan: Arc<Plan>,
    /// What will happen to it.
    pub script: Arc<Script>,
    /// Who runs it.
    pub cluster: Cluster,
    /// Its status.
    pub status: TaskStatus,
    /// What is being done with it.
    pub operation: TaskOperation,
    /// `createTime`: by the database's clock, in whole seconds.
    pub create: Millis,
    /// `startTime`.
    pub start: Millis,
    /// `finishTime`: never cleared again once set.
    pub finish: Option<Millis>,
    /// Its subtasks, in the order of the plan.
    pub subtasks: Vec<Subtask>,
    /// How far the engine has come.
    pub(super) now: Millis,
    pub(super) busy: Vec<Busy>,
    pub(super) canceling: Vec<usize>,
    /// How many subtasks are in each status.
    pub(super) counts: [usize; 6],
    /// PENDING steps whose upstreams all are SUCCESSFUL, in the (hashed) order in which they are taken.
    pub(super) eligible: BTreeSet<(u64, usize)>,
    /// Steps, not PENDING, whose downstreams all are PENDING: next to be undone.
    pub(super) undoable: BTreeSet<(u64, usize)>,
    unfinished_upstreams: Vec<u32>,
    started_downstreams: Vec<u32>,
}

impl Task {
    /// Submits a plan at an instant.
    pub fn submit(plan: Plan, script: Script, cluster: Cluster, at: Millis) -> Self {
        let count = plan.steps.len();
        let unfinished_upstreams: Vec<u32> = plan.steps.iter().map(|step| step.upstreams.len() as u32).collect();
        let seed = script.seed;
        let roots = unfinished_upstreams.iter().enumerate().filter(|(_, missing)| **missing == 0);
        let eligible = roots.map(|(index, _)| (order_key(seed, index), index)).collect();
        // The row is written a moment before the task counts as started.
        let written = at.plus(cluster.database_skew_ms - (hash(&[seed, 7]) % 500) as i64);
        Self {
            create: written.rounded_to_second(),
            start: at.plus(cluster.skew_ms(0)),
            finish: None,
            status: TaskStatus::Running,
            operation: TaskOperation::Execute,
            subtasks: vec![Subtask::new(); count],
            now: at,
            busy: Vec::new(),
            canceling: Vec::new(),
            counts: [count, 0, 0, 0, 0, 0],
            eligible,
            undoable: BTreeSet::new(),
            unfinished_upstreams,
            started_downstreams: vec![0; count],
            plan: Arc::new(plan),
            script: Arc::new(script),
            cluster,
        }
    }

    /// How far the engine has come.
    pub fn now(&self) -> Millis {
        self.now
    }

    /// How many subtasks have this status.
    pub fn count(&self, status: Status) -> usize {
        self.counts.get(status as usize).copied().unwrap_or(0)
    }

    /// When a subtask last ran and last ended on the engine's own clock, which no executor's skew touches.
    pub fn engine_span(&self, index: usize) -> Option<(Millis, Option<Millis>)> {
        self.subtasks.get(index).map(|subtask| subtask.engine_span)
    }

    /// Whether rolling back is forbidden now: from the start, or since a step that forbids it has begun.
    pub fn prohibits_rollback(&self) -> bool {
        let begun = |status| status != Status::Pending && status != Status::Ready;
        self.plan.prohibits_rollback
            || self.plan.steps.iter().zip(&self.subtasks).any(|(step, s)| step.prohibits_rollback && begun(s.status))
    }

    /// Changes a subtask's status and all that is derived from it.
    pub(super) fn set_status(&mut self, index: usize, status: Status) {
        let Some(subtask) = self.subtasks.get_mut(index) else { return };
        let before = std::mem::replace(&mut subtask.status, status);
        if before == status {
            return;
        }
        self.counts[before as usize] -= 1;
        self.counts[status as usize] += 1;
        let plan = Arc::clone(&self.plan);
        let Some(step) = plan.steps.get(index) else { return };

        for &downstream in &step.downstreams {
            let downstream = downstream as usize;
            let Some(missing) = self.unfinished_upstreams.get_mut(downstream) else { continue };
            match (before == Status::Successful, status == Status::Successful) {
                (false, true) => *missing -= 1,
                (true, false) => *missing += 1,
                _ => continue,
            }
            self.refile(downstream);
        }
        for &upstream in &step.upstreams {
            let upstream = upstream as usize;
            let Some(started) = self.started_downstreams.get_mut(upstream) else { continue };
            match (before == Status::Pending, status == Status::Pending) {
                (true, false) => *started += 1,
                (false, true) => *started -= 1,
                _ => continue,
            }
            self.refile(upstream);
        }
        self.refile(index);
    }

    /// Puts a subtask into the sets it belongs to, and takes it out of the others.
    fn refile(&mut self, index: usize) {
        let Some(status) = self.subtasks.get(index).map(|subtask| subtask.status) else { return };
        let key = (order_key(self.script.seed, index), index);
        let free_above = self.unfinished_upstreams.get(index) == Some(&0);
        let free_below = self.started_downstreams.get(index) == Some(&0);
        file(&mut self.eligible, key, status == Status::Pending && free_above);
        file(&mut self.undoable, key, matches!(status, Status::Successful | Status::Failed) && free_below);
    }
}

fn file(set: &mut BTreeSet<(u64, usize)>, key: (u64, usize), belongs: bool) {
    if belongs {
        set.insert(key);
    } else {
        set.remove(&key);
    }
}

/// OCP walks a hash set: which eligible step comes next follows no visible order, but always the same one.
fn order_key(seed: u64, index: usize) -> u64 {
    hash(&[seed, 3, index as u64])
}

impl TaskStatus {
    /// As OCP writes it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Running => "RUNNING",
            Self::Failed => "FAILED",
            Self::Successful => "SUCCESSFUL",
        }
    }
}

impl TaskOperation {
    /// As OCP writes it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Execute => "EXECUTE",
            Self::Retry => "RETRY",
            Self::Rollback => "ROLLBACK",
        }
    }
}

impl Status {
    /// As OCP writes it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Ready => "READY",
            Self::Running => "RUNNING",
            Self::Canceling => "CANCELING",
            Self::Failed => "FAILED",
            Self::Successful => "SUCCESSFUL",
        }
    }
}

impl Operation {
    /// As OCP writes it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Execute => "EXECUTE",
            Self::Retry => "RETRY",
            Self::Rollback => "ROLLBACK",
            Self::Skip => "SKIP",
            Self::Cancel => "CANCEL",
            Self::RollbackSkip => "ROLLBACK_SKIP",
        }
    }
}

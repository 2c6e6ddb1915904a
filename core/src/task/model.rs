//! The clean model of a task: what is so, apart from how it was written.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::decode::Print;
use super::{Adjacency, Finding, Id, Millis, Operation, SubtaskStatus, Subtasks, TaskStatus, TaskType, Timestamp};

/// A subtask by its place in [`Task::subtasks`]; its id matters only on the wire, in the address and on the screen.
///
/// Subtasks are kept in the order of their ids, so the same subtask has the same index at every poll, though the
/// server shuffles the array each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SubtaskIdx(pub u32);

impl SubtaskIdx {
    /// The place in the list of subtasks.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The index of the `place`th subtask. A payload with more than `u32::MAX` subtasks can't be held in memory.
    #[must_use]
    pub fn from_place(place: usize) -> Self {
        Self(u32::try_from(place).unwrap_or(u32::MAX))
    }
}

/// One run of an operation, whole.
#[derive(Clone, Debug, Default)]
pub struct Task {
    /// OCP's id; absent from damaged payloads alone.
    pub id: Option<Id>,
    /// English, such as `Create tenant`; never localised by the server.
    pub name: Arc<str>,
    /// Its definition; −1 for tasks that a person started.
    pub definition_id: Option<Id>,
    /// How it stands.
    pub status: TaskStatus,
    /// What it does, or did last.
    pub operation: Operation,
    /// Who or what starts tasks of this kind.
    pub kind: TaskType,
    /// The OCP server that runs it, not a managed host.
    pub executor: Option<Arc<str>>,
    /// `true`: rolling back is forbidden. Can turn true while the task runs.
    pub prohibit_rollback: Option<bool>,
    /// Who started it.
    pub creator: Option<Creator>,
    /// The cluster it works on.
    pub cluster: Option<Owner>,
    /// The tenant it works on.
    pub tenant: Option<Owner>,
    /// The managed host it works on, in the shape that submit calls return.
    pub host_id: Option<Id>,
    /// Started by a remote OCP in multi-cluster mode.
    pub is_remote: bool,
    /// When its record was made, by the database's clock and in whole seconds.
    pub create_time: Option<Timestamp>,
    /// When it first started.
    pub start_time: Option<Timestamp>,
    /// When it last ended. Left as it was by a retry: see [`Task::end`].
    pub finish_time: Option<Timestamp>,
    /// The steps, in the order of their ids.
    pub subtasks: Subtasks,
    /// Where the payload has the JSON of each step, in bytes; none where it had to be mended before it was read.
    pub(super) json: Vec<Range<u32>>,
    /// Who must be done before a step; acyclic.
    pub upstream: Arc<Adjacency>,
    /// Who waits for a step; the mirror of `upstream`.
    pub downstream: Arc<Adjacency>,
    /// Edges cut to break cycles, as (from, to): drawn, but not followed.
    pub cut_edges: Vec<(SubtaskIdx, SubtaskIdx)>,
    /// All that was odd in the payload.
    pub findings: Vec<Finding>,
    /// Which of the findings are about entries, fields and edges of the steps: the others are about the task's own
    /// fields, before them, and about times.
    pub(super) of_steps: Range<usize>,
    /// Whether some steps have ids that they did not come with, and so are not where these would be in order.
    pub(super) has_new_ids: bool,
    /// Of each step, whether a sentence must number it: worked out when it is first asked, for many ask.
    pub(crate) is_split: OnceLock<Vec<bool>>,
    /// Which answer it is, and what it knows of the one before.
    pub(super) lineage: Lineage,
}

/// One answer, told apart from all others, and what the next is compared with; and where it was read against the one before,
/// that one, and which of its steps it says something else of.
#[derive(Clone, Default)]
pub(super) struct Lineage {
    own: Arc<()>,
    last: Option<(Arc<()>, Vec<SubtaskIdx>)>,
    /// What each step's entry was; none where the payload had to be mended before it was read.
    prints: Vec<Print>,
}

impl Lineage {
    /// Of a task whose entries were these.
    pub fn of(prints: Vec<Print>) -> Self {
        Self { prints, ..Self::default() }
    }

    /// Of a task that was read against another: these steps have changed, and their entries are these now.
    pub fn since(last: &Task, changed: Vec<SubtaskIdx>, new: impl Iterator<Item = Print>) -> Self {
        let mut prints = last.lineage.prints.clone();
        for (step, new) in changed.iter().zip(new) {
            if let Some(print) = prints.get_mut(step.index()) {
                *print = new;
            }
        }
        Self { own: Arc::default(), last: Some((last.lineage.own.clone(), changed)), prints }
    }

    /// What a step's entry was.
    pub fn print(&self, step: SubtaskIdx) -> Option<Print> {
        self.prints.get(step.index()).copied()
    }
}

impl fmt::Debug for Lineage {
    /// How a task was read is no part of what it is.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Lineage")
    }
}

impl Task {
    /// The steps that an earlier answer said something else of, where this one was read against that: there are the same steps
    /// with the same edges in both then, and all others of them are the same letter by letter. They come as in the payload.
    /// `None` where it was not.
    #[must_use]
    pub fn changed_since(&self, last: &Self) -> Option<&[SubtaskIdx]> {
        let (before, changed) = self.lineage.last.as_ref()?;
        Arc::ptr_eq(before, &last.lineage.own).then_some(changed)
    }

    /// Whether OCP says that nothing runs any more.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        matches!(self.status, TaskStatus::Successful | TaskStatus::Failed)
    }

    /// Whether it is over, as far as can be told: of a word that is not known, a finish time with nothing active says so.
    #[must_use]
    pub fn is_over(&self) -> bool {
        match self.status {
            TaskStatus::Unknown(_) | TaskStatus::Missing => {
                self.finish_time.is_some() && !self.subtasks.iter().any(Subtask::is_active)
            }
            _ => self.has_ended(),
        }
    }

    /// When the task ended: its finish time, unless it runs (again) and the time is an old one.
    #[must_use]
    pub fn end(&self) -> Option<Timestamp> {
        self.finish_time.filter(|_| !matches!(self.status, TaskStatus::Running))
    }

    /// Whether nothing is known of the steps' order: no step says what it waits for, or what waits for it.
    #[must_use]
    pub fn is_order_unknown(&self) -> bool {
        let lacks = |wanted: &str| {
            let is_it = |it: &Finding| matches!(it, Finding::MissingField { subtask: None, field } if *field == wanted);
            self.findings.iter().any(is_it)
        };
        self.subtasks.len() > 1 && lacks("subtasks[].upstreams") && lacks("subtasks[].downstreams")
    }

    /// Every index of a subtask, in the order of ids.
    pub fn indexes(&self) -> impl DoubleEndedIterator<Item = SubtaskIdx> + ExactSizeIterator + use<> {
        (0..SubtaskIdx::from_place(self.subtasks.len()).0).map(SubtaskIdx)
    }

    /// The subtask at an index of this task.
    #[must_use]
    pub fn get(&self, step: SubtaskIdx) -> Option<&Subtask> {
        self.subtasks.get(step.index())
    }

    /// Where the payload that it was read from has a step's JSON as the server wrote it, in bytes; `None` where that is not to be
    /// had.
    #[must_use]
    pub fn json_of(&self, step: SubtaskIdx) -> Option<Range<u32>> {
        self.json.get(step.index()).cloned()
    }

    /// The subtask with this id.
    #[must_use]
    pub fn find(&self, id: &Id) -> Option<SubtaskIdx> {
        let is_it = |step: &SubtaskIdx| self.get(*step).is_some_and(|subtask| subtask.id == *id);
        let near = if let Id::Number(number) = id { self.near(*number) } else { self.halved(id) };
        near.or_else(|| self.indexes().filter(|_| self.has_new_ids).find(is_it))
    }

    /// The subtask with this number as its id, if it is where its number says: OCP gives a task's subtasks one block of
    /// ids as a rule, so that the place is the distance from the first. Else it is looked for by halves, in vain where
    /// ids that came twice were changed.
    pub(super) fn near(&self, number: u64) -> Option<SubtaskIdx> {
        let Id::Number(first) = self.subtasks.first()?.id else { return None };
        let guess = usize::try_from(number.checked_sub(first)?).ok()?;
        let id = Id::Number(number);
        if self.subtasks.get(guess).is_some_and(|subtask| subtask.id == id) {
            return Some(SubtaskIdx::from_place(guess));
        }
        self.halved(&id)
    }

    fn halved(&self, id: &Id) -> Option<SubtaskIdx> {
        self.subtasks.search(id).map(SubtaskIdx::from_place)
    }
}

/// One step of a task.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Subtask {
    /// Unique in the task; one that came twice got a suffix, and a finding says so.
    pub id: Id,
    /// Not unique: parallel siblings share it, and "Wait node" comes many times.
    pub name: Arc<str>,
    /// Where it differs from the name.
    pub description: Option<Arc<str>>,
    /// The server's iteration counter; says nothing of order.
    pub series_id: Option<Id>,
    /// How long an attempt may take, counted from its own start; `None` where there is no limit, or none was told.
    pub time_limit: Option<Millis>,
    /// Whether OCP says that there is no limit: it writes a timeout of 0.
    pub is_unlimited: bool,
    /// How it stands.
    pub status: SubtaskStatus,
    /// What it does, or did last.
    pub operation: Operation,
    /// The OCP server that ran it, not a managed host.
    pub executor: Option<Arc<str>>,
    /// OCP's count of attempts; 1 before the first run. See [`Subtask::attempts`].
    pub run_time: u32,
    /// Always `JAVA_TASK` so far.
    pub node_type: Option<Arc<str>>,
    /// Its number among split siblings, parallel or serial; `None` where it is not split.
    pub parallel_index: Option<u32>,
    /// `true`: once it has run, the task can't be rolled back.
    pub prohibit_rollback: bool,
    /// When its record was made, in whole seconds.
    pub create_time: Option<Timestamp>,
    /// When it first started; a retry keeps it.
    pub start_time: Option<Timestamp>,
    /// When it last ended. See [`Subtask::end`].
    pub finish_time: Option<Timestamp>,
}

impl Default for Id {
    fn default() -> Self {
        Self::Number(0)
    }
}

impl Subtask {
    /// How often it was started, as far as can be known: retrying a single subtask does not count up `runTime`.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        let least = if self.operation == Operation::Retry { 2 } else { 1 };
        self.run_time.max(least)
    }

    /// Whether a thread holds it or will soon.
    #[must_use]
    pub fn is_active(&self) -> bool {
        matches!(self.status, SubtaskStatus::Ready | SubtaskStatus::Running | SubtaskStatus::Canceling)
    }

    /// When it ended: its finish time, unless it is active (again) and the time is an old one. Never before its start.
    #[must_use]
    pub fn end(&self) -> Option<Timestamp> {
        let end = self.finish_time.filter(|_| !self.is_active())?;
        Some(self.start_time.map_or(end, |start| end.max(start)))
    }

    /// Whether it only joins or splits: OCP's templates put such steps between parallel stages.
    #[must_use]
    pub fn is_barrier(&self) -> bool {
        ["Wait node", "Start node", "Finish node"].iter().any(|name| self.name.eq_ignore_ascii_case(name))
    }
}

/// The person or system that started a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Creator {
    /// OCP's id of the user, where it was sent.
    pub id: Option<Id>,
    /// The user's name; empty where only an id came.
    pub name: Arc<str>,
}

/// The cluster or tenant that a task works on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// OCP's id.
    pub id: Option<Id>,
    /// Its name; empty where only an id came.
    pub name: Arc<str>,
    /// The id that OceanBase itself uses.
    pub ob_id: Option<Id>,
    /// `PRIMARY`, `STANDBY` for a cluster, `ORACLE`, `MYSQL` for a tenant.
    pub kind: Option<Arc<str>>,
}

/// What came around the task in the response.
#[derive(Clone, Debug, Default)]
pub struct Envelope {
    /// The server's clock when it answered: "now" for whatever still runs.
    pub timestamp: Option<Timestamp>,
    /// Leads support to the request in OCP's logs.
    pub trace_id: Option<Arc<str>>,
    /// The OCP server that answered.
    pub server: Option<Arc<str>>,
    /// The HTTP status that the body repeats.
    pub status: Option<u16>,
}

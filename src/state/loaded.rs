//! What was loaded, and how far loading has come.

use std::sync::Arc;

use taskscope_core::insight::Insight;
use taskscope_core::layout::timeline::ServerOffsets;
use taskscope_core::task::{Envelope, Outcome, SubtaskIdx, Task, Timestamp};

use crate::dom::Kept;
use crate::source::LoadError;

/// Where a task came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// OCP's API: it can be asked again.
    Api,
    /// Pasted, dropped or opened: this is all there is.
    File,
    /// The link itself.
    Snapshot,
    /// The program itself, for a page that nobody sees.
    Rehearsal,
}

/// A task with all that was worked out of it.
#[derive(Debug)]
pub struct Loaded {
    /// The task.
    pub task: Task,
    /// What it means.
    pub insight: Insight,
    /// What came around it.
    pub envelope: Envelope,
    /// The payload, byte by byte: the raw JSON of a step is read from it. `None` where the browser would not keep it.
    pub payload: Option<Kept>,
    /// Where it came from.
    pub source: Source,
    /// Whether asking again may bring something new. A failed task may still hold steps that move, or be retried within a
    /// second.
    pub may_change: bool,
    /// The offsets its timestamps carry.
    pub offsets: Arc<ServerOffsets>,
    /// The reader's clock when it came, in milliseconds since the epoch.
    pub fetched_at: f64,
}

impl Loaded {
    /// The step that matters most to a reader who has not chosen one: the first that failed, else runs, else is ready.
    #[must_use]
    pub fn focus(&self) -> Option<SubtaskIdx> {
        let first =
            |wanted: fn(Outcome) -> bool| self.insight.order.iter().copied().find(|&step| wanted(self.outcome(step)));
        first(Outcome::is_failure)
            .or_else(|| first(Outcome::is_in_motion))
            .or_else(|| first(|outcome| matches!(outcome, Outcome::Ready)))
            .or_else(|| first(|outcome| matches!(outcome, Outcome::Eligible)))
    }

    /// The outcome of a step.
    #[must_use]
    pub fn outcome(&self, step: SubtaskIdx) -> Outcome {
        self.insight.outcomes.get(step.index()).copied().unwrap_or(Outcome::Unknown)
    }

    /// Where the clock of the times is read when none of them is at hand: for naming the zone.
    #[must_use]
    pub fn start(&self) -> Option<Timestamp> {
        self.insight.totals.start.or(self.envelope.timestamp)
    }
}

/// What the program is doing while the reader waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Bytes are on their way.
    Fetching,
    /// Bytes become a task.
    Decoding,
    /// The numbers get their meaning.
    Analysing,
}

/// How far loading has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// What is being done.
    pub phase: Phase,
    /// How many bytes it is done with.
    pub bytes: usize,
    /// How much of it is behind, from 0 to 1; `None` where nobody knows.
    pub done: Option<f32>,
}

/// What the page has to show.
#[derive(Clone, Debug, Default)]
pub enum Load {
    /// The open page.
    #[default]
    Idle,
    /// A first task is on its way.
    Busy(Progress),
    /// A task.
    Ready(Arc<Loaded>),
    /// Several tasks came in one payload: the reader picks.
    Choose(Arc<Vec<Arc<Loaded>>>),
    /// None, and why.
    Failed(Arc<LoadError>),
}

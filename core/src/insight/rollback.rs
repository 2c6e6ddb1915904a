//! Whether the task may still be rolled back, since which step not, and how far a rollback has come.
//!
//! OCP forbids it where the task's template does, or once a step has begun that can't be undone: the answer can turn
//! to "no" while the task runs. The first such step to begin is the point of no return.

use super::Counts;
use super::times::Seen;
use super::why::is_undoing;
use crate::task::{Outcome, Subtask, SubtaskIdx, SubtaskStatus, Task, Verdict};

/// What is known of rolling the task back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rollback {
    /// Whether OCP would do it, were the task FAILED; `None` where the payload does not say.
    pub allowed: Option<bool>,
    /// The point of no return: the first step that began and can't be undone.
    pub since: Option<SubtaskIdx>,
    /// How far it has come, once it has begun.
    pub progress: Option<Undoing>,
}

/// The steps of a rollback, by what it did to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Undoing {
    /// Undone.
    pub undone: usize,
    /// Left as they were by a person's word; they may have left something behind.
    pub skipped: usize,
    /// Being undone now.
    pub in_motion: usize,
    /// In the queue.
    pub awaiting: usize,
    /// Undoing them failed.
    pub failed: usize,
    /// They have run too, and OCP has not said of them yet that they are to be undone: what failed, runs or was stopped.
    pub others: usize,
}

impl Undoing {
    /// How many steps there are to undo in all.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.undone + self.skipped + self.in_motion + self.awaiting + self.failed + self.others
    }
}

impl Rollback {
    #[inline(never)]
    pub(super) fn of(task: &Task, order: &[SubtaskIdx], counts: &Counts, verdict: Verdict, seen: &Seen) -> Self {
        let forbids = |step: &SubtaskIdx| task.get(*step).is_some_and(|it| it.prohibit_rollback && has_begun(it));
        // The reading order may be that of an earlier answer: which began first the times tell, where they do.
        let start = |step: SubtaskIdx| task.get(step).and_then(|it| it.start_time);
        let first = |first: SubtaskIdx, next: SubtaskIdx| {
            let is_earlier = start(first).zip(start(next)).is_some_and(|(first, next)| next < first);
            if is_earlier { next } else { first }
        };
        let since = if seen.has_irreversible { order.iter().copied().filter(forbids).reduce(first) } else { None };
        // A task that says "allowed" though such a step began is an older answer than its steps.
        let allowed = if since.is_some() { Some(false) } else { task.prohibit_rollback.map(|forbidden| !forbidden) };
        let mut progress = Undoing {
            undone: counts.get(Outcome::RolledBack),
            skipped: counts.get(Outcome::RollbackSkipped),
            in_motion: counts.get(Outcome::RollingBack),
            awaiting: counts.get(Outcome::AwaitingRollback),
            failed: counts.get(Outcome::RollbackFailed),
            others: 0,
        };
        if is_undoing(verdict) {
            let has_run = |it| !matches!(it, Outcome::NeverRan | Outcome::Waiting | Outcome::Eligible);
            progress.others = counts.all(has_run) - progress.total();
        }
        Self { allowed, since, progress: Some(progress).filter(|progress| progress.total() > 0) }
    }
}

/// Whether a step has left PENDING and READY, now or, before a rollback or a retry, in the past.
fn has_begun(subtask: &Subtask) -> bool {
    subtask.start_time.is_some() || !matches!(subtask.status, SubtaskStatus::Pending | SubtaskStatus::Ready)
}

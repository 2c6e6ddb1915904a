//! Which outcomes need a look the most: what many steps in one place are known by.

use taskscope_core::insight::Counts;
use taskscope_core::task::{Outcome, SubtaskIdx};

use crate::state::Scene;

/// The outcomes by how much they need a look: what failed comes before what moves, and that before what is over.
pub(in crate::view) const BY_NEED: [Outcome; 18] = [
    Outcome::Failed,
    Outcome::RollbackFailed,
    Outcome::Terminated,
    Outcome::Stopping,
    Outcome::Retrying,
    Outcome::Running,
    Outcome::RollingBack,
    Outcome::Ready,
    Outcome::AwaitingRollback,
    Outcome::Eligible,
    Outcome::Waiting,
    Outcome::Unknown,
    Outcome::RollbackSkipped,
    Outcome::Forced,
    Outcome::NeverRan,
    Outcome::RolledBack,
    Outcome::SucceededAfterRetry,
    Outcome::Succeeded,
];

/// The outcome that a group is known by.
pub(in crate::view) fn worst(counts: &Counts) -> Outcome {
    BY_NEED.into_iter().find(|&outcome| counts.get(outcome) > 0).unwrap_or(Outcome::Unknown)
}

/// The steps with those at the end that need a look the most.
pub(super) fn worst_last(scene: &Scene, steps: &[SubtaskIdx]) -> Vec<SubtaskIdx> {
    // Once for each outcome that there is: a group may have a hundred thousand steps, and as a rule two outcomes.
    let counts = Counts::of(steps.iter().map(|&step| scene.outcome(step)));
    let of = |outcome| steps.iter().copied().filter(move |&step| scene.outcome(step) == outcome);
    BY_NEED.into_iter().rev().filter(|&outcome| counts.get(outcome) > 0).flat_map(of).collect()
}

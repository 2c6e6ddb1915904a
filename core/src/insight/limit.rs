//! How much of its time limit a step has used.
//!
//! OCP counts a limit from the start of the latest attempt, and keeps the start of the first: so the use is known on a
//! first attempt alone.

use super::StepTime;
use crate::task::{Millis, Operation, Subtask};

/// OCP ends a step this long after its limit, if it is alive. What runs on is a zombie: OCP was restarted and forgot it.
pub const LIMIT_GRACE: Millis = Millis(10_000);

/// A step's time limit, and what is known of its use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitUse {
    /// There is none, and it had one attempt.
    Unlimited,
    /// It had one attempt, and OCP does not tell its limit.
    Unknown,
    /// It has not started.
    Unused,
    /// It is on its first attempt, or had only one.
    Used {
        /// The limit.
        limit: Millis,
        /// How long it ran.
        used: Millis,
    },
    /// It had more than one attempt, or may have had, or was undone: nobody knows when the last one began.
    Unclear {
        /// The limit, if there is one and OCP tells it.
        limit: Option<Millis>,
    },
}

impl LimitUse {
    /// What is known of this step.
    #[must_use]
    pub fn of(subtask: &Subtask, time: &StepTime) -> Self {
        // A skip, a stop or an undoing may cover a retry of the step.
        let is_clear = !time.is_span && matches!(subtask.operation, Operation::Execute | Operation::Missing);
        match (subtask.time_limit, time.run().filter(|_| is_clear)) {
            _ if time.start.is_none() => Self::Unused,
            (Some(limit), Some(used)) => Self::Used { limit, used },
            (None, Some(_)) if subtask.is_unlimited => Self::Unlimited,
            (None, Some(_)) => Self::Unknown,
            (limit, None) => Self::Unclear { limit },
        }
    }

    /// Whether it ran for its whole limit or longer.
    #[must_use]
    pub fn is_exceeded(&self) -> bool {
        matches!(self, Self::Used { limit, used } if used >= limit)
    }
}

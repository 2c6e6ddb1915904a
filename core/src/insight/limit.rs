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
    /// There is none.
    Unlimited,
    /// It has not started.
    Unused {
        /// The limit.
        limit: Millis,
    },
    /// It is on its first attempt, or had only one.
    Used {
        /// The limit.
        limit: Millis,
        /// How long it ran.
        used: Millis,
    },
    /// It had more than one attempt, or may have had, or was undone: nobody knows when the last one began.
    Unclear {
        /// The limit.
        limit: Millis,
    },
}

impl LimitUse {
    /// What is known of this step.
    #[must_use]
    pub fn of(subtask: &Subtask, time: &StepTime) -> Self {
        let Some(limit) = subtask.time_limit else { return Self::Unlimited };
        match time.run {
            _ if time.start.is_none() => Self::Unused { limit },
            // A skip, a stop or an undoing may cover a retry of the step.
            Some(used) if !time.is_span && matches!(subtask.operation, Operation::Execute | Operation::Missing) => {
                Self::Used { limit, used }
            }
            _ => Self::Unclear { limit },
        }
    }

    /// Whether it ran for its whole limit or longer.
    #[must_use]
    pub fn is_exceeded(&self) -> bool {
        matches!(self, Self::Used { limit, used } if used >= limit)
    }
}

//! What the numbers mean: order, time, groups and all that a reader asks of a task beyond what its payload says.
//!
//! ```text
//!  Task ──► outcomes, verdict ──► order ──► times ──► groups ──► Insight
//! ```
//!
//! All of it is a function of the task and of "now", the server's clock, which is an argument.

mod groups;
mod order;
mod times;

pub use groups::{Group, GroupKind};
pub use times::{StepTime, Totals};

use crate::task::{Outcome, SubtaskIdx, Task, Timestamp, Verdict, outcomes, verdict};

/// All that was worked out of one task. Lists with an entry a step go by [`SubtaskIdx`].
#[derive(Clone, Debug)]
pub struct Insight {
    /// What became of the whole.
    pub verdict: Verdict,
    /// What became of each step.
    pub outcomes: Vec<Outcome>,
    /// The steps as they are read: topological, and as the work ran where the edges leave it open.
    pub order: Vec<SubtaskIdx>,
    /// When each step could start, did, and ended.
    pub times: Vec<StepTime>,
    /// The task's times as a whole.
    pub totals: Totals,
    /// Steps that are read as one.
    pub groups: Vec<Group>,
    /// The server's clock at which all of this holds.
    pub now: Option<Timestamp>,
}

impl Insight {
    /// Works it all out. `now` is the server's clock; it matters only for what still runs.
    #[must_use]
    pub fn of(task: &Task, now: Option<Timestamp>) -> Self {
        let outcomes = outcomes(task);
        let verdict = verdict(task, &outcomes);
        let order = order::order(task);
        let times = times::step_times(task, &outcomes, now);
        let totals = Totals::of(task, &times, now);
        let groups = groups::groups(task, &order);
        Self { verdict, outcomes, order, times, totals, groups, now }
    }
}

//! What the numbers mean: order, time, groups, blame and all that a reader asks of a task beyond what its payload says.
//!
//! ```text
//!  Task ──► outcomes, verdict ──► order ──► times ──► schedule ──► critical path, slack ──► Insight
//!                                   └──► groups, failures, rollback ──────────────────────────┘
//! ```
//!
//! All of it is a function of the task and of "now", the server's clock, which is an argument. What is asked of one step
//! at a time is a function beside it: [`why()`], [`blocked_by`], [`blast_radius`], [`wall_if`], [`LimitUse::of`].

mod action;
mod compare;
mod counts;
mod failure;
mod groups;
mod highlights;
mod limit;
mod names;
mod order;
mod path;
mod replay;
mod rollback;
mod schedule;
mod skew;
mod times;
mod why;

pub use action::{Action, Permission, Refusal, step_actions, task_actions};
pub use compare::{ComparedStep, Comparison};
pub use counts::Counts;
pub use failure::{Failures, blast_radius};
pub use groups::{Group, GroupKind, Spread, spread};
pub use highlights::Highlights;
pub use limit::{LIMIT_GRACE, LimitUse};
pub(crate) use names::{Numbers, are_split};
pub use order::Order;
pub use path::{CriticalPath, PathPart};
pub use replay::{outcomes_at, time_at};
pub use rollback::{Rollback, Undoing};
pub use skew::Skew;
pub use times::{StepTime, Totals};
pub use why::{CONCURRENCY_CAP, STOP_FORGOTTEN_AFTER, STUCK_AFTER, Why, blocked_by, why};

use std::sync::Arc;

use highlights::Found;
use schedule::Schedule;
use times::Seen;

use crate::pace::{Pace, Steps, Unpaced, apart, run};
use crate::task::{Finding, Id, Millis, Outcome, Subtask, SubtaskIdx, Task, Timestamp, Verdict, outcomes, verdict};

/// All that was worked out of one task. Lists with an entry a step go by [`SubtaskIdx`].
#[derive(Clone, Debug)]
pub struct Insight {
    /// What became of the whole.
    pub verdict: Verdict,
    /// What became of each step.
    pub outcomes: Vec<Outcome>,
    /// How many steps came to what.
    pub counts: Counts,
    /// The steps as they are read: topological, and as the work ran where the edges leave it open.
    pub order: Order,
    /// When each step could start, did, and ended.
    pub times: Vec<StepTime>,
    /// The task's times as a whole.
    pub totals: Totals,
    /// The chain of steps and waits that the wall time is made of.
    pub path: CriticalPath,
    /// By how much each step could have ended later without moving the task's end, so far; `None` for one that has not
    /// run, and for all of a task that is or was rolled back: its times are those of the undoing.
    pub slack: Vec<Option<Millis>>,
    /// The rank of each step's name among all names of the task: equal ranks, equal names.
    pub names: Arc<Vec<u32>>,
    /// Steps that are read as one.
    pub groups: Arc<Vec<Group>>,
    /// What failed, and what that holds up.
    pub failures: Failures,
    /// Whether it may still be rolled back, and how far a rollback came.
    pub rollback: Rollback,
    /// The few steps that a reader ought to look at first.
    pub highlights: Highlights,
    /// Which OCP nodes' clocks disagree.
    pub skews: Vec<Skew>,
    /// How many steps take up one of the [`CONCURRENCY_CAP`] places.
    pub active: usize,
    /// When a step last started or ended.
    pub last_event: Option<Timestamp>,
    /// The server's clock at which all of this holds.
    pub now: Option<Timestamp>,
    /// The same as that of an earlier answer as long as steps and edges are.
    pub shape: Shape,
}

/// Stands for the steps and edges of a task: equal to its copies, and to nothing else. What depends on these alone need not
/// be worked out anew for each answer.
#[derive(Clone, Debug, Default)]
pub struct Shape(Arc<()>);

impl PartialEq for Shape {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Insight {
    /// Works it all out. `now` is the server's clock; it matters only for what still runs.
    #[must_use]
    pub fn of(task: &Task, now: Option<Timestamp>) -> Self {
        run(Self::in_slices(task, now, None, &Unpaced))
    }

    /// The same in slices: [`Pace`] says when to pause. Given what is on the screen of the same task, its reading order
    /// and groups are kept as long as steps and edges are the same: else rows would trade places under the reader's eyes
    /// as their steps start.
    pub async fn in_slices(task: &Task, now: Option<Timestamp>, last: Option<(&Task, &Self)>, pace: &dyn Pace) -> Self {
        let steps = Steps::new(pace, 12);
        let outcomes = outcomes(task);
        steps.look().await;
        let verdict = verdict(task, &outcomes);
        let counts = Counts::of(outcomes.iter().copied());
        steps.done().await;
        let last = last.filter(|(last, _)| has_same_shape(last, task)).map(|(_, last)| last);
        let names = match last {
            Some(last) => last.names.clone(),
            None => Arc::new(apart(names::ranks(task, &steps)).await),
        };
        steps.done().await;
        let order = match last {
            Some(last) => last.order.clone(),
            None => apart(order::order(task, &names, &steps)).await,
        };
        steps.done().await;
        let seen = apart(times::see(task, &outcomes, now, &steps)).await;
        steps.done().await;
        let rollback = Rollback::of(task, &order, &counts, verdict, &seen);
        let Seen { times, last_event, active, has_over_limit, .. } = seen;
        let totals = Totals::of(task, &times, &outcomes, now);
        steps.done().await;
        let schedule = Schedule::of(task, &order, &outcomes, &times, &totals);
        steps.done().await;
        let path = CriticalPath::of(task, &order, &outcomes, &totals, schedule.as_ref());
        steps.done().await;
        let schedule = schedule.filter(|_| rollback.progress.is_none());
        let slack = schedule.as_ref().map_or_else(|| vec![None; outcomes.len()], Schedule::slack);
        steps.done().await;
        let groups = match last {
            Some(last) => last.groups.clone(),
            None => Arc::new(apart(groups::groups(task, &order, &names, &steps)).await),
        };
        steps.done().await;
        let found = Found {
            task,
            order: &order,
            times: &times,
            totals: &totals,
            path: &path,
            groups: &groups,
            schedule: schedule.as_ref(),
            has_impossible_times: task.findings.iter().any(Finding::is_of_impossible_times),
            has_over_limit,
        };
        let highlights = apart(found.highlights(&steps)).await;
        drop(schedule);
        steps.done().await;
        let failures = Failures::of(task, &order, &outcomes, verdict);
        steps.done().await;
        let skews = apart(skew::skews(task, &times, &steps)).await;
        steps.done().await;
        Self {
            verdict,
            outcomes,
            counts,
            order,
            times,
            totals,
            path,
            slack,
            names,
            groups,
            failures,
            rollback,
            highlights,
            skews,
            active,
            last_event,
            now,
            shape: last.map(|last| last.shape.clone()).unwrap_or_default(),
        }
    }
}

/// Whether two answers are about the same task, with the same steps and edges.
fn has_same_shape(last: &Task, task: &Task) -> bool {
    fn shape(it: &Subtask) -> (&Id, &str, Option<u32>, bool) {
        (&it.id, &it.name, it.parallel_index, it.is_barrier())
    }
    if last.id != task.id {
        return false;
    }
    if let Some(changed) = task.changed_since(last) {
        return changed.iter().all(|&step| last.get(step).map(shape) == task.get(step).map(shape));
    }
    let have_as_many = last.subtasks.len() == task.subtasks.len();
    let have_same_edges = last.upstream == task.upstream && last.cut_edges == task.cut_edges;
    let mut pairs = last.subtasks.iter().zip(&task.subtasks);
    have_as_many && have_same_edges && pairs.all(|(last, step)| shape(last) == shape(step))
}

/// What if: the task's wall time, had one step taken `run`; `None` where that can't be said, as of a step that has not
/// run or of a task that is or was rolled back.
///
/// Each step keeps its observed wait behind its last upstream; a place among the ten that became free earlier starts
/// nobody earlier.
#[must_use]
pub fn wall_if(task: &Task, insight: &Insight, step: SubtaskIdx, run: Millis) -> Option<Millis> {
    if insight.rollback.progress.is_some() {
        return None;
    }
    let schedule = Schedule::of(task, &insight.order, &insight.outcomes, &insight.times, &insight.totals)?;
    schedule.wall_if(step, run)
}

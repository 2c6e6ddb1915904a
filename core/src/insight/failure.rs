//! What failed, what that holds up, and what still moves.
//!
//! A failed step lets nothing start behind it: its blast radius is all that comes after it. While a task is rolled back
//! things go the other way, and a step that can't be undone holds up all that came before it.

use crate::sort::{self, Key};
use crate::task::{Outcome, Subtask, SubtaskIdx, Task, Verdict, has_failed};

/// The failures of a task. All lists of steps are in reading order, unless said otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    /// What failed or was terminated, the one that ended first before the others.
    pub roots: Vec<SubtaskIdx>,
    /// What still moves, though the task is bound to fail.
    pub still_running: Vec<SubtaskIdx>,
    /// The blast radius of all of them together.
    pub blocked: Vec<SubtaskIdx>,
    /// For each step, by index, the root that holds it up.
    pub cause: Vec<Option<SubtaskIdx>>,
}

impl Failures {
    #[inline(never)]
    pub(super) fn of(task: &Task, order: &[SubtaskIdx], outcomes: &[Outcome], verdict: Verdict) -> Self {
        let outcome = |step: SubtaskIdx| outcomes.get(step.index()).copied().unwrap_or(Outcome::Unknown);
        let has_failed = |step: SubtaskIdx| has_failed(task, step);
        let mut roots: Vec<SubtaskIdx> = order.iter().copied().filter(|&step| has_failed(step)).collect();
        if roots.is_empty() {
            return Self::default();
        }
        let end = |step: SubtaskIdx| task.get(step).and_then(Subtask::end).map_or(i64::MAX, |end| end.epoch);
        sort::by_key(&mut roots, |&step| end(step).key());
        let rank = ranks(outcomes.len(), &roots);
        let mut cause: Vec<Option<SubtaskIdx>> = vec![None; outcomes.len()];
        let undoing = matches!(verdict, Verdict::RollingBack | Verdict::RollbackFailed);
        let is_blocked = |step| match (undoing, outcome(step)) {
            (false, Outcome::Waiting | Outcome::NeverRan) | (true, Outcome::AwaitingRollback) => true,
            _ => has_failed(step),
        };
        // In the direction of the work, or against it: a step comes after all that can hold it up.
        let mut pass = |step: SubtaskIdx| {
            let before = if undoing { task.downstream.of(step) } else { task.upstream.of(step) };
            let own = Some(step).filter(|&step| has_failed(step));
            let inherited = before.iter().filter_map(|other| cause.get(other.index()).copied().flatten());
            let earliest = own.into_iter().chain(inherited).min_by_key(|root| rank.get(root.index()).copied());
            if let Some(slot) = cause.get_mut(step.index()).filter(|_| is_blocked(step)) {
                *slot = earliest;
            }
        };
        if undoing {
            order.iter().rev().for_each(|&step| pass(step));
        } else {
            order.iter().for_each(|&step| pass(step));
        }
        let is_held = |step: &SubtaskIdx| cause.get(step.index()).is_some_and(Option::is_some) && !has_failed(*step);
        let blocked = order.iter().copied().filter(is_held).collect();
        let still_running = order.iter().copied().filter(|&step| outcome(step).is_in_motion()).collect();
        Self { roots, still_running, blocked, cause }
    }

    /// The root that holds a step up.
    #[must_use]
    pub fn cause_of(&self, step: SubtaskIdx) -> Option<SubtaskIdx> {
        self.cause.get(step.index()).copied().flatten()
    }
}

fn ranks(count: usize, roots: &[SubtaskIdx]) -> Vec<u32> {
    let mut ranks = vec![u32::MAX; count];
    for (rank, root) in (0..).zip(roots) {
        if let Some(slot) = ranks.get_mut(root.index()) {
            *slot = rank;
        }
    }
    ranks
}

/// All that can't go on because of one step, in reading order: what comes after it and has not started, or, while a
/// rollback is under way, what came before it and waits to be undone.
#[must_use]
pub fn blast_radius(task: &Task, insight: &super::Insight, step: SubtaskIdx) -> Vec<SubtaskIdx> {
    let outcome = |step: SubtaskIdx| insight.outcomes.get(step.index()).copied();
    let undoing = matches!(insight.verdict, Verdict::RollingBack | Verdict::RollbackFailed);
    let is_blocked = |step: SubtaskIdx| match outcome(step) {
        Some(Outcome::AwaitingRollback) => undoing,
        Some(Outcome::Waiting | Outcome::NeverRan) => !undoing,
        _ => false,
    };
    let mut seen = vec![false; task.subtasks.len()];
    let mut open = vec![step];
    while let Some(at) = open.pop() {
        let next = if undoing { task.upstream.of(at) } else { task.downstream.of(at) };
        for &other in next.iter().filter(|&&other| is_blocked(other)) {
            if let Some(flag) = seen.get_mut(other.index()).filter(|flag| !**flag) {
                *flag = true;
                open.push(other);
            }
        }
    }
    insight.order.iter().copied().filter(|step| seen.get(step.index()) == Some(&true)).collect()
}

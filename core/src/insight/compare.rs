//! Two tasks of the same kind, step by step: what took longer, what is new, what is gone, and where the difference of
//! their wall times came from.
//!
//! Steps are matched by name, parallel index and, where both repeat, by which of them it is in reading order. The wall
//! time of each task is the sum of what its critical path gives to each step, of the closing and of the tail; so is
//! their difference.

use std::collections::HashMap;

use super::Insight;
use crate::task::{Millis, SubtaskIdx, Task};

/// One step of either task, or of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComparedStep {
    /// In the first task; `None`: it is new in the second.
    pub before: Option<SubtaskIdx>,
    /// In the second task; `None`: it is gone.
    pub after: Option<SubtaskIdx>,
    /// By how much its run is longer in the second; `None` where one of the two is not known.
    pub run: Option<Millis>,
    /// By how much its wait is longer in the second.
    pub wait: Option<Millis>,
    /// By how much it made the second task longer: its shares in the two critical paths.
    pub wall: Millis,
}

/// What differs between two tasks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The steps, in the reading order of the second task; what is gone follows.
    pub steps: Vec<ComparedStep>,
    /// By how much the second took longer; `None` where one of the two is not known.
    pub wall: Option<Millis>,
    /// The part of that which belongs to no step: closing and tail.
    pub rest: Millis,
}

impl Comparison {
    /// Sets the second task against the first.
    #[must_use]
    pub fn of(before: (&Task, &Insight), after: (&Task, &Insight)) -> Self {
        let (mut known, keys_before) = (HashMap::new(), keys(before));
        for (step, key) in &keys_before {
            known.insert(*key, *step);
        }
        let (shares_before, shares_after) = (shares(before.1), shares(after.1));
        let share = |shares: &[Millis], step: Option<SubtaskIdx>| {
            step.and_then(|step| shares.get(step.index())).copied().unwrap_or_default()
        };
        let time = |insight: &Insight, step: Option<SubtaskIdx>| {
            step.and_then(|step| insight.times.get(step.index())).copied().unwrap_or_default()
        };
        let compared = |old: Option<SubtaskIdx>, new: Option<SubtaskIdx>| {
            let (was, is) = (time(before.1, old), time(after.1, new));
            ComparedStep {
                before: old,
                after: new,
                run: is.run.zip(was.run).map(|(is, was)| is - was),
                wait: is.wait.zip(was.wait).map(|(is, was)| is - was),
                wall: share(&shares_after, new) - share(&shares_before, old),
            }
        };
        let mut steps: Vec<ComparedStep> =
            keys(after).into_iter().map(|(step, key)| compared(known.remove(&key), Some(step))).collect();
        let gone = keys_before.iter().filter(|(_, key)| known.contains_key(key));
        steps.extend(gone.map(|&(step, _)| compared(Some(step), None)));
        let rest = |insight: &Insight| insight.totals.closing.unwrap_or_default() + insight.path.tail;
        Self {
            steps,
            wall: after.1.totals.wall.zip(before.1.totals.wall).map(|(is, was)| is - was),
            rest: rest(after.1) - rest(before.1),
        }
    }

    /// Whether nothing at all differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let same = |span: Option<Millis>| span.is_none_or(|span| span == Millis::ZERO);
        let is_same = |step: &ComparedStep| {
            step.before.is_some() && step.after.is_some() && same(step.run) && same(step.wait) && same(Some(step.wall))
        };
        self.steps.iter().all(is_same) && same(self.wall) && same(Some(self.rest))
    }
}

/// Name, parallel index, and which of those with both alike.
type Key<'a> = (&'a str, Option<u32>, u32);

/// The key of each step, in reading order.
fn keys<'a>((task, insight): (&'a Task, &Insight)) -> Vec<(SubtaskIdx, Key<'a>)> {
    let mut counts: HashMap<(&str, Option<u32>), u32> = HashMap::new();
    let key = |&step: &SubtaskIdx| {
        let subtask = task.get(step)?;
        let count = counts.entry((&subtask.name, subtask.parallel_index)).or_default();
        *count += 1;
        Some((step, (&*subtask.name, subtask.parallel_index, *count)))
    };
    insight.order.iter().filter_map(key).collect()
}

/// By step: what the critical path gives to it.
fn shares(insight: &Insight) -> Vec<Millis> {
    let mut shares = vec![Millis::ZERO; insight.outcomes.len()];
    for part in &insight.path.parts {
        if let Some(share) = shares.get_mut(part.step.index()) {
            *share = part.wait + part.run;
        }
    }
    shares
}

//! Two tasks of the same kind, step by step: what took longer, what is new, what is gone, and where the difference of
//! their wall times came from.
//!
//! Steps are matched by name, parallel index and, where both repeat, by which of them it is in reading order. The wall
//! time of each task is the sum of what its critical path gives to each step, of the closing and of the tail; so is
//! their difference.

use super::Insight;
use crate::sort::{self, Key};
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
        let matched = matched(before, after);
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
                run: is.run().zip(was.run()).map(|(is, was)| is - was),
                wait: is.wait().zip(was.wait()).map(|(is, was)| is - was),
                wall: share(&shares_after, new) - share(&shares_before, old),
            }
        };
        let mut is_gone = vec![true; before.1.outcomes.len()];
        let mut steps = Vec::with_capacity(after.1.order.len());
        for &step in after.1.order.iter() {
            let old = matched.get(step.index()).copied().flatten();
            if let Some(gone) = old.and_then(|old| is_gone.get_mut(old.index())) {
                *gone = false;
            }
            steps.push(compared(old, Some(step)));
        }
        let gone = before.1.order.iter().filter(|step| is_gone.get(step.index()) == Some(&true));
        steps.extend(gone.map(|&step| compared(Some(step), None)));
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

/// By index of the second task's steps: the step of the first that each is matched with.
fn matched(before: (&Task, &Insight), after: (&Task, &Insight)) -> Vec<Option<SubtaskIdx>> {
    let names = sort::by_heap(steps(before).chain(steps(after)).map(|(_, name, _)| name).collect());
    // Two steps of the same name find the same place among the names, whichever it is.
    let keyed = |(step, name, index): (SubtaskIdx, &str, Option<u32>)| {
        let name = names.partition_point(|&other| other < name) as u32;
        (step, (name, index.map_or(0, |index| index.saturating_add(1))).key())
    };
    let (old, new) = (steps(before).map(keyed).collect::<Vec<_>>(), steps(after).map(keyed).collect::<Vec<_>>());
    // Sorted by key, and within one in reading order, the steps of either task walk side by side.
    let sorted = |steps: &[(SubtaskIdx, u64)]| {
        sort::by_keys(steps.len(), &[&|place| steps.get(place as usize).map_or(0, |step| step.1)])
    };
    let mut matched = vec![None; after.1.outcomes.len()];
    let (mut olds, mut news) = (sorted(&old).into_iter().peekable(), sorted(&new).into_iter().peekable());
    let at = |steps: &[(SubtaskIdx, u64)], place: &u32| steps.get(*place as usize).copied();
    while let (Some((was, old_key)), Some((is, new_key))) =
        (olds.peek().and_then(|place| at(&old, place)), news.peek().and_then(|place| at(&new, place)))
    {
        if old_key == new_key
            && let Some(slot) = matched.get_mut(is.index())
        {
            *slot = Some(was);
        }
        if old_key <= new_key {
            olds.next();
        }
        if new_key <= old_key {
            news.next();
        }
    }
    matched
}

/// The steps with name and parallel index, in reading order.
fn steps<'a>((task, insight): (&'a Task, &'a Insight)) -> impl Iterator<Item = (SubtaskIdx, &'a str, Option<u32>)> {
    insight.order.iter().filter_map(|&step| {
        let subtask = task.get(step)?;
        Some((step, &*subtask.name, subtask.parallel_index))
    })
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

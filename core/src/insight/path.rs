//! The critical path: the chain of steps and waits that the wall time is made of.
//!
//! ```text
//!   start ░░│▓▓ Prepare ▓▓│░│▓▓▓▓▓▓▓ Install ▓▓▓▓▓▓▓│░░│▓ Finish ▓│··closing··│ finish
//!                           │▓▓ Check ▓▓│      slack
//! ```
//!
//! Walks back from what ended last (or, while the task runs, from what is in motion or is waited for) through the
//! upstream that ended last, to the start. A rollback runs the other way: what undoing a step waited for are its
//! downstreams, so the path is also walked down through what was undone last before it.
//!
//! Each instant of the wall time then belongs to the deepest step of the path that was under way, or, where none was, to
//! the wait before the next one. That keeps the parts from overlapping, whatever clocks say, and also when the span of
//! an undone step holds all of its downstreams' spans.
//!
//! Invariant: the parts' runs and waits, the tail and the closing add up to the wall time exactly.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::schedule::{Interval, Schedule};
use super::{Order, Totals};
use crate::sort::{self, Key};
use crate::task::{Millis, Outcome, SubtaskIdx, SubtaskStatus, Task, TaskStatus, open_ends};

/// One step of the critical path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathPart {
    /// Which.
    pub step: SubtaskIdx,
    /// The time before it in which no step of the path was under way, and, of one that waits to go on, since then.
    pub wait: Millis,
    /// The time in which it was the deepest step under way. For an undone step that is its work and its undoing.
    pub run: Millis,
}

/// The chain that the wall time is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CriticalPath {
    /// From the first step to the last; empty where no step has run.
    pub parts: Vec<PathPart>,
    /// What is left after the last part, and is no closing: while the task runs, nothing moves and no step is waited
    /// for; or all of it, where no step has run.
    pub tail: Millis,
    /// Whether a step is on it, by index.
    pub contains: Vec<bool>,
    /// All runs; `None` where the wall time is not known, or a part of it may be work or waiting.
    pub run: Option<Millis>,
    /// All waits, the tail among them.
    pub wait: Option<Millis>,
}

impl CriticalPath {
    #[inline(never)]
    pub(super) fn of(
        task: &Task,
        order: &Order,
        outcomes: &[Outcome],
        totals: &Totals,
        schedule: Option<&Schedule<'_>>,
    ) -> Self {
        let mut contains = vec![false; task.subtasks.len()];
        let Some(schedule) = schedule else { return Self { contains, ..Self::default() } };
        let walk = Walk { task, outcomes, schedule, order };
        let (mut parts, covered_to) = attribute(&walk.steps(), schedule);
        if totals.is_untimed {
            return Self { contains, ..Self::default() };
        }
        for part in &parts {
            if let Some(flag) = contains.get_mut(part.step.index()) {
                *flag = true;
            }
        }
        let rest = Millis(schedule.window.1 - covered_to);
        let is_rest_unknown = totals.is_last_end_unknown && rest > Millis::ZERO;
        if forget_unknown(task, &mut parts, schedule) || is_rest_unknown {
            return Self { parts, contains, ..Self::default() };
        }
        let tail = if totals.closing.is_some() { Millis::ZERO } else { rest };
        let run = parts.iter().map(|part| part.run).sum();
        let wait = parts.iter().map(|part| part.wait).sum::<Millis>() + tail;
        Self { parts, tail, contains, run: Some(run), wait: Some(wait) }
    }
}

/// Calls nothing a wait that may have been work: before a step of which an end is not known, and behind it, on the path or
/// beside it, and where all that the first one waited for can't be followed. Whether there is such a stretch.
fn forget_unknown(task: &Task, parts: &mut [PathPart], schedule: &Schedule<'_>) -> bool {
    let is_open = |step: SubtaskIdx| {
        task.upstream.of(step).is_empty() && open_ends(task, &|_, _| true).get(step.index()) == Some(&true)
    };
    let mut is_behind = parts.first().is_some_and(|part| is_open(part.step));
    let mut is_any = false;
    for part in parts {
        let is_moment = schedule.get(part.step).is_some_and(|interval| interval.is_moment);
        is_behind |= is_moment || schedule.is_anchor_unknown(part.step);
        if is_behind {
            part.wait = Millis::ZERO;
        }
        is_any |= is_behind;
        is_behind = is_moment;
    }
    is_any
}

struct Walk<'a> {
    task: &'a Task,
    outcomes: &'a [Outcome],
    schedule: &'a Schedule<'a>,
    order: &'a Order,
}

impl Walk<'_> {
    /// The steps of the path, from the first to the last.
    fn steps(&self) -> Vec<SubtaskIdx> {
        let Some(last) = self.holder().or_else(|| self.ended_last(self.order.iter().copied())) else {
            return Vec::new();
        };
        let mut steps = vec![last];
        let mut at = last;
        while let Some(upstream) = self.ended_last(self.task.upstream.of(at).iter().copied()) {
            steps.push(upstream);
            at = upstream;
        }
        steps.reverse();
        at = last;
        while self.is_undone(at) {
            let undone = self.task.downstream.of(at).iter().copied().filter(|&next| self.is_undone(next));
            let Some(downstream) = self.ended_last(undone) else { break };
            steps.push(downstream);
            at = downstream;
        }
        steps
    }

    /// What a running task is busy with or waits for: of what is in motion, the step that has been so the longest; else
    /// of what was picked, else of what could be, the one that waits the longest.
    fn holder(&self) -> Option<SubtaskIdx> {
        if self.task.status != TaskStatus::Running {
            return None;
        }
        let outcome = |step: SubtaskIdx| self.outcomes.get(step.index()).copied();
        let is_ready =
            |&step: &SubtaskIdx| self.task.get(step).is_some_and(|subtask| subtask.status == SubtaskStatus::Ready);
        // Behind a failure nothing is waited for, and what is not waited for does not last until now.
        let lasts = |step| self.schedule.get(step).is_some_and(|interval| interval.end == self.schedule.window.1);
        let timed = || self.order.iter().copied().filter(|&step| lasts(step));
        let start = |step: &SubtaskIdx| self.schedule.get(*step).map(|interval| interval.start);
        let waits_since = |step: &SubtaskIdx| {
            let ends = self.task.upstream.of(*step).iter().filter_map(|&upstream| self.schedule.get(upstream));
            ends.map(|interval| interval.end).max()
        };
        let in_motion = timed().filter(|&step| outcome(step).is_some_and(Outcome::is_in_motion)).min_by_key(start);
        in_motion
            .or_else(|| timed().filter(is_ready).min_by_key(waits_since))
            .or_else(|| timed().filter(|&step| outcome(step) == Some(Outcome::Eligible)).min_by_key(waits_since))
    }

    /// The step that ended last: of those that ended together, the one that is read later.
    fn ended_last(&self, steps: impl Iterator<Item = SubtaskIdx>) -> Option<SubtaskIdx> {
        let key = |step: SubtaskIdx| Some((self.schedule.get(step)?.end, self.order.place(step)));
        steps.filter_map(|step| Some((key(step)?, step))).max().map(|(_, step)| step)
    }

    fn is_undone(&self, step: SubtaskIdx) -> bool {
        matches!(
            self.outcomes.get(step.index()),
            Some(Outcome::RolledBack | Outcome::RollingBack | Outcome::RollbackFailed | Outcome::RollbackSkipped)
        )
    }
}

/// Shares out the wall time among the steps of the path; returns the instant up to which it is covered.
fn attribute(steps: &[SubtaskIdx], schedule: &Schedule<'_>) -> (Vec<PathPart>, i64) {
    let path: Vec<(SubtaskIdx, Interval)> =
        steps.iter().filter_map(|&step| Some((step, schedule.get(step)?))).collect();
    let mut parts: Vec<PathPart> =
        path.iter().map(|&(step, _)| PathPart { step, wait: Millis::ZERO, run: Millis::ZERO }).collect();
    let start = |place: u32| path.get(place as usize).map_or(0, |(_, interval)| interval.start);
    let mut at = schedule.window.0;
    // The deepest on top.
    let mut under_way = BinaryHeap::new();
    for place in sort::by_keys(path.len(), &[&|place| start(place).key()]) {
        at = spend(&path, &mut parts, &mut under_way, at, start(place));
        if let Some(part) = parts.get_mut(place as usize) {
            part.wait += Millis(start(place) - at);
            at = start(place);
        }
        under_way.push(Reverse(!place));
    }
    at = spend(&path, &mut parts, &mut under_way, at, i64::MAX);
    (parts, at)
}

/// Gives the time between two instants to the deepest steps under way; returns the instant at which none was any more.
fn spend(
    path: &[(SubtaskIdx, Interval)],
    parts: &mut [PathPart],
    under_way: &mut BinaryHeap<Reverse<u32>>,
    mut at: i64,
    until: i64,
) -> i64 {
    while let Some(&Reverse(place)) = under_way.peek() {
        let place = !place as usize;
        let (Some((_, interval)), Some(part)) = (path.get(place), parts.get_mut(place)) else { break };
        let end = interval.end.min(until).max(at);
        let worked_until = interval.worked_until.min(end).max(at);
        part.run += Millis(worked_until - at);
        part.wait += Millis(end - worked_until);
        at = end;
        if interval.end > until {
            break;
        }
        under_way.pop();
    }
    at
}

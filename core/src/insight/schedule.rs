//! The task as a schedule: when each step ran, what it waited for, and what would move if it took another time.
//!
//! ```text
//!   anchor(d) = latest end of d's upstreams      lag(d) = start(d) − anchor(d), as observed
//!   slack(u)  = min over downstreams d of  anchor(d) − end(u) + slack(d),   at most  last end − end(u)
//! ```
//!
//! The critical path method (Kelley and Walker 1959) over what happened: each step keeps its observed lag behind its
//! last upstream, which may be negative where the clocks of two OCP nodes disagree. Recomputed with no change, the
//! schedule therefore gives the observed times back to the millisecond. Its limits: a freed place among the ten that may
//! run at once starts nobody earlier here, and a lag that came from a full queue stays as it was.
//!
//! Where a step has run and does not tell when it ended, neither is known what those behind it waited for: the slack of
//! all that lies before these, or before it, is unknown.
//!
//! Invariants: slack is never negative, and 0 for what ended last and for the upstream it waited for, and so on.

use super::times::has_run;
use crate::insight::{StepTime, Totals};
use crate::task::{Family, Millis, Outcome, SubtaskIdx, SubtaskStatus, Task, TaskStatus, has_any_failed};

/// When a step ran, in milliseconds since the epoch, inside of the task's own interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Interval {
    pub start: i64,
    pub end: i64,
    /// When it last stopped working: earlier than its end if it waits to go on.
    pub worked_until: i64,
    /// Whether only one of its ends is known: what lies around it may have been work or waiting.
    pub is_moment: bool,
}

/// The observed schedule. Lists with an entry a step go by index.
pub(super) struct Schedule<'a> {
    task: &'a Task,
    order: &'a [SubtaskIdx],
    /// The interval of the task.
    pub window: (i64, i64),
    /// The steps that have run, as far as their times are known, and those that the task waits for right now.
    pub intervals: Vec<Option<Interval>>,
    /// The end of each interval, [`NEVER`] where it has not run and [`UNKNOWN`] where it does not tell: what is asked for
    /// most, and of many steps at once.
    ends: Vec<i64>,
    /// The latest end of each step's upstreams, [`UNKNOWN`] if one of these is, or the task's start where none has run.
    anchors: Vec<i64>,
    /// When the last of its steps ended; `None` where one that does not tell may have ended later.
    last_end: Option<i64>,
}

/// Before all that ever was.
const NEVER: i64 = i64::MIN;
/// After all that is known.
const UNKNOWN: i64 = i64::MAX;

impl<'a> Schedule<'a> {
    /// `None` where the task's own interval is not known, or nothing of the order of its steps.
    #[inline(never)]
    pub fn of(
        task: &'a Task,
        order: &'a [SubtaskIdx],
        outcomes: &[Outcome],
        times: &[StepTime],
        totals: &Totals,
    ) -> Option<Self> {
        let window = totals.window().filter(|_| !task.is_order_unknown())?;
        let (from, to) = window;
        let is_running = task.status == TaskStatus::Running;
        // Nothing new starts behind a failure, or once the task is being undone.
        let may_start =
            !has_any_failed(task, outcomes) && !outcomes.iter().any(|outcome| outcome.family() == Family::Undone);
        let clip = |instant: i64| instant.clamp(from, to);
        let is_ready = |step: SubtaskIdx| task.get(step).is_some_and(|subtask| subtask.status == SubtaskStatus::Ready);
        let interval = |(step, (time, &outcome)): (SubtaskIdx, (&StepTime, &Outcome))| {
            // What is picked or could be is what a running task waits for, however long that takes.
            let awaited = match outcome {
                Outcome::Eligible => is_running && may_start,
                Outcome::Ready => is_running,
                Outcome::RollingBack | Outcome::Unknown => is_running && is_ready(step),
                _ => false,
            };
            let start = time.start.map(|start| clip(start.epoch));
            let end = time.end.map(|end| clip(end.epoch));
            match (start, end) {
                (Some(start), end) if awaited => {
                    let worked_until = end.map_or(start, |end| end.max(start));
                    Some(Interval { start, end: to, worked_until, is_moment: false })
                }
                (None, _) if awaited => Some(Interval { start: to, end: to, worked_until: to, is_moment: false }),
                (start, end) => {
                    let is_moment = start.is_none() || end.is_none();
                    let (start, end) = (start.or(end)?, end.or(start)?);
                    let end = end.max(start);
                    Some(Interval { start, end, worked_until: end, is_moment })
                }
            }
        };
        let intervals: Vec<Option<Interval>> = task.indexes().zip(times.iter().zip(outcomes)).map(interval).collect();
        let end = |(interval, (time, &outcome)): (&Option<Interval>, (&StepTime, &Outcome))| match interval {
            Some(interval) if !interval.is_moment || time.end.is_some() => interval.end,
            None if !has_run(time, outcome) => NEVER,
            _ => UNKNOWN,
        };
        let ends: Vec<i64> = intervals.iter().zip(times.iter().zip(outcomes)).map(end).collect();
        let last_end = ends.iter().copied().filter(|&end| end != NEVER && end != UNKNOWN).max();
        let last_end = last_end.filter(|&end| end == to || !totals.is_last_end_unknown);
        let end = |step: SubtaskIdx| ends.get(step.index()).copied().unwrap_or(NEVER);
        let anchors = task.indexes().map(|step| anchor(task, step, from, end)).collect();
        Some(Self { task, order, window, intervals, ends, anchors, last_end })
    }

    /// The interval of a step.
    pub fn get(&self, step: SubtaskIdx) -> Option<Interval> {
        self.intervals.get(step.index()).copied().flatten()
    }

    /// When a step ended.
    fn end(&self, step: SubtaskIdx) -> Option<i64> {
        self.ends.get(step.index()).copied().filter(|end| *end != NEVER && *end != UNKNOWN)
    }

    /// Whether a step has run and it is not known what it waited for.
    pub fn is_anchor_unknown(&self, step: SubtaskIdx) -> bool {
        let (end, anchor) = (self.ends.get(step.index()), self.anchors.get(step.index()));
        anchor == Some(&UNKNOWN) && end != Some(&NEVER)
    }

    /// By how much each step could have ended later without moving the end of the task; `None` for what has not run, and
    /// where it is not known.
    #[inline(never)]
    pub fn slack(&self) -> Vec<Option<Millis>> {
        let mut slack: Vec<Option<Millis>> = vec![None; self.intervals.len()];
        let Some(last_end) = self.last_end else { return slack };
        for &step in self.order.iter().rev() {
            let Some(end) = self.end(step) else { continue };
            let (mut least, mut is_known) = (last_end - end, true);
            for next in self.task.downstream.of(step) {
                let anchor = self.anchors.get(next.index()).copied().filter(|anchor| *anchor != UNKNOWN);
                match (slack.get(next.index()).copied().flatten(), anchor) {
                    _ if self.ends.get(next.index()) == Some(&NEVER) => {}
                    (Some(slack), Some(anchor)) => least = least.min(slack.0 + anchor - end),
                    _ => is_known = false,
                }
            }
            if let Some(slot) = slack.get_mut(step.index()) {
                // Less than none there is not, whatever the others would say.
                *slot = Some(Millis(least)).filter(|_| is_known || least == 0);
            }
        }
        slack
    }

    /// The wall time, had `changed` taken `run` instead; `None` where it has not run, and where that is not known.
    pub fn wall_if(&self, changed: SubtaskIdx, run: Millis) -> Option<Millis> {
        let Interval { start, end, .. } = self.get(changed).filter(|interval| !interval.is_moment)?;
        let last_end = self.last_end?;
        // By how much each would have ended later: nothing but what comes behind the changed one.
        let mut later = vec![0_i64; self.intervals.len()];
        let mut is_behind = vec![false; self.intervals.len()];
        let shift = |later: &[i64], step: SubtaskIdx| later.get(step.index()).copied().unwrap_or_default();
        for &step in self.order.iter().skip_while(|step| **step != changed) {
            let is_reached = step == changed || is_behind.get(step.index()) == Some(&true);
            if !is_reached || self.ends.get(step.index()) == Some(&NEVER) {
                continue;
            }
            // Of what comes behind it one does not tell when it ended.
            self.end(step).filter(|_| step == changed || !self.is_anchor_unknown(step))?;
            let by = if step == changed {
                run.at_least_zero().0 - (end - start)
            } else {
                let end = |upstream| self.end(upstream).map_or(NEVER, |end| end + shift(&later, upstream));
                let observed = self.anchors.get(step.index()).copied().unwrap_or(self.window.0);
                anchor(self.task, step, self.window.0, end) - observed
            };
            if by == 0 {
                continue;
            }
            if let Some(slot) = later.get_mut(step.index()) {
                *slot = by;
            }
            for next in self.task.downstream.of(step) {
                if let Some(slot) = is_behind.get_mut(next.index()) {
                    *slot = true;
                }
            }
        }
        // What never ended is never late, either.
        let known = self.ends.iter().zip(&later).filter(|(end, _)| **end != UNKNOWN);
        let new_last = known.fold(self.window.0, |last, (end, by)| last.max(end + by));
        Some(Millis(new_last + (self.window.1 - last_end) - self.window.0))
    }
}

/// The latest end of a step's upstreams; `start` where none is known.
fn anchor(task: &Task, step: SubtaskIdx, start: i64, end: impl Fn(SubtaskIdx) -> i64) -> i64 {
    let latest = task.upstream.of(step).iter().map(|&upstream| end(upstream)).fold(NEVER, i64::max);
    if latest == NEVER { start } else { latest }
}

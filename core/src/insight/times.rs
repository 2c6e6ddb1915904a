//! When each step could start, when it did, how long it took; and the same of the whole task.
//!
//! ```text
//!   upstream A ▓▓▓▓▓▓▓▓
//!   upstream B ▓▓▓▓▓▓▓▓▓▓▓▓│ ready_at
//!   step                   │░░░░ wait │▓▓▓▓▓▓▓▓ run │
//! ```
//!
//! OCP keeps only the first start and the last end of a step: the run of a step with more than one attempt includes
//! the failed attempts and the time between them.

use crate::task::{Millis, Outcome, SubtaskStatus, Task, Timestamp};

/// The times of one step, as far as they are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StepTime {
    /// When its last upstream ended, or the task started if it has none.
    pub ready_at: Option<Timestamp>,
    /// When it first started.
    pub start: Option<Timestamp>,
    /// When it last ended; "now" for what is in motion.
    pub end: Option<Timestamp>,
    /// Whether `end` is only "now".
    pub is_open: bool,
    /// From `ready_at` to `start`, never below 0.
    pub wait: Option<Millis>,
    /// From `start` to `end`.
    pub run: Option<Millis>,
}

/// The times of a task as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// When it started: as it says, or else when its first step did.
    pub start: Option<Timestamp>,
    /// When it ended; "now" while it runs.
    pub end: Option<Timestamp>,
    /// From `start` to `end`.
    pub wall: Option<Millis>,
    /// The runs of all steps, added up.
    pub run: Millis,
    /// The waits of all steps, added up.
    pub wait: Millis,
    /// From the end of the last step to the end of the task; unknown while it runs.
    pub closing: Option<Millis>,
}

/// The times of each step, by index.
pub(super) fn step_times(task: &Task, outcomes: &[Outcome], now: Option<Timestamp>) -> Vec<StepTime> {
    let mut times: Vec<StepTime> = task
        .subtasks
        .iter()
        .zip(outcomes)
        .map(|(subtask, outcome)| {
            let start = subtask.start_time;
            let is_open = start.is_some() && outcome.is_in_motion();
            // The browser's idea of now can lag behind a step that has just started.
            let end = if is_open { now.zip(start).map(|(now, start)| now.max(start)) } else { subtask.end() };
            let run = start.zip(end).map(|(start, end)| (end - start).at_least_zero());
            StepTime { start, end, is_open, run, ..StepTime::default() }
        })
        .collect();
    for step in task.indexes() {
        let upstreams = task.upstream.of(step);
        let ends = upstreams.iter().map(|upstream| {
            let subtask = task.get(*upstream)?;
            // A step that is not over has no end yet, even if an earlier attempt left one.
            subtask.end().filter(|_| subtask.status != SubtaskStatus::Failed)
        });
        let ready_at = if upstreams.is_empty() {
            task.start_time
        } else {
            ends.collect::<Option<Vec<_>>>().and_then(|ends| ends.into_iter().max())
        };
        if let Some(time) = times.get_mut(step.index()) {
            time.ready_at = ready_at;
            time.wait = ready_at.zip(time.start).map(|(ready_at, start)| (start - ready_at).at_least_zero());
        }
    }
    times
}

impl Totals {
    /// Adds up the times of the steps and sets them against those of the task.
    pub(super) fn of(task: &Task, times: &[StepTime], now: Option<Timestamp>) -> Self {
        let start = task.start_time.or_else(|| times.iter().filter_map(|time| time.start).min());
        let has_ended = task.has_ended();
        let last_end = times.iter().filter(|time| time.start.is_some()).filter_map(|time| time.end).max();
        let end = match (has_ended, start) {
            (true, _) => task.finish_time.or(last_end).map(|end| start.map_or(end, |start| end.max(start))),
            (false, Some(start)) => now.map(|now| now.max(start)),
            (false, None) => None,
        };
        Self {
            start,
            end,
            wall: start.zip(end).map(|(start, end)| end - start),
            run: times.iter().filter_map(|time| time.run).sum(),
            wait: times.iter().filter_map(|time| time.wait).sum(),
            closing: last_end.zip(end).filter(|_| has_ended).map(|(last, end)| (end - last).at_least_zero()),
        }
    }
}

//! When each step could start, when it did, how long it took; and the same of the whole task.
//!
//! ```text
//!   upstream A ▓▓▓▓▓▓▓▓
//!   upstream B ▓▓▓▓▓▓▓▓▓▓▓▓│ ready_at
//!   step                   │░░░░ wait │▓▓▓▓▓▓▓▓ run │
//! ```
//!
//! OCP keeps only the first start and the last end of a step. Whatever happened more than once to it (a retry, a skip, a
//! rollback) lies inside of that one interval, and so does the time that a person took to decide:
//! [`StepTime::is_span`] says so. Where an upstream was undone, the end of its work is no longer known, and with it
//! neither is the wait behind it.

use super::LimitUse;
use crate::pace::Steps;
use crate::task::{
    Millis, Operation, Outcome, Subtask, SubtaskIdx, SubtaskStatus, Task, Timestamp, is_done, open_ends,
};

/// The times of one step, as far as they are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StepTime {
    /// When its last upstream ended, or the task started if it has none; `None` where one is not done, was undone, or can't
    /// be followed.
    pub ready_at: Option<Timestamp>,
    /// When it first started.
    pub start: Option<Timestamp>,
    /// When it last ended; "now" for what is in motion. A step that was picked up again has ended before.
    pub end: Option<Timestamp>,
    /// Whether `end` is only "now".
    pub is_open: bool,
    /// Whether more than one attempt lies between `start` and `end`, or an attempt and its undoing, with the idle time
    /// between them.
    pub is_span: bool,
}

impl StepTime {
    /// From `ready_at` to `start`, never below 0.
    #[must_use]
    pub fn wait(&self) -> Option<Millis> {
        Some((self.start? - self.ready_at?).at_least_zero())
    }

    /// From `start` to `end`, never below 0.
    #[must_use]
    pub fn run(&self) -> Option<Millis> {
        Some((self.end? - self.start?).at_least_zero())
    }
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
    /// The runs of all steps, added up, as far as they are known.
    pub run: Millis,
    /// The waits of all steps, added up, as far as they are known.
    pub wait: Millis,
    /// Whether steps have run and none of them tells when: then the sums say nothing.
    pub is_untimed: bool,
    /// Whether a step that may have ended last, or may still be under way, does not tell its end.
    pub is_last_end_unknown: bool,
    /// From the end of the last step to the end of the task; unknown while it runs, and where either is not told.
    pub closing: Option<Millis>,
}

/// Steps between two looks at the clock.
const BATCH: usize = 10_000;

/// What is learnt of the steps by looking at each of them once: a large task is slow to go through.
#[derive(Default)]
pub(super) struct Seen {
    /// The times of each step, by index.
    pub times: Vec<StepTime>,
    /// When a step last started or ended.
    pub last_event: Option<Timestamp>,
    /// How many take up one of the places that may be worked on at a time: whatever they do, and though they are to stop.
    pub active: usize,
    /// Whether there is a step that can't be undone.
    pub has_irreversible: bool,
    /// Whether there is a step that ran for its whole limit or longer.
    pub has_over_limit: bool,
}

/// Looks at each step.
pub(super) async fn see(task: &Task, outcomes: &[Outcome], now: Option<Timestamp>, steps: &Steps<'_>) -> Seen {
    let is_order_unknown = task.is_order_unknown();
    let mut seen = Seen { times: Vec::with_capacity(outcomes.len()), ..Seen::default() };
    let mut see = |subtask: &Subtask| {
        seen.last_event = seen.last_event.max(subtask.start_time).max(subtask.finish_time);
        seen.active += usize::from(matches!(subtask.status, SubtaskStatus::Ready | SubtaskStatus::Running));
        seen.has_irreversible |= subtask.prohibit_rollback;
        work_end(subtask)
    };
    let work_ends: Vec<Option<Timestamp>> = task.subtasks.iter().map(&mut see).collect();
    // Of a circle that came to its end, the edges that are left tell as well.
    let open_ends = open_ends(task, &|from, to| task.upstream.of(to).is_empty() || !is_done(task, from));
    let ready_at = |step: SubtaskIdx| {
        let upstreams = task.upstream.of(step);
        if is_order_unknown || open_ends.get(step.index()) == Some(&true) {
            return None;
        }
        if upstreams.is_empty() {
            return task.start_time;
        }
        let ends = upstreams.iter().map(|upstream| work_ends.get(upstream.index()).copied().flatten());
        ends.reduce(|last, end| Some(last?.max(end?))).flatten()
    };
    let mut has_over_limit = false;
    let mut time = |(step, (subtask, &outcome)): (SubtaskIdx, (&Subtask, &Outcome))| {
        let start = subtask.start_time;
        let is_open = start.is_some() && outcome.is_in_motion();
        // The browser's idea of now can lag behind a step that has just started.
        let end = match outcome {
            _ if is_open => now.zip(start).map(|(now, start)| now.max(start)),
            Outcome::Ready => subtask.finish_time.max(start).filter(|_| subtask.finish_time.is_some()),
            _ => subtask.end(),
        };
        let ready_at = ready_at(step);
        let time = StepTime { ready_at, start, end, is_open, is_span: start.is_some() && is_span(subtask, outcome) };
        has_over_limit |= LimitUse::of(subtask, &time).is_exceeded();
        time
    };
    let mut all = task.indexes().zip(task.subtasks.iter().zip(outcomes));
    loop {
        let before = seen.times.len();
        seen.times.extend(all.by_ref().take(BATCH).map(&mut time));
        if seen.times.len() == before {
            return Seen { has_over_limit, ..seen };
        }
        steps.look().await;
    }
}

fn is_span(subtask: &Subtask, outcome: Outcome) -> bool {
    // What only waits to be undone has its first end still.
    let was_undone = subtask.is_undone() && outcome != Outcome::AwaitingRollback;
    was_undone || subtask.attempts() > 1 || subtask.operation == Operation::Skip
}

/// When the work of a step came to its end, and what follows it could start.
fn work_end(subtask: &Subtask) -> Option<Timestamp> {
    let is_done = match subtask.status {
        SubtaskStatus::Successful => subtask.operation != Operation::RollbackSkip,
        // A word that is not known leaves the times as they are.
        SubtaskStatus::Unknown(_) | SubtaskStatus::Missing => true,
        _ => false,
    };
    subtask.end().filter(|_| is_done)
}

/// Whether a step has run, be it that it tells when or not.
pub(super) const fn has_run(time: &StepTime, outcome: Outcome) -> bool {
    let is_idle = matches!(outcome, Outcome::Waiting | Outcome::Eligible | Outcome::Ready | Outcome::NeverRan);
    time.start.is_some() || time.end.is_some() || !is_idle
}

/// What the times of all steps come to, by looking at each once.
#[derive(Default)]
struct Sums {
    first_start: Option<Timestamp>,
    last_end: Option<Timestamp>,
    run: Millis,
    wait: Millis,
    /// Whether a step has run, be it that it tells when or not.
    any_ran: bool,
    /// Whether a step that may have ended last does not tell its end: one behind which none has run.
    is_last_end_unknown: bool,
}

impl Sums {
    fn of(task: &Task, times: &[StepTime], outcomes: &[Outcome]) -> Self {
        let is_run = |step: SubtaskIdx| {
            let seen = times.get(step.index()).zip(outcomes.get(step.index()));
            seen.is_some_and(|(time, &outcome)| has_run(time, outcome))
        };
        let is_last = |step: SubtaskIdx| !task.downstream.of(step).iter().any(|&next| is_run(next));
        let mut sums = Self::default();
        for (step, (time, &outcome)) in task.indexes().zip(times.iter().zip(outcomes)) {
            if let Some(start) = time.start {
                sums.first_start = Some(sums.first_start.map_or(start, |first| first.min(start)));
            }
            sums.last_end = sums.last_end.max(time.end.or(time.start));
            sums.run += time.run().unwrap_or_default();
            sums.wait += time.wait().unwrap_or_default();
            if has_run(time, outcome) {
                sums.any_ran = true;
                sums.is_last_end_unknown |= time.end.is_none() && is_last(step);
            }
        }
        sums
    }
}

impl Totals {
    /// Adds up the times of the steps and sets them against those of the task.
    #[inline(never)]
    pub(super) fn of(task: &Task, times: &[StepTime], outcomes: &[Outcome], now: Option<Timestamp>) -> Self {
        let Sums { first_start, last_end, run, wait, any_ran, is_last_end_unknown } = Sums::of(task, times, outcomes);
        let start = task.start_time.or(first_start);
        let is_over = task.is_over();
        let end = match (is_over, start) {
            (true, _) => task.finish_time.or(last_end).map(|end| start.map_or(end, |start| end.max(start))),
            (false, Some(start)) => now.map(|now| now.max(start)),
            (false, None) => None,
        };
        Self {
            start,
            end,
            wall: start.zip(end).map(|(start, end)| end - start),
            run,
            wait,
            is_untimed: (task.has_ended() || any_ran) && last_end.is_none(),
            is_last_end_unknown,
            closing: last_end
                .zip(end)
                .filter(|_| is_over && task.finish_time.is_some() && !is_last_end_unknown)
                .map(|(last, end)| (end - start.map_or(last, |start| last.max(start))).at_least_zero()),
        }
    }

    /// The interval in which the task ran, in milliseconds since the epoch.
    pub(super) fn window(&self) -> Option<(i64, i64)> {
        Some((self.start?.epoch, self.end?.epoch))
    }
}

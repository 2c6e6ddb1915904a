//! The state of every step at any instant of the past, as far as the times tell.
//!
//! ```text
//!   step     ──waiting──│eligible│▓▓▓ running ▓▓▓│ what it came to
//!   upstream ▓▓▓▓▓▓▓▓▓▓▓│ done
//! ```
//!
//! A step with more than one attempt shows as running from its first start to its last end. Of an undone step the end of
//! its work is not known, but what came after it shows the way: once a downstream started it was done, and once all of
//! them are undone it is its turn.

use super::{Insight, StepTime};
use crate::task::{Outcome, SubtaskIdx, Task, Timestamp, is_done, open_ends};

/// The outcome that each step had at that instant, by index. From the last event on, it is what the payload says.
#[must_use]
pub fn outcomes_at(task: &Task, insight: &Insight, instant: Timestamp) -> Vec<Outcome> {
    if insight.last_event.is_none_or(|last| instant >= last) {
        return insight.outcomes.clone();
    }
    let mut outcomes = vec![Outcome::Waiting; insight.outcomes.len()];
    let open_ends = open_ends(task, &|from, _| !is_done(task, from));
    // In reading order an upstream comes before its downstreams.
    for &step in insight.order.iter() {
        let upstreams = task.upstream.of(step);
        let is_open = open_ends.get(step.index()) == Some(&true);
        let are_done =
            !is_open && upstreams.iter().all(|upstream| outcomes.get(upstream.index()).is_some_and(|it| it.is_done()));
        let outcome = outcome_at(task, insight, instant, step, are_done);
        if let (Some(slot), Some(outcome)) = (outcomes.get_mut(step.index()), outcome) {
            *slot = outcome;
        }
    }
    outcomes
}

/// The times of a step as they were known at that instant: what was under way then had no end yet.
#[must_use]
pub fn time_at(time: StepTime, instant: Timestamp) -> StepTime {
    let until = |moment: &Timestamp| *moment <= instant;
    let ready_at = time.ready_at.filter(until);
    if time.start.filter(until).is_none() {
        return StepTime { ready_at, ..StepTime::default() };
    }
    if time.end.is_some_and(|end| end <= instant) {
        return StepTime { ready_at, ..time };
    }
    let is_open = time.end.is_some();
    StepTime { ready_at, end: time.end.and(Some(instant)), is_open, ..time }
}

fn outcome_at(
    task: &Task,
    insight: &Insight,
    instant: Timestamp,
    step: SubtaskIdx,
    are_upstreams_done: bool,
) -> Option<Outcome> {
    let (time, last) = (insight.times.get(step.index())?, *insight.outcomes.get(step.index())?);
    let not_yet = if are_upstreams_done { Outcome::Eligible } else { Outcome::Waiting };
    let was_undone =
        matches!(last, Outcome::RolledBack | Outcome::RollingBack | Outcome::RollbackSkipped | Outcome::RollbackFailed);
    Some(match (time.start, time.end) {
        // Without times it is only known what it came to, if it came to anything.
        (None, None) if last.is_done() || last == Outcome::Unknown => last,
        (None, None) => not_yet,
        (Some(start), _) if instant < start => not_yet,
        (_, Some(end)) if instant >= end && !time.is_open => match last {
            // That it is queued for its undoing was decided after everything else.
            Outcome::AwaitingRollback => Outcome::Succeeded,
            last => last,
        },
        (None, Some(_)) => not_yet,
        (Some(_), _) if was_undone => undone_at(task, insight, instant, step),
        (Some(_), _) => Outcome::Running,
    })
}

/// An undone step somewhere between its start and the end of its undoing.
fn undone_at(task: &Task, insight: &Insight, instant: Timestamp, step: SubtaskIdx) -> Outcome {
    let times = task.downstream.of(step).iter().filter_map(|next| insight.times.get(next.index()));
    let mut started = times.filter(|time| time.start.is_some_and(|start| start <= instant)).peekable();
    if started.peek().is_none() {
        Outcome::Running
    } else if started.all(|time| time.end.is_some_and(|end| end <= instant)) {
        Outcome::RollingBack
    } else {
        Outcome::Succeeded
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::task::Millis;

    const fn at(epoch: i64) -> Timestamp {
        Timestamp::from_epoch(epoch)
    }

    #[test]
    fn what_was_under_way_had_no_end_yet() {
        let time = StepTime { ready_at: Some(at(10)), start: Some(at(30)), end: Some(at(70)), ..StepTime::default() };
        assert_eq!(time_at(time, at(5)), StepTime::default());
        assert_eq!(time_at(time, at(20)), StepTime { ready_at: Some(at(10)), ..StepTime::default() });
        let under_way = StepTime { end: Some(at(50)), is_open: true, ..time };
        assert_eq!(time_at(time, at(50)), under_way);
        assert_eq!((under_way.wait(), under_way.run()), (Some(Millis(20)), Some(Millis(20))));
        assert_eq!(time_at(time, at(70)), time);
        let without_end = StepTime { end: None, ..time };
        assert_eq!(time_at(without_end, at(50)), without_end);
    }
}

//! The server's offset from UTC at any moment, learnt from the timestamps it wrote.

use crate::sort::{self, Key};
use crate::task::{Subtask, SubtaskIdx, Task, Timestamp};

/// The offsets that a task's timestamps carry, by when they began to hold. A payload across a change of daylight
/// saving time has two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerOffsets {
    /// (milliseconds since the epoch, minutes east of UTC), ascending, with different neighbours.
    changes: Vec<(i64, i16)>,
}

impl ServerOffsets {
    /// Reads them off all timestamps of a task, and that of its envelope.
    #[must_use]
    pub fn of(task: &Task, now: Option<Timestamp>) -> Self {
        let all = times_around(task, now).into_iter().chain(task.subtasks.iter().flat_map(times_of)).flatten();
        Self { changes: changes(&all.map(|time| (time.epoch, time.offset.minutes()))) }
    }

    /// Whether these are those of a later answer, too, of which these steps are other than before.
    #[must_use]
    pub fn hold_for(&self, task: &Task, changed: &[SubtaskIdx], now: Option<Timestamp>) -> bool {
        // With one for all there is nothing that could be in the way of another.
        let [(_, own)] = *self.changes else { return false };
        let steps = changed.iter().filter_map(|&step| task.get(step)).flat_map(times_of);
        times_around(task, now).into_iter().chain(steps).flatten().all(|time| time.offset.minutes() == own)
    }

    /// Minutes east of UTC at a moment; before the first timestamp, that of the first.
    #[must_use]
    pub fn at(&self, epoch: i64) -> i16 {
        let after = self.changes.partition_point(|&(since, _)| since <= epoch);
        self.changes.get(after.saturating_sub(1)).map_or(0, |&(_, offset)| offset)
    }
}

fn times_around(task: &Task, now: Option<Timestamp>) -> [Option<Timestamp>; 4] {
    [task.create_time, task.start_time, task.finish_time, now]
}

fn times_of(step: &Subtask) -> [Option<Timestamp>; 3] {
    [step.create_time, step.start_time, step.finish_time]
}

/// The times at which the offset becomes another, in their order. Where there are more than one, most timestamps still have
/// the same, as where one clock of many writes in UTC: of those between two others, the first will do.
fn changes(times: &(impl Iterator<Item = (i64, i16)> + Clone)) -> Vec<(i64, i16)> {
    // Nearly always all have one, and then each is looked at once.
    let Some((_, offset)) = times.clone().next() else { return Vec::new() };
    let see = |(first, are_alike): (i64, bool), time: (i64, i16)| (time.0.min(first), are_alike & (time.1 == offset));
    let (first, are_alike) = times.clone().fold((i64::MAX, true), see);
    if are_alike { vec![(first, offset)] } else { different(&|see| times.clone().for_each(see)) }
}

/// Shows each of some times, with its offset, to whoever asks.
type Times<'a> = &'a dyn Fn(&mut dyn FnMut((i64, i16)));

fn different(each: Times<'_>) -> Vec<(i64, i16)> {
    let most = majority(each);
    let mut others: Vec<(i64, i16)> = Vec::new();
    each(&mut |time| {
        if time.1 != most {
            others.push(time);
        }
    });
    sort::by_key(&mut others, |time| i64::from(time.1).key());
    sort::by_key(&mut others, |time| time.0.key());
    // Before each of the others and behind the last.
    let mut firsts: Vec<Option<i64>> = vec![None; others.len() + 1];
    each(&mut |time| {
        if time.1 == most
            && let Some(first) = firsts.get_mut(others.partition_point(|other| *other < time))
        {
            *first = Some(first.map_or(time.0, |first| first.min(time.0)));
        }
    });
    let mut changes: Vec<(i64, i16)> = Vec::new();
    for (place, first) in firsts.into_iter().enumerate() {
        changes.extend(first.map(|first| (first, most)));
        changes.extend(others.get(place));
    }
    changes.dedup_by_key(|change| change.1);
    changes
}

/// What more than half are, if any is (R. Boyer and J. Moore, 1981).
fn majority(each: Times<'_>) -> i16 {
    let (mut leader, mut lead) = (0, 0_u32);
    each(&mut |(_, offset)| match lead {
        0 => (leader, lead) = (offset, 1),
        _ if offset == leader => lead += 1,
        _ => lead -= 1,
    });
    leader
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::task::Millis;

    #[test]
    fn offsets_hold_as_long_as_the_changed_steps_write_no_other() {
        let at = |offset: i64| {
            let time = Timestamp::from_epoch(1_600_000_000_000);
            Timestamp { offset: crate::task::Offset::from_minutes(offset), ..time }
        };
        let step = |start| Subtask { start_time: Some(start), ..Subtask::default() };
        let task = |steps: Vec<Subtask>| {
            let mut task = Task::default();
            task.subtasks = steps.into_iter().collect();
            task
        };
        let offsets = ServerOffsets::of(&task(vec![step(at(480)), step(at(480))]), None);
        let later = task(vec![step(at(480)), step(at(540) + Millis(1000))]);
        assert!(offsets.hold_for(&later, &[SubtaskIdx(0)], Some(at(480))));
        assert!(!offsets.hold_for(&later, &[SubtaskIdx(0), SubtaskIdx(1)], Some(at(480))));
        assert!(!offsets.hold_for(&later, &[], Some(at(0))), "the server's clock is another");
        assert!(!ServerOffsets::of(&later, None).hold_for(&later, &[], None), "which of two holds when may be another");
    }

    proptest! {
        #[test]
        fn changes_are_those_of_all_times_in_their_order(times in prop::collection::vec((-9..9_i64, 0..3_i16), 0..40)) {
            let mut sorted = times.clone();
            sorted.sort_unstable();
            sorted.dedup_by_key(|time| time.1);
            prop_assert_eq!(changes(&times.iter().copied()), sorted);
        }
    }
}

//! The server's offset from UTC at any moment, learnt from the timestamps it wrote.

use crate::sort::{self, Key};
use crate::task::{Task, Timestamp};

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
        let own = [task.create_time, task.start_time, task.finish_time, now];
        let steps = task.subtasks.iter().flat_map(|step| [step.create_time, step.start_time, step.finish_time]);
        let all = own.into_iter().chain(steps).flatten();
        Self { changes: changes(&all.map(|time| (time.epoch, time.offset.minutes()))) }
    }

    /// Minutes east of UTC at a moment; before the first timestamp, that of the first.
    #[must_use]
    pub fn at(&self, epoch: i64) -> i16 {
        let after = self.changes.partition_point(|&(since, _)| since <= epoch);
        self.changes.get(after.saturating_sub(1)).map_or(0, |&(_, offset)| offset)
    }
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

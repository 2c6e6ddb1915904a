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
        let all = own.into_iter().chain(steps).flatten().map(|time| (time.epoch, time.offset_minutes));
        // As a rule there is one offset, and nothing to sort.
        let first = all.clone().next();
        if all.clone().map(|time| time.1).all(|offset| first.is_some_and(|first| first.1 == offset)) {
            return Self { changes: Vec::from_iter(first) };
        }
        Self { changes: changes(all) }
    }

    /// Minutes east of UTC at a moment; before the first timestamp, that of the first.
    #[must_use]
    pub fn at(&self, epoch: i64) -> i16 {
        let after = self.changes.partition_point(|&(since, _)| since <= epoch);
        self.changes.get(after.saturating_sub(1)).map_or(0, |&(_, offset)| offset)
    }
}

/// (time, offset) where the offset becomes another, in the order of time. Where there are more than one, most timestamps
/// still have the same, as where one clock of many writes in UTC: of those between two others, the first will do.
fn changes(times: impl Iterator<Item = (i64, i16)> + Clone) -> Vec<(i64, i16)> {
    let most = majority(times.clone().map(|time| time.1));
    let mut others: Vec<(i64, i16)> = times.clone().filter(|time| time.1 != most).collect();
    sort::by_key(&mut others, |time| i64::from(time.1).key());
    sort::by_key(&mut others, |time| time.0.key());
    let mut firsts: Vec<Option<i64>> = vec![None; others.len() + 1];
    for time in times.filter(|time| time.1 == most) {
        if let Some(first) = firsts.get_mut(others.partition_point(|other| *other < time)) {
            *first = Some(first.map_or(time.0, |first| first.min(time.0)));
        }
    }
    let others = others.into_iter().map(Some).chain([None]);
    let mut changes: Vec<(i64, i16)> = firsts
        .into_iter()
        .zip(others)
        .flat_map(|(first, other)| [first.map(|first| (first, most)), other])
        .flatten()
        .collect();
    changes.dedup_by_key(|change| change.1);
    changes
}

/// What more than half are, if any is (R. Boyer and J. Moore, 1981).
fn majority(offsets: impl Iterator<Item = i16>) -> i16 {
    let vote = |(leader, lead): (i16, u32), offset| match lead {
        0 => (offset, 1),
        _ if offset == leader => (leader, lead + 1),
        _ => (leader, lead - 1),
    };
    offsets.fold((0, 0), vote).0
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
            prop_assert_eq!(changes(times.into_iter()), sorted);
        }
    }
}

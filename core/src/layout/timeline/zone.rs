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
        let mut changes: Vec<(i64, i16)> = all.collect();
        sort::by_key(&mut changes, |change| i64::from(change.1).key());
        sort::by_key(&mut changes, |change| change.0.key());
        changes.dedup_by_key(|change| change.1);
        Self { changes }
    }

    /// Minutes east of UTC at a moment; before the first timestamp, that of the first.
    #[must_use]
    pub fn at(&self, epoch: i64) -> i16 {
        let after = self.changes.partition_point(|&(since, _)| since <= epoch);
        self.changes.get(after.saturating_sub(1)).map_or(0, |&(_, offset)| offset)
    }
}

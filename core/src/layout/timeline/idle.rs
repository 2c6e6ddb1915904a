//! Idle time: stretches of a task in which nothing is known to have happened, such as the hours between a failure and
//! its retry.
//!
//! Of a step with several attempts OCP keeps the first start and the last end alone. What lies between them is mostly
//! a person's time, so such a step counts at its two ends; one that is under way counts as a whole.

use crate::insight::StepTime;
use crate::sort::{self, Key};
use crate::task::{Millis, Timestamp};

/// Idle time shorter than this is not worth a mark.
const LEAST: Millis = Millis(5_000);

/// Nor is less than this part of the wall time: it would hardly become shorter.
const LEAST_PART: i64 = 20;

/// Where the axis begins: with the task, or with a step that says it began before that. One that is further away than
/// the task was long has a wrong clock, and would leave no room for all the others.
pub fn first_start(start: Timestamp, end: Timestamp, times: impl Iterator<Item = StepTime>) -> Timestamp {
    let starts = times.filter_map(|time| time.start).filter(|&other| start - other <= end - start);
    starts.min().map_or(start, |first| first.min(start))
}

/// The idle stretches between two moments, from left to right.
pub fn idle(start: Timestamp, end: Timestamp, times: impl Iterator<Item = StepTime>) -> Vec<(Timestamp, Timestamp)> {
    let mut busy: Vec<(i64, i64)> = Vec::new();
    for time in times {
        let Some((from, to)) = time.start.zip(time.end.or(time.start)) else { continue };
        if time.is_span && !time.is_open {
            busy.extend([(from.epoch, from.epoch), (to.epoch, to.epoch)]);
        } else {
            busy.push((from.epoch, to.epoch));
        }
    }
    // Where nothing tells when it ran, nothing tells when it did not.
    if busy.is_empty() {
        return Vec::new();
    }
    sort::by_key(&mut busy, |busy| busy.0.key());
    let least = LEAST.0.max((end - start).0 / LEAST_PART);
    let mut idle = Vec::new();
    let mut reach = start;
    for (from, to) in busy.into_iter().chain([(end.epoch, end.epoch)]) {
        let from = Timestamp::from_epoch(from).min(end);
        if (from - reach).0 >= least {
            idle.push((reach, from));
        }
        reach = reach.max(Timestamp::from_epoch(to));
    }
    idle
}

//! The marks of the axis: round moments of the clock shown, never so close that their labels touch.

use super::Scale;
use crate::task::{Millis, Timestamp};

/// How fine a mark's label must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TickUnit {
    /// Hours, minutes, seconds and milliseconds.
    Millisecond,
    /// Hours, minutes and seconds.
    Second,
    /// Hours and minutes.
    Minute,
    /// The date alone.
    Day,
}

/// One mark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tick {
    /// Its moment.
    pub moment: Timestamp,
    /// Its place on the axis, from 0 to 1.
    pub place: f64,
    /// How fine its label must be.
    pub unit: TickUnit,
    /// Whether it is the first of its date on this axis: its label names the date.
    pub names_date: bool,
}

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The distances between marks that read as round.
const STEPS: [i64; 35] = [
    1,
    2,
    5,
    10,
    20,
    50,
    100,
    200,
    500,
    SECOND,
    2 * SECOND,
    5 * SECOND,
    10 * SECOND,
    15 * SECOND,
    30 * SECOND,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY,
    30 * DAY,
    90 * DAY,
    365 * DAY,
    3650 * DAY,
    36_500 * DAY,
];

/// The marks of an axis that has room for `room` labels. `offset` tells what the clock shown adds to a moment, in
/// milliseconds; `wide` how much of the axis a mark's label takes, `taken` where other labels stand. From left to right.
#[must_use]
pub fn ticks(
    scale: &Scale,
    room: u32,
    offset: impl Fn(i64) -> i64,
    wide: impl Fn(&Tick) -> f64,
    taken: &[(f64, f64)],
) -> Vec<Tick> {
    let Millis(span) = scale.span();
    let least = span / i64::from(room.max(1));
    let step = STEPS.into_iter().find(|&step| step > least).unwrap_or(span.max(1));
    let unit = match step {
        ..SECOND => TickUnit::Millisecond,
        SECOND..MINUTE => TickUnit::Second,
        MINUTE..DAY => TickUnit::Minute,
        _ => TickUnit::Day,
    };
    let mut last_date = None;
    let mut reach = 0.0;
    let mut ticks = Vec::new();
    for (first, last) in scale.straights() {
        // Marks are round in the clock's own time. A step more than fits: the offset may change on the way.
        for count in 0..=(last - first) / step + 1 {
            let offset = offset(first + count * step);
            let local = ((first + offset).div_euclid(step) + 1 + count) * step;
            let moment = Timestamp::from_epoch(local - offset);
            let place = scale.place(moment);
            let date = local.div_euclid(DAY);
            let tick = Tick { moment, place, unit, names_date: last_date != Some(date) };
            if moment.epoch > last || !(reach..=1.0).contains(&place) {
                continue;
            }
            let end = place + wide(&tick);
            if taken.iter().all(|&(left, right)| end <= left || place >= right) {
                (last_date, reach) = (Some(date), end);
                ticks.push(tick);
            }
        }
    }
    ticks
}

//! The marks of the axis: round moments of the zone shown, never so close that their labels touch.

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

/// The marks of an axis that has room for `room` labels. `offset_minutes` tells the zone's offset at a moment, `is_free`
/// whether there is room for a label at a place: a gap's may stand there.
#[must_use]
pub fn ticks(
    scale: &Scale,
    room: u32,
    offset_minutes: impl Fn(i64) -> i64,
    is_free: impl Fn(f64) -> bool,
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
    let mut last_place = f64::NEG_INFINITY;
    let mut ticks = Vec::new();
    for (first, last) in scale.straights() {
        // Marks are round in the zone's own time. A step more than fits: the offset may change on the way.
        for count in 0..=(last - first) / step + 1 {
            let offset = offset_minutes(first + count * step) * MINUTE;
            let local = ((first + offset).div_euclid(step) + 1 + count) * step;
            let moment =
                Timestamp { epoch: local - offset, offset_minutes: i16::try_from(offset / MINUTE).unwrap_or(0) };
            let place = scale.place(moment);
            // Two marks may be closer to each other than a step where a gap lies between them.
            let is_near = place < last_place + 0.999 / f64::from(room.max(1));
            if moment.epoch > last || is_near || !(0.0..=1.0).contains(&place) || !is_free(place) {
                continue;
            }
            last_place = place;
            let date = local.div_euclid(DAY);
            let names_date = last_date.replace(date) != Some(date);
            ticks.push(Tick { moment, place, unit, names_date });
        }
    }
    ticks
}

//! The straight line between moments and places on the axis.

use crate::number::within;
use crate::task::{Millis, Timestamp};

/// A stretch of time laid over an axis. Places are fractions of the axis: 0 at its left end, 1 at its right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// The moment at the left end, in milliseconds since the epoch.
    from: f64,
    /// The time from end to end in milliseconds; above 0.
    span: f64,
}

/// No closer than this: the data has whole milliseconds.
const LEAST_SPAN: f64 = 10.0;

impl Scale {
    /// From one moment to another, with a sliver of room at both ends so that bars at the ends can be seen whole.
    #[must_use]
    pub fn around(from: Timestamp, to: Timestamp) -> Self {
        let span = ((to - from).0 as f64).max(LEAST_SPAN);
        let room = span * 0.015;
        Self { from: from.epoch as f64 - room, span: span + 2.0 * room }
    }

    /// Where a moment lies.
    #[must_use]
    pub fn place(self, moment: Timestamp) -> f64 {
        (moment.epoch as f64 - self.from) / self.span
    }

    /// The moment at a place.
    #[must_use]
    pub fn moment(self, place: f64) -> Timestamp {
        Timestamp::from_epoch((self.from + place * self.span).round() as i64)
    }

    /// The time from end to end.
    #[must_use]
    pub fn span(self) -> Millis {
        Millis(self.span.round() as i64)
    }

    /// Zoomed by `factor` (above 1: closer) with the moment at `place` held where it is, and kept within `whole`.
    #[must_use]
    pub fn zoomed(self, factor: f64, place: f64, whole: Self) -> Self {
        let span = within(self.span / factor, LEAST_SPAN.min(whole.span), whole.span);
        Self { from: self.from + place * (self.span - span), span }.within(whole)
    }

    /// Moved by a fraction of the axis, and kept within `whole`.
    #[must_use]
    pub fn panned(self, by: f64, whole: Self) -> Self {
        Self { from: self.from + by * self.span, ..self }.within(whole)
    }

    /// The stretch between two places.
    #[must_use]
    pub fn between(self, left: f64, right: f64, whole: Self) -> Self {
        let (left, right) = (left.min(right), left.max(right));
        let span = ((right - left) * self.span).max(LEAST_SPAN);
        Self { from: self.from + left * self.span, span }.within(whole)
    }

    fn within(self, whole: Self) -> Self {
        let span = self.span.min(whole.span);
        let last = whole.from + whole.span - span;
        Self { from: within(self.from, whole.from, last.max(whole.from)), span }
    }
}

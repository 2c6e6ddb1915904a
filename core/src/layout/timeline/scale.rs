//! The line between moments and places on the axis: straight, but for idle time that is drawn short.
//!
//! ```text
//!   place                                    a gap is as narrow as the reader can still see it, whatever time lies
//!     1 │            ╱                       in it; apart from the gaps equal times are equally wide
//!       │      ┄┄┄┄┄╱
//!     0 │╱╱╱╱╱╱
//!       └──────────────── moment
//! ```

use std::sync::Arc;

use crate::number::within;
use crate::task::{Millis, Timestamp};

/// A stretch of time laid over an axis. Places are fractions of the axis: 0 at its left end, 1 at its right.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// The drawn moment at the left end: milliseconds since the epoch, less what the gaps before it leave out.
    from: f64,
    /// The drawn time from end to end in milliseconds; above 0.
    span: f64,
    /// From left to right, whether or not they are on this stretch of the axis.
    gaps: Arc<[Gap]>,
}

/// Idle time that is drawn short. All are milliseconds, above 0 from end to end.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Gap {
    /// Its first moment.
    from: f64,
    /// Its last.
    to: f64,
    /// Its first drawn moment.
    drawn_from: f64,
    /// Its last.
    drawn_to: f64,
}

/// No closer than this: the data has whole milliseconds.
const LEAST_SPAN: f64 = 10.0;

/// How wide a gap is, as a part of all that is no gap.
const GAP: f64 = 0.05;

/// The room at both ends of the axis, as a part of what is between.
const ROOM: f64 = 0.015;

impl Scale {
    /// From one moment to another, with a sliver of room at both ends so that bars at the ends can be seen whole. What
    /// is idle becomes gaps: stretches between the two, from left to right, which do not overlap.
    #[must_use]
    pub fn around(from: Timestamp, to: Timestamp, idle: &[(Timestamp, Timestamp)]) -> Self {
        let span = ((to - from).0 as f64).max(LEAST_SPAN);
        let left_out: f64 = idle.iter().map(|(from, to)| (*to - *from).0 as f64).sum();
        let width = (span - left_out).max(LEAST_SPAN) * GAP;
        let mut cut = 0.0;
        let gap = |&(from, to): &(Timestamp, Timestamp)| {
            let (from, to) = (from.epoch as f64, to.epoch as f64);
            let drawn_from = from - cut;
            let drawn_to = drawn_from + width.min(to - from);
            cut = to - drawn_to;
            Gap { from, to, drawn_from, drawn_to }
        };
        let gaps: Arc<[Gap]> = idle.iter().filter(|(from, to)| to > from).map(gap).collect();
        let drawn = span - cut;
        let room = drawn * ROOM;
        Self { from: from.epoch as f64 - room, span: drawn + 2.0 * room, gaps }
    }

    /// Where a moment lies.
    #[must_use]
    pub fn place(&self, moment: Timestamp) -> f64 {
        (self.drawn(moment.epoch as f64) - self.from) / self.span
    }

    /// The moment at a place.
    #[must_use]
    pub fn moment(&self, place: f64) -> Timestamp {
        Timestamp::from_epoch(self.real(self.from + place * self.span).round() as i64)
    }

    /// The time that is drawn from end to end: what gaps leave out is not in it.
    #[must_use]
    pub fn span(&self) -> Millis {
        Millis(self.span.round() as i64)
    }

    /// The gaps on this stretch: where each begins and ends, and what time it stands for.
    pub fn gaps(&self) -> impl Iterator<Item = (f64, f64, Millis)> {
        self.gaps
            .iter()
            .map(|gap| {
                let place = |drawn: f64| (drawn - self.from) / self.span;
                (place(gap.drawn_from), place(gap.drawn_to), Millis((gap.to - gap.from) as i64))
            })
            .filter(|(left, right, _)| *right > 0.0 && *left < 1.0)
    }

    /// The stretches of time that are no gaps, on this stretch of the axis, in milliseconds since the epoch.
    pub(super) fn straights(&self) -> impl Iterator<Item = (i64, i64)> {
        let (first, last) = (self.moment(0.0).epoch, self.moment(1.0).epoch);
        let starts = std::iter::once(first).chain(self.gaps.iter().map(|gap| gap.to as i64));
        let ends = self.gaps.iter().map(|gap| gap.from as i64).chain([last]);
        starts.zip(ends).map(move |(from, to)| (from.max(first), to.min(last))).filter(|(from, to)| from <= to)
    }

    /// The same moments from end to end, with the gaps of another scale of the same task.
    #[must_use]
    pub fn redrawn(&self, whole: &Self) -> Self {
        if self.gaps == whole.gaps {
            return self.within(whole);
        }
        let from = whole.drawn(self.real(self.from));
        let span = (whole.drawn(self.real(self.from + self.span)) - from).max(LEAST_SPAN);
        Self { from, span, gaps: whole.gaps.clone() }.within(whole)
    }

    /// Zoomed by `factor` (above 1: closer) with the moment at `place` held where it is, and kept within `whole`.
    #[must_use]
    pub fn zoomed(&self, factor: f64, place: f64, whole: &Self) -> Self {
        let span = within(self.span / factor, LEAST_SPAN.min(whole.span), whole.span);
        self.on(self.from + place * (self.span - span), span).within(whole)
    }

    /// Moved by a fraction of the axis, and kept within `whole`.
    #[must_use]
    pub fn panned(&self, by: f64, whole: &Self) -> Self {
        self.on(self.from + by * self.span, self.span).within(whole)
    }

    /// The stretch between two places.
    #[must_use]
    pub fn between(&self, left: f64, right: f64, whole: &Self) -> Self {
        let (left, right) = (left.min(right), left.max(right));
        let span = ((right - left) * self.span).max(LEAST_SPAN);
        self.on(self.from + left * self.span, span).within(whole)
    }

    /// Another stretch of the same axis.
    fn on(&self, from: f64, span: f64) -> Self {
        Self { from, span, gaps: self.gaps.clone() }
    }

    fn within(&self, whole: &Self) -> Self {
        let span = self.span.min(whole.span);
        let last = whole.from + whole.span - span;
        self.on(within(self.from, whole.from, last.max(whole.from)), span)
    }

    fn drawn(&self, real: f64) -> f64 {
        match self.gaps.iter().rev().find(|gap| gap.from <= real) {
            Some(gap) if real < gap.to => {
                gap.drawn_from + (real - gap.from) / (gap.to - gap.from) * (gap.drawn_to - gap.drawn_from)
            }
            Some(gap) => real - gap.to + gap.drawn_to,
            None => real,
        }
    }

    fn real(&self, drawn: f64) -> f64 {
        match self.gaps.iter().rev().find(|gap| gap.drawn_from <= drawn) {
            Some(gap) if drawn < gap.drawn_to => {
                gap.from + (drawn - gap.drawn_from) / (gap.drawn_to - gap.drawn_from) * (gap.to - gap.from)
            }
            Some(gap) => drawn - gap.drawn_to + gap.to,
            None => drawn,
        }
    }
}

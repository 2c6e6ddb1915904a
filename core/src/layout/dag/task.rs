//! Counts the work of a layout, and asks the [`Pace`] as it goes.
//!
//! The engine counts in units of about a nanosecond, and asks once per [`SLICE`]. Counted work is the same on every machine:
//! budgets are kept in it, too.

use crate::pace::{Look, Pace};
use std::cell::Cell;

/// Units of work between two questions to the pace: a fraction of a millisecond, also in code that a browser has only
/// just begun to compile.
const SLICE: u64 = 40_000;

/// Counts the work and asks the pace.
pub(super) struct Meter<'a> {
    pace: &'a dyn Pace,
    spent: Cell<u64>,
    asked: Cell<u64>,
    expected: Cell<u64>,
}

impl<'a> Meter<'a> {
    pub fn new(pace: &'a dyn Pace, expected: u64) -> Self {
        Self { pace, spent: Cell::new(0), asked: Cell::new(0), expected: Cell::new(expected.max(1)) }
    }

    /// Notes work done, and pauses if the pace says so.
    pub fn spend(&self, units: u64) -> Look<'_> {
        self.spent.set(self.spent.get() + units);
        if self.spent.get() - self.asked.get() >= SLICE { self.look() } else { Look::none() }
    }

    /// Pauses if the pace says so, whatever the work: between two steps that each take a while and count none.
    pub fn look(&self) -> Look<'_> {
        self.asked.set(self.spent.get());
        Look::new(self.pace, (self.spent.get() as f64 / self.expected.get() as f64) as f32)
    }

    pub fn spent(&self) -> u64 {
        self.spent.get()
    }
}

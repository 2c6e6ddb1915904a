//! Cooperation: the engine asks its [`Pace`] often whether to pause, and pauses when told.
//!
//! The engine counts work in units of about a nanosecond and asks once per [`SLICE`]; the pace looks at its clock and
//! decides. Native callers use [`Unpaced`], which never pauses. The work itself sits in plain functions between
//! two questions, so the async frame stays thin. Dropping the future cancels the layout.

use super::picture::Layout;
use std::cell::Cell;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

/// Who decides when the engine pauses, and sees what it has so far.
pub trait Pace {
    /// Asked every fraction of a millisecond: is it time to let others run? `done` goes from 0 to 1.
    fn due(&self, done: f32) -> bool;
    /// Waits until the engine may go on. Awaited when [`Pace::due`] said so.
    fn pause(&self) -> Pin<Box<dyn Future<Output = ()> + '_>>;
    /// A first picture, when a better one will take noticeably longer.
    fn draft(&self, _layout: Layout) {}
    /// Whether a first picture is of use: making one costs about as much as a linear layout.
    fn wants_draft(&self) -> bool {
        false
    }
}

/// Never pauses.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unpaced;

impl Pace for Unpaced {
    fn due(&self, _done: f32) -> bool {
        false
    }
    fn pause(&self) -> Pin<Box<dyn Future<Output = ()> + '_>> {
        Box::pin(std::future::ready(()))
    }
}

/// Runs a future that never truly waits.
pub(super) fn run<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}

/// Units of work between two questions to the pace: below a millisecond, in wasm too.
const SLICE: u64 = 200_000;

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
    pub async fn spend(&self, units: u64) {
        self.spent.set(self.spent.get() + units);
        if self.spent.get() - self.asked.get() >= SLICE {
            self.asked.set(self.spent.get());
            let done = (self.spent.get() as f64 / self.expected.get() as f64).min(1.0) as f32;
            if self.pace.due(done) {
                self.pace.pause().await;
            }
        }
    }

    pub fn spent(&self) -> u64 {
        self.spent.get()
    }
}

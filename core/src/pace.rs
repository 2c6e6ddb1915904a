//! Cooperation: long work asks its [`Pace`] often whether to pause, and pauses when told.
//!
//! Each piece of long work is an `async` function: between two of its steps, and within long ones, it asks; the pace looks
//! at its clock and decides. The work itself sits in plain functions between two questions, so the async frame stays thin.
//! Dropping the future cancels the work. Whoever need not share the thread uses [`Unpaced`].

use std::cell::Cell;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

/// Who decides when long work pauses.
pub trait Pace {
    /// Asked every fraction of a millisecond: is it time to let others run? `done` goes from 0 to 1.
    fn due(&self, done: f32) -> bool;
    /// Waits until the work may go on. Awaited when [`Pace::due`] said so.
    fn pause(&self) -> Pin<Box<dyn Future<Output = ()> + '_>>;
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

/// A look at the clock: a pause where the pace has said that it is due. One small type of its own instead of what the
/// compiler would write out at each of the many places that wait for it.
#[must_use = "a pause must be awaited"]
pub(crate) struct Look<'a>(Option<Pin<Box<dyn Future<Output = ()> + 'a>>>);

impl<'a> Look<'a> {
    /// Asks the pace.
    #[inline(never)]
    pub fn new(pace: &'a dyn Pace, done: f32) -> Self {
        Self(pace.due(done.min(1.0)).then(|| pace.pause()))
    }

    /// Asks nobody.
    pub const fn none() -> Self {
        Self(None)
    }
}

impl Future for Look<'_> {
    type Output = ();

    #[inline(never)]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.0.as_mut().map_or(Poll::Ready(()), |pause| pause.as_mut().poll(context))
    }
}

/// Long work as so many steps, some of them longer than others.
pub(crate) struct Steps<'a> {
    pace: &'a dyn Pace,
    done: Cell<u32>,
    all: u32,
    ticks: Cell<usize>,
}

/// Ticks between two looks at the clock: in a loop over a task's steps that takes a fraction of a millisecond. Where the
/// loop does so little that a tick would be most of it, it goes by so many at a time, and looks by itself.
pub(crate) const BATCH: usize = 1024;

impl<'a> Steps<'a> {
    /// None of them is done.
    pub fn new(pace: &'a dyn Pace, all: u32) -> Self {
        Self { pace, done: Cell::new(0), all, ticks: Cell::new(0) }
    }

    /// Notes that one more is done, and pauses if the pace says so.
    pub fn done(&self) -> Look<'_> {
        self.reached(self.done.get() + 1)
    }

    /// Notes that so many are done, and pauses if the pace says so.
    pub fn reached(&self, done: u32) -> Look<'_> {
        self.done.set(done);
        self.look()
    }

    /// The same for each of many small things: only now and then does it ask.
    pub fn tick(&self) -> Look<'_> {
        self.ticks.set(self.ticks.get().wrapping_add(1));
        if self.ticks.get().is_multiple_of(BATCH) { self.look() } else { Look::none() }
    }

    /// Pauses if the pace says so, in the midst of a step.
    pub fn look(&self) -> Look<'_> {
        Look::new(self.pace, self.done.get() as f32 / self.all.max(1) as f32)
    }
}

/// A part of long work that is compiled by itself.
///
/// Else the compiler puts each part into whoever waits for it, and at last all into one function. A browser compiles a
/// function anew when it has run for a while, and took a third of a second of a core's time for such a one, in the midst of
/// the first load.
#[must_use = "a part must be awaited"]
pub struct Apart<F>(Pin<Box<F>>);

/// Makes a part be compiled by itself.
pub fn apart<F: Future>(part: F) -> Apart<F> {
    Apart(Box::pin(part))
}

impl<F: Future> Future for Apart<F> {
    type Output = F::Output;

    #[inline(never)]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        self.0.as_mut().poll(context)
    }
}

/// Runs a future that never truly waits.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}

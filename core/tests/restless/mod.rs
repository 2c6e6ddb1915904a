//! A pace that pauses whenever it is asked, and an executor that wakes it at once.

use std::cell::Cell;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use taskscope_core::pace::Pace;

/// Pauses whenever it is asked; holds whoever asks to progress that never goes back.
#[derive(Default)]
pub struct Restless {
    /// How often it paused.
    pub pauses: Cell<u32>,
    last: Cell<f32>,
}

impl Pace for Restless {
    fn due(&self, done: f32) -> bool {
        assert!(done >= self.last.replace(done) && done <= 1.0);
        true
    }

    fn pause(&self) -> Pin<Box<dyn Future<Output = ()> + '_>> {
        self.pauses.set(self.pauses.get() + 1);
        let mut waited = false;
        Box::pin(std::future::poll_fn(move |_| {
            if std::mem::replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending }
        }))
    }
}

/// Runs a future to its end.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
    }
}

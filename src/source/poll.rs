//! When to ask again: politely, and only while something can still change.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::document;

use taskscope_core::number::within;

use super::LoadError;
use crate::dom::{Listener, Timer, now_epoch, now_performance, window};
use crate::state::{Asking, Loaded, Session, keep};

/// The longest pause between two tries of a server that fails, in milliseconds.
const LONGEST_PAUSE: f64 = 60_000.0;

/// A pause is at least so many times as long as the answer before it took: a task of 50 MB, asked for each second, would
/// leave server, line and reader little time for anything else.
const REST: f64 = 3.0;

/// The next poll of a task.
#[derive(Clone)]
pub(super) struct Poller {
    session: Session,
    asking: Asking,
    next: Rc<RefCell<Option<Timer>>>,
    failures: Rc<Cell<u32>>,
    /// When it was asked last, on the browser's clock.
    begun: Rc<Cell<f64>>,
    /// Whether a poll came due while nobody looked.
    missed: Rc<Cell<bool>>,
}

impl Poller {
    /// A poller that asks by `asking`. Lives as long as the component that makes it.
    pub fn new(session: Session, asking: Asking) -> Self {
        let poller = Self {
            session,
            asking,
            next: Rc::default(),
            failures: Rc::default(),
            begun: Rc::default(),
            missed: Rc::default(),
        };
        let missed = poller.missed.clone();
        let seen = Listener::new(&document(), "visibilitychange", move |_| {
            if !is_hidden() && missed.take() {
                asking.again();
            }
        });
        keep(seen);
        poller
    }

    /// Begins to ask: forgets the next poll.
    pub fn begin(&self) {
        self.begun.set(now_performance());
        self.missed.set(false);
        self.asking.next_try.try_set(None);
        drop(self.next.take());
    }

    /// Plans the next poll after an answer that has come and been read.
    pub fn after_success(&self, loaded: &Loaded) {
        self.failures.set(0);
        if loaded.may_change {
            let beat = within(self.session.config.get_untracked().poll_seconds, 0.5, 3600.0) * 1000.0;
            let took = now_performance() - self.begun.get();
            self.ask_in(beat.max((took * REST).min(LONGEST_PAUSE)));
        }
    }

    /// Plans the next try after a failure that may pass by itself: later each time, at no fixed beat, and never before
    /// the server's own word.
    pub fn after_failure(&self, error: &LoadError) {
        if !error.kind.may_pass() {
            return;
        }
        let failures = self.failures.get();
        self.failures.set(failures + 1);
        let seconds = self.session.config.get_untracked().poll_seconds;
        let pause = (seconds.max(1.0) * 1000.0 * f64::from(1_u32 << failures.min(10))).min(LONGEST_PAUSE);
        let least = error.retry_at.map_or(0.0, |at| at - now_epoch());
        let pause = least.max(pause * (0.75 + js_sys::Math::random() / 2.0));
        self.asking.next_try.try_set(Some(now_epoch() + pause));
        self.ask_in(pause);
    }

    fn ask_in(&self, millis: f64) {
        let (asking, missed) = (self.asking, self.missed.clone());
        let timer = Timer::new(millis as i32, move || {
            if is_hidden() {
                missed.set(true);
            } else {
                asking.again();
            }
        });
        *self.next.borrow_mut() = Some(timer);
    }
}

fn is_hidden() -> bool {
    window().document().is_some_and(|document| document.hidden())
}

//! When to ask again: politely, and only while something can still change.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::document;
use web_sys::EventTarget;

use taskscope_core::number::within;

use super::{ErrorKind, LoadError};
use crate::dom::{Listener, Timer, now_epoch, now_performance, spawn, window};
use crate::state::{Asking, Keep, Loaded, Session, keep};

thread_local! {
    /// Before when the server wants no more calls, by the reader's clock: of this page, whichever task they ask for.
    static NOT_BEFORE: Cell<f64> = const { Cell::new(0.0) };
}

/// How long the server may be silent at first, in milliseconds. A large task may take longer, as long as bytes keep coming.
pub(super) const PATIENCE: i32 = 15_000;

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
    next: Keep,
    failures: Rc<Cell<u32>>,
    /// How often the server has been silent for too long.
    silences: Rc<Cell<u32>>,
    /// Whether the server wants no more calls for this one's sake.
    is_limited: Rc<Cell<bool>>,
    /// When it was asked last, on the browser's clock.
    begun: Rc<Cell<f64>>,
    /// Whether to ask when the reader comes back: a poll came due while nobody looked, or a sign-in was missing.
    missed: Rc<Cell<bool>>,
}

impl Poller {
    /// A poller that asks by `asking`. Lives as long as the component that makes it.
    pub fn new(session: Session, asking: Asking) -> Self {
        let poller = Self {
            session,
            asking,
            next: Keep::empty(),
            failures: Rc::default(),
            silences: Rc::default(),
            is_limited: Rc::default(),
            begun: Rc::default(),
            missed: Rc::default(),
        };
        let hear = |target: &EventTarget, event| {
            let poller = poller.clone();
            keep(Listener::new(target, event, move |event| {
                // The network is back: a pause that was meant for its failure is over.
                let is_back = event.type_() == "online" && asking.next_try.try_get_untracked().flatten().is_some();
                if is_back || !is_hidden() && poller.missed.take() {
                    poller.ask();
                }
            }));
        };
        hear(&document(), "visibilitychange");
        hear(&window(), "focus");
        hear(&window(), "online");
        poller
    }

    /// Begins to ask, for the same page as before (`again`) or for another: forgets the next poll.
    pub fn begin(&self, again: bool) {
        if !again {
            self.failures.set(0);
            self.silences.set(0);
        }
        self.begun.set(now_performance());
        self.missed.set(false);
        self.asking.next_try.try_set(None);
        self.next.put(());
    }

    /// How long the server may be silent, in milliseconds: twice as long after each time that it was for longer.
    pub fn patience(&self) -> i32 {
        PATIENCE << self.silences.get().min(3)
    }

    /// Plans the next poll after an answer that has come and been read.
    pub fn after_success(&self, loaded: &Loaded) {
        self.failures.set(0);
        // Not by whoever was under way when another was refused.
        if self.is_limited.take() {
            NOT_BEFORE.set(0.0);
        }
        if loaded.may_change {
            let beat = within(self.session.config.get_untracked().poll_seconds, 0.5, 3600.0) * 1000.0;
            let took = now_performance() - self.begun.get();
            self.ask_in(beat.max((took * REST).min(LONGEST_PAUSE)));
        }
    }

    /// Plans the next try after a failure that may pass by itself: later each time, at no fixed beat, and never before
    /// the server's own word. `is_live`: a task is on the screen that may change.
    pub fn after_failure(&self, error: &LoadError, is_live: bool) {
        if let Some(at) = error.retry_at {
            self.wait_until(at);
        }
        if error.kind == ErrorKind::Timeout {
            self.silences.set(self.silences.get() + 1);
        }
        if !error.kind.may_pass(is_live) {
            // Whoever comes back may have signed in elsewhere.
            self.missed.set(error.kind == ErrorKind::Unauthorized);
            return;
        }
        let failures = self.failures.get();
        self.failures.set(failures + 1);
        let seconds = self.session.config.get_untracked().poll_seconds;
        let pause = (seconds.max(1.0) * 1000.0 * f64::from(1_u32 << failures.min(10))).min(LONGEST_PAUSE);
        let pause = to_wait().max(pause * (0.75 + js_sys::Math::random() / 2.0));
        if error.kind == ErrorKind::RateLimited {
            self.wait_until(now_epoch() + pause);
        }
        self.asking.next_try.try_set(Some(now_epoch() + pause));
        self.ask_in(pause);
    }

    fn wait_until(&self, at: f64) {
        self.is_limited.set(true);
        NOT_BEFORE.set(at);
    }

    fn ask_in(&self, millis: f64) {
        let poller = self.clone();
        self.next.put(Timer::new(millis as i32, move || poller.ask()));
    }

    /// Asks; later, if nobody looks, or if the server does not want to be asked yet.
    fn ask(&self) {
        let wait = to_wait();
        if is_hidden() {
            self.missed.set(true);
        } else if wait > 0.0 {
            let poller = self.clone();
            // Not at once: the timer that calls this can't be replaced before it is done.
            spawn(async move { poller.ask_in(wait) });
        } else {
            self.asking.again();
        }
    }
}

/// For how long the server wants no call, in milliseconds; negative where it may be asked.
fn to_wait() -> f64 {
    NOT_BEFORE.get() - now_epoch()
}

fn is_hidden() -> bool {
    window().document().is_some_and(|document| document.hidden())
}

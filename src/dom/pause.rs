//! Long work in slices: lets the browser draw and listen in between.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{Json, now_performance};
use taskscope_core::pace::Pace;

#[wasm_bindgen]
extern "C" {
    /// What the browser's scheduler does next. Not every browser has one.
    #[wasm_bindgen(catch, js_namespace = scheduler, js_name = postTask)]
    fn post_task(task: &js_sys::Function, options: &JsValue) -> Result<(), JsValue>;
}

/// For how long the first picture of a task goes before the frames of the page that is still there, in milliseconds. Each of
/// those frames costs 10 ms or more and shows nothing that anyone waits for; what the reader does goes before all.
const HASTE: f64 = 150.0;

thread_local! {
    /// Until when there is haste.
    static HASTE_ENDS: Cell<f64> = const { Cell::new(0.0) };
}

/// From now on, and not for long, work goes before frames.
pub fn hasten() {
    HASTE_ENDS.set(now_performance() + HASTE);
}

/// There is something to see: frames go before work again.
pub fn slacken() {
    HASTE_ENDS.set(0.0);
}

/// Gives the browser a turn. A message costs microseconds, where a timer of 0 costs four milliseconds.
pub async fn pause() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if now_performance() < HASTE_ENDS.get()
            && post_task(&resolve, &Json::object(&[("priority", "user-blocking")]).into()).is_ok()
        {
            return;
        }
        if let Ok(channel) = web_sys::MessageChannel::new() {
            channel.port1().set_onmessage(Some(&resolve));
            if channel.port2().post_message(&JsValue::NULL).is_ok() {
                return;
            }
        }
        let _ = super::window().set_timeout_with_callback(&resolve);
    });
    // A promise that only resolves does not fail.
    let _ = JsFuture::from(promise).await;
}

/// Starts what goes on by itself. All of it is of one type: each future that the library is given as it is brings the
/// library's code once more.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    let future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(future);
    wasm_bindgen_futures::spawn_local(future);
}

/// Runs a future until it is no longer wanted: that is asked whenever it goes on.
pub async fn until<T>(is_over: impl Fn() -> bool, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    poll_fn(move |context| if is_over() { Poll::Ready(None) } else { future.as_mut().poll(context).map(Some) }).await
}

/// How long one slice of work may take, in milliseconds: a third of a frame, for what is done between two looks at the
/// clock comes on top.
const SLICE: f64 = 5.0;

/// Paces long work by the browser's clock.
pub struct Pacer<'a> {
    since: Cell<f64>,
    done: Cell<f32>,
    words: Throttle,
    tell: &'a dyn Fn(f32),
}

/// When to say how far long work has come: not sooner than after this many milliseconds, nor more often. Each word makes the
/// browser draw a frame, which takes longer than a slice of the work.
const WORD: f64 = 100.0;

/// Lets something be done no more often than once in a while, and not before that while has passed.
pub struct Throttle {
    last: Cell<f64>,
    millis: f64,
}

impl Throttle {
    /// Once in so many milliseconds, from now on.
    pub fn every(millis: f64) -> Self {
        Self { last: Cell::new(now_performance()), millis }
    }

    /// For words on how far long work has come.
    pub fn of_words() -> Self {
        Self::every(WORD)
    }

    /// Whether it is time.
    pub fn due(&self) -> bool {
        let now = now_performance();
        let is_due = now - self.last.get() > self.millis;
        if is_due {
            self.last.set(now);
        }
        is_due
    }
}

impl<'a> Pacer<'a> {
    /// A pacer whose first slice begins now. At pauses it tells how far the work has come, from 0 to 1, if that takes a while.
    pub fn new(tell: &'a dyn Fn(f32)) -> Self {
        Self { since: Cell::new(now_performance()), done: Cell::new(0.0), words: Throttle::of_words(), tell }
    }
}

impl Pacer<'_> {
    /// Gives the browser a turn if this one was long; what is small is done in one.
    pub async fn rest(&self) {
        if self.due(self.done.get()) {
            self.pause().await;
        }
    }
}

impl Pace for Pacer<'_> {
    fn due(&self, done: f32) -> bool {
        self.done.set(done);
        now_performance() - self.since.get() > SLICE
    }

    fn pause(&self) -> Pin<Box<dyn Future<Output = ()> + '_>> {
        if self.words.due() {
            (self.tell)(self.done.get());
        }
        Box::pin(async {
            pause().await;
            self.since.set(now_performance());
        })
    }
}

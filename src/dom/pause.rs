//! Long work in slices: lets the browser draw and listen in between.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;

use wasm_bindgen_futures::JsFuture;

use super::now_performance;
use taskscope_core::layout::dag::{Layout, Pace};

/// Gives the browser a turn. A message costs microseconds, where a timer of 0 costs four milliseconds.
pub async fn pause() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if let Ok(channel) = web_sys::MessageChannel::new() {
            channel.port1().set_onmessage(Some(&resolve));
            if channel.port2().post_message(&wasm_bindgen::JsValue::NULL).is_ok() {
                return;
            }
        }
        let _ = super::window().set_timeout_with_callback(&resolve);
    });
    // A promise that only resolves does not fail.
    let _ = JsFuture::from(promise).await;
}

/// How long one slice of work may take, in milliseconds: half a frame.
const SLICE: f64 = 8.0;

/// Paces the layout by the browser's clock and hands on its first picture.
pub struct Pacer<F> {
    since: Cell<f64>,
    draft: F,
}

impl<F: Fn(Layout)> Pacer<F> {
    /// A pacer whose first slice begins now.
    pub fn new(draft: F) -> Self {
        Self { since: Cell::new(now_performance()), draft }
    }
}

impl<F: Fn(Layout)> Pace for Pacer<F> {
    fn due(&self, _done: f32) -> bool {
        now_performance() - self.since.get() > SLICE
    }

    fn pause(&self) -> Pin<Box<dyn Future<Output = ()> + '_>> {
        Box::pin(async {
            pause().await;
            self.since.set(now_performance());
        })
    }

    fn draft(&self, layout: Layout) {
        (self.draft)(layout);
    }

    fn wants_draft(&self) -> bool {
        true
    }
}

//! The browser's clocks.

use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

use super::window;

/// The reader's clock, in milliseconds since the epoch.
#[must_use]
pub fn now_epoch() -> f64 {
    js_sys::Date::now()
}

/// Milliseconds since the page began; never goes back.
#[must_use]
pub fn now_performance() -> f64 {
    performance_now()
}

/// Minutes east of UTC of the reader's zone at a moment.
#[must_use]
pub fn local_offset_minutes(epoch: i64) -> i64 {
    -(js_sys::Date::new(&JsValue::from_f64(epoch as f64)).get_timezone_offset() as i64)
}

/// The IANA name of the reader's zone; empty where the browser does not tell.
#[must_use]
pub fn local_zone_name() -> String {
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
    let options: JsValue = format.resolved_options().unchecked_into();
    js_sys::Reflect::get(&options, &"timeZone".into()).ok().and_then(|name| name.as_string()).unwrap_or_default()
}

#[wasm_bindgen]
extern "C" {
    /// The clock itself: to fetch its object first, each time, costs more than reading it.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;

    /// `Performance`, with the form of `measure` that takes both ends.
    type Measuring;
    #[wasm_bindgen(method, catch, js_name = measure)]
    fn measure_between(this: &Measuring, name: &str, options: &js_sys::Object) -> Result<JsValue, JsValue>;
}

/// Measures a stretch of work for the browser's User Timing.
pub struct Stopwatch {
    name: &'static str,
    /// `None`: nobody is to know.
    start: Option<f64>,
}

impl Stopwatch {
    /// Starts now.
    #[must_use]
    pub fn start(name: &'static str) -> Self {
        Self::start_if(true, name)
    }

    /// Starts now, if this is work that counts.
    #[must_use]
    pub fn start_if(counts: bool, name: &'static str) -> Self {
        Self { name, start: counts.then(now_performance) }
    }

    /// Starts where the page did.
    #[must_use]
    pub fn since_navigation(name: &'static str) -> Self {
        Self { name, start: Some(0.0) }
    }

    /// Ends now, and leaves the measure with the browser.
    pub fn stop(self) {
        self.lap(self.name);
    }

    /// Leaves a measure from the start until now under a name of its own, and goes on.
    pub fn lap(&self, name: &str) {
        let (Some(performance), Some(start)) = (window().performance(), self.start) else { return };
        let options = js_sys::Object::new();
        for (name, value) in [("start", start), ("end", now_performance())] {
            let _ = js_sys::Reflect::set(&options, &name.into(), &value.into());
        }
        // A page that can't be measured works all the same.
        let _ = performance.unchecked_ref::<Measuring>().measure_between(name, &options);
    }
}

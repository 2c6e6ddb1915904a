//! The size of an element, now and whenever it changes.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver, ResizeObserverEntry};

/// Watches an element's content box until it is dropped.
pub struct SizeObserver {
    observer: Option<ResizeObserver>,
    _callback: Closure<dyn FnMut(js_sys::Array)>,
}

impl SizeObserver {
    /// Tells `changed` the width and height in CSS px, once soon and then at each change.
    pub fn new(element: &Element, mut changed: impl FnMut(f64, f64) + 'static) -> Self {
        let callback = Closure::new(move |entries: js_sys::Array| {
            if let Some(entry) = entries.iter().last() {
                let size = entry.unchecked_into::<ResizeObserverEntry>().content_rect();
                changed(size.width(), size.height());
            }
        });
        let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(element);
        }
        Self { observer, _callback: callback }
    }
}

impl Drop for SizeObserver {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

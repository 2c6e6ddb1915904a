//! Work for later.

use std::any::Any;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::window;

/// Runs some work once, later, unless it is dropped before.
pub struct Timer {
    handle: Option<i32>,
    _callback: Closure<dyn FnMut()>,
}

impl Timer {
    /// Runs `work` after so many milliseconds.
    pub fn new(millis: i32, work: impl FnMut() + 'static) -> Self {
        let callback = Closure::new(work);
        let handle = window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(callback.as_ref().unchecked_ref(), millis)
            .ok();
        Self { handle, _callback: callback }
    }
}

/// Lets go of something large a tenth of a second from now, when the page is drawn as a rule: to take 100,000 steps apart is a
/// frame's work.
pub fn let_go(large: impl Any) {
    fn later(large: Box<dyn Any>) {
        let drop_it = Closure::once_into_js(move || drop(large));
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(drop_it.unchecked_ref(), 100);
    }
    later(Box::new(large));
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(handle) = self.handle {
            window().clear_timeout_with_handle(handle);
        }
    }
}

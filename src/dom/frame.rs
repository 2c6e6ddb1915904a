//! Work for the next animation frame, at most once a frame.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::window;

/// Runs one piece of work in the next frame, however often it is asked for before that.
pub struct Frame {
    pending: Rc<Cell<Option<i32>>>,
    callback: Closure<dyn FnMut()>,
}

impl Frame {
    /// A frame that will do `work` when it is requested.
    pub fn new(mut work: impl FnMut() + 'static) -> Self {
        let pending = Rc::new(Cell::new(None));
        let own = pending.clone();
        let callback = Closure::new(move || {
            own.set(None);
            work();
        });
        Self { pending, callback }
    }

    /// Asks for the work in the next frame.
    pub fn request(&self) {
        if self.pending.get().is_none() {
            self.pending.set(window().request_animation_frame(self.callback.as_ref().unchecked_ref()).ok());
        }
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        if let Some(handle) = self.pending.take() {
            let _ = window().cancel_animation_frame(handle);
        }
    }
}

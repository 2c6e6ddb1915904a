//! Small handles over the browser: each sets something up and lets it go in `Drop`.

mod clipboard;
mod clock;
mod decimal;
mod frame;
mod listener;
mod pause;
mod resize;
mod storage;
mod timer;

pub use clipboard::{copy, download};
pub use clock::{Stopwatch, local_offset_minutes, local_zone_name, now_epoch, now_performance};
pub use decimal::{decimal, percent, px};
pub use frame::Frame;
pub use listener::Listener;
pub use pause::{Pacer, pause};
pub use resize::SizeObserver;
pub use storage::{read_stored, store};
pub use timer::Timer;

/// The window. A page without one could not have started this program.
#[must_use]
pub fn window() -> web_sys::Window {
    leptos::prelude::window()
}

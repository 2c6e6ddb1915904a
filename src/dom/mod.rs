//! Small handles over the browser: each sets something up and lets it go in `Drop`.

mod clipboard;
mod clock;
mod decimal;
mod focus;
mod frame;
mod json;
mod kept;
mod listener;
mod markup;
mod pause;
mod resize;
mod storage;
mod timer;

pub use clipboard::{copy, download};
pub use clock::{Stopwatch, local_offset_minutes, local_zone_name, now_epoch, now_performance};
pub use decimal::{decimal, percent, px};
pub use focus::{bring_into_sight, focus_on, give_focus, hand_focus_on, hand_focus_over};
pub use frame::Frame;
pub use json::Json;
pub use kept::{Kept, file_of};
pub use listener::Listener;
pub use markup::{as_markup, make_comment, make_html, make_other, make_text, place_behind};
pub use pause::{Pacer, Throttle, hasten, pause, slacken, spawn, until};
pub use resize::SizeObserver;
pub use storage::{read_stored, store};
pub use timer::{Timer, let_go};

/// By how much a turn of the wheel, in CSS px, zooms: 240 px double or halve.
#[must_use]
pub fn wheel_zoom(delta: f64) -> f64 {
    // The browser's own power function: Rust's brings its tables.
    js_sys::Math::pow(2.0, -delta / 240.0)
}

/// By how much so many presses of a key zoom.
#[must_use]
pub fn zoom_steps(steps: i32) -> f64 {
    js_sys::Math::pow(1.25, steps.into())
}

/// An address relative to the page, in full. That of the page may hold a name and a password (`https://user:pass@host/`),
/// with which nothing may be fetched: they are left out.
#[must_use]
pub fn absolute(address: &str) -> String {
    // Unlike the base of relative addresses, this comes without them from every browser.
    let here = window().location().href().unwrap_or_default();
    web_sys::Url::new_with_base(address, &here).map_or_else(|_| address.to_owned(), |url| url.href())
}

/// Whether an origin is that of this page, or among others that are allowed. One of a sandbox, which has none, is nobody's.
#[must_use]
pub fn is_friend(origin: &str, others: &[String]) -> bool {
    let is_own = || origin != "null" && window().location().origin().is_ok_and(|own| own == origin);
    is_own() || others.iter().any(|other| other == origin)
}

/// The window of the page around, if this one stands in a frame.
#[must_use]
pub fn parent() -> Option<web_sys::Window> {
    let own = window();
    own.parent().ok().flatten().filter(|parent| *parent != own)
}

/// Whether the page stands in a frame of another, whose history and wheel are not its own.
#[must_use]
pub fn is_framed() -> bool {
    parent().is_some()
}

/// Whether the reader asked the system for less motion.
#[must_use]
pub fn is_calm() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)").ok().flatten();
    query.is_some_and(|query| query.matches())
}

/// The window. A page without one could not have started this program.
#[must_use]
pub fn window() -> web_sys::Window {
    leptos::prelude::window()
}

//! What the page's script holds on to: one viewer in one element.

mod host;

use std::any::Any;
use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::source::Config;
use crate::view::App;

thread_local! {
    /// Told of a panic. After one nothing of this program can be trusted, so the page's script takes over.
    static ON_PANIC: RefCell<Option<js_sys::Function>> = const { RefCell::new(None) };
}

/// Names the function that is called, with a text for those who mend it, when the program panics.
#[wasm_bindgen(js_name = onPanic)]
pub fn on_panic(callback: js_sys::Function) {
    ON_PANIC.with(|slot| slot.replace(Some(callback)));
    std::panic::set_hook(Box::new(|panic| {
        let stack =
            js_sys::Reflect::get(&js_sys::Error::new(""), &"stack".into()).ok().and_then(|stack| stack.as_string());
        let text = format!("taskscope {}\n{panic}\n\n{}", env!("CARGO_PKG_VERSION"), stack.unwrap_or_default());
        leptos::logging::error!("{text}");
        ON_PANIC.with(|slot| {
            if let Some(callback) = slot.borrow().as_ref() {
                let _ = callback.call1(&JsValue::NULL, &text.into());
            }
        });
    }));
}

/// A viewer in an element of the page.
#[wasm_bindgen]
pub struct Viewer {
    /// Unmounts when it is dropped.
    _mounted: Box<dyn Any>,
}

#[wasm_bindgen]
impl Viewer {
    /// Reads the deployment's settings and shows the page in `mount`, following the window's address.
    pub async fn start(mount: HtmlElement) -> Viewer {
        let config = Config::fetch().await;
        // What stood there until the program came.
        mount.set_text_content(None);
        let mounted =
            leptos::mount::mount_to(mount, move || leptos::view! { <App config=config.clone() join=host::join /> });
        Self { _mounted: Box::new(mounted) }
    }
}

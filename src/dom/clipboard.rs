//! Text and files on their way out of the page.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Element, HtmlAnchorElement, HtmlTextAreaElement, Url};

use super::{give_focus, window};

/// Puts a text on the clipboard; `false` if the browser refused both ways that there are.
pub async fn copy(text: &str) -> bool {
    let clipboard = js_sys::Reflect::get(&window().navigator(), &"clipboard".into());
    // Absent on pages that were not fetched by https.
    if clipboard.is_ok_and(|clipboard| clipboard.is_object())
        && JsFuture::from(window().navigator().clipboard().write_text(text)).await.is_ok()
    {
        return true;
    }
    copy_by_selection(text).unwrap_or(false)
}

/// The old way: a text field out of sight, selected. What had the focus has it again afterwards.
fn copy_by_selection(text: &str) -> Option<bool> {
    let document = window().document()?;
    let field: HtmlTextAreaElement = document.create_element("textarea").ok()?.dyn_into().ok()?;
    field.set_value(text);
    field.set_class_name("ts-offscreen");
    let focused = document.active_element();
    // While a dialog is open, all outside of it is inert: nothing there can be selected, though the browser says "copied".
    let dialog = document.query_selector("dialog[open]").ok().flatten();
    let place: Element = dialog.or_else(|| document.body().map(Element::from))?;
    place.append_child(&field).ok()?;
    field.select();
    let command = js_sys::Reflect::get(&document, &"execCommand".into()).ok()?.dyn_into::<js_sys::Function>().ok()?;
    let done = command.call1(&document, &"copy".into()).ok().and_then(|done| done.as_bool());
    field.remove();
    if let Some(focused) = focused {
        give_focus(&focused);
    }
    done
}

/// Offers a file; `None` if the browser can't.
#[must_use]
pub fn download(name: &str, file: &Blob) -> Option<()> {
    let document = window().document()?;
    let url = Url::create_object_url_with_blob(file).ok()?;
    let link: HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&url).ok()
}

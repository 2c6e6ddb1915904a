//! The keyboard's place, kept while what it is at is made anew.

use wasm_bindgen::prelude::*;
use web_sys::{Element, FocusOptions, HtmlElement, NodeList};

/// What can have the focus in a page of ours.
const FOCUSABLE: &str = "button, a, input, select, summary, [tabindex]";

/// Where the focus is within the last pieces, gives it to what stands in the same place among the new ones, if that is of the
/// same kind. Nothing scrolls: a reader may have looked elsewhere meanwhile.
pub fn hand_focus_over(last: &[Element], new: &[Element]) {
    hand(last, new, true);
}

/// The same where the new pieces may be quite others: what is in the same place means nothing then. Other details begin at
/// their heading; and of a menu that is closed now, since it was made anew, the button is left.
pub fn hand_focus_on(last: &[Element], new: &[Element]) {
    hand(last, new, false);
}

#[wasm_bindgen]
extern "C" {
    /// `Element`, with the form of `scrollIntoView` that says how.
    type Placed;
    #[wasm_bindgen(method, js_name = scrollIntoView)]
    fn scroll_how(this: &Placed, options: &JsValue);
}

/// Scrolls what is meant into sight, as little as can be, if it is out of it.
pub fn bring_into_sight(selector: &str) {
    if let Some(element) = found(selector) {
        let options = js_sys::Object::new();
        let _ = js_sys::Reflect::set(&options, &"block".into(), &"nearest".into());
        element.unchecked_ref::<Placed>().scroll_how(&options);
    }
}

/// Gives the focus to the first element of the page that is meant: what had it goes. `false` where there is none.
pub fn focus_on(selector: &str) -> bool {
    found(selector).is_some_and(|element| give_focus(&element))
}

/// Gives the focus to an element; `false` where the browser does not let us.
pub fn give_focus(element: &Element) -> bool {
    element.unchecked_ref::<HtmlElement>().focus().is_ok()
}

fn found(selector: &str) -> Option<Element> {
    leptos::prelude::document().query_selector(selector).ok().flatten()
}

fn hand(last: &[Element], new: &[Element], are_alike: bool) {
    let is = |element: &Element, what| element.matches(what).unwrap_or(false);
    if !last.iter().any(|element| is(element, ":focus-within")) {
        return;
    }
    let head = new.first().filter(|first| !are_alike && is(first, ".ts-detail-head"));
    if let Some(heading) = head.and_then(Element::first_element_child) {
        give_focus(&heading);
        return;
    }
    let last = focusable(last);
    let place_of = |what| last.iter().position(|element| is(element, what));
    let place = place_of(".ts-menu:focus-within > summary");
    let Some(place) = place.or_else(|| place_of(":focus").filter(|_| are_alike)) else { return };
    let like = |other: &&Element| last.get(place).is_some_and(|element| element.tag_name() == other.tag_name());
    if let Some(element) = focusable(new).get(place).filter(like).and_then(|element| element.dyn_ref::<HtmlElement>()) {
        let still = FocusOptions::new();
        still.set_prevent_scroll(true);
        let _ = element.focus_with_options(&still);
    }
}

/// All that can have the focus, in its order.
fn focusable(pieces: &[Element]) -> Vec<Element> {
    let within = |piece: &Element| piece.query_selector_all(FOCUSABLE).ok();
    let each = |list: NodeList| (0..list.length()).filter_map(move |nth| list.item(nth)?.dyn_into().ok());
    pieces
        .iter()
        .flat_map(|piece| {
            let own = piece.matches(FOCUSABLE).unwrap_or(false).then(|| piece.clone());
            own.into_iter().chain(within(piece).into_iter().flat_map(each))
        })
        .collect()
}

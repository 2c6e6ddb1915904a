//! The keyboard's place, kept while what it is at is made anew.

use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement, NodeList};

/// What can have the focus in a page of ours.
const FOCUSABLE: &str = "button, a, input, select, summary, [tabindex]";

/// Where the focus is within the last pieces, gives it to what stands in the same place among the new ones, if that is of the
/// same kind. Nothing scrolls: a reader may have looked elsewhere meanwhile.
pub fn hand_focus_over(last: &[Element], new: &[Element]) {
    let is = |element: &Element, what| element.matches(what).unwrap_or(false);
    if !last.iter().any(|element| is(element, ":focus-within")) {
        return;
    }
    let last = focusable(last);
    let Some(place) = last.iter().position(|element| is(element, ":focus")) else { return };
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

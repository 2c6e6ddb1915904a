//! A button that opens a small panel below it, and closes it again by Esc or a click elsewhere.

use leptos::ev;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDetailsElement, Node};

use super::icon::sign;
use super::part::{IntoPart, NodeRef, Part, does, only, view};
use crate::dom::{Listener, give_focus, window};
use crate::state::{Var, keep};

/// Closes the menu that an event came from; its button has the focus then.
pub fn close_menu(event: &ev::Event) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(menu) = target.and_then(|target| target.closest("details").ok().flatten()) {
        let _ = menu.remove_attribute("open");
        if let Some(summary) = menu.first_element_child() {
            give_focus(&summary);
        }
    }
}

/// Whether the `toggle` of a `<details>` says that it is open now.
pub fn opens(event: &ev::Event) -> bool {
    event.target().and_then(|target| target.dyn_into::<Element>().ok()).is_some_and(|it| it.has_attribute("open"))
}

/// A menu whose button says `label`, or shows the [`sign`] of this path where that is shorter; it opens `panel`, which is
/// there as long as it is open.
pub fn menu(label: &'static str, path: Option<&'static str>, panel: impl Fn() -> Part + 'static) -> Part {
    menu_of(path.map(|_| label), path.map_or_else(|| label.part(), sign), panel)
}

/// The same with a button of its own, which `label` names where it says nothing.
pub fn menu_of(label: Option<&'static str>, button: Part, panel: impl Fn() -> Part + 'static) -> Part {
    let details = NodeRef::<HtmlDetailsElement>::new();
    let is_open = Var::new(false);
    let close = move || {
        if let Some(details) = details.get_untracked() {
            let _ = details.remove_attribute("open");
        }
    };
    let outside = Listener::new(&window(), "pointerdown", move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
        if details.get_untracked().is_some_and(|details| !details.contains(target.as_ref())) {
            close();
        }
    });
    keep(outside);
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && details.get_untracked().is_some_and(|details| details.has_attribute("open")) {
            event.stop_propagation();
            close_menu(&event);
        }
    };
    view! {
        <details
            class="ts-menu"
            node_ref=details
            on:keydown=does(on_key)
            on:toggle=does(move |event: ev::Event| is_open.set(opens(&event)))
        >
            <summary class="ts-button" aria-label=label title=label>
                {button}
            </summary>
            <div class="ts-panel">{only(move || is_open.get(), panel)}</div>
        </details>
    }
    .part()
}

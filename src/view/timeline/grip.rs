//! The edge of the name column, by which it is made wider or narrower.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use taskscope_core::number::within;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::super::part::{IntoPart, NodeRef, Part, does, say, view};
use super::super::scroller::Scroller;
use crate::dom::{SizeObserver, decimal, read_stored, store};
use crate::state::{Keep, Var, follow, use_session};

/// Where this browser remembers the width, in CSS px.
const STORED: &str = "taskscope.name-width";

/// The narrowest, in CSS px.
const LEAST: f64 = 120.0;

/// The widest, as a part of the timeline: bars are what it is there for.
const MOST: f64 = 0.6;

/// What an arrow key changes, in CSS px.
const STEP: f64 = 16.0;

/// The edge of the column that `name` heads, in the timeline whose root is `root`.
#[component]
pub(super) fn Grip(root: NodeRef<HtmlElement>, name: NodeRef<HtmlElement>, scroller: Scroller) -> Part {
    let session = use_session();
    let chosen = Var::new(read_stored(STORED).and_then(|text| text.parse::<u16>().ok()).map(f64::from));
    // How wide it is, whoever decided.
    let width = Var::new(0.0);
    let observer = Keep::empty();
    follow(move || {
        if let Some(cell) = name.get() {
            let padding = 16.0;
            observer.put(SizeObserver::new(&cell, move |content, _| width.try_set(content + padding)));
        }
    });
    follow(move || {
        let Some(root) = root.get() else { return };
        let style = HtmlElement::style(&root);
        let _ = match chosen.get() {
            // A window may become narrower than it was when the reader chose.
            Some(width) => style.set_property("--ts-name", &format!("min({}px, 60%)", decimal(width, 0))),
            None => style.remove_property("--ts-name").map(drop),
        };
    });
    let most = move || (scroller.size.get().0 * MOST).max(LEAST);
    let resize = move |to: f64| chosen.set(Some(within(to, LEAST, untrack(most))));
    let remember = move || store(STORED, &chosen.get_untracked().map(|width| decimal(width, 0)).unwrap_or_default());

    // Where the pointer went down, less how wide the column was.
    let held = Var::new(None::<f64>);
    let down = move |event: PointerEvent| {
        // The axis under it stays where it is.
        event.stop_propagation();
        if let Some(grip) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
            let _ = grip.set_pointer_capture(event.pointer_id());
        }
        held.set(Some(f64::from(event.client_x()) - width.get_untracked()));
    };
    let moved = move |event: PointerEvent| {
        if let Some(from) = held.get_untracked() {
            resize(f64::from(event.client_x()) - from);
        }
    };
    let up = move |_: PointerEvent| {
        held.set(None);
        remember();
    };
    let reset = move || {
        chosen.set(None);
        remember();
    };
    let on_key = move |event: KeyboardEvent| {
        let now = width.get_untracked();
        match event.key().as_str() {
            "ArrowLeft" => resize(now - STEP),
            "ArrowRight" => resize(now + STEP),
            "Home" => resize(LEAST),
            "End" => resize(f64::MAX),
            "Enter" => chosen.set(None),
            _ => return,
        }
        remember();
        event.prevent_default();
        event.stop_propagation();
    };
    view! {
        <div
            class="ts-grip"
            role="separator"
            aria-orientation="vertical"
            tabindex="0"
            aria-label=session.text().name_width
            title=session.text().name_width_hint
            aria-valuemin=decimal(LEAST, 0)
            aria-valuemax=say(move || decimal(most(), 0))
            aria-valuenow=say(move || decimal(width.get(), 0))
            on:pointerdown=does(down)
            on:pointermove=does(moved)
            on:pointerup=does(up)
            on:pointercancel=does(up)
            on:dblclick=does(move |_| reset())
            on:keydown=does(on_key)
        ></div>
    }
    .part()
}

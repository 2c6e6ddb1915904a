//! Moving the view by mouse, wheel and fingers.

use leptos::prelude::document;
use taskscope_core::task::SubtaskIdx;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, PointerEvent, WheelEvent};

use super::super::pointers::{Does, On, Origin, follow_pointers, turned};
use super::card::activate;
use super::viewport::centre;
use super::{Follows, GraphState};
use crate::dom::{is_framed, wheel_zoom};
use crate::state::Session;

/// Moves the view with the pointers that are down in its window.
pub(super) fn follow_gestures(session: Session, state: GraphState, origin: Origin) {
    let lands = |event: &PointerEvent| if is_on_card(event) { On::Piece } else { On::Ground };
    follow_pointers(origin, lands, move |does| match does {
        Does::Drag(drag) => {
            state.follows.set(Follows::Nothing);
            state.hovered.set(None);
            state.viewport.update(|viewport| {
                *viewport = viewport.panned(drag.by.0, drag.by.1).zoomed(drag.factor, drag.at.0, drag.at.1);
            });
        }
        // What is painted is pointed at and clicked here: a card does so itself.
        _ if state.shows_cards() => {}
        Does::Hover(event) if event.pointer_type() == "mouse" => state.hovered.set(node_at(state, origin, event)),
        Does::Hover(_) => {}
        Does::Click(event) => {
            if let Some(first) = node_at(state, origin, event) {
                state.active.set(first);
                activate(session, first, state);
            }
        }
    });
}

/// Whether an event is a card's.
pub(super) fn is_on_card(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.and_then(|element| element.closest("button").ok().flatten()).is_some()
}

/// How near to a painted node a pointer must be, in CSS px of the screen: a node far away is smaller than a finger.
const NEAR: f64 = 5.0;

/// The painted node under the pointer, by its first member.
fn node_at(state: GraphState, origin: Origin, event: &PointerEvent) -> Option<SubtaskIdx> {
    let (x, y) = origin.place(event);
    let spot = state.viewport.get_untracked().panned(-x, -y).seen((0.0, 0.0), NEAR);
    let picture = state.picture.get_untracked()?;
    let (x, y) = centre(spot);
    let beside = |node: u32| {
        let (node_x, node_y) = picture.rect(node).map_or((f64::MAX, 0.0), centre);
        (node_x - x).hypot(node_y - y)
    };
    let (near, _) = picture.nodes.within(spot, MOST_NEAR);
    let nearest = near.into_iter().min_by(|&a, &b| beside(a).total_cmp(&beside(b)))?;
    picture.first_of(nearest)
}

/// Among so many the nearest is looked for.
const MOST_NEAR: usize = 64;

/// The wheel pans; with Ctrl or ⌘, which is also what a pinch on a touchpad sends, it zooms at the pointer.
pub(super) fn on_wheel(state: GraphState, origin: Origin, event: &WheelEvent) {
    // In another page it is that one which scrolls, until the reader comes in.
    if is_framed() && !(event.ctrl_key() || event.meta_key() || document().has_focus().unwrap_or(true)) {
        return;
    }
    event.prevent_default();
    state.follows.set(Follows::Nothing);
    let (dx, dy) = turned(event);
    let at = (event.ctrl_key() || event.meta_key()).then(|| origin.place(event));
    state.viewport.update(|viewport| {
        *viewport = match at {
            Some((x, y)) => viewport.zoomed(wheel_zoom(dy), x, y),
            None => viewport.panned(-dx, -dy),
        };
    });
}

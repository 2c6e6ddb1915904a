//! Moving the view by mouse, wheel and fingers.

use std::cell::RefCell;

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent, WheelEvent};

use super::GraphState;
use crate::dom::wheel_zoom;

/// Fingers or a mouse on the graph, by pointer id, with where each is on the screen.
#[derive(Default)]
pub struct Gestures {
    pointers: RefCell<Vec<(i32, f64, f64)>>,
}

impl Gestures {
    /// A pointer goes down: on the ground it takes hold of the picture, on a card it is the card's.
    pub fn down(&self, window: NodeRef<Div>, event: &PointerEvent) {
        let on_card = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let on_card = on_card.and_then(|element| element.closest("button").ok().flatten()).is_some();
        if on_card || event.button() != 0 {
            return;
        }
        if let Some(window) = window.get_untracked() {
            let _ = window.set_pointer_capture(event.pointer_id());
        }
        self.pointers.borrow_mut().push((event.pointer_id(), f64::from(event.client_x()), f64::from(event.client_y())));
    }

    /// A pointer moves: one pans, two pinch.
    pub(super) fn moved(&self, state: GraphState, window: NodeRef<Div>, event: &PointerEvent) {
        let mut pointers = self.pointers.borrow_mut();
        let Some(own) = pointers.iter().position(|&(id, ..)| id == event.pointer_id()) else { return };
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        let other = pointers.iter().find(|&&(id, ..)| id != event.pointer_id()).copied();
        let Some((_, last_x, last_y)) = pointers.get_mut(own) else { return };
        let (dx, dy) = (x - *last_x, y - *last_y);
        let before = (*last_x, *last_y);
        (*last_x, *last_y) = (x, y);
        state.touched.set(true);
        match (other, window.get_untracked()) {
            (Some((_, other_x, other_y)), Some(window)) => {
                let apart = |(x, y): (f64, f64)| (x - other_x).hypot(y - other_y).max(1.0);
                let bounds = window.get_bounding_client_rect();
                let middle = ((x + other_x) / 2.0 - bounds.left(), (y + other_y) / 2.0 - bounds.top());
                let factor = apart((x, y)) / apart(before);
                state.viewport.update(|viewport| {
                    *viewport = viewport.panned(dx / 2.0, dy / 2.0).zoomed(factor, middle.0, middle.1);
                });
            }
            _ => state.viewport.update(|viewport| *viewport = viewport.panned(dx, dy)),
        }
    }

    /// A pointer is lifted.
    pub fn up(&self, event: &PointerEvent) {
        self.pointers.borrow_mut().retain(|&(id, ..)| id != event.pointer_id());
    }
}

/// The wheel pans; with Ctrl or ⌘, which is also what a pinch on a touchpad sends, it zooms at the pointer.
pub(super) fn on_wheel(state: GraphState, event: &WheelEvent) {
    event.prevent_default();
    state.touched.set(true);
    let target = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    let bounds = target.map(|target| target.get_bounding_client_rect());
    let (left, top) = bounds.map_or((0.0, 0.0), |bounds| (bounds.left(), bounds.top()));
    let (x, y) = (f64::from(event.client_x()) - left, f64::from(event.client_y()) - top);
    // Lines and pages, as some mice count, in CSS px.
    let unit = match event.delta_mode() {
        WheelEvent::DOM_DELTA_LINE => 18.0,
        WheelEvent::DOM_DELTA_PAGE => 400.0,
        _ => 1.0,
    };
    let (dx, dy) = (event.delta_x() * unit, event.delta_y() * unit);
    state.viewport.update(|viewport| {
        *viewport = if event.ctrl_key() || event.meta_key() {
            viewport.zoomed(wheel_zoom(dy), x, y)
        } else if event.shift_key() && dx == 0.0 {
            viewport.panned(-dy, 0.0)
        } else {
            viewport.panned(-dx, -dy)
        };
    });
}

//! Moving the view by mouse, wheel and fingers.

use std::cell::RefCell;

use leptos::html::Div;
use leptos::prelude::*;
use taskscope_core::task::SubtaskIdx;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent, WheelEvent};

use super::card::activate;
use super::viewport::centre;
use super::{Follows, GraphState};
use crate::dom::wheel_zoom;
use crate::state::Session;

/// Fingers or a mouse on the graph.
#[derive(Default)]
pub struct Gestures {
    pointers: RefCell<Vec<Pointer>>,
}

/// One of them.
#[derive(Clone, Copy)]
struct Pointer {
    id: i32,
    /// Where it is on the screen, in CSS px.
    at: (f64, f64),
    /// Where it came down.
    from: (f64, f64),
    /// Whether it moves the picture. One that came down on a card may still click it.
    holds: bool,
    /// Whether what lies under it is painted, and so gets no clicks of its own.
    on_ground: bool,
}

/// How far a pointer that came down on a card goes before it moves the picture, in CSS px.
const SLACK: f64 = 6.0;

impl Gestures {
    /// A pointer goes down: on the ground it takes hold of the picture, on a card only once it moves, or another joins it.
    pub fn down(&self, window: NodeRef<Div>, event: &PointerEvent) {
        let on_card = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let on_card = on_card.and_then(|element| element.closest("button").ok().flatten()).is_some();
        if event.button() != 0 {
            return;
        }
        let at = (f64::from(event.client_x()), f64::from(event.client_y()));
        let mut pointers = self.pointers.borrow_mut();
        pointers.push(Pointer { id: event.pointer_id(), at, from: at, holds: false, on_ground: !on_card });
        if !on_card || pointers.len() > 1 {
            pointers.iter_mut().for_each(|pointer| pointer.hold(window));
        }
    }

    /// A pointer moves: one that is down pans, two pinch, and one that is not points at a node.
    pub(super) fn moved(&self, state: GraphState, window: NodeRef<Div>, event: &PointerEvent) {
        let mut pointers = self.pointers.borrow_mut();
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        let other = pointers.iter().find(|pointer| pointer.id != event.pointer_id()).copied();
        let Some(own) = pointers.iter_mut().find(|pointer| pointer.id == event.pointer_id()) else {
            if event.pointer_type() == "mouse" && !state.shows_cards() {
                state.hovered.set(node_at(state, window, event));
            }
            return;
        };
        let (dx, dy) = (x - own.at.0, y - own.at.1);
        if !own.holds && dx.hypot(dy) < SLACK {
            return;
        }
        own.hold(window);
        let before = std::mem::replace(&mut own.at, (x, y));
        state.follows.set(Follows::Nothing);
        state.hovered.set(None);
        match (other, window.get_untracked()) {
            (Some(Pointer { at: (other_x, other_y), .. }), Some(window)) => {
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

    /// A pointer is lifted: where it came down, that is a click on what is painted there.
    pub(super) fn up(&self, session: Session, state: GraphState, window: NodeRef<Div>, event: &PointerEvent) {
        let Some(own) = self.take(event).filter(|own| own.on_ground && !state.shows_cards()) else { return };
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        if (x - own.from.0).hypot(y - own.from.1) < SLACK
            && let Some(first) = node_at(state, window, event)
        {
            state.active.set(first);
            activate(session, first, state);
        }
    }

    /// A pointer is gone.
    pub fn lose(&self, event: &PointerEvent) {
        self.take(event);
    }

    fn take(&self, event: &PointerEvent) -> Option<Pointer> {
        let mut pointers = self.pointers.borrow_mut();
        let place = pointers.iter().position(|pointer| pointer.id == event.pointer_id())?;
        Some(pointers.swap_remove(place))
    }
}

/// How near to a painted node a pointer must be, in CSS px of the screen: a node far away is smaller than a finger.
const NEAR: f64 = 5.0;

/// The painted node under the pointer, by its first member.
fn node_at(state: GraphState, window: NodeRef<Div>, event: &PointerEvent) -> Option<SubtaskIdx> {
    let bounds = window.get_untracked()?.get_bounding_client_rect();
    let (x, y) = (f64::from(event.client_x()) - bounds.left(), f64::from(event.client_y()) - bounds.top());
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

impl Pointer {
    /// From now on all it does is the picture's, and no click.
    fn hold(&mut self, window: NodeRef<Div>) {
        self.holds = true;
        if let Some(window) = window.get_untracked() {
            let _ = window.set_pointer_capture(self.id);
        }
    }
}

/// The wheel pans; with Ctrl or ⌘, which is also what a pinch on a touchpad sends, it zooms at the pointer.
pub(super) fn on_wheel(state: GraphState, event: &WheelEvent) {
    event.prevent_default();
    state.follows.set(Follows::Nothing);
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

//! Fingers and a mouse that take hold of a picture and move it: one pans, two pinch.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, PointerEvent, WheelEvent};

use super::part::NodeRef;
use crate::dom::Listener;
use crate::state::{Keep, follow};

/// A pointer that is down on a picture.
#[derive(Clone, Copy)]
struct Pointer {
    id: i32,
    /// Where it is in the window, in CSS px.
    at: (f64, f64),
    /// Where it came down.
    from: (f64, f64),
    /// Whether it moves the picture. One that came down on what can be clicked may still click it.
    holds: bool,
    /// Whether what lies under it gets no clicks of its own.
    on_ground: bool,
}

/// Where a pointer came down.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// On what does not move.
    Nothing,
    /// On what gets no clicks of its own: the pointer takes hold of the picture.
    Ground,
    /// On what it may click: it takes hold only once it moves, or another joins it.
    Piece,
}

/// What a pointer does.
pub enum Does {
    /// It moves, and is not down.
    Hover,
    /// It moves the picture.
    Drag(Drag),
    /// It clicks on the ground.
    Click,
}

/// How a picture is moved, and then zoomed with one point of it held where it is.
pub struct Drag {
    /// By how much, in CSS px.
    pub by: (f64, f64),
    /// How much larger it becomes.
    pub factor: f64,
    /// The point, in CSS px from the left and the top of its window.
    pub at: (f64, f64),
}

/// How far a pointer goes before it moves the picture, in CSS px.
const SLACK: f64 = 6.0;

/// Tells `act` what pointers do in the window of a picture; `lands` says where one came down.
pub fn follow_pointers(
    window: NodeRef<HtmlElement>,
    lands: impl Fn(&PointerEvent) -> On + 'static,
    act: impl Fn(Does, &PointerEvent) + 'static,
) {
    type Act = dyn Fn(Does, &PointerEvent);
    fn hear(window: NodeRef<HtmlElement>, lands: Rc<dyn Fn(&PointerEvent) -> On>, act: Rc<Act>) {
        let listeners = Keep::empty();
        follow(move || {
            let Some(element) = window.get() else { return };
            let pointers = Rc::new(RefCell::new(Vec::new()));
            let tapped = Rc::new(Cell::new(false));
            listeners.put(["pointerdown", "pointermove", "pointerup", "pointercancel", "click"].map(|name| {
                let (pointers, tapped, lands, act) = (pointers.clone(), tapped.clone(), lands.clone(), act.clone());
                Listener::new(&element, name, move |event| {
                    let event: &PointerEvent = event.unchecked_ref();
                    let does = match name {
                        "pointerdown" => down(&mut pointers.borrow_mut(), window, event, lands(event)),
                        "pointermove" => moved(&mut pointers.borrow_mut(), window, event),
                        // A finger's click comes some time after it was lifted. Had the picture moved by then, it would be
                        // one on what came there.
                        "click" => tapped.take().then_some(Does::Click),
                        _ => {
                            tapped.set(up(&mut pointers.borrow_mut(), event));
                            None
                        }
                    };
                    if let Some(does) = does {
                        act(does, event);
                    }
                })
            }));
        });
    }
    hear(window, Rc::new(lands), Rc::new(act));
}

fn down(pointers: &mut Vec<Pointer>, window: NodeRef<HtmlElement>, event: &PointerEvent, on: On) -> Option<Does> {
    if event.button() != 0 || on == On::Nothing {
        return None;
    }
    let at = place_of(event);
    // One that was lifted elsewhere, before it held the picture, was never heard of again.
    pointers.retain(|pointer| pointer.id != event.pointer_id());
    pointers.push(Pointer { id: event.pointer_id(), at, from: at, holds: false, on_ground: on == On::Ground });
    if on == On::Ground || pointers.len() > 1 {
        pointers.iter_mut().for_each(|pointer| pointer.hold(window));
    }
    None
}

fn moved(pointers: &mut [Pointer], window: NodeRef<HtmlElement>, event: &PointerEvent) -> Option<Does> {
    let (x, y) = place_of(event);
    let other = pointers.iter().find(|pointer| pointer.id != event.pointer_id()).copied();
    let own = pointers.iter_mut().find(|pointer| pointer.id == event.pointer_id() && event.buttons() != 0);
    let Some(own) = own else { return Some(Does::Hover) };
    let (dx, dy) = (x - own.at.0, y - own.at.1);
    if !own.holds && dx.hypot(dy) < SLACK {
        return None;
    }
    own.hold(window);
    let before = std::mem::replace(&mut own.at, (x, y));
    let Some(Pointer { at: (other_x, other_y), .. }) = other else {
        return Some(Does::Drag(Drag { by: (dx, dy), factor: 1.0, at: (0.0, 0.0) }));
    };
    let apart = |(x, y): (f64, f64)| (x - other_x).hypot(y - other_y).max(1.0);
    let (left, top) = origin(window);
    Some(Does::Drag(Drag {
        by: (dx / 2.0, dy / 2.0),
        factor: apart((x, y)) / apart(before),
        at: ((x + other_x) / 2.0 - left, (y + other_y) / 2.0 - top),
    }))
}

/// A pointer is lifted or lost. Whether it was lifted where it came down, on the ground.
fn up(pointers: &mut Vec<Pointer>, event: &PointerEvent) -> bool {
    let Some(place) = pointers.iter().position(|pointer| pointer.id == event.pointer_id()) else { return false };
    let own = pointers.swap_remove(place);
    let (x, y) = place_of(event);
    own.on_ground && (x - own.from.0).hypot(y - own.from.1) < SLACK
}

impl Pointer {
    /// From now on all it does is the picture's, and no click.
    fn hold(&mut self, window: NodeRef<HtmlElement>) {
        self.holds = true;
        if let Some(window) = window.get_untracked() {
            let _ = window.set_pointer_capture(self.id);
        }
    }
}

fn place_of(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

/// The left and the top of a picture's window, in CSS px.
pub fn origin(window: NodeRef<HtmlElement>) -> (f64, f64) {
    let bounds = window.get_untracked().map(|window| window.get_bounding_client_rect());
    bounds.map_or((0.0, 0.0), |bounds| (bounds.left(), bounds.top()))
}

/// How far a wheel was turned, in CSS px: lines and pages, as some mice count, and with Shift to the side.
pub fn turned(event: &WheelEvent) -> (f64, f64) {
    let unit = match event.delta_mode() {
        WheelEvent::DOM_DELTA_LINE => 18.0,
        WheelEvent::DOM_DELTA_PAGE => 400.0,
        _ => 1.0,
    };
    let (dx, dy) = (event.delta_x() * unit, event.delta_y() * unit);
    if event.shift_key() && dx == 0.0 { (dy, 0.0) } else { (dx, dy) }
}

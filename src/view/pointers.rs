//! Fingers and a mouse that take hold of a picture and move it: one pans, two pinch.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use taskscope_core::number::within;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, MouseEvent, PointerEvent, WheelEvent};

use super::part::NodeRef;
use crate::dom::{Frame, Listener, is_calm, now_performance, window};
use crate::state::{Keep, Var, follow, keep};

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
pub enum Does<'a> {
    /// It moves, and is not down.
    Hover(&'a PointerEvent),
    /// It moves the picture.
    Drag(Drag),
    /// It clicks on the ground.
    Click(&'a PointerEvent),
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

/// The pointers of one picture.
struct Hand {
    /// Where the picture's window is.
    origin: Origin,
    /// Those that are down.
    pointers: Vec<Pointer>,
    /// Whether the last one was lifted where it came down.
    tapped: bool,
    /// How the picture goes on once it is let go of.
    swing: Rc<Swing>,
}

/// Tells `act` what pointers do in the window of a picture; `lands` says where one came down.
pub fn follow_pointers(
    origin: Origin,
    lands: impl Fn(&PointerEvent) -> On + 'static,
    act: impl Fn(Does<'_>) + 'static,
) {
    type Act = dyn Fn(Does<'_>);
    fn hear(origin: Origin, lands: Rc<dyn Fn(&PointerEvent) -> On>, act: Rc<Act>) {
        let listeners = Keep::empty();
        let swing = Swing::follow(act.clone());
        follow(move || {
            let Some(element) = origin.window.get() else { return };
            let hand = Hand { origin, pointers: Vec::new(), tapped: false, swing: swing.clone() };
            let hand = Rc::new(RefCell::new(hand));
            listeners.put(["pointerdown", "pointermove", "pointerup", "pointercancel", "click"].map(|name| {
                let (hand, lands, act) = (hand.clone(), lands.clone(), act.clone());
                Listener::new(&element, name, move |event| {
                    let event: &PointerEvent = event.unchecked_ref();
                    let mut hand = hand.borrow_mut();
                    let does = match name {
                        "pointerdown" => {
                            hand.down(event, lands(event));
                            None
                        }
                        "pointermove" => hand.moved(event),
                        // A finger's click comes some time after it was lifted. Had the picture moved by then, it would be
                        // one on what came there.
                        "click" => std::mem::take(&mut hand.tapped).then_some(Does::Click(event)),
                        _ => {
                            hand.up(event, name == "pointerup");
                            None
                        }
                    };
                    drop(hand);
                    if let Some(does) = does {
                        act(does);
                    }
                })
            }));
        });
    }
    hear(origin, Rc::new(lands), Rc::new(act));
}

impl Hand {
    fn down(&mut self, event: &PointerEvent, on: On) {
        if event.button() != 0 || on == On::Nothing {
            return;
        }
        let at = place_of(event);
        // One that was lifted elsewhere, before it held the picture, was never heard of again.
        self.pointers.retain(|pointer| pointer.id != event.pointer_id());
        let on_ground = on == On::Ground;
        self.pointers.push(Pointer { id: event.pointer_id(), at, from: at, holds: false, on_ground });
        if on_ground || self.pointers.len() > 1 {
            self.pointers.iter_mut().for_each(|pointer| pointer.hold(self.origin.window));
        }
    }

    fn moved<'a>(&mut self, event: &'a PointerEvent) -> Option<Does<'a>> {
        let (x, y) = place_of(event);
        let other = self.pointers.iter().find(|pointer| pointer.id != event.pointer_id()).copied();
        let own = self.pointers.iter_mut().find(|pointer| pointer.id == event.pointer_id() && event.buttons() != 0);
        let Some(own) = own else { return Some(Does::Hover(event)) };
        let (dx, dy) = (x - own.at.0, y - own.at.1);
        if !own.holds && dx.hypot(dy) < SLACK {
            return None;
        }
        own.hold(self.origin.window);
        let before = std::mem::replace(&mut own.at, (x, y));
        let Some(Pointer { at: (other_x, other_y), .. }) = other else {
            self.swing.moved((dx, dy), event.time_stamp());
            return Some(Does::Drag(Drag::by(dx, dy)));
        };
        self.swing.rest();
        let apart = |(x, y): (f64, f64)| (x - other_x).hypot(y - other_y).max(1.0);
        let (left, top) = self.origin.at(event.time_stamp());
        Some(Does::Drag(Drag {
            by: (dx / 2.0, dy / 2.0),
            factor: apart((x, y)) / apart(before),
            at: ((x + other_x) / 2.0 - left, (y + other_y) / 2.0 - top),
        }))
    }

    /// A pointer is lifted or lost.
    fn up(&mut self, event: &PointerEvent, is_lifted: bool) {
        let Some(place) = self.pointers.iter().position(|pointer| pointer.id == event.pointer_id()) else {
            self.tapped = false;
            return;
        };
        let own = self.pointers.swap_remove(place);
        let (x, y) = place_of(event);
        self.tapped = own.on_ground && (x - own.from.0).hypot(y - own.from.1) < SLACK;
        // Whoever has a mouse puts the picture where it is to stay.
        if is_lifted && own.holds && self.pointers.is_empty() && event.pointer_type() == "touch" && !is_calm() {
            self.swing.let_go(event.time_stamp());
        }
    }
}

impl Drag {
    fn by(dx: f64, dy: f64) -> Self {
        Self { by: (dx, dy), factor: 1.0, at: (0.0, 0.0) }
    }
}

/// How fast a picture moves under a finger, and how it goes on when that is lifted: slower and slower, until the reader does
/// anything else.
struct Swing {
    /// CSS px in a millisecond.
    speed: Cell<(f64, f64)>,
    /// When that was so, on the browser's clock.
    when: Cell<f64>,
    /// Whether no finger is on it.
    is_free: Cell<bool>,
    frame: Keep,
}

/// A finger that has rested for so many milliseconds holds the picture still.
const REST: f64 = 60.0;

/// After so many milliseconds a speed is some third of what it was.
const FADE: f64 = 325.0;

/// The least speed that is seen, and the most that the eye follows, in CSS px in a millisecond.
const LEAST_SPEED: f64 = 0.05;
const MOST_SPEED: f64 = 4.0;

impl Swing {
    fn follow(act: Rc<dyn Fn(Does<'_>)>) -> Rc<Self> {
        let frame = Keep::empty();
        let swing = Rc::new(Self { speed: Cell::default(), when: Cell::new(0.0), is_free: Cell::new(false), frame });
        let own = swing.clone();
        frame.put(Frame::new(move || {
            let now = now_performance();
            let elapsed = within(now - own.when.replace(now), 0.0, REST);
            let (x, y) = own.speed.get();
            if own.is_free.get() && x.hypot(y) > LEAST_SPEED {
                let left = 1.0 - elapsed / FADE;
                own.speed.set((x * left, y * left));
                act(Does::Drag(Drag::by(x * elapsed, y * elapsed)));
                frame.with(Frame::request);
            }
        }));
        let listeners = ["pointerdown", "wheel", "keydown"].map(|name| {
            let swing = swing.clone();
            Listener::new(&window(), name, move |_| swing.rest())
        });
        keep(listeners);
        swing
    }

    /// A finger has moved it by so much.
    fn moved(&self, (dx, dy): (f64, f64), now: f64) {
        // Touch screens tell of a move once in 8 ms at the most; what comes closer was held up on its way.
        let elapsed = (now - self.when.replace(now)).max(8.0);
        let (x, y) = self.speed.get();
        // What a finger did long ago says nothing of its speed; of its last moves each tells as much as all before it.
        let share = if elapsed > REST { 0.0 } else { 0.5 };
        let mixed = |old: f64, by: f64| within(old * share + by / elapsed * (1.0 - share), -MOST_SPEED, MOST_SPEED);
        self.speed.set((mixed(x, dx), mixed(y, dy)));
    }

    /// The finger is lifted.
    fn let_go(&self, now: f64) {
        if now - self.when.get() < REST {
            self.is_free.set(true);
            self.when.set(now_performance());
            self.frame.with(Frame::request);
        }
    }

    /// It stands still.
    fn rest(&self) {
        self.is_free.set(false);
        self.speed.set((0.0, 0.0));
    }
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

fn place_of(event: &MouseEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

/// Where the window of a picture begins on the page, in CSS px. The browser is asked once in a gesture, not at each of its
/// events: the page has changed in between, and would be laid out anew for the answer.
#[derive(Clone, Copy)]
pub struct Origin {
    /// The window.
    pub window: NodeRef<HtmlElement>,
    /// What the browser said, and when that was last of use.
    known: Var<((f64, f64), f64)>,
}

/// A pause of so many milliseconds ends a gesture.
const PAUSE: f64 = 200.0;

impl Origin {
    /// Of this window.
    #[must_use]
    pub fn of(window: NodeRef<HtmlElement>) -> Self {
        Self { window, known: Var::new(((0.0, 0.0), -PAUSE)) }
    }

    /// The left and the top, for an event of this time.
    pub fn at(&self, now: f64) -> (f64, f64) {
        let (known, last) = self.known.get_untracked();
        let ask = || {
            let bounds = self.window.get_untracked()?.get_bounding_client_rect();
            Some((bounds.left(), bounds.top()))
        };
        let place = if (now - last).abs() < PAUSE { known } else { ask().unwrap_or_default() };
        self.known.set((place, now));
        place
    }

    /// How far from the left and the top an event is.
    pub fn place(&self, event: &MouseEvent) -> (f64, f64) {
        let (left, top) = self.at(event.time_stamp());
        let (x, y) = place_of(event);
        (x - left, y - top)
    }
}

/// How far a wheel was turned, in CSS px: lines and pages, as some mice count, and with Shift to the side. Three lines, a notch
/// of Firefox', are as far as a notch of other browsers.
pub fn turned(event: &WheelEvent) -> (f64, f64) {
    let unit = match event.delta_mode() {
        WheelEvent::DOM_DELTA_LINE => 40.0,
        WheelEvent::DOM_DELTA_PAGE => 400.0,
        _ => 1.0,
    };
    let (dx, dy) = (event.delta_x() * unit, event.delta_y() * unit);
    if event.shift_key() && dx == 0.0 { (dy, 0.0) } else { (dx, dy) }
}

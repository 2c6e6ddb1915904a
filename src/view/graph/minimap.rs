//! The minimap: the whole picture in a corner, with the part that is seen. Dragging it moves the view.
//!
//! The nodes are painted when the picture or a state changes; panning only moves the frame, which is an element. It is
//! there while not all of the picture is in sight. Keyboards and screen readers have other ways, so it is hidden from
//! them.

use std::rc::Rc;

use taskscope_core::layout::dag::Rect;
use taskscope_core::number::within;
use web_sys::{HtmlCanvasElement, PointerEvent};

use super::super::part::{IntoPart, NodeRef, Part, does, only, say, view};
use super::far::{Sheets, Wish};
use super::look::Look;
use super::paint::{Brush, MANY};
use super::picture::Picture;
use super::viewport::Viewport;
use super::{Follows, GraphState, context_of};
use crate::dom::{Frame, px};
use crate::state::{Keep, Session, Var, follow, use_session};

/// The most that it takes of the screen, in CSS px.
const MOST_WIDE: f64 = 180.0;
const MOST_TALL: f64 = 110.0;

/// The least that it is on each side, and the least of the frame: what is smaller is hard to see and to hit.
const LEAST: f64 = 24.0;
const LEAST_FRAME: f64 = 8.0;

/// The corner with the minimap, or nothing where all is in sight.
pub(super) fn minimap(state: GraphState) -> Part {
    let is_needed = move || {
        let seen = state.viewport.get().seen(state.size.get(), 0.0);
        state.picture.with(|picture| picture.as_ref().is_some_and(|picture| !holds(seen, picture.layout.bounds)))
    };
    let session = use_session();
    only(is_needed, move || map(session, state))
}

/// Whether one box lies in another.
pub(super) fn holds(outer: Rect, inner: Rect) -> bool {
    outer.x <= inner.x
        && outer.y <= inner.y
        && inner.x + inner.w <= outer.x + outer.w
        && inner.y + inner.h <= outer.y + outer.h
}

/// CSS px of the map to one of the picture.
fn scale(picture: &Picture) -> f64 {
    let bounds = picture.layout.bounds;
    (MOST_WIDE / f64::from(bounds.w).max(1.0)).min(MOST_TALL / f64::from(bounds.h).max(1.0))
}

/// What the map shows: the picture, and of a long or a tall one so much room on both sides that it can be hit.
fn ground(picture: &Picture) -> Rect {
    let Rect { w, h, .. } = picture.layout.bounds;
    let least = (LEAST / scale(picture)) as f32;
    let room = |length: f32| ((least - length) / 2.0).max(0.0);
    Rect { x: -room(w), y: -room(h), w: w + 2.0 * room(w), h: h + 2.0 * room(h) }
}

fn map(session: Session, state: GraphState) -> Part {
    let canvas = NodeRef::<HtmlCanvasElement>::new();
    let frame = Keep::empty();
    let look = Look::follow(session, state, move || frame.with(Frame::request));
    let sheets = Rc::new(Sheets::default());
    frame.put(Frame::new(move || {
        let Some(canvas) = canvas.get_untracked() else { return };
        let Some(base) = look.base(&canvas) else { return };
        let (bounds, ground, scale) = (base.picture.layout.bounds, ground(&base.picture), scale(&base.picture));
        let size = (f64::from(ground.w) * scale, f64::from(ground.h) * scale);
        let nodes = 0..base.picture.blocks.blocks.len() as u32;
        let is_far = nodes.len() > MANY;
        if is_far {
            let viewport = Viewport { x: -f64::from(ground.x) * scale, y: -f64::from(ground.y) * scale, zoom: scale };
            let is_moving = state.moving.get_untracked();
            let wish =
                Wish { base: &base, lit: None, has_edges: false, has_nodes: true, is_far, is_moving, viewport, size };
            sheets.want(&wish, move || frame.with(Frame::request));
        }
        let Some(context) = context_of(&canvas, size.0, size.1) else { return };
        context.clear_rect(0.0, 0.0, size.0, size.1);
        if context.scale(scale, scale).and(context.translate((-ground.x).into(), (-ground.y).into())).is_ok() {
            let brush = Brush { context: &context, base: &base, pixel: 1.0 / scale };
            if is_far {
                sheets.show(&context, &base, None, bounds);
            } else {
                brush.nodes(&base.kinds(&nodes.collect::<Vec<_>>(), None));
            }
            brush.rings(&base.rings(state.selected(session)));
        }
    }));
    follow(move || {
        session.selected.track();
        state.moving.track();
        frame.with(Frame::request);
    });

    // The frame of what is seen, in CSS px of the map, kept within it.
    let seen = move || {
        let seen = state.viewport.get().seen(state.size.get(), 0.0);
        state.picture.with(|picture| {
            picture.as_ref().map_or((0.0, 0.0, 0.0, 0.0), |picture| {
                let (ground, scale) = (ground(picture), scale(picture));
                let cut = |from: f32, length: f32, whole: f32| {
                    let (from, to) = (from.max(0.0).min(whole), (from + length).max(0.0).min(whole));
                    let long = (f64::from(to - from) * scale).max(LEAST_FRAME);
                    // One that is made larger stays around what it shows.
                    let start = (f64::from(from + to) * scale - long) / 2.0;
                    (within(start, 0.0, f64::from(whole) * scale - long), long)
                };
                let (x, w) = cut(seen.x - ground.x, seen.w, ground.w);
                let (y, h) = cut(seen.y - ground.y, seen.h, ground.h);
                (x, y, w, h)
            })
        })
    };
    let length = move |of: fn(Rect) -> f32| {
        state
            .picture
            .with(|picture| picture.as_ref().map_or(0.0, |picture| f64::from(of(ground(picture))) * scale(picture)))
    };
    // Where the map is, asked of the browser as a drag begins: at each of its moves the page would be laid out anew for it.
    let origin = Var::new((0.0, 0.0));
    let go = move |event: &PointerEvent| {
        let Some(picture) = state.picture.get_untracked() else { return };
        let ((left, top), ground, scale) = (origin.get_untracked(), ground(&picture), scale(&picture));
        let place = |at: i32, from: f64, start: f32| (f64::from(at) - from) / scale + f64::from(start);
        let x = place(event.client_x(), left, ground.x);
        let y = place(event.client_y(), top, ground.y);
        state.follows.set(Follows::Nothing);
        state.viewport.update(|viewport| *viewport = viewport.centred_on(x, y, state.size.get_untracked()));
    };
    let down = move |event: PointerEvent| {
        event.stop_propagation();
        if let Some(canvas) = canvas.get_untracked() {
            let _ = canvas.set_pointer_capture(event.pointer_id());
            let bounds = canvas.get_bounding_client_rect();
            origin.set((bounds.left(), bounds.top()));
        }
        go(&event);
    };
    let moved = move |event: PointerEvent| {
        if event.buttons() != 0 {
            go(&event);
        }
    };
    view! {
        <div class="ts-minimap" aria-hidden="true">
            <canvas
                node_ref=canvas
                style:width=say(move || px(length(|bounds| bounds.w)))
                style:height=say(move || px(length(|bounds| bounds.h)))
                on:pointerdown=does(down)
                on:pointermove=does(moved)
            ></canvas>
            <span
                class="ts-minimap-frame"
                style:left=say(move || px(seen().0))
                style:top=say(move || px(seen().1))
                style:width=say(move || px(seen().2))
                style:height=say(move || px(seen().3))
            ></span>
        </div>
    }
    .part()
}

//! The strip: how many steps ran at each moment of the whole task, and the brush that picks a stretch of it.

use leptos::prelude::*;
use taskscope_core::layout::timeline::Scale;
use taskscope_core::number::within;
use taskscope_core::task::SubtaskIdx;
use web_sys::{HtmlCanvasElement, HtmlElement, PointerEvent};

use super::super::part::{IntoPart, NodeRef, Part, does, say, view};
use super::super::scroller::Scroller;
use super::super::shown::use_shown;
use super::TimeAxis;
use super::axis::{bands, cursor};
use super::sight::show_some;
use crate::dom::{Frame, SizeObserver, percent, px};
use crate::state::{Keep, Loaded, Var, follow, use_session};
use crate::view::graph::{Colours, context_of};

/// A drag shorter than this many CSS px is a click.
const LEAST_DRAG: f64 = 4.0;

/// The strip above the rows.
#[component]
pub(super) fn Strip(
    /// What the rows are scrolled by.
    scroller: Scroller,
) -> Part {
    let session = use_session();
    let axis: TimeAxis = expect_context();
    let shown = use_shown();
    let node = NodeRef::<HtmlElement>::new();
    let canvas = NodeRef::<HtmlCanvasElement>::new();
    let size = Var::new((0.0, 0.0));
    let observer = Keep::empty();
    follow(move || {
        if let Some(element) = node.get() {
            observer.put(SizeObserver::new(&element, move |width, height| {
                size.try_set((width, height));
            }));
        }
    });
    let colours = Colours::follow(session);
    let palettes = colours.clone();
    let frame = Keep::empty();
    // In a frame of its own: what another light has the sheet say is not read before the page has that light.
    frame.put(Frame::new(move || {
        let (Some(canvas), Some(loaded)) = (canvas.get_untracked(), session.loaded.get_untracked()) else { return };
        let ((width, height), Some(scale)) = (size.get_untracked(), axis.whole.get_untracked()) else { return };
        let Some(context) = context_of(&canvas, width, height) else { return };
        let palette = palettes.of(&canvas);
        let load = density(&loaded, &scale, width as usize / 2, &|_| true);
        let most = load.iter().copied().max().unwrap_or(1).max(1);
        context.clear_rect(0.0, 0.0, width, height);
        let draw = |load: Vec<i32>, colour: &str| {
            context.set_fill_style_str(colour);
            context.begin_path();
            for (place, count) in load.into_iter().enumerate().filter(|(_, count)| *count > 0) {
                let tall = (height - 4.0) * (0.15 + 0.85 * f64::from(count) / f64::from(most));
                context.rect(place as f64 * 2.0, height - tall, 2.0, tall);
            }
            context.fill();
        };
        draw(load, &palette.quiet);
        // Of all that ran, what search and filter leave.
        let passing = shown.passing.get_untracked();
        if passing.is_active() {
            draw(density(&loaded, &scale, width as usize / 2, &|step| passing.shows(step)), &palette.accent);
        }
    }));
    follow(move || {
        colours.track();
        session.loaded.track();
        size.track();
        axis.whole.track();
        shown.passing.track();
        frame.with(Frame::request);
    });

    // Where a drag began and is now, as places of the strip.
    let drag = Var::new(None::<(f64, f64)>);
    // Asked of the browser as it begins: at each of its moves the page would be laid out anew for the answer.
    let left = Var::new(0.0);
    let place_of = move |event: &PointerEvent| {
        let across = f64::from(event.client_x()) - left.get_untracked();
        within(across / size.get_untracked().0.max(1.0), 0.0, 1.0)
    };
    let down = move |event: PointerEvent| {
        if let Some(node) = node.get_untracked() {
            let _ = node.set_pointer_capture(event.pointer_id());
            left.set(node.get_bounding_client_rect().left());
        }
        let place = place_of(&event);
        drag.set(Some((place, place)));
    };
    let moved = move |event: PointerEvent| {
        if drag.get_untracked().is_none() {
            return;
        }
        let place = place_of(&event);
        drag.update(|drag| {
            if let Some((_, to)) = drag {
                *to = place;
            }
        });
    };
    let up = move |_: PointerEvent| {
        let Some((from, to)) = drag.get_untracked() else { return };
        drag.set(None);
        if let Some(whole) = axis.whole.get_untracked() {
            let is_drag = (to - from).abs() * size.get_untracked().0 >= LEAST_DRAG;
            session.stretch.set(is_drag.then(|| whole.between(from, to, &whole)));
            show_some(session, shown, axis, scroller);
        }
    };
    let window_style = move || {
        let (whole, shown) = (axis.whole.get()?, axis.shown.get()?);
        let (from, to) = match drag.get() {
            Some((from, to)) => (from.min(to), from.max(to)),
            None => (whole.place(shown.moment(0.0)), whole.place(shown.moment(1.0))),
        };
        Some((percent(from), percent(to - from)))
    };
    view! {
        <div class="ts-strip-row" style:padding-inline-end=say(move || px(scroller.bar.get()))>
            <div
                class="ts-strip"
                node_ref=node
                title=session.text().strip
                on:pointerdown=does(down)
                on:pointermove=does(moved)
                on:pointerup=does(up)
                on:pointercancel=does(move |_| drag.set(None))
                on:dblclick=does(move |_| session.stretch.set(None))
            >
                <canvas node_ref=canvas aria-hidden="true"></canvas>
                <span
                    class="ts-strip-window"
                    style:left=say(move || window_style().map(|style| style.0).unwrap_or_default())
                    style:width=say(move || window_style().map(|style| style.1).unwrap_or_default())
                ></span>
                {bands(axis.whole)}
                {cursor(axis.whole)}
            </div>
        </div>
    }
    .part()
}

/// How many of the steps that count run in each of `slots` equal stretches.
fn density(loaded: &Loaded, scale: &Scale, slots: usize, counts: &dyn Fn(SubtaskIdx) -> bool) -> Vec<i32> {
    let mut changes = vec![0_i32; slots + 1];
    let slot = |moment| ((scale.place(moment) * slots as f64) as usize).min(slots.saturating_sub(1));
    for (_, time) in loaded.task.indexes().zip(&loaded.insight.times).filter(|(step, _)| counts(*step)) {
        let (Some(start), Some(end)) = (time.start, time.end.or(time.start)) else { continue };
        if let Some(change) = changes.get_mut(slot(start)) {
            *change += 1;
        }
        if let Some(change) = changes.get_mut(slot(end) + 1) {
            *change -= 1;
        }
    }
    let mut running = 0;
    changes.pop();
    changes
        .into_iter()
        .map(|change| {
            running += change;
            running
        })
        .collect()
}

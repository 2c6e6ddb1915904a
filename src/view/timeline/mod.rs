//! The timeline: a treegrid of steps with a column of bars over one axis.
//!
//! ```text
//!   strip   ▂▂▅▇▇▂▁          the whole task; drag to zoom
//!   head    step      time  15:10    15:11   sticks to the top
//!   rows    ✓ Prepare  4 s  ▓▓               only the visible ones exist
//! ```

mod arrows;
mod axis;
mod bars;
mod grip;
mod heading;
mod idle;
mod keys;
mod marks;
mod need;
mod row;
mod sight;
mod strip;
mod whole;

use std::cell::Cell;

use leptos::ev;
use leptos::prelude::*;
use taskscope_core::layout::timeline::{Heading, Row, Scale, Sort};
use taskscope_core::number::within;
use web_sys::{HtmlElement, MouseEvent, PointerEvent, WheelEvent};

use self::arrows::Arrows;
use self::axis::{Axis, bands, cursor};
use self::grip::Grip;
use self::idle::IdleHint;
use self::keys::{activate, covered, identity, on_key, place_of};
pub(in crate::view) use self::need::{BY_NEED, worst};
use self::row::{TimelineRow, follow_contents};
use self::sight::{show_selected, show_some};
use self::strip::Strip;
use self::whole::Idle;
pub(in crate::view) use self::whole::Whole;
use super::back::back_to_row;
use super::part::{IntoPart, Key, NodeRef, Part, does, each_row, only, say, view, when};
use super::pointers::{Does, On, Origin, follow_pointers, turned};
use super::rows::Rows;
use super::scroller::Scroller;
use super::shown::{Shown, use_shown};
use super::workspace::Nothing;
use crate::dom::{px, wheel_zoom, zoom_steps};
use crate::state::{Derived, Session, Var, follow, on_change, use_session};

/// The height of a row and of the head, in CSS px; the style sheet has the same.
const ROW: f64 = 32.0;
const HEAD: f64 = 32.0;

/// The stretch of time that the axis shows, and the longest there is.
#[derive(Clone, Copy)]
pub(super) struct TimeAxis {
    /// All of the task; `None` where no time is known.
    whole: Derived<Option<Scale>>,
    /// What is shown of it.
    shown: Derived<Option<Scale>>,
    /// The stretches of it in which nothing is known to have run.
    idle: Derived<Idle>,
    /// The width of the axis, in CSS px.
    width: Var<f64>,
}

impl TimeAxis {
    fn new(session: Session, shown: Shown) -> Self {
        let Whole { idle, scale: whole } = shown.whole;
        let shown = Derived::new(move |_| {
            let whole = whole.get()?;
            Some(session.stretch.get().map_or_else(|| whole.clone(), |stretch| stretch.redrawn(&whole)))
        });
        Self { whole, shown, idle, width: Var::new(600.0) }
    }

    /// Zooms and moves the axis, so that what was so many CSS px before `x`, from its left end, comes to be there. A pinch
    /// begins with all of the task, which cannot be moved: so it zooms first.
    fn change(self, session: Session, by: f64, factor: f64, x: f64) {
        if let (Some(whole), Some(shown)) = (self.whole.get_untracked(), self.shown.get_untracked()) {
            let width = self.width.get_untracked().max(1.0);
            let place = within((x - by) / width, 0.0, 1.0);
            let changed = shown.zoomed(factor, place, &whole).panned(-by / width, &whole);
            session.stretch.set((changed != whole).then_some(changed));
        }
    }
}

/// The timeline.
#[component]
pub fn Timeline() -> Part {
    let session = use_session();
    let shown = use_shown();
    let axis = TimeAxis::new(session, shown);
    let scroller = Scroller::new(ROW, HEAD);
    let (root, name) = (NodeRef::<HtmlElement>::new(), NodeRef::<HtmlElement>::new());
    let rows = Rows::new(scroller, 0, move || shown.rows.with(|rows| rows.iter().map(|row| identity(*row)).collect()));
    provide_context(axis);

    on_change(session.fit, move || session.stretch.set(None));
    session.follow_zoom(move |steps| {
        axis.change(session, 0.0, zoom_steps(steps), axis.width.get_untracked() / 2.0);
        show_some(session, shown, axis, scroller);
    });
    on_change(session.reveal, move || show_selected(session, axis));

    // What is sorted by is wanted from its beginning; in the order of the work, what is looked at.
    let sort = Cell::new(session.choice.get_untracked().timeline_sort());
    follow(move || {
        let new = session.choice.get().timeline_sort();
        if sort.replace(new) == new {
            return;
        }
        scroller.rewind();
        if new == Sort::Order {
            session.reveal.update(|count| *count += 1);
        }
    });

    // Looked for when rows or the selection change, not while they are scrolled.
    let selected = Derived::new(move |_| {
        shown.rows.track();
        session.selected.get().and_then(|step| place_of(shown, step))
    });
    rows.follow(session, shown, move || selected.get_untracked(), covered);

    // Where the axis begins, in CSS px from the left of the scroller: a bar to scroll by is beside what was measured.
    let left = move || scroller.size.get_untracked().0 - axis.width.get_untracked();
    let origin = Origin::of(scroller.node);
    let wheel = move |event: WheelEvent| {
        let (dx, dy) = turned(&event);
        if event.ctrl_key() || event.meta_key() {
            axis.change(session, 0.0, wheel_zoom(dy), origin.place(&event).0 - left());
        } else if dx.abs() > dy.abs() {
            axis.change(session, -dx, 1.0, 0.0);
        } else {
            return;
        }
        event.prevent_default();
    };
    let on_axis = move |event: &MouseEvent| (left()..scroller.size.get_untracked().0).contains(&origin.place(event).0);
    let lands = move |event: &PointerEvent| if on_axis(event) { On::Piece } else { On::Nothing };
    follow_pointers(origin, lands, move |does| {
        if let Does::Drag(drag) = does {
            axis.change(session, drag.by.0, drag.factor, drag.at.0 - left());
            scroller.scroll_by(-drag.by.1);
        }
    });
    let whole = move |event: MouseEvent| {
        if on_axis(&event) {
            session.stretch.set(None);
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let (by, factor) = match event.key().as_str() {
            "+" | "=" => (0.0, 1.25),
            "-" => (0.0, 0.8),
            "ArrowLeft" if event.shift_key() => (0.25, 1.0),
            "ArrowRight" if event.shift_key() => (-0.25, 1.0),
            _ => return on_key(session, shown, rows, &event),
        };
        event.prevent_default();
        let width = axis.width.get_untracked();
        axis.change(session, by * width, factor, width / 2.0);
        if factor > 1.0 {
            show_some(session, shown, axis, scroller);
        }
    };
    let visible = Derived::new(move |_: Option<&Vec<Key>>| {
        let mut visible = rows.visible();
        // The heading of the lane at the top stays, in its own place among the others.
        let top = (scroller.top.get() / ROW) as usize;
        let rows = shown.rows.get();
        if let Some(Row { under: Some(Heading::Lane(_)), position, .. }) = rows.get(top) {
            let heading = top.saturating_sub(*position as usize);
            let at = visible.partition_point(|&(place, _)| place < heading);
            if let Some(row) = rows.get(heading).filter(|_| visible.get(at).is_none_or(|&(place, _)| place != heading))
            {
                visible.insert(at, (heading, identity(*row)));
            }
        }
        visible
    });
    let contents = follow_contents(session, shown);
    let row = move |place: Var<usize>, _| {
        let row = shown.rows.with_untracked(|rows| rows.get(place.get_untracked()).copied());
        row.map_or_else(Part::none, |row| {
            view! { <TimelineRow place=place row=row rows=rows contents=contents.clone() /> }.part()
        })
    };

    // What the bars show, in words.
    let text = session.text();
    let name_of = |name: &'static str| view! { <span role="columnheader" class="ts-offscreen">{name}</span> }.part();
    let unseen = vec![name_of(text.start), name_of(text.finish), name_of(text.waited)];

    view! {
        <section
            class="ts-card ts-timeline"
            node_ref=root
            aria-label=session.text().timeline
            data-compared=when(move || session.contrast.get().map(|_| ""))
        >
            <Strip scroller=scroller />
            <IdleHint />
            <div
                class="ts-scroll"
                tabindex="-1"
                node_ref=scroller.node
                on:scroll=does(move |_| scroller.scrolled())
                on:wheel=does(wheel)
                on:dblclick=does(whole)
            >
                <div class="ts-head">
                    <div role="row" id="ts-names" class="ts-cells">
                        <span role="columnheader" class="ts-cell-name" node_ref=name>{session.text().step}</span>
                        <span role="columnheader" class="ts-cell-outcome">{session.text().outcome}</span>
                        <span role="columnheader" class="ts-cell-run">{session.text().duration}</span>
                        {unseen}
                        <Axis />
                    </div>
                    <Grip root=root name=name scroller=scroller />
                </div>
                {back_to_row(scroller, selected, covered, 0)}
                {only(move || rows.is_empty(), || view! { <Nothing /> }.part())}
                <div
                    role="treegrid"
                    id="ts-steps"
                    aria-owns="ts-names ts-rows"
                    aria-label=session.text().subtasks
                    aria-rowcount=say(move || rows.keys.get().len().to_string())
                    aria-colcount="6"
                    on:keydown=does(key)
                >
                    <div
                        class="ts-space"
                        id="ts-rows"
                        role="presentation"
                        style:height=say(move || px(rows.height.get()))
                    >
                        {each_row(move || visible.get(), row)}
                        <div class="ts-cursor-lane" aria-hidden="true">
                            {bands(axis.shown)}
                            <Arrows scroller=scroller />
                            {cursor(axis.shown)}
                        </div>
                    </div>
                </div>
            </div>
        </section>
    }
    .part()
}

//! The timeline: a treegrid of steps with a column of bars over one axis.
//!
//! ```text
//!   strip   ▂▂▅▇▇▂▁          the whole task; drag to zoom
//!   head    step      time  15:10    15:11   sticks to the top
//!   rows    ✓ Prepare  4 s  ▓▓               only the visible ones exist
//! ```

mod axis;
mod bars;
mod row;
mod strip;

use leptos::ev;
use leptos::prelude::*;
use taskscope_core::layout::timeline::{Row, Scale};
use taskscope_core::number::within;
use taskscope_core::task::SubtaskIdx;
use web_sys::{HtmlElement, WheelEvent};

use self::axis::{Axis, cursor};
use self::row::TimelineRow;
pub(in crate::view) use self::row::{BY_NEED, worst};
use self::strip::Strip;
use super::app::focused;
use super::part::{IntoPart, Key, Part, does, each, say, when};
use super::scroller::Scroller;
use super::shown::{Shown, is_open, set_open, use_shown};
use crate::dom::{px, wheel_zoom};
use crate::state::{Derived, Session, Var, follow, use_session};

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
    /// The width of the axis, in CSS px.
    width: Var<f64>,
}

impl TimeAxis {
    fn new(session: Session) -> Self {
        let whole = Derived::new(move |_| {
            let totals = session.loaded.get()?.insight.totals;
            let (start, end) = (totals.start?, totals.end.or(totals.start)?);
            // Another run is drawn from the same start, however much longer it took.
            let other = session.contrast.get().and_then(|contrast| contrast.other.insight.totals.wall);
            Some(Scale::around(start, other.map_or(end, |wall| end.max(start + wall))))
        });
        let shown = Derived::new(move |_| whole.get().map(|whole| session.stretch.get().unwrap_or(whole)));
        Self { whole, shown, width: Var::new(600.0) }
    }

    /// Zooms with one place of the axis held where it is.
    fn zoom(self, session: Session, factor: f64, place: f64) {
        if let (Some(whole), Some(shown)) = (self.whole.get_untracked(), self.shown.get_untracked()) {
            let zoomed = shown.zoomed(factor, place, whole);
            session.stretch.set((zoomed != whole).then_some(zoomed));
        }
    }
}

/// The timeline.
#[component]
pub fn Timeline() -> Part {
    let session = use_session();
    let shown = use_shown();
    let axis = TimeAxis::new(session);
    let scroller = Scroller::new(ROW, HEAD);
    // The row that the keyboard is on.
    let active = Var::new(0_usize);
    provide_context(axis);

    follow(move || {
        session.fit.track();
        session.stretch.set(None);
    });
    // The selected step comes into sight when it is asked for, and once at the start.
    follow(move || {
        session.reveal.track();
        let loaded = session.loaded.with_untracked(Option::is_some);
        let selected = session.selected.get_untracked();
        let _ = scroller.node.get();
        if let Some(place) = selected.filter(|_| loaded).and_then(|step| place_of(shown, session, step)) {
            active.set(place);
            scroller.reveal(place);
        }
    });

    let wheel = move |event: WheelEvent| {
        if !(event.ctrl_key() || event.meta_key()) {
            return;
        }
        event.prevent_default();
        let Some(target) = scroller.node.get_untracked() else { return };
        let right = target.get_bounding_client_rect().left() + f64::from(target.client_width());
        let place = 1.0 - (right - f64::from(event.client_x())) / axis.width.get_untracked().max(1.0);
        axis.zoom(session, wheel_zoom(event.delta_y()), within(place, 0.0, 1.0));
    };
    let key = move |event: ev::KeyboardEvent| on_key(session, shown, scroller, active, &event);
    let visible = Derived::new(move |_: Option<&Vec<Key>>| {
        let (active, rows) = (active.get(), shown.rows.get());
        let places = scroller.places(rows.len(), active);
        places.filter_map(|place| Some((place, identity(*rows.get(place)?)))).collect()
    });
    let count = move || shown.rows.get().len();
    let row = move |(place, _): Key| match shown.rows.with_untracked(|rows| rows.get(place).copied()) {
        Some(row) => view! { <TimelineRow place=place row=row active=active /> }.part(),
        None => Part::none(),
    };

    view! {
        <section
            class="ts-card ts-timeline"
            aria-label=session.text().timeline
            data-compared=when(move || session.contrast.get().map(|_| ""))
        >
            <Strip />
            <div class="ts-scroll" node_ref=scroller.node on:scroll=does(move |_| scroller.scrolled()) on:wheel=does(wheel)>
                <div class="ts-head" aria-hidden="true">
                    <span class="ts-cell-name">{session.text().step}</span>
                    <span class="ts-cell-outcome">{session.text().outcome}</span>
                    <span class="ts-cell-run">{session.text().duration}</span>
                    <Axis />
                </div>
                <div
                    role="treegrid"
                    id="ts-steps"
                    aria-label=session.text().subtasks
                    aria-rowcount=say(move || count().to_string())
                    aria-colcount="4"
                    on:keydown=does(key)
                >
                    <div class="ts-space" role="presentation" style:height=say(move || px(count() as f64 * ROW))>
                        {each(move || visible.get(), row)}
                        <div class="ts-cursor-lane" aria-hidden="true">{cursor(axis.shown)}</div>
                    </div>
                </div>
            </div>
        </section>
    }
    .part()
}

/// The row of a step, or of the group it is folded into.
fn place_of(shown: Shown, session: Session, step: SubtaskIdx) -> Option<usize> {
    let loaded = session.loaded.get_untracked()?;
    shown.rows.with_untracked(|rows| {
        rows.iter().position(|row| matches!(row, Row::Step { step: other, .. } if *other == step)).or_else(|| {
            rows.iter().position(|row| match row {
                Row::Group { group, .. } => {
                    loaded.insight.groups.get(*group).is_some_and(|group| group.members.contains(&step))
                }
                Row::Step { .. } => false,
            })
        })
    })
}

/// The keys of a treegrid, after the ARIA Authoring Practices.
fn on_key(session: Session, shown: Shown, scroller: Scroller, active: Var<usize>, event: &ev::KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let count = shown.rows.get_untracked().len();
    let here = active.get_untracked().min(count.saturating_sub(1));
    let Some(row) = shown.rows.get_untracked().get(here).copied() else { return };
    let to = match event.key().as_str() {
        "ArrowDown" => here + 1,
        "ArrowUp" => here.saturating_sub(1),
        "PageDown" => here + scroller.page(),
        "PageUp" => here.saturating_sub(scroller.page()),
        "Home" => 0,
        "End" => count,
        "ArrowRight" => match row {
            Row::Group { open: true, .. } => here + 1,
            Row::Group { .. } => {
                toggle(session, row);
                here
            }
            Row::Step { .. } => return,
        },
        "ArrowLeft" => match row {
            Row::Group { open: true, .. } => {
                toggle(session, row);
                here
            }
            Row::Step { group: Some(group), .. } => {
                let is_parent = |row: &Row| matches!(row, Row::Group { group: other, .. } if *other == group);
                shown.rows.get_untracked().iter().position(is_parent).unwrap_or(here)
            }
            _ => return,
        },
        "Enter" | " " => {
            event.prevent_default();
            activate(session, row);
            return;
        }
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    let to = to.min(count.saturating_sub(1));
    active.set(to);
    scroller.reveal(to);
    focus_row(scroller, to);
}

/// Moves the focus to a row, once it exists.
fn focus_row(scroller: Scroller, place: usize) {
    request_animation_frame(move || {
        let Some(Some(node)) = scroller.node.try_get_untracked() else { return };
        let row = node.query_selector(&format!("[aria-rowindex=\"{}\"]", place + 1)).ok().flatten();
        let row = row.and_then(|row| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(row).ok());
        if let Some(row) = row.filter(|row| focused().as_ref() != Some(row)) {
            let _ = row.focus();
        }
    });
}

/// What a row is, apart from whether it is open: opening a group must not make another element of its row, or the focus
/// would be lost.
fn identity(row: Row) -> u64 {
    match row {
        Row::Group { group, .. } => u64::MAX - group as u64,
        Row::Step { step, group } => u64::from(step.0) | u64::from(group.is_some()) << 32,
    }
}

/// Opens or closes a group's row.
fn toggle(session: Session, row: Row) {
    if let (Row::Group { group, .. }, Some(loaded)) = (row, session.loaded.get_untracked())
        && let Some(group) = loaded.insight.groups.get(group)
    {
        set_open(session, group, !is_open(session, &loaded, group));
    }
}

/// What a click or Enter on a row does: selects a step, opens or closes a group.
fn activate(session: Session, row: Row) {
    match row {
        Row::Step { step, .. } => session.select(step),
        Row::Group { .. } => toggle(session, row),
    }
}

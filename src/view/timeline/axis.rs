//! The axis: round moments by the chosen clock, whose name always stands beside them.

use leptos::prelude::*;
use taskscope_core::layout::timeline::{Scale, Tick, ticks};
use taskscope_core::number::within;
use taskscope_core::task::Millis;
use taskscope_core::words;
use web_sys::HtmlElement;

use super::super::part::{IntoPart, NodeRef, Part, all, live, say, view};
use super::TimeAxis;
use crate::dom::{SizeObserver, percent, px};
use crate::state::{Derived, Keep, Session, follow, use_session};

/// How wide a label may be, with room to the next, in CSS px: `2021-08-25`, `15:09:31.740`.
const LABEL: f64 = 96.0;

/// The same of `15:09`, which is what a narrow axis has room for.
const SHORT_LABEL: f64 = 56.0;

/// A line at the instant of the replay, over a stretch of time.
pub(super) fn cursor(scale: Derived<Option<Scale>>) -> Part {
    let session = use_session();
    live(move || {
        let place = scale.get().zip(session.instant.get()).map(|(scale, at)| scale.place(at));
        match place.filter(|place| (0.0..=1.0).contains(place)) {
            Some(place) => {
                view! { <span class="ts-cursor" style:left=percent(place) aria-hidden="true"></span> }.part()
            }
            None => Part::none(),
        }
    })
}

/// Idle time that is drawn short, over all that is below.
pub(super) fn bands(scale: Derived<Option<Scale>>) -> Part {
    live(move || {
        let Some(scale) = scale.get() else { return Part::none() };
        let band = |(left, right, _): (f64, f64, Millis)| {
            view! { <span class="ts-gap" style:left=percent(left) style:width=percent(right - left)></span> }.part()
        };
        all(scale.gaps().map(band))
    })
}

/// What the axis says of a gap, and from where to where, in CSS px.
struct GapMark {
    left: f64,
    right: f64,
    label: String,
}

impl GapMark {
    fn draw(self) -> Part {
        view! { <span class="ts-gap-length" style:left=px(self.left) style:width=px(self.right - self.left)>{self.label}</span> }
            .part()
    }
}

/// The lengths of the gaps in sight, none over another or over what is named at the end, from `end` on.
fn gap_marks(session: Session, scale: &Scale, width: f64, end: f64) -> Vec<GapMark> {
    let mut taken = 0.0;
    let mut marks = Vec::new();
    for (left, right, span) in scale.gaps() {
        let label = words::duration(session.lang.get_untracked(), span);
        let wide = wide(&label);
        let middle = (left.max(0.0) + right.min(1.0)) / 2.0 * width;
        let left = within(middle - wide / 2.0, taken, end - wide);
        if left >= taken && (left + wide / 2.0 - middle).abs() < wide {
            marks.push(GapMark { left, right: left + wide, label });
            taken = left + wide;
        }
    }
    marks
}

/// How wide a label is, with room around it, in CSS px. Chinese letters are twice as wide.
fn wide(label: &str) -> f64 {
    12.0 + label.chars().map(|letter| if letter.is_ascii() { 6.8 } else { 12.5 }).sum::<f64>()
}

/// What the axis is by: the zone of its clock, or that it counts from the task's start. A narrow one has no room for the
/// place that a zone is named after, but for its offset.
fn clock_name(session: Session, width: f64) -> String {
    let (zone, start) = (session.zone.get(), session.loaded.get().and_then(|loaded| loaded.start()));
    let is_elapsed = start.is_some_and(|start| zone.elapsed(session.lang.get(), start).is_some());
    if is_elapsed {
        session.text().zone_elapsed.to_owned()
    } else {
        let name = start.map(|start| zone.name(start)).unwrap_or_default();
        if wide(&name) < width / 2.0 { name } else { name.rsplit(' ').next().unwrap_or_default().to_owned() }
    }
}

/// The axis in the head of the timeline.
#[component]
pub(super) fn Axis() -> Part {
    let session = use_session();
    let axis: TimeAxis = expect_context();
    let node = NodeRef::<HtmlElement>::new();
    let observer = Keep::empty();
    follow(move || {
        if let Some(element) = node.get() {
            observer.put(SizeObserver::new(&element, move |width, _| {
                axis.width.try_set(width);
            }));
        }
    });
    let marks = move || {
        let (zone, lang) = (session.zone.get(), session.lang.get_untracked());
        let width = axis.width.get();
        let Some(scale) = axis.shown.get() else { return Part::none() };
        // Where it would take all the room there is, the date is left to the head of the page.
        let names_date = width > 2.0 * LABEL;
        // The right end is the clock's name, in bold.
        let end = width - wide(&clock_name(session, width)) - if names_date { 16.0 } else { 4.0 };
        let mut marks = gap_marks(session, &scale, width, end);
        let room = width / if names_date { LABEL } else { SHORT_LABEL };
        let label = |tick: &Tick| zone.tick_label(lang, &Tick { names_date: names_date && tick.names_date, ..*tick });
        let wide = |tick: &Tick| wide(&label(tick)) / width;
        let find = |room: f64, marks: &[GapMark]| {
            let taken = marks.iter().map(|mark| (mark.left, mark.right)).chain([(end, f64::MAX)]);
            let taken: Vec<_> = taken.map(|(left, right)| (left / width, right / width)).collect();
            ticks(&scale, room as u32, |epoch| zone.axis_offset(epoch), wide, &taken)
        };
        let mut found = find(room, &marks);
        // An axis without any label says nothing: where the round moments have no room, a less round one has it, and at last
        // the gaps keep their lengths to themselves.
        for finer in [4.0, 16.0, 64.0] {
            if found.is_empty() {
                found = find(room * finer, &marks);
                found.truncate(1);
            }
        }
        if found.is_empty() {
            marks.clear();
            found = find(room * 16.0, &marks);
            found.truncate(1);
        }
        let tick =
            |tick: &Tick| view! { <span class="ts-tick" style:left=percent(tick.place)>{label(tick)}</span> }.part();
        view! {
            {all(found.iter().map(tick))}
            {all(marks.into_iter().map(GapMark::draw))}
        }
        .part()
    };
    let now = move || {
        let loaded = session.loaded.get()?;
        let now = loaded.insight.now.filter(|_| !loaded.task.has_ended())?;
        axis.shown.get().map(|scale| scale.place(now)).filter(|place| (0.0..=1.0).contains(place))
    };
    view! {
        <div class="ts-axis" node_ref=node aria-hidden="true">
            <span class="ts-zone">{say(move || clock_name(session, axis.width.get()))}</span>
            {bands(axis.shown)}
            {live(marks)}
            {live(move || match now() {
                Some(place) => {
                    let left = percent(place);
                    view! { <span class="ts-now" style:left=left title=session.text().now></span> }.part()
                }
                None => Part::none(),
            })}
            {cursor(axis.shown)}
        </div>
    }
    .part()
}

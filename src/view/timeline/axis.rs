//! The axis: round moments of the chosen zone, whose name always stands beside them.

use leptos::html::Div;
use leptos::prelude::*;
use taskscope_core::layout::timeline::Scale;
use taskscope_core::number::within;
use taskscope_core::task::Millis;
use taskscope_core::words;

use super::super::part::{IntoPart, Part, live, say};
use super::TimeAxis;
use crate::dom::{SizeObserver, percent, px};
use crate::state::{Derived, Keep, Session, follow, use_session};

/// The room at the right end for the name of the zone, in CSS px.
const ZONE: f64 = 132.0;

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
        scale.gaps().map(band).collect::<Vec<_>>().part()
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

/// The lengths of the gaps in sight, none over another or over the zone's name.
fn gap_marks(session: Session, scale: &Scale, width: f64) -> Vec<GapMark> {
    let mut taken = 0.0;
    let mut marks = Vec::new();
    for (left, right, span) in scale.gaps() {
        let label = words::duration(session.lang.get_untracked(), span);
        // Chinese letters are twice as wide.
        let wide = 12.0 + label.chars().map(|letter| if letter.is_ascii() { 6.8 } else { 12.5 }).sum::<f64>();
        let middle = (left.max(0.0) + right.min(1.0)) / 2.0 * width;
        let left = within(middle - wide / 2.0, taken, width - ZONE - wide);
        if left >= taken && (left + wide / 2.0 - middle).abs() < wide {
            marks.push(GapMark { left, right: left + wide, label });
            taken = left + wide;
        }
    }
    marks
}

/// The axis in the head of the timeline.
#[component]
pub(super) fn Axis() -> Part {
    let session = use_session();
    let axis: TimeAxis = expect_context();
    let node = NodeRef::<Div>::new();
    let observer = Keep::empty();
    follow(move || {
        if let Some(element) = node.get() {
            observer.put(SizeObserver::new(&element, move |width, _| {
                axis.width.try_set(width);
            }));
        }
    });
    let ticks = move || {
        let zone = session.zone.get();
        let width = axis.width.get();
        let Some(scale) = axis.shown.get() else { return Part::none() };
        let marks = gap_marks(session, &scale, width);
        // The right end is the zone name's.
        let is_free = |left: f64, room: f64| {
            left < width - ZONE && marks.iter().all(|mark| left + room < mark.left || left > mark.right)
        };
        let ticks = zone.ticks(&scale, width, is_free);
        let ticks = ticks
            .into_iter()
            .map(|tick| {
                let left = percent(tick.place);
                view! { <span class="ts-tick" style:left=left>{zone.tick_label(&tick)}</span> }.part()
            })
            .collect::<Vec<_>>();
        let marks = marks.into_iter().map(GapMark::draw).collect::<Vec<_>>();
        view! {
            {ticks}
            {marks}
        }
        .part()
    };
    let zone_name =
        move || session.loaded.get().and_then(|loaded| loaded.start()).map(|start| session.zone.get().name(start));
    let now = move || {
        let loaded = session.loaded.get()?;
        let now = loaded.insight.now.filter(|_| !loaded.task.has_ended())?;
        axis.shown.get().map(|scale| scale.place(now)).filter(|place| (0.0..=1.0).contains(place))
    };
    view! {
        <div class="ts-axis" node_ref=node aria-hidden="true">
            <span class="ts-zone">{say(move || zone_name().unwrap_or_default())}</span>
            {bands(axis.shown)}
            {live(ticks)}
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

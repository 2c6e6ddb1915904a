//! The axis: round moments of the chosen zone, whose name always stands beside them.

use leptos::html::Div;
use leptos::prelude::*;
use taskscope_core::layout::timeline::Scale;

use super::super::part::{IntoPart, Part, live, say};
use super::TimeAxis;
use crate::dom::{SizeObserver, percent};
use crate::state::{Derived, Keep, follow, use_session};

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
        let ticks = axis.shown.get().map(|scale| zone.ticks(scale, width)).unwrap_or_default();
        // The right end is the zone name's.
        let fits = |place: f64| place * width < width - 132.0;
        ticks
            .into_iter()
            .filter(|tick| fits(tick.place))
            .map(|tick| {
                let left = percent(tick.place);
                view! { <span class="ts-tick" style:left=left>{zone.tick_label(&tick)}</span> }.part()
            })
            .collect::<Vec<_>>()
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
        <div class="ts-axis" node_ref=node>
            <span class="ts-zone">{say(move || zone_name().unwrap_or_default())}</span>
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

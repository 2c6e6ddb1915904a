//! The dependencies of the selected step, drawn over the bars: from its upstream steps to it, and on to its downstream.
//!
//! ```text
//!   ▓▓▓▓▓╮                 Which rows they lead to is worked out once for a selection; what is drawn are those
//!        ╰─▸▓▓▓▓╮          among the visible rows.
//!               ╰─▸▓▓▓
//! ```

use std::sync::Arc;

use leptos::prelude::*;
use taskscope_core::number::within;
use taskscope_core::task::{SubtaskIdx, Timestamp};

use super::super::part::{IntoPart, Part, live, view};
use super::super::scroller::Scroller;
use super::super::shown::{Shown, use_shown};
use super::sight::steps_of;
use super::{ROW, TimeAxis};
use crate::dom::{decimal, px};
use crate::state::{Derived, Session, use_session};

/// What is drawn for one selection.
#[derive(Clone, Default, PartialEq)]
struct Links {
    /// The place of the selected step's row.
    own: usize,
    /// When it started and ended.
    times: Option<(Timestamp, Timestamp)>,
    /// The rows of its neighbours, top to bottom.
    rows: Vec<Link>,
}

/// One row with neighbours of the selected step.
#[derive(Clone, Copy, PartialEq)]
struct Link {
    place: usize,
    /// Upstream: the last end of the row's neighbours. Downstream: their first start.
    at: Timestamp,
    is_upstream: bool,
}

/// What a step is to the selected one.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    None,
    Own,
    Upstream,
    Downstream,
}

/// The arrows, in a box that is as wide as the axis and as tall as all rows.
#[component]
pub(super) fn Arrows(scroller: Scroller) -> Part {
    let session = use_session();
    let shown = use_shown();
    let axis: TimeAxis = expect_context();
    let links = Derived::new(move |_| Arc::new(links(session, shown).unwrap_or_default()));
    let visible = Derived::new(move |_| {
        let (top, (_, height)) = (scroller.top.get(), scroller.size.get());
        ((top / ROW) as usize, ((top + height) / ROW) as usize)
    });
    live(move || {
        let (links, (first, last)) = (links.get(), visible.get());
        let (Some((start, end)), Some(scale)) = (links.times, axis.shown.get()) else { return Part::none() };
        let (width, now) = (axis.width.get(), session.instant.get());
        // Far outside of the axis is as good as just outside.
        let x = |at| within(scale.place(at), -0.1, 1.1) * width;
        let (mut lines, mut heads) = (String::new(), String::new());
        for link in links.rows.iter().filter(|link| (first..=last).contains(&link.place)) {
            let y = within((link.place as f64 - links.own as f64) * ROW, -4000.0, 4000.0);
            let ((from, y1), (to, y2)) =
                if link.is_upstream { ((link.at, y), (start, 0.0)) } else { ((end, 0.0), (link.at, y)) };
            // What the replay has not come to yet has no bar.
            if now.is_some_and(|now| from > now || to > now) {
                continue;
            }
            let (x1, x2) = (x(from), x(to));
            let bend = within((x2 - x1).abs() / 2.0, 14.0, 60.0);
            let [x1, x2, y1, y2, c1, c2] = [x1, x2, y1, y2, x1 + bend, x2 - bend].map(|number| decimal(number, 1));
            lines += &format!("M{x1} {y1}C{c1} {y1} {c2} {y2} {x2} {y2}");
            heads += &format!("M{x2} {y2}l-7 -4v8Z");
        }
        view! {
            <svg class="ts-arrows" style:transform=format!("translateY({})", px((links.own as f64 + 0.5) * ROW))>
                <path class="ts-arrow-ground" d=lines.clone() />
                <path class="ts-arrow" d=lines />
                <path class="ts-arrow-head" d=heads />
            </svg>
        }
        .part()
    })
}

/// The rows of the selected step and of its neighbours; one that is folded away has that of its heading.
fn links(session: Session, shown: Shown) -> Option<Links> {
    let (loaded, selected) = (session.loaded.get()?, session.selected.get()?);
    let (rows, arrangement) = (shown.rows.get(), shown.arrangement.get());
    let mut roles = vec![Role::None; loaded.task.subtasks.len()];
    let mut mark = |step: SubtaskIdx, role| {
        if let Some(slot) = roles.get_mut(step.index()) {
            *slot = role;
        }
    };
    loaded.task.upstream.of(selected).iter().for_each(|&step| mark(step, Role::Upstream));
    loaded.task.downstream.of(selected).iter().for_each(|&step| mark(step, Role::Downstream));
    mark(selected, Role::Own);
    let time = loaded.insight.times.get(selected.index())?;
    let times = time.start.map(|start| (start, time.end.unwrap_or(start)));
    let mut links = Links { times, ..Links::default() };
    let mut is_found = false;
    for (place, row) in rows.iter().enumerate() {
        let steps = steps_of(&arrangement, &loaded.insight, row);
        let (mut last_end, mut first_start) = (None, None);
        for step in steps {
            let time = loaded.insight.times.get(step.index());
            let start = time.and_then(|time| time.start);
            match roles.get(step.index()) {
                Some(Role::Own) => (links.own, is_found) = (place, true),
                Some(Role::Upstream) => last_end = last_end.max(time.and_then(|time| time.end).or(start)),
                Some(Role::Downstream) => first_start = first_start.into_iter().chain(start).min(),
                _ => {}
            }
        }
        let ends = [(last_end, true), (first_start, false)];
        links.rows.extend(ends.into_iter().filter_map(|(at, is_upstream)| Some(Link { place, at: at?, is_upstream })));
    }
    is_found.then_some(links)
}

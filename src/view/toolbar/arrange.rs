//! How the rows of the timeline are arranged: under what, in which order, and how wide idle time is.

use leptos::prelude::*;
use taskscope_core::layout::timeline::Sort;

use super::super::menu::menu;
use super::super::part::{IntoPart, Part, only, view};
use super::settings::Options;
use crate::state::{View, use_session};

/// The menu; only where there is a timeline.
#[component]
pub(super) fn Arrange() -> Part {
    let session = use_session();
    let panel = move || {
        view! {
            <Options
                heading=|text| text.rows_by
                options=vec![
                    (|text| text.rows_by_step, |choice| choice.lanes = false, |choice| !choice.lanes),
                    (|text| text.ocp_node, |choice| choice.lanes = true, |choice| choice.lanes),
                ]
            />
            <Options
                heading=|text| text.sort_by
                options=vec![
                    (|text| text.sort_order, |choice| choice.sort_by(Sort::Order), |choice| choice.timeline_sort() == Sort::Order),
                    (|text| text.start, |choice| choice.sort_by(Sort::Start), |choice| choice.timeline_sort() == Sort::Start),
                    (|text| text.duration, |choice| choice.sort_by(Sort::Duration), |choice| choice.timeline_sort() == Sort::Duration),
                    (|text| text.sort_wait, |choice| choice.sort_by(Sort::Wait), |choice| choice.timeline_sort() == Sort::Wait),
                ]
            />
            <Options
                heading=|text| text.idle_time
                options=vec![
                    (|text| text.idle_to_scale, |choice| choice.idle = true, |choice| choice.idle),
                    (|text| text.idle_shorten, |choice| choice.idle = false, |choice| !choice.idle),
                ]
            />
        }
        .part()
    };
    let has_timeline = move || matches!(session.choice.get().view, View::Timeline | View::Both);
    only(has_timeline, move || menu(session.text().arrange, None, panel))
}

//! What support asks for, one click away: trace id, server, and the task's own words.

use leptos::prelude::*;
use taskscope_core::task::Timestamp;

use super::super::icon::ABOUT;
use super::super::menu::menu;
use super::super::part::{IntoPart, Part, all, drawn, view};
use super::super::share::CopyButton;
use crate::state::use_session;

/// The menu with the task's remaining fields.
#[component]
pub fn About() -> Part {
    let session = use_session();
    let rows = move || {
        let Some(loaded) = session.loaded.get() else { return Vec::<(&'static str, String)>::new() };
        let (text, zone, task) = (session.text(), session.zone.get(), &loaded.task);
        let moment =
            |moment: Option<Timestamp>| moment.map(|moment| format!("{} {}", zone.moment(moment), zone.name(moment)));
        [
            (text.trace_id, loaded.envelope.trace_id.as_deref().map(str::to_owned)),
            (text.server, loaded.envelope.server.as_deref().map(str::to_owned)),
            (text.status, Some(task.status.to_string())),
            (text.operation, Some(task.operation.to_string())),
            (text.kind, Some(task.kind.to_string())),
            (text.ocp_node, task.executor.as_deref().map(str::to_owned)),
            (text.created, moment(task.create_time)),
            (text.start, moment(task.start_time)),
            (text.finish, moment(task.end())),
        ]
        .into_iter()
        .filter_map(|(label, value)| Some((label, value.filter(|value| !value.is_empty())?)))
        .collect()
    };
    let row = |(label, value): (&'static str, String)| {
        view! {
            <dt>{label}</dt>
            <dd>
                <span class="ts-selectable">{value.clone()}</span>
                <CopyButton text=value />
            </dd>
        }
        .part()
    };
    let panel = move || {
        view! {
            <h2>{session.text().about}</h2>
            <dl class="ts-facts">{drawn(rows, move |rows| all(rows.into_iter().map(row)))}</dl>
        }
        .part()
    };
    menu(session.text().about, Some(ABOUT), panel)
}

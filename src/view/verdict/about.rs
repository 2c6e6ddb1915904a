//! What support asks for, one click away: trace id, server, and the task's own words.

use leptos::prelude::*;
use taskscope_core::task::Timestamp;

use super::super::menu::Menu;
use super::super::share::CopyButton;
use crate::state::use_session;

/// The menu with the task's remaining fields.
#[component]
pub fn About() -> impl IntoView {
    let session = use_session();
    let rows = move || {
        let Some(loaded) = session.loaded.get() else { return Vec::new() };
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
            (text.finish, moment(task.finish_time)),
        ]
        .into_iter()
        .filter_map(|(label, value)| Some((label, value.filter(|value| !value.is_empty())?)))
        .collect()
    };
    view! {
        <Menu label=session.text().about sign="ⓘ">
            <h2>{session.text().about}</h2>
            <dl class="ts-facts">
                {move || {
                    rows()
                        .into_iter()
                        .map(|(label, value)| {
                            let copied = value.clone();
                            view! {
                                <dt>{label}</dt>
                                <dd>
                                    <span class="ts-selectable">{value}</span>
                                    <CopyButton text=move || copied.clone() />
                                </dd>
                            }
                        })
                        .collect_view()
                }}
            </dl>
        </Menu>
    }
}

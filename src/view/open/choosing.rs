//! The page where one payload held several tasks.

use std::sync::Arc;

use leptos::prelude::*;
use taskscope_core::words;

use super::super::error::home_button;
use super::super::icon::VerdictIcon;
use super::super::part::{IntoPart, Part, all, does, view};
use crate::state::{Load, Loaded, use_session};

/// The tasks to choose from.
#[component]
pub fn Choosing(
    /// The tasks.
    tasks: Arc<Vec<Arc<Loaded>>>,
) -> Part {
    let session = use_session();
    let entry = move |loaded: &Arc<Loaded>| {
        let loaded = loaded.clone();
        let verdict = loaded.insight.verdict;
        let id = loaded.task.id.as_ref().map(|id| format!("#{id}"));
        let name = loaded.task.name.to_string();
        view! {
            <li>
                <button class="ts-item" on:click=does(move |_| session.load.set(Load::Ready(loaded.clone())))>
                    <VerdictIcon verdict=verdict />
                    <span class="ts-name">{name}</span>
                    <span class="ts-id">{id}</span>
                    <span class="ts-soft">{words::verdict(session.lang.get(), verdict)}</span>
                </button>
            </li>
        }
        .part()
    };
    view! {
        <main class="ts-page">
            <section class="ts-card">
                <h1>{session.text().opening.several}</h1>
                <ul class="ts-list">{all(tasks.iter().map(entry))}</ul>
            </section>
            {home_button(session)}
        </main>
    }
    .part()
}

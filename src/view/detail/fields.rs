//! The step's JSON as the server wrote it: every field, known or not.

use leptos::prelude::*;
use taskscope_core::task::SubtaskIdx;

use super::super::menu::opens;
use super::super::part::{IntoPart, Part, does, only, say, view};
use super::super::share::{copy_here, said};
use super::json::indented;
use crate::state::{Brief, Var, use_session};

/// All fields of a step, read from the payload when they are asked for.
#[component]
pub(super) fn AllFields(step: SubtaskIdx) -> Part {
    let session = use_session();
    let (open, place) = (Var::new(false), Brief::empty());
    let json = move || {
        let loaded = session.loaded.get();
        let subtask = loaded.as_ref().and_then(|loaded| Some((loaded.task.get(step)?, &loaded.payload)));
        indented(subtask.and_then(|(subtask, payload)| subtask.json_in(payload)).unwrap_or_default())
    };
    let fields = move || {
        view! {
            <div class="ts-row-of-fields">
                <button class="ts-button" on:click=does(move |_| copy_here(session, place, untrack(json)))>
                    {session.text().copy_json}
                </button>
                {said(place)}
            </div>
            <pre class="ts-selectable" tabindex="0">
                {say(json)}
            </pre>
        }
        .part()
    };
    view! {
        <details class="ts-fields" on:toggle=does(move |event: web_sys::Event| open.set(opens(&event)))>
            <summary>{session.text().all_fields}</summary>
            {only(move || open.get(), fields)}
        </details>
    }
    .part()
}

//! The step's JSON as the server wrote it: every field, known or not.

use leptos::prelude::*;
use taskscope_core::task::SubtaskIdx;

use super::super::menu::opens;
use super::super::part::{IntoPart, Part, does, only, say, view};
use super::super::share::{copy_here, said};
use super::json::indented;
use crate::dom::spawn;
use crate::state::{Brief, Var, follow, use_session};

/// All fields of a step, read from the payload when they are asked for.
#[component]
pub(super) fn AllFields(step: SubtaskIdx) -> Part {
    let session = use_session();
    let (open, place) = (Var::new(false), Brief::empty());
    let json = Var::new(String::new());
    follow(move || {
        let Some(loaded) = session.loaded.get().filter(|_| open.get()) else { return };
        spawn(async move {
            let part = loaded.task.json_of(step).unwrap_or_default();
            let text = match &loaded.payload {
                Some(payload) => payload.text(part).await,
                None => None,
            };
            // A later answer may have come meanwhile, and its text before this one.
            if session.loaded.try_get_untracked() == Some(Some(loaded)) {
                json.try_set(indented(&text.unwrap_or_default()));
            }
        });
    });
    let fields = move || {
        view! {
            <div class="ts-row-of-fields">
                <button class="ts-button" on:click=does(move |_| copy_here(session, place, json.get_untracked()))>
                    {session.text().copy_json}
                </button>
                {said(place)}
            </div>
            <pre class="ts-selectable" tabindex="0">
                {say(move || json.get())}
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

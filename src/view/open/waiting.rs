//! The page while a task is on its way.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::super::part::{IntoPart, Part, does, say, view, when};
use crate::dom::decimal;
use crate::state::{Derived, Load, Phase, Progress, Route, use_session};

/// What is being done, and how far it has come.
#[component]
pub fn Waiting() -> Part {
    let session = use_session();
    let progress = Derived::new(move |_| {
        session.load.with(|load| match load {
            Load::Busy(progress) => *progress,
            _ => Progress { phase: Phase::Analysing, bytes: 0, done: None },
        })
    });
    let phase = move || {
        let text = session.text();
        match progress.get().phase {
            Phase::Fetching => text.fetching,
            Phase::Decoding => text.decoding,
            Phase::Analysing => text.analysing,
        }
    };
    let share = move || progress.get().done.map(|done| decimal(f64::from(done.min(1.0)), 2));
    let amount = move || {
        let bytes = progress.get().bytes;
        if bytes > 1 << 16 { decimal(bytes as f64 / 1e6, 1) + " MB" } else { String::new() }
    };
    // What the reader gave has the address of the open page: the link alone would lead nowhere.
    let cancel = move |event: MouseEvent| {
        event.prevent_default();
        session.go(Route::Open);
    };
    view! {
        <main class="ts-page ts-waiting">
            <p>{say(phase)} " " {say(amount)}</p>
            <progress aria-label=say(phase) max="1" value=when(share)></progress>
            <p>
                <a class="ts-button" href=say(move || session.fragment_of(Route::Open)) on:click=does(cancel)>
                    {say(move || session.text().cancel)}
                </a>
            </p>
        </main>
    }
    .part()
}

//! The toolbar: view, search, filter by outcome, folding, settings.

mod keys_dialog;
mod settings;

use leptos::ev;
use leptos::prelude::*;
use taskscope_core::insight::Counts;
use taskscope_core::task::Outcome;
use taskscope_core::words;

use self::keys_dialog::KeysDialog;
use self::settings::Settings;
use super::icon::OutcomeIcon;
use super::shown::use_shown;
use crate::state::{View, use_session};

/// The toolbar.
#[component]
pub fn Toolbar() -> impl IntoView {
    let session = use_session();
    let fold = move |_| {
        session.opened.set(std::collections::HashMap::new());
        session.choose(|choice| choice.fold = !choice.fold);
    };
    view! {
        <section class="ts-toolbar" aria-label=session.text().tools>
            <Views />
            <Find />
            <Outcomes />
            <span class="ts-grow"></span>
            <label class="ts-check">
                <input type="checkbox" prop:checked=move || session.choice.get().fold on:change=fold />
                {session.text().fold}
            </label>
            <Settings />
            <KeysDialog />
        </section>
    }
}

/// The switch between the views.
#[component]
fn Views() -> impl IntoView {
    let session = use_session();
    let name = move |view| {
        let text = session.text();
        match view {
            View::Timeline => text.timeline,
            View::Graph => text.graph,
            View::Both => text.both,
            View::Table => text.table,
        }
    };
    view! {
        <div class="ts-segments" role="group" aria-label=session.text().view>
            {View::ALL
                .map(|view| {
                    view! {
                        <button
                            aria-pressed=move || (session.choice.get().view == view).to_string()
                            on:click=move |_| session.choose(|choice| choice.view = view)
                        >
                            {move || name(view)}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}

/// The search field. Each letter counts; Enter goes to the next match.
#[component]
fn Find() -> impl IntoView {
    let session = use_session();
    let shown = use_shown();
    let typed = move |event: ev::Event| session.adjust(|choice| choice.query = event_target_value(&event));
    let on_key = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            if let Some(loaded) = session.loaded.get_untracked() {
                let order = &loaded.insight.order;
                let here =
                    session.selected.get_untracked().and_then(|step| order.iter().position(|&other| other == step));
                let from = here.map_or(0, |here| here + 1);
                let ahead = order.iter().skip(from).chain(order.iter().take(from));
                let next = shown.passing.with_untracked(|passing| ahead.copied().find(|&step| passing.shows(step)));
                if let Some(next) = next {
                    session.select(next);
                }
            }
        }
        "Escape" => {
            event.stop_propagation();
            session.adjust(|choice| choice.query.clear());
            if let Some(field) = super::app::focused() {
                let _ = field.blur();
            }
        }
        _ => {}
    };
    view! {
        <div class="ts-find" role="search">
            <input
                type="search"
                class="ts-field"
                id="ts-find"
                placeholder=session.text().find
                aria-label=session.text().find
                aria-keyshortcuts="/"
                autocomplete="off"
                spellcheck="false"
                prop:value=move || session.choice.get().query.clone()
                on:input=typed
                on:keydown=on_key
            />
            <Show when=move || shown.passing.get().is_active()>
                <span class="ts-count" role="status">
                    {move || {
                        let all = session.loaded.get().as_ref().map_or(0, |loaded| loaded.task.subtasks.len());
                        (session.text().matches)(shown.passing.get().count, all)
                    }}
                </span>
            </Show>
        </div>
    }
}

/// One switch for each outcome that the task has, with its count.
#[component]
fn Outcomes() -> impl IntoView {
    let session = use_session();
    let counts = Memo::new(move |_| {
        let outcomes = session.loaded.get().map(|loaded| loaded.insight.outcomes.clone()).unwrap_or_default();
        Counts::of(outcomes).present().collect::<Vec<_>>()
    });
    let toggle = move |outcome: Outcome| {
        session.choose(|choice| match choice.status.iter().position(|&other| other == outcome) {
            Some(place) => drop(choice.status.remove(place)),
            None => choice.status.push(outcome),
        });
    };
    view! {
        <div class="ts-chips" role="group" aria-label=session.text().filter>
            <For each=move || counts.get() key=|entry| *entry let((outcome, count))>
                <button
                    class="ts-chip"
                    data-family=outcome.family().as_str()
                    aria-pressed=move || session.choice.get().status.contains(&outcome).to_string()
                    on:click=move |_| toggle(outcome)
                >
                    <OutcomeIcon outcome=outcome />
                    {move || words::outcome(session.lang.get(), outcome)}
                    " "
                    <b>{count}</b>
                </button>
            </For>
            <Show when=move || !session.choice.get().status.is_empty()>
                <button class="ts-chip" on:click=move |_| session.choose(|choice| choice.status.clear())>
                    {session.text().clear_filter}
                </button>
            </Show>
        </div>
    }
}

//! The search field, how many steps match, and the way from one to the next.

use leptos::ev;
use leptos::prelude::*;

use super::super::app::focused;
use super::super::part::{IntoPart, Part, does, only, say, view};
use super::super::shown::{Shown, use_shown};
use crate::state::{Session, use_session};

/// The search field. Each letter counts; Enter goes to the next match, with Shift to the one before.
#[component]
pub(super) fn Find() -> Part {
    let session = use_session();
    let shown = use_shown();
    let typed = move |event: ev::Event| {
        session.adjust(|choice| choice.query = event_target_value(&event));
        say_matches(session, shown);
    };
    // While letters are composed, Enter and Esc are the input method's; 229 is how Safari says so.
    let on_key = move |event: ev::KeyboardEvent| match event.key().as_str() {
        _ if event.is_composing() || event.key_code() == 229 => {}
        "Enter" => go(session, shown, !event.shift_key()),
        "Escape" => {
            event.stop_propagation();
            session.adjust(|choice| choice.query.clear());
            say_matches(session, shown);
            if let Some(field) = focused() {
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
                prop:value=say(move || session.choice.get().query.clone())
                on:input=does(typed)
                on:keydown=does(on_key)
            />
            {only(move || shown.passing.get().is_active(), move || matches(session, shown))}
        </div>
    }
    .part()
}

/// How many steps match, which of them is selected, and the buttons to the others.
fn matches(session: Session, shown: Shown) -> Part {
    let text = session.text();
    let button = |forward: bool, label: &'static str, sign: &'static str| {
        view! {
            <button
                class="ts-button ts-square"
                aria-label=label
                title=label
                on:click=does(move |_: ev::MouseEvent| go(session, shown, forward))
            >
                <svg class="ts-small-icon" viewBox="0 0 16 16" aria-hidden="true">
                    <path d=sign />
                </svg>
            </button>
        }
        .part()
    };
    view! {
        <span class="ts-matches">
            {button(false, text.previous_match, "M3.5 10L8 5.5L12.5 10")}
            <span class="ts-count">{say(move || place_text(session, shown))}</span>
            {button(true, text.next_match, "M3.5 6L8 10.5L12.5 6")}
        </span>
        <span class="ts-count">{say(move || matches_text(session, shown))}</span>
    }
    .part()
}

fn matches_text(session: Session, shown: Shown) -> String {
    let all = session.loaded.get().as_ref().map_or(0, |loaded| loaded.task.subtasks.len());
    (session.text().matches)(shown.passing.get().count, all)
}

/// Says how many steps match, after a change of search or filter: a poll that finds others is no news.
pub(super) fn say_matches(session: Session, shown: Shown) {
    let is_asked = shown.passing.get_untracked().is_active();
    session.voice.say(if is_asked { untrack(|| matches_text(session, shown)) } else { String::new() });
}

/// Selects the next match, or the one before, and says which it is.
fn go(session: Session, shown: Shown, forward: bool) {
    let is_asked = shown.passing.get_untracked().is_active();
    if let Some(step) = shown.next(session, forward, &|_| is_asked) {
        session.select(step);
        session.voice.say(untrack(|| place_text(session, shown)));
    }
}

fn place_text(session: Session, shown: Shown) -> String {
    let place = shown.match_place(session);
    place.map(|place| (session.text().match_place)(place, shown.passing.get().count)).unwrap_or_default()
}

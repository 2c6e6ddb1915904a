//! The toolbar: view, search, filter by outcome, folding, settings.

mod arrange;
mod find;
mod keys_dialog;
mod settings;

use leptos::ev;
use leptos::prelude::*;
use taskscope_core::insight::Counts;
use taskscope_core::task::Outcome;
use taskscope_core::words;

use self::arrange::Arrange;
use self::find::{Find, say_matches};
use self::keys_dialog::KeysDialog;
use self::settings::Settings;
use super::compare::CompareMenu;
use super::detail::show_insights;
use super::icon::OutcomeIcon;
use super::part::{IntoPart, Part, does, each, holds, only, say, view};
use super::replay::ReplayButton;
use super::shown::use_shown;
use super::timeline::BY_NEED;
use crate::dom::focus_on;
use crate::state::{Derived, View, use_session};

/// The toolbar.
#[component]
pub fn Toolbar() -> Part {
    let session = use_session();
    // The table has a row for each step anyway.
    let fold = move || {
        let fold = does(move |_: ev::Event| {
            session.opened.set(Vec::new());
            session.choose(|choice| choice.fold = !choice.fold);
        });
        view! {
            <label class="ts-check">
                <input type="checkbox" prop:checked=holds(move || session.choice.get().fold) on:change=fold />
                {session.text().fold}
            </label>
        }
        .part()
    };
    view! {
        <section class="ts-toolbar" aria-label=session.text().tools>
            <Views />
            <Find />
            <Outcomes />
            <span class="ts-grow ts-narrow"></span>
            {only(move || session.choice.get().view != View::Table, fold)}
            <Arrange />
            <button
                class="ts-button"
                aria-pressed=say(move || session.selected.get().is_none().to_string())
                on:click=does(move |_| show_insights(session))
            >
                {session.text().insights.title}
            </button>
            <ReplayButton />
            <CompareMenu />
            <Settings />
            <KeysDialog />
        </section>
    }
    .part()
}

/// The switch between the views.
#[component]
fn Views() -> Part {
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
    let button = |view| {
        view! {
            <button
                aria-pressed=say(move || (session.choice.get().view == view).to_string())
                on:click=does(move |_| session.choose(|choice| choice.view = view))
            >
                {name(view)}
            </button>
        }
        .part()
    };
    view! {
        <div class="ts-segments" role="group" aria-label=session.text().view>
            {View::ALL.map(button)}
        </div>
    }
    .part()
}

/// One switch for each outcome that the task has, with its count.
#[component]
fn Outcomes() -> Part {
    let session = use_session();
    let shown = use_shown();
    let counts = Derived::new(move |_| {
        let scene = session.scene.get();
        scene.map(|scene| Counts::of(scene.outcomes().iter().copied())).unwrap_or_default()
    });
    let count = move |outcome| counts.get().get(outcome);
    let present = move || {
        // What needs a look is not the part that one has to scroll to.
        BY_NEED.into_iter().filter(|&outcome| count(outcome) > 0).map(|outcome| (0, outcome as u64)).collect()
    };
    let toggle = move |outcome: Outcome| {
        session.choose(|choice| match choice.status.iter().position(|&other| other == outcome) {
            Some(place) => drop(choice.status.remove(place)),
            None => choice.status.push(outcome),
        });
        say_matches(session, shown);
    };
    let chip = move |_, outcome: u64| {
        let outcome = Outcome::ALL.get(outcome as usize).copied().unwrap_or(Outcome::Unknown);
        view! {
            <button
                class="ts-chip"
                data-family=outcome.family().as_str()
                aria-pressed=say(move || session.choice.get().status.contains(&outcome).to_string())
                on:click=does(move |_| toggle(outcome))
            >
                <OutcomeIcon outcome=outcome />
                {words::outcome(session.lang.get_untracked(), outcome)}
                " "
                <b>{say(move || count(outcome).to_string())}</b>
            </button>
        }
        .part()
    };
    let clear = move || {
        let click = does(move |_| {
            focus_on(".ts-chips button");
            session.choose(|choice| choice.status.clear());
            say_matches(session, shown);
        });
        view! { <button class="ts-chip" on:click=click>{session.text().clear_filter}</button> }.part()
    };
    view! {
        <div class="ts-chips" role="group" aria-label=session.text().filter>
            {each(present, chip)}
            {only(move || !session.choice.get().status.is_empty(), clear)}
        </div>
    }
    .part()
}

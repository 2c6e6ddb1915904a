//! The focus: only what the selected step has to do with is drawn, to a depth.

use std::cell::Cell;

use leptos::prelude::*;

use super::super::part::{IntoPart, Part, does, only, say, view};
use super::super::shown::numbered_name;
use super::GraphState;
use super::picture::focus_of;
use crate::dom::focus_on;
use crate::state::{Session, View, follow, use_session};

/// The depths to choose from, in edges up and down.
const DEPTHS: [u32; 4] = [1, 2, 3, u32::MAX];

/// Turns the focus on, as far as it goes, or off. Without a selected step there is nothing to look at.
pub fn toggle_focus(session: Session) {
    let is_on = session.choice.get_untracked().focus.is_some();
    if is_on || session.selected.get_untracked().is_some() {
        session.pin();
        session.choose(|choice| {
            choice.focus = (!is_on).then_some(u32::MAX);
            if !is_on && !matches!(choice.view, View::Graph | View::Both) {
                choice.view = View::Graph;
            }
        });
        session.asked_focus.set(!is_on);
    }
}

/// The button that turns it on and off.
pub(super) fn focus_button(session: Session) -> Part {
    view! {
        <button
            aria-pressed=say(move || session.choice.get().focus.is_some().to_string())
            aria-disabled=say(move || session.selected.get().is_none().to_string())
            aria-keyshortcuts="o"
            on:click=does(move |_| toggle_focus(session))
        >
            {session.text().focus}
        </button>
    }
    .part()
}

/// Says that it is on, of which step, and what is hidden; the depth is chosen here.
pub(super) fn focus_bar(state: GraphState) -> Part {
    let session = use_session();
    let text = session.text();
    let focus = focus_of(session);
    let words = move || {
        let hidden = state.picture.with(|picture| picture.as_ref().map_or(0, |picture| picture.hidden));
        let step = focus.get().zip(session.loaded.get()).map(|((step, _), loaded)| numbered_name(&loaded.task, step));
        (text.focus_on)(&step.unwrap_or_default(), hidden)
    };
    // It is said once the picture is there, which knows what is hidden: never of the first, unless the reader asked for it.
    let last = Cell::new(None::<String>);
    follow(move || {
        if state.picture.with(Option::is_some) {
            let now = untrack(|| focus.get().map(|_| words()).unwrap_or_default());
            let is_asked = session.asked_focus.get_untracked();
            session.asked_focus.set(false);
            let before = last.replace(Some(now.clone())).or_else(|| is_asked.then(String::new));
            if before.is_some_and(|before| before != now) {
                session.voice.say(now);
            }
        }
    });
    let depth = move |depth: u32| {
        let label = if depth == u32::MAX { text.focus_all.to_owned() } else { depth.to_string() };
        view! {
            <button
                aria-pressed=say(move || (session.choice.get().focus == Some(depth)).to_string())
                on:click=does(move |_| session.choose(|choice| choice.focus = Some(depth)))
            >
                {label}
            </button>
        }
        .part()
    };
    let leave = move |_| {
        focus_on("[aria-keyshortcuts=o]");
        session.choose(|choice| choice.focus = None);
    };
    let bar = move || {
        view! {
            <div class="ts-focus">
                <span>{say(words)}</span>
                <div class="ts-segments" role="group" aria-label=text.focus_depth>
                    {DEPTHS.map(depth)}
                </div>
                <button class="ts-button" on:click=does(leave)>
                    {text.focus_leave}
                </button>
            </div>
        }
        .part()
    };
    only(move || focus.get().is_some(), bar)
}

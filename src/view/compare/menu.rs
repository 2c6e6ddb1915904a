//! The menu that offers what to compare with: an id, or the tasks of the same name looked at lately.

use leptos::ev;
use leptos::prelude::*;
use taskscope_core::task::{Id, Verdict};
use taskscope_core::words;

use super::super::icon::VerdictIcon;
use super::super::menu::{close_menu, menu};
use super::super::part::{IntoPart, Part, all, does, live, only, say, view, when};
use crate::source::{ErrorKind, LoadError, Recent, recent};
use crate::state::{Derived, Route, Session, Var, use_session};
use crate::text::words_of;

/// The menu.
#[component]
pub fn CompareMenu() -> Part {
    let session = use_session();
    let typed = Var::new(String::new());
    let is_bad = Var::new(false);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let route = Route::of_typed(&typed.get_untracked());
        is_bad.set(!matches!(route, None | Some(Route::Task(_))));
        if let Some(Route::Task(id)) = route {
            typed.set(String::new());
            compare_with(session, &event, id);
        }
    };
    let bad = move || {
        let title = words_of(session.lang.get(), &LoadError::new(ErrorKind::BadId, "")).title;
        view! { <p class="ts-warn" id="ts-compare-bad" role="alert">{title}</p> }.part()
    };
    // Another task on the screen has other tasks of its name.
    let shown = Derived::new(move |_| {
        session.loaded.get().map(|loaded| (loaded.task.id.clone(), loaded.task.name.to_string()))
    });
    let panel = move || {
        view! {
            <form class="ts-options" on:submit=does(submit)>
                <label for="ts-compare-id">{session.text().comparing.id}</label>
                <div class="ts-row-of-fields">
                    <input
                        id="ts-compare-id"
                        class="ts-field"
                        inputmode="numeric"
                        autocomplete="off"
                        aria-describedby=when(move || is_bad.get().then_some("ts-compare-bad"))
                        prop:value=say(move || typed.get())
                        on:input=does(move |event| typed.set(event_target_value(&event)))
                    />
                    <button class="ts-button ts-primary">{session.text().comparing.start}</button>
                </div>
                {only(move || is_bad.get(), bad)}
            </form>
            {live(move || match shown.get() {
                Some((id, name)) => same_name(session, id.as_ref(), &name),
                None => Part::none(),
            })}
        }
        .part()
    };
    menu(session.text().comparing.menu, None, panel)
}

/// The tasks of the same name that this reader looked at lately.
fn same_name(session: Session, own: Option<&Id>, name: &str) -> Part {
    let own = own.map(ToString::to_string);
    let list: Vec<Recent> =
        recent().into_iter().filter(|task| task.name == name && Some(&task.id) != own.as_ref()).collect();
    if list.is_empty() {
        return Part::none();
    }
    let entry = |task: Recent| {
        let verdict = Verdict::from_name(&task.verdict).unwrap_or(Verdict::Unknown);
        let id = Id::new(&task.id);
        view! {
            <button
                class="ts-item ts-compare-recent"
                on:click=does(move |event: ev::MouseEvent| compare_with(session, &event, id.clone()))
            >
                <VerdictIcon verdict=verdict />
                <span class="ts-id">"#" {task.id}</span>
                <span class="ts-soft">{words::verdict(session.lang.get(), verdict)}</span>
            </button>
        }
        .part()
    };
    view! {
        <div class="ts-options" role="group" aria-label=session.text().comparing.recent>
            <h2>{session.text().comparing.recent}</h2>
            {all(list.into_iter().map(entry))}
        </div>
    }
    .part()
}

fn compare_with(session: Session, event: &ev::Event, id: Id) {
    close_menu(event);
    session.choose(|choice| choice.compare = Some(id));
}

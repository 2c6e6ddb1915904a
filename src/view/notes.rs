//! What was odd: in the data, and in the link.

use leptos::prelude::*;
use taskscope_core::task::SubtaskIdx;
use taskscope_core::words;

use super::menu::menu_of;
use super::part::{IntoPart, Part, all, does, drawn, live, only, say, view};
use super::shown::missing_step;
use crate::dom::{Listener, window};
use crate::state::{Derived, Var, follow, keep, use_session};

/// How many notes are listed: the list is for reading.
const MOST: usize = 200;

/// The menu with the data notes; nothing where there are none. On paper they are a list, made once it is printed.
#[component]
pub fn DataNotes() -> Part {
    let session = use_session();
    let count = Derived::new(move |_| session.loaded.get().map_or(0, |loaded| loaded.task.findings.len()));
    let list = move || {
        let (Some(loaded), lang) = (session.loaded.get(), session.lang.get()) else { return Vec::new() };
        let found = loaded.task.findings.iter().take(MOST);
        found.map(|finding| (finding.subtask(), words::finding(lang, &loaded.task, finding))).collect::<Vec<_>>()
    };
    let note = move |(step, sentence): (Option<SubtaskIdx>, String)| match step {
        Some(step) => view! {
            <li>
                <button class="ts-link" on:click=does(move |_| session.select(step))>
                    {sentence}
                </button>
            </li>
        }
        .part(),
        None => view! { <li>{sentence}</li> }.part(),
    };
    let more = move || match count.get().saturating_sub(MOST) {
        0 => String::new(),
        more => (session.text().more)(more),
    };
    let panel = move || {
        view! {
            <h2>{say(move || (session.text().notes)(count.get()))}</h2>
            <p>{session.text().notes_hint}</p>
            <ul class="ts-notes" tabindex="0">
                {drawn(list, move |list| all(list.into_iter().map(note)))}
            </ul>
            <p>{say(more)}</p>
        }
        .part()
    };
    let button = move || say(move || format!("⚠ {}", (session.text().notes)(count.get()))).part();
    let is_printed = Var::new(false);
    keep(Listener::new(&window(), "beforeprint", move |_| is_printed.set(true)));
    view! {
        {only(move || count.get() > 0, move || menu_of(None, button(), panel))}
        <div class="ts-printed">{only(move || is_printed.get() && count.get() > 0, panel)}</div>
    }
    .part()
}

/// What was left out of the link, above the task.
#[component]
pub fn Notices() -> Part {
    let session = use_session();
    let missing = move || {
        let loaded = session.loaded.get()?;
        missing_step(&session.choice.get(), &loaded)
    };
    let sentences = Derived::new(move |_| {
        session.lang.track();
        let text = session.text();
        let bad = session.notices.get().into_iter().map(|notice| (text.bad_parameter)(&notice.name, &notice.value));
        bad.chain(missing().map(|id| (text.no_such_step)(&id))).collect::<Vec<String>>()
    });
    follow(move || {
        let sentences = sentences.get();
        if !sentences.is_empty() {
            session.voice.say(sentences.join(" "));
        }
    });
    let sentence = |sentence| view! { <p>{sentence}</p> }.part();
    live(move || match sentences.get() {
        some if some.is_empty() => Part::none(),
        some => view! {
            <section class="ts-notices" aria-label=session.text().notice>
                {all(some.into_iter().map(sentence))}
            </section>
        }
        .part(),
    })
}

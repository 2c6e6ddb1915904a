//! What was odd: in the data, and in the link.

use leptos::prelude::*;
use taskscope_core::words;

use super::menu::Menu;
use super::shown::missing_step;
use crate::state::use_session;

/// How many notes are listed: the list is for reading.
const MOST: usize = 200;

/// The menu with the data notes; nothing where there are none.
#[component]
pub fn DataNotes() -> impl IntoView {
    let session = use_session();
    let count = Memo::new(move |_| session.loaded.get().map_or(0, |loaded| loaded.task.findings.len()));
    let list = move || {
        let (Some(loaded), lang) = (session.loaded.get(), session.lang.get()) else { return Vec::new() };
        let found = loaded.task.findings.iter().take(MOST);
        found.map(|finding| (finding.subtask(), words::finding(lang, &loaded.task, finding))).collect()
    };
    view! {
        <Show when=move || { count.get() > 0 }>
            <Menu label=session.text().notes_title>
                <h2>{move || (session.text().notes)(count.get())}</h2>
                <p>{session.text().notes_hint}</p>
                <ul class="ts-notes" tabindex="0">
                    {move || {
                        list()
                            .into_iter()
                            .map(|(step, sentence)| match step {
                                Some(step) => view! {
                                    <li>
                                        <button class="ts-link" on:click=move |_| session.select(step)>
                                            {sentence}
                                        </button>
                                    </li>
                                }.into_any(),
                                None => view! { <li>{sentence}</li> }.into_any(),
                            })
                            .collect_view()
                    }}
                </ul>
                <Show when=move || { count.get() > MOST }>
                    <p>{move || (session.text().more)(count.get() - MOST)}</p>
                </Show>
            </Menu>
        </Show>
    }
}

/// What was left out of the link, above the task.
#[component]
pub fn Notices() -> impl IntoView {
    let session = use_session();
    let missing = move || {
        let loaded = session.loaded.get()?;
        missing_step(&session.choice.get(), &loaded)
    };
    view! {
        <div class="ts-notices" role="status">
            {move || {
                let text = session.text();
                let bad = session.notices.get().into_iter().map(|notice| (text.bad_parameter)(&notice.name, &notice.value));
                bad.chain(missing().map(|id| (text.no_such_step)(&id)))
                    .map(|sentence| view! { <p>{sentence}</p> })
                    .collect_view()
            }}
        </div>
    }
}

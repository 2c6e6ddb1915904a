//! The pages before there is a task: open one, wait for one, pick one of several.

mod choosing;
mod waiting;

use leptos::ev;
use leptos::prelude::*;
use taskscope_core::task::{Id, Verdict};
use taskscope_core::words;

pub use self::choosing::Choosing;
pub use self::waiting::Waiting;
use web_sys::HtmlInputElement;

use super::app::open_file;
use super::icon::VerdictIcon;
use super::part::{IntoPart, NodeRef, Part, all, does, holds, say, view};
use crate::dom::absolute;
use crate::source::{Recent, open_payload, recent};
use crate::state::{Route, Var, use_session};

/// The open page: an id, a paste, a file, a sample.
#[component]
pub fn OpenPage() -> Part {
    let session = use_session();
    view! {
        <main class="ts-page ts-open">
            <h1>"taskscope"</h1>
            <p class="ts-lead">{session.text().tagline}</p>
            <ById />
            <RecentTasks />
            <Paste />
            <Samples />
        </main>
    }
    .part()
}

#[component]
fn ById() -> Part {
    let session = use_session();
    let id = Var::new(String::new());
    let go = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if let Some(route) = Route::of_typed(&id.get_untracked()) {
            session.go(route);
        }
    };
    view! {
        <form class="ts-card ts-by-id" on:submit=does(go)>
            <label for="ts-id">{session.text().opening.task_id}</label>
            <div class="ts-row-of-fields">
                <input
                    id="ts-id"
                    class="ts-field"
                    inputmode="numeric"
                    autocomplete="off"
                    placeholder="35000312"
                    prop:value=say(move || id.get())
                    on:input=does(move |event| id.set(event_target_value(&event)))
                />
                <button class="ts-button ts-primary">{session.text().opening.open}</button>
            </div>
        </form>
    }
    .part()
}

#[component]
fn RecentTasks() -> Part {
    let session = use_session();
    let list = recent();
    let entry = move |Recent { id, name, verdict }: Recent| {
        let verdict = Verdict::from_name(&verdict).unwrap_or(Verdict::Unknown);
        let to = Id::new(&id);
        view! {
            <li>
                <a href=say(move || session.fragment_of(Route::Task(to.clone())))>
                    <VerdictIcon verdict=verdict />
                    <span class="ts-name">{name}</span>
                    <span class="ts-id">"#" {id}</span>
                    <span class="ts-soft">{words::verdict(session.lang.get(), verdict)}</span>
                </a>
            </li>
        }
        .part()
    };
    if list.is_empty() {
        return Part::none();
    }
    view! {
        <section class="ts-card">
            <h2>{session.text().opening.recent}</h2>
            <ul class="ts-list">{all(list.into_iter().map(entry))}</ul>
        </section>
    }
    .part()
}

#[component]
fn Paste() -> Part {
    let session = use_session();
    let text = session.pasted;
    let picker = NodeRef::<HtmlInputElement>::new();
    let open = move |bytes| open_payload(session, Box::pin(async { Some(bytes) }));
    let picked = move |_: ev::Event| {
        let file = picker.get_untracked().and_then(|picker| picker.files()).and_then(|files| files.get(0));
        if let Some(file) = file {
            open_file(session, file);
        }
    };
    view! {
        <section class="ts-card">
            <label for="ts-paste">
                <h2>{session.text().opening.paste}</h2>
            </label>
            <textarea
                id="ts-paste"
                class="ts-field"
                rows="5"
                spellcheck="false"
                placeholder=session.text().opening.paste_hint
                prop:value=say(move || text.get())
                on:input=does(move |event| text.set(event_target_value(&event)))
            ></textarea>
            <div class="ts-row-of-fields">
                <button
                    class="ts-button"
                    disabled=holds(move || text.with(|text| text.trim().is_empty()))
                    on:click=does(move |_| open(text.get_untracked().into_bytes()))
                >
                    {session.text().opening.open_pasted}
                </button>
                <label class="ts-button ts-file">
                    <input type="file" accept=".json,application/json,text/plain" node_ref=picker on:change=does(picked) />
                    {session.text().opening.choose_file}
                </label>
                <span class="ts-soft">{session.text().opening.drop_hint}</span>
            </div>
            <p class="ts-soft">{session.text().opening.stays_here}</p>
        </section>
    }
    .part()
}

/// Tasks that come with the page: they need no server.
#[component]
fn Samples() -> Part {
    let session = use_session();
    let open = move |name: &'static str| {
        let read = async move {
            let path = format!("samples/{name}.json");
            gloo_net::http::Request::get(&absolute(&path)).send().await.ok()?.binary().await.ok()
        };
        open_payload(session, Box::pin(read));
    };
    let text = &session.text().opening;
    let samples =
        [("succeeded", text.sample_succeeded), ("failed", text.sample_failed), ("running", text.sample_running)].map(
            |(name, says)| {
                view! { <button class="ts-button" on:click=does(move |_| open(name))>{says}</button> }.part()
            },
        );
    view! {
        <section class="ts-card">
            <h2>{text.samples}</h2>
            <div class="ts-row-of-fields">
                {samples}
            </div>
        </section>
    }
    .part()
}

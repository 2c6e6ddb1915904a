//! Ways to pass on what is on the screen.

use leptos::ev;
use leptos::prelude::*;
use taskscope_core::words;

use super::menu::menu;
use super::part::{IntoPart, Part, does, holds, say, view};
use crate::dom::{copy, download, file_of, spawn};
use crate::source::snapshot_of;
use crate::state::{Brief, Loaded, Route, Session, use_session};

/// Beyond this many bytes a link is cut by some chats.
const LONG_LINK: usize = 8 << 10;

/// Copies a text and says so, by the button of the menu.
pub fn copy_and_say(session: Session, text: String) {
    copy_here(session, session.copied, text);
}

/// Copies a text and says so where the reader looks.
pub fn copy_here(session: Session, place: Brief, text: String) {
    spawn(async move {
        let done = copy(&text).await;
        if session.lang.try_get_untracked().is_some() {
            let words = session.text().copying;
            say_copied(session, place, if done { words.done } else { words.failed }.to_owned());
        }
    });
}

fn say_copied(session: Session, place: Brief, words: String) {
    place.show(words.clone());
    session.voice.say(words);
}

/// What became of copying, for those who see it. A screen reader is told by the voice.
pub fn said(place: Brief) -> Part {
    view! { <span class="ts-said" aria-hidden="true">{say(move || place.words.get())}</span> }.part()
}

/// Copies a link to what is on the screen: of a task that no address leads to, the one with the task inside.
pub fn copy_link(session: Session) {
    copy_link_here(session, session.copied);
}

/// Does the same, and says so where the reader looks.
pub fn copy_link_here(session: Session, place: Brief) {
    if session.is_given() {
        copy_snapshot(session, place);
    } else {
        copy_here(session, place, session.link());
    }
}

/// Copies a link that carries the task itself.
fn copy_snapshot(session: Session, place: Brief) {
    let Some(loaded) = session.loaded.get_untracked() else { return };
    spawn(async move {
        let data = match &loaded.payload {
            Some(payload) => snapshot_of(payload).await,
            None => None,
        };
        if session.choice.try_get_untracked().is_none() {
            return;
        }
        let words = session.text().copying;
        let Some(data) = data else { return say_copied(session, place, words.cannot.to_owned()) };
        let link = session.link_to(Route::Snapshot(data));
        let done = copy(&link).await;
        let said = match (done, link.len()) {
            (false, _) => words.failed.to_owned(),
            (true, length) if length > LONG_LINK => (words.long)(length >> 10),
            (true, _) => words.done.to_owned(),
        };
        say_copied(session, place, said);
    });
}

/// A small button that copies a text.
#[component]
pub fn CopyButton(
    /// The text.
    text: String,
) -> Part {
    let session = use_session();
    let (place, words) = (Brief::empty(), session.text().copying);
    let is_done = move || place.words.get() == words.done;
    // That it was copied is seen by the button itself.
    let failure = move || if is_done() { String::new() } else { place.words.get() };
    view! {
        <button
            class="ts-copy"
            class:ts-done=holds(is_done)
            aria-label=words.copy
            title=words.copy
            on:click=does(move |_| copy_here(session, place, text.clone()))
        >
            <svg class="ts-small-icon" viewBox="0 0 16 16" aria-hidden="true">
                <path d=say(move || {
                    if is_done() { "M3 8.5l3.2 3.2L13 4.8" } else { "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8Z" }
                }) />
            </svg>
        </button>
        <span class="ts-said" aria-hidden="true">{say(failure)}</span>
    }
    .part()
}

/// The menu of ways to share.
#[component]
pub fn ShareMenu() -> Part {
    let session = use_session();
    let report = move |_: ev::MouseEvent| {
        if let Some(loaded) = session.loaded.get_untracked() {
            copy_and_say(session, report_of(session, &loaded));
        }
    };
    let json = move |_: ev::MouseEvent| {
        if let Some(loaded) = session.loaded.get_untracked() {
            let file = loaded.payload.as_ref().and_then(|payload| payload.file("application/json"));
            let _ = file.and_then(|file| download(&file_name(&loaded, "json"), &file));
        }
    };
    let csv = move |_: ev::MouseEvent| {
        if let Some(loaded) = session.loaded.get_untracked() {
            let text = csv(&loaded, session);
            let _ = file_of(&text, "text/csv").and_then(|file| download(&file_name(&loaded, "csv"), &file));
        }
    };
    let panel = move || {
        view! {
            <button class="ts-item" on:click=does(move |_| copy_link(session))>
                {session.text().copy_link}
            </button>
            <button class="ts-item" on:click=does(move |_| copy_snapshot(session, session.copied))>
                {session.text().copy_snapshot}
                <small>{session.text().snapshot_hint}</small>
            </button>
            <button class="ts-item" on:click=does(report)>
                {session.text().copy_report}
            </button>
            <button class="ts-item" on:click=does(json)>
                {session.text().save_json}
            </button>
            <button class="ts-item" on:click=does(csv)>
                {session.text().save_csv}
            </button>
            {said(session.copied)}
        }
        .part()
    };
    view! {
        {menu(session.text().share, None, panel)}
        {said(session.copied)}
    }
    .part()
}

/// The plain text that one pastes into a ticket.
pub fn report_of(session: Session, loaded: &Loaded) -> String {
    let link = (!session.is_given()).then(|| session.link());
    let around = words::Around { envelope: Some(&loaded.envelope), link: link.as_deref() };
    words::report(session.lang.get_untracked(), &loaded.task, &loaded.insight, around)
}

fn file_name(loaded: &Loaded, ending: &str) -> String {
    let id = loaded.task.id.as_ref().map(ToString::to_string).unwrap_or_default();
    format!("task-{id}.{ending}")
}

/// The steps as comma-separated values (RFC 4180), in reading order.
fn csv(loaded: &Loaded, session: Session) -> String {
    let (lang, zone) = (session.lang.get_untracked(), session.zone.get_untracked());
    let mut text = String::from(
        "id,name,outcome,status,operation,start,finish,wait_ms,run_ms,limit_s,attempts,ocp_node,upstreams,downstreams\r\n",
    );
    for &step in loaded.insight.order.iter() {
        let (Some(subtask), Some(time)) = (loaded.task.get(step), loaded.insight.times.get(step.index())) else {
            continue;
        };
        let ids = |steps: &[taskscope_core::task::SubtaskIdx]| {
            let ids = steps.iter().filter_map(|&step| loaded.task.get(step)).map(|step| step.id.to_string());
            ids.collect::<Vec<_>>().join(" ")
        };
        let moment = |moment: Option<_>| moment.map(|moment| zone.written(moment)).unwrap_or_default();
        let millis =
            |span: Option<taskscope_core::task::Millis>| span.map(|span| span.0.to_string()).unwrap_or_default();
        let fields = [
            subtask.id.to_string(),
            subtask.name.to_string(),
            words::outcome(lang, loaded.outcome(step)).to_owned(),
            subtask.status.to_string(),
            subtask.operation.to_string(),
            moment(subtask.start_time),
            moment(subtask.end()),
            millis(time.wait()),
            millis(time.run()),
            subtask.time_limit.map(|limit| (limit.0 / 1000).to_string()).unwrap_or_default(),
            subtask.attempts().to_string(),
            subtask.executor.as_deref().unwrap_or_default().to_owned(),
            ids(loaded.task.upstream.of(step)),
            ids(loaded.task.downstream.of(step)),
        ];
        let quoted = fields.map(|field| quoted(&field));
        text.push_str(&quoted.join(","));
        text.push_str("\r\n");
    }
    text
}

/// A field of a CSV file. A leading sign that spreadsheets take for a formula is defused.
fn quoted(field: &str) -> String {
    let defused = if field.starts_with(['=', '+', '-', '@']) { format!("'{field}") } else { field.to_owned() };
    if defused.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", defused.replace('"', "\"\"")) } else { defused }
}

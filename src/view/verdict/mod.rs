//! The verdict bar: did it work, where is it, how long did it take, may it be rolled back.

mod about;
mod live;

use leptos::prelude::*;
use taskscope_core::task::{Millis, Owner};
use taskscope_core::words;

use self::about::About;
use self::live::Live;
use super::icon::VerdictIcon;
use super::notes::DataNotes;
use super::share::{CopyButton, ShareMenu};
use crate::state::{Loaded, Route, use_session};

/// The verdict bar.
#[component]
pub fn VerdictBar() -> impl IntoView {
    let session = use_session();
    let loaded = move || session.loaded.get();
    let family = move || loaded().map(|loaded| loaded.insight.verdict.family().as_str());
    let sentence = Memo::new(move |_| {
        let (Some(loaded), lang) = (session.loaded.get(), session.lang.get()) else { return String::new() };
        words::verdict_sentence(lang, &loaded.task, &loaded.insight)
    });
    view! {
        <header class="ts-verdict" data-family=family>
            <div class="ts-say">
                {move || loaded().map(|loaded| view! { <VerdictIcon verdict=loaded.insight.verdict /> })}
                <h1>{move || sentence.get()}</h1>
            </div>
            <div class="ts-actions">
                <Live />
                <DataNotes />
                <About />
                <ShareMenu />
                <Show when=move || !session.choice.get().embed>
                    <button class="ts-button" on:click=move |_| session.go(Route::Open)>
                        {session.text().home}
                    </button>
                </Show>
            </div>
            {move || {
                // What is made here is made once: the clock is tracked for it.
                session.zone.track();
                loaded().map(|loaded| view! { <Facts loaded=loaded.0 /> })
            }}
        </header>
    }
}

/// The line of facts, and the bar of work and wait.
#[component]
fn Facts(loaded: std::sync::Arc<Loaded>) -> impl IntoView {
    let session = use_session();
    let text = session.text();
    let lang = session.lang.get();
    let task = &loaded.task;
    let totals = loaded.insight.totals;
    let zone = session.zone.get();
    let owner = |label: &'static str, owner: &Option<Owner>| {
        owner.as_ref().map(|owner| {
            let name = if owner.name.is_empty() {
                owner.id.as_ref().map(|id| format!("#{id}")).unwrap_or_default()
            } else {
                owner.name.to_string()
            };
            let kind = owner.kind.as_ref().map(|kind| format!(" ({kind})")).unwrap_or_default();
            view! { <span class="ts-fact">{label} " " <b>{name}{kind}</b></span> }
        })
    };
    let span = totals.start.map(|start| {
        let end = totals.end.filter(|_| task.has_ended());
        // The day is named once where both ends lie on it.
        let date = zone.date(start);
        let finish = end.map_or_else(
            || "…".to_owned(),
            |end| {
                if zone.date(end) == date { zone.time(end) } else { format!("{} {}", zone.date(end), zone.time(end)) }
            },
        );
        let name = zone.name(start);
        view! { <span class="ts-fact"><b>{date} " " {zone.time(start)} " → " {finish}</b> " " {name}</span> }
    });
    let took = totals.wall.map(|wall| {
        let open = (!task.has_ended()).then_some(text.so_far);
        view! { <span class="ts-fact">{text.took} " " <b>{words::duration(lang, wall)}</b> " " {open}</span> }
    });
    let id = task.id.as_ref().map(|id| {
        let id = id.to_string();
        let copied = id.clone();
        view! { <span class="ts-id">"#" {id} <CopyButton text=move || copied.clone() /></span> }
    });
    let creator = task.creator.as_ref().map(|creator| {
        view! { <span class="ts-fact">{text.by} " " <b>{creator.name.to_string()}</b></span> }
    });
    view! {
        <div class="ts-meta">
            <b class="ts-task-name">{task.name.to_string()}</b>
            {id}
            {creator}
            {owner(text.cluster, &task.cluster)}
            {owner(text.tenant, &task.tenant)}
            {span}
            {took}
            <span class="ts-fact">{text.rollback} " " <b>{words::rollback(lang, task, &loaded.insight)}</b></span>
            <span class="ts-fact">{text.retried} " " <b>{words::retries(lang, task)}</b></span>
        </div>
        {loaded.insight.path.run.zip(loaded.insight.path.wait).map(|(run, wait)| {
            view! { <Split run=run wait=wait closing=totals.closing /> }
        })}
    }
}

/// The wall time, split along the critical path: work, waits, closing.
#[component]
fn Split(run: Millis, wait: Millis, closing: Option<Millis>) -> impl IntoView {
    let session = use_session();
    let (text, lang) = (session.text(), session.lang.get());
    let whole = run + wait + closing.unwrap_or(Millis::ZERO);
    let share = 100.0 * run.0 as f64 / whole.0.max(1) as f64;
    let closing = closing.map(|closing| view! { <span>{text.closing} " " {words::duration(lang, closing)}</span> });
    view! {
        <div class="ts-split" title=text.split_hint>
            <span>{text.work} " " {words::duration(lang, run)}</span>
            <span class="ts-split-bar" aria-hidden="true">
                <i style:width=format!("{share:.1}%")></i>
            </span>
            <span>{text.wait} " " {words::duration(lang, wait)}</span>
            {closing}
        </div>
    }
}

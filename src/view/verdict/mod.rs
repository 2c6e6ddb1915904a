//! The verdict bar: did it work, where is it, how long did it take, may it be rolled back.

mod about;
mod live;

use leptos::prelude::*;
use taskscope_core::task::{Millis, Owner, Verdict};
use taskscope_core::words;

use self::about::About;
use self::live::Live;
use super::icon::VerdictIcon;
use super::notes::DataNotes;
use super::part::{IntoPart, Part, does, live, only, say, when};
use super::share::{CopyButton, ShareMenu};
use crate::dom::percent;
use crate::state::{Derived, Loaded, Route, use_session};

/// The verdict bar.
#[component]
pub fn VerdictBar() -> Part {
    let session = use_session();
    let loaded = move || session.loaded.get();
    let family = move || loaded().map(|loaded| loaded.insight.verdict.family().as_str());
    let verdict = Derived::new(move |_| loaded().map_or(Verdict::Unknown, |loaded| loaded.insight.verdict));
    let sentence = move || {
        let (Some(loaded), lang) = (session.loaded.get(), session.lang.get()) else { return String::new() };
        words::verdict_sentence(lang, &loaded.task, &loaded.insight)
    };
    let home = move || {
        view! {
            <button class="ts-button" on:click=does(move |_| session.go(Route::Open))>
                {session.text().home}
            </button>
        }
        .part()
    };
    view! {
        <header class="ts-verdict" data-family=when(family)>
            <div class="ts-say">
                {live(move || view! { <VerdictIcon verdict=verdict.get() /> }.part())}
                <h1>{say(sentence)}</h1>
            </div>
            <div class="ts-actions">
                <Live />
                <DataNotes />
                <About />
                <ShareMenu />
                {only(move || !session.choice.get().embed, home)}
            </div>
            {live(move || match loaded() {
                Some(loaded) => view! { <Facts loaded=loaded.0 /> }.part(),
                None => Part::none(),
            })}
        </header>
    }
    .part()
}

/// The line of facts, and the bar of work and wait.
#[component]
fn Facts(loaded: std::sync::Arc<Loaded>) -> Part {
    let session = use_session();
    let text = session.text();
    let lang = session.lang.get();
    let task = &loaded.task;
    let totals = loaded.insight.totals;
    let zone = session.zone.get();
    let fact = |label: &'static str, value: String, after: &'static str| {
        view! { <span class="ts-fact">{label} " " <b>{value}</b> " " {after}</span> }.part()
    };
    let owner = |label: &'static str, owner: &Option<Owner>| {
        owner.as_ref().map(|owner| {
            let name = if owner.name.is_empty() {
                owner.id.as_ref().map(|id| format!("#{id}")).unwrap_or_default()
            } else {
                owner.name.to_string()
            };
            let kind = owner.kind.as_ref().map(|kind| format!(" ({kind})")).unwrap_or_default();
            fact(label, format!("{name}{kind}"), "")
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
        view! { <span class="ts-fact"><b>{format!("{date} {} → {finish}", zone.time(start))}</b> " " {name}</span> }
            .part()
    });
    let took = totals
        .wall
        .map(|wall| fact(text.took, words::duration(lang, wall), if task.has_ended() { "" } else { text.so_far }));
    let id = task.id.as_ref().map(|id| {
        let id = id.to_string();
        view! { <span class="ts-id">"#" {id.clone()} <CopyButton text=id /></span> }.part()
    });
    let creator = task.creator.as_ref().map(|creator| fact(text.by, creator.name.to_string(), ""));
    let facts = [creator, owner(text.cluster, &task.cluster), owner(text.tenant, &task.tenant), span, took];
    let split = loaded.insight.path.run.zip(loaded.insight.path.wait).map(|(run, wait)| {
        view! { <Split run=run wait=wait closing=totals.closing /> }
    });
    view! {
        <div class="ts-meta">
            <b class="ts-task-name">{task.name.to_string()}</b>
            {id}
            {facts.into_iter().flatten().collect::<Vec<_>>()}
            {fact(text.rollback, words::rollback(lang, task, &loaded.insight), "")}
            {fact(text.retried, words::retries(lang, task), "")}
        </div>
        {split}
    }
    .part()
}

/// The wall time, split along the critical path: work, waits, closing.
#[component]
fn Split(run: Millis, wait: Millis, closing: Option<Millis>) -> Part {
    let session = use_session();
    let (text, lang) = (session.text(), session.lang.get());
    let whole = run + wait + closing.unwrap_or(Millis::ZERO);
    let share = run.0 as f64 / whole.0.max(1) as f64;
    let said = |label: &str, span: Millis| format!("{label} {}", words::duration(lang, span));
    view! {
        <div class="ts-split" title=text.split_hint>
            <span>{said(text.work, run)}</span>
            <span class="ts-split-bar" aria-hidden="true">
                <i style:width=percent(share)></i>
            </span>
            <span>{said(text.wait, wait)}</span>
            <span>{closing.map(|closing| said(text.closing, closing)).unwrap_or_default()}</span>
        </div>
    }
    .part()
}

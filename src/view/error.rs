//! Why there is no task: one page for each kind, with what support will ask for.

use std::sync::Arc;

use leptos::prelude::*;

use super::icon::{HOME, sign};
use super::part::{IntoPart, Part, all, does, drawn, only, say, view};
use super::share::CopyButton;
use crate::dom::{Timer, now_epoch};
use crate::source::{ErrorKind, LoadError};
use crate::state::{Asking, Keep, Route, Same, Session, Var, follow, use_session};
use crate::text::{technical, words_of};

/// The page for an error.
#[component]
pub fn ErrorPage(
    /// The error.
    error: Arc<LoadError>,
) -> Part {
    let session = use_session();
    view! {
        <main class="ts-page">
            <section class="ts-card ts-error" role="alert" data-error=error.kind.as_str()>
                {error_text(session, &error, may_retry(session, &error))}
            </section>
            {home_button(session)}
        </main>
    }
    .part()
}

/// The way to the open page; a part of another page has none.
pub(super) fn home_button(session: Session) -> Part {
    let button = move || {
        let home = does(move |_| session.go(Route::Open));
        let words = session.text().home;
        view! {
            <button class="ts-button ts-home" title=words on:click=home>
                {sign(HOME)}
                <span>{words}</span>
            </button>
        }
        .part()
    };
    only(move || !session.choice.get().embed, button)
}

/// The banner above a task whose newest state could not be had.
#[component]
pub fn StaleBanner() -> Part {
    let session = use_session();
    drawn(
        move || session.stale.get().map(Same),
        move |stale| match stale {
            Some(Same(error)) => view! {
                <section class="ts-banner" role="alert" aria-label=session.text().notice data-error=error.kind.as_str()>
                    <p>{session.text().stale}</p>
                    {error_text(session, &error, may_retry(session, &error))}
                </section>
            }
            .part(),
            None => Part::none(),
        },
    )
}

/// How to try again, if that may help.
fn may_retry(session: Session, error: &LoadError) -> Option<Asking> {
    let may = error.kind != ErrorKind::BadId && matches!(session.route.get_untracked(), Route::Task(_));
    may.then_some(session.asking)
}

/// What happened, what to do, and the facts; where it may be asked again, with the button for it.
pub(super) fn error_text(session: Session, error: &LoadError, asking: Option<Asking>) -> Part {
    let words = words_of(session.lang.get(), error);
    let fact = |fact: Fact| {
        view! {
            <dt>{(fact.label)(session.text())}</dt>
            <dd>
                <span class="ts-selectable">{fact.value.clone()}</span>
                {fact.copies.then(|| view! { <CopyButton text=fact.value /> })}
            </dd>
        }
        .part()
    };
    let facts = facts(error);
    let seen = technical(session.lang.get(), &error.detail);
    let detail = (!seen.is_empty()).then(|| {
        view! {
            <details class="ts-technical">
                <summary>{session.text().technical}</summary>
                <pre class="ts-selectable">{seen}</pre>
            </details>
        }
        .part()
    });
    view! {
        <h1>{words.title}</h1>
        <p>{words.advice}</p>
        {(!facts.is_empty()).then(|| view! { <dl class="ts-facts">{all(facts.into_iter().map(fact))}</dl> }.part())}
        {detail}
        {asking.map(|asking| view! { <Again asking=asking /> })}
    }
    .part()
}

/// The button that tries again, and when that happens by itself.
#[component]
fn Again(
    /// Whom it asks.
    asking: Asking,
) -> Part {
    let session = use_session();
    let seconds_left = move || {
        let next = asking.next_try.get();
        next.map_or(0, |at| ((at - now_epoch()) / 1000.0).ceil().max(0.0) as u64)
    };
    let beat = Var::new(0_u32);
    // Each second plans the next one: the old timer goes as the new one comes.
    let tick = Keep::empty();
    follow(move || {
        beat.track();
        if seconds_left() > 0 {
            tick.put(Timer::new(1000, move || beat.update(|beat| *beat += 1)));
        }
    });
    let status = move || {
        beat.track();
        match (asking.is_busy.get(), seconds_left()) {
            (true, _) => session.text().fetching.to_owned(),
            (false, 0) => String::new(),
            (false, seconds) => (session.text().retry_in)(seconds),
        }
    };
    view! {
        <p class="ts-again">
            <button class="ts-button ts-primary" on:click=does(move |_| asking.again())>
                {session.text().retry}
            </button>
            <span aria-live="off">{say(status)}</span>
        </p>
    }
    .part()
}

/// One line of what is known of an error.
struct Fact {
    label: fn(&crate::text::Messages) -> &'static str,
    value: String,
    copies: bool,
}

fn facts(error: &LoadError) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut add = |label: fn(&crate::text::Messages) -> &'static str, value: Option<String>, copies| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            facts.push(Fact { label, value, copies });
        }
    };
    add(|text| text.http_status, error.status.map(|status| status.to_string()), false);
    if let Some(failure) = &error.failure {
        add(|text| text.code, failure.code.clone(), false);
        add(|text| text.message, Some(failure.message.clone()), false);
        for part in &failure.sub_errors {
            let code = part.code.as_ref().map(|code| format!(" ({code})")).unwrap_or_default();
            let rejected = part.rejected.as_ref().map(|value| format!(" = {value}")).unwrap_or_default();
            let place = if part.place.is_empty() { String::new() } else { format!("{}{rejected}: ", part.place) };
            add(|text| text.message, Some(format!("{place}{}{code}", part.message)), false);
        }
        add(|text| text.technical, failure.debug_message.clone(), false);
        add(|text| text.trace_id, failure.envelope.trace_id.as_deref().map(str::to_owned), true);
        add(|text| text.server, failure.envelope.server.as_deref().map(str::to_owned), true);
    }
    facts
}

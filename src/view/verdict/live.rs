//! How old the state on the screen is, and a way to ask for a newer one.

use leptos::prelude::*;
use taskscope_core::task::Millis;
use taskscope_core::words;

use super::super::icon::{AGAIN, sign};
use super::super::part::{IntoPart, Part, does, holds, only, say, view};
use crate::dom::{Timer, now_epoch};
use crate::state::{Keep, Source, Var, follow, use_session};

/// `live ● 2 s ago`, `ended 2 h ago`, or where the task came from.
#[component]
pub fn Live() -> Part {
    let session = use_session();
    let beat = Var::new(0_u32);
    let timer = Keep::empty();
    follow(move || {
        beat.track();
        timer.put(Timer::new(1000, move || beat.update(|beat| *beat += 1)));
    });
    // An error that does not pass by itself is not followed by another poll.
    let has_stopped = move || session.stale.get().is_some_and(|error| !error.kind.may_pass(true));
    let text = move || {
        beat.track();
        let loaded = session.loaded.get()?;
        let words = session.text();
        let since_fetch = now_epoch() - loaded.fetched_at;
        Some(match loaded.source {
            Source::File => words.from_file.to_owned(),
            Source::Snapshot | Source::Rehearsal => words.from_link.to_owned(),
            Source::Api if loaded.may_change => {
                let state = if has_stopped() { words.stopped } else { words.live };
                format!("{state} · {}", (words.age)((since_fetch / 1000.0).max(0.0) as u64))
            }
            Source::Api => {
                let (end, now) = (loaded.task.end()?, loaded.insight.now?);
                // Whole minutes once it is more than one: seconds would only flicker.
                let span = ((now - end).0 + since_fetch as i64).max(0);
                let unit = if span > 60_000 { 60_000 } else { 1000 };
                (words.ended_ago)(words::duration(session.lang.get(), Millis(span / unit * unit)))
            }
        })
    };
    let may_refresh = move || session.loaded.get().as_ref().is_some_and(|loaded| loaded.source == Source::Api);
    let is_live = move || session.loaded.get().as_ref().is_some_and(|loaded| loaded.may_change) && !has_stopped();
    let refresh = move || {
        view! {
            <button
                class="ts-button ts-square"
                aria-label=session.text().refresh
                title=session.text().refresh
                on:click=does(move |_| session.asking.again())
            >
                {sign(AGAIN)}
            </button>
        }
        .part()
    };
    view! {
        <span class="ts-live" class:ts-on=holds(is_live)>
            {say(move || text().unwrap_or_default())}
        </span>
        {only(may_refresh, refresh)}
    }
    .part()
}

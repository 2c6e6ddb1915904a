//! The replay: a scrubber under the toolbar that moves the instant whose state all views show.
//!
//! ```text
//!   ▶  ⏮  ⏭  ───────●───────────  Replay: state at 15:10:02 (UTC+8) · 3 of 4 steps done  [Back to now]
//! ```

mod clock;

use leptos::ev;
use leptos::prelude::*;
use taskscope_core::insight::Counts;
use taskscope_core::task::{Millis, Timestamp};
use web_sys::HtmlInputElement;

use self::clock::play;
use super::part::{IntoPart, Part, does, only, say, view};
use super::shown::use_shown;
use crate::dom::focus_on;
use crate::state::{Loaded, Session, Var, use_session};

/// Into how many parts the scrubber cuts the task: about one a pixel, and a few for each turn of an arrow key.
const PARTS: i64 = 500;

/// The button that starts and ends the replay; nothing where no time is known.
#[component]
pub fn ReplayButton() -> Part {
    let session = use_session();
    let button = move || {
        view! {
            <button
                class="ts-button"
                aria-pressed=say(move || session.instant.get().is_some().to_string())
                aria-keyshortcuts="r"
                on:click=does(move |_| toggle_replay(session))
            >
                {session.text().replaying.title}
            </button>
        }
        .part()
    };
    only(move || session.loaded.get().is_some_and(|loaded| whole(&loaded).is_some()), button)
}

/// Starts a replay at the task's start, or ends the one there is.
pub fn toggle_replay(session: Session) {
    let start = session.loaded.get_untracked().and_then(|loaded| whole(&loaded)).map(|(start, _)| start);
    let is_on = session.instant.get_untracked().is_some();
    if is_on || start.is_some() {
        session.settle(true, if is_on { None } else { start });
        session.voice.say(if is_on { session.text().replaying.over.to_owned() } else { state_text(session) });
    }
}

/// The scrubber, while there is a replay.
#[component]
pub fn Replay() -> Part {
    let session = use_session();
    only(
        move || session.instant.get().is_some() && session.loaded.get().is_some_and(|loaded| whole(&loaded).is_some()),
        || view! { <Scrubber /> }.part(),
    )
}

#[component]
fn Scrubber() -> Part {
    let session = use_session();
    let text = &session.text().replaying;
    let playing = Var::new(false);
    play(session, use_shown().whole.scale, playing);
    // Whether the knob is held: what a pointer does is one step of the history, what a key does is none.
    let is_held = Var::new(false);

    let bounds = move || session.loaded.get().and_then(|loaded| whole(&loaded));
    let span = move || bounds().map_or(0, |(start, end)| (end - start).0);
    let step = move || (span() + PARTS - 1) / PARTS;
    let value = move || bounds().zip(session.instant.get()).map_or(0, |((start, _), at)| (at - start).0);
    let input = move |event: ev::Event| {
        playing.set(false);
        if let Some((start, end)) = session.loaded.get_untracked().and_then(|loaded| whole(&loaded)) {
            let millis = event_target::<HtmlInputElement>(&event).value_as_number() as i64;
            session.scrub((start + Millis(millis)).min(end));
        }
    };
    let change = move |_: ev::Event| {
        session.settle(is_held.get_untracked(), session.instant.get_untracked());
        is_held.set(false);
    };
    let to_event = move |forward| {
        playing.set(false);
        if let (Some(loaded), Some(at)) = (session.loaded.get_untracked(), session.instant.get_untracked())
            && let Some(at) = neighbour(&loaded, at, forward)
        {
            session.settle(false, Some(at));
        }
    };
    let toggle = move |_: ev::MouseEvent| {
        if playing.get_untracked() {
            session.settle(true, session.instant.get_untracked());
        }
        playing.set(!playing.get_untracked());
    };
    let leave = move |_: ev::MouseEvent| {
        focus_on("[aria-keyshortcuts=r]");
        toggle_replay(session);
    };
    let step_button = |name: &'static str, path: &'static str, forward: bool| {
        view! {
            <button
                class="ts-button ts-square"
                aria-label=name
                title=name
                on:click=does(move |_: ev::MouseEvent| to_event(forward))
            >
                <svg class="ts-small-icon" viewBox="0 0 16 16" aria-hidden="true">
                    <path d=path />
                </svg>
            </button>
        }
        .part()
    };
    view! {
        <section class="ts-replay" aria-label=text.title>
            <button
                class="ts-button ts-square"
                aria-label=say(move || if playing.get() { text.pause } else { text.play })
                title=say(move || if playing.get() { text.pause } else { text.play })
                on:click=does(toggle)
            >
                <svg class="ts-small-icon" viewBox="0 0 16 16" aria-hidden="true">
                    <path d=say(move || if playing.get() { "M5 3.5v9M11 3.5v9" } else { "M4.5 3l8 5l-8 5Z" }) />
                </svg>
            </button>
            {step_button(text.previous_event, "M4 3.5v9M12.5 3.5L7 8l5.5 4.5Z", false)}
            {step_button(text.next_event, "M12 3.5v9M3.5 3.5L9 8l-5.5 4.5Z", true)}
            <input
                type="range"
                class="ts-scrubber"
                min="0"
                max=say(move || (step() * PARTS).to_string())
                step=say(move || step().max(1).to_string())
                aria-label=text.position
                aria-valuetext=say(move || state_text(session))
                prop:value=say(move || value().to_string())
                on:pointerdown=does(move |_: ev::PointerEvent| is_held.set(true))
                on:input=does(input)
                on:change=does(change)
            />
            <p class="ts-replay-state">{say(move || state_text(session))}</p>
            <button class="ts-button" on:click=does(leave)>
                {text.leave}
            </button>
        </section>
    }
    .part()
}

/// Where the task begins, and where it ends or has come to.
fn whole(loaded: &Loaded) -> Option<(Timestamp, Timestamp)> {
    loaded.insight.totals.start.zip(loaded.insight.totals.end)
}

/// The next moment at which a step started or ended, or the one before.
fn neighbour(loaded: &Loaded, at: Timestamp, forward: bool) -> Option<Timestamp> {
    let ends = loaded.insight.times.iter().flat_map(|time| [time.start, time.end.filter(|_| !time.is_open)]).flatten();
    if forward { ends.filter(|&end| end > at).min() } else { ends.filter(|&end| end < at).max() }
}

/// Which state is on the screen: its time in the zone that is named, and how far the task was.
fn state_text(session: Session) -> String {
    let (Some(scene), Some(at)) = (session.scene.get(), session.instant.get()) else { return String::new() };
    let (zone, text) = (session.zone.get(), session.text());
    // The day is named where it is not the task's first.
    let date = zone.date(at);
    let is_first = whole(&scene).is_none_or(|(start, _)| zone.date(start) == date);
    let clock = if is_first { zone.time(at) } else { format!("{date} {}", zone.time(at)) };
    let moment = match zone.elapsed(session.lang.get(), at) {
        Some(elapsed) => format!("{elapsed} ({})", text.zone_elapsed),
        None => format!("{clock} ({})", zone.name(at)),
    };
    let counts = Counts::of(scene.outcomes().iter().copied());
    format!("{} · {}", (text.replaying.at)(&moment), (text.replaying.steps_done)(counts.done(), counts.total()))
}

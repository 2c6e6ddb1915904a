//! Says how much of the time nothing ran, and draws that time short or to scale; or that nobody knows when anything ran.

use leptos::prelude::*;
use taskscope_core::task::Millis;
use taskscope_core::words;

use super::super::part::{IntoPart, Part, does, only, say, view};
use super::TimeAxis;
use crate::state::use_session;

/// The line below the strip. It is there where idle time is drawn short, where it takes more than half of the axis, and
/// where no time is known.
#[component]
pub(super) fn IdleHint() -> Part {
    let session = use_session();
    let axis: TimeAxis = expect_context();
    let text = session.text();
    let total = move || axis.idle.with(|idle| idle.iter().map(|&(from, to)| to - from).sum::<Millis>());
    // As long as the axis: another run that took longer is drawn over all of its time.
    let wall = move || {
        let own = session.loaded.get().and_then(|loaded| loaded.insight.totals.wall);
        own.max(session.contrast.get().and_then(|contrast| contrast.other.insight.totals.wall)).unwrap_or(Millis::ZERO)
    };
    let is_short = move || !session.choice.get().idle;
    let has_idle = move || total() > Millis::ZERO && (is_short() || total().0 > wall().0 / 2);
    let is_untimed = move || session.loaded.get().is_some_and(|loaded| loaded.insight.totals.is_untimed);
    let sentence = move || {
        if is_untimed() {
            return text.untimed.to_owned();
        }
        let [total, wall] = [total(), wall()].map(|span| words::duration(session.lang.get(), span));
        if is_short() { (text.idle_is_short)(&total) } else { (text.idle_hint)(&total, &wall) }
    };
    let button = move || {
        view! {
            <button class="ts-button" on:click=does(move |_| session.choose(|choice| choice.idle = !choice.idle))>
                {say(move || if is_short() { text.idle_to_scale } else { text.idle_shorten })}
            </button>
        }
        .part()
    };
    let hint = move || {
        view! {
            <div class="ts-idle">
                <span>{say(sentence)}</span>
                {only(has_idle, button)}
            </div>
        }
        .part()
    };
    only(move || is_untimed() || has_idle(), hint)
}

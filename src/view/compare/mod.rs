//! The comparison with another task: what it is compared with, by how much it differs, and what made the difference.
//!
//! ```text
//!   Compared with #35100401 (Succeeded, 2024-03-13 17:02:11): 12 s longer                                    [✕]
//!   What made the difference   “Bootstrap ob” +10.2 s   “Do io bench” −1.4 s   2 other steps +0.2 s   closing +3 s
//! ```

mod menu;

use std::cell::Cell;
use std::sync::Arc;

use leptos::prelude::*;
use taskscope_core::insight::ComparedStep;
use taskscope_core::task::{Millis, SubtaskIdx};
use taskscope_core::words::{self, Lang};

pub use self::menu::CompareMenu;
use super::error::error_text;
use super::icon::{CLOSE, sign};
use super::part::{IntoPart, Part, all, does, drawn, live, view};
use crate::dom::focus_on;
use crate::source::LoadError;
use crate::state::{Contrast, Delta, Derived, Loaded, Other, Session, follow, use_session};
use crate::text::Messages;

/// How many steps are named among those that made the difference; the rest are added up.
const MOST: usize = 6;

/// The comparison, above the views.
#[component]
pub fn ComparisonBanner() -> Part {
    let session = use_session();
    say_outcome(session);
    // While there is one, its polls change only what they bring.
    let is_ready = Derived::new(move |_| session.other.with(|other| matches!(other, Other::Ready(_))));
    let compared = move || {
        drawn(
            move || session.loaded.get().zip(session.contrast.get()),
            move |both| both.map_or_else(Part::none, |(own, contrast)| compared(session, &own, &contrast)),
        )
    };
    let other = move || match session.other.get() {
        Other::None | Other::Ready(_) => Part::none(),
        Other::Busy => view! {
            <section class="ts-compare" aria-label=session.text().comparing.title>
                <p>{session.text().fetching}</p>
            </section>
        }
        .part(),
        Other::Failed(error) => failed(session, &error),
    };
    live(move || if is_ready.get() { compared() } else { other() })
}

/// Says what becomes of a comparison that is asked for, once: what its polls bring is there to be read. A failure speaks for
/// itself.
fn say_outcome(session: Session) {
    // The first state is where the page begins.
    let was_ready = Cell::new(true);
    follow(move || {
        let other = session.other.get();
        let was_ready = was_ready.replace(matches!(other, Other::Ready(_)));
        let words = untrack(|| match other {
            Other::Busy => Some(session.text().fetching.to_owned()),
            Other::Ready(_) if !was_ready => {
                let (own, contrast) = session.loaded.get().zip(session.contrast.get())?;
                Some(sentence(session, &own, &contrast))
            }
            _ => None,
        });
        if let Some(words) = words {
            session.voice.say(words);
        }
    });
}

/// The button that ends the comparison.
fn close(session: Session) -> Part {
    let text = session.text();
    let end = move |_| {
        // The menu that it was asked for in: the last one but the settings.
        focus_on(".ts-toolbar > .ts-menu:nth-last-of-type(2) > summary");
        session.choose(|choice| choice.compare = None);
    };
    view! {
        <button
            class="ts-copy"
            aria-label=text.comparing.end
            title=text.comparing.end
            on:click=does(end)
        >
            {sign(CLOSE)}
        </button>
    }
    .part()
}

/// Why the other task could not be had. The one on the screen stays.
fn failed(session: Session, error: &Arc<LoadError>) -> Part {
    let id = session.choice.get().compare.as_ref().map(ToString::to_string).unwrap_or_default();
    view! {
        <section class="ts-banner" role="alert" aria-label=session.text().comparing.title data-error=error.kind.as_str()>
            <p>{(session.text().comparing.failed)(&id)}</p>
            {error_text(session, error, Some(session.other_asking))}
            {close(session)}
        </section>
    }
    .part()
}

/// By how much the two differ.
fn sentence(session: Session, own: &Loaded, contrast: &Contrast) -> String {
    let (text, lang) = (session.text(), session.lang.get());
    let other = &contrast.other;
    let id = other.task.id.as_ref().map(|id| format!("#{id} ")).unwrap_or_default();
    let zone = session.zone.get();
    let start = other.insight.totals.start.map(|start| format!(", {} {}", zone.date(start), zone.time(start)));
    let verdict = words::verdict(lang, other.insight.verdict);
    let which = format!("{id}({verdict}{})", start.unwrap_or_default());
    let sentence = match contrast.comparison.wall {
        Some(wall) if wall > Millis::ZERO => (text.comparing.longer)(&which, &words::duration(lang, wall)),
        Some(wall) if wall < Millis::ZERO => {
            (text.comparing.shorter)(&which, &words::duration(lang, Millis::ZERO - wall))
        }
        Some(_) => (text.comparing.same)(&which),
        None => (text.comparing.unknown)(&which),
    };
    let is_over = own.task.has_ended() && other.task.has_ended();
    if is_over { sentence } else { format!("{sentence} ({})", text.so_far) }
}

fn compared(session: Session, own: &Loaded, contrast: &Contrast) -> Part {
    let (text, lang) = (session.text(), session.lang.get());
    let other = &contrast.other;
    let names = (own.task.name != other.task.name)
        .then(|| view! { <p>{(text.comparing.names)(&other.task.name, &own.task.name)}</p> }.part());
    let gone: Vec<SubtaskIdx> = contrast.gone().collect();
    let gone = (!gone.is_empty()).then(|| {
        let named: Vec<String> = gone.iter().take(MOST).map(|&step| words::step(lang, &other.task, step)).collect();
        let more = gone.len().saturating_sub(MOST);
        let more = if more > 0 { format!(" {}", (text.more)(more)) } else { String::new() };
        let gone = format!("{} {}{more}", (text.comparing.gone)(gone.len()), named.join(lang.comma()));
        view! { <p class="ts-soft">{gone}</p> }.part()
    });
    view! {
        <section class="ts-compare" aria-label=text.comparing.title>
            <p class="ts-compare-sum">{sentence(session, own, contrast)}</p>
            {close(session)}
            {names}
            {causes(session, own, contrast)}
            {gone}
        </section>
    }
    .part()
}

/// The parts of the difference, which add up to it.
fn causes(session: Session, own: &Loaded, contrast: &Contrast) -> Part {
    let (text, lang) = (session.text(), session.lang.get());
    let causes = contrast.causes();
    let rest = contrast.comparison.rest;
    if contrast.comparison.wall.is_none_or(|wall| wall == Millis::ZERO) && causes.is_empty() && rest == Millis::ZERO {
        return Part::none();
    }
    let cause = |step: &ComparedStep| {
        let amount = amount(lang, step.wall);
        let delta = delta_of(step.wall);
        match (step.after, step.before) {
            (Some(after), before) => {
                let name = words::step(lang, &own.task, after);
                let mark = if before.is_none() { text.comparing.delta_new } else { "" };
                view! {
                    <li>
                        <button class="ts-cause" data-delta=delta on:click=does(move |_| session.select(after))>
                            {name} " " <b>{amount}</b> " " {mark}
                        </button>
                    </li>
                }
                .part()
            }
            (None, before) => {
                let name = before.map(|before| words::step(lang, &contrast.other.task, before)).unwrap_or_default();
                let mark = text.comparing.delta_gone;
                view! { <li class="ts-cause" data-delta=delta>{name} " " <b>{amount}</b> " " {mark}</li> }.part()
            }
        }
    };
    let others = causes.get(MOST..).unwrap_or_default();
    let other_wall: Millis = others.iter().map(|step| step.wall).sum();
    let sum = |label: String, wall: Millis| {
        let delta = delta_of(wall);
        view! { <li class="ts-cause" data-delta=delta>{label} " " <b>{amount(lang, wall)}</b></li> }.part()
    };
    view! {
        <div class="ts-causes">
            <h2>{text.comparing.causes}</h2>
            <ul>
                {all(causes.iter().take(MOST).map(cause))}
                {(!others.is_empty()).then(|| sum((text.comparing.other_steps)(others.len()), other_wall))}
                {(rest != Millis::ZERO).then(|| sum(text.closing.to_owned(), rest))}
            </ul>
        </div>
    }
    .part()
}

/// A share of the difference counts however small it is: its sign alone gives it its colour.
fn delta_of(wall: Millis) -> Option<&'static str> {
    match wall {
        Millis(..0) => Some("shorter"),
        Millis(1..) => Some("longer"),
        Millis(0) => None,
    }
}

/// `+3.2 s`, `−3.2 s`.
fn amount(lang: Lang, span: Millis) -> String {
    let sign = if span > Millis::ZERO { "+" } else { "" };
    format!("{sign}{}", words::duration(lang, span))
}

/// How a difference is written: with a sign or in a word, so that its colour says nothing alone.
pub fn delta_text(lang: Lang, text: &Messages, delta: Delta) -> String {
    match delta {
        Delta::Unknown => String::new(),
        Delta::New => text.comparing.delta_new.to_owned(),
        Delta::Same => text.comparing.delta_same.to_owned(),
        Delta::Longer(span) => amount(lang, span),
        Delta::Shorter(span) => amount(lang, Millis::ZERO - span),
    }
}

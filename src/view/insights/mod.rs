//! Insights: what the numbers mean, where no single step is selected.
//!
//! ```text
//!  next thing to look at ── what failed, what may be done ── where the time went ── longest waits
//!  what if ── over the limit ── unusual among siblings ── rollback ── clocks
//! ```
//!
//! A section that has nothing to say is not there.

mod section;
mod time;

use leptos::prelude::*;
use taskscope_core::insight::{Spread, blast_radius, task_actions, why};
use taskscope_core::task::SubtaskIdx;
use taskscope_core::words;

use self::section::{Entry, Found, Section};
use super::part::{IntoPart, Part, does, drawn, only, say, view};
use super::share::{copy_here, report_of, said};
use crate::state::{Brief, Derived, Loaded, Session, use_session};

/// How many entries a section lists.
const MOST: usize = 5;

/// The panel.
#[component]
pub fn Insights() -> Part {
    let session = use_session();
    let text = session.text();
    let sections: [fn(Session, &Loaded) -> Option<Section>; 10] = [
        next_look,
        failures,
        actions,
        time::critical_path,
        time::longest_waits,
        time::what_if,
        over_limit,
        unusual,
        rollback,
        clocks,
    ];
    let section = |find: fn(Session, &Loaded) -> Option<Section>| {
        let found: Found = Derived::new(move |_| session.loaded.get().and_then(|loaded| find(session, &loaded)));
        let outline = move || found.with(|section| section.as_ref().map(Section::outline));
        drawn(outline, move |outline| outline.map_or_else(Part::none, |outline| outline.draw(session, found)))
    };
    let has_steps = move || session.loaded.get().is_some_and(|loaded| !loaded.task.subtasks.is_empty());
    let place = Brief::empty();
    let copy = does(move |_| {
        if let Some(loaded) = session.loaded.get_untracked() {
            copy_here(session, place, report_of(session, &loaded));
        }
    });
    // What stands out, and what may be done, is found in all that is known: at an instant of the past it is not worked out.
    let whole = move || view! { <p class="ts-replay-state">{text.replaying.whole}</p> }.part();
    view! {
        <div class="ts-detail-head">
            <h2 tabindex="-1">{text.insights.title}</h2>
            <button class="ts-button" on:click=copy>{text.copy_report}</button>
        </div>
        {only(move || session.instant.get().is_some(), whole)}
        {said(place)}
        {sections.map(section)}
        <p class="ts-soft">{say(move || if has_steps() { text.nothing_selected } else { "" })}</p>
    }
    .part()
}

/// The step that the page would open on, and why it is not further.
fn next_look(session: Session, loaded: &Loaded) -> Option<Section> {
    let step = loaded.focus()?;
    let lang = session.lang.get_untracked();
    let reason = why(&loaded.task, &loaded.insight, step).map(|reason| words::why(lang, &loaded.task, &reason));
    let entries = vec![Entry::new(loaded, step, reason.unwrap_or_default())];
    Some(Section { heading: session.text().insights.next_look, entries, ..Section::default() })
}

/// The root failures, with what each holds up, and what still moves.
fn failures(session: Session, loaded: &Loaded) -> Option<Section> {
    let (text, lang) = (session.text(), session.lang.get_untracked());
    let failures = &loaded.insight.failures;
    if failures.roots.is_empty() {
        return None;
    }
    let entry = |&step: &SubtaskIdx| {
        let held = blast_radius(&loaded.task, &loaded.insight, step).len();
        let value = words::outcome(lang, loaded.outcome(step)).to_owned();
        Entry { value, ..Entry::new(loaded, step, words::holds_up(lang, held)) }
    };
    let entries = failures.roots.iter().take(MOST).map(entry).collect();
    let more = failures.roots.len().saturating_sub(MOST);
    let running = failures.still_running.len();
    let rest = [
        (more > 0).then(|| (text.more)(more)),
        (running > 0).then(|| words::still_running(lang, running)),
        (failures.roots.len() > 1).then(|| words::holds_up(lang, failures.blocked.len())),
    ];
    let after = rest.into_iter().flatten().collect();
    Some(Section { heading: text.insights.what_failed, entries, after, ..Section::default() })
}

/// What OCP would let a person do now: asked only where something failed.
fn actions(session: Session, loaded: &Loaded) -> Option<Section> {
    let lang = session.lang.get_untracked();
    let is_failed = !loaded.insight.failures.roots.is_empty();
    let line = |(action, may): (_, Result<(), _>)| {
        let action = words::action(lang, action);
        match may {
            Ok(()) => format!("✓ {action}"),
            Err(refusal) => format!("✗ {action}{}{}", lang.colon(), words::refusal(lang, &loaded.task, refusal)),
        }
    };
    let after = task_actions(&loaded.task, &loaded.insight).into_iter().map(line).collect();
    let text = &session.text().insights;
    let section = Section { heading: text.may_do, hint: text.may_do_hint, after, ..Section::default() };
    is_failed.then_some(section)
}

/// Steps that used up their time limits.
fn over_limit(session: Session, loaded: &Loaded) -> Option<Section> {
    let lang = session.lang.get_untracked();
    let entry = |&step: &SubtaskIdx| {
        let (limit, used) = (loaded.task.get(step)?.time_limit?, loaded.insight.times.get(step.index())?.run()?);
        Some(Entry::new(loaded, step, words::over_limit(lang, used, limit)))
    };
    let entries = loaded.insight.highlights.over_limit.iter().filter_map(entry).collect();
    Section { heading: session.text().insights.over_limit, entries, ..Section::default() }.unless_empty()
}

/// Steps that took much longer than their siblings.
fn unusual(session: Session, loaded: &Loaded) -> Option<Section> {
    let lang = session.lang.get_untracked();
    let entry = |(step, spread): &(SubtaskIdx, Spread)| Entry::new(loaded, *step, words::outlier(lang, spread));
    let entries = loaded.insight.highlights.outliers.iter().map(entry).collect();
    Section { heading: session.text().insights.unusual, entries, ..Section::default() }.unless_empty()
}

/// Whether it may be rolled back, since which step not, and how far a rollback came.
fn rollback(session: Session, loaded: &Loaded) -> Option<Section> {
    let lang = session.lang.get_untracked();
    let rollback = &loaded.insight.rollback;
    let said = [
        rollback.progress.map(|progress| words::undoing(lang, &progress)),
        rollback.since.map(|_| words::rollback(lang, &loaded.task, &loaded.insight)),
    ];
    let text = &session.text().insights;
    let entries = rollback.since.map(|step| Entry::new(loaded, step, text.no_return.to_owned())).into_iter().collect();
    let after = said.into_iter().flatten().collect();
    Section { heading: text.rollback, entries, after, ..Section::default() }.unless_empty()
}

/// OCP nodes whose clocks disagree.
fn clocks(session: Session, loaded: &Loaded) -> Option<Section> {
    let lang = session.lang.get_untracked();
    let after = loaded.insight.skews.iter().take(MOST).map(|skew| words::skew(lang, skew)).collect();
    Section { heading: session.text().insights.clocks, after, ..Section::default() }.unless_empty()
}

//! The details of the selected step: what happened, why it is not further, what it waits for and what waits for it.

mod fields;
mod json;
mod log;

use leptos::prelude::*;
use taskscope_core::insight::{LimitUse, why};
use taskscope_core::task::{Outcome, SubtaskIdx};
use taskscope_core::words;

use self::fields::AllFields;
use self::log::Log;
use super::icon::OutcomeIcon;
use super::part::{IntoPart, Part, does, live, when};
use super::share::{CopyButton, copy_and_say};
use super::shown::{is_open, set_open, siblings_of, step_name};
use crate::dom::{decimal, percent};
use crate::state::{Loaded, Pick, Same, Session, Source, use_session};

/// The panel of details.
#[component]
pub fn Detail() -> Part {
    let session = use_session();
    let id = move || {
        let (loaded, step) = (session.loaded.get()?, session.selected.get()?);
        loaded.task.get(step).map(|subtask| subtask.id.to_string())
    };
    view! {
        <aside
            class="ts-card ts-detail"
            role="complementary"
            aria-label=session.text().details
            data-subtask-id=when(id)
            tabindex="-1"
        >
            {live(move || match (session.loaded.get(), session.selected.get()) {
                (Some(loaded), Some(step)) => view! { <StepDetail loaded=loaded step=step /> }.part(),
                _ => view! { <p class="ts-soft">{session.text().nothing_selected}</p> }.part(),
            })}
        </aside>
    }
    .part()
}

#[component]
fn StepDetail(loaded: Same<Loaded>, step: SubtaskIdx) -> Part {
    let session = use_session();
    let (text, lang) = (session.text(), session.lang.get());
    let Some(subtask) = loaded.task.get(step) else { return Part::none() };
    let outcome = loaded.outcome(step);
    let id = subtask.id.to_string();
    let reason = why(&loaded.task, &loaded.insight, step).map(|reason| words::why(lang, &loaded.task, &reason));
    let description = subtask.description.as_ref().map(|description| view! { <p>{description.to_string()}</p> }.part());
    let prohibits =
        subtask.prohibit_rollback.then(|| view! { <p class="ts-warn">{text.prohibits_rollback}</p> }.part());
    let time = loaded.insight.times.get(step.index()).copied().unwrap_or_default();
    let run = time.run.map(|run| format!(" · {}", words::duration(lang, run))).unwrap_or_default();
    let has_log = loaded.source == Source::Api;
    let log = loaded.task.id.clone().filter(|_| has_log).map(|task| {
        view! { <Log task=task subtask=subtask.id.clone() /> }
    });
    let reason =
        reason.map(|reason| view! { <p class="ts-why" data-family=outcome.family().as_str()>{reason}</p> }.part());
    view! {
        <div class="ts-detail-head">
            <h2>{step_name(&loaded.task, step)}</h2>
            <button
                class="ts-copy"
                aria-label=text.close
                title=text.close
                on:click=does(move |_| session.choose(|choice| choice.pick = Pick::Nothing))
            >
                "✕"
            </button>
        </div>
        <p class="ts-outcome" data-family=outcome.family().as_str()>
            <OutcomeIcon outcome=outcome />
            {words::outcome(lang, outcome)}
            {run}
        </p>
        {description}
        {reason}
        {prohibits}
        {limit_bar(session, &loaded, step)}
        <dl class="ts-facts">
            {times(session, &loaded, step)}
            <dt>{text.subtask_id}</dt>
            <dd>
                <span class="ts-id ts-selectable">{id.clone()}</span>
                <CopyButton text=id />
            </dd>
        </dl>
        <Neighbours loaded=loaded.clone() step=step />
        <div class="ts-row-of-fields">
            <button class="ts-button" on:click=does(move |_| copy_and_say(session, link_to(session, step)))>
                {text.copy_step_link}
            </button>
            {log}
        </div>
        <AllFields loaded=loaded.clone() step=step />
    }
    .part()
}

/// A link to this view with this step chosen.
fn link_to(session: Session, step: SubtaskIdx) -> String {
    session.select(step);
    session.link()
}

/// How much of the time limit is used, where that can be known.
fn limit_bar(session: Session, loaded: &Loaded, step: SubtaskIdx) -> Option<Part> {
    let (subtask, time) = (loaded.task.get(step)?, loaded.insight.times.get(step.index())?);
    let LimitUse::Used { limit, used } = LimitUse::of(subtask, time) else { return None };
    let share = (used.0 as f64 / limit.0.max(1) as f64 * 100.0).min(100.0);
    let (text, lang) = (session.text(), session.lang.get());
    let words = format!("{} / {}", words::duration(lang, used), words::duration(lang, limit));
    let class = if share >= 100.0 { "ts-limit ts-over" } else { "ts-limit" };
    let bar = view! {
        <div class=class>
            <span>{text.limit_used} ": " {words}</span>
            <span class="ts-limit-bar" aria-hidden="true"><i style:width=percent(share / 100.0)></i></span>
        </div>
    };
    Some(bar.part())
}

/// The lines of the list of facts that have to do with time and place.
fn times(session: Session, loaded: &Loaded, step: SubtaskIdx) -> Vec<Part> {
    let (text, lang, zone) = (session.text(), session.lang.get(), session.zone.get());
    let time = loaded.insight.times.get(step.index()).copied().unwrap_or_default();
    let subtask = loaded.task.get(step);
    let share = time
        .run
        .zip(loaded.insight.totals.wall.filter(|wall| wall.0 > 0))
        .map(|(run, wall)| decimal(run.0 as f64 / wall.0 as f64 * 100.0, 1) + " %");
    let ran = time.start.map(|start| {
        let end = time.end.filter(|_| !time.is_open).map_or_else(|| "…".to_owned(), |end| zone.time(end));
        format!("{} {} → {end} {}", zone.date(start), zone.time(start), zone.name(start))
    });
    let limit = subtask.map(|subtask| {
        subtask.time_limit.map_or_else(|| text.no_limit.to_owned(), |limit| words::duration(lang, limit))
    });
    let attempts = subtask.map(|subtask| words::attempts(lang, subtask));
    let siblings = siblings_of(loaded, step).map(|group| {
        let place = group.members.iter().position(|&other| other == step).map_or(0, |place| place + 1);
        format!("{place} / {}", group.members.len())
    });
    [
        (text.waited, time.wait.map(|wait| words::duration(lang, wait))),
        (text.ran, ran),
        (text.share_of_task, share),
        (text.time_limit, limit),
        (text.attempts, attempts),
        (text.ocp_node, subtask.and_then(|subtask| subtask.executor.as_deref().map(str::to_owned))),
        (text.parallel_index, siblings.or_else(|| Some(subtask?.parallel_index?.to_string()))),
        (text.status, subtask.map(|subtask| format!("{} · {}", subtask.status, subtask.operation))),
    ]
    .into_iter()
    .filter_map(|(label, value)| Some((label, value.filter(|value| !value.is_empty())?)))
    .map(|(label, value)| view! { <dt>{label}</dt> <dd class="ts-selectable">{value}</dd> }.part())
    .collect()
}

/// The most neighbours listed by name: a list of ten thousand helps nobody.
const MOST_NEIGHBOURS: usize = 12;

/// What the step waits for, and what waits for it, as links.
#[component]
fn Neighbours(loaded: Same<Loaded>, step: SubtaskIdx) -> Part {
    let session = use_session();
    let text = session.text();
    let side = |heading: &'static str, steps: &[SubtaskIdx]| {
        let more = steps.len().saturating_sub(MOST_NEIGHBOURS);
        let links = steps.iter().take(MOST_NEIGHBOURS).map(|&other| {
            let outcome: Outcome = loaded.outcome(other);
            view! {
                <li>
                    <OutcomeIcon outcome=outcome />
                    <button class="ts-link" on:click=does(move |_| session.select(other))>
                        {step_name(&loaded.task, other)}
                    </button>
                </li>
            }
            .part()
        });
        let list = if steps.is_empty() {
            view! { <p class="ts-soft">{text.none}</p> }.part()
        } else {
            view! { <ul class="ts-list">{links.collect::<Vec<_>>()}</ul> }.part()
        };
        let more = (more > 0).then(|| view! { <p class="ts-soft">{(text.more)(more)}</p> }.part());
        view! {
            <div class="ts-side">
                <h3>{format!("{heading} · {}", steps.len())}</h3>
                {list}
                {more}
            </div>
        }
        .part()
    };
    let fold = siblings_of(&loaded, step).filter(|group| is_open(session, &loaded, group)).cloned().map(|group| {
        let size = group.members.len();
        view! {
            <button class="ts-button" on:click=does(move |_| set_open(session, &group, false))>
                {text.collapse}
                " ×"
                {size.to_string()}
            </button>
        }
        .part()
    });
    view! {
        {side(text.upstream, loaded.task.upstream.of(step))}
        {side(text.downstream, loaded.task.downstream.of(step))}
        {fold}
    }
    .part()
}

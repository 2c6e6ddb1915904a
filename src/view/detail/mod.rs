//! The details of the selected step: what happened, why it is not further, what it waits for and what waits for it.
//! Where no step is selected, the insights into the whole task.
//!
//! The panel is made once a step. What changes from poll to poll is drawn from data of its own, so that an open log, a
//! selection of text and the focus outlive a poll.

mod facts;
mod fields;
mod json;
mod log;
mod neighbours;

use std::cell::Cell;

use leptos::prelude::*;
use taskscope_core::insight::{LimitUse, step_actions, why};
use taskscope_core::task::{Id, Outcome, SubtaskIdx};
use taskscope_core::words;
use web_sys::HtmlElement;

use self::facts::{FACTS, facts};
use self::fields::AllFields;
use self::log::Log;
use self::neighbours::neighbours;
use super::icon::{CLOSE, OutcomeIcon, sign};
use super::insights::Insights;
use super::part::{IntoPart, NodeRef, Part, does, drawn, holds, lines, live, say, view, when};
use super::share::{CopyButton, copy_link_here, said};
use super::shown::numbered_name;
use crate::dom::{bring_into_sight, focus_on, pause, percent, spawn};
use crate::state::{Brief, Derived, Pick, Same, Scene, Session, Source, follow, on_change, use_session};

/// Which step's details are shown: its place, its id, its name. Another task's step of the same place is another.
type Shown = Option<(SubtaskIdx, Id, String)>;

/// The panel.
#[component]
pub fn Detail() -> Part {
    let session = use_session();
    let shown = Derived::new(move |_: Option<&Shown>| {
        let (loaded, step) = (session.loaded.get()?, session.selected.get()?);
        loaded.task.get(step).map(|subtask| (step, subtask.id.clone(), numbered_name(&loaded.task, step)))
    });
    // Details that were asked for cover the lower part of a small window: what they are of stays in sight above them. A
    // link shows its step without that: what became of the task stands at the top.
    let is_sheet = move || {
        session.reveal.track();
        matches!(session.choice.get_untracked().pick, Pick::Step(_))
    };
    let panel = NodeRef::<HtmlElement>::new();
    // Others are read from their beginning. The first is there already: to say so would have the page laid out for it.
    let is_first = Cell::new(true);
    follow(move || {
        shown.track();
        if let Some(panel) = panel.get_untracked().filter(|_| !is_first.replace(false)) {
            panel.set_scroll_top(0);
        }
    });
    on_change(session.reveal, move || {
        spawn(async move {
            pause().await;
            // What is fixed to the window has no parent that its place is counted from.
            if let Some(Some((_, id, _))) = shown.try_get_untracked()
                && panel.get_untracked().is_some_and(|panel| panel.offset_parent().is_none())
            {
                bring_into_sight(&row_of(&id));
            }
        });
    });
    view! {
        <aside
            class="ts-card ts-detail"
            class:ts-sheet=holds(is_sheet)
            node_ref=panel
            role="complementary"
            aria-label=session.text().details
            data-subtask-id=when(move || shown.get().map(|(_, id, _)| id.to_string()))
            tabindex="-1"
            on:click=does(move |_| session.pin())
        >
            {live(move || match shown.get() {
                Some((step, id, name)) => view! { <StepDetail step=step id=id name=name /> }.part(),
                None => view! { <Insights /> }.part(),
            })}
        </aside>
    }
    .part()
}

/// Shows the insights instead of a step; in a small window they lie below all rows, and are scrolled to.
pub fn show_insights(session: Session) {
    session.choose(|choice| choice.pick = Pick::Nothing);
    spawn(async move {
        pause().await;
        bring_into_sight(".ts-detail");
    });
}

#[component]
fn StepDetail(step: SubtaskIdx, id: Id, name: String) -> Part {
    let session = use_session();
    let text = session.text();
    let row = row_of(&id);
    let close = does(move |_| {
        session.choose(|choice| choice.pick = Pick::Nothing);
        let _ = focus_on(&row) || focus_on(".ts-views [tabindex='0']");
    });
    let place = Brief::empty();
    let copy_own_link = does(move |_| {
        session.select(step);
        copy_link_here(session, place);
    });
    // A panel that is about to make room for another step's stays as it is.
    let scene =
        Derived::new(
            move |last: Option<&Option<Same<Scene>>>| {
                if session.selected.get() == Some(step) { session.scene.get() } else { last.cloned().flatten() }
            },
        );
    let course =
        Derived::new(move |_| scene.get().and_then(|scene| course_of(session, &scene, step)).unwrap_or_default());
    let log = session.loaded.get_untracked().filter(|loaded| loaded.source == Source::Api).and_then(|loaded| {
        // What the decoder named OCP does not know.
        let task = loaded.task.id.clone().filter(|_| matches!(id, Id::Number(_)))?;
        Some(view! { <Log task=task subtask=id.clone() /> })
    });
    view! {
        <div class="ts-detail-head">
            <h2 tabindex="-1">{name}</h2>
            <button class="ts-copy" aria-label=text.close title=text.close on:click=close>
                {sign(CLOSE)}
            </button>
        </div>
        {drawn(
            move || scene.get().and_then(|scene| head(session, &scene, step, &course.get())),
            move |head| head.map_or_else(Part::none, |head| draw_head(head, course)),
        )}
        <dl class="ts-facts">
            {lines(FACTS, move || scene.get().map(|scene| facts(session, &scene, step).into()).unwrap_or_default(), facts::draw)}
            <dt>{text.subtask_id}</dt>
            <dd>
                <span class="ts-id ts-selectable">{id.to_string()}</span>
                <CopyButton text=id.to_string() />
            </dd>
        </dl>
        {neighbours(session, scene, step)}
        <div class="ts-row-of-fields">
            <button class="ts-button" on:click=copy_own_link>
                {text.copy_step_link}
            </button>
            {log}
            {said(place)}
        </div>
        <AllFields step=step />
    }
    .part()
}

/// Finds the row or card of a step, if it is drawn.
fn row_of(id: &Id) -> String {
    format!(".ts-views [data-subtask-id='{id}']")
}

/// What stands above the facts, drawn anew when any of it changes.
#[derive(Clone, PartialEq)]
struct Head {
    outcome: Outcome,
    description: Option<String>,
    has_reason: bool,
    prohibits_rollback: Option<&'static str>,
    /// Whether the time limit is passed, where that can be known.
    is_over_limit: Option<bool>,
    /// What OCP would let a person do with it; empty for a step that neither failed nor runs.
    actions: String,
}

/// What in it is another at each poll of a step that runs.
#[derive(Clone, Default, PartialEq)]
struct Course {
    /// The outcome, and how long it ran.
    said: String,
    /// Why it is where it is; empty where there is no saying.
    reason: String,
    /// How much of the time limit is used, as a share and in words; where that can be known.
    limit: Option<(f64, String)>,
}

fn head(session: Session, scene: &Scene, step: SubtaskIdx, course: &Course) -> Option<Head> {
    let (text, lang) = (session.text(), session.lang.get());
    let (subtask, is_now) = (scene.task.get(step)?, !scene.is_past());
    let may: Vec<&str> = step_actions(&scene.task, step)
        .into_iter()
        .filter(|_| is_now)
        .filter_map(|(action, may)| may.ok().map(|()| words::action(lang, action)))
        .collect();
    Some(Head {
        outcome: scene.outcome(step),
        description: subtask.description.as_ref().map(ToString::to_string),
        has_reason: !course.reason.is_empty(),
        prohibits_rollback: subtask.prohibit_rollback.then_some(text.prohibits_rollback),
        is_over_limit: course.limit.as_ref().map(|&(share, _)| share >= 1.0),
        actions: if may.is_empty() {
            String::new()
        } else {
            format!("{}{}{}", text.insights.may_do, lang.colon(), may.join(" · "))
        },
    })
}

fn course_of(session: Session, scene: &Scene, step: SubtaskIdx) -> Option<Course> {
    let lang = session.lang.get();
    let (subtask, time) = (scene.task.get(step)?, scene.time(step)?);
    let run = time.run().map(|run| format!(" · {}", words::duration(lang, run))).unwrap_or_default();
    let limit = match LimitUse::of(subtask, &time) {
        LimitUse::Used { limit, used } => {
            let words = format!("{} / {}", words::duration(lang, used), words::duration(lang, limit));
            let share = used.0 as f64 / limit.0.max(1) as f64;
            Some((share, format!("{}{}{words}", session.text().limit_used, lang.colon())))
        }
        _ => None,
    };
    // In a replay only what was so at its instant is said: reasons and actions are those of now.
    let reason = if scene.is_past() { None } else { why(&scene.task, &scene.insight, step) };
    Some(Course {
        said: format!("{}{run}", words::outcome(lang, scene.outcome(step))),
        reason: reason.map(|reason| words::why(lang, &scene.task, &reason)).unwrap_or_default(),
        limit,
    })
}

fn draw_head(head: Head, course: Derived<Course>) -> Part {
    let Head { outcome, description, has_reason, prohibits_rollback, is_over_limit, actions } = head;
    let family = outcome.family().as_str();
    let reason = move || course.get().reason;
    let limit = is_over_limit.map(|is_over| {
        let share = move || percent(course.get().limit.map_or(0.0, |(share, _)| share.min(1.0)));
        let words = move || course.get().limit.map(|(_, words)| words).unwrap_or_default();
        view! {
            <div class=if is_over { "ts-limit ts-over" } else { "ts-limit" }>
                <span>{say(words)}</span>
                <span class="ts-limit-bar" aria-hidden="true">
                    <i style:width=say(share)></i>
                </span>
            </div>
        }
        .part()
    });
    view! {
        <p class="ts-outcome" data-family=family>
            <OutcomeIcon outcome=outcome />
            {say(move || course.get().said)}
        </p>
        {description.map(|description| view! { <p>{description}</p> }.part())}
        {has_reason.then(|| view! { <p class="ts-why" data-family=family>{say(reason)}</p> }.part())}
        {prohibits_rollback.map(|words| view! { <p class="ts-warn">{words}</p> }.part())}
        {limit}
        {(!actions.is_empty()).then(|| view! { <p class="ts-soft" data-family=family>{actions}</p> }.part())}
    }
    .part()
}

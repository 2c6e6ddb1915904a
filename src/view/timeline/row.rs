//! One row: a step, or siblings read as one.

use std::sync::Arc;

use leptos::prelude::*;
use taskscope_core::layout::timeline::{Heading, Item, Row};
use taskscope_core::task::{Millis, Outcome, SubtaskIdx, Timestamp};
use taskscope_core::words;

use super::super::compare::delta_text;
use super::super::icon::OutcomeIcon;
use super::super::part::{IntoPart, Part, all, does, live, marked, say, view};
use super::super::rows::Rows;
use super::bars::{Bar, bars_of, draw, other_bar};
use super::heading::heading_content;
use super::marks::pieces;
use super::{ROW, TimeAxis, activate, identity};
use crate::dom::px;
use crate::state::{Delta, Scene, Session, Together, Var, use_session};
use crate::view::shown::{Shown, numbered_name, terms, use_shown};

/// All that a row shows, compared at each poll: only a row that changed is drawn anew.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Content {
    pub name: String,
    /// What of the name is searched for.
    pub pieces: Vec<(bool, String)>,
    pub outcome: Outcome,
    pub outcome_text: String,
    pub run: String,
    /// What is said of it on pointing.
    pub run_hint: Option<String>,
    /// How it differs from the run that it is compared with, and in words.
    pub delta: (Delta, String),
    /// What the bars show, for whom can't see them: when it began, when it ended, how long it waited.
    pub times: Vec<String>,
    pub bars: Vec<Bar>,
    /// What is said of all bars on pointing.
    pub bars_hint: Option<String>,
    pub is_barrier: bool,
    /// Whether it heads the steps of an OCP node.
    pub is_lane: bool,
    pub is_selected: bool,
    /// Whether a group's members follow as rows.
    pub is_open: Option<bool>,
    /// The id of a step.
    pub id: Option<String>,
    /// How many a group has.
    pub group_size: Option<String>,
}

/// One row.
#[component]
pub fn TimelineRow(
    /// Its place among the rows, from 0.
    place: Var<usize>,
    /// What it shows.
    row: Row,
    /// All rows.
    rows: Rows,
    /// What all rows show.
    contents: Together,
) -> Part {
    let session = use_session();
    let axis: TimeAxis = expect_context();
    let shown = use_shown();
    let content = contents.value(move || {
        let scene = session.scene.get_untracked()?;
        let mut content = content(session, shown, &scene, row)?;
        compare(session, shown, &scene, row, &mut content);
        Some(content)
    });
    let level = if row.under.is_some() { "2" } else { "1" };
    // A filter changes them while the row stays.
    let among =
        move |part: fn(&Row) -> u32| shown.rows.with(|rows| part(rows.get(place.get()).unwrap_or(&row)).to_string());
    let key = identity(row);
    let click = move |_| {
        rows.active.set(key);
        // A heading that stays at the top goes to its own place: what stands under it opens and closes below that.
        rows.scroller.reveal(place.get_untracked(), 0.0);
        activate(session, shown, row);
    };
    let top = move || px(place.get() as f64 * ROW);
    let lane = if let Item::Heading(heading @ Heading::Lane(_), _) = row.item { Some(heading) } else { None };
    let marks = move || {
        let (content, is_active) = (content.get(), rows.here.get() == place.get());
        vec![
            ("aria-rowindex", Some((place.get() + 1).to_string())),
            ("data-subtask-id", content.id.clone()),
            ("data-group-size", content.group_size.clone()),
            ("class", Some(classes(&content))),
            ("tabindex", Some(if is_active { "0" } else { "-1" }.to_owned())),
            ("aria-level", Some(level.to_owned())),
            ("aria-posinset", Some(among(|row| row.position))),
            ("aria-setsize", Some(among(|row| row.set_size))),
            ("aria-expanded", content.is_open.map(|open| open.to_string())),
            ("aria-selected", Some(content.is_selected.to_string())),
            ("data-outcome", Some(content.outcome.as_str().to_owned())),
            ("data-family", Some(content.outcome.family().as_str().to_owned())),
        ]
    };
    // The element stays while what it says changes: the focus may be on it.
    let element = view! {
        <div
            role="row"
            style:transform=say(move || if lane.is_none() { format!("translateY({})", top()) } else { String::new() })
            on:click=does(click)
            on:focus=does(move |_| rows.active.set(key))
        >
            {live(move || cells(row, &content.get(), axis))}
        </div>
    };
    let element = marked(element.part(), marks);
    if lane.is_none() {
        return element;
    }
    // The heading of a lane stays at the top while rows of its lane are below: within a box as tall as all of them.
    let lines = move || {
        let first = shown.rows.with(|rows| rows.get(place.get() + 1).copied()).filter(|row| row.under == lane);
        1 + first.map_or(0, |row| row.set_size)
    };
    view! {
        <div class="ts-lane-rows" style:top=say(top) style:height=say(move || px(f64::from(lines()) * ROW))>
            {element}
        </div>
    }
    .part()
}

/// What stands in a row.
fn cells(row: Row, content: &Arc<Content>, axis: TimeAxis) -> Part {
    let size =
        content.group_size.as_ref().map(|size| view! { <span class="ts-times">{format!("×{size}")}</span> }.part());
    let drawn = content.clone();
    let time = |time: &String| view! { <span role="gridcell" class="ts-offscreen">{time.clone()}</span> }.part();
    let (delta, said) = content.delta.clone();
    let delta = delta.as_str().map(|delta| view! { " " <span class="ts-delta" data-delta=delta>{said}</span> }.part());
    view! {
        <div role="gridcell" class="ts-cell-name">
            <span class=mark(row, content.is_open) aria-hidden="true"></span>
            <OutcomeIcon outcome=content.outcome />
            <span class="ts-name" title=content.name.clone()>
                {name_of(content)}
            </span>
            {size}
        </div>
        <div role="gridcell" class="ts-cell-outcome" title=content.outcome_text.clone()>
            {content.outcome_text.clone()}
        </div>
        <div role="gridcell" class="ts-cell-run" title=content.run_hint.clone()>
            <span class="ts-own-run">{content.run.clone()}</span>
            {delta}
        </div>
        {all(content.times.iter().map(time))}
        <div class="ts-cell-bar" aria-hidden="true" title=content.bars_hint.clone()>
            {live(move || axis.shown.get().map_or_else(Part::none, |scale| draw(&drawn.bars, &scale)))}
        </div>
    }
    .part()
}

/// The name, with what is searched for marked.
fn name_of(content: &Content) -> Part {
    if content.pieces.is_empty() {
        return content.name.clone().part();
    }
    let piece = |(is_found, piece): &(bool, String)| {
        let piece = piece.clone();
        if *is_found { view! { <mark>{piece}</mark> }.part() } else { piece.part() }
    };
    all(content.pieces.iter().map(piece))
}

fn classes(content: &Content) -> String {
    let selected = if content.is_selected { " ts-selected" } else { "" };
    let barrier = if content.is_barrier { " ts-barrier" } else { "" };
    let lane = if content.is_lane { " ts-lane" } else { "" };
    format!("ts-line{selected}{barrier}{lane}")
}

/// The mark of what can be opened; room for it where nothing can.
fn mark(row: Row, is_open: Option<bool>) -> &'static str {
    match (is_open, row) {
        (Some(true), _) => "ts-mark ts-mark-open",
        (Some(false), _) => "ts-mark ts-mark-closed",
        (None, Row { under: Some(_), .. }) => "ts-mark ts-mark-child",
        (None, _) => "ts-mark",
    }
}

/// Follows all that [`content`] and [`compare`] read.
pub(super) fn follow_contents(session: Session, shown: Shown) -> Together {
    Together::follow(move || {
        session.scene.track();
        session.choice.track();
        session.selected.track();
        session.contrast.track();
        session.zone.track();
        session.opened.track();
        session.closed_lanes.track();
        session.failing.track();
        shown.arrangement.track();
    })
}

/// Sets a row's content against the run that the task is compared with.
fn compare(session: Session, shown: Shown, scene: &Scene, row: Row, content: &mut Content) {
    let Some(contrast) = session.contrast.get() else { return };
    let arrangement = shown.arrangement.get();
    let steps = match &row.item {
        Item::Step(step) => std::slice::from_ref(step),
        // The other run may have gone to other nodes.
        Item::Heading(Heading::Lane(_), _) => return,
        Item::Heading(heading, _) => arrangement.members(&scene.insight, *heading),
    };
    let (text, lang) = (session.text(), session.lang.get());
    let delta = contrast.delta(scene, steps);
    content.delta = (delta, delta_text(lang, text, delta));
    if let Some(bar) = other_bar(lang, text, &contrast, steps) {
        content.run_hint = Some(bar.hint.clone());
        content.bars.push(bar);
    }
}

fn content(session: Session, shown: Shown, scene: &Scene, row: Row) -> Option<Content> {
    let mut content = match row.item {
        Item::Step(step) => step_content(session, scene, step, row.under),
        Item::Heading(heading, _) => heading_content(session, shown, scene, heading),
    }?;
    let terms = terms(&session.choice.get().query);
    if !terms.is_empty() {
        if let Item::Step(step) = row.item {
            content.name += &found_elsewhere(scene, step, &content.name, &terms);
        }
        content.pieces = pieces(&content.name, &terms);
    }
    Some(content)
}

/// What else of a step is searched for, where its name is not all of it: its id, its OCP node.
fn found_elsewhere(scene: &Scene, step: SubtaskIdx, name: &str, terms: &[String]) -> String {
    let Some(subtask) = scene.task.get(step) else { return String::new() };
    let lower = name.to_ascii_lowercase();
    let others = [format!("#{}", subtask.id), subtask.executor.as_deref().unwrap_or_default().to_owned()];
    let is_asked = |other: &String| {
        let other = other.to_ascii_lowercase();
        terms.iter().any(|term| !lower.contains(term.as_str()) && other.contains(term.as_str()))
    };
    others.into_iter().filter(is_asked).map(|other| format!(" · {other}")).collect()
}

fn step_content(session: Session, scene: &Scene, step: SubtaskIdx, under: Option<Heading>) -> Option<Content> {
    let (text, lang) = (session.text(), session.lang.get());
    let subtask = scene.task.get(step)?;
    let time = scene.time(step)?;
    let outcome = scene.outcome(step);
    let run = time.run().filter(|_| time.start.is_some()).map(|run| words::duration(lang, run));
    let is_sibling = matches!(under, Some(Heading::Group(_)));
    let node = subtask.executor.as_deref().filter(|_| is_sibling).map(|node| format!(" · {node}")).unwrap_or_default();
    Some(Content {
        name: numbered_name(&scene.task, step) + &node,
        outcome,
        outcome_text: words::outcome(lang, outcome).to_owned(),
        run: run.unwrap_or_default(),
        times: said_times(session, scene, (time.start, time.end.filter(|_| !time.is_open)), time.wait()),
        bars: bars_of(lang, text, scene, &[step], Millis::ZERO, true),
        is_barrier: subtask.is_barrier(),
        is_selected: session.selected.get() == Some(step),
        id: Some(subtask.id.to_string()),
        ..Content::default()
    })
}

/// When something began, when it ended, and how long it waited. Moments are read by the clock of the axis.
pub(super) fn said_times(
    session: Session,
    scene: &Scene,
    ends: (Option<Timestamp>, Option<Timestamp>),
    wait: Option<Millis>,
) -> Vec<String> {
    let (lang, zone) = (session.lang.get(), session.zone.get());
    let at = |moment: Option<Timestamp>| {
        let Some(moment) = moment else { return String::new() };
        let day = scene.insight.totals.start.unwrap_or(moment);
        zone.elapsed(lang, moment).unwrap_or_else(|| zone.time_seen_from(day, moment))
    };
    vec![at(ends.0), at(ends.1), wait.map_or_else(String::new, |wait| words::duration(lang, wait))]
}

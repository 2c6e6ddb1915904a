//! One row: a step, or siblings read as one.

use std::sync::Arc;

use leptos::prelude::*;
use taskscope_core::insight::Counts;
use taskscope_core::layout::timeline::{Heading, Item, Row, busy};
use taskscope_core::task::{Millis, Outcome, SubtaskIdx};
use taskscope_core::words::{self, Lang};

use super::super::compare::delta_text;
use super::super::icon::OutcomeIcon;
use super::super::part::{IntoPart, Part, does, live, marked, say, view};
use super::super::rows::Rows;
use super::bars::{Bar, bars_of, draw, other_bar};
use super::marks::pieces;
use super::{ROW, TimeAxis, activate, identity};
use crate::dom::px;
use crate::state::{Delta, Scene, Session, Together, Var, use_session};
use crate::text::Messages;
use crate::view::shown::{Shown, is_heading_open, numbered_name, step_name, terms, use_shown};

/// Into how many parts the wall time is cut for the bar of a lane: what runs within one of them is drawn as one.
const LANE_PARTS: i64 = 400;

/// All that a row shows, compared at each poll: only a row that changed is drawn anew.
#[derive(Debug, Default, PartialEq)]
struct Content {
    name: String,
    /// What of the name is searched for.
    pieces: Vec<(bool, String)>,
    outcome: Outcome,
    outcome_text: String,
    run: String,
    /// What is said of it on pointing.
    run_hint: Option<String>,
    /// How it differs from the run that it is compared with, and in words.
    delta: (Delta, String),
    /// What a screen reader hears of the bar.
    time: String,
    bars: Vec<Bar>,
    is_barrier: bool,
    /// Whether it heads the steps of an OCP node.
    is_lane: bool,
    is_selected: bool,
    /// Whether a group's members follow as rows.
    is_open: Option<bool>,
    /// The id of a step.
    id: Option<String>,
    /// How many a group has.
    group_size: Option<String>,
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
        <div
            role="gridcell"
            class="ts-cell-bar"
            aria-label=content.time.clone()
            title=content.group_size.as_ref().map(|_| content.time.clone())
        >
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
    content.pieces.iter().map(piece).collect::<Vec<_>>().part()
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
        content.time = [&content.time, &*bar.hint].join(lang.comma());
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
        time: time_text(session, text, scene, step),
        bars: bars_of(lang, text, scene, &[step], Millis::ZERO, true),
        is_barrier: subtask.is_barrier(),
        is_selected: session.selected.get() == Some(step),
        id: Some(subtask.id.to_string()),
        ..Content::default()
    })
}

fn heading_content(session: Session, shown: Shown, scene: &Scene, heading: Heading) -> Option<Content> {
    let (text, lang) = (session.text(), session.lang.get());
    let arrangement = shown.arrangement.get();
    let members = arrangement.members(&scene.insight, heading);
    let is_open = is_heading_open(session, scene, &arrangement, heading);
    let counts = Counts::of(members.iter().map(|&step| scene.outcome(step)));
    let each = each_outcome(lang, &counts);
    let wall = scene.insight.totals.wall.unwrap_or(Millis::ZERO);
    let times = members.iter().filter_map(|&step| scene.time(step));
    let said = |run: Millis| if run > Millis::ZERO { words::duration(lang, run) } else { String::new() };
    let (name, run, run_hint, gap) = match heading {
        Heading::Group(_) => {
            let longest = said(times.clone().filter_map(|time| time.run()).max().unwrap_or(Millis::ZERO));
            let ran = times.filter_map(|time| Some((time.start?, time.end?)));
            let whole = ran.reduce(|whole, (start, end)| (whole.0.min(start), whole.1.max(end)));
            // What differs from another run is the longest of them.
            let run = if session.contrast.get().is_some() { None } else { whole.map(|(start, end)| said(end - start)) };
            let hint = run.as_ref().map(|_| (text.longest)(&longest));
            (step_name(&scene.task, *members.first()?), run.unwrap_or(longest), hint, wall)
        }
        Heading::Lane(lane) => {
            let node = arrangement.lanes.get(lane)?.node.as_deref();
            let missing = if scene.task.has_ended() { text.no_node } else { text.no_node_yet };
            (node.unwrap_or(missing).to_owned(), said(busy(times)), None, Millis(wall.0 / LANE_PARTS))
        }
    };
    let run_hint = run_hint.filter(|_| !run.is_empty());
    let is_lane = matches!(heading, Heading::Lane(_));
    Some(Content {
        name,
        outcome: worst(&counts),
        outcome_text: each.clone(),
        time: if is_lane && !run.is_empty() { format!("{} {run}{}{each}", text.busy, lang.comma()) } else { each },
        run,
        run_hint,
        bars: bars_of(lang, text, scene, members, gap, !is_open),
        is_selected: !is_open && session.selected.get().is_some_and(|step| members.contains(&step)),
        is_open: Some(is_open),
        is_lane,
        group_size: Some(members.len().to_string()),
        ..Content::default()
    })
}

/// The outcomes by how much they need a look: what failed comes before what moves, and that before what is over.
pub(in crate::view) const BY_NEED: [Outcome; 18] = [
    Outcome::Failed,
    Outcome::RollbackFailed,
    Outcome::Terminated,
    Outcome::Stopping,
    Outcome::Retrying,
    Outcome::Running,
    Outcome::RollingBack,
    Outcome::Ready,
    Outcome::AwaitingRollback,
    Outcome::Eligible,
    Outcome::Waiting,
    Outcome::Unknown,
    Outcome::RollbackSkipped,
    Outcome::Forced,
    Outcome::NeverRan,
    Outcome::RolledBack,
    Outcome::SucceededAfterRetry,
    Outcome::Succeeded,
];

/// The outcome that a group is known by.
pub(in crate::view) fn worst(counts: &Counts) -> Outcome {
    BY_NEED.into_iter().find(|&outcome| counts.get(outcome) > 0).unwrap_or(Outcome::Unknown)
}

/// The steps with those at the end that need a look the most.
pub(super) fn worst_last(scene: &Scene, steps: &[SubtaskIdx]) -> Vec<SubtaskIdx> {
    // Once for each outcome that there is: a group may have a hundred thousand steps, and as a rule two outcomes.
    let counts = Counts::of(steps.iter().map(|&step| scene.outcome(step)));
    let of = |outcome| steps.iter().copied().filter(move |&step| scene.outcome(step) == outcome);
    BY_NEED.into_iter().rev().filter(|&outcome| counts.get(outcome) > 0).flat_map(of).collect()
}

/// How many of a group came to what: `2 failed, 8 running, 2 eligible`. A count stays in one line with what it counts.
fn each_outcome(lang: Lang, counts: &Counts) -> String {
    let some = BY_NEED.into_iter().map(|outcome| (outcome, counts.get(outcome))).filter(|&(_, count)| count > 0);
    let said = |(outcome, count)| format!("{count} {}", words::outcome(lang, outcome)).replace(' ', "\u{a0}");
    some.map(said).collect::<Vec<_>>().join(lang.comma())
}

fn time_text(session: Session, text: &Messages, scene: &Scene, step: SubtaskIdx) -> String {
    let (lang, zone) = (session.lang.get(), session.zone.get());
    let Some(time) = scene.time(step) else { return String::new() };
    let part = |label: &str, span: Option<Millis>| span.map(|span| format!("{label} {}", words::duration(lang, span)));
    [
        time.start.map(|start| {
            let at = zone.elapsed(lang, start).unwrap_or_else(|| zone.time(start));
            format!("{} {at}", text.start)
        }),
        part(text.waited, time.wait()),
        part(text.ran, time.run()),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(lang.comma())
}

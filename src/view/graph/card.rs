//! A node that can be read: a real element over the canvas, for eyes, keyboards and screen readers.

use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;
use taskscope_core::insight::Counts;
use taskscope_core::task::{Family, Outcome, SubtaskIdx};
use taskscope_core::words;

use super::super::compare::delta_text;
use super::super::icon::OutcomeIcon;
use super::super::part::{IntoPart, Part, does, live, say, when};
use super::super::shown::{Passing, numbered_name, set_open, step_name, use_shown};
use super::super::timeline::worst;
use super::{Follows, GraphState, Lights, focus_card, reveal};
use crate::dom::{decimal, percent, px};
use crate::state::{Delta, Derived, Scene, Session, use_session};
use crate::text::Messages;

/// All that a card shows, compared at each poll.
#[derive(Debug, Default, PartialEq)]
struct Content {
    name: String,
    outcome: Outcome,
    outcome_text: String,
    duration: String,
    /// Share of the task's wall time, in percent.
    share: Option<f64>,
    counts: Vec<(Outcome, usize)>,
    id: Option<String>,
    group_size: Option<String>,
    is_barrier: bool,
    is_critical: bool,
    is_selected: bool,
    /// How it differs from the run that it is compared with, and in words.
    delta: (Delta, String),
    /// Behind search and filter.
    is_faint: bool,
    /// Among what search and filter leave of more.
    is_match: bool,
    /// Held up by a failure.
    is_blocked: bool,
}

/// One card.
#[component]
pub(super) fn Card(
    /// The node's first member, by which it is known from picture to picture.
    first: SubtaskIdx,
) -> Part {
    let session = use_session();
    let shown = use_shown();
    let state: GraphState = expect_context();
    let Lights(lit) = expect_context();
    let place = move || state.picture.with(|picture| picture.as_ref().and_then(|picture| picture.place_of(first)));
    let Some((block, rect)) = place() else { return Part::none() };
    // A later picture, of which the draft is the first, may have the node elsewhere.
    let rect = Derived::new(move |_| place().map_or(rect, |(_, rect)| rect));
    let node = state.picture.with_untracked(|picture| {
        picture.as_ref().and_then(|picture| picture.blocks.blocks.get(block as usize).cloned())
    });
    let Some(node) = node else { return Part::none() };
    let (members, is_group) = (Arc::new(node.members), node.group.is_some());
    let content = Derived::new(move |last: Option<&Arc<Content>>| {
        let passing = shown.passing.get();
        let now = session.scene.get().and_then(|scene| content(session, &scene, &passing, &members, is_group));
        now.map(Arc::new).or_else(|| last.cloned()).unwrap_or_default()
    });
    let light = move || match (lit.get(), state.picture.with_untracked(|picture| picture.as_ref()?.block_of(first))) {
        (Some(lit), Some(node)) if lit.has_node(node) => " ts-lit",
        (Some(_), _) => " ts-dim",
        _ => "",
    };
    let click = move |_| {
        state.active.set(first);
        activate(session, first, state);
    };
    // The element stays while what it says changes: the focus may be on it.
    view! {
        <button
            class=say(move || classes(&content.get()) + light())
            tabindex=say(move || if state.active.get() == first { "0" } else { "-1" })
            aria-label=say(move || content.get().label(session.text()))
            aria-expanded=is_group.then_some("false")
            aria-current=when(move || content.get().is_selected.then_some("true"))
            data-node=first.0.to_string()
            data-subtask-id=content.get_untracked().id.clone()
            data-group-size=content.get_untracked().group_size.clone()
            data-outcome=say(move || content.get().outcome.as_str())
            data-family=say(move || content.get().family().as_str())
            data-delta=when(move || content.get().delta.0.as_str())
            title=content.get_untracked().name.clone()
            style:left=say(move || px(rect.get().x.into()))
            style:top=say(move || px(rect.get().y.into()))
            style:width=px(rect.get_untracked().w.into())
            style:height=px(rect.get_untracked().h.into())
            on:click=does(click)
            on:focus=does(move |_| {
                state.active.set(first);
                state.focused.set(Some(first));
            })
            on:blur=does(move |_| state.focused.try_set(None))
            on:pointerenter=does(move |event: ev::PointerEvent| {
                if event.pointer_type() == "mouse" && event.buttons() == 0 {
                    state.hovered.set(Some(first));
                }
            })
            on:pointerleave=does(move |_| state.hovered.try_set(None))
        >
            {live(move || face(&content.get()))}
        </button>
    }
    .part()
}

/// What stands on a card.
fn face(content: &Content) -> Part {
    let delta = content
        .delta
        .0
        .as_str()
        .map(|delta| view! { " " <b class="ts-delta" data-delta=delta>{content.delta.1.clone()}</b> }.part());
    let size = content.group_size.as_ref().map(|size| view! { <b>{format!("×{size}")}</b> }.part());
    // Less than one in a hundred is not what a reader looks for.
    let share = content.share.filter(|share| size.is_none() && *share >= 1.0);
    let share = share.map(|share| view! { <span>{decimal(share, 0) + " %"}</span> }.part());
    view! {
        <span class="ts-node-head">
            <OutcomeIcon outcome=content.outcome />
            <span class="ts-name">{content.name.clone()}</span>
        </span>
        <span class="ts-node-foot">
            {size}
            {share}
            <span>{content.duration.clone()} {delta}</span>
        </span>
        {foot_bar(content)}
    }
    .part()
}

impl Content {
    /// The card's name for a screen reader.
    fn label(&self, text: &Messages) -> String {
        let size = self.group_size.as_ref().map(|size| format!(" ×{size}")).unwrap_or_default();
        let delta = if self.delta.1.is_empty() { String::new() } else { format!(", {}", self.delta.1) };
        let blocked = if self.is_blocked { format!(", {}", text.held_up) } else { String::new() };
        format!("{}{size}, {}, {}{delta}{blocked}", self.name, self.outcome_text, self.duration)
    }

    /// The family in whose colours the card is: its outcome's, or its difference's.
    fn family(&self) -> Family {
        if self.delta.0 == Delta::Unknown { self.outcome.family() } else { self.delta.0.family() }
    }
}

fn classes(content: &Content) -> String {
    let mark = |holds: bool, name: &'static str| if holds { name } else { "" };
    [
        "ts-node",
        mark(content.is_selected, " ts-selected"),
        mark(content.is_faint, " ts-faint"),
        mark(content.group_size.is_some(), " ts-stacked"),
        mark(content.is_barrier, " ts-barrier"),
        mark(content.is_critical, " ts-critical"),
        mark(content.is_match, " ts-match"),
        mark(content.is_blocked, " ts-blocked"),
    ]
    .concat()
}

/// The line at the foot: outcomes of siblings, or the share of the whole that one step took.
fn foot_bar(content: &Content) -> Part {
    if content.group_size.is_some() {
        let total = content.counts.iter().map(|&(_, count)| count).sum::<usize>().max(1) as f64;
        let parts = content.counts.iter().map(|&(outcome, count)| {
            let width = percent(count as f64 / total);
            view! { <i data-family=outcome.family().as_str() style:width=width></i> }.part()
        });
        return view! { <span class="ts-share ts-share-counts">{parts.collect::<Vec<_>>()}</span> }.part();
    }
    match content.share {
        Some(share) if !content.is_barrier => {
            view! { <span class="ts-share"><i style:width=percent(share / 100.0)></i></span> }.part()
        }
        _ => Part::none(),
    }
}

fn content(
    session: Session,
    scene: &Scene,
    passing: &Passing,
    members: &[SubtaskIdx],
    is_group: bool,
) -> Option<Content> {
    let lang = session.lang.get();
    let &first = members.first()?;
    let subtask = scene.task.get(first)?;
    let counts = Counts::of(members.iter().map(|&step| scene.outcome(step)));
    let outcome = if is_group { worst(&counts) } else { scene.outcome(first) };
    let run = members.iter().filter_map(|&step| scene.time(step)?.run).max();
    let wall = scene.insight.totals.wall.filter(|wall| wall.0 > 0);
    let outcome_text = words::outcome(lang, outcome).to_owned();
    let delta = session.contrast.get().map_or(Delta::Unknown, |contrast| contrast.delta(scene, members));
    Some(Content {
        name: if is_group { step_name(&scene.task, first) } else { numbered_name(&scene.task, first) },
        outcome,
        // What has no duration says instead what became of it.
        duration: run.map_or_else(|| outcome_text.clone(), |run| words::duration(lang, run)),
        outcome_text,
        share: run.zip(wall).map(|(run, wall)| (run.0 as f64 / wall.0 as f64 * 100.0).min(100.0)),
        counts: counts.present().collect(),
        id: (!is_group).then(|| subtask.id.to_string()),
        group_size: is_group.then(|| members.len().to_string()),
        is_barrier: !is_group && subtask.is_barrier(),
        is_selected: session.selected.get().is_some_and(|step| members.contains(&step)),
        delta: (delta, delta_text(lang, session.text(), delta)),
        is_faint: !members.iter().any(|&step| passing.shows(step)),
        is_match: passing.is_active() && members.iter().any(|&step| passing.shows(step)),
        is_blocked: is_blocked(scene, members),
        is_critical: members.iter().any(|step| scene.insight.path.contains.get(step.index()) == Some(&true)),
    })
}

/// Whether a failure holds up any of these steps: only as things are, not in a replay.
pub(super) fn is_blocked(scene: &Scene, members: &[SubtaskIdx]) -> bool {
    let failures = &scene.insight.failures;
    let is_held = |step: &SubtaskIdx| failures.cause_of(*step).is_some() && !scene.outcome(*step).is_failure();
    !scene.is_past() && members.iter().any(is_held)
}

/// What a click or Enter on a card does: selects a step, unfolds siblings.
pub(super) fn activate(session: Session, first: SubtaskIdx, state: GraphState) {
    let (Some(picture), Some(loaded)) = (state.picture.get_untracked(), session.loaded.get_untracked()) else { return };
    let node = picture.block_of(first).and_then(|block| picture.blocks.blocks.get(block as usize));
    match node.and_then(|node| node.group).and_then(|group| loaded.insight.groups.get(group)) {
        Some(group) => {
            // Whoever unfolds it looks at it: the view is theirs from now on.
            state.follows.set(Follows::Nothing);
            set_open(session, group, true);
            state.refocus.set(true);
        }
        None => session.select(first),
    }
}

/// Arrows walk the edges and the ranks.
pub(super) fn on_key(state: GraphState, event: &ev::KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let Some(picture) = state.picture.get_untracked() else { return };
    let Some(here) = picture.block_of(state.active.get_untracked()) else { return };
    let to = match event.key().as_str() {
        "ArrowRight" => picture.neighbours.down(here).first().copied(),
        "ArrowLeft" => picture.neighbours.up(here).first().copied(),
        "ArrowDown" => picture.sibling(here, true),
        "ArrowUp" => picture.sibling(here, false),
        key @ ("+" | "=" | "-") => {
            // Elsewhere they zoom all that is on the screen.
            event.prevent_default();
            return state.zoom(if key == "-" { -1 } else { 1 });
        }
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    if let Some((to, first)) = to.and_then(|to| Some((to, picture.first_of(to)?))) {
        state.active.set(first);
        reveal(state, &picture, to);
        focus_card(first);
    }
}

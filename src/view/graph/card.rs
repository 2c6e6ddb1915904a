//! A node that can be read: a real element over the canvas, for eyes, keyboards and screen readers.

use leptos::ev;
use leptos::prelude::*;
use taskscope_core::insight::Counts;
use taskscope_core::task::{Outcome, SubtaskIdx};
use taskscope_core::words;

use super::super::icon::OutcomeIcon;
use super::super::shown::{set_open, use_shown};
use super::super::timeline::worst;
use super::{GraphState, focus_card, reveal};
use crate::state::{Loaded, Session, use_session};

/// All that a card shows, compared at each poll.
#[derive(Clone, Debug, PartialEq)]
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
}

/// One card.
#[component]
pub(super) fn Card(
    /// The node.
    block: u32,
) -> impl IntoView {
    let session = use_session();
    let shown = use_shown();
    let state: GraphState = expect_context();
    let Some(picture) = state.picture.get_untracked() else { return ().into_any() };
    let Some(rect) = picture.rect(block) else { return ().into_any() };
    let Some(node) = picture.blocks.blocks.get(block as usize) else { return ().into_any() };
    let (members, is_group) = (StoredValue::new(node.members.clone()), node.group.is_some());
    let content = Memo::new(move |last: Option<&Option<Content>>| {
        let loaded = session.loaded.get();
        let now = loaded.and_then(|loaded| members.with_value(|members| content(session, &loaded, members, is_group)));
        now.or_else(|| last.cloned().flatten())
    });
    let with =
        move |read: fn(&Content) -> String| content.with(|content| content.as_ref().map(read).unwrap_or_default());
    let holds = move |flag: fn(&Content) -> bool| content.with(|content| content.as_ref().is_some_and(flag));
    let is_selected =
        move || session.selected.get().is_some_and(|step| members.with_value(|members| members.contains(&step)));
    let is_faint = move || {
        shown.passing.with(|passing| {
            passing.is_active() && !members.with_value(|members| members.iter().any(|&step| passing.shows(step)))
        })
    };
    let label = move || {
        content.with(|content| {
            content.as_ref().map(|content| {
                let size = content.group_size.as_ref().map(|size| format!(" ×{size}")).unwrap_or_default();
                [format!("{}{size}", content.name), content.outcome_text.clone(), content.duration.clone()].join(", ")
            })
        })
    };
    let click = move |_| {
        state.active.set(block);
        activate(session, block, state);
    };
    view! {
        <button
            class="ts-node"
            class:ts-selected=is_selected
            class:ts-faint=is_faint
            class:ts-stacked=is_group
            class:ts-barrier=move || holds(|content| content.is_barrier)
            class:ts-critical=move || holds(|content| content.is_critical)
            tabindex=move || if state.active.get() == block { "0" } else { "-1" }
            aria-label=label
            aria-expanded=is_group.then_some("false")
            aria-current=move || is_selected().then_some("true")
            data-block=block.to_string()
            data-subtask-id=move || content.with(|content| content.as_ref().and_then(|content| content.id.clone()))
            data-group-size=move || content.with(|content| content.as_ref().and_then(|content| content.group_size.clone()))
            data-outcome=move || with(|content| content.outcome.as_str().to_owned())
            data-family=move || with(|content| content.outcome.family().as_str().to_owned())
            title=move || with(|content| content.name.clone())
            style:left=format!("{}px", rect.x)
            style:top=format!("{}px", rect.y)
            style:width=format!("{}px", rect.w)
            style:height=format!("{}px", rect.h)
            on:click=click
            on:focus=move |_| state.active.set(block)
        >
            <span class="ts-node-head">
                {move || content.with(|content| content.as_ref().map(|content| view! { <OutcomeIcon outcome=content.outcome /> }))}
                <span class="ts-name">{move || with(|content| content.name.clone())}</span>
            </span>
            <span class="ts-node-foot">
                {move || content.with(|content| content.as_ref().and_then(|content| content.group_size.clone()).map(|size| view! { <b>"×" {size}</b> }))}
                <span>{move || with(|content| content.duration.clone())}</span>
            </span>
            {move || content.with(|content| content.as_ref().map(foot_bar))}
        </button>
    }
    .into_any()
}

/// The line at the foot: outcomes of siblings, or the share of the whole that one step took.
fn foot_bar(content: &Content) -> impl IntoView + use<> {
    if content.group_size.is_some() {
        let total = content.counts.iter().map(|&(_, count)| count).sum::<usize>().max(1) as f64;
        let parts = content.counts.iter().map(|&(outcome, count)| {
            let width = format!("{:.2}%", count as f64 / total * 100.0);
            view! { <i data-family=outcome.family().as_str() style:width=width></i> }
        });
        return view! { <span class="ts-share ts-share-counts">{parts.collect_view()}</span> }.into_any();
    }
    match content.share {
        Some(share) if !content.is_barrier => {
            view! { <span class="ts-share"><i style:width=format!("{share:.2}%")></i></span> }.into_any()
        }
        _ => ().into_any(),
    }
}

fn content(session: Session, loaded: &Loaded, members: &[SubtaskIdx], is_group: bool) -> Option<Content> {
    let lang = session.lang.get();
    let &first = members.first()?;
    let subtask = loaded.task.get(first)?;
    let counts = Counts::of(members.iter().map(|&step| loaded.outcome(step)));
    let outcome = if is_group { worst(&counts) } else { loaded.outcome(first) };
    let run = members.iter().filter_map(|step| loaded.insight.times.get(step.index())?.run).max();
    let wall = loaded.insight.totals.wall.filter(|wall| wall.0 > 0);
    let outcome_text = words::outcome(lang, outcome).to_owned();
    Some(Content {
        name: words::step(lang, &loaded.task, first),
        outcome,
        // What has no duration says instead what became of it.
        duration: run.map_or_else(|| outcome_text.clone(), |run| words::duration(lang, run)),
        outcome_text,
        share: run.zip(wall).map(|(run, wall)| (run.0 as f64 / wall.0 as f64 * 100.0).min(100.0)),
        counts: counts.present().collect(),
        id: (!is_group).then(|| subtask.id.to_string()),
        group_size: is_group.then(|| members.len().to_string()),
        is_barrier: !is_group && subtask.is_barrier(),
        is_critical: members.iter().any(|step| loaded.insight.path.contains.get(step.index()) == Some(&true)),
    })
}

/// What a click or Enter on a card does: selects a step, unfolds siblings.
fn activate(session: Session, block: u32, state: GraphState) {
    let (Some(picture), Some(loaded)) = (state.picture.get_untracked(), session.loaded.get_untracked()) else { return };
    let Some(node) = picture.blocks.blocks.get(block as usize) else { return };
    match (node.group.and_then(|group| loaded.insight.groups.get(group)), node.members.first()) {
        (Some(group), _) => set_open(session, group, true),
        (None, Some(&step)) => session.select(step),
        (None, None) => {}
    }
}

/// Arrows walk the edges and the ranks.
pub(super) fn on_key(state: GraphState, event: &ev::KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let Some(picture) = state.picture.get_untracked() else { return };
    let here = state.active.get_untracked();
    let to = match event.key().as_str() {
        "ArrowRight" => picture.downstream(here).next(),
        "ArrowLeft" => picture.upstream(here).next(),
        "ArrowDown" => picture.sibling(here, true),
        "ArrowUp" => picture.sibling(here, false),
        "+" | "=" => return state.zoom(1.25),
        "-" => return state.zoom(0.8),
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    if let Some(to) = to {
        state.active.set(to);
        reveal(state, &picture, to);
        focus_card(to);
    }
}

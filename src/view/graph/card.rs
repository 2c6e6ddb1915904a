//! A node that can be read: a real element over the canvas, for eyes, keyboards and screen readers.

use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;
use taskscope_core::insight::Counts;
use taskscope_core::task::{Family, Outcome, SubtaskIdx};
use taskscope_core::words;

use super::super::compare::delta_text;
use super::super::icon::OutcomeIcon;
use super::super::part::{IntoPart, Part, Text, all, does, marked, placed, say, view};
use super::super::shown::{Passing, numbered_name, set_open, step_name, use_shown};
use super::super::timeline::worst;
use super::active::{focus_card, focus_now, shows_focus};
use super::look::contrasted;
use super::{Follows, GraphState, LEGIBLE, Shared, reveal};
use crate::dom::{percent, px};
use crate::state::{Delta, Derived, Scene, Session, Together, Var, use_session};
use crate::text::{Messages, Stand};

/// All that a card shows, compared at each poll.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Content {
    face: Face,
    outcome_text: String,
    /// Of a step that runs it is another at each poll, where all else stays.
    duration: String,
    id: Option<String>,
    is_critical: bool,
    is_selected: bool,
    /// Behind search and filter.
    is_faint: bool,
    /// Among what search and filter leave of more.
    is_match: bool,
    /// Held up by a failure.
    is_blocked: bool,
    /// Of a step: where it stands among the others.
    stand: Option<Stand>,
}

/// What is drawn anew when any of it changes.
#[derive(Debug, Default, PartialEq)]
struct Face {
    name: String,
    outcome: Outcome,
    /// Share of the task's wall time, in percent; 0 where it is less than one: that is not what a reader looks for. A finer
    /// one would be another at each poll of a task that runs.
    share: Option<u8>,
    counts: Vec<(Outcome, usize)>,
    group_size: Option<String>,
    is_barrier: bool,
    /// How it differs from the run that it is compared with, and in words.
    delta: (Delta, String),
    /// In whose colours it is for that; `None`: in its outcome's.
    contrasted: Option<Family>,
}

/// One card.
#[component]
pub(super) fn Card(
    /// The node's first member, by which it is known from picture to picture.
    first: SubtaskIdx,
    /// What all cards show.
    contents: Together,
) -> Part {
    let session = use_session();
    let shown = use_shown();
    let state: GraphState = expect_context();
    let Shared { lit, ground } = expect_context();
    let place = move || state.picture.with(|picture| picture.as_ref().and_then(|picture| picture.place_of(first)));
    let Some((block, rect)) = place() else { return Part::none() };
    // A later picture, of which the draft is the first, may have the node elsewhere.
    let rect = Derived::new(move |_| place().map_or(rect, |(_, rect)| rect));
    let node = state.picture.with_untracked(|picture| {
        picture.as_ref().and_then(|picture| picture.blocks.blocks.get(block as usize).cloned())
    });
    let Some(node) = node else { return Part::none() };
    let (members, is_group) = (node.members, node.group.is_some());
    let content = contents.value(move || {
        let passing = shown.passing.get_untracked();
        content(session, &*session.scene.get_untracked()?, &passing, &members, is_group)
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
    let marks = move || {
        let (content, is_active) = (content.get(), state.active.get() == first);
        vec![
            ("class", Some(classes(&content) + light())),
            ("tabindex", Some(if is_active { "0" } else { "-1" }.to_owned())),
            ("aria-label", Some(content.label_among_others(session.text()))),
            ("aria-current", content.is_selected.then(|| "true".to_owned())),
            ("title", Some(content.face.name.clone())),
            ("data-subtask-id", content.id.clone()),
            ("data-group-size", content.face.group_size.clone()),
            ("data-outcome", Some(content.face.outcome.as_str().to_owned())),
            ("data-family", Some(content.face.contrasted.unwrap_or(content.face.outcome.family()).as_str().to_owned())),
            ("data-delta", content.face.delta.0.as_str().map(str::to_owned)),
        ]
    };
    // The element stays while what it says changes: the focus may be on it.
    let element = view! {
        <button
            aria-expanded=is_group.then_some("false")
            data-node=first.0.to_string()
            style:left=say(move || px(f64::from(rect.get().x) - ground.get().0))
            style:top=say(move || px(f64::from(rect.get().y) - ground.get().1))
            style:width=px(rect.get_untracked().w.into())
            style:height=px(rect.get_untracked().h.into())
            on:click=does(click)
            on:focus=does(move |event: ev::Event| {
                state.active.set(first);
                state.focused.set(Some(first));
                // Who comes by Tab looks at it; who clicks does so already.
                let block = state.picture.with_untracked(|picture| picture.as_ref()?.block_of(first));
                if let Some(block) = block.filter(|_| shows_focus(&event)) {
                    reveal(state, block, 0.0);
                }
            })
            on:blur=does(move |_| state.focused.try_set(None))
            on:pointerenter=does(move |event: ev::PointerEvent| {
                if event.pointer_type() == "mouse" && event.buttons() == 0 {
                    state.hovered.set(Some(first));
                }
            })
            on:pointerleave=does(move |_| state.hovered.try_set(None))
        >
            {face(content)}
        </button>
    };
    marked(element.part(), marks)
}

/// What stands on a card.
fn face(content: Var<Arc<Content>>) -> Part {
    let mut last: Option<(Arc<Content>, Text)> = None;
    placed(1, move |slots| {
        let new = content.get();
        match &mut last {
            Some((old, duration)) if old.face == new.face => {
                if old.duration != new.duration {
                    duration.say(&new.duration);
                }
                *old = new;
            }
            _ => {
                let duration = Text::new(&new.duration);
                slots.iter().for_each(|slot| slot.put(new.face.draw(duration.part())));
                last = Some((new, duration));
            }
        }
    })
}

impl Face {
    fn draw(&self, duration: Part) -> Part {
        let (delta, words) = &self.delta;
        let delta = delta.as_str().map(|delta| {
            let words = words.clone();
            view! { " " <b class="ts-delta" data-delta=delta>{words}</b> }.part()
        });
        let size = self.group_size.as_ref().map(|size| view! { <b>{format!("×{size}")}</b> }.part());
        // Beside a difference there is no room for it.
        let share = self.share.filter(|share| size.is_none() && delta.is_none() && *share > 0);
        let share = share.map(|share| view! { <span>{format!("{share} %")}</span> }.part());
        view! {
            <span class="ts-node-head">
                <OutcomeIcon outcome=self.outcome />
                <span class="ts-name">{self.name.clone()}</span>
            </span>
            <span class="ts-node-foot">
                {size}
                {share}
                <span>{duration} {delta}</span>
            </span>
            {self.foot_bar()}
        }
        .part()
    }

    /// The line at the foot: outcomes of siblings, or the share of the whole that one step took.
    fn foot_bar(&self) -> Part {
        if self.group_size.is_some() {
            let total = self.counts.iter().map(|&(_, count)| count).sum::<usize>().max(1) as f64;
            let parts = self.counts.iter().map(|&(outcome, count)| {
                let width = percent(count as f64 / total);
                view! { <i data-family=outcome.family().as_str() style:width=width></i> }.part()
            });
            return view! { <span class="ts-share ts-share-counts">{all(parts)}</span> }.part();
        }
        match self.share {
            Some(share) if !self.is_barrier => {
                view! { <span class="ts-share"><i style:width=format!("{share}%")></i></span> }.part()
            }
            _ => Part::none(),
        }
    }
}

impl Content {
    /// The card's name for a screen reader, and what is said of a node that is too small for a card.
    pub(super) fn label(&self, text: &Messages) -> String {
        let Face { name, group_size, delta, .. } = &self.face;
        let size = group_size.as_ref().map(|size| format!(" ×{size}")).unwrap_or_default();
        let delta = if delta.1.is_empty() { String::new() } else { format!(", {}", delta.1) };
        let blocked = if self.is_blocked { format!(", {}", text.held_up) } else { String::new() };
        let duration = Some(&self.duration).filter(|it| **it != self.outcome_text);
        let duration = duration.map(|duration| format!(", {duration}")).unwrap_or_default();
        format!("{name}{size}, {}{duration}{delta}{blocked}", self.outcome_text)
    }

    /// The same, and where among the others one is, for whom can't see it.
    fn label_among_others(&self, text: &Messages) -> String {
        let stand = self.stand.map(|stand| format!(", {}", (text.stand)(stand)));
        self.label(text) + &stand.unwrap_or_default()
    }
}

fn classes(content: &Content) -> String {
    let mark = |holds: bool, name: &'static str| if holds { name } else { "" };
    [
        "ts-node",
        mark(content.is_selected, " ts-selected"),
        mark(content.is_faint, " ts-faint"),
        mark(content.face.group_size.is_some(), " ts-stacked"),
        mark(content.face.is_barrier, " ts-barrier"),
        mark(content.is_critical, " ts-critical"),
        mark(content.is_match, " ts-match"),
        mark(content.is_blocked, " ts-blocked"),
    ]
    .concat()
}

/// Follows all that [`content`] reads.
pub(super) fn follow_contents(session: Session) -> Together {
    let passing = use_shown().passing;
    Together::follow(move || {
        session.scene.track();
        session.selected.track();
        session.contrast.track();
        session.lang.track();
        passing.track();
    })
}

/// What a card of these steps shows. What it reads of the session is followed elsewhere.
pub(super) fn content(
    session: Session,
    scene: &Scene,
    passing: &Passing,
    members: &[SubtaskIdx],
    is_group: bool,
) -> Option<Content> {
    let lang = session.lang.get_untracked();
    let &first = members.first()?;
    let subtask = scene.task.get(first)?;
    let counts = Counts::of(members.iter().map(|&step| scene.outcome(step)));
    let outcome = if is_group { worst(&counts) } else { scene.outcome(first) };
    let run = members.iter().filter_map(|&step| scene.time(step)?.run()).max();
    let wall = scene.insight.totals.wall.filter(|wall| wall.0 > 0);
    let outcome_text = words::outcome(lang, outcome).to_owned();
    let contrast = session.contrast.get_untracked();
    let delta = contrast.as_ref().map_or(Delta::Unknown, |contrast| contrast.delta(scene, members));
    let share = run.zip(wall).map(|(run, wall)| (run.0 as f64 / wall.0 as f64 * 100.0).min(100.0));
    let upstreams = scene.task.upstream.of(first);
    let stand = (!is_group).then(|| Stand {
        place: scene.insight.order.place(first).map_or(0, |place| place + 1),
        of: scene.task.subtasks.len(),
        done: upstreams.iter().filter(|step| scene.outcome(**step).is_done()).count(),
        upstream: upstreams.len(),
        downstream: scene.task.downstream.of(first).len(),
    });
    let face = Face {
        name: if is_group { step_name(&scene.task, first) } else { numbered_name(&scene.task, first) },
        outcome,
        share: share.map(|share| if share < 1.0 { 0 } else { share.round() as u8 }),
        counts: counts.present().collect(),
        group_size: is_group.then(|| members.len().to_string()),
        is_barrier: !is_group && subtask.is_barrier(),
        delta: (delta, delta_text(lang, session.text(), delta)),
        contrasted: contrast.and_then(|contrast| contrasted(&contrast, scene, members)),
    };
    Some(Content {
        face,
        // What has no duration says instead what became of it.
        duration: run.map_or_else(|| outcome_text.clone(), |run| words::duration(lang, run)),
        outcome_text,
        id: (!is_group).then(|| subtask.id.to_string()),
        is_selected: session.selected.get_untracked().is_some_and(|step| members.contains(&step)),
        is_faint: !members.iter().any(|&step| passing.shows(step)),
        is_match: passing.is_active() && members.iter().any(|&step| passing.shows(step)),
        is_blocked: is_blocked(scene, members),
        stand,
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
        reveal(state, to, LEGIBLE);
        if !focus_now(first) {
            focus_card(state, first);
        }
    }
}

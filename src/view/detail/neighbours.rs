//! What the step waits for, what waits for it, and what its failure holds up, as links.

use taskscope_core::insight::blast_radius;
use taskscope_core::task::{Outcome, SubtaskIdx};

use super::super::icon::OutcomeIcon;
use super::super::part::{IntoPart, Part, does, drawn, view};
use super::super::shown::{is_open, numbered_name, set_open, siblings_of};
use crate::state::{Derived, Same, Scene, Session};

/// The most neighbours listed by name: a list of ten thousand helps nobody.
const MOST: usize = 12;

/// One list of steps.
#[derive(Clone, PartialEq)]
struct Side {
    heading: &'static str,
    count: usize,
    listed: Vec<(SubtaskIdx, String)>,
}

/// The lists, and the button that folds the step's siblings.
pub(super) fn neighbours(session: Session, scene: Derived<Option<Same<Scene>>>, step: SubtaskIdx) -> Part {
    let sides = move || scene.get().map(|scene| sides(session, &scene, step)).unwrap_or_default();
    let fold = move || {
        let loaded = scene.get()?;
        siblings_of(&loaded, step).filter(|group| is_open(session, &loaded, group)).map(|group| group.members.len())
    };
    view! {
        {drawn(sides, move |sides| sides.into_iter().map(|side| draw(session, scene, side)).collect::<Vec<_>>().part())}
        {drawn(fold, move |size| size.map_or_else(Part::none, |size| fold_button(session, step, size)))}
    }
    .part()
}

fn sides(session: Session, scene: &Scene, step: SubtaskIdx) -> Vec<Side> {
    let text = session.text();
    let side = |heading: &'static str, steps: &[SubtaskIdx]| {
        let entry = |&other: &SubtaskIdx| (other, numbered_name(&scene.task, other));
        Side { heading, count: steps.len(), listed: steps.iter().take(MOST).map(entry).collect() }
    };
    let mut sides =
        vec![side(text.upstream, scene.task.upstream.of(step)), side(text.downstream, scene.task.downstream.of(step))];
    if scene.outcome(step).is_failure() {
        let held = blast_radius(&scene.task, &scene.insight, step);
        if !held.is_empty() {
            sides.push(side(text.holds_up, &held));
        }
    }
    sides
}

fn draw(session: Session, scene: Derived<Option<Same<Scene>>>, Side { heading, count, listed }: Side) -> Part {
    let text = session.text();
    let more = count - listed.len();
    let link = |(step, name): (SubtaskIdx, String)| {
        // The link stays while its step comes to something else: the focus may be on it.
        let outcome = move || scene.get().map_or(Outcome::Unknown, |scene| scene.outcome(step));
        view! {
            <li>
                {drawn(outcome, |outcome| view! { <OutcomeIcon outcome=outcome /> }.part())}
                <button class="ts-link" on:click=does(move |_| session.select(step))>
                    {name}
                </button>
            </li>
        }
        .part()
    };
    let list = if listed.is_empty() {
        view! { <p class="ts-soft">{text.none}</p> }.part()
    } else {
        view! { <ul class="ts-list">{listed.into_iter().map(link).collect::<Vec<_>>()}</ul> }.part()
    };
    view! {
        <div class="ts-side">
            <h3>{format!("{heading} · {count}")}</h3>
            {list}
            {(more > 0).then(|| view! { <p class="ts-soft">{(text.more)(more)}</p> }.part())}
        </div>
    }
    .part()
}

fn fold_button(session: Session, step: SubtaskIdx, size: usize) -> Part {
    let fold = does(move |_| {
        let loaded = session.loaded.get_untracked();
        if let Some(group) = loaded.as_ref().and_then(|loaded| siblings_of(loaded, step)) {
            set_open(session, group, false);
        }
    });
    view! { <button class="ts-button" on:click=fold>{format!("{} ×{size}", session.text().collapse)}</button> }.part()
}

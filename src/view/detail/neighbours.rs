//! What the step waits for, what waits for it, and what its failure holds up, as links.

use taskscope_core::insight::blast_radius;
use taskscope_core::task::{Outcome, SubtaskIdx};

use super::super::icon::OutcomeIcon;
use super::super::part::{IntoPart, Part, all, does, drawn, view};
use super::super::shown::{is_open, numbered_name, set_open, siblings_of};
use crate::state::{Derived, Same, Scene, Session, View};

/// The most neighbours listed by name: a list of ten thousand helps nobody.
const MOST: usize = 12;

/// One list of steps.
#[derive(Clone, PartialEq)]
struct Side {
    heading: &'static str,
    count: usize,
    listed: Vec<(SubtaskIdx, String)>,
}

/// The lists, and the button that folds the step's siblings or unfolds them, where the view does so.
pub(super) fn neighbours(session: Session, scene: Derived<Option<Same<Scene>>>, step: SubtaskIdx) -> Part {
    let sides = move || scene.get().map(|scene| sides(session, &scene, step)).unwrap_or_default();
    let fold = move || {
        let (loaded, choice) = (scene.get()?, session.choice.get());
        let group = siblings_of(&loaded, step).filter(|_| choice.fold && choice.view != View::Table)?;
        Some((group.members.len(), is_open(session, &loaded, group)))
    };
    view! {
        {drawn(sides, move |sides| all(sides.into_iter().map(|side| draw(session, scene, side))))}
        {drawn(fold, move |fold| fold.map_or_else(Part::none, |fold| fold_button(session, step, fold)))}
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
        view! { <ul class="ts-list">{all(listed.into_iter().map(link))}</ul> }.part()
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

/// Whichever it says, it stands in the place of the other: the focus stays on it.
fn fold_button(session: Session, step: SubtaskIdx, (size, is_open): (usize, bool)) -> Part {
    let text = session.text();
    let label = if is_open { text.collapse } else { text.expand };
    let fold = does(move |_| {
        let loaded = session.loaded.get_untracked();
        if let Some(group) = loaded.as_ref().and_then(|loaded| siblings_of(loaded, step)) {
            set_open(session, group, !is_open);
        }
    });
    view! { <button class="ts-button" on:click=fold>{format!("{label} ×{size}")}</button> }.part()
}

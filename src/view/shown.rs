//! Which steps and rows are shown: what search, filter and folding leave.

use std::fmt::Write;
use std::sync::Arc;

use leptos::prelude::*;
use taskscope_core::insight::{Group, GroupKind};
use taskscope_core::layout::timeline::{Arrangement, Arranging, Heading, Row, Sort, rows};
use taskscope_core::task::{Outcome, SubtaskIdx, Task};

use super::table::sorted;
use super::timeline::Whole;
use crate::state::{Choice, Derived, Loaded, Pick, Scene, Session, View, use_session};

/// What is shown. Copied freely; lives with the workspace.
#[derive(Clone, Copy)]
pub struct Shown {
    /// Which steps pass search and filter.
    pub passing: Derived<Passing>,
    /// All steps in the order of the timeline.
    pub arrangement: Derived<Arc<Arrangement>>,
    /// The rows of the timeline.
    pub rows: Derived<Arc<Vec<Row>>>,
    /// The steps that pass, in the order of the rows on the screen, whether or not they are folded away.
    pub order: Derived<Arc<Vec<SubtaskIdx>>>,
    /// The whole of the task's time.
    pub(super) whole: Whole,
}

/// Which steps pass search and filter.
#[derive(Clone, Debug, PartialEq)]
pub struct Passing {
    /// By index; `None`: all pass, since nothing is asked for.
    flags: Option<Arc<Vec<bool>>>,
    /// How many pass.
    pub count: usize,
}

impl Passing {
    /// Whether a step passes.
    #[must_use]
    pub fn shows(&self, step: SubtaskIdx) -> bool {
        self.flags.as_ref().is_none_or(|flags| flags.get(step.index()).copied().unwrap_or(false))
    }

    /// Whether anything is asked for at all.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.flags.is_some()
    }
}

/// What this workspace shows.
#[must_use]
pub fn use_shown() -> Shown {
    expect_context()
}

impl Shown {
    /// Follows the session.
    #[must_use]
    pub fn new() -> Self {
        let session = use_session();
        let passing = Derived::new(move |_| {
            let Some(scene) = session.scene.get() else { return Passing { flags: None, count: 0 } };
            let choice = session.choice.get();
            passing(&scene, &choice.query, &choice.status)
        });
        let how = Derived::new(move |_| {
            let choice = session.choice.get();
            // Only what is sorted by times is other at the instant of a replay.
            let sort = choice.timeline_sort();
            let at = if sort == Sort::Order { None } else { session.instant.get() };
            Arranging { fold: choice.fold, lanes: choice.lanes, sort, at }
        });
        let arrangement = Derived::new(move |_| {
            let Some(loaded) = session.loaded.get() else { return Arc::default() };
            Arc::new(Arrangement::of(&loaded.task, &loaded.insight, how.get()))
        });
        let rows = Derived::new(move |_| {
            let Some(loaded) = session.loaded.get() else { return Arc::default() };
            let arrangement = arrangement.get();
            let opens = |heading| is_heading_open(session, &loaded, &arrangement, heading);
            session.opened.track();
            passing.with(|passing| Arc::new(rows(&arrangement, &|step| passing.shows(step), &opens)))
        });
        let view = Derived::new(move |_| {
            let choice = session.choice.get();
            (choice.view, choice.sort)
        });
        let order = Derived::new(move |_| {
            let Some(scene) = session.scene.get() else { return Arc::default() };
            let shows = |step: &SubtaskIdx| passing.with(|passing| passing.shows(*step));
            let steps = |all: &[SubtaskIdx]| all.iter().copied().filter(shows).collect::<Vec<_>>();
            Arc::new(match view.get() {
                (View::Table, sorting) => sorted(&scene, steps(&scene.insight.order), sorting),
                (View::Graph, _) => steps(&scene.insight.order),
                (View::Timeline | View::Both, _) => arrangement.with(|arrangement| steps(&arrangement.steps)),
            })
        });
        Self { passing, arrangement, rows, order, whole: Whole::new(session) }
    }

    /// Which of the matches the selected step is, from 1; `None` where it is none, or nothing is asked for.
    #[must_use]
    pub fn match_place(&self, session: Session) -> Option<usize> {
        let selected = session.selected.get()?;
        let place = self.order.with(|steps| steps.iter().position(|&step| step == selected));
        Some(place.filter(|_| self.passing.get().is_active())? + 1)
    }

    /// The next of these steps below the selected one, or above it; round the corner if need be.
    #[must_use]
    pub fn next(&self, session: Session, forward: bool, wanted: &dyn Fn(SubtaskIdx) -> bool) -> Option<SubtaskIdx> {
        let (selected, order) = (session.selected.get_untracked(), self.order.get_untracked());
        let mut all: Vec<SubtaskIdx> = order.to_vec();
        if !forward {
            all.reverse();
        }
        let from = all.iter().position(|&step| Some(step) == selected).map_or(0, |here| here + 1);
        all.rotate_left(from);
        all.into_iter().find(|&step| wanted(step))
    }
}

/// What is searched for, word by word, in lower case.
#[must_use]
pub fn terms(query: &str) -> Vec<String> {
    query.split_whitespace().map(str::to_ascii_lowercase).collect()
}

fn passing(scene: &Scene, query: &str, status: &[Outcome]) -> Passing {
    let total = scene.task.subtasks.len();
    let terms = terms(query);
    if terms.is_empty() && status.is_empty() {
        return Passing { flags: None, count: total };
    }
    // One for all steps: there may be a hundred thousand, at each letter that is typed.
    let mut haystack = String::new();
    let flags: Vec<bool> = scene
        .task
        .subtasks
        .iter()
        .zip(scene.outcomes())
        .map(|(subtask, outcome)| {
            (status.is_empty() || status.contains(outcome))
                && (terms.is_empty() || {
                    let node = subtask.executor.as_deref().unwrap_or_default();
                    haystack.clear();
                    let _ = write!(haystack, "{} {} {node}", subtask.name, subtask.id);
                    haystack.make_ascii_lowercase();
                    terms.iter().all(|term| haystack.contains(term))
                })
        })
        .collect();
    let count = flags.iter().filter(|&&passes| passes).count();
    Passing { flags: Some(Arc::new(flags)), count }
}

/// Whether a group's members are seen one by one: as the reader decided, or else where one needs a look. A step that
/// the reader chose is always seen.
#[must_use]
pub fn is_open(session: Session, loaded: &Loaded, group: &Group) -> bool {
    let first = group.members.first();
    let by_hand = session.opened.with(|opened| opened.iter().copied().find(|(group, _)| Some(group) == first));
    if let Some((_, open)) = by_hand {
        return open;
    }
    let chosen = match &session.choice.get().pick {
        Pick::Step(id) => loaded.task.find(id),
        _ => None,
    };
    chosen.is_some_and(|step| group.members.contains(&step))
        || group.members.first().is_some_and(|first| session.failing.with(|it| it.get(first.index()) == Some(&true)))
}

/// Whether what stands under a heading is seen.
#[must_use]
pub fn is_heading_open(session: Session, loaded: &Loaded, arrangement: &Arrangement, heading: Heading) -> bool {
    match heading {
        Heading::Group(group) => loaded.insight.groups.get(group).is_some_and(|group| is_open(session, loaded, group)),
        Heading::Lane(lane) => {
            let node = arrangement.lanes.get(lane).map(|lane| &lane.node);
            session.closed_lanes.with(|closed| node.is_some_and(|node| !closed.contains(node)))
        }
    }
}

/// Opens what stands under a heading, or closes it.
pub fn toggle_heading(session: Session, shown: Shown, heading: Heading) {
    let (Some(loaded), arrangement) = (session.loaded.get_untracked(), shown.arrangement.get_untracked()) else {
        return;
    };
    match heading {
        Heading::Group(group) => {
            if let Some(group) = loaded.insight.groups.get(group) {
                set_open(session, group, !untrack(|| is_open(session, &loaded, group)));
            }
        }
        Heading::Lane(lane) => {
            let Some(node) = arrangement.lanes.get(lane).map(|lane| lane.node.clone()) else { return };
            session.closed_lanes.update(|closed| match closed.iter().position(|other| *other == node) {
                Some(place) => drop(closed.remove(place)),
                None => closed.push(node),
            });
        }
    }
}

/// Opens or closes a group by hand.
pub fn set_open(session: Session, group: &Group, open: bool) {
    if let Some(&first) = group.members.first() {
        session.opened.update(|opened| {
            opened.retain(|&(group, _)| group != first);
            opened.push((first, open));
        });
    }
}

/// The siblings that a step is one of.
#[must_use]
pub fn siblings_of(loaded: &Loaded, step: SubtaskIdx) -> Option<&Group> {
    loaded.insight.groups.iter().find(|group| group.kind == GroupKind::Siblings && group.members.contains(&step))
}

/// Whether the address asks for a step that is not there.
#[must_use]
pub fn missing_step(choice: &Choice, loaded: &Loaded) -> Option<String> {
    match &choice.pick {
        Pick::Step(id) if loaded.task.find(id).is_none() => Some(id.to_string()),
        _ => None,
    }
}

/// A step with its index among its siblings in front, where it has one: where a long name is cut, what tells siblings apart
/// is still seen.
#[must_use]
pub fn numbered_name(task: &Task, step: SubtaskIdx) -> String {
    let index = task.get(step).and_then(|subtask| subtask.parallel_index).map(|index| format!("[{index}] "));
    index.unwrap_or_default() + &step_name(task, step)
}

/// A step as the page names it; by its id where it has no name.
#[must_use]
pub fn step_name(task: &Task, step: SubtaskIdx) -> String {
    task.get(step).map_or_else(String::new, |subtask| {
        if subtask.name.is_empty() { format!("#{}", subtask.id) } else { subtask.name.to_string() }
    })
}

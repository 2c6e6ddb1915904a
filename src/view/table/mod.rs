//! Every field of every step, sortable: the same rows as the timeline, one a step.

mod columns;

use leptos::ev;
use leptos::prelude::*;
use taskscope_core::sort;
use taskscope_core::task::{Outcome, SubtaskIdx};

use self::columns::{COLUMNS, Column};
use super::back::back_to_row;
use super::icon::OutcomeIcon;
use super::part::{IntoPart, Key, Part, does, each, live, marked, say, view};
use super::scroller::Scroller;
use super::shown::use_shown;
use crate::dom::px;
use crate::state::{Derived, Scene, Together, Var, follow, use_session};

/// The height of a row and of the head, in CSS px; the style sheet has the same.
const ROW: f64 = 32.0;

/// By which column the table is sorted, and whether from the largest down. `None`: in reading order.
pub(super) type Sorting = Option<(usize, bool)>;

/// The table.
#[component]
pub fn Table() -> Part {
    let session = use_session();
    let shown = use_shown();
    let scroller = Scroller::new(ROW, ROW);
    let active = Var::new(0_usize);
    let (sorting, steps) = (shown.sorting, shown.order);
    let visible = Derived::new(move |_: Option<&Vec<Key>>| {
        let (active, steps) = (active.get(), steps.get());
        let places = scroller.places(steps.len(), active);
        places.filter_map(|place| Some((place, u64::from(steps.get(place)?.0)))).collect()
    });
    // Looked for when rows or the selection change, not while they are scrolled.
    let selected = Derived::new(move |_| {
        let selected = session.selected.get();
        steps.with(|steps| steps.iter().position(|step| selected == Some(*step)))
    });
    follow(move || {
        session.reveal.track();
        let _ = scroller.node.get();
        if let Some(place) = selected.get_untracked() {
            active.set(place);
            scroller.reveal(place, 0.0);
        }
    });
    let on_key = move |event: ev::KeyboardEvent| {
        let count = steps.get_untracked().len();
        let here = active.get_untracked();
        let to = match event.key().as_str() {
            "Enter" | " " => {
                event.prevent_default();
                if let Some(step) = steps.get_untracked().get(here).copied() {
                    session.select(step);
                }
                return;
            }
            key => match scroller.destination(key, here, count) {
                Some(to) => to,
                None => return,
            },
        };
        event.prevent_default();
        event.stop_propagation();
        active.set(to);
        scroller.reveal(to, 0.0);
        // The heading is the first row.
        scroller.focus(to + 2);
    };
    let sort_by = move |place: usize| {
        sorting.update(|sorting| {
            *sorting = match *sorting {
                Some((column, false)) if column == place => Some((place, true)),
                Some((column, true)) if column == place => None,
                _ => Some((place, false)),
            };
        });
    };
    let heading = move |(place, column): (usize, &'static Column)| {
        let sorted = move || match sorting.get() {
            Some((other, false)) if other == place => "ascending",
            Some((other, true)) if other == place => "descending",
            _ => "none",
        };
        view! {
            <div role="columnheader" class=column.class aria-sort=say(sorted)>
                <button on:click=does(move |_| sort_by(place))>{(column.label)(session.text())}</button>
            </div>
        }
        .part()
    };
    let count = move || steps.get().len();
    let contents = Together::follow(move || {
        session.scene.track();
        session.zone.track();
        session.lang.track();
    });
    let row = move |(place, step): Key| {
        let step = SubtaskIdx(step as u32);
        view! { <TableRow place=place step=step active=active contents=contents.clone() /> }.part()
    };
    view! {
        <section class="ts-card ts-table">
            <div class="ts-scroll" node_ref=scroller.node on:scroll=does(move |_| scroller.scrolled())>
                {back_to_row(scroller, selected, |_, _| 0.0, 1)}
                <div
                    role="grid"
                    class="ts-grid"
                    aria-label=session.text().subtasks
                    aria-rowcount=say(move || (count() + 1).to_string())
                    aria-colcount=COLUMNS.len().to_string()
                    on:keydown=does(on_key)
                >
                    <div role="row" class="ts-head" aria-rowindex="1">
                        {COLUMNS.iter().enumerate().map(heading).collect::<Vec<_>>()}
                    </div>
                    <div class="ts-space" role="presentation" style:height=say(move || px(count() as f64 * ROW))>
                        {each(move || visible.get(), row)}
                    </div>
                </div>
            </div>
        </section>
    }
    .part()
}

/// The steps as a column sorts them.
pub(super) fn sorted(scene: &Scene, steps: Vec<SubtaskIdx>, sorting: Sorting) -> Vec<SubtaskIdx> {
    let Some((column, descends)) = sorting.and_then(|(place, descends)| Some((COLUMNS.get(place)?, descends))) else {
        return steps;
    };
    // Steps of the same key keep their order, also when it is read from its end.
    let place = |place: usize| if descends { !place } else { place };
    let keyed = steps.iter().enumerate().map(|(at, &step)| ((column.key)(scene, step), place(at), step));
    let mut steps: Vec<SubtaskIdx> = sort::by_heap(keyed.collect()).into_iter().map(|(.., step)| step).collect();
    if descends {
        steps.reverse();
    }
    steps
}

/// All that a row shows.
#[derive(Default, PartialEq)]
struct Content {
    outcome: Outcome,
    /// By column.
    texts: Vec<String>,
}

/// One row. Its element stays while what it says changes: the focus may be on it.
#[component]
fn TableRow(place: usize, step: SubtaskIdx, active: Var<usize>, contents: Together) -> Part {
    let session = use_session();
    let content = contents.value(move || {
        let scene = session.scene.get_untracked()?;
        Some(Content {
            outcome: scene.outcome(step),
            texts: COLUMNS.iter().map(|column| (column.text)(session, &scene, step)).collect(),
        })
    });
    let cell = |outcome, column: &Column, text: &str| {
        let icon = column.has_icon.then(|| view! { <OutcomeIcon outcome=outcome /> });
        view! {
            <div role="gridcell" class=column.class title=text.to_owned()>
                {icon}
                {text.to_owned()}
            </div>
        }
        .part()
    };
    let cells = move || {
        let Content { outcome, texts } = &*content.get();
        COLUMNS.iter().zip(texts).map(|(column, text)| cell(*outcome, column, text)).collect::<Vec<_>>().part()
    };
    let marks = move || {
        let (outcome, is_active) = (content.get().outcome, active.get() == place);
        let is_selected = session.selected.get() == Some(step);
        vec![
            ("class", Some(if is_selected { "ts-line ts-selected" } else { "ts-line" }.to_owned())),
            ("tabindex", Some(if is_active { "0" } else { "-1" }.to_owned())),
            ("aria-selected", Some(is_selected.to_string())),
            ("data-outcome", Some(outcome.as_str().to_owned())),
        ]
    };
    let id = session.loaded.with_untracked(|loaded| {
        loaded.as_ref().and_then(|loaded| loaded.task.get(step)).map(|subtask| subtask.id.to_string())
    });
    let click = move |_| {
        active.set(place);
        session.select(step);
    };
    let element = view! {
        <div
            role="row"
            aria-rowindex=(place + 2).to_string()
            data-subtask-id=id
            style:transform=format!("translateY({})", px(place as f64 * ROW))
            on:focus=does(move |_| active.set(place))
            on:click=does(click)
        >
            {live(cells)}
        </div>
    };
    marked(element.part(), marks)
}

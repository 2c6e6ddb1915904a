//! Every field of every step, sortable: the same rows as the timeline, one a step.

mod columns;

use leptos::ev;
use leptos::prelude::*;
use taskscope_core::sort;
use taskscope_core::task::{Outcome, SubtaskIdx};
use wasm_bindgen::JsCast;
use web_sys::HtmlButtonElement;

use self::columns::{Key as CellKey, Kind, Look, look};
use super::back::back_to_row;
use super::icon::OutcomeIcon;
use super::part::{IntoPart, Key, Part, all, does, each_row, live, marked, only, say, view};
use super::rows::Rows;
use super::scroller::Scroller;
use super::shown::use_shown;
use super::workspace::Nothing;
use crate::dom::px;
use crate::state::{Column, Derived, Scene, Sorting, Together, Var, use_session};

/// The height of a row and of the head, in CSS px; the style sheet has the same.
const ROW: f64 = 32.0;

/// The table.
#[component]
pub fn Table() -> Part {
    let session = use_session();
    let shown = use_shown();
    let scroller = Scroller::new(ROW, ROW);
    let steps = shown.order;
    let rows = Rows::new(scroller, 1, move || steps.with(|steps| steps.iter().map(|step| u64::from(step.0)).collect()));
    let visible = Derived::new(move |_: Option<&Vec<Key>>| rows.visible());
    // Looked for when rows or the selection change, not while they are scrolled.
    let selected = Derived::new(move |_| {
        let selected = session.selected.get();
        steps.with(|steps| steps.iter().position(|step| selected == Some(*step)))
    });
    rows.follow(session, shown, move || selected.get_untracked(), |_, _| 0.0);
    let on_key = move |event: ev::KeyboardEvent| {
        // A heading sorts.
        if event.target().and_then(|target| target.dyn_into::<HtmlButtonElement>().ok()).is_some() {
            return;
        }
        let count = steps.get_untracked().len();
        let here = rows.here.get_untracked();
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
        rows.enter(to);
        scroller.reveal(to, 0.0);
        rows.focus(to);
    };
    let sort_by = move |column: Column| {
        session.choose(|choice| {
            choice.sort = match choice.sort {
                Some((other, false)) if other == column => Some((column, true)),
                Some((other, true)) if other == column => None,
                _ => Some((column, false)),
            };
        });
        // What is sorted by is wanted from its beginning.
        scroller.rewind();
    };
    let zone = move || {
        let start = session.loaded.get().and_then(|loaded| loaded.start());
        start.map(|start| format!(" ({})", session.zone.get().name(start))).unwrap_or_default()
    };
    let heading = move |column: Column| {
        let sorted = move || match session.choice.get().sort {
            Some((other, false)) if other == column => "ascending",
            Some((other, true)) if other == column => "descending",
            _ => "none",
        };
        let Look { label, kind, .. } = look(column);
        view! {
            <div role="columnheader" class=kind.class() aria-sort=say(sorted)>
                <button on:click=does(move |_| sort_by(column))>
                    {label(session.text())}
                    {(kind == Kind::Moment).then(|| say(zone).part())}
                </button>
            </div>
        }
        .part()
    };
    let contents = Together::follow(move || {
        session.scene.track();
        session.zone.track();
        session.lang.track();
    });
    let row = move |place: Var<usize>, step: u64| {
        let step = SubtaskIdx(step as u32);
        view! { <TableRow place=place step=step rows=rows contents=contents.clone() /> }.part()
    };
    view! {
        <section class="ts-card ts-table">
            <div class="ts-scroll" tabindex="-1" node_ref=scroller.node on:scroll=does(move |_| scroller.scrolled())>
                {back_to_row(scroller, selected, |_, _| 0.0, 1)}
                {only(move || rows.is_empty(), || view! { <Nothing /> }.part())}
                <div
                    role="grid"
                    class="ts-grid"
                    aria-label=session.text().subtasks
                    aria-rowcount=say(move || (rows.keys.get().len() + 1).to_string())
                    aria-colcount=Column::ALL.len().to_string()
                    on:keydown=does(on_key)
                >
                    <div role="row" class="ts-head" aria-rowindex="1">
                        {all(Column::ALL.into_iter().map(heading))}
                    </div>
                    <div class="ts-space" role="presentation" style:height=say(move || px(rows.height.get()))>
                        {each_row(move || visible.get(), row)}
                    </div>
                </div>
            </div>
        </section>
    }
    .part()
}

/// The steps as a column sorts them.
pub(super) fn sorted(scene: &Scene, steps: Vec<SubtaskIdx>, sorting: Sorting) -> Vec<SubtaskIdx> {
    let Some((column, descends)) = sorting else { return steps };
    let key = look(column).key;
    // Steps of the same key keep their order, also when it is read from its end; what is not known is at the end anyway.
    let place = |place: usize| if descends { !place } else { place };
    let keyed = steps.iter().enumerate().map(|(at, &step)| {
        let key = key(scene, step);
        ((key == CellKey::Nothing) != descends, key, place(at), step)
    });
    let mut steps: Vec<SubtaskIdx> = sort::by_heap(keyed.collect()).into_iter().map(|(.., step)| step).collect();
    if descends {
        steps.reverse();
    }
    steps
}

/// All that a row shows.
#[derive(Default, PartialEq)]
struct Content {
    id: String,
    outcome: Outcome,
    /// By column.
    texts: Vec<String>,
}

/// One row. Its element stays while what it says changes: the focus may be on it.
#[component]
fn TableRow(place: Var<usize>, step: SubtaskIdx, rows: Rows, contents: Together) -> Part {
    let session = use_session();
    let content = contents.value(move || {
        let scene = session.scene.get_untracked()?;
        Some(Content {
            id: scene.task.get(step)?.id.to_string(),
            outcome: scene.outcome(step),
            texts: Column::ALL.into_iter().map(|column| (look(column).text)(session, &scene, step)).collect(),
        })
    });
    let cell = |outcome, column: Column, text: &str| {
        let kind = look(column).kind;
        let icon = (kind == Kind::Outcome).then(|| view! { <OutcomeIcon outcome=outcome /> });
        view! {
            <div role="gridcell" class=kind.class() title=text.to_owned()>
                {icon}
                {text.to_owned()}
            </div>
        }
        .part()
    };
    let cells = move || {
        let Content { outcome, texts, .. } = &*content.get();
        all(Column::ALL.into_iter().zip(texts).map(|(column, text)| cell(*outcome, column, text)))
    };
    let marks = move || {
        let (content, is_active) = (content.get(), rows.here.get() == place.get());
        let is_selected = session.selected.get() == Some(step);
        vec![
            ("class", Some(if is_selected { "ts-line ts-selected" } else { "ts-line" }.to_owned())),
            ("tabindex", Some(if is_active { "0" } else { "-1" }.to_owned())),
            ("aria-selected", Some(is_selected.to_string())),
            ("data-outcome", Some(content.outcome.as_str().to_owned())),
            ("data-subtask-id", Some(content.id.clone())),
            ("aria-rowindex", Some((place.get() + 2).to_string())),
        ]
    };
    let enter = move || rows.active.set(u64::from(step.0));
    let click = move |_| {
        enter();
        session.select(step);
    };
    let element = view! {
        <div
            role="row"
            style:transform=say(move || format!("translateY({})", px(place.get() as f64 * ROW)))
            on:focus=does(move |_| enter())
            on:click=does(click)
        >
            {live(cells)}
        </div>
    };
    marked(element.part(), marks)
}

//! One row: a step, or siblings read as one.

use leptos::ev;
use leptos::prelude::*;
use taskscope_core::insight::Counts;
use taskscope_core::layout::timeline::Row;
use taskscope_core::task::{Millis, Outcome, SubtaskIdx};
use taskscope_core::words;

use super::super::icon::OutcomeIcon;
use super::bars::{Bar, Bars, bars_of};
use super::{ROW, activate};
use crate::state::{Loaded, Session, use_session};
use crate::text::Messages;

/// All that a row shows, compared at each poll: only a row that changed is drawn anew.
#[derive(Clone, Debug, PartialEq)]
struct Content {
    name: String,
    outcome: Outcome,
    outcome_text: String,
    run: String,
    /// What a screen reader hears of the bar.
    time: String,
    bars: Vec<Bar>,
    is_barrier: bool,
    attributes: Attributes,
}

#[derive(Clone, Debug, PartialEq)]
struct Attributes {
    id: Option<String>,
    group_size: Option<String>,
}

/// One row.
#[component]
pub fn TimelineRow(
    /// Its place among the rows, from 0.
    place: usize,
    /// What it shows.
    row: Row,
    /// The row that the keyboard is on.
    active: RwSignal<usize>,
) -> impl IntoView {
    let session = use_session();
    let content = Memo::new(move |last: Option<&Option<Content>>| {
        // A row on its way out keeps what it had.
        let now = session.loaded.get().and_then(|loaded| content(session, &loaded, row));
        now.or_else(|| last.cloned().flatten())
    });
    let with =
        move |read: fn(&Content) -> String| content.with(|content| content.as_ref().map(read).unwrap_or_default());
    let is_selected = move || match row {
        Row::Step { step, .. } => session.selected.with(|selected| *selected == Some(step)),
        Row::Group { .. } => false,
    };
    let expanded = match row {
        Row::Group { open, .. } => Some(open.to_string()),
        Row::Step { .. } => None,
    };
    let level = if matches!(row, Row::Step { group: Some(_), .. }) { "2" } else { "1" };
    let click = move |_: ev::MouseEvent| {
        active.set(place);
        activate(session, row);
    };
    let attributes = move || content.with(|content| content.as_ref().map(|content| content.attributes.clone()));
    view! {
        <div
            role="row"
            class="ts-line"
            class:ts-selected=is_selected
            class:ts-barrier=move || content.with(|content| content.as_ref().is_some_and(|content| content.is_barrier))
            tabindex=move || if active.get() == place { "0" } else { "-1" }
            aria-rowindex=(place + 1).to_string()
            attr:aria-level=level
            aria-expanded=expanded
            aria-selected=move || is_selected().to_string()
            data-subtask-id=move || attributes().and_then(|attributes| attributes.id)
            data-group-size=move || attributes().and_then(|attributes| attributes.group_size)
            data-outcome=move || with(|content| content.outcome.as_str().to_owned())
            data-family=move || with(|content| content.outcome.family().as_str().to_owned())
            style:transform=format!("translateY({}px)", place as f64 * ROW)
            on:click=click
            on:focus=move |_| active.set(place)
        >
            <div role="gridcell" class="ts-cell-name">
                {expanded_mark(row)}
                {move || content.with(|content| content.as_ref().map(|content| view! { <OutcomeIcon outcome=content.outcome /> }))}
                <span class="ts-name" title=move || with(|content| content.name.clone())>
                    {move || with(|content| content.name.clone())}
                </span>
                {move || attributes().and_then(|attributes| attributes.group_size).map(|size| view! { <span class="ts-times">"×" {size}</span> })}
            </div>
            <div role="gridcell" class="ts-cell-outcome">{move || with(|content| content.outcome_text.clone())}</div>
            <div role="gridcell" class="ts-cell-run">{move || with(|content| content.run.clone())}</div>
            <div role="gridcell" class="ts-cell-bar" aria-label=move || with(|content| content.time.clone())>
                <Bars bars=Signal::derive(move || content.with(|content| content.as_ref().map(|content| content.bars.clone()).unwrap_or_default())) />
            </div>
        </div>
    }
}

/// The mark of what can be opened; room for it where nothing can.
fn expanded_mark(row: Row) -> impl IntoView {
    let class = match row {
        Row::Group { open: true, .. } => "ts-mark ts-mark-open",
        Row::Group { .. } => "ts-mark ts-mark-closed",
        Row::Step { group: Some(_), .. } => "ts-mark ts-mark-child",
        Row::Step { .. } => "ts-mark",
    };
    view! { <span class=class aria-hidden="true"></span> }
}

fn content(session: Session, loaded: &Loaded, row: Row) -> Option<Content> {
    let (text, lang) = (session.text(), session.lang.get());
    match row {
        Row::Step { step, group } => {
            let subtask = loaded.task.get(step)?;
            let time = loaded.insight.times.get(step.index())?;
            let outcome = loaded.outcome(step);
            let run = time.run.filter(|_| time.start.is_some()).map(|run| words::duration(lang, run));
            let index = group.and(subtask.parallel_index).map(|index| format!(" [{index}]")).unwrap_or_default();
            let node = group.and(subtask.executor.as_deref()).map(|node| format!(" · {node}")).unwrap_or_default();
            Some(Content {
                name: format!("{}{index}{node}", words::step(lang, &loaded.task, step)),
                outcome,
                outcome_text: words::outcome(lang, outcome).to_owned(),
                run: run.unwrap_or_default(),
                time: time_text(session, text, loaded, step),
                bars: bars_of(lang, text, loaded, &[step]),
                is_barrier: subtask.is_barrier(),
                attributes: Attributes { id: Some(subtask.id.to_string()), group_size: None },
            })
        }
        Row::Group { group, .. } => {
            let group = loaded.insight.groups.get(group)?;
            let first = *group.members.first()?;
            let counts = Counts::of(group.members.iter().map(|&step| loaded.outcome(step)));
            let outcome = worst(&counts);
            let each: Vec<String> =
                counts.present().map(|(outcome, count)| format!("{count} {}", words::outcome(lang, outcome))).collect();
            let longest = group.members.iter().filter_map(|step| loaded.insight.times.get(step.index())?.run).max();
            Some(Content {
                name: words::step(lang, &loaded.task, first),
                outcome,
                outcome_text: each.join(", "),
                run: longest
                    .filter(|&run| run > Millis::ZERO)
                    .map(|run| words::duration(lang, run))
                    .unwrap_or_default(),
                time: each.join(", "),
                bars: bars_of(lang, text, loaded, &group.members),
                is_barrier: false,
                attributes: Attributes { id: None, group_size: Some(group.members.len().to_string()) },
            })
        }
    }
}

/// The outcome that a group is known by: what needs a look comes before what moves, and that before what is over.
pub(in crate::view) fn worst(counts: &Counts) -> Outcome {
    const BY_NEED: [Outcome; 18] = [
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
    BY_NEED.into_iter().find(|&outcome| counts.get(outcome) > 0).unwrap_or(Outcome::Unknown)
}

fn time_text(session: Session, text: &Messages, loaded: &Loaded, step: SubtaskIdx) -> String {
    let (lang, zone) = (session.lang.get(), session.zone.get());
    let Some(time) = loaded.insight.times.get(step.index()) else { return String::new() };
    let part = |label: &str, span: Option<Millis>| span.map(|span| format!("{label} {}", words::duration(lang, span)));
    [
        time.start.map(|start| format!("{} {}", text.start, zone.time(start))),
        part(text.waited, time.wait),
        part(text.ran, time.run),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(", ")
}

//! The list of facts that have to do with time and place.

use taskscope_core::task::SubtaskIdx;
use taskscope_core::words;

use super::super::part::{IntoPart, Line, Part, Text, view};
use super::super::shown::siblings_of;
use crate::dom::decimal;
use crate::state::{Loaded, Scene, Session};

/// How many facts there may be.
pub(super) const FACTS: usize = 9;

/// The facts of a step; of those that are not known there is no line. In a replay that is what the step came to later.
pub(super) fn facts(session: Session, scene: &Scene, step: SubtaskIdx) -> [Line; FACTS] {
    let loaded: &Loaded = scene;
    let (text, lang, zone) = (session.text(), session.lang.get(), session.zone.get());
    let time = scene.time(step).unwrap_or_default();
    let subtask = loaded.task.get(step);
    let is_final = !scene.is_past() || (!time.is_open && scene.outcome(step) == loaded.outcome(step));
    let last = subtask.filter(|_| is_final);
    let share = time
        .run()
        .filter(|_| is_final)
        .zip(loaded.insight.totals.wall.filter(|wall| wall.0 > 0))
        .map(|(run, wall)| decimal(run.0 as f64 / wall.0 as f64 * 100.0, 1) + " %");
    let ran = time.start.map(|start| {
        let (span, name) = zone.span(start, time.end.filter(|_| !time.is_open));
        format!("{span} {name}")
    });
    let limit = subtask.and_then(|subtask| match subtask.time_limit {
        None => subtask.is_unlimited.then(|| text.no_limit.to_owned()),
        Some(limit) => Some(words::duration(lang, limit)),
    });
    let attempts = last.map(|subtask| words::attempts(lang, subtask));
    let siblings = siblings_of(loaded, step).map(|group| {
        let index = subtask.and_then(|subtask| subtask.parallel_index);
        let index = index.map(|index| format!("[{index}] ")).unwrap_or_default();
        format!("{index}×{}", group.members.len())
    });
    [
        (text.waited, time.wait().map(|wait| words::duration(lang, wait))),
        (text.ran, ran),
        (text.share_of_task, share),
        (text.slack, slack(session, loaded, step).filter(|_| is_final)),
        (text.time_limit, limit),
        (text.attempts, attempts),
        (
            text.ocp_node,
            subtask
                .filter(|_| !scene.is_past() || time.start.is_some())
                .and_then(|subtask| subtask.executor.as_deref().map(str::to_owned)),
        ),
        (text.parallel_index, siblings.or_else(|| Some(format!("[{}]", subtask?.parallel_index?)))),
        (text.status, last.map(|subtask| format!("{} · {}", subtask.status, subtask.operation))),
    ]
    .map(|(label, value)| Some(vec![label.to_owned(), value.filter(|value| !value.is_empty())?]))
}

/// By how much the step could have ended later; said where the task has a critical path.
fn slack(session: Session, loaded: &Loaded, step: SubtaskIdx) -> Option<String> {
    let slack = (*loaded.insight.slack.get(step.index())?)?;
    Some(match loaded.insight.path.contains.get(step.index()) {
        Some(true) => session.text().on_path.to_owned(),
        _ => words::duration(session.lang.get(), slack),
    })
}

/// Draws one as an entry of a description list.
pub(super) fn draw(texts: &[Text]) -> Part {
    let [label, value] = texts else { return Part::none() };
    view! { <dt>{label.part()}</dt> <dd class="ts-selectable">{value.part()}</dd> }.part()
}

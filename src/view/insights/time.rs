//! Where the time went, and what would be saved.

use taskscope_core::insight::{PathPart, wall_if};
use taskscope_core::sort::{self, Key as _};
use taskscope_core::task::{Millis, SubtaskIdx};
use taskscope_core::words;

use super::MOST;
use super::section::{Entry, Section};
use crate::dom::decimal;
use crate::state::{Loaded, Session};

/// How many steps of the critical path are listed.
const MOST_PARTS: usize = 8;

/// The steps of the critical path that took the most of the wall time, in reading order, and what is left.
pub(super) fn critical_path(session: Session, loaded: &Loaded) -> Option<Section> {
    let (text, lang) = (session.text(), session.lang.get_untracked());
    let wall = loaded.insight.totals.wall.filter(|wall| *wall > Millis::ZERO)?;
    let parts = &loaded.insight.path.parts;
    let mut largest: Vec<(u64, &PathPart)> = (0..).zip(parts).collect();
    sort::by_key(&mut largest, |(_, part)| !(part.run + part.wait).0.key());
    largest.truncate(MOST_PARTS);
    sort::by_key(&mut largest, |&(place, _)| place);
    let entries = largest
        .into_iter()
        .map(|(_, part)| {
            let share = (part.run + part.wait).0 as f64 / wall.0 as f64;
            let said = |label: &str, span: Millis| format!("{label} {}", words::duration(lang, span));
            let idle = if is_span(loaded, part) { text.idle_included } else { "" };
            let note = format!("{}{idle} · {}", said(text.work, part.run), said(text.wait, part.wait));
            let value = decimal(share * 100.0, 1) + " %";
            Entry { value, share: Some(share), ..Entry::new(loaded, part.step, note) }
        })
        .collect();
    let more = parts.len().saturating_sub(MOST_PARTS);
    let closing = loaded.insight.totals.closing.map(|span| format!("{} {}", text.closing, words::duration(lang, span)));
    let after = [(more > 0).then(|| (text.more)(more)), closing].into_iter().flatten().collect();
    let section = Section { heading: text.where_time, hint: text.where_time_hint, entries, after };
    Some(section).filter(|_| !parts.is_empty())
}

/// Whether idle time lies in what the step took.
fn is_span(loaded: &Loaded, part: &PathPart) -> bool {
    loaded.insight.times.get(part.step.index()).is_some_and(|time| time.is_span)
}

/// The steps that waited the longest for their turn.
pub(super) fn longest_waits(session: Session, loaded: &Loaded) -> Option<Section> {
    let lang = session.lang.get_untracked();
    let wait = |step: &SubtaskIdx| loaded.insight.times.get(step.index()).and_then(|time| time.wait);
    let mut waited: Vec<(Millis, SubtaskIdx)> =
        loaded.insight.order.iter().filter_map(|step| Some((wait(step)?, *step))).collect();
    waited.retain(|(wait, _)| *wait > Millis::ZERO);
    sort::by_key(&mut waited, |(wait, _)| !wait.0.key());
    let entry = |(wait, step): (Millis, SubtaskIdx)| {
        let value = words::duration(lang, wait);
        Entry { value, ..Entry::new(loaded, step, String::new()) }
    };
    let entries = waited.into_iter().take(MOST).map(entry).collect();
    Section { heading: session.text().longest_waits, entries, ..Section::default() }.unless_empty()
}

/// What the wall time would be, had one of the longest steps of the critical path taken half as long.
pub(super) fn what_if(session: Session, loaded: &Loaded) -> Option<Section> {
    let (text, lang) = (session.text(), session.lang.get_untracked());
    let wall = loaded.insight.totals.wall?;
    let mut parts: Vec<&PathPart> = loaded.insight.path.parts.iter().filter(|part| part.run.0 > 1).collect();
    // Of an interval with idle time in it, nobody knows how much was work.
    parts.retain(|part| !is_span(loaded, part));
    sort::by_key(&mut parts, |part| !part.run.0.key());
    let entry = |part: &&PathPart| {
        let run = loaded.insight.times.get(part.step.index())?.run?;
        let then = wall_if(&loaded.task, &loaded.insight, part.step, Millis(run.0 / 2))?;
        Some(Entry::new(loaded, part.step, words::what_if(lang, wall, then)))
    };
    let entries = parts.iter().take(3).filter_map(entry).collect();
    Section { heading: text.what_if, hint: text.what_if_hint, entries, ..Section::default() }.unless_empty()
}

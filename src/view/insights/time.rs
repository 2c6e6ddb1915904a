//! Where the time went, and what would be saved.

use taskscope_core::insight::PathPart;
use taskscope_core::sort::{self, Key as _};
use taskscope_core::task::{Millis, SubtaskIdx};
use taskscope_core::words;

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
    let section = Section { heading: text.insights.where_time, hint: text.insights.where_time_hint, entries, after };
    Some(section).filter(|_| !parts.is_empty())
}

/// Whether idle time lies in what the step took.
fn is_span(loaded: &Loaded, part: &PathPart) -> bool {
    loaded.insight.times.get(part.step.index()).is_some_and(|time| time.is_span)
}

/// The steps that waited the longest for their turn.
pub(super) fn longest_waits(session: Session, loaded: &Loaded) -> Option<Section> {
    let lang = session.lang.get_untracked();
    let entry = |&step: &SubtaskIdx| {
        let wait = loaded.insight.times.get(step.index())?.wait()?;
        Some(Entry { value: words::duration(lang, wait), ..Entry::new(loaded, step, String::new()) })
    };
    let entries = loaded.insight.highlights.waits.iter().filter_map(entry).collect();
    Section { heading: session.text().insights.longest_waits, entries, ..Section::default() }.unless_empty()
}

/// What the wall time would be, had one of the longest steps of the critical path taken half as long.
pub(super) fn what_if(session: Session, loaded: &Loaded) -> Option<Section> {
    let (text, lang) = (&session.text().insights, session.lang.get_untracked());
    let wall = loaded.insight.totals.wall?;
    let entry = |&(step, then): &(SubtaskIdx, Millis)| Entry::new(loaded, step, words::what_if(lang, wall, then));
    let entries = loaded.insight.highlights.savings.iter().map(entry).collect();
    Section { heading: text.what_if, hint: text.what_if_hint, entries, ..Section::default() }.unless_empty()
}

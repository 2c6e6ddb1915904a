//! The rows by keyboard and click: which one the keyboard is on, and what a row does.

use leptos::ev::KeyboardEvent;
use taskscope_core::layout::timeline::{Heading, Item, Row};
use taskscope_core::task::SubtaskIdx;

use super::super::rows::Rows;
use super::super::shown::{Shown, toggle_heading};
use super::ROW;
use crate::state::Session;

/// The row of a step, or of the heading that it is folded under.
pub(super) fn place_of(shown: Shown, step: SubtaskIdx) -> Option<usize> {
    let heading = shown.arrangement.with_untracked(|arrangement| arrangement.under(step));
    shown.rows.with_untracked(|rows| {
        rows.iter().position(|row| row.item == Item::Step(step)).or_else(|| {
            let is_above = |row: &Row| matches!(row.item, Item::Heading(other, _) if Some(other) == heading);
            rows.iter().position(is_above)
        })
    })
}

/// The keys of a treegrid, after the ARIA Authoring Practices.
pub(super) fn on_key(session: Session, shown: Shown, list: Rows, event: &KeyboardEvent) {
    let rows = shown.rows.get_untracked();
    let count = rows.len();
    let here = list.here.get_untracked();
    let Some(&row) = rows.get(here) else { return };
    let to = match event.key().as_str() {
        "ArrowRight" => match row.item {
            Item::Heading(_, true) => here + 1,
            Item::Heading(heading, _) => {
                toggle_heading(session, shown, heading);
                here
            }
            Item::Step(_) => return,
        },
        "ArrowLeft" => match (row.item, row.under) {
            (Item::Heading(heading, true), _) => {
                toggle_heading(session, shown, heading);
                here
            }
            // The heading stands right above the first row under it.
            (Item::Step(_), Some(_)) => here.saturating_sub(row.position as usize),
            _ => return,
        },
        "Enter" | " " => {
            event.prevent_default();
            activate(session, shown, row);
            return;
        }
        key => match list.scroller.destination(key, here, count) {
            Some(to) => to,
            None => return,
        },
    };
    event.prevent_default();
    event.stop_propagation();
    let to = to.min(count.saturating_sub(1));
    list.enter(to);
    // Below the heading of its lane, which stays at the top.
    list.scroller.reveal(to, covered(shown, to));
    list.focus(to);
}

/// How much of the rows at the top the heading of this row's lane covers, in CSS px.
pub(super) fn covered(shown: Shown, place: usize) -> f64 {
    let under = shown.rows.with_untracked(|rows| rows.get(place).and_then(|row| row.under));
    if matches!(under, Some(Heading::Lane(_))) { ROW } else { 0.0 }
}

/// What a row is, apart from whether it is open: opening a heading must not make another element of its row, or the
/// focus would be lost.
pub(super) fn identity(row: Row) -> u64 {
    let kind = match row.under {
        None => 0,
        Some(Heading::Group(_)) => 1,
        Some(Heading::Lane(_)) => 2,
    };
    match row.item {
        Item::Step(step) => u64::from(step.0) | kind << 32,
        Item::Heading(Heading::Group(group), _) => group as u64 | 3 << 32,
        Item::Heading(Heading::Lane(lane), _) => lane as u64 | 4 << 32,
    }
}

/// What a click or Enter on a row does: selects a step, opens or closes what stands under a heading.
pub(super) fn activate(session: Session, shown: Shown, row: Row) {
    match row.item {
        Item::Step(step) => session.select(step),
        Item::Heading(heading, _) => toggle_heading(session, shown, heading),
    }
}

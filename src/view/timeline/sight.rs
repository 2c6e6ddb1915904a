//! That something is on the axis: of the rows in sight after a zoom one has a bar, and a step that is asked for shows its own.
//!
//! ```text
//!   step        ▕      axis      ▏
//!   ▸ in sight  ▕                ▏ ▓▓     no bar of the rows in sight: the first row that has one is scrolled to
//!     selected  ▕                ▏    ▓▓  asked for: the axis moves to it
//! ```

use taskscope_core::insight::Insight;
use taskscope_core::layout::timeline::{Arrangement, Item, Row};
use taskscope_core::task::{SubtaskIdx, Timestamp};

use super::super::scroller::Scroller;
use super::super::shown::Shown;
use super::{ROW, TimeAxis, covered};
use crate::state::Session;

/// The steps whose bars a row shows, without those that have rows of their own.
pub(super) fn steps_of<'a>(arrangement: &'a Arrangement, insight: &'a Insight, row: &'a Row) -> &'a [SubtaskIdx] {
    match &row.item {
        Item::Step(step) => std::slice::from_ref(step),
        Item::Heading(heading, false) => arrangement.members(insight, *heading),
        Item::Heading(_, true) => &[],
    }
}

/// From when to when the bar of a step goes.
fn bar_of(session: Session, step: SubtaskIdx) -> Option<(Timestamp, Timestamp)> {
    let time = session.scene.get_untracked()?.time(step)?;
    Some((time.start?, time.end.or(time.start)?))
}

/// Scrolls to the first row with a bar on the axis, if none of those in sight has one.
pub(super) fn show_some(session: Session, shown: Shown, axis: TimeAxis, scroller: Scroller) {
    let (Some(loaded), Some(scale)) = (session.loaded.get_untracked(), axis.shown.get_untracked()) else { return };
    let (rows, arrangement) = (shown.rows.get_untracked(), shown.arrangement.get_untracked());
    let (from, to) = (scale.moment(0.0), scale.moment(1.0));
    let is_on = |step: &SubtaskIdx| bar_of(session, *step).is_some_and(|(start, end)| start <= to && end >= from);
    let shows = |row: &Row| steps_of(&arrangement, &loaded.insight, row).iter().any(is_on);
    let first = (scroller.top.get_untracked() / ROW) as usize;
    if !rows.iter().skip(first).take(scroller.page()).any(shows)
        && let Some(place) = rows.iter().position(shows)
    {
        scroller.reveal(place, covered(shown, place));
    }
}

/// Moves the axis to the bar of the selected step, if that is beyond its ends: to its middle, or to its start where it is
/// longer than the axis.
pub(super) fn show_selected(session: Session, axis: TimeAxis) {
    let bar = session.selected.get_untracked().and_then(|step| bar_of(session, step));
    let Some((start, end)) = bar.filter(|_| session.stretch.get_untracked().is_some()) else { return };
    if let (Some(whole), Some(scale)) = (axis.whole.get_untracked(), axis.shown.get_untracked()) {
        let (left, right) = (scale.place(start), scale.place(end));
        if right < 0.0 || left > 1.0 {
            let by = ((left + right) / 2.0 - 0.5).min(left - 0.1);
            session.stretch.set(Some(scale.panned(by, &whole)));
        }
    }
}

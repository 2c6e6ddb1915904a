//! Whether the selected step's node is in the window, and the way back to it.

use std::rc::Rc;

use taskscope_core::layout::tiles::touches;
use taskscope_core::task::SubtaskIdx;

use super::super::back::{Side, back};
use super::super::part::Part;
use super::GraphState;
use super::active::focus_card;
use super::viewport::centre;
use crate::state::{Derived, Session};

/// A node of which no more than so many CSS px are in the window is out of sight.
const SLIVER: f64 = 8.0;

/// The button back to the selected step's node.
pub(super) fn back_button(session: Session, state: GraphState) -> Part {
    let side = Derived::new(move |_| side_of(state, session.selected.get()?));
    let focus = move || {
        let node = state.selected(session);
        let first = state.picture.with_untracked(|picture| picture.as_ref()?.first_of(node?));
        if let Some(first) = first {
            focus_card(state, first);
        }
    };
    back(side, Rc::new(focus))
}

/// Beyond which edge of the window the node of a step lies; `None` where it is in sight, or there is none.
fn side_of(state: GraphState, step: SubtaskIdx) -> Option<Side> {
    let seen = state.viewport.get().seen(state.size.get(), -SLIVER);
    let (_, rect) = state.picture.with(|picture| picture.as_ref()?.place_of(step))?;
    if touches(rect, seen) || seen.w <= 0.0 || seen.h <= 0.0 {
        return None;
    }
    let ((x, y), (middle_x, middle_y)) = (centre(rect), centre(seen));
    let (dx, dy) = ((x - middle_x) / f64::from(seen.w), (y - middle_y) / f64::from(seen.h));
    Some(match (dx.abs() > dy.abs(), dx > 0.0, dy > 0.0) {
        (true, false, _) => Side::Left,
        (true, true, _) => Side::Right,
        (false, _, false) => Side::Above,
        (false, _, true) => Side::Below,
    })
}

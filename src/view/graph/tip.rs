//! What a node is that is too small to read: its name beside it, while the pointer or the keyboard is on it.

use taskscope_core::number::within;

use super::GraphState;
use super::card::content;
use crate::dom::px;
use crate::state::{Derived, Session};
use crate::view::part::{IntoPart, Part, only, say, view};
use crate::view::shown::use_shown;

/// The room that it takes at most, in CSS px; the style sheet has the same.
const WIDE: f64 = 280.0;
const TALL: f64 = 64.0;

/// The label while nodes are too small (`is_far`); hidden from screen readers: they have the cards.
pub(super) fn tip(session: Session, state: GraphState, is_far: Derived<bool>) -> Part {
    let passing = use_shown().passing;
    let node = Derived::new(move |_| state.hovered.get().or_else(|| state.focused.get()).filter(|_| is_far.get()));
    let words = move || {
        let (picture, scene) = (state.picture.get()?, session.scene.get()?);
        let node = picture.blocks.blocks.get(picture.block_of(node.get()?)? as usize)?;
        let content = content(session, &scene, &passing.get_untracked(), &node.members, node.group.is_some())?;
        Some(content.label(session.text()))
    };
    // Below the node, from its left edge, as far as there is room.
    let place = Derived::new(move |_| {
        let (viewport, (width, height)) = (state.viewport.get(), state.size.get());
        let rect = state.picture.with(|picture| Some(picture.as_ref()?.place_of(node.get()?)?.1));
        let rect = rect.unwrap_or_default();
        let (x, y) =
            (f64::from(rect.x) * viewport.zoom + viewport.x, f64::from(rect.y + rect.h) * viewport.zoom + viewport.y);
        (within(x, 8.0, (width - WIDE).max(8.0)), within(y + 6.0, 8.0, (height - TALL).max(8.0)))
    });
    let label = move || {
        view! {
            <div
                class="ts-tip"
                aria-hidden="true"
                style:left=say(move || px(place.get().0))
                style:top=say(move || px(place.get().1))
            >
                {say(move || words().unwrap_or_default())}
            </div>
        }
        .part()
    };
    only(move || node.get().is_some(), label)
}

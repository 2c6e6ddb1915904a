//! The node that the keyboard is on. One card alone is in the order of Tab, and arrows lead from it to the others. It is
//! there wherever the view is; where nodes are too small to be cards, the graph itself is in the order of Tab instead, and
//! the card is there as long as it has the focus.

use std::sync::Arc;

use leptos::prelude::request_animation_frame;
use taskscope_core::task::SubtaskIdx;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use super::picture::Picture;
use super::viewport::Viewport;
use super::{FEW_CARDS, GraphState, LEGIBLE, MOST_CARDS};
use crate::dom::focus_on;
use crate::state::{Derived, Session, Var};
use crate::view::part::Key;

/// Keeps the keyboard on a node that is drawn: in the first picture of a task on the selected step's, else on the first.
pub(super) fn settle(session: Session, state: GraphState, picture: &Picture, is_known: bool) {
    let before = state.active.get_untracked();
    let own = Some(before).filter(|_| is_known).and_then(|step| picture.block_of(step));
    let node = own.or_else(|| state.selected(session)).or_else(|| picture.first());
    if let Some(first) = node.and_then(|node| picture.first_of(node)).filter(|first| *first != before) {
        state.active.set(first);
    }
}

/// The nodes in sight, where they can be read and there are few enough of them to be elements.
pub(super) fn follow_near(
    picture: Var<Option<Arc<Picture>>>,
    viewport: Var<Viewport>,
    size: Var<(f64, f64)>,
) -> Derived<Option<Vec<u32>>> {
    Derived::new(move |last: Option<&Option<Vec<u32>>>| {
        let viewport = viewport.get();
        let (seen, was_far) = (viewport.seen(size.get(), 60.0), last.is_some_and(Option::is_none));
        if viewport.zoom < LEGIBLE {
            return None;
        }
        picture.with(|picture| {
            let most = if was_far { FEW_CARDS } else { MOST_CARDS };
            let (nodes, are_more) = picture.as_ref().map(|it| it.nodes.within(seen, most)).unwrap_or_default();
            (!are_more).then_some(nodes)
        })
    })
}

/// The nodes that are elements now, each by its first member and whether it is folded siblings.
pub(super) fn visible_cards(state: GraphState) -> Vec<Key> {
    let (near, active) = (state.near.get(), state.active.get());
    let focused = state.focused.get();
    let kept = [(near.is_some() || focused.is_some()).then_some(active), focused];
    let mut cards = near.unwrap_or_default();
    state.picture.with(|picture| {
        let Some(picture) = picture else { return Vec::new() };
        // The active card stays, in its own place among the others, though it may be out of sight; and until it has the focus,
        // so does the one that has: else keys that come in between would be nobody's.
        for own in kept.into_iter().flatten().filter_map(|step| picture.block_of(step)) {
            let place = cards.partition_point(|&block| block < own);
            if cards.get(place) != Some(&own) {
                cards.insert(place, own);
            }
        }
        let key = |block: u32| {
            let node = picture.blocks.blocks.get(block as usize)?;
            Some((0, u64::from(node.members.first()?.0) << 1 | u64::from(node.group.is_some())))
        };
        cards.into_iter().filter_map(key).collect()
    })
}

/// Moves the focus to a node's card; whether there is one.
pub(super) fn focus_now(first: SubtaskIdx) -> bool {
    focus_on(&format!("[data-node=\"{}\"]", first.0))
}

/// Moves the focus to a node's card, once it exists.
pub(super) fn focus_card(state: GraphState, first: SubtaskIdx) {
    let focus = move || focus_now(first);
    if state.focused.get_untracked().is_none() {
        state.focused.set(Some(first));
    }
    request_animation_frame(move || {
        if !focus() {
            // The card that had it before has said meanwhile that none has it, so that there was none.
            state.focused.try_set(Some(first));
            request_animation_frame(move || {
                if !focus() {
                    state.focused.try_set(None);
                }
            });
        }
    });
}

/// Who comes to the graph by Tab comes to its card.
pub(super) fn enter(state: GraphState, event: &Event) {
    if shows_focus(event) {
        focus_card(state, state.active.get_untracked());
    }
}

/// Whether the focus came by the keyboard, as far as the browser knows.
pub(super) fn shows_focus(event: &Event) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    element.is_some_and(|element| element.matches(":focus-visible").unwrap_or(false))
}

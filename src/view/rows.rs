//! The rows of a list: which one the keyboard is on, and that what is looked at stays where it is on the screen while rows
//! above it come and go.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::app::focused;
use super::part::Key;
use super::scroller::Scroller;
use super::shown::Shown;
use crate::dom::px;
use crate::state::{Choice, Derived, Pick, Session, Var, follow};

/// The rows of a list. Copied freely.
#[derive(Clone, Copy)]
pub struct Rows {
    /// What they are scrolled by.
    pub scroller: Scroller,
    /// What each is known by, top to bottom.
    pub keys: Derived<Arc<Vec<u64>>>,
    /// The row that the keyboard is on.
    pub active: Var<u64>,
    /// Its place; where it has gone, the place that it had.
    pub here: Derived<usize>,
    /// How tall they are, in CSS px. While search and filter leave none, as tall as they were: the scroll stays.
    pub height: Derived<f64>,
    /// How many rows the head has.
    before: usize,
}

impl Rows {
    /// Rows below a head of `before` rows.
    pub fn new(scroller: Scroller, before: usize, keys: impl Fn() -> Vec<u64> + Send + Sync + 'static) -> Self {
        let keys = Derived::new(move |_| Arc::new(keys()));
        let active = Var::new(u64::MAX);
        let here = Derived::new(move |last: Option<&usize>| {
            let (active, keys) = (active.get(), keys.get());
            let last = last.copied().unwrap_or(0).min(keys.len().saturating_sub(1));
            keys.iter().position(|key| *key == active).unwrap_or(last)
        });
        let height = Derived::new(move |last: Option<&f64>| match keys.with(|keys| keys.len()) {
            0 => last.copied().unwrap_or(0.0),
            count => count as f64 * scroller.row,
        });
        Self { scroller, keys, active, here, height, before }
    }

    /// The rows that exist.
    pub fn visible(&self) -> Vec<Key> {
        let (here, keys) = (self.here.get(), self.keys.get());
        self.scroller.places(keys.len(), here).filter_map(|place| Some((place, *keys.get(place)?))).collect()
    }

    /// Whether search and filter leave none.
    pub fn is_empty(&self) -> bool {
        self.keys.with(|keys| keys.is_empty())
    }

    /// Takes the keyboard to the row at a place.
    pub fn enter(&self, place: usize) {
        if let Some(key) = self.keys.with_untracked(|keys| keys.get(place).copied()) {
            self.active.set(key);
        }
    }

    /// Moves the focus to the row at a place, once it exists.
    pub fn focus(&self, place: usize) {
        self.scroller.focus(place + self.before + 1);
    }

    /// Brings the selected row into sight when the reader asks for it, and once at the start; keeps what is looked at in its
    /// place when rows come and go of themselves. `covered` is how many CSS px of the rows at the top something covers.
    pub fn follow(
        self,
        session: Session,
        shown: Shown,
        selected: impl Fn() -> Option<usize> + 'static,
        covered: fn(Shown, usize) -> f64,
    ) {
        let last = RefCell::new(None);
        let revealed = Cell::new(None);
        follow(move || {
            let (keys, reveal) = (self.keys.get(), session.reveal.get());
            // What is not the reader's wish for other rows.
            let choice = Choice { pick: Pick::Auto, at: None, ..Choice::clone(&session.choice.get()) };
            if self.scroller.node.get().is_none() {
                return;
            }
            let before = last.replace(Some((keys.clone(), choice.clone())));
            if let Some((old, _)) = before.filter(|(old, before)| *old != keys && *before == choice) {
                self.hold(&old, &keys);
            }
            if revealed.replace(Some(reveal)) != Some(reveal)
                && let Some(place) = selected()
            {
                self.enter(place);
                self.make_room();
                self.scroller.reveal(place, covered(shown, place));
            }
        });
    }

    /// Keeps in its place the row with the focus, if it is in sight, or else the first that is. At the very top the reader
    /// looks at whatever is first.
    fn hold(self, old: &[u64], new: &[u64]) {
        let Some(node) = self.scroller.node.get_untracked() else { return };
        let focus = focused().filter(|element| node.contains(Some(element)));
        if old.is_empty() && focus.as_ref() == Some(&node) {
            self.focus(self.here.get_untracked());
        }
        // Not asked of the element, which may be shorter by now.
        let top = self.scroller.top.get_untracked();
        let first = (top / self.scroller.row) as usize;
        let sight = first..first + self.scroller.page() + 1;
        let active = self.active.get_untracked();
        let own = old.iter().position(|key| *key == active).filter(|place| focus.is_some() && sight.contains(place));
        let moved = |place: usize| {
            let key = old.get(place)?;
            Some(new.iter().position(|other| other == key)? as f64 - place as f64)
        };
        let moved = own.into_iter().chain(sight.filter(|_| top > 0.0)).find_map(moved);
        if let Some(rows) = moved.filter(|rows| *rows != 0.0) {
            self.make_room();
            node.set_scroll_top((top + rows * self.scroller.row).max(0.0) as i32);
            self.scroller.scrolled();
        }
    }

    /// Makes the list as tall as it is going to be: else it could not be scrolled there yet.
    fn make_room(self) {
        let node = self.scroller.node.get_untracked();
        let space = node.and_then(|node| node.query_selector(".ts-space").ok().flatten());
        if let Some(space) = space.and_then(|space| space.dyn_into::<HtmlElement>().ok()) {
            let _ = HtmlElement::style(&space).set_property("height", &px(self.height.get_untracked()));
        }
    }
}

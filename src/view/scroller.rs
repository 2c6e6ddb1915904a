//! A list of which only the visible rows exist.

use leptos::prelude::*;
use web_sys::HtmlElement;

use super::app::focused;
use super::back::Side;
use super::part::NodeRef;
use crate::dom::SizeObserver;
use crate::state::{Keep, Var, follow};

/// Rows above and below the visible ones that exist too, so that a quick scroll shows no gap.
const OVERSCAN: usize = 8;

/// What scrolls: its element, how far it is scrolled, how large it is. All lengths are CSS px.
#[derive(Clone, Copy)]
pub struct Scroller {
    /// The element that scrolls.
    pub node: NodeRef<HtmlElement>,
    /// How far down it is.
    pub top: Var<f64>,
    /// Its inner width and height.
    pub size: Var<(f64, f64)>,
    /// How wide the bar is that it is scrolled by, in CSS px; 0 where there is none, or it lies over what it scrolls.
    pub bar: Var<f64>,
    /// The height of a row.
    pub row: f64,
    /// The height of what sticks to the top.
    head: f64,
}

impl Scroller {
    /// A scroller of rows of one height, below a head that sticks.
    #[must_use]
    pub fn new(row: f64, head: f64) -> Self {
        let node = NodeRef::<HtmlElement>::new();
        let (size, bar) = (Var::new((0.0, 0.0)), Var::new(0.0));
        let observer = Keep::empty();
        follow(move || {
            if let Some(element) = node.get() {
                // The observer's first word comes with the first frame, before it is painted: to ask the element now would
                // make the browser lay the page out once more.
                let own = element.clone();
                observer.put(SizeObserver::new(&element, move |width, height| {
                    bar.try_set((own.offset_width() - own.client_width()).into());
                    size.try_set((width, height));
                }));
            }
        });
        Self { node, top: Var::new(0.0), size, bar, row, head }
    }

    /// Takes over how far the element is scrolled.
    pub fn scrolled(&self) {
        if let Some(element) = self.node.get_untracked() {
            self.top.set(f64::from(element.scroll_top()));
        }
    }

    /// Scrolls to the beginning.
    pub fn rewind(&self) {
        if let Some(element) = self.node.get_untracked() {
            element.set_scroll_top(0);
            self.scrolled();
        }
    }

    /// Scrolls by so many CSS px.
    pub fn scroll_by(&self, by: f64) {
        if let Some(element) = self.node.get_untracked() {
            element.set_scroll_top(element.scroll_top() + by as i32);
        }
    }

    /// The places of the rows that exist, of `count`. The row with the focus stays, though it may be far out of sight:
    /// else the focus would be lost.
    pub fn places(&self, count: usize, focused: usize) -> impl Iterator<Item = usize> + use<> {
        let (top, (_, height)) = (self.top.get(), self.size.get());
        let first = (top / self.row) as usize;
        let visible = (height / self.row) as usize + 2;
        let range = first.saturating_sub(OVERSCAN).min(count)..(first + visible + OVERSCAN).min(count);
        // In its own place among the others: what keeps its order is not moved in the document.
        let above = (focused < range.start).then_some(focused);
        let below = (focused >= range.end && focused < count).then_some(focused);
        above.into_iter().chain(range).chain(below)
    }

    /// How many rows fit.
    #[must_use]
    pub fn page(&self) -> usize {
        (((self.size.get_untracked().1 - self.head) / self.row) as usize).max(1)
    }

    /// Where a key that moves along a list of `count` rows leads; `None` for any other key.
    pub fn destination(&self, key: &str, here: usize, count: usize) -> Option<usize> {
        let to = match key {
            "ArrowDown" => here + 1,
            "ArrowUp" => here.saturating_sub(1),
            "PageDown" => here + self.page(),
            "PageUp" => here.saturating_sub(self.page()),
            "Home" => 0,
            "End" => count,
            _ => return None,
        };
        Some(to.min(count.saturating_sub(1)))
    }

    /// Moves the focus to the row of this `aria-rowindex`, once it exists.
    pub fn focus(self, index: usize) {
        request_animation_frame(move || {
            let Some(node) = self.node.get_untracked() else { return };
            let row = node.query_selector(&format!("[aria-rowindex=\"{index}\"]")).ok().flatten();
            let row = row.and_then(|row| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(row).ok());
            if let Some(row) = row.filter(|row| focused().as_ref() != Some(row)) {
                let _ = row.focus();
            }
        });
    }

    /// Beyond which edge the middle of a row lies, below what covers so many CSS px of the rows at the top; `None` where it is
    /// in sight.
    #[must_use]
    pub fn side(&self, place: usize, covered: f64) -> Option<Side> {
        let height = self.size.get().1 - self.head;
        let middle = (place as f64 + 0.5) * self.row - self.top.get();
        if height <= covered {
            None
        } else if middle < covered {
            Some(Side::Above)
        } else {
            (middle > height).then_some(Side::Below)
        }
    }

    /// Scrolls as little as brings a row into sight, below what covers so many CSS px of the rows at the top.
    pub fn reveal(&self, place: usize, covered: f64) {
        let Some(element) = self.node.get_untracked() else { return };
        let (top, height) = (f64::from(element.scroll_top()), f64::from(element.client_height()) - self.head);
        let (row_top, row_bottom) = (place as f64 * self.row - covered, (place + 1) as f64 * self.row);
        if row_top < top || row_bottom > top + height {
            // A row from afar comes to the middle, so that its neighbours are seen too.
            let is_near = (row_top - top).abs() < height * 1.5;
            let to = match (is_near, row_top < top) {
                (true, true) => row_top,
                (true, false) => row_bottom - height,
                (false, _) => row_top - height / 2.0,
            };
            element.set_scroll_top(to.max(0.0) as i32);
            self.scrolled();
        }
    }
}

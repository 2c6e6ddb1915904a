//! A list of pieces, of which as few as can be are touched when it changes.
//!
//! The pieces stand in the document as they do in the list: that is the order in which a screen reader reads them. One
//! that is moved loses the focus, so of those that stay, only those are moved that are not in the longest run that kept
//! its order:
//!
//! ```text
//!   before   a b c d e        stays  b c e  (their places rise: 1 2 4)
//!   after    x b c e a        moved  a      made  x      let go  d
//! ```

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::{Mountable, Owner, untrack};
use leptos::reactive::effect::RenderEffect;
use leptos::tachys::renderer::types::{Element, Node};

use super::part::{Built, Part};
use crate::dom::hand_focus_over;
use crate::state::Var;

/// A piece of a list: its place, and what it is known by, which no other of the list is.
pub type Key = (usize, u64);

/// A list of pieces. What stays keeps its piece, and with it focus and scroll; the piece follows its place.
pub fn each(keys: impl Fn() -> Vec<Key> + 'static, make: impl Fn(Var<usize>, u64) -> Part + 'static) -> Part {
    follow_keys(Box::new(keys), Box::new(make), false)
}

/// The same for rows: where the one with the focus goes, the next has it.
pub fn each_row(keys: impl Fn() -> Vec<Key> + 'static, make: impl Fn(Var<usize>, u64) -> Part + 'static) -> Part {
    follow_keys(Box::new(keys), Box::new(make), true)
}

fn follow_keys(keys: Box<dyn Fn() -> Vec<Key>>, make: Box<dyn Fn(Var<usize>, u64) -> Part>, hands_over: bool) -> Part {
    // The pieces live as long as the list's owner, not from one change of the keys to the next.
    let owner = Owner::current().unwrap_or_default();
    let list = Rc::new(RefCell::new(List { items: Vec::new(), end: Part::none().into_built() }));
    let own = list.clone();
    let effect = RenderEffect::new(move |_| {
        let keys = keys();
        let make = |(place, key)| {
            let owner = owner.with(Owner::new);
            let place = owner.with(|| Var::new(place));
            let built = owner.with(|| untrack(|| make(place, key))).into_built();
            Item { key, place, built, owner }
        };
        let gone = untrack(|| own.borrow_mut().become_list(&keys, &make));
        // Giving the focus on has others do things, which may ask for the list.
        let gone = gone.into_iter().map(|(mut gone, next)| {
            if hands_over {
                hand_over(&gone, next);
            }
            gone.built.unmount();
            gone.owner.cleanup();
        });
        untrack(|| gone.for_each(drop));
    });
    Part::of(Mounted { list, _effect: effect })
}

struct Item {
    key: u64,
    place: Var<usize>,
    built: Built,
    owner: Owner,
}

impl Item {
    fn has_focus(&self) -> bool {
        self.built.elements().iter().any(|element| element.matches(":focus-within").unwrap_or(false))
    }
}

/// Gives the focus of a row that goes to the one that stands there now; where no row is left, to what scrolled them.
fn hand_over(gone: &Item, next: Option<Vec<Element>>) {
    if !gone.has_focus() {
        return;
    }
    let last = gone.built.elements();
    let pane = || last.first()?.closest(".ts-scroll").ok().flatten();
    if let Some(next) = next.or_else(|| Some(vec![pane()?])) {
        hand_focus_over(&last, &next);
    }
}

struct List {
    items: Vec<Item>,
    /// Stands behind the last piece, so that one can be put there.
    end: Built,
}

impl List {
    /// Becomes the list of these keys. What is gone is given back, each with the elements of what stands next now.
    fn become_list(&mut self, keys: &[Key], make: &dyn Fn(Key) -> Item) -> Vec<(Item, Option<Vec<Element>>)> {
        let mut old: Vec<Option<Item>> = std::mem::take(&mut self.items).into_iter().map(Some).collect();
        let place_of = |key: &Key| old.iter().position(|item| item.as_ref().is_some_and(|item| item.key == key.1));
        let places: Vec<Option<usize>> = keys.iter().map(place_of).collect();
        let stays =
            rising(&around(&places, &|place| old.get(place).and_then(Option::as_ref).is_some_and(Item::has_focus)));
        // From the end, so that what a piece stands before is in its place already.
        let mut items: Vec<Item> = Vec::with_capacity(keys.len());
        for ((&key, place), stays) in keys.iter().zip(&places).zip(stays).rev() {
            let kept = place.and_then(|place| old.get_mut(place)?.take());
            let is_new = kept.is_none();
            let mut item = kept.unwrap_or_else(|| make(key));
            if item.place.get_untracked() != key.0 {
                item.place.set(key.0);
            }
            if is_new || !stays {
                let is_placed = match items.last() {
                    Some(next) => next.built.insert_before_this(&mut item.built),
                    None => self.end.insert_before_this(&mut item.built),
                };
                // Before the list is mounted there is nothing to stand before; mounting puts all in order.
                let _ = is_placed;
            }
            items.push(item);
        }
        items.reverse();
        self.items = items;
        let next = |gone: usize| {
            let below = places.iter().position(|place| place.is_some_and(|place| place > gone));
            let next = below.or_else(|| places.iter().rposition(Option::is_some))?;
            Some(self.items.get(next)?.built.elements())
        };
        let gone = old.into_iter().enumerate().filter_map(|(place, item)| Some((item?, place)));
        gone.map(|(item, place)| (item, next(place))).collect()
    }
}

/// The places without those that could not stay if the piece does that has the focus. It is looked for only where some
/// piece changes its order.
fn around(places: &[Option<usize>], has_focus: &dyn Fn(usize) -> bool) -> Vec<Option<usize>> {
    let mut left = places.to_vec();
    if places.iter().flatten().is_sorted() {
        return left;
    }
    let held = places.iter().enumerate().find_map(|(at, place)| Some((at, place.filter(|place| has_focus(*place))?)));
    if let Some((held, own)) = held {
        for (at, place) in left.iter_mut().enumerate() {
            *place = place.filter(|place| place.cmp(&own) == at.cmp(&held));
        }
    }
    left
}

/// Which of these places belong to a longest run that rises (C. Schensted, 1961; by binary search over the least ends of
/// runs of each length). What has no place belongs to none.
fn rising(places: &[Option<usize>]) -> Vec<bool> {
    // By length less one: where the run of that length with the least end ends.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; places.len()];
    let place_at = |index: usize| places.get(index).copied().flatten();
    for (index, place) in places.iter().enumerate() {
        let Some(place) = place else { continue };
        let length = ends.partition_point(|&end| place_at(end).is_some_and(|end| end < *place));
        if let Some(slot) = before.get_mut(index) {
            *slot = length.checked_sub(1).and_then(|shorter| ends.get(shorter).copied());
        }
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut stays = vec![false; places.len()];
    let mut at = ends.last().copied();
    while let Some(index) = at {
        if let Some(slot) = stays.get_mut(index) {
            *slot = true;
        }
        at = before.get(index).copied().flatten();
    }
    stays
}

/// The list in the document, and the effect that keeps it as its keys say.
struct Mounted {
    list: Rc<RefCell<List>>,
    _effect: RenderEffect<()>,
}

impl Mountable for Mounted {
    fn unmount(&mut self) {
        let mut list = self.list.borrow_mut();
        list.items.iter_mut().for_each(|item| item.built.unmount());
        list.end.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        let mut list = self.list.borrow_mut();
        list.items.iter_mut().for_each(|item| item.built.mount(parent, marker));
        list.end.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let list = self.list.borrow();
        match list.items.first() {
            Some(first) => first.built.insert_before_this(child),
            None => list.end.insert_before_this(child),
        }
    }

    fn elements(&self) -> Vec<Element> {
        self.list.borrow().items.iter().flat_map(|item| item.built.elements()).collect()
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        for item in self.list.borrow_mut().items.drain(..) {
            item.owner.cleanup();
        }
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn stays(places: &[i32]) -> Vec<usize> {
        let places: Vec<Option<usize>> = places.iter().map(|&place| usize::try_from(place).ok()).collect();
        let stays = rising(&places);
        (0..places.len()).filter(|&index| stays[index]).collect()
    }

    #[wasm_bindgen_test]
    fn what_keeps_its_order_stays() {
        assert_eq!(stays(&[-1, 1, 2, 4, 0]), [1, 2, 3], "new, three that stay, one that goes to the end");
        assert_eq!(stays(&[0, 1, 2]), [0, 1, 2]);
        assert_eq!(stays(&[2, 1, 0]).len(), 1, "of a list turned round one can stay");
        assert_eq!(stays(&[-1, -1]), [0_usize; 0]);
        assert_eq!(stays(&[-1, -1, 0, 1, 2]), [2, 3, 4], "a scroll upwards moves nothing");
        assert_eq!(stays(&[3, 4, 5, 0]), [0, 1, 2]);
    }
}

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

/// What a piece of a list is known by: its place in the list, and what stands there. No two of a list are the same.
pub type Key = (usize, u64);

/// A list of pieces. A key that stays keeps its piece, and with it focus and scroll.
pub fn each(keys: impl Fn() -> Vec<Key> + 'static, make: impl Fn(Key) -> Part + 'static) -> Part {
    follow_keys(Box::new(keys), Box::new(make))
}

fn follow_keys(keys: Box<dyn Fn() -> Vec<Key>>, make: Box<dyn Fn(Key) -> Part>) -> Part {
    // The pieces live as long as the list's owner, not from one change of the keys to the next.
    let owner = Owner::current().unwrap_or_default();
    let list = Rc::new(RefCell::new(List { items: Vec::new(), end: Part::none().into_built() }));
    let own = list.clone();
    let effect = RenderEffect::new(move |_| {
        let keys = keys();
        let make = |key| {
            let owner = owner.with(Owner::new);
            let built = owner.with(|| untrack(|| make(key))).into_built();
            Item { key, built, owner }
        };
        untrack(|| own.borrow_mut().become_list(&keys, &make));
    });
    Part::of(Mounted { list, _effect: effect })
}

struct Item {
    key: Key,
    built: Built,
    owner: Owner,
}

struct List {
    items: Vec<Item>,
    /// Stands behind the last piece, so that one can be put there.
    end: Built,
}

impl List {
    fn become_list(&mut self, keys: &[Key], make: &dyn Fn(Key) -> Item) {
        let mut old: Vec<Option<Item>> = std::mem::take(&mut self.items).into_iter().map(Some).collect();
        let place_of = |key: &Key| old.iter().position(|item| item.as_ref().is_some_and(|item| item.key == *key));
        let places: Vec<Option<usize>> = keys.iter().map(place_of).collect();
        let stays = rising(&places);
        // From the end, so that what a piece stands before is in its place already.
        let mut items: Vec<Item> = Vec::with_capacity(keys.len());
        for ((&key, place), stays) in keys.iter().zip(places).zip(stays).rev() {
            let kept = place.and_then(|place| old.get_mut(place)?.take());
            let is_new = kept.is_none();
            let mut item = kept.unwrap_or_else(|| make(key));
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
        for mut gone in old.into_iter().flatten() {
            gone.built.unmount();
            gone.owner.cleanup();
        }
    }
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

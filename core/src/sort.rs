//! Sorting, of which there is one: the standard library's, once, for numbers with their owners.
//!
//! Each type that is sorted brings a copy of that algorithm into the bundle, some 10 KB; thirty of them were a third
//! of it. So whatever is sorted here first becomes numbers that order as it does, its [`Key`], and those are
//! sorted; what has no such number, as texts have none, and is rare or short goes over a heap.
//!
//! ```text
//!  items   c  a  b      pairs  (key, place)   3,0  1,1  2,2      sorted   1,1  2,2  3,0      items   a  b  c
//! ```

use std::collections::BinaryHeap;

/// Up to this many need no memory of their own: most rows of a graph have a few neighbours.
const FEW: usize = 12;

/// What can be sorted by: a number orders as the values do. Its complement (`!`) orders the other way round.
pub trait Key {
    /// The number that stands for this value.
    fn key(self) -> u64;
}

impl Key for u32 {
    fn key(self) -> u64 {
        u64::from(self)
    }
}

impl Key for i64 {
    fn key(self) -> u64 {
        self as u64 ^ (1 << 63)
    }
}

/// In the order of [`f64::total_cmp`].
impl Key for f64 {
    fn key(self) -> u64 {
        let bits = self.to_bits();
        if bits >> 63 == 0 { bits ^ (1 << 63) } else { !bits }
    }
}

/// In the order of [`f32::total_cmp`].
impl Key for f32 {
    fn key(self) -> u64 {
        let bits = self.to_bits();
        u64::from(if bits >> 31 == 0 { bits ^ (1 << 31) } else { !bits })
    }
}

/// By the first, then by the second.
impl Key for (u32, u32) {
    fn key(self) -> u64 {
        u64::from(self.0) << 32 | u64::from(self.1)
    }
}

/// Sorts keys with their owners; owners of one key go by their number.
#[inline(never)]
pub fn pairs(pairs: &mut [(u64, u32)]) {
    pairs.sort_unstable();
}

/// The numbers of `0..count` sorted by the first key, where that is the same by the second, and so on; at last by
/// themselves.
pub fn by_keys(count: usize, keys: &[&dyn Fn(u32) -> u64]) -> Vec<u32> {
    let mut numbers: Vec<(u64, u32)> = (0..count as u32).map(|number| (0, number)).collect();
    by_each_key(&mut numbers, keys);
    numbers.into_iter().map(|(_, number)| number).collect()
}

/// Goes as deep as there are keys.
fn by_each_key(numbers: &mut [(u64, u32)], keys: &[&dyn Fn(u32) -> u64]) {
    let Some((key, others)) = keys.split_first() else { return };
    numbers.iter_mut().for_each(|(slot, number)| *slot = key(*number));
    pairs(numbers);
    for same in numbers.chunk_by_mut(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        by_each_key(same, others);
    }
}

/// Sorts by a key; items of the same key keep their order.
pub fn by_key<T>(items: &mut [T], key: impl Fn(&T) -> u64) {
    sort(&mut Keyed { items, key });
}

/// What [`sort`] knows of items: of each type of them there is no more than this in the bundle.
trait Items {
    fn count(&self) -> usize;
    fn key(&self, place: usize) -> u64;
    fn swap(&mut self, a: usize, b: usize);
}

struct Keyed<'a, T, F> {
    items: &'a mut [T],
    key: F,
}

impl<T, F: Fn(&T) -> u64> Items for Keyed<'_, T, F> {
    fn count(&self) -> usize {
        self.items.len()
    }

    fn key(&self, place: usize) -> u64 {
        self.items.get(place).map_or(0, &self.key)
    }

    fn swap(&mut self, a: usize, b: usize) {
        self.items.swap(a, b);
    }
}

fn sort(items: &mut dyn Items) {
    let count = items.count();
    let (mut few, mut many) = ([(0, 0); FEW], Vec::new());
    let places = few.get_mut(..count).unwrap_or_else(|| {
        many.resize(count, (0, 0));
        &mut many
    });
    for (place, slot) in places.iter_mut().enumerate() {
        *slot = (items.key(place), place as u32);
    }
    pairs(places);
    for start in 0..count {
        let mut hole = start;
        while let Some((_, from)) = places.get_mut(hole) {
            // A place is done when it names itself.
            let from = std::mem::replace(from, hole as u32) as usize;
            if from == start || from == hole {
                break;
            }
            items.swap(hole, from);
            hole = from;
        }
    }
}

/// Moves the items so that the one at `order[i]` comes to place `i`.
pub fn permute<T>(items: &mut [T], order: Vec<u32>) {
    Permutation::new(order).apply(usize::MAX, |a, b| items.swap(a, b));
}

/// Moves items to their places, cycle by cycle: of large items there is no room for a second copy.
pub struct Permutation {
    /// A place is done when its order names itself.
    order: Vec<u32>,
    /// Where the cycle began.
    start: usize,
    /// Whose item is to be put in its place.
    hole: usize,
}

impl Permutation {
    /// The item at `order[i]` is to come to place `i`.
    pub const fn new(order: Vec<u32>) -> Self {
        Self { order, start: 0, hole: 0 }
    }

    /// Puts so many items in their places, or all that are left, by having two change theirs; tells whether some are left.
    pub fn apply(&mut self, most: usize, mut swap: impl FnMut(usize, usize)) -> bool {
        for _ in 0..most {
            let (start, hole) = (self.start, self.hole);
            let Some(from) = self.order.get_mut(hole) else { return false };
            let from = std::mem::replace(from, hole as u32) as usize;
            if from == start || from == hole {
                self.start += 1;
                self.hole = self.start;
            } else {
                swap(hole, from);
                self.hole = from;
            }
        }
        true
    }
}

/// Sorts arcs, and drops those that repeat.
pub fn distinct(arcs: &mut Vec<(u32, u32)>) {
    by_key(arcs, |&arc| arc.key());
    arcs.dedup();
}

/// Sorts what has no [`Key`]: takes about twice the time.
pub fn by_heap<T: Ord>(items: Vec<T>) -> Vec<T> {
    BinaryHeap::from(items).into_sorted_vec()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Values sorted by their keys stand as their own order has them.
    fn is_order_of<T: Copy + Key>(values: &[T], order: impl Fn(&T, &T) -> std::cmp::Ordering) -> bool {
        let mut sorted = values.to_vec();
        by_key(&mut sorted, |value| value.key());
        sorted.is_sorted_by(|a, b| order(a, b).is_le())
    }

    proptest! {
        #[test]
        fn items_of_the_same_key_keep_their_order(keys in prop::collection::vec(0..20_u32, 0..100)) {
            let mut items: Vec<(u32, usize)> = keys.into_iter().zip(0..).collect();
            let mut expected = items.clone();
            by_key(&mut items, |item| item.0.key());
            expected.sort_by_key(|item| item.0);
            prop_assert_eq!(items, expected);
        }

        #[test]
        fn what_is_not_copied_is_moved(words in prop::collection::vec("[a-c]{0,3}", 0..40)) {
            let mut items = words.clone();
            by_key(&mut items, |word| !(word.len() as u32).key());
            let mut expected = words.clone();
            expected.sort_by_key(|word| std::cmp::Reverse(word.len()));
            prop_assert_eq!(items, expected);
            let mut expected = words.clone();
            expected.sort();
            prop_assert_eq!(by_heap(words), expected);
        }

        #[test]
        fn keys_order_as_their_values(
            wide in prop::collection::vec(any::<f64>(), 0..40),
            narrow in prop::collection::vec(any::<f32>(), 0..40),
            whole in prop::collection::vec(any::<i64>(), 0..40),
            arcs in prop::collection::vec((0..5_u32, any::<u32>()), 0..40),
        ) {
            prop_assert!(is_order_of(&wide, f64::total_cmp));
            prop_assert!(is_order_of(&narrow, f32::total_cmp));
            prop_assert!(is_order_of(&whole, Ord::cmp));
            prop_assert!(is_order_of(&arcs, Ord::cmp));
        }

        #[test]
        fn arcs_become_distinct(arcs in prop::collection::vec((0..6_u32, 0..6_u32), 0..60)) {
            let mut found = arcs.clone();
            distinct(&mut found);
            let expected: std::collections::BTreeSet<_> = arcs.into_iter().collect();
            prop_assert_eq!(found, expected.into_iter().collect::<Vec<_>>());
        }
    }
}

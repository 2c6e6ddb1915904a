//! Fingerprints: what an entry was, in eight bytes, for as long as there is a later answer to come. The payload itself is
//! as large as all that is made of it.
//!
//! Two entries of one length that differ within one word of eight bytes never have the same: each step below loses nothing of
//! what went into it. For any others, by chance, one pair in 2⁶⁴ has.

use crate::task::Id;

/// Odd, so that to multiply by it can be undone: 2⁶⁴ by the golden ratio, after Knuth.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// How many chains go side by side: one alone would wait for each of its multiplications.
const LANES: usize = 4;

/// What a subtask was, for the next answer to be compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::task) struct Print {
    /// Of its entry, letter by letter.
    pub entry: u64,
    /// Of its edges, in whatever order they came, and of what it lacks; 0 where something is odd about it.
    pub edges: u64,
}

const fn step(print: u64, word: u64) -> u64 {
    (print.rotate_left(5) ^ word).wrapping_mul(FACTOR)
}

/// The print of a text.
pub(super) fn print(text: &[u8]) -> u64 {
    let (rows, rest) = text.as_chunks::<{ 8 * LANES }>();
    let mut lanes = [text.len() as u64; LANES];
    for row in rows {
        for (lane, word) in lanes.iter_mut().zip(row.as_chunks().0) {
            *lane = step(*lane, u64::from_le_bytes(*word));
        }
    }
    let (words, rest) = rest.as_chunks();
    let last = rest.iter().fold(0, |word, &byte| word << 8 | u64::from(byte));
    words.iter().map(|word| u64::from_le_bytes(*word)).chain([last]).chain(lanes).fold(0, step)
}

/// A sum over ids: the same in whatever order they come.
#[derive(Default)]
pub(super) struct Sum(u64);

impl Sum {
    /// Adds ids that stand in one list; `None` where there is no list is told from an empty one.
    pub fn add(&mut self, ids: Option<&[Id]>) {
        let own = ids.map(|ids| ids.iter().fold(1, |sum: u64, id| sum.wrapping_add(of_id(id))));
        self.0 = step(self.0, own.unwrap_or_default());
    }

    /// Adds a number.
    pub fn with(self, number: u64) -> u64 {
        step(self.0, number).max(1)
    }
}

/// The finish of MurmurHash3 and its like: numbers that are alike, as ids are, come out as if drawn by lot. What is summed up
/// must: 5 and 7 are 6 and 6 otherwise.
const fn scattered(number: u64) -> u64 {
    // Nothing would come of 0.
    let number = number.wrapping_add(FACTOR);
    let number = (number ^ number >> 32).wrapping_mul(FACTOR);
    let number = (number ^ number >> 29).wrapping_mul(FACTOR);
    number ^ number >> 32
}

fn of_id(id: &Id) -> u64 {
    match id {
        Id::Number(number) => scattered(*number),
        Id::Text(text) => !scattered(print(text.as_bytes())),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_text_has_the_print_of_no_other(
            text in prop::collection::vec(any::<u8>(), 1..200),
            place in any::<prop::sample::Index>(),
            by in 1..=255_u8,
        ) {
            let mut other = text.clone();
            *place.get_mut(&mut other[..]) ^= by;
            prop_assert_ne!(print(&text), print(&other), "one byte is another");
            prop_assert_ne!(print(&text), print(&text[1..]), "one byte is gone");
            other.push(0);
            prop_assert_ne!(print(&text), print(&other));
            prop_assert_eq!(print(&text), print(&text.clone()));
        }

        #[test]
        fn edges_have_the_print_of_their_lists_in_whatever_order(
            ids in prop::collection::vec(0..20_u64, 0..6),
            others in prop::collection::vec(0..20_u64, 0..6),
        ) {
            let edges = |up: Option<&[u64]>, down: Option<&[u64]>| {
                let mut sum = Sum::default();
                for list in [up, down] {
                    let ids = list.map(|ids| ids.iter().map(|&id| Id::Number(id)).collect::<Vec<_>>());
                    sum.add(ids.as_deref());
                }
                sum.with(0)
            };
            let sorted = |ids: &[u64]| {
                let mut ids = ids.to_vec();
                ids.sort_unstable();
                ids
            };
            let (a, b) = (sorted(&ids), sorted(&others));
            prop_assert_eq!(edges(Some(&ids), Some(&others)), edges(Some(&a), Some(&b)));
            prop_assert_eq!(edges(Some(&ids), None) == edges(Some(&others), None), a == b);
            prop_assert_eq!(edges(Some(&ids), Some(&others)) == edges(Some(&others), Some(&ids)), a == b);
            prop_assert_ne!(edges(Some(&[]), None), edges(None, Some(&[])));
            prop_assert_ne!(edges(Some(&[]), None), edges(None, None));
        }
    }
}

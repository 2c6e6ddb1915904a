//! Crossings between two ranks in O(E log V), by an accumulator tree (Barth, Mutzel and Jünger 2004).
//!
//! Links are taken in the order of their upper ends. Each asks the tree how many lower ends so far lie to the right of its
//! own: these it crosses. Links of one item do not cross: an item asks for all of its links before it enters them.

use super::super::layers::Layers;
use super::Order;

/// Crossings of the whole picture.
pub(in super::super) fn crossings(layers: &Layers, order: &Order) -> u64 {
    let mut tree = Tree::default();
    (1..layers.ranks()).map(|r| between(layers, order, r - 1, &mut tree)).sum()
}

/// Crossings between rank `r` and the next.
pub(super) fn between(layers: &Layers, order: &Order, r: usize, tree: &mut Tree) -> u64 {
    tree.clear(layers.range(r + 1).len());
    let mut total = 0;
    for &v in &order.seq[layers.range(r)] {
        for &w in layers.down.of(v) {
            total += u64::from(tree.beyond(order.pos[w as usize]));
        }
        for &w in layers.down.of(v) {
            tree.add(order.pos[w as usize]);
        }
    }
    total
}

/// Counts of numbers below a bound: a Fenwick tree.
#[derive(Default)]
pub(super) struct Tree {
    sums: Vec<u32>,
    total: u32,
}

impl Tree {
    fn clear(&mut self, size: usize) {
        self.sums.clear();
        self.sums.resize(size + 1, 0);
        self.total = 0;
    }

    fn add(&mut self, at: u32) {
        let mut i = at as usize + 1;
        while i < self.sums.len() {
            self.sums[i] += 1;
            i += i & i.wrapping_neg();
        }
        self.total += 1;
    }

    /// How many are greater than `at`.
    fn beyond(&self, at: u32) -> u32 {
        let (mut i, mut below) = (at as usize + 1, 0);
        while i > 0 {
            below += self.sums[i];
            i &= i - 1;
        }
        self.total - below
    }
}

//! Crossings between two ranks in O(E log V), by an accumulator tree (Barth, Mutzel and Jünger 2004).
//!
//! Links are taken in the order of their upper ends. Each asks the tree how many lower ends so far lie to the right of its
//! own: these it crosses. Links of one item do not cross: an item asks for all of its links before it enters them. Where
//! nearly every item is linked with every other, plain sums, made anew for each item, cost less than the tree.

use super::super::layers::Layers;
use super::super::task::Meter;
use super::Order;

/// Links between two looks at the clock.
const LINKS: usize = 20_000;
/// Plain sums pay if an item has on average at least one link for so many items of the next rank.
const DENSE: usize = 12;

/// Crossings of the whole picture.
pub(in super::super) async fn crossings(layers: &Layers, order: &Order, meter: &Meter<'_>) -> u64 {
    let mut sums = Sums::default();
    let (mut total, mut links) = (0, 0);
    // Who asks counts a few links for each item.
    let extra = layers.down.total(0..layers.items()).saturating_sub(DENSE * layers.items());
    meter.spend(2 * extra as u64).await;
    for r in 1..layers.ranks() {
        let width = layers.range(r).len();
        let rank = layers.range(r - 1);
        sums.clear(width, DENSE * layers.down.total(rank.clone()) >= width * rank.len());
        for &v in &order.seq[rank] {
            let row = layers.down.of(v);
            total += row.iter().map(|&w| u64::from(sums.beyond(order.pos[w as usize]))).sum::<u64>();
            row.iter().for_each(|&w| sums.add(order.pos[w as usize]));
            sums.rise();
            links += row.len();
            if links > LINKS {
                links = 0;
                meter.look().await;
            }
        }
    }
    total
}

/// Counts of numbers below a bound: a Fenwick tree, or a plain sum for each.
#[derive(Default)]
struct Sums {
    /// In the tree, what each number stands for; else how many are below each number, and those of the present item.
    sums: Vec<u32>,
    fresh: Vec<u32>,
    total: u32,
    is_plain: bool,
}

impl Sums {
    fn clear(&mut self, size: usize, is_plain: bool) {
        self.sums.clear();
        self.sums.resize(size + 1, 0);
        self.fresh.clear();
        self.fresh.resize(if is_plain { size } else { 0 }, 0);
        self.total = 0;
        self.is_plain = is_plain;
    }

    #[inline]
    fn add(&mut self, at: u32) {
        self.total += 1;
        if self.is_plain {
            self.fresh[at as usize] += 1;
            return;
        }
        let mut i = at as usize + 1;
        while i < self.sums.len() {
            self.sums[i] += 1;
            i += i & i.wrapping_neg();
        }
    }

    /// Takes what was added into the sums.
    #[inline]
    fn rise(&mut self) {
        let mut below = 0;
        for (fresh, sum) in self.fresh.iter_mut().zip(self.sums.iter_mut().skip(1)) {
            below += std::mem::take(fresh);
            *sum += below;
        }
    }

    /// How many are greater than `at`.
    #[inline]
    fn beyond(&self, at: u32) -> u32 {
        let mut i = at as usize + 1;
        if self.is_plain {
            return self.total - self.sums[i];
        }
        let mut below = 0;
        while i > 0 {
            below += self.sums[i];
            i &= i - 1;
        }
        self.total - below
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pace::{Unpaced, run};

    proptest! {
        #[test]
        fn crossings_are_pairs_of_links_that_change_sides(
            (tails, heads) in (1u32..12, 1u32..12),
            links in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..100),
        ) {
            let link = |(a, b): (prop::sample::Index, prop::sample::Index)| {
                (a.index(tails as usize) as u32, tails + b.index(heads as usize) as u32)
            };
            let mut links: Vec<(u32, u32)> = links.into_iter().map(link).collect();
            let ranks: Vec<u32> = (0..tails + heads).map(|v| u32::from(v >= tails)).collect();
            let layers = Layers::new(&ranks, &links);
            let order = Order { seq: (0..tails + heads).collect(), pos: (0..tails).chain(0..heads).collect() };
            let found = run(crossings(&layers, &order, &Meter::new(&Unpaced, 1)));
            links.sort_unstable();
            let crossed = |(i, a): (usize, &(u32, u32))| links[..i].iter().filter(|b| b.0 < a.0 && b.1 > a.1).count();
            prop_assert_eq!(found as usize, links.iter().enumerate().map(crossed).sum::<usize>());
        }
    }
}

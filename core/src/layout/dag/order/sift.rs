//! Sifting (Matuszewski, Schönfeld and Molitor 1999): an item is taken out of its rank and put back where it causes the
//! fewest crossings with the ranks on both sides.
//!
//! Let `g(x)` be the number of the item's neighbours above place `x` minus those below. Passing a fellow `u` changes the
//! crossings by the sum of `g` over `u`'s neighbours. One table of `g` for each side, filled by one walk, prices every place
//! of the rank in one more walk over its links: O(V + E) of the rank for each item.

use super::super::layers::Layers;
use super::Order;
use super::search::Clock;

/// The tables of one side, kept between calls.
#[derive(Default)]
pub(super) struct Sifter {
    gain: Vec<i32>,
    delta: Vec<i32>,
}

impl Sifter {
    pub fn new(layers: &Layers) -> Self {
        Self { gain: vec![0; layers.items()], delta: Vec::new() }
    }

    /// What sifting one item of rank `r` costs, in units of work.
    pub fn cost(layers: &Layers, r: usize) -> u64 {
        let around = layers.range(r).len()
            + layers.range(r.saturating_sub(1)).len()
            + if r + 1 < layers.ranks() { layers.range(r + 1).len() } else { 0 };
        2 * around as u64
    }

    /// Moves `v` of rank `r` to its best place. Returns crossings saved.
    pub fn item(&mut self, layers: &Layers, order: &mut Order, clock: &mut Clock, r: usize, v: u32) -> u64 {
        let range = layers.range(r);
        let width = range.len();
        let here = order.pos[v as usize] as usize;
        self.delta.clear();
        self.delta.resize(width, 0);
        for (links, other) in [(&layers.up, r.wrapping_sub(1)), (&layers.down, r + 1)] {
            let near = links.of(v);
            if near.is_empty() {
                continue;
            }
            self.fill(layers, order, other, near);
            for (delta, &u) in self.delta.iter_mut().zip(&order.seq[range.clone()]) {
                *delta += links.of(u).iter().map(|&x| self.gain[x as usize]).sum::<i32>();
            }
        }
        // Costs relative to the present place, walking to either side.
        let (mut best, mut to) = (0, here);
        let mut cost = 0;
        for p in here + 1..width {
            cost += self.delta[p];
            if cost < best {
                (best, to) = (cost, p);
            }
        }
        cost = 0;
        for p in (0..here).rev() {
            cost -= self.delta[p];
            if cost < best {
                (best, to) = (cost, p);
            }
        }
        clock.shift(layers, order, r, here, to);
        best.unsigned_abs().into()
    }

    /// `gain[x]`: neighbours in `near` placed before `x` minus those placed behind, for each item of rank `other`.
    fn fill(&mut self, layers: &Layers, order: &Order, other: usize, near: &[u32]) {
        let range = layers.range(other);
        let gain = &mut self.gain;
        gain[range.clone()].fill(0);
        for &x in near {
            gain[x as usize] += 1;
        }
        let mut balance = -(near.len() as i32);
        for &x in &order.seq[range] {
            let own = gain[x as usize];
            gain[x as usize] = balance + own;
            balance += 2 * own;
        }
    }
}

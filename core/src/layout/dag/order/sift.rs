//! Sifting (Matuszewski, Schönfeld and Molitor 1999): an item is taken out of its rank and put back where it causes the
//! fewest crossings with the ranks on both sides.
//!
//! Let `g(x)` be the number of the item's neighbours above place `x` minus those below. Passing a fellow `u` changes the
//! crossings by the sum of `g` over `u`'s neighbours. One table of `g` for each side, filled by one walk, prices every place
//! in one more walk over the links of the fellows; in a wide rank, where few of these are, `g` is looked up instead. Fellows
//! are looked at within a reach: hardly any item gains by a longer way.

use super::super::graph::Csr;
use super::super::layers::Layers;
use super::Order;
use super::search::Clock;
use crate::sort;

/// How many fellows on either hand are looked at.
const REACH: usize = 64;

/// The table, kept between calls.
pub(super) struct Sifter {
    gain: Vec<i32>,
    delta: Vec<i32>,
    places: Vec<u32>,
    /// Links looked at for the last item.
    looks: usize,
}

impl Sifter {
    pub fn new(layers: &Layers) -> Self {
        Self { gain: vec![0; layers.items()], delta: Vec::new(), places: Vec::new(), looks: 0 }
    }

    /// What sifting an item of rank `r` costs, in units of work: as a rule.
    pub fn cost(layers: &Layers, r: usize) -> u64 {
        // Of a wider rank as a rule nothing but the neighbours is looked at.
        let side = |r: usize| layers.range(r).len().min(1_000);
        let around = layers.range(r).len().min(2 * REACH)
            + side(r.saturating_sub(1))
            + if r + 1 < layers.ranks() { side(r + 1) } else { 0 };
        2 * around as u64
    }

    /// What it cost more for the last item, whose fellows have many links.
    pub fn extra(&self, usual: u64) -> u64 {
        (self.looks as u64).saturating_sub(usual)
    }

    /// Moves `v` of rank `r` to its best place. Returns crossings saved.
    pub fn item(&mut self, layers: &Layers, order: &mut Order, clock: &mut Clock, r: usize, v: u32) -> u64 {
        let rank = layers.range(r);
        let here = order.pos[v as usize] as usize;
        let first = here.saturating_sub(REACH);
        let fellows = rank.start + first..rank.end.min(rank.start + here + REACH + 1);
        self.delta.clear();
        self.delta.resize(fellows.len(), 0);
        self.looks = 0;
        self.price(layers, order, &layers.up, r.wrapping_sub(1), v, fellows.clone());
        self.price(layers, order, &layers.down, r + 1, v, fellows);
        // Costs relative to the present place, walking to either side.
        let here = here - first;
        let (mut best, mut to) = (0, here);
        let mut cost = 0;
        for (p, delta) in self.delta.iter().enumerate().skip(here + 1) {
            cost += delta;
            if cost < best {
                (best, to) = (cost, p);
            }
        }
        cost = 0;
        for (p, delta) in self.delta.iter().enumerate().take(here).rev() {
            cost -= delta;
            if cost < best {
                (best, to) = (cost, p);
            }
        }
        clock.shift(layers, order, r, first + here, first + to);
        best.unsigned_abs().into()
    }

    /// Adds what it changes on one side, that of rank `other`, if `v` passes each of the fellows.
    fn price(
        &mut self,
        layers: &Layers,
        order: &Order,
        links: &Csr,
        other: usize,
        v: u32,
        fellows: std::ops::Range<usize>,
    ) {
        let near = links.of(v);
        if near.is_empty() {
            return;
        }
        let range = layers.range(other);
        let fellows = &order.seq[fellows];
        let looks: usize = fellows.iter().map(|&u| links.degree(u)).sum();
        self.looks += looks + near.len();
        if 2 * looks * (near.len().ilog2() as usize + 1) < range.len() {
            // The table would cost more than it saves.
            self.places.clear();
            self.places.extend(near.iter().map(|&x| order.pos[x as usize]));
            sort::by_key(&mut self.places, |&place| place.into());
            let places = &self.places;
            for (delta, &u) in self.delta.iter_mut().zip(fellows) {
                for &x in links.of(u) {
                    let at = order.pos[x as usize];
                    let above = places.partition_point(|&place| place < at);
                    let up_to = places.partition_point(|&place| place <= at);
                    *delta += above as i32 - (places.len() - up_to) as i32;
                }
            }
            return;
        }
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
        for (delta, &u) in self.delta.iter_mut().zip(fellows) {
            for &x in links.of(u) {
                *delta += gain[x as usize];
            }
        }
    }
}

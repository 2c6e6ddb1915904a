//! Local search for an order: sifting and threading in turns until nothing improves.
//!
//! A move disturbs those whose links or neighbours it touches, and only the disturbed are looked at again: each item
//! carries the time of its last disturbance, each sifting and each threading the time of its last look.

use super::super::graph::mix;
use super::super::layers::Layers;
use super::super::task::Meter;
use super::Order;
use super::sift::Sifter;
use super::thread::{Paths, Threader};

/// Work between two looks at the clock.
const BREATH: u64 = 50_000;
/// Items moved by a kick.
const KICKS: u32 = 10;

/// What the search remembers.
pub(super) struct Search<'a> {
    layers: &'a Layers,
    clock: Clock,
    sifted: Vec<u32>,
    pub lanes: Paths,
    threaded: Vec<u32>,
    fixed: Vec<bool>,
}

/// When each item was last disturbed.
pub(super) struct Clock {
    now: u32,
    disturbed: Vec<u32>,
}

impl Clock {
    fn new(items: usize) -> Self {
        Self { now: 1, disturbed: vec![1; items] }
    }

    /// Moves the item at place `from` of rank `r` to place `to`; those between shift by one.
    pub fn shift(&mut self, layers: &Layers, order: &mut Order, r: usize, from: usize, to: usize) {
        if from == to {
            return;
        }
        self.now += 1;
        let seq = &mut order.seq[layers.range(r)];
        let v = seq[from];
        let (lo, hi) = (from.min(to), from.max(to));
        if from < to {
            seq[lo..=hi].rotate_left(1);
        } else {
            seq[lo..=hi].rotate_right(1);
        }
        for (p, &u) in seq.iter().enumerate().take(hi + 1).skip(lo) {
            order.pos[u as usize] = p as u32;
            self.disturbed[u as usize] = self.now;
        }
        for &u in layers.up.of(v).iter().chain(layers.down.of(v)) {
            self.disturbed[u as usize] = self.now;
        }
    }
}

impl<'a> Search<'a> {
    /// A search that leaves the `fixed` items in their order.
    pub fn new(layers: &'a Layers, fixed: &[bool]) -> Self {
        let lanes = Paths::lanes(layers, fixed);
        let threaded = vec![0; lanes.len()];
        Self {
            layers,
            clock: Clock::new(layers.items()),
            sifted: vec![0; layers.items()],
            lanes,
            threaded,
            fixed: fixed.to_vec(),
        }
    }

    /// Moves a few items anywhere on their ranks, as the variant has it.
    pub fn kick(&mut self, order: &mut Order, variant: u64) {
        let items = self.layers.items() as u64;
        for i in 0..KICKS {
            let v = (mix(variant, 2 * i) % items) as u32;
            let r = self.layers.rank_of(v);
            let to = mix(variant, 2 * i + 1) % self.layers.range(r).len() as u64;
            self.clock.shift(self.layers, order, r, order.pos[v as usize] as usize, to as usize);
        }
    }

    /// Improves `order` until nothing does within `reach`, or the work is done. Returns crossings saved.
    pub async fn settle(&mut self, order: &mut Order, reach: usize, work: u64, meter: &Meter<'_>) -> u64 {
        let (layers, clock) = (self.layers, &mut self.clock);
        let begun = meter.spent();
        // What crosses nothing cannot cross less.
        let crossed = crossed(layers, order);
        meter.look().await;
        let due = |crossed| if crossed { 0 } else { clock.now };
        self.sifted.iter_mut().zip(&crossed).for_each(|(seen, &crossed)| *seen = due(crossed));
        for (path, seen) in self.lanes.iter().zip(&mut self.threaded) {
            *seen = due(path.iter().any(|&v| crossed[v as usize]));
        }
        meter.spend(10 * layers.items() as u64).await;
        let mut sifter = Sifter::new(layers);
        let mut threader = Threader::default();
        // The work allowed is for what is usual; where fellows have many links, as much again is for these.
        let (mut total, mut extra) = (0, 0);
        loop {
            let mut saved = 0;
            for r in 0..layers.ranks() {
                let (usual, mut cost) = (Sifter::cost(layers, r), 0);
                for v in layers.start[r]..layers.start[r + 1] {
                    if clock.disturbed[v as usize] > self.sifted[v as usize] && !self.fixed[v as usize] {
                        saved += sifter.item(layers, order, clock, r, v);
                        self.sifted[v as usize] = clock.now;
                        cost += usual + sifter.extra(usual);
                        extra += sifter.extra(usual);
                        if cost > BREATH {
                            meter.spend(std::mem::take(&mut cost)).await;
                        }
                        if extra > work {
                            return total + saved;
                        }
                    }
                }
                meter.spend(cost).await;
            }
            for (path, seen) in self.lanes.iter().zip(&mut self.threaded) {
                let is_due = path.iter().any(|&v| clock.disturbed[v as usize] > *seen);
                if is_due && path.len() as u64 * Threader::cost(reach) <= work {
                    saved += threader.path(layers, order, clock, path, reach, meter).await;
                    *seen = clock.now;
                    if meter.spent() - begun > work {
                        return total + saved;
                    }
                }
            }
            total += saved;
            if saved == 0 {
                return total;
            }
        }
    }
}

/// Which items have a link that another crosses: one that begins above it and ends below it, or the other way round.
fn crossed(layers: &Layers, order: &Order) -> Vec<bool> {
    let mut crossed = vec![false; layers.items()];
    for r in 0..layers.ranks() {
        let tails = &order.seq[layers.range(r)];
        let place = |w: u32| i64::from(order.pos[w as usize]);
        let mut lowest = -1;
        for &v in tails {
            let before = lowest;
            for &w in layers.down.of(v) {
                mark(&mut crossed, v, w, place(w) < before);
                lowest = lowest.max(place(w));
            }
        }
        let mut highest = i64::MAX;
        for &v in tails.iter().rev() {
            let behind = highest;
            for &w in layers.down.of(v) {
                mark(&mut crossed, v, w, place(w) > behind);
                highest = highest.min(place(w));
            }
        }
    }
    crossed
}

#[inline]
fn mark(marks: &mut [bool], v: u32, w: u32, set: bool) {
    marks[v as usize] |= set;
    marks[w as usize] |= set;
}

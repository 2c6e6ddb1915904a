//! Relaxation: one rank at a time goes to where its links pull it, the ranks beside it held fast.

use super::Field;
use super::fit::{Medians, Pool, by_squares};
use crate::layout::dag::task::Meter;

/// How far beyond the mean of its neighbours an item aims: long chains settle in far fewer passes so (successive
/// over-relaxation, Young 1954).
const OVERSHOOT: f64 = 1.6;

/// Where there are more links than this for each item of a rank, those of an item are represented by about so many: the
/// exact places of a tangle are worth no time.
const FEW: usize = 32;

/// Which links pull.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Sides {
    Up,
    Down,
    Both,
}

/// The places so far, and room for one rank's work.
pub(super) struct Placer<'a> {
    field: &'a Field<'a>,
    pub y: Vec<f64>,
    /// For each rank, the pass in which it last moved and the one in which it last looked.
    moved: Vec<usize>,
    looked: Vec<usize>,
    /// For each item the least distance from the first of its rank.
    offset: Vec<f64>,
    wish: Vec<f64>,
    weight: Vec<f64>,
    pools: Vec<Pool>,
    medians: Medians,
}

impl<'a> Placer<'a> {
    /// Each rank stacked as close as may be, centred on 0.
    pub fn new(field: &'a Field<'a>) -> Self {
        let (items, ranks) = (field.layers.items(), field.layers.ranks());
        let mut offset = vec![0.0; items];
        let mut y = vec![0.0; items];
        for r in 0..ranks {
            let (range, mut at) = (field.layers.range(r), 0.0);
            for i in range.clone() {
                at += field.apart[i].max(0.0);
                offset[i] = at;
            }
            for i in range {
                y[i] = offset[i] - at / 2.0;
            }
        }
        Self {
            field,
            y,
            moved: vec![0; ranks],
            looked: vec![0; ranks],
            offset,
            wish: Vec::new(),
            weight: Vec::new(),
            pools: Vec::new(),
            medians: Medians::default(),
        }
    }

    /// Passes to and fro over the ranks, skipping those beside which nothing has moved, until all rest.
    pub async fn settle(
        &mut self,
        fit: fn(&mut Self, usize, Sides) -> f64,
        passes: usize,
        rest: f64,
        meter: &Meter<'_>,
    ) {
        let ranks = self.field.layers.ranks();
        self.moved.fill(1);
        self.looked.fill(0);
        for pass in 1..=passes {
            let mut any = false;
            for i in 0..ranks {
                let r = if pass % 2 == 1 { i } else { ranks - 1 - i };
                let beside = self.moved[r.saturating_sub(1)].max(self.moved[(r + 1).min(ranks - 1)]);
                if beside <= self.looked[r] {
                    continue;
                }
                self.looked[r] = pass;
                if fit(self, r, Sides::Both) > rest {
                    self.moved[r] = pass + 1;
                    any = true;
                }
                meter.spend(self.field.cost(r)).await;
            }
            if !any {
                break;
            }
        }
    }

    /// Moves a rank to where the squares of its links are least. Returns the longest move.
    pub fn squares(&mut self, r: usize, sides: Sides) -> f64 {
        let layers = self.field.layers;
        let range = layers.range(r);
        self.wish.clear();
        self.weight.clear();
        let pull = if sides == Sides::Both { OVERSHOOT } else { 1.0 };
        for i in range.clone() {
            let (mut sum, mut count) = (0.0, 0);
            for links in [
                if sides == Sides::Down { &[][..] } else { layers.up.of(i as u32) },
                if sides == Sides::Up { &[][..] } else { layers.down.of(i as u32) },
            ] {
                count += links.len();
                for &w in links {
                    sum += self.y[w as usize];
                }
            }
            let (own, count) = (self.y[i], count as f64);
            // An item without links keeps its place, but hardly resists.
            let (wish, weight) = if count > 0.0 { (own + pull * (sum / count - own), count) } else { (own, 1e-3) };
            self.wish.push(wish - self.offset[i]);
            self.weight.push(weight);
        }
        by_squares(&mut self.wish, &self.weight, &mut self.pools);
        self.take(range.start)
    }

    /// Moves a rank to where its links are shortest; of equally good places, to the middle. Returns the longest move.
    pub fn distances(&mut self, r: usize, _: Sides) -> f64 {
        let layers = self.field.layers;
        let range = layers.range(r);
        self.medians.clear();
        let links = layers.up.total(range.clone()) + layers.down.total(range.clone());
        let is_dense = range.len() > 1 && links > FEW * range.len();
        for i in range.clone() {
            let (mut up, mut down) = (layers.up.of(i as u32), layers.down.of(i as u32));
            let at = |links: &[u32]| links.first().map_or(f64::INFINITY, |&w| self.y[w as usize]);
            let wishes = &mut self.medians.wishes;
            if up.is_empty() && down.is_empty() {
                // An item without links wishes to stay.
                wishes.push(self.y[i] - self.offset[i]);
            }
            // Rows of links rise, and so do the places of what they lead to: both sides are merged.
            while !(up.is_empty() && down.is_empty()) {
                let side = if at(up) <= at(down) { &mut up } else { &mut down };
                wishes.push(at(side) - self.offset[i]);
                *side = side.get(1..).unwrap_or_default();
            }
            if is_dense {
                thin(wishes, self.medians.ends.last().copied().unwrap_or(0));
            }
            self.medians.ends.push(wishes.len());
        }
        self.medians.fit(&mut self.wish);
        self.take(range.start)
    }

    /// Takes over the fitted places of the rank that begins at an item. Returns the longest move.
    fn take(&mut self, begin: usize) -> f64 {
        let mut longest = 0.0f64;
        let places = self.y[begin..].iter_mut().zip(&self.offset[begin..]);
        for ((y, offset), z) in places.zip(&self.wish) {
            longest = longest.max((*y - z - offset).abs());
            *y = z + offset;
        }
        longest
    }
}

/// Of the wishes from `begin` on, leaves a few: the middle ones, and as many at equal steps to either side.
fn thin(wishes: &mut Vec<f64>, begin: usize) {
    let count = wishes.len() - begin;
    let step = count.div_ceil(FEW);
    if step < 2 {
        return;
    }
    let (low, high) = (begin + (count - 1) / 2, begin + count / 2);
    let steps = (count - 1) / 2 / step;
    for i in 0..=steps {
        wishes[begin + i] = wishes[low - (steps - i) * step];
    }
    for i in 0..=steps {
        wishes[begin + steps + 1 + i] = wishes[high + i * step];
    }
    wishes.truncate(begin + 2 * steps + 2);
}

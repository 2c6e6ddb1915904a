//! Coordinates across the flow: a centre for each item, its order and distances kept, links short and straight.

mod fit;
mod straighten;

use super::graph::{Effort, Options, Size};
use super::layers::Layers;
use super::order::Order;
use super::task::Meter;
use fit::{Medians, Pool, by_squares};
use straighten::Straightener;

/// Distance of a bend from a node's border, as a share of the gap between nodes.
const BEND_TO_NODE: f64 = 0.6;
/// Distance between two bends, as a share of the gap between nodes.
const BEND_TO_BEND: f64 = 0.5;

/// What the placing works on.
pub(super) struct Field<'a> {
    pub layers: &'a Layers,
    pub order: &'a Order,
    /// Half the height of each item, 0 for a bend.
    pub half: Vec<f64>,
    gap: f64,
}

impl<'a> Field<'a> {
    pub fn new(layers: &'a Layers, order: &'a Order, sizes: &[Size], options: &Options) -> Self {
        let half = (0..layers.items() as u32)
            .map(|i| if layers.is_bend(i) { 0.0 } else { f64::from(sizes[layers.node[i as usize] as usize].h) / 2.0 })
            .collect();
        Self { layers, order, half, gap: f64::from(options.node_gap) }
    }

    /// Free space between the borders of two items that follow each other on a rank.
    pub fn clearance(&self, a: u32, b: u32) -> f64 {
        match (self.layers.is_bend(a), self.layers.is_bend(b)) {
            (false, false) => self.gap,
            (true, true) => self.gap * BEND_TO_BEND,
            _ => self.gap * BEND_TO_NODE,
        }
    }

    /// Least distance between the centres of two items that follow each other on a rank.
    fn apart(&self, a: u32, b: u32) -> f64 {
        self.half[a as usize] + self.half[b as usize] + self.clearance(a, b)
    }
}

/// Passes at most by least squares, which bring items near, and by least distance, which make them exact.
const NEAR_PASSES: usize = 40;
const EXACT_PASSES: usize = 8;
/// Passes of straightening at most.
const STRAIGHT_PASSES: usize = 6;
/// How far beyond the mean of its neighbours an item aims: long chains settle in far fewer passes so (successive
/// over-relaxation, Young 1954).
const OVERSHOOT: f64 = 1.6;
/// A rank has come to rest when no item moves further than this.
const NEAR_REST: f64 = 0.5;
const EXACT_REST: f64 = 0.25;

/// The centre of each item.
pub(super) async fn place(field: &Field<'_>, effort: Effort, meter: &Meter<'_>) -> Vec<f64> {
    let mut placer = Placer::new(field);
    let share = if effort == Effort::Full { 1 } else { 4 };
    placer.settle(Placer::squares, NEAR_PASSES / share, NEAR_REST, meter).await;
    placer.settle(Placer::distances, EXACT_PASSES / share, EXACT_REST, meter).await;
    let mut y = placer.y;
    let mut straightener = Straightener::new(field);
    for _ in 0..STRAIGHT_PASSES / share {
        let mut moved = false;
        for r in 0..field.layers.ranks() {
            moved |= straightener.rank(r, &mut y);
            meter.spend(60 * field.layers.range(r).len() as u64).await;
        }
        if !moved {
            break;
        }
    }
    y
}

/// Which links pull.
#[derive(Clone, Copy, PartialEq)]
enum Sides {
    Up,
    Down,
    Both,
}

/// The places so far, and room for one rank's work.
struct Placer<'a> {
    field: &'a Field<'a>,
    y: Vec<f64>,
    /// For each rank, the pass in which it last moved and the one in which it last looked.
    moved: Vec<usize>,
    looked: Vec<usize>,
    /// For each place of each rank the least distance from the rank's first.
    offset: Vec<f64>,
    wish: Vec<f64>,
    weight: Vec<f64>,
    ends: Vec<usize>,
    pools: Vec<Pool>,
    fitted: Vec<f64>,
    medians: Medians,
}

impl<'a> Placer<'a> {
    /// Each rank stacked as close as may be, centred on 0, then pulled along by the one before.
    fn new(field: &'a Field<'a>) -> Self {
        let (layers, ranks) = (field.layers, field.layers.ranks());
        let mut placer = Self {
            field,
            y: vec![0.0; layers.items()],
            moved: vec![0; ranks],
            looked: vec![0; ranks],
            offset: Vec::new(),
            wish: Vec::new(),
            weight: Vec::new(),
            ends: Vec::new(),
            pools: Vec::new(),
            fitted: Vec::new(),
            medians: Medians::default(),
        };
        for r in 0..ranks {
            let (range, mut at) = (layers.range(r), 0.0);
            for i in range.clone() {
                if i > range.start {
                    at += field.apart(field.order.seq[i - 1], field.order.seq[i]);
                }
                placer.offset.push(at);
            }
            for i in range {
                placer.y[field.order.seq[i] as usize] = placer.offset[i] - at / 2.0;
            }
        }
        for r in 0..ranks {
            placer.squares(r, Sides::Up);
        }
        for r in (0..ranks).rev() {
            placer.squares(r, Sides::Down);
        }
        placer
    }

    /// Passes to and fro over the ranks, skipping those beside which nothing has moved, until all rest.
    async fn settle(&mut self, fit: fn(&mut Self, usize, Sides) -> f64, passes: usize, rest: f64, meter: &Meter<'_>) {
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
                meter.spend(60 * self.field.layers.range(r).len() as u64).await;
            }
            if !any {
                break;
            }
        }
    }

    /// Moves a rank to where the squares of its links are least. Returns the longest move.
    fn squares(&mut self, r: usize, sides: Sides) -> f64 {
        let layers = self.field.layers;
        let items = &self.field.order.seq[layers.range(r)];
        let offset = &self.offset[layers.range(r)];
        self.wish.clear();
        self.weight.clear();
        let pull = if sides == Sides::Both { OVERSHOOT } else { 1.0 };
        for (&v, &offset) in items.iter().zip(offset) {
            let up = if sides == Sides::Down { &[][..] } else { layers.up.of(v) };
            let down = if sides == Sides::Up { &[][..] } else { layers.down.of(v) };
            let count = (up.len() + down.len()) as f64;
            let sum: f64 = up.iter().chain(down).map(|&w| self.y[w as usize]).sum();
            let own = self.y[v as usize];
            // An item without links keeps its place, but hardly resists.
            let (wish, weight) = if count > 0.0 { (own + pull * (sum / count - own), count) } else { (own, 1e-3) };
            self.wish.push(wish - offset);
            self.weight.push(weight);
        }
        by_squares(&mut self.wish, &self.weight, &mut self.pools);
        let mut longest = 0.0f64;
        for ((&v, &offset), &z) in items.iter().zip(offset).zip(&self.wish) {
            let y = &mut self.y[v as usize];
            longest = longest.max((*y - z - offset).abs());
            *y = z + offset;
        }
        longest
    }

    /// Moves a rank to where its links are shortest; of equally good places, to the middle. Returns the longest move.
    fn distances(&mut self, r: usize, _: Sides) -> f64 {
        let layers = self.field.layers;
        let items = &self.field.order.seq[layers.range(r)];
        let offset = &self.offset[layers.range(r)];
        self.wish.clear();
        self.ends.clear();
        for (&v, &offset) in items.iter().zip(offset) {
            let before = self.wish.len();
            let links = layers.up.of(v).iter().chain(layers.down.of(v));
            self.wish.extend(links.map(|&w| self.y[w as usize] - offset));
            if self.wish.len() == before {
                // An item without links wishes to stay.
                self.wish.push(self.y[v as usize] - offset);
            }
            self.ends.push(self.wish.len());
        }
        self.medians.fit(&mut self.wish, &self.ends, &mut self.fitted);
        let mut longest = 0.0f64;
        for ((&v, &offset), &z) in items.iter().zip(offset).zip(&self.fitted) {
            let y = &mut self.y[v as usize];
            longest = longest.max((*y - z - offset).abs());
            *y = z + offset;
        }
        longest
    }
}

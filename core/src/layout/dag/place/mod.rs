//! Coordinates across the flow: a centre for each item, its order and distances kept, links short and straight.
//!
//! 1. `start`: two pictures in which all keep their distance, and the best mixture of them.
//! 2. `relax`: rank by rank to where the links pull, first by least squares, then by least distance; between the two, `shear`
//!    takes out what whole ranks climb together.
//! 3. `straighten`: what a straight line joins moves together.

mod fit;
mod relax;
mod shear;
mod start;
mod straighten;

use super::graph::{Effort, Options, Size};
use super::layers::Layers;
use super::task::Meter;
use crate::pace::apart;
use relax::{Placer, Sides};
use straighten::Straightener;

/// Distance of a bend from a node's border, as a share of the gap between nodes.
const BEND_TO_NODE: f64 = 0.6;
/// Distance between two bends, as a share of the gap between nodes.
const BEND_TO_BEND: f64 = 0.5;

/// What the placing works on.
pub(super) struct Field<'a> {
    /// The items numbered by their place.
    pub layers: &'a Layers,
    /// Half the height of each item, 0 for a bend.
    pub half: Vec<f64>,
    /// Least distance of each item's centre from that of the item before it on the same rank; −∞ for the first of a rank.
    pub apart: Vec<f64>,
    pub gap: f64,
}

impl<'a> Field<'a> {
    pub fn new(layers: &'a Layers, sizes: &[Size], options: &Options) -> Self {
        let half = (0..layers.items() as u32)
            .map(|i| if layers.is_bend(i) { 0.0 } else { f64::from(sizes[layers.node[i as usize] as usize].h) / 2.0 })
            .collect();
        let mut field = Self { layers, half, apart: Vec::new(), gap: f64::from(options.node_gap) };
        let mut apart = vec![f64::NEG_INFINITY; layers.items()];
        for r in 0..layers.ranks() {
            for i in layers.range(r).skip(1) {
                apart[i] = field.half[i - 1] + field.half[i] + field.clearance(i - 1, i);
            }
        }
        field.apart = apart;
        field
    }

    /// Free space between the borders of two items that follow each other on a rank.
    fn clearance(&self, a: usize, b: usize) -> f64 {
        match (self.layers.is_bend(a as u32), self.layers.is_bend(b as u32)) {
            (false, false) => self.gap,
            (true, true) => self.gap * BEND_TO_BEND,
            _ => self.gap * BEND_TO_NODE,
        }
    }

    /// The item before another on its rank.
    #[inline]
    pub fn before(&self, i: usize) -> Option<usize> {
        if self.apart[i] > f64::NEG_INFINITY { i.checked_sub(1) } else { None }
    }

    /// The item behind another on its rank.
    pub fn behind(&self, i: usize) -> Option<usize> {
        if self.apart.get(i + 1).is_some_and(|&d| d > f64::NEG_INFINITY) { Some(i + 1) } else { None }
    }
}

/// Passes at most by least squares, which bring items near, and by least distance, which make them exact.
const NEAR_PASSES: usize = 24;
const EXACT_PASSES: usize = 4;
/// Passes of straightening at most.
const STRAIGHT_PASSES: usize = 6;
/// A rank has come to rest when no item moves further than this.
const NEAR_REST: f64 = 0.5;
const EXACT_REST: f64 = 0.25;

/// The centre of each item.
pub(super) async fn place(field: &Field<'_>, effort: Effort, meter: &Meter<'_>) -> Vec<f64> {
    let ranks = field.layers.ranks();
    let mut placer = Placer::new(field);
    meter.look().await;
    for r in 0..ranks {
        placer.squares(r, Sides::Up);
        meter.spend(field.cost(r)).await;
    }
    for r in (0..ranks).rev() {
        placer.squares(r, Sides::Down);
        meter.spend(field.cost(r)).await;
    }
    if effort == Effort::Full {
        meter.look().await;
        start::mix(field, &mut placer.y);
        meter.spend(60 * field.layers.items() as u64).await;
    }
    let share = if effort == Effort::Full { 1 } else { 4 };
    apart(placer.settle(Placer::squares, NEAR_PASSES / share, NEAR_REST, meter)).await;
    shear::shear(field, &mut placer.y);
    meter.look().await;
    apart(placer.settle(Placer::distances, EXACT_PASSES / share, EXACT_REST, meter)).await;
    let mut y = placer.y;
    let mut straightener = Straightener::new(field);
    for _ in 0..STRAIGHT_PASSES / share {
        let mut moved = false;
        for r in 0..ranks {
            moved |= straightener.rank(r, &mut y);
            meter.spend(field.cost(r)).await;
        }
        if !moved {
            break;
        }
    }
    y
}

impl Field<'_> {
    /// What one look at a rank costs, in units of work.
    fn cost(&self, r: usize) -> u64 {
        let (range, layers) = (self.layers.range(r), self.layers);
        30 * range.len() as u64 + (layers.up.total(range.clone()) + layers.down.total(range)) as u64
    }
}

//! Crossing minimisation: the order of the items on each rank.
//!
//! 1. `start`: a depth-first order. Series-parallel parts are done here, with no crossing.
//! 2. `spectral`: lanes along the slowest wave; `sweep`: barycentres from depth-first orders. Several such starts.
//! 3. `search`: from each start, `sift` moves single items and `thread` whole lanes; the best is searched wider.
//! 4. What work is then left, as in a small part, goes into kicks: the best with a few items moved anywhere, searched again
//!    (iterated local search, Lourenço, Martin and Stützle 2003).
//!
//! `count` counts crossings. Each step is kept only if it leaves fewer, and all ends at none, or with the work allowed.

mod count;
mod keep;
mod search;
mod sift;
mod spectral;
mod start;
mod sweep;
mod thread;

use super::graph::Effort;
use super::layers::Layers;
use super::task::Meter;
use crate::pace::apart;
use search::Search;
use start::{Walk, depth_first};

pub(super) use count::crossings;

/// The items of each rank from top to bottom.
#[derive(Clone)]
pub(super) struct Order {
    /// Over the ranges of [`Layers::range`]: the item at each place.
    pub seq: Vec<u32>,
    /// The place of each item on its rank.
    pub pos: Vec<u32>,
}

/// Work allowed to the search of a part: for each item until all together have the second figure, and for each from there
/// on; for each crossing at first, of which this many an item count; in all at least the last but one, if that is not too
/// much for so few items, and at most the last.
const WORK_FIRST: u64 = 1_400;
const WORK_FIRST_MOST: u64 = 14_000_000;
const WORK_ITEM: u64 = 150;
const WORK_CROSSING: u64 = 500;
const CROSSINGS_ITEM: u64 = 14;
const WORK_LEAST_ITEM: u64 = 50_000;
const WORK_LEAST: u64 = 7_000_000;
const WORK_MOST: u64 = 600_000_000;
/// Starts and kicks at most, and sweeps from each start.
const STARTS: u64 = 400;
const SWEEPS: usize = 8;
/// Sweeps of a first picture.
const DRAFT_SWEEPS: usize = 4;
/// With more links than this for each item, waves tell nothing and cost much.
const DENSE: u64 = 16;
/// How far threading looks from each start, and then, step by step, from the best result.
const NEAR: usize = 6;
const REACH: [usize; 2] = [16, 48];
/// What is at most this part of the best above it deserves the wide look, too.
const NEARLY: u64 = 16;

/// Finds an order with few crossings. Returns it with their number. `prior` tells where each node was before, if it was.
pub(super) async fn minimise(layers: &Layers, prior: &[f32], effort: Effort, meter: &Meter<'_>) -> (Order, u64) {
    let begun = meter.spent();
    let items = layers.items() as u64;
    if prior.iter().any(|y| !y.is_nan()) {
        let mut order = keep::as_before(layers, prior);
        let mut search = Search::new(layers, &keep::known(layers, prior));
        meter.spend(100 * items).await;
        apart(search.settle(&mut order, REACH[0], work_allowed(items, 0), meter)).await;
        let crossings = apart(crossings(layers, &order, meter)).await;
        return (order, crossings);
    }
    let mut best = depth_first(layers, Walk::Down, 0);
    meter.look().await;
    let mut fewest = apart(crossings(layers, &best, meter)).await;
    meter.spend(40 * items).await;
    let is_dense = layers.down.total(0..layers.items()) as u64 > DENSE * items;
    if fewest == 0 {
        return (best, 0);
    }
    if effort == Effort::Draft {
        fewest = apart(sweep::settle(layers, &mut best, Walk::Down, DRAFT_SWEEPS, meter)).await;
        return (best, fewest);
    }
    let work = work_allowed(items, fewest);
    meter.look().await;
    let mut search = Search::new(layers, &vec![false; layers.items()]);
    meter.look().await;
    let left = || work.saturating_sub(meter.spent() - begun);
    // The crossings of the best when it was refined, and from where kicks go on: sideways too.
    let mut refined = u64::MAX;
    let mut kicked = Order { seq: Vec::new(), pos: Vec::new() };
    for start in 0..STARTS {
        // Two thirds of the work are for the best and what comes of it.
        if refined == u64::MAX && start > 1 && left() < work * 2 / 3 {
            apart(refine(&mut search, &mut best, &mut fewest, left(), meter)).await;
            refined = fewest;
            kicked = best.clone();
        }
        if fewest == 0 || left() == 0 {
            break;
        }
        let walk = if start % 2 == 0 { Walk::Down } else { Walk::Up };
        let mut order;
        let mut now;
        if refined < u64::MAX {
            order = kicked.clone();
            search.kick(&mut order, start);
            now = apart(crossings(layers, &order, meter)).await;
        } else if start % 3 == 0 && !is_dense {
            order = apart(spectral::by_waves(layers, &search.lanes, start / 3, meter)).await;
            now = apart(crossings(layers, &order, meter)).await;
        } else {
            order = depth_first(layers, walk, start / 3);
            meter.look().await;
            now = apart(sweep::settle(layers, &mut order, walk, SWEEPS, meter)).await;
        }
        now -= apart(search.settle(&mut order, NEAR, work / 3, meter)).await;
        if refined < u64::MAX && now < refined + refined / NEARLY {
            apart(refine(&mut search, &mut order, &mut now, left(), meter)).await;
        }
        debug_assert_eq!(now, crossings(layers, &order, meter).await);
        if refined < u64::MAX && now <= fewest {
            kicked.clone_from(&order);
        }
        if now < fewest {
            (fewest, best) = (now, order);
        }
    }
    if refined == u64::MAX {
        apart(refine(&mut search, &mut best, &mut fewest, left(), meter)).await;
    }
    (best, fewest)
}

/// Searches wider and wider.
async fn refine(search: &mut Search<'_>, order: &mut Order, crossings: &mut u64, work: u64, meter: &Meter<'_>) {
    let begun = meter.spent();
    for reach in REACH {
        let left = work.saturating_sub(meter.spent() - begun);
        if *crossings > 0 && left > 0 {
            *crossings -= apart(search.settle(order, reach, left, meter)).await;
        }
    }
}

fn work_allowed(items: u64, crossings: u64) -> u64 {
    let first = (WORK_FIRST * items).min(WORK_FIRST_MOST);
    let crossings = crossings.min(CROSSINGS_ITEM * items);
    (first + WORK_ITEM * items + WORK_CROSSING * crossings).clamp(WORK_LEAST.min(WORK_LEAST_ITEM * items), WORK_MOST)
}

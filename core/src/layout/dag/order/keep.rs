//! The order of the picture before: what had a place keeps it, newcomers find theirs.
//!
//! A known node's number is where it was. Bends and newcomers take the mean of their neighbours' numbers, walked down and up
//! until all have one; each rank is sorted by the numbers. Afterwards the search may move only what was not known.
//!
//! ```text
//! before   a  [group]  d        after   a  b  c  d        b and c are the group's, unfolded
//! ```

use super::super::graph::NONE;
use super::super::layers::Layers;
use super::Order;
use crate::sort::{self, Key};

/// Rounds of averaging for what has no number.
const ROUNDS: usize = 4;

/// Which items had a place before.
pub(super) fn known(layers: &Layers, prior: &[f32]) -> Vec<bool> {
    numbers(layers, prior).iter().map(|x| !x.is_nan()).collect()
}

/// The order in which the known keep theirs. `prior` is per node, NaN or empty for a newcomer.
pub(super) fn as_before(layers: &Layers, prior: &[f32]) -> Order {
    let fixed = numbers(layers, prior);
    let mut number = fixed.clone();
    let items = layers.items() as u32;
    let mut improve = |v: u32| {
        if !fixed[v as usize].is_nan() {
            return;
        }
        let near = layers.up.of(v).iter().chain(layers.down.of(v)).map(|&w| number[w as usize]);
        let (sum, count) = near.filter(|x| !x.is_nan()).fold((0.0, 0), |(sum, count), x| (sum + x, count + 1));
        if count > 0 {
            number[v as usize] = sum / count as f32;
        }
    };
    for _ in 0..ROUNDS {
        (0..items).for_each(&mut improve);
        (0..items).rev().for_each(&mut improve);
    }
    let mut seq: Vec<u32> = (0..items).collect();
    let mut pos = vec![0; layers.items()];
    for r in 0..layers.ranks() {
        let rank = &mut seq[layers.range(r)];
        sort::by_key(rank, |&v| number[v as usize].key());
        for (p, &v) in rank.iter().enumerate() {
            pos[v as usize] = p as u32;
        }
    }
    Order { seq, pos }
}

fn numbers(layers: &Layers, prior: &[f32]) -> Vec<f32> {
    let number = |&v: &u32| if v == NONE { f32::NAN } else { prior.get(v as usize).copied().unwrap_or(f32::NAN) };
    layers.node.iter().map(number).collect()
}

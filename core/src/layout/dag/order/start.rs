//! Where the search for an order begins.
//!
//! Depth first from the sources (or against the flow from the sinks), each item taking the next free place of its rank
//! when first met. Arcs come branch by branch (`reduce`): in a series-parallel part each branch is finished before the next
//! is begun, so branches lie side by side at every rank and nothing crosses. Chains, fans, twins and nested diamonds are
//! done here, in linear time.
//!
//! ```text
//!        ┌─ b ─ d ─┐          met: a b d f c e
//!     a ─┤         ├─ f       rank 1: b c
//!        └─ c ─ e ─┘          rank 2: d e
//! ```

use super::super::graph::mix;
use super::super::layers::Layers;
use super::Order;
use crate::sort;

/// The way the search walks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Walk {
    /// With the arcs, from the sources.
    Down,
    /// Against the arcs, from the sinks.
    Up,
}

/// The order in which a depth-first walk meets the items. Variant 0 takes links as they come (branch by branch,
/// see `reduce`), the others in orders of their own.
pub(super) fn depth_first(layers: &Layers, walk: Walk, variant: u64) -> Order {
    let ahead = if walk == Walk::Down { &layers.down } else { &layers.up };
    let n = layers.items() as u32;
    let mut order = Order { seq: vec![0; n as usize], pos: vec![0; n as usize] };
    let rank = rank_of_items(layers);
    let mut taken = vec![0u32; layers.ranks()];
    let mut met = vec![false; n as usize];
    let mut open = Vec::new();
    let mut roots = roots(layers, walk);
    if variant > 0 {
        sort::by_key(&mut roots, |&v| mix(variant, v));
    }
    for root in roots {
        open.push(root);
        while let Some(v) = open.pop() {
            if std::mem::replace(&mut met[v as usize], true) {
                continue;
            }
            let r = rank[v as usize] as usize;
            order.pos[v as usize] = taken[r];
            order.seq[(layers.start[r] + taken[r]) as usize] = v;
            taken[r] += 1;
            let begin = open.len();
            open.extend(ahead.of(v).iter().rev().filter(|&&w| !met[w as usize]));
            if variant > 0 {
                sort::by_key(&mut open[begin..], |&w| mix(variant, w));
            }
        }
    }
    order
}

/// The items that the walk begins from, in the order of their arcs.
fn roots(layers: &Layers, walk: Walk) -> Vec<u32> {
    let mut listed = vec![false; layers.items()];
    let ends = (0..layers.chains.rows()).filter_map(|arc| match walk {
        Walk::Down => layers.chains.of(arc).first(),
        Walk::Up => layers.chains.of(arc).last(),
    });
    // Behind them whatever no arc within the layers reaches.
    let all = (0..layers.items() as u32).filter(|&v| layers.up.degree(v) + layers.down.degree(v) == 0);
    let behind = if walk == Walk::Down { &layers.up } else { &layers.down };
    ends.copied()
        .chain(all)
        .filter(|&v| behind.degree(v) == 0 && !std::mem::replace(&mut listed[v as usize], true))
        .collect()
}

fn rank_of_items(layers: &Layers) -> Vec<u32> {
    let mut rank = vec![0; layers.items()];
    for r in 0..layers.ranks() {
        rank[layers.range(r)].fill(r as u32);
    }
    rank
}

//! The layered form of a connected part: items on ranks, links between neighbouring ranks.
//!
//! An item is a node or a bend, the point where a long arc passes a rank. Items are numbered rank by rank, so a rank
//! is a range of numbers and all arrays are walked in order. Bends are bounded by a multiple of nodes and arcs: beyond
//! that the longest arcs leave the layers and take a lane outside, so memory stays O(V+E).
//!
//! ```text
//! rank     0     1     2
//!          a ──► b ──► d        items a | b, bend | d
//!          └──► (•) ──►┘        links a→b, a→•, b→d, •→d
//! ```

use super::graph::{Csr, NONE};
use crate::sort::{self, Key};

/// Bends allowed for each node and arc.
const BENDS: usize = 6;

pub(super) struct Layers {
    /// Rank `r` holds the items `start[r]..start[r + 1]`.
    pub start: Vec<u32>,
    /// The node that an item is, or `NONE` for a bend.
    pub node: Vec<u32>,
    /// The item of a node.
    pub item: Vec<u32>,
    /// Links to the rank before.
    pub up: Csr,
    /// Links to the rank behind.
    pub down: Csr,
    /// The items of each arc from tail to head; empty for an arc that takes a lane.
    pub chains: Csr,
}

impl Layers {
    /// From the ranks of the nodes (the first is 0) and the arcs, rising. An item's links come in the order of the arcs.
    pub fn new(rank: &[u32], arcs: &[(u32, u32)]) -> Self {
        let ranks = rank.iter().max().map_or(0, |&r| r as usize + 1);
        let lanes = lanes(rank, arcs);
        let laned = |i: usize| lanes.binary_search(&(i as u32)).is_ok();
        let short = || arcs.iter().enumerate().filter(|&(i, _)| !laned(i));

        let mut start = vec![0u32; ranks + 1];
        for &r in rank {
            start[r as usize + 1] += 1;
        }
        // Bends per rank as differences: +1 where an arc begins to pass, −1 where it ends.
        let mut passing = vec![0i32; ranks + 1];
        for (_, &(a, b)) in short() {
            passing[rank[a as usize] as usize + 1] += 1;
            passing[rank[b as usize] as usize] -= 1;
        }
        let mut now = 0;
        for r in 0..ranks {
            now += passing[r];
            start[r + 1] += start[r] + now as u32;
        }

        let items = start[ranks] as usize;
        let mut next = start.clone();
        let mut take = |r: u32| {
            next[r as usize] += 1;
            next[r as usize] - 1
        };
        let item: Vec<u32> = rank.iter().map(|&r| take(r)).collect();
        let mut node = vec![NONE; items];
        for (v, &i) in item.iter().enumerate() {
            node[i as usize] = v as u32;
        }
        let mut chain: Vec<(u32, u32)> = Vec::with_capacity(2 * arcs.len() + items - rank.len());
        for (i, &(a, b)) in short() {
            chain.push((i as u32, item[a as usize]));
            chain.extend((rank[a as usize] + 1..rank[b as usize]).map(|r| (i as u32, take(r))));
            chain.push((i as u32, item[b as usize]));
        }
        let links = chain.windows(2).filter(|w| w[0].0 == w[1].0);
        let mut links: Vec<(u32, u32)> = links.map(|w| (w[0].1, w[1].1)).collect();
        let down = Csr::new(items, &links);
        links.iter_mut().for_each(|link| *link = (link.1, link.0));
        let up = Csr::new(items, &links);
        let chains = Csr::new(arcs.len(), &chain);
        Self { start, node, item, up, down, chains }
    }

    /// The same with the items of each rank numbered as they stand in `seq`: a number then says the place as well, and
    /// every row of links rises.
    pub fn in_order(mut self, seq: &[u32]) -> Self {
        let mut number = vec![0u32; seq.len()];
        for (new, &old) in seq.iter().enumerate() {
            number[old as usize] = new as u32;
        }
        let mut down = Csr::of_rows(seq.iter().map(|&old| self.down.of(old)));
        down.map(&number);
        self.up = down.transposed();
        self.down = self.up.transposed();
        self.node = seq.iter().map(|&old| self.node[old as usize]).collect();
        self.item.iter_mut().for_each(|item| *item = number[*item as usize]);
        self.chains.map(&number);
        self
    }

    /// For what asks only for items and chains from here on: memory is short.
    pub fn let_go_of_links(&mut self) {
        (self.up, self.down) = Default::default();
    }

    pub fn ranks(&self) -> usize {
        self.start.len() - 1
    }

    pub fn items(&self) -> usize {
        self.node.len()
    }

    /// The range of a rank in every array over items.
    #[inline]
    pub fn range(&self, r: usize) -> std::ops::Range<usize> {
        self.start[r] as usize..self.start[r + 1] as usize
    }

    #[inline]
    pub fn rank_of(&self, item: u32) -> usize {
        self.start.partition_point(|&s| s <= item) - 1
    }

    pub fn is_bend(&self, item: u32) -> bool {
        self.node[item as usize] == NONE
    }
}

/// The longest arcs, as many as it takes to keep the bends of the others within bounds. Rising.
fn lanes(rank: &[u32], arcs: &[(u32, u32)]) -> Vec<u32> {
    let bends = |i: u32| {
        let (a, b) = arcs[i as usize];
        (rank[b as usize] - rank[a as usize] - 1) as usize
    };
    let limit = BENDS * (rank.len() + arcs.len());
    let mut total: usize = (0..arcs.len() as u32).map(bends).sum();
    if total <= limit {
        return Vec::new();
    }
    let mut longest: Vec<u32> = (0..arcs.len() as u32).collect();
    sort::by_key(&mut longest, |&i| !(bends(i) as u64));
    let mut lanes: Vec<u32> = longest
        .into_iter()
        .take_while(|&i| {
            let over = total > limit;
            total -= bends(i).min(total);
            over
        })
        .collect();
    sort::by_key(&mut lanes, |&i| i.key());
    lanes
}

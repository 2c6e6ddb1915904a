//! Structure first: the series-parallel parts of a graph, and the order of arcs in which they lie side by side.
//!
//! A node with one arc in and one out joins them into one (series); arcs between the same two nodes become one (parallel). What
//! a source or sink lacks is lent by a common source before all and a common sink behind all, so trees reduce as well. What is
//! left at the end is the core; every arc of the core stands for a part that can be drawn without a crossing. Taking the
//! arcs of each such part together, branch by branch, is the order that a depth-first walk needs to draw it so
//! (Valdes, Tarjan and Lawler 1982). Linear time: each step removes a node or an arc.
//!
//! ```text
//!       ┌─ b ───┐             as given:         ab ac ad ae
//!     a ┼─ d ───┴─ f ─┐       in branch order:  ab ad ac ae
//!       ├─ c ───┬─ g ─┴─ h    b and d meet at f, c and e meet at g:
//!       └─ e ───┘             they become neighbours
//! ```

use super::graph::{NONE, mix};
use super::task::Meter;
use crate::pace::BATCH;

/// A stretch of the graph that has become one arc: a leaf is an arc of the graph, an inner one joins two.
#[derive(Clone, Copy)]
struct Bundle {
    tail: u32,
    head: u32,
    /// The two it joins, `NONE` for a leaf.
    parts: (u32, u32),
    /// Still standing, not yet part of another.
    standing: bool,
}

/// The arcs in an order in which every series-parallel part lies together, branch by branch.
pub(super) async fn branch_order(n: usize, arcs: &[(u32, u32)], meter: &Meter<'_>) -> Vec<u32> {
    let mut reduction = Reduction::new(n, arcs);
    for from in (0..arcs.len()).step_by(BATCH) {
        (from..arcs.len().min(from + BATCH)).for_each(|b| reduction.stand(b as u32));
        meter.look().await;
    }
    reduction.lend();
    meter.look().await;
    // Joining two bundles may leave one of their ends with one bundle on each side: look at it again.
    let mut open: Vec<u32> = (0..n as u32).rev().collect();
    while !open.is_empty() {
        reduction.join(&mut open, BATCH);
        meter.look().await;
    }
    let mut order = Vec::with_capacity(arcs.len());
    for root in 0..reduction.bundles.len() as u32 {
        if !reduction.bundles[root as usize].standing {
            continue;
        }
        open.push(root);
        while let Some(b) = open.pop() {
            let (first, second) = reduction.bundles[b as usize].parts;
            if first != NONE {
                open.extend([second, first]);
            } else if (b as usize) < arcs.len() {
                order.push(b);
            }
        }
    }
    order
}

struct Reduction {
    bundles: Vec<Bundle>,
    /// The bundle that last stood between two nodes: a table with open addressing, its size a power of two.
    between: Vec<u32>,
    /// For each node: how many bundles come in and go out, and the exclusive or of their numbers, which names the one when
    /// there is but one.
    ins: Vec<(u32, u32)>,
    outs: Vec<(u32, u32)>,
    nodes: u32,
}

impl Reduction {
    /// Every arc is a bundle, and none stands yet.
    fn new(n: usize, arcs: &[(u32, u32)]) -> Self {
        let mut bundles = Vec::with_capacity(2 * arcs.len() + n);
        bundles.extend(arcs.iter().map(|&(tail, head)| Bundle { tail, head, parts: (NONE, NONE), standing: true }));
        Self {
            bundles,
            // Each arc, each lent one and each join of two names one pair of nodes at most.
            between: vec![NONE; (4 * (arcs.len() + n) + 8).next_power_of_two()],
            ins: vec![(0, 0); n + 2],
            outs: vec![(0, 0); n + 2],
            nodes: n as u32,
        }
    }

    /// Lends what a source or sink lacks.
    fn lend(&mut self) {
        let (source, sink) = (self.nodes, self.nodes + 1);
        for v in 0..self.nodes {
            if self.ins[v as usize].0 == 0 {
                self.add(source, v, (NONE, NONE));
            }
            if self.outs[v as usize].0 == 0 {
                self.add(v, sink, (NONE, NONE));
            }
        }
    }

    #[inline]
    fn add(&mut self, tail: u32, head: u32, parts: (u32, u32)) {
        self.bundles.push(Bundle { tail, head, parts, standing: true });
        self.stand(self.bundles.len() as u32 - 1);
    }

    /// Puts a new bundle between its ends, or joins it with the one that is there.
    fn stand(&mut self, b: u32) {
        let Bundle { tail, head, .. } = self.bundles[b as usize];
        let mut b = b;
        let slot = self.slot(tail, head);
        let other = self.between[slot];
        if self.bundles.get(other as usize).is_some_and(|other| other.standing) {
            self.fall(other);
            self.bundles[b as usize].standing = false;
            self.bundles.push(Bundle { tail, head, parts: (other, b), standing: true });
            b = self.bundles.len() as u32 - 1;
        }
        self.between[slot] = b;
        for (count, name) in [&mut self.outs[tail as usize], &mut self.ins[head as usize]] {
            *count += 1;
            *name ^= b;
        }
    }

    /// Where the bundle between two nodes is noted, or would be.
    fn slot(&self, tail: u32, head: u32) -> usize {
        let mask = self.between.len() - 1;
        let mut slot = mix(tail.into(), head) as usize & mask;
        while let Some(found) = self.bundles.get(self.between[slot] as usize) {
            if (found.tail, found.head) == (tail, head) {
                break;
            }
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn fall(&mut self, b: u32) {
        let Bundle { tail, head, .. } = self.bundles[b as usize];
        self.bundles[b as usize].standing = false;
        for (count, name) in [&mut self.outs[tail as usize], &mut self.ins[head as usize]] {
            *count -= 1;
            *name ^= b;
        }
    }

    /// Joins the two bundles of each open node that has no others, of so many nodes at most.
    fn join(&mut self, open: &mut Vec<u32>, most: usize) {
        for _ in 0..most {
            let Some(v) = open.pop() else { return };
            let ((1, first), (1, second)) = (self.ins[v as usize], self.outs[v as usize]) else { continue };
            let (tail, head) = (self.bundles[first as usize].tail, self.bundles[second as usize].head);
            self.fall(first);
            self.fall(second);
            self.add(tail, head, (first, second));
            open.extend([tail, head].into_iter().filter(|&w| w < self.nodes));
        }
    }
}

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

/// For each arc its place in an order in which every series-parallel part lies together, branch by branch.
pub(super) async fn branch_order(n: usize, arcs: &[(u32, u32)], meter: &Meter<'_>) -> Vec<u32> {
    let mut reduction = Reduction::new(n, arcs);
    meter.look().await;
    reduction.run();
    meter.look().await;
    let mut place = vec![0u32; arcs.len()];
    let mut next = 0;
    let mut open = Vec::new();
    for root in 0..reduction.bundles.len() as u32 {
        if !reduction.bundles[root as usize].standing {
            continue;
        }
        open.push(root);
        while let Some(b) = open.pop() {
            let (first, second) = reduction.bundles[b as usize].parts;
            if first != NONE {
                open.extend([second, first]);
            } else if let Some(place) = place.get_mut(b as usize) {
                *place = next;
                next += 1;
            }
        }
    }
    place
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
    fn new(n: usize, arcs: &[(u32, u32)]) -> Self {
        let (source, sink) = (n as u32, n as u32 + 1);
        let mut reduction = Self {
            bundles: Vec::with_capacity(2 * arcs.len() + n),
            // Each arc, each lent one and each join of two names one pair of nodes at most.
            between: vec![NONE; (4 * (arcs.len() + n) + 8).next_power_of_two()],
            ins: vec![(0, 0); n + 2],
            outs: vec![(0, 0); n + 2],
            nodes: n as u32,
        };
        // Leaves first, so that a leaf's number is its arc's.
        for &(tail, head) in arcs {
            reduction.bundles.push(Bundle { tail, head, parts: (NONE, NONE), standing: true });
        }
        for b in 0..arcs.len() as u32 {
            reduction.stand(b);
        }
        for v in 0..n as u32 {
            if reduction.ins[v as usize].0 == 0 {
                reduction.add(source, v, (NONE, NONE));
            }
            if reduction.outs[v as usize].0 == 0 {
                reduction.add(v, sink, (NONE, NONE));
            }
        }
        reduction
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

    fn run(&mut self) {
        // Joining two bundles may leave one of their ends with one bundle on each side: look at it again.
        let mut open: Vec<u32> = (0..self.nodes).rev().collect();
        while let Some(v) = open.pop() {
            let ((1, first), (1, second)) = (self.ins[v as usize], self.outs[v as usize]) else { continue };
            let (tail, head) = (self.bundles[first as usize].tail, self.bundles[second as usize].head);
            self.fall(first);
            self.fall(second);
            self.add(tail, head, (first, second));
            open.extend([tail, head].into_iter().filter(|&w| w < self.nodes));
        }
    }
}

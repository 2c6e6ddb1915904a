//! Layering: a rank for each node, arcs rising, their total span the least there is.
//!
//! Longest paths from the sources put every node as far left as it can stand. From there only moves to the right can
//! shorten arcs. Nodes with more arcs out than in go right as far as their successors let them; where successors stand in
//! the way, the node takes along all that it would push (node promotion, Nikolov and Tarassov 2006), if the arcs that
//! shorten outnumber those that grow. Linear work per sweep, a fixed number of sweeps. What is still too long then, `flow`
//! finds; it stops short of the least only where that would take too much work, in the largest graphs.
//!
//! ```text
//! a ─► b ─► c ─► d        a ─► b ─► c ─► d
//! e ───────────► d   ⇒              e ─► d
//! ```

mod flow;

use super::graph::{Csr, NONE};
use super::task::Meter;
use crate::pace::apart;

/// Sweeps of node promotion at most.
const SWEEPS: usize = 12;
/// Nodes that one promotion may take along: bounds a sweep's work.
const CROWD: usize = 256;
/// Units of work for an arc at the beginning and for a look, and how many looks are noted together.
const WORK_ARC: u64 = 100;
const WORK_LOOK: u64 = 30;
const LOOKS: u64 = 5_000;

/// Ranks from 0 for the nodes of an acyclic graph. Parts are not yet shifted against each other.
pub(super) async fn ranks(n: usize, arcs: &[(u32, u32)], meter: &Meter<'_>) -> Vec<u32> {
    let out = Csr::new(n, arcs);
    meter.look().await;
    let into = out.transposed();
    meter.look().await;
    let order = topological(n, &out, &into);
    let mut rank = vec![0u32; n];
    for &v in &order {
        rank[v as usize] = into.of(v).iter().map(|&u| rank[u as usize] + 1).max().unwrap_or(0);
    }
    let mut crowd = Crowd { members: Vec::new(), mark: vec![NONE; n], looks: 0 };
    meter.spend(WORK_ARC * arcs.len() as u64).await;
    for _ in 0..SWEEPS {
        let mut moved = false;
        for &v in order.iter().rev() {
            if out.degree(v) > into.degree(v) {
                moved |= slide(v, &mut rank, &out) || crowd.promote(v, &mut rank, &out, &into);
            }
            crowd.looks += 1;
            if crowd.looks > LOOKS {
                meter.spend(WORK_LOOK * std::mem::take(&mut crowd.looks)).await;
            }
        }
        if !moved {
            break;
        }
    }
    drop((out, into, order, crowd));
    apart(flow::shorten(&mut rank, arcs, meter)).await;
    rank
}

/// Nodes, each after its predecessors (Kahn 1962).
fn topological(n: usize, out: &Csr, into: &Csr) -> Vec<u32> {
    let mut waits: Vec<usize> = (0..n as u32).map(|v| into.degree(v)).collect();
    let mut order: Vec<u32> = (0..n as u32).filter(|&v| waits[v as usize] == 0).collect();
    let mut done = 0;
    while let Some(&v) = order.get(done) {
        done += 1;
        for &w in out.of(v) {
            waits[w as usize] -= 1;
            if waits[w as usize] == 0 {
                order.push(w);
            }
        }
    }
    order
}

/// Moves a node as far right as its successors let it.
fn slide(v: u32, rank: &mut [u32], out: &Csr) -> bool {
    let Some(to) = out.of(v).iter().map(|&w| rank[w as usize] - 1).min() else { return false };
    let moved = to > rank[v as usize];
    rank[v as usize] = to;
    moved
}

/// The nodes that move together.
struct Crowd {
    members: Vec<u32>,
    mark: Vec<u32>,
    /// How many have been looked at since the work was last noted.
    looks: u64,
}

impl Crowd {
    /// Moves `v` and all that it pushes one or more ranks to the right, if that shortens the arcs in total.
    fn promote(&mut self, v: u32, rank: &mut [u32], out: &Csr, into: &Csr) -> bool {
        self.members.clear();
        self.members.push(v);
        self.mark[v as usize] = v;
        let (mut at, mut gain) = (0, 0i64);
        while let Some(&m) = self.members.get(at) {
            at += 1;
            self.looks += 1;
            gain += out.degree(m) as i64 - into.degree(m) as i64;
            for &w in out.of(m) {
                if rank[w as usize] == rank[m as usize] + 1 && self.mark[w as usize] != v {
                    if self.members.len() == CROWD {
                        self.unmark();
                        return false;
                    }
                    self.mark[w as usize] = v;
                    self.members.push(w);
                }
            }
        }
        let mut step = NONE;
        if gain > 0 {
            for &m in &self.members {
                for &w in out.of(m) {
                    if self.mark[w as usize] != v {
                        step = step.min(rank[w as usize] - rank[m as usize] - 1);
                    }
                }
            }
            for &m in &self.members {
                rank[m as usize] += step;
            }
        }
        self.unmark();
        gain > 0
    }

    #[inline]
    fn unmark(&mut self) {
        for &m in &self.members {
            self.mark[m as usize] = NONE;
        }
    }
}

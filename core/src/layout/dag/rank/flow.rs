//! The least total span: supplies that flow to where they lack.
//!
//! Moving a node one rank to the right shortens each arc out of it and lengthens each into it: their difference is the
//! node's supply, or what it lacks. Ranks have the least total span just when all supplies can flow along tight arcs, those
//! that span one rank, to where they lack: this is the dual of the network simplex of Gansner et al. (1993, §2), and a
//! flow needs no tree to be kept, is shortened by every step, and may be cut off at any of them.
//!
//! 1. A forest of tight arcs carries what it can, from its leaves; what flows then along an arc of it is what the network
//!    simplex calls its cut value.
//! 2. What is left over seeks the nearest lack by the slack on the way (successive shortest paths, Edmonds and Karp 1972):
//!    all that is nearer than that moves right until the way is tight. As the supply of those that move, and of nobody
//!    else, is left over, the span shrinks by as much for each rank.
//!
//! ```text
//! a ─► b ─► c ─► d        a, e and g supply one each; f lacks one, d two. Tight are all but fd. a's flows to d, e's to f;
//! e ─► f ───────► d       g's finds d, beyond f, at a distance of 1. Nearer are g, f and e, whose flow could be taken
//! g ─► f                  back: all three move, and g's flows to d.
//! ```

use super::super::graph::{Csr, NONE};
use super::super::task::Meter;
use crate::pace::BATCH;
use std::collections::BinaryHeap;

/// Units of work for an arc to begin with, and for a look at one.
const WORK_ARC: u64 = 40;
const WORK_LOOK: u64 = 8;
/// Work allowed in all, and from one shortening to the next: so much, and so much more for each node. Where nothing becomes
/// shorter it is but the proof of that which takes long.
const WORK: (u64, u64) = (30_000_000, 300);
const PATIENCE: (u64, u64) = (2_500_000, 20);
/// Looks that one search may take, round by round: near lacks are filled first, and no search takes long.
const LOOKS: [u64; 3] = [200, 5_000, 200_000];

/// Shortens the total span of the arcs as far as the work allowed goes.
pub(super) async fn shorten(rank: &mut [u32], arcs: &[(u32, u32)], meter: &Meter<'_>) {
    let mut pairs: Vec<(u32, u32)> = arcs.iter().zip(0..).map(|(&(a, _), arc)| (a, arc)).collect();
    let out = Csr::new(rank.len(), &pairs);
    meter.spend(WORK_ARC * arcs.len() as u64).await;
    pairs.iter_mut().zip(arcs).for_each(|(pair, &(_, b))| pair.0 = b);
    let into = Csr::new(rank.len(), &pairs);
    drop(pairs);
    meter.look().await;
    let mut flow = Flow::new(rank, arcs, out, into);
    let forest = flow.forest(meter).await;
    for &(v, arc) in forest.iter().rev() {
        flow.settle(v, arc);
    }
    meter.look().await;
    drop(forest);
    let nodes = flow.supply.len() as u32;
    let of = |(least, each): (u64, u64)| meter.spent() + least + each * u64::from(nodes);
    let (until, mut until_shorter) = (of(WORK), of(PATIENCE));
    for most in LOOKS {
        for v in 0..nodes {
            while flow.supply[v as usize] > 0 && meter.spent() < until.min(until_shorter) {
                let before = flow.supply[v as usize];
                let (looks, is_shorter) = flow.seek(v, most);
                meter.spend(WORK_LOOK * looks).await;
                if is_shorter {
                    until_shorter = of(PATIENCE);
                }
                if flow.supply[v as usize] == before {
                    break;
                }
            }
            if (v as usize).is_multiple_of(BATCH) {
                meter.look().await;
            }
        }
    }
}

struct Flow<'a> {
    rank: &'a mut [u32],
    arcs: &'a [(u32, u32)],
    /// The arcs of each node, by their numbers.
    out: Csr,
    into: Csr,
    /// What flows along each arc. Only along tight ones does anything.
    flow: Vec<u32>,
    /// What is left over at each node, or lacks there.
    supply: Vec<i32>,
    /// For each node that the search has seen, how far it is, and by which arc it was reached: twice its number, and one
    /// more if against it, where something flows that can be taken back. `NONE` for others.
    far: Vec<u32>,
    via: Vec<u32>,
    /// The nodes seen; those to go on from at the present distance; and the complements of farther ones and their distances.
    seen: Vec<u32>,
    open: Vec<u32>,
    later: BinaryHeap<u64>,
}

impl<'a> Flow<'a> {
    fn new(rank: &'a mut [u32], arcs: &'a [(u32, u32)], out: Csr, into: Csr) -> Self {
        let n = rank.len();
        let supply = (0..n as u32).map(|v| out.degree(v) as i32 - into.degree(v) as i32).collect();
        Self {
            rank,
            arcs,
            out,
            into,
            flow: vec![0; arcs.len()],
            supply,
            far: vec![NONE; n],
            via: vec![NONE; n],
            seen: Vec::new(),
            open: Vec::new(),
            later: BinaryHeap::new(),
        }
    }

    /// How much longer than one rank an arc is.
    fn slack(&self, arc: u32) -> u32 {
        let (a, b) = self.arcs[arc as usize];
        self.rank[b as usize] - self.rank[a as usize] - 1
    }

    /// A forest of tight arcs: the nodes, each behind its parent, with the arc to that, written as in `via`.
    async fn forest(&mut self, meter: &Meter<'_>) -> Vec<(u32, u32)> {
        let n = self.rank.len();
        let mut forest: Vec<(u32, u32)> = Vec::with_capacity(n);
        let mut met = vec![false; n];
        let mut at = 0;
        for root in 0..n as u32 {
            if std::mem::replace(&mut met[root as usize], true) {
                continue;
            }
            forest.push((root, NONE));
            let (begin, mut is_tight) = (at, true);
            while let Some(&(v, _)) = forest.get(at) {
                at += 1;
                for (links, against) in [(&self.out, 1), (&self.into, 0)] {
                    for &arc in links.of(v) {
                        let (a, b) = self.arcs[arc as usize];
                        let child = if against == 1 { b } else { a };
                        let slack = self.slack(arc);
                        is_tight &= slack == 0;
                        if slack == 0 && !std::mem::replace(&mut met[child as usize], true) {
                            forest.push((child, 2 * arc + against));
                        }
                    }
                }
                if at.is_multiple_of(BATCH) {
                    meter.look().await;
                }
            }
            if is_tight {
                // Nothing there can be shorter.
                forest.drain(begin..).for_each(|(v, _)| self.supply[v as usize] = 0);
                at = begin;
            }
        }
        forest
    }

    /// Hands what a node has over on to its parent, or has it bring what lacks; if the arc to it leads that way.
    fn settle(&mut self, v: u32, way: u32) {
        let (arc, against) = ((way / 2) as usize, way % 2 == 1);
        let supply = self.supply[v as usize];
        let Some(&(a, b)) = self.arcs.get(arc) else { return };
        if (supply < 0) == against && supply != 0 {
            self.flow[arc] = supply.unsigned_abs();
            self.supply[v as usize] = 0;
            self.supply[if against { a } else { b } as usize] += supply;
        }
    }

    /// Lets the supply of a node flow to the nearest lacks. Returns how many arcs were looked at, and whether any moved.
    fn seek(&mut self, from: u32, most: u64) -> (u64, bool) {
        let (mut looks, mut now, mut at) = (0, 0, 0);
        self.reach(from, 0, NONE, 0);
        loop {
            let v = match self.open.get(at) {
                Some(&v) => v,
                None => {
                    let Some(next) = self.later.pop() else { break };
                    let (far, v) = ((!next >> 32) as u32, !next as u32);
                    if far > self.far[v as usize] {
                        continue;
                    }
                    now = far;
                    self.open.push(v);
                    v
                }
            };
            at += 1;
            if self.supply[v as usize] < 0 {
                let (steps, goes_on) = self.fill(from, v);
                looks += steps;
                if !goes_on {
                    break;
                }
            }
            if looks > most {
                break;
            }
            looks += 1 + (self.out.degree(v) + self.into.degree(v)) as u64;
            let before = self.open.len();
            for i in 0..self.out.degree(v) {
                let arc = self.out.of(v)[i];
                self.reach(self.arcs[arc as usize].1, now + self.slack(arc), 2 * arc, now);
            }
            for i in 0..self.into.degree(v) {
                let arc = self.into.of(v)[i];
                if self.flow[arc as usize] > 0 {
                    self.reach(self.arcs[arc as usize].0, now, 2 * arc + 1, now);
                }
            }
            // What lacks and is as near needs no waiting for its turn.
            let near = self.open[before..].iter().position(|&w| self.supply[w as usize] < 0);
            if let Some(place) = near {
                let (steps, goes_on) = self.fill(from, self.open[before + place]);
                looks += steps;
                if !goes_on {
                    break;
                }
            }
        }
        for &v in &self.seen {
            self.rank[v as usize] += now.saturating_sub(self.far[v as usize]);
            self.far[v as usize] = NONE;
        }
        self.seen.clear();
        self.open.clear();
        self.later.clear();
        (looks, now > 0)
    }

    /// Notes a way to a node, if there was none as short.
    fn reach(&mut self, v: u32, far: u32, via: u32, now: u32) {
        let known = self.far[v as usize];
        if far >= known {
            return;
        }
        if known == NONE {
            self.seen.push(v);
        }
        self.far[v as usize] = far;
        self.via[v as usize] = via;
        if far == now {
            self.open.push(v);
        } else {
            self.later.push(!(u64::from(far) << 32 | u64::from(v)));
        }
    }

    /// Lets as much flow along the way to a node as it lacks, the first node has over and the way can take. Returns the steps
    /// taken, and whether the search may go on: something is left over, and the way still open.
    fn fill(&mut self, from: u32, to: u32) -> (u64, bool) {
        let mut most = self.supply[from as usize].unsigned_abs().min(self.supply[to as usize].unsigned_abs());
        let (mut v, mut steps) = (to, 0);
        while v != from {
            let (arc, against) = ((self.via[v as usize] / 2) as usize, self.via[v as usize] % 2 == 1);
            if against {
                most = most.min(self.flow[arc]);
            }
            v = if against { self.arcs[arc].1 } else { self.arcs[arc].0 };
            steps += 1;
        }
        let mut is_open = true;
        v = to;
        while v != from {
            let (arc, against) = ((self.via[v as usize] / 2) as usize, self.via[v as usize] % 2 == 1);
            if against {
                self.flow[arc] -= most;
                is_open &= self.flow[arc] > 0;
            } else {
                self.flow[arc] += most;
            }
            v = if against { self.arcs[arc].1 } else { self.arcs[arc].0 };
        }
        self.supply[from as usize] -= most as i32;
        self.supply[to as usize] += most as i32;
        (steps, is_open && self.supply[from as usize] > 0)
    }
}

//! Cycle removal: which arcs to turn round so that no cycle is left.
//!
//! Strongly connected parts by Tarjan (1972) on an explicit stack; inside them, the greedy order of Eades, Lin and Smyth
//! (1993): sinks to the right, sources to the left, else the node with most arcs out over arcs in to the left. Arcs that
//! run against that order are turned. Linear time. An acyclic graph keeps every arc.
//!
//! Arcs that are known to run against the flow are turned before: where they are the ones that close the cycles, no other is.

use super::graph::{Csr, NONE};

/// For each arc, whether it is turned round; `against` has those that are in any case.
pub(super) fn turned(n: usize, arcs: &[(u32, u32)], against: &[bool]) -> Vec<bool> {
    let mut turned = against.to_vec();
    let arcs = rising(arcs, against);
    let (part, cyclic) = strong_parts(n, &Csr::new(n, &arcs));
    if cyclic {
        let is_inside = |(a, b): (u32, u32)| part[a as usize] == part[b as usize];
        let inside: Vec<(u32, u32)> = arcs.iter().copied().filter(|&arc| is_inside(arc)).collect();
        let place = greedy_order(n, &inside);
        for (turned, &(a, b)) in turned.iter_mut().zip(&arcs) {
            *turned ^= is_inside((a, b)) && place[a as usize] > place[b as usize];
        }
    }
    turned
}

/// The arcs along the flow.
pub(super) fn rising(arcs: &[(u32, u32)], turned: &[bool]) -> Vec<(u32, u32)> {
    arcs.iter().zip(turned).map(|(&(a, b), &turned)| if turned { (b, a) } else { (a, b) }).collect()
}

/// The strongly connected part of each node, and whether any has two nodes.
fn strong_parts(n: usize, out: &Csr) -> (Vec<u32>, bool) {
    let mut part = vec![NONE; n];
    let mut index = vec![NONE; n];
    let mut low = vec![0u32; n];
    let mut next_child = vec![0u32; n];
    let (mut open, mut path) = (Vec::new(), Vec::new());
    let (mut count, mut parts, mut cyclic) = (0u32, 0u32, false);
    for root in 0..n as u32 {
        if index[root as usize] != NONE {
            continue;
        }
        path.push(root);
        while let Some(&v) = path.last() {
            let i = v as usize;
            if index[i] == NONE {
                index[i] = count;
                low[i] = count;
                count += 1;
                open.push(v);
            }
            if let Some(&w) = out.of(v).get(next_child[i] as usize) {
                next_child[i] += 1;
                if index[w as usize] == NONE {
                    path.push(w);
                } else if part[w as usize] == NONE {
                    low[i] = low[i].min(index[w as usize]);
                }
                continue;
            }
            path.pop();
            if let Some(&parent) = path.last() {
                low[parent as usize] = low[parent as usize].min(low[i]);
            }
            if low[i] == index[i] {
                let mut size = 0;
                while let Some(w) = open.pop() {
                    part[w as usize] = parts;
                    size += 1;
                    if w == v {
                        break;
                    }
                }
                cyclic |= size > 1;
                parts += 1;
            }
        }
    }
    (part, cyclic)
}

/// The position of each node in the order of Eades, Lin and Smyth.
fn greedy_order(n: usize, arcs: &[(u32, u32)]) -> Vec<u32> {
    let out = Csr::new(n, arcs);
    let into = out.transposed();
    let mut queue = Queue::new(n, &out, &into);
    let mut place = vec![NONE; n];
    let (mut left, mut right) = (0u32, n as u32);
    while let Some((v, sink)) = queue.next() {
        if sink {
            right -= 1;
            place[v as usize] = right;
        } else {
            place[v as usize] = left;
            left += 1;
        }
        for &w in out.of(v) {
            queue.ins[w as usize] -= 1;
            queue.put(w);
        }
        for &w in into.of(v) {
            queue.outs[w as usize] -= 1;
            queue.put(w);
        }
    }
    place
}

/// Nodes by arcs out − arcs in. An entry that has gone stale is skipped when met.
struct Queue {
    outs: Vec<usize>,
    ins: Vec<usize>,
    taken: Vec<bool>,
    sinks: Vec<u32>,
    sources: Vec<u32>,
    buckets: Vec<Vec<u32>>,
    top: usize,
}

impl Queue {
    fn new(n: usize, out: &Csr, into: &Csr) -> Self {
        let outs: Vec<usize> = (0..n as u32).map(|v| out.degree(v)).collect();
        let ins: Vec<usize> = (0..n as u32).map(|v| into.degree(v)).collect();
        let most = outs.iter().chain(&ins).copied().max().unwrap_or(0);
        let mut queue = Self {
            outs,
            ins,
            taken: vec![false; n],
            sinks: Vec::new(),
            sources: Vec::new(),
            buckets: vec![Vec::new(); 2 * most + 1],
            top: 0,
        };
        for v in (0..n as u32).rev() {
            queue.put(v);
        }
        queue
    }

    #[inline]
    fn bucket(&self, v: u32) -> usize {
        self.buckets.len() / 2 + self.outs[v as usize] - self.ins[v as usize]
    }

    fn put(&mut self, v: u32) {
        if self.taken[v as usize] {
            return;
        }
        if self.outs[v as usize] == 0 {
            self.sinks.push(v);
        } else if self.ins[v as usize] == 0 {
            self.sources.push(v);
        } else {
            let b = self.bucket(v);
            self.buckets[b].push(v);
            self.top = self.top.max(b);
        }
    }

    /// The next node, and whether it goes to the right end.
    fn next(&mut self) -> Option<(u32, bool)> {
        loop {
            let (v, sink) = if let Some(v) = self.sinks.pop() {
                (v, true)
            } else if let Some(v) = self.sources.pop() {
                (v, false)
            } else if let Some(v) = self.buckets[self.top].pop() {
                if self.bucket(v) != self.top {
                    continue;
                }
                (v, false)
            } else if self.top > 0 {
                self.top -= 1;
                continue;
            } else {
                return None;
            };
            if !std::mem::replace(&mut self.taken[v as usize], true) {
                return Some((v, sink));
            }
        }
    }
}

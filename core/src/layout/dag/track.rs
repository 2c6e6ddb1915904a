//! Edge routes along the axes: between two ranks, each link turns once into a track and once out of it.
//!
//! Links that leave one item share a trunk, or those that reach one, whichever is the larger fan. Each trunk is an interval
//! across the flow; intervals that overlap get different tracks by greedy colouring in the order of their upper ends, which
//! uses as few tracks as ever lie side by side. Tracks share the gap evenly.
//!
//! ```text
//!  ┌───┐   ┌── b
//!  │ a ├───┼── c      one trunk, in the first track
//!  └───┘ ┌─┘
//!  ┌───┐ │
//!  │ d ├─┴──── e      another, where it has room
//!  └───┘
//! ```

use super::route::{Router, Ways};
use crate::sort::{self, Key};
use std::collections::BinaryHeap;

/// What a track's number takes of a word that holds it and an end.
const TRACK_BITS: u32 = 24;

/// A fan of links between two ranks that share a trunk; or a lane.
pub(super) struct Trunk {
    pub lo: f64,
    pub hi: f64,
    pub track: u64,
}

impl Router<'_> {
    /// Routes every arc along the axes. Ends are at the middle of a node's side.
    pub fn orthogonals(&self, arcs: &[(u32, u32)]) -> Ways {
        let layers = self.field.layers;
        let x = self.trunks();
        let mut ways = Ways::with_capacity(4 * arcs.len());
        let mut way = Vec::new();
        let mut lanes = self.lanes(arcs);
        for (arc, &(a, b)) in arcs.iter().enumerate() {
            let chain = layers.chains.of(arc as u32);
            if chain.is_empty() {
                ways.push(&self.lane((a, b), lanes.next().unwrap_or_default()));
            } else {
                way.clear();
                way.push((self.side(a, 1.0), self.y[chain[0] as usize]));
                for link in chain.windows(2) {
                    let (from, to) = (self.y[link[0] as usize], self.y[link[1] as usize]);
                    let owner = self.owner(link[0], link[1]);
                    // The trunk of a tail is kept with the tail, that of a head with the head.
                    let x = x[2 * owner as usize + usize::from(owner == link[1])];
                    if (from - to).abs() > 0.5 {
                        way.extend([(x, from), (x, to)]);
                    }
                }
                way.push((self.side(b, -1.0), self.y[chain[chain.len() - 1] as usize]));
                straighten(&mut way);
                ways.push(&way);
            }
        }
        ways
    }

    /// The end of a link that has the larger fan.
    fn owner(&self, tail: u32, head: u32) -> u32 {
        let layers = self.field.layers;
        if layers.down.degree(tail) >= layers.up.degree(head) { tail } else { head }
    }

    /// Where the trunks run along the flow: at `2 × item` the one behind it, at `2 × item + 1` the one before it.
    fn trunks(&self) -> Vec<f64> {
        let layers = self.field.layers;
        let mut x = vec![0.0; 2 * layers.items()];
        for r in 0..layers.ranks().saturating_sub(1) {
            let mut owners: Vec<(usize, Trunk)> = Vec::new();
            let none = usize::MAX;
            let mut slot = vec![none; layers.range(r).len() + layers.range(r + 1).len()];
            for v in layers.start[r]..layers.start[r + 1] {
                for &w in layers.down.of(v) {
                    let owner = self.owner(v, w);
                    let (a, b) = (self.y[v as usize], self.y[w as usize]);
                    let (lo, hi) = (a.min(b), a.max(b));
                    let place = (owner - layers.start[r]) as usize;
                    if slot[place] == none {
                        slot[place] = owners.len();
                        let key = 2 * owner as usize + usize::from(owner == w);
                        owners.push((key, Trunk { lo, hi, track: 0 }));
                    }
                    let trunk = &mut owners[slot[place]].1;
                    (trunk.lo, trunk.hi) = (trunk.lo.min(lo), trunk.hi.max(hi));
                }
            }
            sort::by_key(&mut owners, |owner| owner.0 as u64);
            sort::by_key(&mut owners, |owner| owner.1.lo.key());
            let tracks = colour(&mut owners);
            let gap = self.columns.left[r + 1] - self.columns.right[r];
            for (key, trunk) in owners {
                x[key] = self.columns.right[r] + gap * (trunk.track + 1) as f64 / (tracks + 1) as f64;
            }
        }
        x
    }
}

/// Gives overlapping trunks, sorted by their upper ends, different tracks. Returns how many there are.
pub(super) fn colour(trunks: &mut [(usize, Trunk)]) -> u64 {
    // Tracks in use by where their trunk ends, and tracks free again: the least first, so their complements are kept, each
    // end and its track in one number, which makes one kind of heap for all.
    let (mut busy, mut free): (BinaryHeap<u64>, BinaryHeap<u64>) = Default::default();
    let mut tracks = 0;
    // Ends as whole numbers that order like the distances from the first trunk.
    let first = trunks.first().map_or(0.0, |t| t.1.lo);
    let whole = |y: f64| ((y - first).max(0.0) * 16.0) as u64;
    for (_, trunk) in trunks.iter_mut().filter(|(_, t)| t.hi - t.lo > 0.5) {
        while let Some(next) = busy.peek().map(|next| !next)
            && next >> TRACK_BITS < whole(trunk.lo)
        {
            busy.pop();
            free.push(!(next & ((1 << TRACK_BITS) - 1)));
        }
        let track = free.pop().map_or(tracks, |track| !track);
        tracks = tracks.max(track + 1);
        busy.push(!(whole(trunk.hi) << TRACK_BITS | track));
        trunk.track = track;
    }
    tracks
}

/// Drops points in the middle of a straight piece.
fn straighten(points: &mut Vec<(f64, f64)>) {
    let mut kept = 0;
    for i in 0..points.len() {
        let p = points[i];
        if kept >= 2 {
            let (a, b) = (points[kept - 2], points[kept - 1]);
            if (a.1 == b.1 && b.1 == p.1) || (a.0 == b.0 && b.0 == p.0) {
                kept -= 1;
            }
        }
        points[kept] = p;
        kept += 1;
    }
    points.truncate(kept);
}

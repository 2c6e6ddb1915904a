//! What is inside of groups: members, ports and ways laid out by the engine's own steps, and put into the outer picture.
//!
//! ```text
//!   ports   members        ports         the ranks of the ports are cut off in the middle of the gap:
//!     •──┬─ a ──── b ──┬─────•           an outer way meets the rim anywhere, and goes on to
//!        └─ c ─────────┘                 where the inner one passes the first or last column
//! ```

use super::graph::{Csr, Graph, NONE, Options, Plain, Routing, Size};
use super::groups::Outer;
use super::picture::{Layout, Point, Rect, Routes};
use super::route::Ways;
use super::task::Meter;
use super::{acyclic, assemble, components, place_part, rank, reduce};
use crate::number::within;
use crate::pace::apart;
use crate::sort::{self, Key};

/// The insides of all groups, each relative to the left top of its box.
pub(super) struct Insides<'a> {
    plain: &'a Plain,
    outer: &'a Outer,
    /// Arcs by the outer nodes of their ends.
    touching: Csr,
    /// The place of each node in its group.
    local: Vec<u32>,
    at: Vec<(f64, f64)>,
    rank: Vec<u32>,
    /// Pieces of ways, along the flow.
    ways: Ways,
    /// For each arc its piece in the group that it leaves and in the one that it enters, along the flow.
    pieces: Vec<[u32; 2]>,
    reversed: Vec<bool>,
    /// For each outer arc where its trunk runs in the margin of the group that it leaves and of the one that it enters,
    /// as a share of the margin.
    trunk: Vec<[f64; 2]>,
    crossings: u64,
}

impl<'a> Insides<'a> {
    pub fn new(plain: &'a Plain, outer: &'a Outer) -> Self {
        let mut touching = Vec::with_capacity(2 * plain.arcs.len());
        for (&(a, b), arc) in plain.arcs.iter().zip(0..) {
            let (tail, head) = (outer.home[a as usize], outer.home[b as usize]);
            touching.push((tail, arc));
            touching.extend((head != tail).then_some((head, arc)));
        }
        let crosses = |&(a, b): &(u32, u32)| outer.home[a as usize] != outer.home[b as usize];
        Self {
            plain,
            outer,
            touching: Csr::new(outer.members.rows() as usize, &touching),
            local: vec![0; plain.len()],
            at: vec![(0.0, 0.0); plain.len()],
            rank: vec![0; plain.len()],
            ways: Ways::with_capacity(0),
            pieces: vec![[NONE; 2]; plain.arcs.len()],
            reversed: plain.arcs.iter().map(|ends| crosses(ends) && outer.turned[outer.arc(*ends)]).collect(),
            trunk: vec![[0.5; 2]; outer.arcs.len()],
            crossings: 0,
        }
    }

    /// The ends of an arc in the order of the flow outside, and whether they lie in different outer nodes.
    fn along(&self, arc: u32) -> ((u32, u32), bool) {
        let (a, b) = self.plain.arcs[arc as usize];
        let crosses = self.outer.home[a as usize] != self.outer.home[b as usize];
        (if crosses && self.reversed[arc as usize] { (b, a) } else { (a, b) }, crosses)
    }

    /// Lays out the inside of a group. Returns the size of its box.
    pub async fn lay(&mut self, node: u32, options: &Options, meter: &Meter<'_>) -> Size {
        let (plain, outer) = (self.plain, self.outer);
        let members = outer.members.of(node);
        let touching = self.touching.of(node).to_vec();
        let n = members.len();
        for (&v, i) in members.iter().zip(0..) {
            self.local[v as usize] = i;
        }
        // Ports: outer arcs, and whether they come in.
        let cross = touching.iter().filter(|&&arc| self.along(arc).1);
        let mut ports: Vec<u32> = cross.map(|&arc| outer.arc(plain.arcs[arc as usize]) as u32).collect();
        sort::by_key(&mut ports, |port| port.key());
        ports.dedup();
        let comes_in = |&port: &u32| (outer.arcs[port as usize].1 == node) != outer.turned[port as usize];
        let count = ports.len() as f64 + 1.0;
        for (&port, i) in ports.iter().zip(1u32..) {
            self.trunk[port as usize][usize::from(comes_in(&port))] = f64::from(i) / count;
        }
        let link = |&arc: &u32| {
            let ((a, b), crosses) = self.along(arc);
            let port = |v: u32| {
                if outer.home[v as usize] == node {
                    return self.local[v as usize];
                }
                let outer_arc = outer.arc(plain.arcs[arc as usize]) as u32;
                (n + ports.partition_point(|&port| port < outer_arc)) as u32
            };
            ((port(a), port(b)), crosses)
        };
        let links: Vec<((u32, u32), bool)> = touching.iter().map(link).collect();
        let mut arcs: Vec<(u32, u32)> = links.iter().map(|link| link.0).collect();
        sort::distinct(&mut arcs);
        // Ports lie along the flow already.
        let mut against = vec![true; arcs.len()];
        for (&arc, (link, crosses)) in touching.iter().zip(&links) {
            against[arcs.partition_point(|arc| arc < link)] &= !crosses && plain.against[arc as usize];
        }
        let turned = acyclic::turned(n + ports.len(), &arcs, &against);
        let rising = acyclic::rising(&arcs, &turned);
        let inner: Vec<(u32, u32)> = rising.iter().copied().filter(|&(a, b)| a.max(b) < n as u32).collect();

        // Ports stand before and behind all members.
        let mut ranks = apart(rank::ranks(n, &inner, meter)).await;
        let (left, right) = (ports.iter().any(comes_in), ports.iter().any(|port| !comes_in(port)));
        for part in components::split(n, &inner, &[]) {
            let first = part.nodes.iter().map(|&v| ranks[v as usize]).min().unwrap_or(0);
            part.nodes.iter().for_each(|&v| ranks[v as usize] = ranks[v as usize] - first + u32::from(left));
        }
        let last = ranks.iter().max().map_or(0, |&last| last + 1);
        members.iter().zip(&ranks).for_each(|(&v, &rank)| self.rank[v as usize] = rank - u32::from(left));
        ranks.extend(ports.iter().map(|port| if comes_in(port) { 0 } else { last }));
        let mut sizes: Vec<Size> = members.iter().map(|&v| plain.sizes[v as usize]).collect();
        sizes.resize(n + ports.len(), Size { w: 0.0, h: 0.0 });
        let mut prior: Vec<f32> = members.iter().filter_map(|&v| plain.prior.get(v as usize).copied()).collect();
        if !prior.is_empty() {
            prior.resize(n + ports.len(), f32::NAN);
        }
        let order = apart(reduce::branch_order(n + ports.len(), &rising, meter)).await;
        let ordered: Vec<(u32, u32)> = order.iter().map(|&arc| rising[arc as usize]).collect();
        let placed = apart(place_part(&sizes, &ordered, ranks, &prior, options, meter)).await;
        self.crossings += placed.crossings;

        // The ranks of the ports are cut off: what is left of the gaps is the margin.
        let gap = f64::from(options.rank_gap);
        let ends = (if left { gap } else { 0.0 }, placed.size.0 - if right { gap } else { 0.0 });
        let first = self.ways.len();
        let mut way = Vec::new();
        for i in 0..ordered.len() {
            clip(placed.ways.of(i), ends, &mut way);
            self.ways.push(&way);
        }
        let span = placed.at.iter().zip(&sizes).take(n).map(|(p, size)| (p.1, p.1 + f64::from(size.h)));
        let (top, bottom) = span
            .chain(self.ways.heights(first).map(|y| (y, y)))
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), (a, b)| (lo.min(a), hi.max(b)));
        // Half a gap holds a loop, too.
        let margin = f64::from(options.node_gap) / 2.0;
        let (dx, dy) = (gap / 2.0 - ends.0, margin - top);
        self.ways.shift(first, dx, dy);
        for (&v, &(x, y)) in members.iter().zip(&placed.at) {
            self.at[v as usize] = (x + dx, y + dy);
        }
        let place = &mut vec![0; order.len()];
        order.iter().zip(first as u32..).for_each(|(&arc, piece)| place[arc as usize] = piece);
        for (&arc, (link, crosses)) in touching.iter().zip(links) {
            let i = arcs.partition_point(|arc| *arc < link);
            self.pieces[arc as usize][usize::from(crosses && link.0 >= n as u32)] = place[i];
            self.reversed[arc as usize] |= turned[i];
        }
        Size { w: (ends.1 - ends.0 + gap) as f32, h: (bottom - top + 2.0 * margin) as f32 }
    }

    /// The picture of all, from that of the outer graph.
    pub fn picture(&self, graph: &Graph, outer: &Layout, options: &Options, work: u64) -> Layout {
        // Each outer rank is followed by as many as its groups have.
        let mut start = vec![0u32; outer.ranks.iter().max().map_or(0, |&r| r as usize + 1) + 1];
        let outer_rank = |v: usize| outer.ranks[self.outer.home[v] as usize] as usize;
        for (v, &rank) in self.rank.iter().enumerate() {
            let next = &mut start[outer_rank(v) + 1];
            *next = (*next).max(rank + 1);
        }
        for r in 1..start.len() {
            start[r] += start[r - 1];
        }
        let (mut nodes, mut ranks) = (vec![Rect::default(); self.plain.len()], vec![0; self.plain.len()]);
        for (v, &given) in self.plain.input_of.iter().enumerate() {
            let (frame, (x, y)) = (outer.nodes[self.outer.home[v] as usize], self.at[v]);
            let Size { w, h } = self.plain.sizes[v];
            let (x, y) = ((f64::from(frame.x) + x) as f32, (f64::from(frame.y) + y) as f32);
            nodes[given as usize] = Rect { x, y, w, h };
            ranks[given as usize] = start[outer_rank(v)] + self.rank[v];
        }
        let mut edges = Routes::with_capacity(graph.edges.len(), 5 * graph.edges.len());
        let mut way: Vec<Point> = Vec::new();
        for (&(a, b), &arc) in graph.edges.iter().zip(&self.plain.arc_of) {
            if arc == NONE {
                let node = if a == b { nodes.get(a as usize) } else { None };
                edges.push(node.into_iter().flat_map(|node| assemble::own_loop(node, options)), false);
                continue;
            }
            way.clear();
            self.way(arc, outer, options, &mut way);
            if self.reversed[arc as usize] {
                edges.push(way.iter().rev().copied(), true);
            } else {
                edges.push(way.iter().copied(), false);
            }
        }
        let (crossings, work) = (outer.crossings + self.crossings, outer.work + work);
        Layout { nodes, edges, ranks, bounds: outer.bounds, crossings, work }
    }

    /// The way of an arc along the flow.
    fn way(&self, arc: u32, outer: &Layout, options: &Options, way: &mut Vec<Point>) {
        let ((a, b), crosses) = self.along(arc);
        let piece = |v: u32, side: usize| {
            let (piece, frame) = (self.pieces[arc as usize][side], outer.nodes[self.outer.home[v as usize] as usize]);
            let points = (piece != NONE).then(|| self.ways.of(piece as usize));
            let (x, y) = (f64::from(frame.x), f64::from(frame.y));
            points.into_iter().flatten().map(move |p| Point { x: (x + p.0) as f32, y: (y + p.1) as f32 })
        };
        way.extend(piece(a, 0));
        if crosses {
            let outer_arc = self.outer.arc(self.plain.arcs[arc as usize]);
            let [leave, enter] = self.trunk[outer_arc];
            let middle = outer.edges.get(outer_arc).map_or(&[][..], |route| route.points);
            join(way, middle.iter().copied(), leave, options.routing);
            join(way, piece(b, 1), enter, options.routing);
        }
        way.dedup();
        // Where there are no gaps, a way may have no length.
        if let [only] = way[..] {
            way.push(only);
        }
    }
}

/// Goes on with the next piece; if along the axes, over a trunk at the given share of the room between.
fn join(way: &mut Vec<Point>, next: impl Iterator<Item = Point>, share: f64, routing: Routing) {
    let mut next = next.peekable();
    if let (Routing::Orthogonal, Some(&from), Some(to)) = (routing, way.last(), next.peek())
        && from.y != to.y
    {
        let x = from.x + (to.x - from.x) * share as f32;
        way.extend([Point { x, y: from.y }, Point { x, y: to.y }]);
    }
    way.extend(next);
}

/// Rounding may put what is on an end beside it, by what cannot be seen.
const NEAR: f64 = 0.05;

/// The part of a way between two places along the flow. A way never turns back.
fn clip(way: impl Iterator<Item = (f64, f64)>, ends: (f64, f64), out: &mut Vec<(f64, f64)>) {
    out.clear();
    let mut last: Option<(f64, f64)> = None;
    for to in way {
        for end in [ends.0, ends.1] {
            if let Some(from) = last.filter(|from| from.0 < end - NEAR && to.0 > end + NEAR) {
                out.push((end, from.1 + (to.1 - from.1) * within((end - from.0) / (to.0 - from.0), 0.0, 1.0)));
            }
        }
        if to.0 >= ends.0 - NEAR && to.0 <= ends.1 + NEAR {
            out.push(to);
        }
        last = Some(to);
    }
}

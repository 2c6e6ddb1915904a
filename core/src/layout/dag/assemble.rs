//! The picture put together: parts packed, blocks unfolded, everything in the order of the caller's arrays.

use super::components::{Part, pack};
use super::graph::{Graph, NONE, Options, Plain};
use super::picture::{Layout, Point, Rect, Routes};
use super::route::Ways;
use super::stack::Stacks;
use super::task::Meter;
use crate::pace::BATCH;

/// A part with its coordinates, its left top at (0, 0).
pub(super) struct Placed {
    /// Left top of each node, in the order of the part.
    pub at: Vec<(f64, f64)>,
    /// Rank of each node.
    pub rank: Vec<u32>,
    pub ways: Ways,
    pub size: (f64, f64),
    pub crossings: u64,
}

/// What the steps before have found out.
pub(super) struct Found<'a> {
    pub graph: &'a Graph,
    pub plain: &'a Plain,
    pub stacks: &'a Stacks,
    /// The graph that was laid out, its arcs that were turned round, and its parts.
    pub folded: &'a Plain,
    pub turned: &'a [bool],
    pub parts: &'a [Part],
}

impl Found<'_> {
    /// Makes the picture of all parts.
    pub async fn picture(&self, placed: &[Placed], options: &Options, meter: &Meter<'_>, work: u64) -> Layout {
        let boxes: Vec<(f64, f64)> = placed.iter().map(|p| p.size).collect();
        let (mut offsets, (mut w, mut h)) = pack(&boxes, f64::from(options.rank_gap));
        let n = self.folded.len();
        let (mut at, mut rank) = (vec![(0.0, 0.0); n], vec![0u32; n]);
        let mut home = vec![(0u32, 0u32); self.folded.arcs.len()];
        for (p, ((part, placed), &(dx, dy))) in self.parts.iter().zip(placed).zip(&offsets).enumerate() {
            for (i, &v) in part.nodes.iter().enumerate() {
                let (x, y) = placed.at[i];
                at[v as usize] = (x + dx, y + dy);
                rank[v as usize] = placed.rank[i];
            }
            for (i, &arc) in part.arcs.iter().enumerate() {
                home[arc as usize] = (p as u32, i as u32);
            }
        }

        meter.look().await;
        let mut nodes = vec![Rect::default(); self.plain.len()];
        let mut ranks = vec![0u32; self.plain.len()];
        for (v, &given) in self.plain.input_of.iter().enumerate() {
            let (node, cell) = self.stacks.home[v];
            let (mut x, mut y) = at[node as usize];
            if let Some(grid) = self.stacks.grid(node) {
                let (dx, dy) = grid.at(cell);
                (x, y) = (x + dx, y + dy);
            }
            let size = self.plain.sizes[v];
            nodes[given as usize] = Rect { x: x as f32, y: y as f32, w: size.w, h: size.h };
            ranks[given as usize] = rank[node as usize];
        }

        // A loop stands out of its node, maybe out of the picture: then all goes down by as much.
        let loops = self.graph.edges.iter().filter(|(a, b)| a == b).filter_map(|&(a, _)| nodes.get(a as usize));
        let (mut top, mut right) = (0.0f32, w as f32);
        for point in loops.flat_map(|node| own_loop(node, options)) {
            (top, right) = (top.min(point.y), right.max(point.x));
        }
        let down = f64::from(-top);
        nodes.iter_mut().for_each(|node| node.y -= top);
        for place in at.iter_mut().chain(&mut offsets) {
            place.1 += down;
        }
        (w, h) = (f64::from(right), h + down);

        let mut edges = Routes::with_capacity(self.graph.edges.len(), 3 * self.graph.edges.len());
        let mut way: Vec<(f64, f64)> = Vec::new();
        for (edge, (&(a, b), &arc)) in self.graph.edges.iter().zip(&self.plain.arc_of).enumerate() {
            if edge.is_multiple_of(BATCH) {
                meter.look().await;
            }
            if arc == NONE {
                let node = if a == b { nodes.get(a as usize) } else { None };
                edges.push(node.into_iter().flat_map(|node| own_loop(node, options)), false);
                continue;
            }
            let folded = self.stacks.arc[arc as usize] as usize;
            let (part, i) = home[folded];
            let (dx, dy) = offsets[part as usize];
            way.clear();
            way.extend(placed[part as usize].ways.of(i as usize).map(|(x, y)| (x + dx, y + dy)));
            self.unfold(arc, self.turned[folded], &at, &mut way);
            let points = way.iter().map(|&(x, y)| Point { x: x as f32, y: y as f32 });
            if self.turned[folded] {
                edges.push(points.rev(), true);
            } else {
                edges.push(points, false);
            }
        }
        let bounds = Rect { x: 0.0, y: 0.0, w: w as f32, h: h as f32 };
        Layout { nodes, edges, ranks, bounds, crossings: placed.iter().map(|p| p.crossings).sum(), work }
    }

    /// Leads a way that ends at blocks on to the members.
    fn unfold(&self, arc: u32, turned: bool, at: &[(f64, f64)], way: &mut Vec<(f64, f64)>) {
        let (a, b) = self.plain.arcs[arc as usize];
        let (tail, head) = if turned { (b, a) } else { (a, b) };
        let (node, cell) = self.stacks.home[head as usize];
        if let (Some(grid), Some(&(_, port))) = (self.stacks.grid(node), way.last()) {
            let (x, y) = at[node as usize];
            way.extend(grid.enter(cell, port - y).into_iter().map(|p| (p.0 + x, p.1 + y)));
        }
        let (node, cell) = self.stacks.home[tail as usize];
        if let (Some(grid), Some(&(_, port))) = (self.stacks.grid(node), way.first()) {
            let (x, y) = at[node as usize];
            way.splice(0..0, grid.leave(cell, port - y).into_iter().map(|p| (p.0 + x, p.1 + y)));
        }
    }
}

/// A loop over the right top corner of a node, within half of the gaps around it.
pub(super) fn own_loop(node: &Rect, options: &Options) -> [Point; 5] {
    let out = (options.node_gap.min(options.rank_gap) * 0.4).max(0.0);
    let (right, down) = (node.x + node.w, (node.h / 2.0).min(10.0));
    let left = right - (node.w / 2.0).min(16.0);
    [
        Point { x: right, y: node.y + down },
        Point { x: right + out, y: node.y + down },
        Point { x: right + out, y: node.y - out },
        Point { x: left, y: node.y - out },
        Point { x: left, y: node.y },
    ]
}

//! Edge routes as polylines: the shortest way through the gates that the order leaves free.
//!
//! Between two ranks nothing stands in the way. On a rank a long arc passes a gate: the free room between the two items
//! that its bend stands between. A string pulled tight through its gates is the shortest way, and bends only at corners
//! (the funnel algorithm: Lee and Preparata 1984). Gates end where a neighbouring arc runs at present, so arcs keep their
//! order: pulling makes no crossing. Ends are free along the side of their node, in the order of where they go.
//!
//! ```text
//!         ┌───┐             ┌───┐
//!   a ──┐ │   │      a ──__ │   │
//!       │ └───┘  ⇒         ‾‾───┘__
//!       └──•──── b    gate        ‾‾── b
//!         ┌───┐             ┌───┐
//! ```

use std::collections::VecDeque;

use super::graph::{Csr, Size};
use super::place::Field;
use super::task::Meter;
use super::track::{Trunk, colour};
use crate::number::within;
use crate::pace::{BATCH, apart};
use crate::sort::{self, Key};

/// Ports keep this far from a node's corners.
const CORNER: f64 = 6.0;
/// Ports lie this far apart, if the side is long enough.
const PORT_GAP: f64 = 8.0;
/// How often each string is pulled: a pull makes room for the next.
const PULLS: usize = 2;
/// The tangent of a turn that looks straight, and how far (in px) the line it is taken for may be off.
const FAINT_TURN: f64 = 0.012;
const FAINT_DEVIATION: f64 = 4.0;
/// Units of work for a gate.
const WORK_GATE: u64 = 50;
/// Beyond any picture.
const FAR: f64 = 1e12;

/// Where the ranks are along the flow.
pub(super) struct Columns {
    pub left: Vec<f64>,
    pub right: Vec<f64>,
}

/// A place that a way must pass: `x` fixed, `y` between `lo` and `hi`.
#[derive(Clone, Copy)]
struct Gate {
    x: f64,
    lo: f64,
    hi: f64,
}

/// The ways of all arcs of a part, tail to head, in the arcs' order. Each point is as exact as it is in the picture: of a large
/// graph there are many, and nothing else takes as much room.
pub(super) struct Ways {
    start: Vec<u32>,
    points: Vec<(f32, f32)>,
}

impl Ways {
    /// None, with room for so many points.
    pub fn with_capacity(points: usize) -> Self {
        Self { start: vec![0], points: Vec::with_capacity(points) }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.start.len() - 1
    }

    /// Adds the way of the next arc.
    pub fn push(&mut self, way: &[(f64, f64)]) {
        self.points.extend(way.iter().map(|&(x, y)| (x as f32, y as f32)));
        self.start.push(self.points.len() as u32);
    }

    /// The way of an arc.
    #[inline]
    pub fn of(&self, arc: usize) -> impl Iterator<Item = (f64, f64)> {
        let points = &self.points[self.start[arc] as usize..self.start[arc + 1] as usize];
        points.iter().map(|&(x, y)| (f64::from(x), f64::from(y)))
    }

    /// The heights of all points of the ways from this one on.
    pub fn heights(&self, first: usize) -> impl Iterator<Item = f64> {
        self.points[self.start[first] as usize..].iter().map(|&(_, y)| f64::from(y))
    }

    /// Moves the ways from this one on.
    pub fn shift(&mut self, first: usize, dx: f64, dy: f64) {
        for (x, y) in &mut self.points[self.start[first] as usize..] {
            (*x, *y) = ((f64::from(*x) + dx) as f32, (f64::from(*y) + dy) as f32);
        }
    }
}

/// Where each arc leaves its tail and meets its head: a stretch of the side, from the node's centre. So near to it an `f32` is
/// exact enough, and there are as many of these as arcs.
pub(super) struct Ports {
    tail: Vec<(f32, f32)>,
    head: Vec<(f32, f32)>,
}

/// What a router knows.
pub(super) struct Router<'a> {
    pub field: &'a Field<'a>,
    pub columns: &'a Columns,
    /// The rank of each node.
    pub rank: &'a [u32],
    pub sizes: &'a [Size],
    /// The centre of each item.
    pub y: &'a [f64],
    pub gap: f64,
}

impl Router<'_> {
    /// Routes every arc.
    pub async fn polylines(&self, arcs: &[(u32, u32)], meter: &Meter<'_>) -> Ways {
        let layers = self.field.layers;
        let ports = apart(self.ports(arcs, meter)).await;
        // Where the arc of each bend enters and leaves the rank at present.
        let mut enter = self.y.to_vec();
        let mut leave = self.y.to_vec();
        let mut gates = Vec::new();
        let mut string = Taut::default();
        let mut points = 0;
        for _ in 1..PULLS {
            points = 2 * arcs.len();
            for (arc, &ends) in arcs.iter().enumerate() {
                if layers.chains.degree(arc as u32) > 2 {
                    self.gates(arc, ends, &ports, &enter, &leave, &mut gates);
                    self.pull(arc, &gates, &mut enter, &mut leave, &mut string);
                    points += string.path.len().saturating_sub(2);
                    meter.spend(WORK_GATE * gates.len() as u64).await;
                }
            }
        }
        // The last pull leaves about as many as the one before. What must grow is there twice for a moment, and memory is short.
        let mut ways = Ways::with_capacity(points + points / 16);
        let mut lanes = self.lanes(arcs);
        for (arc, &ends) in arcs.iter().enumerate() {
            if layers.chains.degree(arc as u32) == 0 {
                ways.push(&self.lane(ends, lanes.next().unwrap_or_default()));
            } else {
                self.gates(arc, ends, &ports, &enter, &leave, &mut gates);
                self.pull(arc, &gates, &mut enter, &mut leave, &mut string);
                ways.push(&string.path);
                meter.spend(WORK_GATE * gates.len() as u64).await;
            }
        }
        ways
    }

    /// Pulls an arc tight. If that bends it too faintly to be seen as a bend, it stays where it runs at present: whoever draws
    /// or smooths it could take the bend for a straight line, and would graze the node that it goes round.
    fn pull(&self, arc: usize, gates: &[Gate], enter: &mut [f64], leave: &mut [f64], string: &mut Taut) {
        string.tighten(gates);
        let path = &mut string.path;
        if path.windows(3).any(|w| is_faint(w[0], w[1], w[2])) {
            let chain = self.field.layers.chains.of(arc as u32);
            let ys = chain[1..chain.len() - 1].iter().flat_map(|&i| [enter[i as usize], leave[i as usize]]);
            let (from, to) = (path[0].1, path[path.len() - 1].1);
            path.clear();
            let ys = [from, from].into_iter().chain(ys).chain([to, to]);
            for (gate, y) in gates.iter().zip(ys) {
                let point = (gate.x, y);
                while let [.., a, b] = path[..]
                    && deviation(a, b, point) < 1e-6
                {
                    path.pop();
                }
                path.push(point);
            }
            path.dedup();
        }
        self.remember(arc, path, enter, leave);
    }

    /// The free stretch of each arc's end on the side of its node.
    async fn ports(&self, arcs: &[(u32, u32)], meter: &Meter<'_>) -> Ports {
        let layers = self.field.layers;
        let mut tail = vec![(0.0_f32, 0.0_f32); arcs.len()];
        let mut head = tail.clone();
        let mut pairs: Vec<(u32, u32)> = arcs.iter().zip(0..).map(|(&(a, _), arc)| (a, arc)).collect();
        let outs = Csr::new(self.sizes.len(), &pairs);
        pairs.iter_mut().zip(arcs).for_each(|(pair, &(_, b))| pair.0 = b);
        let ins = Csr::new(self.sizes.len(), &pairs);
        let mut sorted: Vec<(u32, u32)> = Vec::new();
        let mut looks = 0;
        for v in 0..self.sizes.len() as u32 {
            looks += 1 + outs.degree(v) + ins.degree(v);
            if looks > BATCH {
                looks = 0;
                meter.look().await;
            }
            for (side, ends, leaves) in [(&outs, &mut tail, true), (&ins, &mut head, false)] {
                sorted.clear();
                sorted.extend(side.of(v).iter().map(|&arc| {
                    let chain = layers.chains.of(arc);
                    let next = if leaves { chain.get(1) } else { chain.iter().rev().nth(1) };
                    // A lane leaves upwards: before all others.
                    (next.map_or(0, |&i| i + 1), arc)
                }));
                sort::by_key(&mut sorted, |&port| port.key());
                self.spread(v, &sorted, ends);
            }
        }
        Ports { tail, head }
    }

    /// Shares a side of node `v` among arcs in their order.
    fn spread(&self, v: u32, sorted: &[(u32, u32)], ends: &mut [(f32, f32)]) {
        let h = f64::from(self.sizes[v as usize].h);
        let corner = CORNER.min(h / 4.0);
        let (top, bottom) = (corner - h / 2.0, h / 2.0 - corner);
        let last = sorted.len().saturating_sub(1) as f64;
        let step = if last > 0.0 { PORT_GAP.min((bottom - top) / last) } else { 0.0 };
        for (i, &(next, arc)) in sorted.iter().enumerate() {
            let twin = |j: Option<usize>| j.and_then(|j| sorted.get(j)).is_some_and(|&(other, _)| other == next);
            let (twins, i) = (twin(i.checked_sub(1)) || twin(Some(i + 1)), i as f64);
            // Two arcs between the same two nodes would fall on one line: they take fixed places around the middle.
            let middle = (i - last / 2.0) * step;
            let (lo, hi) = (top + i * step, (bottom - (last - i) * step).max(top + i * step));
            let (lo, hi) = if twins { (middle, middle) } else { (lo, hi) };
            ends[arc as usize] = (lo as f32, hi as f32);
        }
    }

    /// The gates of an arc from tail to head; the first and the last are points.
    fn gates(
        &self,
        arc: usize,
        (a, b): (u32, u32),
        ports: &Ports,
        enter: &[f64],
        leave: &[f64],
        gates: &mut Vec<Gate>,
    ) {
        let chain = self.field.layers.chains.of(arc as u32);
        let (Some(&first), Some(&last)) = (chain.get(1), chain.iter().rev().nth(1)) else { return };
        let centre = |v: u32| self.y[self.field.layers.item[v as usize] as usize];
        let clamp =
            |y: f64, v: u32, (lo, hi): (f32, f32)| y.max(centre(v) + f64::from(lo)).min(centre(v) + f64::from(hi));
        let from = clamp(self.y[first as usize], a, ports.tail[arc]);
        let to = clamp(if chain.len() == 2 { from } else { self.y[last as usize] }, b, ports.head[arc]);
        let rank = self.rank[a as usize] as usize;
        gates.clear();
        let band = |v: u32| {
            let (y, h) = (centre(v), f64::from(self.sizes[v as usize].h));
            (y - h / 2.0, y + h / 2.0)
        };
        gates.push(Gate { x: self.side(a, 1.0), lo: from, hi: from });
        let (lo, hi) = band(a);
        gates.push(Gate { x: self.columns.right[rank], lo, hi });
        for (r, &item) in chain[1..chain.len() - 1].iter().enumerate() {
            let r = rank + 1 + r;
            let (x, (lo, hi)) = (self.columns.left[r], self.free(item, enter));
            gates.push(Gate { x, lo, hi });
            let (x, (lo, hi)) = (self.columns.right[r], self.free(item, leave));
            gates.push(Gate { x, lo, hi });
        }
        let rank = rank + chain.len() - 1;
        let (lo, hi) = band(b);
        gates.push(Gate { x: self.columns.left[rank], lo, hi });
        gates.push(Gate { x: self.side(b, -1.0), lo: to, hi: to });
    }

    /// The free stretch of a bend between its neighbours on the rank, bends being where `at` says.
    fn free(&self, item: u32, at: &[f64]) -> (f64, f64) {
        let (field, item) = (self.field, item as usize);
        // A bend has no height, so the distance of the centres is all there is.
        let lo = field.before(item).map_or(-FAR, |u| at[u] + field.apart[item]);
        let hi = field.behind(item).map_or(FAR, |u| at[u] - field.apart[u]);
        // Rounding may leave less than nothing: then the bend stays where it is.
        if lo <= hi { (lo, hi) } else { (at[item], at[item]) }
    }

    /// Notes where the way of an arc now runs past each rank.
    fn remember(&self, arc: usize, path: &[(f64, f64)], enter: &mut [f64], leave: &mut [f64]) {
        let chain = self.field.layers.chains.of(arc as u32);
        if chain.len() <= 2 {
            return;
        }
        let rank = self.field.layers.node[chain[0] as usize];
        let rank = self.rank[rank as usize] as usize;
        let mut at = 0;
        let mut y_at = |x: f64| {
            while at + 2 < path.len() && path[at + 1].0 < x {
                at += 1;
            }
            let (p, q) = (path[at], path[at + 1]);
            if q.0 - p.0 > 1e-9 { p.1 + (q.1 - p.1) * within((x - p.0) / (q.0 - p.0), 0.0, 1.0) } else { q.1 }
        };
        for (r, &item) in chain[1..chain.len() - 1].iter().enumerate() {
            enter[item as usize] = y_at(self.columns.left[rank + 1 + r]);
            leave[item as usize] = y_at(self.columns.right[rank + 1 + r]);
        }
    }

    /// A way outside of the layers: up in the gap behind the tail, along above all, down in the gap before the head.
    pub fn lane(&self, (a, b): (u32, u32), y: f64) -> [(f64, f64); 6] {
        let item = |v: u32| self.field.layers.item[v as usize];
        let (ra, rb) = (self.rank[a as usize] as usize, self.rank[b as usize] as usize);
        let (from, to) = (self.y[item(a) as usize], self.y[item(b) as usize]);
        let gap = (self.columns.left[ra + 1] - self.columns.right[ra]) / 2.0;
        let (up, down) = (self.columns.right[ra] + gap, self.columns.left[rb] - gap);
        [(self.side(a, 1.0), from), (up, from), (up, y), (down, y), (down, to), (self.side(b, -1.0), to)]
    }

    /// Heights for the lanes of these arcs, in their order, above all items. Lanes that run past the same ranks lie one above
    /// the other, outside the one that begins first or leads farther: nested ones do not cross. Others share a height.
    pub fn lanes(&self, arcs: &[(u32, u32)]) -> impl Iterator<Item = f64> + use<> {
        let top = self.y.iter().zip(&self.field.half).map(|(y, h)| y - h).fold(FAR, f64::min);
        let rank = |v: u32| f64::from(self.rank[v as usize]);
        let is_lane = |arc: u32| self.field.layers.chains.degree(arc) == 0;
        let laned = (0..).zip(arcs).filter(|&(arc, _)| is_lane(arc)).map(|(_, ends)| ends);
        // A lane comes down before the rank that it leads to.
        let lane = |(place, &(a, b)): (usize, &(u32, u32))| (place, Trunk { lo: rank(a), hi: rank(b) - 0.5, track: 0 });
        let mut lanes: Vec<(usize, Trunk)> = laned.enumerate().map(lane).collect();
        sort::by_key(&mut lanes, |(_, lane)| !lane.hi.key());
        sort::by_key(&mut lanes, |(_, lane)| lane.lo.key());
        let mut heights = vec![0.0; lanes.len()];
        let mut rest = lanes.as_mut_slice();
        while let Some((_, first)) = rest.first() {
            let mut reach = first.hi;
            let is_apart = |(_, lane): &(usize, Trunk)| {
                let is_apart = lane.lo > reach;
                reach = reach.max(lane.hi);
                is_apart
            };
            let end = rest.iter().position(is_apart).unwrap_or(rest.len());
            let (side_by_side, others) = rest.split_at_mut(end);
            let tracks = colour(side_by_side);
            for (place, lane) in side_by_side {
                heights[*place] = top - 0.5 * self.gap * (1 + tracks - lane.track) as f64;
            }
            rest = others;
        }
        heights.into_iter()
    }

    /// Where a side of a node is along the flow: behind it (1) or before it (−1).
    pub fn side(&self, v: u32, way: f64) -> f64 {
        let rank = self.rank[v as usize] as usize;
        let mid = (self.columns.left[rank] + self.columns.right[rank]) / 2.0;
        mid + way * f64::from(self.sizes[v as usize].w) / 2.0
    }
}

/// How far `b` lies beside the straight line from `a` to `c`.
fn deviation(a: (f64, f64), b: (f64, f64), c: (f64, f64)) -> f64 {
    let (dx, dy) = (c.0 - a.0, c.1 - a.1);
    ((b.0 - a.0) * dy - (b.1 - a.1) * dx).abs() / (dx * dx + dy * dy).sqrt().max(1e-9)
}

/// Whether a way turns at `b` by less than the eye sees, and yet by enough to matter.
fn is_faint(a: (f64, f64), b: (f64, f64), c: (f64, f64)) -> bool {
    // No angles: libraries differ in their last digits, and so would the pictures of two machines.
    let (u, v) = ((b.0 - a.0, b.1 - a.1), (c.0 - b.0, c.1 - b.1));
    let (across, along) = (u.0 * v.1 - u.1 * v.0, u.0 * v.0 + u.1 * v.1);
    across.abs() < FAINT_TURN * along && deviation(a, b, c) > FAINT_DEVIATION
}

/// A string that is pulled tight. One serves for all arcs, of which there are many, and most of them short.
#[derive(Default)]
struct Taut {
    path: Vec<(f64, f64)>,
    /// The sides of the funnel, from its tip on.
    lows: VecDeque<(f64, f64)>,
    highs: VecDeque<(f64, f64)>,
}

impl Taut {
    /// The shortest way from the first gate to the last, both points, through all between: the tip and the sides of a funnel,
    /// which are the shortest ways to both ends of the gate that is reached. Each end of a gate comes and goes once.
    fn tighten(&mut self, gates: &[Gate]) {
        let Self { path, lows, highs } = self;
        path.clear();
        let Some((first, others)) = gates.split_first() else { return };
        let tip = (first.x, first.lo);
        path.push(tip);
        for side in [&mut *lows, &mut *highs] {
            side.clear();
            side.push_back(tip);
        }
        for gate in others {
            lead(lows, highs, (gate.x, gate.lo), 1.0, path);
            lead(highs, lows, (gate.x, gate.hi), -1.0, path);
        }
        // The last gate is a point.
        path.extend(lows.iter().skip(1));
        path.dedup_by(|a, b| (a.0 - b.0).abs() < 1e-6 && (a.1 - b.1).abs() < 1e-6);
    }
}

/// Leads one side of a funnel to another end; both begin at the tip. `way` is 1 for the side of the low ends, −1 for the
/// other. Where the end lies beyond the other side, the tip moves along that, and the path with it.
fn lead(
    own: &mut VecDeque<(f64, f64)>,
    other: &mut VecDeque<(f64, f64)>,
    end: (f64, f64),
    way: f64,
    path: &mut Vec<(f64, f64)>,
) {
    let slope = |a: (f64, f64), b: (f64, f64)| way * (b.1 - a.1) / (b.0 - a.0).max(1e-9);
    // A side bends outwards alone: what does not any more leaves it.
    while own.len() >= 2 && slope(own[own.len() - 2], end) >= slope(own[own.len() - 2], own[own.len() - 1]) {
        own.pop_back();
    }
    while own.len() == 1 && other.len() >= 2 && slope(other[0], end) > slope(other[0], other[1]) {
        other.pop_front();
        own[0] = other[0];
        path.push(other[0]);
    }
    own.push_back(end);
}

//! The ruler: what a picture is worth, whoever drew it.
//!
//! All is measured from coordinates alone. Crossings are counted between ranks: two ways cross there if they change their
//! order. (Where they meet in space would miss those that cross in a corner which both go round, and count what rounding
//! makes of ports.) A bend is a turn of more than half a degree.

use crate::NODE;
use crate::pictures::{Picture, Point};

/// What was measured.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Worth {
    /// How often two ways change their order between two ranks.
    pub crossings: u64,
    /// Length of all ways, in CSS px.
    pub length: f64,
    /// Turns of all ways.
    pub bends: u64,
    /// Pairs of nodes that overlap.
    pub overlaps: u64,
    /// Ways that run through a node that is not theirs, once for each such node.
    pub through: u64,
    /// Nodes and edges that are not in the picture; edges too that do not reach their nodes.
    pub missing: u64,
}

impl Worth {
    /// What must not be in any picture.
    pub fn faults(&self) -> u64 {
        self.overlaps + self.through + self.missing
    }
}

/// Measures a picture of a graph.
pub fn measure(edges: &[(u32, u32)], picture: &Picture) -> Worth {
    let mut worth = Worth::default();
    worth.missing += picture.nodes.iter().filter(|node| node.is_none()).count() as u64;
    let grid = Grid::new(&picture.nodes);
    worth.overlaps = grid.overlaps(&picture.nodes);
    for (i, &(from, to)) in edges.iter().enumerate() {
        let ends = |node: u32| picture.nodes.get(node as usize).copied().flatten();
        let way = picture.ways.get(i).map_or(&[][..], Vec::as_slice);
        let whole = match (way, ends(from), ends(to)) {
            ([first, .., last], Some(tail), Some(head)) => touches(*first, tail) && touches(*last, head),
            _ => false,
        };
        if !whole {
            worth.missing += 1;
            continue;
        }
        let mut foreign = Vec::new();
        for (&a, &b) in way.iter().zip(way.iter().skip(1)) {
            worth.length += (b.0 - a.0).hypot(b.1 - a.1);
            grid.along(a, b, &mut foreign, &picture.nodes);
        }
        foreign.sort_unstable();
        foreign.dedup();
        worth.through += foreign.iter().filter(|&&node| node != from && node != to).count() as u64;
        worth.bends += bends(way);
    }
    worth.crossings = crossings(edges, picture);
    worth
}

/// Whether a point is on or in a box, give or take what rounding takes.
fn touches(p: Point, node: Point) -> bool {
    let (dx, dy) = (p.0 - node.0, p.1 - node.1);
    dx > -2.0 && dy > -2.0 && dx < f64::from(NODE.w) + 2.0 && dy < f64::from(NODE.h) + 2.0
}

/// Turns of more than half a degree, points that repeat left out.
fn bends(way: &[Point]) -> u64 {
    let mut bends = 0;
    let mut before: Option<Point> = None;
    for (a, b) in way.iter().zip(way.iter().skip(1)) {
        let step = (b.0 - a.0, b.1 - a.1);
        if step.0.hypot(step.1) < 1e-3 {
            continue;
        }
        if let Some(last) = before {
            let (across, along) = (last.0 * step.1 - last.1 * step.0, last.0 * step.0 + last.1 * step.1);
            bends += u64::from(across.atan2(along).abs() > 0.5_f64.to_radians());
        }
        before = Some(step);
    }
    bends
}

/// A link between two neighbouring ranks: which gap it spans, where it begins and ends across the flow.
type Link = (usize, f64, f64);

/// Pairs of links that change their order between two ranks. Ends at one node are one place, wherever an engine puts them.
fn crossings(edges: &[(u32, u32)], picture: &Picture) -> u64 {
    let middle = |node: u32| {
        let at = picture.nodes.get(node as usize).copied().flatten()?;
        Some((at.0 + f64::from(NODE.w) / 2.0, at.1 + f64::from(NODE.h) / 2.0))
    };
    let mut ranks: Vec<f64> = (0..picture.nodes.len() as u32).filter_map(middle).map(|at| at.0).collect();
    ranks.sort_unstable_by(f64::total_cmp);
    // What is less than half a node apart is one rank: some engines round.
    ranks.dedup_by(|x, before| *x - *before < f64::from(NODE.w) / 2.0);
    let rank_of = |x: f64| ranks.partition_point(|rank| *rank <= x + 1.0).saturating_sub(1);
    let mut links: Vec<Link> = Vec::new();
    for (&(from, to), way) in edges.iter().zip(&picture.ways) {
        let (Some(tail), Some(head)) = (middle(from), middle(to)) else { continue };
        let (tail, head) = if tail.0 <= head.0 { (tail, head) } else { (head, tail) };
        let mut here = tail.1;
        for gap in rank_of(tail.0)..rank_of(head.0) {
            let last = gap + 1 == rank_of(head.0);
            let next = if last { head.1 } else { ranks.get(gap + 1).map_or(head.1, |&x| height(way, x)) };
            links.push((gap, here, next));
            here = next;
        }
    }
    links.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.total_cmp(&b.2)));
    links.chunk_by(|a, b| a.0 == b.0).map(inversions).sum()
}

/// Where a way is at `x` across the flow.
fn height(way: &[Point], x: f64) -> f64 {
    for (a, b) in way.iter().zip(way.iter().skip(1)) {
        if (a.0 <= x && x <= b.0) || (b.0 <= x && x <= a.0) {
            let share = if (b.0 - a.0).abs() > 1e-9 { (x - a.0) / (b.0 - a.0) } else { 0.0 };
            return a.1 + share * (b.1 - a.1);
        }
    }
    way.last().map_or(0.0, |end| end.1)
}

/// Pairs of links, sorted by their beginnings, of which the later ends before the earlier: counted with a Fenwick tree.
fn inversions(links: &[Link]) -> u64 {
    let mut ends: Vec<f64> = links.iter().map(|link| link.2).collect();
    ends.sort_unstable_by(f64::total_cmp);
    ends.dedup();
    let mut tree = vec![0u64; ends.len() + 1];
    let mut found = 0;
    for (before, link) in (0u64..).zip(links) {
        let place = ends.partition_point(|end| *end <= link.2);
        let (mut i, mut up_to) = (place, 0);
        while i > 0 {
            up_to += tree.get(i).copied().unwrap_or(0);
            i &= i - 1;
        }
        found += before - up_to;
        let mut i = place;
        while let Some(sum) = tree.get_mut(i) {
            *sum += 1;
            i += i & i.wrapping_neg();
        }
    }
    found
}

/// Cells of the plane with the nodes in them. A node is a bit smaller than a cell, so it touches four at most.
struct Grid {
    cells: Vec<((i64, i64), u32)>,
}

/// A cell, in CSS px.
const CELL: (f64, f64) = (230.0, 60.0);

impl Grid {
    fn new(nodes: &[Option<Point>]) -> Self {
        let mut cells = Vec::new();
        for (node, number) in nodes.iter().zip(0..) {
            let Some(at) = node else { continue };
            for x in cell(at.0, CELL.0)..=cell(at.0 + f64::from(NODE.w), CELL.0) {
                for y in cell(at.1, CELL.1)..=cell(at.1 + f64::from(NODE.h), CELL.1) {
                    cells.push(((x, y), number));
                }
            }
        }
        cells.sort_unstable();
        Self { cells }
    }

    fn of(&self, cell: (i64, i64)) -> impl Iterator<Item = u32> {
        let start = self.cells.partition_point(|(other, _)| *other < cell);
        self.cells.iter().skip(start).take_while(move |(other, _)| *other == cell).map(|&(_, node)| node)
    }

    fn overlaps(&self, nodes: &[Option<Point>]) -> u64 {
        let place = |node: u32| nodes.get(node as usize).copied().flatten().unwrap_or_default();
        let mut found = Vec::new();
        for same in self.cells.chunk_by(|a, b| a.0 == b.0) {
            for (i, &(_, a)) in same.iter().enumerate() {
                for &(_, b) in same.iter().skip(i + 1) {
                    let (p, q) = (place(a), place(b));
                    let apart =
                        (p.0 - q.0).abs() > f64::from(NODE.w) - 0.5 || (p.1 - q.1).abs() > f64::from(NODE.h) - 0.5;
                    if !apart {
                        found.push((a.min(b), a.max(b)));
                    }
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found.len() as u64
    }

    /// Collects the nodes whose inside a piece runs through.
    fn along(&self, a: Point, b: Point, found: &mut Vec<u32>, nodes: &[Option<Point>]) {
        let (a, b) = if a.0 <= b.0 { (a, b) } else { (b, a) };
        for x in cell(a.0, CELL.0)..=cell(b.0, CELL.0) {
            // The piece's part in this column of cells.
            let at = |edge: f64| {
                let share = if b.0 - a.0 > 1e-9 { ((edge - a.0) / (b.0 - a.0)).clamp(0.0, 1.0) } else { 0.0 };
                a.1 + share * (b.1 - a.1)
            };
            let (mut from, mut to) = (at(x as f64 * CELL.0), at((x + 1) as f64 * CELL.0));
            if b.0 - a.0 <= 1e-9 {
                (from, to) = (a.1, b.1);
            }
            for y in cell(from.min(to), CELL.1)..=cell(from.max(to), CELL.1) {
                let inside = |&node: &u32| {
                    nodes.get(node as usize).copied().flatten().is_some_and(|place| runs_through(a, b, place))
                };
                found.extend(self.of((x, y)).filter(inside));
            }
        }
    }
}

fn cell(x: f64, size: f64) -> i64 {
    (x / size).floor() as i64
}

/// Whether a piece runs through the inside of a node, a px within its border (Liang and Barsky 1984).
fn runs_through(a: Point, b: Point, node: Point) -> bool {
    let (left, top) = (node.0 + 1.0, node.1 + 1.0);
    let (right, bottom) = (node.0 + f64::from(NODE.w) - 1.0, node.1 + f64::from(NODE.h) - 1.0);
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let (mut from, mut to) = (0.0f64, 1.0f64);
    for (speed, room) in [(-dx, a.0 - left), (dx, right - a.0), (-dy, a.1 - top), (dy, bottom - a.1)] {
        if speed == 0.0 && room < 0.0 {
            return false;
        }
        if speed < 0.0 {
            from = from.max(room / speed);
        } else if speed > 0.0 {
            to = to.min(room / speed);
        }
    }
    from < to
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(nodes: &[Point], ways: &[&[Point]]) -> Picture {
        Picture {
            nodes: nodes.iter().copied().map(Some).collect(),
            ways: ways.iter().map(|way| way.to_vec()).collect(),
        }
    }

    #[test]
    fn crossings_length_and_bends_are_counted() {
        // Two edges that cross, the second with a bend.
        let nodes = [(0.0, 0.0), (0.0, 100.0), (300.0, 0.0), (300.0, 100.0)];
        let ways: [&[Point]; 2] = [&[(180.0, 20.0), (300.0, 120.0)], &[(180.0, 120.0), (240.0, 120.0), (300.0, 20.0)]];
        let worth = measure(&[(0, 3), (1, 2)], &picture(&nodes, &ways));
        assert_eq!((worth.crossings, worth.bends, worth.faults()), (1, 1, 0));
        assert!((worth.length - (120.0f64.hypot(100.0) + 60.0 + 60.0f64.hypot(100.0))).abs() < 1e-9);
    }

    #[test]
    fn faults_are_found() {
        let nodes = [(0.0, 0.0), (250.0, 0.0), (500.0, 0.0), (520.0, 30.0)];
        // Through the second node; and one that ends nowhere.
        let ways: [&[Point]; 2] = [&[(180.0, 20.0), (500.0, 20.0)], &[(180.0, 20.0), (200.0, 20.0)]];
        let worth = measure(&[(0, 2), (0, 1)], &picture(&nodes, &ways));
        assert_eq!((worth.overlaps, worth.through, worth.missing), (1, 1, 1));
        let lone = Picture { nodes: vec![None], ways: Vec::new() };
        assert_eq!(measure(&[], &lone).missing, 1);
    }

    #[test]
    fn a_steep_way_is_followed_through_all_cells() {
        let nodes = [(0.0, 0.0), (300.0, 900.0), (190.0, 500.0)];
        let straight: &[Point] = &[(180.0, 20.0), (300.0, 920.0)];
        assert_eq!(measure(&[(0, 1)], &picture(&nodes, &[straight])).through, 1);
    }
}

//! The ruler: what a picture is worth, whoever drew it.
//!
//! All is measured from coordinates alone. Crossings are places where two ways cross in their insides; ways that share a
//! node count too, for nothing forces them to cross. A bend is a turn of more than half a degree.

use crate::NODE;
use crate::pictures::{Picture, Point};

/// What was measured.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Worth {
    /// Places where ways cross.
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
    let mut pieces = Vec::new();
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
            pieces.push(Piece::new(a, b));
        }
        foreign.sort_unstable();
        foreign.dedup();
        worth.through += foreign.iter().filter(|&&node| node != from && node != to).count() as u64;
        worth.bends += bends(way);
    }
    worth.crossings = crossings(pieces);
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

/// A straight piece of a way, from left to right.
struct Piece {
    a: Point,
    b: Point,
}

impl Piece {
    fn new(a: Point, b: Point) -> Self {
        if a.0 <= b.0 { Self { a, b } } else { Self { a: b, b: a } }
    }

    /// On which side of the piece's line a point lies; 0 within a hair.
    fn side(&self, p: Point) -> f64 {
        let cross = (self.b.0 - self.a.0) * (p.1 - self.a.1) - (self.b.1 - self.a.1) * (p.0 - self.a.0);
        if cross.abs() < 1e-6 { 0.0 } else { cross.signum() }
    }

    fn crosses(&self, other: &Self) -> bool {
        let (top, bottom) = (self.a.1.min(self.b.1), self.a.1.max(self.b.1));
        if bottom < other.a.1.min(other.b.1) || top > other.a.1.max(other.b.1) {
            return false;
        }
        self.side(other.a) * self.side(other.b) < 0.0 && other.side(self.a) * other.side(self.b) < 0.0
    }
}

/// Pairs of pieces that cross: each is compared with those that begin before it ends.
fn crossings(mut pieces: Vec<Piece>) -> u64 {
    pieces.sort_unstable_by(|p, q| p.a.0.total_cmp(&q.a.0));
    let mut count = 0;
    for (i, piece) in pieces.iter().enumerate() {
        let beside = pieces.iter().skip(i + 1).take_while(|other| other.a.0 < piece.b.0);
        count += beside.filter(|other| piece.crosses(other)).count() as u64;
    }
    count
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
        let Piece { a, b } = Piece::new(a, b);
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

//! What the engine is given: a [`Graph`] over dense indexes and the [`Options`] of the picture.
//!
//! Inside, nodes are known by their place in the caller's key order ([`Plain`]), so everything after this file is
//! blind to the order of the arrays: same topology and keys, same picture.
//!
//! ```text
//! edges as given:  2→0, 2→0, 1→1, 0→9     Plain:  arcs 0→2 (once); the loop, the double and the edge
//! keys:            0:30  1:20  2:10                to nowhere are remembered in `arc_of`
//! ```

use crate::sort::{self, Key};

/// Width and height of a node's box, in CSS px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Extent along the direction of flow.
    pub w: f32,
    /// Extent across the direction of flow.
    pub h: f32,
}

/// A directed graph over the nodes `0..sizes.len()`. Any graph is legal: cycles, self-loops, doubles, several parts, none.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// The box of each node. What is not finite or negative counts as 0.
    pub sizes: Vec<Size>,
    /// From, to. An edge that names no node keeps its place in the answer, without points.
    pub edges: Vec<(u32, u32)>,
    /// The edges, by their places in `edges`, that are to run against the flow: whoever knows which ones close the cycles
    /// says so here. Should the others still hold a cycle, the engine chooses there. Empty: it chooses everywhere.
    pub against: Vec<u32>,
    /// What tells nodes apart whatever their order here, such as the position in the sorted ids. Empty: the index.
    /// Nodes of the same key fall back to the index.
    pub keys: Vec<u32>,
    /// An interned name for each node: siblings of one name that share all neighbours are twins, and may be
    /// stacked ([`Options::stack`]). Empty: no two nodes are twins.
    pub names: Vec<u32>,
    /// Where each node's centre was across the flow in the picture before, NaN for a newcomer. Empty: no picture
    /// before. Nodes that had a place keep their relative order within a rank; newcomers find theirs among them.
    pub prior: Vec<f32>,
}

/// How edges run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Routing {
    /// Straight pieces that bend only where a node stands in the way: the shortest picture.
    #[default]
    Polyline,
    /// Pieces along the axes alone; the edges of a fan share a trunk.
    Orthogonal,
}

/// How much work to spend. Work is counted, never timed: the same on every machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Effort {
    /// A first picture: linear time.
    Draft,
    /// The best picture.
    #[default]
    Full,
}

/// The picture wanted. Lengths are CSS px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Free space between two nodes of one rank.
    pub node_gap: f32,
    /// Free space between two ranks, where edges cross over.
    pub rank_gap: f32,
    /// How edges run.
    pub routing: Routing,
    /// More twins than this on one rank are stacked into a block of several columns. `None`: never.
    pub stack: Option<u32>,
    /// How much work to spend.
    pub effort: Effort,
}

impl Default for Options {
    fn default() -> Self {
        Self { node_gap: 20.0, rank_gap: 50.0, routing: Routing::Polyline, stack: None, effort: Effort::Full }
    }
}

impl Options {
    /// The same with gaps that can be drawn.
    pub(super) fn clean(&self) -> Self {
        Self { node_gap: clean(self.node_gap), rank_gap: clean(self.rank_gap), ..*self }
    }
}

/// A length that can be drawn: not negative, and 0 for what is no number.
fn clean(x: f32) -> f32 {
    if x.is_finite() && x > 0.0 { x } else { 0.0 }
}

/// No node, no arc.
pub(super) const NONE: u32 = u32::MAX;

/// The graph in key order, without doubles and loops.
#[derive(Default)]
pub(super) struct Plain {
    /// Canonical node → index in the caller's graph.
    pub input_of: Vec<u32>,
    /// Boxes, canonical.
    pub sizes: Vec<Size>,
    /// Interned names, canonical; empty if no node has twins.
    pub names: Vec<u32>,
    /// Where each node was before, canonical; empty if there was no picture.
    pub prior: Vec<f32>,
    /// Distinct arcs between different nodes, sorted.
    pub arcs: Vec<(u32, u32)>,
    /// For each arc, whether it is to run against the flow: where all its edges are.
    pub against: Vec<bool>,
    /// Caller's edge → arc, or `NONE` for a loop and for an edge that names no node.
    pub arc_of: Vec<u32>,
}

impl Plain {
    pub fn new(graph: &Graph) -> Self {
        let n = graph.sizes.len();
        let mut input_of: Vec<u32> = (0..n as u32).collect();
        if graph.keys.len() == n {
            sort::by_key(&mut input_of, |&v| graph.keys[v as usize].key());
        }
        let mut canon_of = vec![0u32; n];
        for (c, &v) in input_of.iter().enumerate() {
            canon_of[v as usize] = c as u32;
        }
        let sizes =
            input_of.iter().map(|&v| graph.sizes[v as usize]).map(|s| Size { w: clean(s.w), h: clean(s.h) }).collect();
        let mut given: Vec<(u64, u32)> = Vec::with_capacity(graph.edges.len());
        for (i, &(a, b)) in graph.edges.iter().enumerate() {
            if a != b && (a as usize) < n && (b as usize) < n {
                given.push(((canon_of[a as usize], canon_of[b as usize]).key(), i as u32));
            }
        }
        sort::pairs(&mut given);
        let mut is_against = vec![false; graph.edges.len()];
        graph.against.iter().for_each(|&i| is_against.get_mut(i as usize).into_iter().for_each(|is| *is = true));
        let mut arcs: Vec<(u32, u32)> = Vec::with_capacity(given.len());
        let mut against = Vec::with_capacity(given.len());
        let mut arc_of = vec![NONE; graph.edges.len()];
        for (arc, i) in given {
            let arc = ((arc >> 32) as u32, arc as u32);
            if arcs.last() != Some(&arc) {
                arcs.push(arc);
                against.push(true);
            }
            let place = arcs.len() - 1;
            against[place] &= is_against[i as usize];
            arc_of[i as usize] = place as u32;
        }
        let names = picked(&graph.names, &input_of);
        let prior = picked(&graph.prior, &input_of);
        Self { input_of, sizes, names, prior, arcs, against, arc_of }
    }

    pub fn len(&self) -> usize {
        self.sizes.len()
    }
}

/// The values in canonical order; nothing, if there is not one for each node.
fn picked<T: Copy>(values: &[T], input_of: &[u32]) -> Vec<T> {
    if values.len() == input_of.len() { input_of.iter().map(|&v| values[v as usize]).collect() } else { Vec::new() }
}

/// Compressed sparse rows: the list of row `i` is one slice of one array.
#[derive(Default)]
pub(super) struct Csr {
    start: Vec<u32>,
    list: Vec<u32>,
}

impl Csr {
    /// Rows from (row, value) pairs; each row keeps the order of the pairs.
    #[inline(never)]
    pub fn new(rows: usize, pairs: &[(u32, u32)]) -> Self {
        let mut start = vec![0u32; rows + 1];
        for &(row, _) in pairs {
            start[row as usize + 1] += 1;
        }
        for i in 0..rows {
            start[i + 1] += start[i];
        }
        let mut next = start.clone();
        let mut list = vec![0u32; pairs.len()];
        for &(row, value) in pairs {
            let at = &mut next[row as usize];
            list[*at as usize] = value;
            *at += 1;
        }
        Self { start, list }
    }

    /// The rows as given, one after the other.
    pub fn of_rows<'a>(rows: impl Iterator<Item = &'a [u32]>) -> Self {
        let mut csr = Self { start: vec![0], list: Vec::new() };
        for row in rows {
            csr.list.extend_from_slice(row);
            csr.start.push(csr.list.len() as u32);
        }
        csr
    }

    /// Rows and values exchanged, in a square. Every row rises.
    pub fn transposed(&self) -> Self {
        let pairs: Vec<(u32, u32)> =
            (0..self.rows()).flat_map(|row| self.of(row).iter().map(move |&v| (v, row))).collect();
        Self::new(self.rows() as usize, &pairs)
    }

    /// Every value replaced by what the table has for it.
    pub fn map(&mut self, table: &[u32]) {
        self.list.iter_mut().for_each(|v| *v = table[*v as usize]);
    }

    #[inline]
    pub fn of(&self, row: u32) -> &[u32] {
        match self.start.get(row as usize..row as usize + 2) {
            Some(&[from, to]) => self.list.get(from as usize..to as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    /// Where the values of a row stand among those of all rows.
    #[inline]
    pub fn range(&self, row: u32) -> std::ops::Range<usize> {
        self.start[row as usize] as usize..self.start[row as usize + 1] as usize
    }

    /// How many rows there are.
    pub fn rows(&self) -> u32 {
        self.start.len() as u32 - 1
    }

    /// How many values the rows have together.
    pub fn total(&self, rows: std::ops::Range<usize>) -> usize {
        (self.start[rows.end] - self.start[rows.start]) as usize
    }

    #[inline]
    pub fn degree(&self, row: u32) -> usize {
        (self.start[row as usize + 1] - self.start[row as usize]) as usize
    }
}

/// A number that looks random, the same on every machine (splitmix64, Steele et al. 2014).
pub(super) fn mix(variant: u64, v: u32) -> u64 {
    let mut z = (variant << 32 | u64::from(v)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

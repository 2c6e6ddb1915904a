//! What the engine gives back: boxes, routes and a few figures, in the order of the caller's arrays.

/// A point of the picture, in CSS px, y downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Along the flow.
    pub x: f32,
    /// Across the flow.
    pub y: f32,
}

/// A box of the picture, in CSS px.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left.
    pub x: f32,
    /// Top.
    pub y: f32,
    /// Width.
    pub w: f32,
    /// Height.
    pub h: f32,
}

/// All routes of a picture, their points in one array.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Routes {
    start: Vec<u32>,
    points: Vec<Point>,
    reversed: Vec<bool>,
}

/// One edge's way from its tail to its head.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Route<'a> {
    /// From the border of the tail to the border of the head; empty for an edge that names no node.
    pub points: &'a [Point],
    /// The edge closes a cycle and runs against the flow.
    pub reversed: bool,
}

impl Routes {
    pub(super) fn with_capacity(edges: usize, points: usize) -> Self {
        let mut start = Vec::with_capacity(edges + 1);
        start.push(0);
        Self { start, points: Vec::with_capacity(points), reversed: Vec::with_capacity(edges) }
    }

    pub(super) fn push(&mut self, points: impl Iterator<Item = Point>, reversed: bool) {
        self.points.extend(points);
        self.start.push(self.points.len() as u32);
        self.reversed.push(reversed);
    }

    /// How many edges there are: as many as the caller's.
    pub fn len(&self) -> usize {
        self.reversed.len()
    }

    /// Whether there is no edge.
    pub fn is_empty(&self) -> bool {
        self.reversed.is_empty()
    }

    /// The route of the caller's edge `i`, `None` beyond the last.
    pub fn get(&self, i: usize) -> Option<Route<'_>> {
        let (&from, &to) = (self.start.get(i)?, self.start.get(i + 1)?);
        Some(Route { points: self.points.get(from as usize..to as usize)?, reversed: *self.reversed.get(i)? })
    }

    /// All routes, in the order of the caller's edges.
    pub fn iter(&self) -> impl Iterator<Item = Route<'_>> {
        (0..self.len()).filter_map(|i| self.get(i))
    }
}

/// A finished picture. Indexes are the caller's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// The box of each node.
    pub nodes: Vec<Rect>,
    /// The way of each edge.
    pub edges: Routes,
    /// The rank of each node, counted from 0 in its connected part.
    pub ranks: Vec<u32>,
    /// What holds the whole picture, routes too. Its left top is (0, 0).
    pub bounds: Rect,
    /// How often edges cross, counted between neighbouring ranks.
    pub crossings: u64,
    /// The work done, in counted units.
    pub work: u64,
}

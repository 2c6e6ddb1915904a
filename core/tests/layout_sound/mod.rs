//! What the tests of the layered layout share: arbitrary graphs, and what must hold for any picture.

use proptest::prelude::*;
use taskscope_core::layout::dag::{Graph, Layout, Options, Point, Rect, Routing, Size};

pub const BOX: Size = Size { w: 180.0, h: 40.0 };

/// Any graph at all: cycles, loops, doubles, loose parts, edges to nowhere, edges against the flow, boxes of any shape.
pub fn any_graph() -> impl Strategy<Value = Graph> {
    (0usize..26).prop_flat_map(|n| {
        let sizes = prop::collection::vec((0u8..=200, 0u8..=120), n);
        let edges = prop::collection::vec((0..n as u32 + 1, 0..n as u32 + 1), 0..3 * n + 1);
        let names = prop::collection::vec(0u32..2, n);
        let against = prop::collection::vec(0..3 * n as u32 + 2, 0..4);
        (sizes, edges, names, against).prop_map(move |(sizes, edges, names, against)| Graph {
            sizes: sizes.into_iter().map(|(w, h)| Size { w: w.into(), h: h.into() }).collect(),
            edges,
            against,
            keys: (0..n as u32).collect(),
            names,
            prior: Vec::new(),
        })
    })
}

pub fn any_options() -> impl Strategy<Value = Options> {
    (any::<bool>(), prop::option::of(1u32..3)).prop_map(|(orthogonal, stack)| Options {
        routing: if orthogonal { Routing::Orthogonal } else { Routing::Polyline },
        stack,
        ..Options::default()
    })
}

/// A graph of a hundred steps or so whose edges lead a little ahead: wide enough for every step of the search, and dirty
/// now and then.
pub fn any_large_graph() -> impl Strategy<Value = Graph> {
    (40u32..140).prop_flat_map(|n| {
        let edge = (0..n, 1..n / 4, 0u32..40).prop_map(move |(from, ahead, whim)| match whim {
            0 => (from, from),
            1 => ((from + ahead) % n, from),
            _ => (from, (from + ahead).min(n - 1)),
        });
        prop::collection::vec(edge, n as usize..2 * n as usize + 1).prop_map(move |edges| Graph {
            sizes: vec![BOX; n as usize],
            edges,
            ..Graph::default()
        })
    })
}

/// Whether a stretch runs through the inside of a box (Liang and Barsky 1984).
pub fn runs_through(a: Point, b: Point, r: &Rect) -> bool {
    let (x0, y0) = (f64::from(r.x) + 0.5, f64::from(r.y) + 0.5);
    let (x1, y1) = (f64::from(r.x + r.w) - 0.5, f64::from(r.y + r.h) - 0.5);
    if x0 >= x1 || y0 >= y1 {
        return false;
    }
    let (ax, ay) = (f64::from(a.x), f64::from(a.y));
    let (dx, dy) = (f64::from(b.x) - ax, f64::from(b.y) - ay);
    let (mut from, mut to) = (0.0f64, 1.0f64);
    for (p, q) in [(-dx, ax - x0), (dx, x1 - ax), (-dy, ay - y0), (dy, y1 - ay)] {
        if p == 0.0 {
            if q < 0.0 {
                return false;
            }
        } else if p < 0.0 {
            from = from.max(q / p);
        } else {
            to = to.min(q / p);
        }
    }
    from < to
}

pub fn on_border(p: Point, r: &Rect) -> bool {
    let (dx, dy) = (p.x - r.x, p.y - r.y);
    let inside = dx > -0.5 && dy > -0.5 && dx < r.w + 0.5 && dy < r.h + 0.5;
    inside && (dx < 0.5 || dy < 0.5 || dx > r.w - 0.5 || dy > r.h - 0.5)
}

fn overlap(a: &Rect, b: &Rect) -> bool {
    let apart = |a: f32, aw: f32, b: f32, bw: f32| a + aw <= b + 0.01 || b + bw <= a + 0.01;
    !apart(a.x, a.w, b.x, b.w) && !apart(a.y, a.h, b.y, b.h)
}

/// All that must hold for any picture.
pub fn check(graph: &Graph, picture: &Layout) -> Result<(), TestCaseError> {
    let n = graph.sizes.len();
    prop_assert_eq!(picture.nodes.len(), n);
    prop_assert_eq!(picture.edges.len(), graph.edges.len());
    let all = picture.bounds;
    for (i, (r, size)) in picture.nodes.iter().zip(&graph.sizes).enumerate() {
        prop_assert_eq!((r.w, r.h), (size.w, size.h));
        prop_assert!(r.x >= -0.01 && r.y >= -0.01 && r.x + r.w <= all.w + 0.1 && r.y + r.h <= all.h + 0.1);
        for other in &picture.nodes[..i] {
            prop_assert!(!overlap(r, other), "{:?} overlaps {:?}", r, other);
        }
    }
    for (&(a, b), route) in graph.edges.iter().zip(picture.edges.iter()) {
        let (Some(tail), Some(head)) = (picture.nodes.get(a as usize), picture.nodes.get(b as usize)) else {
            prop_assert!(route.points.is_empty());
            continue;
        };
        prop_assert!(route.points.len() >= 2);
        for p in route.points {
            prop_assert!(p.x >= -0.01 && p.y >= -0.01 && p.x <= all.w + 0.1 && p.y <= all.h + 0.1, "{:?} {:?}", p, all);
        }
        let (first, last) = (route.points[0], route.points[route.points.len() - 1]);
        prop_assert!(on_border(first, tail) && on_border(last, head), "{:?} {:?} {:?}", route, tail, head);
        if a != b {
            let (from, to) = (picture.ranks[a as usize], picture.ranks[b as usize]);
            let with_the_flow = if route.reversed { to < from } else { from < to };
            prop_assert!(with_the_flow);
        }
        for (v, r) in picture.nodes.iter().enumerate().filter(|&(v, _)| v != a as usize && v != b as usize) {
            for w in route.points.windows(2) {
                prop_assert!(!runs_through(w[0], w[1], r), "edge {a}→{b} {:?} runs through {v} {:?}", route.points, r);
            }
        }
    }
    Ok(())
}

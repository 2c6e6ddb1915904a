//! Connected parts: split before the layout, packed after it.
//!
//! Parts are laid out alone and then set in rows, tallest first, each row as wide as the widest part or as a picture of
//! pleasant shape (next-fit decreasing height, Coffman et al. 1980). A part keeps its inside.
//!
//! ```text
//! ┌──────────────────┐
//! │ the largest part │
//! ├───────┬─────┬────┤
//! │       │     │
//! └───────┴─────┴
//! ```

use super::graph::NONE;
use crate::sort::{self, Key};

/// A connected part: its nodes, rising, and its arcs, in the order that was asked for.
#[derive(Default)]
pub(super) struct Part {
    pub nodes: Vec<u32>,
    pub arcs: Vec<u32>,
}

/// The parts, ordered by their first node. Arcs are known by their position; each part takes its own in the given order.
pub(super) fn split(n: usize, arcs: &[(u32, u32)], order: &[u32]) -> Vec<Part> {
    let mut root: Vec<u32> = (0..n as u32).collect();
    for &(a, b) in arcs {
        let (a, b) = (find(&mut root, a), find(&mut root, b));
        // The smaller index leads, so a part's leader is its first node.
        root[a.max(b) as usize] = a.min(b);
    }
    let mut part_of = vec![NONE; n];
    let mut parts: Vec<Part> = Vec::new();
    for v in 0..n as u32 {
        let leader = find(&mut root, v) as usize;
        if part_of[leader] == NONE {
            part_of[leader] = parts.len() as u32;
            parts.push(Part::default());
        }
        let part = part_of[leader];
        part_of[v as usize] = part;
        parts[part as usize].nodes.push(v);
    }
    for &i in order {
        parts[part_of[arcs[i as usize].0 as usize] as usize].arcs.push(i);
    }
    parts
}

/// The leader of `v`, with path halving.
#[inline]
fn find(root: &mut [u32], mut v: u32) -> u32 {
    while root[v as usize] != v {
        let up = root[root[v as usize] as usize];
        root[v as usize] = up;
        v = up;
    }
    v
}

/// Left tops for boxes of the given width and height, `gap` apart, and the size of it all.
pub(super) fn pack(boxes: &[(f64, f64)], gap: f64) -> (Vec<(f64, f64)>, (f64, f64)) {
    let tallest = |i: u32| !boxes[i as usize].1.key();
    let widest = |i: u32| !boxes[i as usize].0.key();
    let order = sort::by_keys(boxes.len(), &[&tallest, &widest]);
    let area: f64 = boxes.iter().map(|&(w, h)| (w + gap) * (h + gap)).sum();
    let widest = boxes.iter().map(|b| b.0).fold(0.0, f64::max);
    let row = widest.max((1.6 * area).sqrt());
    let mut at = vec![(0.0, 0.0); boxes.len()];
    let (mut x, mut y, mut tall) = (0.0, 0.0, 0.0f64);
    let (mut w, mut h) = (0.0f64, 0.0f64);
    for i in order.into_iter().map(|i| i as usize) {
        if x > 0.0 && x + boxes[i].0 > row {
            (x, y, tall) = (0.0, y + tall + gap, 0.0);
        }
        at[i] = (x, y);
        tall = tall.max(boxes[i].1);
        (w, h) = (w.max(x + boxes[i].0), h.max(y + boxes[i].1));
        x += boxes[i].0 + gap;
    }
    (at, (w, h))
}

//! The layered layout of the dependency graph: ranks along the flow (left to right), few crossings, short straight edges.
//!
//! ```
//! use taskscope_core::layout::dag::{Graph, Options, Size, layout};
//!
//! let graph = Graph { sizes: vec![Size { w: 180.0, h: 40.0 }; 3], edges: vec![(0, 1), (1, 2)], ..Graph::default() };
//! let picture = layout(&graph, &Options::default());
//! assert_eq!(picture.ranks, [0, 1, 2]);
//! assert_eq!(picture.nodes[2].x, 460.0);
//! ```
//!
//! In a browser call [`layout_async`] with a [`Pace`] that looks at the clock; dropping the future cancels the layout.
//!
//! The steps, each in its file, after Sugiyama, Tagawa and Toda (1981):
//!
//! 1. `graph`: key order, so that the order of the arrays does not matter; doubles and loops set aside.
//! 2. `acyclic`: arcs that close cycles are turned round.
//! 3. `components`: connected parts, each laid out alone.
//! 4. `rank`: ranks with a near-minimal total span.
//! 5. `reduce`: arcs in an order in which series-parallel parts lie side by side.
//! 6. `layers`: items and links; long arcs get bends.
//! 7. `order`: few crossings.
//! 8. `place`: coordinates across the flow.
//! 9. `route`: ways of the edges.
//! 10. `components`: the parts packed into one picture.
//!
//! No step recurses, all take O(V+E) memory, and the same input gives the same picture on every machine.

mod acyclic;
mod components;
mod graph;
mod layers;
mod order;
mod picture;
mod place;
mod rank;
mod reduce;
mod route;
mod task;

pub use graph::{Effort, Graph, Options, Routing, Size};
pub use picture::{Layout, Point, Rect, Route, Routes};
pub use task::{Pace, Unpaced};

use components::Part;
use graph::{NONE, Plain};
use layers::Layers;
use place::Field;
use route::{Columns, Router, Ways};
use task::Meter;

/// Lays out a graph in one go.
pub fn layout(graph: &Graph, options: &Options) -> Layout {
    task::run(layout_async(graph, options, &Unpaced))
}

/// Lays out a graph in slices: [`Pace`] says when to pause. If it wants one, it gets a first picture as soon as that is there.
pub async fn layout_async(graph: &Graph, options: &Options, pace: &dyn Pace) -> Layout {
    let plain = Plain::new(graph);
    let meter = Meter::new(pace, 2_000 * (plain.len() + plain.arcs.len()) as u64);
    let turned = acyclic::turned(plain.len(), &plain.arcs);
    let arcs: Vec<(u32, u32)> =
        plain.arcs.iter().zip(&turned).map(|(&(a, b), &t)| if t { (b, a) } else { (a, b) }).collect();
    meter.spend(100 * arcs.len() as u64).await;
    let ranks = rank::ranks(plain.len(), &arcs);
    meter.spend(100 * arcs.len() as u64).await;
    let mut parts = components::split(plain.len(), &arcs);
    let branch = reduce::branch_order(plain.len(), &arcs);
    for part in &mut parts {
        part.arcs.sort_unstable_by_key(|&arc| branch[arc as usize]);
    }
    meter.spend(400 * arcs.len() as u64).await;
    if pace.wants_draft() && options.effort == Effort::Full {
        let draft = Options { effort: Effort::Draft, ..*options };
        let placed = place_parts(&parts, &plain, &arcs, &ranks, &draft, &meter).await;
        pace.draft(assemble(graph, &plain, &turned, &parts, &placed, &draft, meter.spent()));
    }
    let placed = place_parts(&parts, &plain, &arcs, &ranks, options, &meter).await;
    assemble(graph, &plain, &turned, &parts, &placed, options, meter.spent())
}

/// A part with its coordinates, its left top at (0, 0).
struct Placed {
    /// Left top of each node, in the order of the part.
    at: Vec<(f64, f64)>,
    /// Rank of each node.
    rank: Vec<u32>,
    ways: Ways,
    size: (f64, f64),
    crossings: u64,
}

async fn place_parts(
    parts: &[Part],
    plain: &Plain,
    arcs: &[(u32, u32)],
    ranks: &[u32],
    options: &Options,
    meter: &Meter<'_>,
) -> Vec<Placed> {
    let mut local = vec![0u32; plain.len()];
    let mut placed = Vec::with_capacity(parts.len());
    for part in parts {
        for (i, &v) in part.nodes.iter().enumerate() {
            local[v as usize] = i as u32;
        }
        let arcs: Vec<(u32, u32)> =
            part.arcs.iter().map(|&i| arcs[i as usize]).map(|(a, b)| (local[a as usize], local[b as usize])).collect();
        let first = part.nodes.iter().map(|&v| ranks[v as usize]).min().unwrap_or(0);
        let rank: Vec<u32> = part.nodes.iter().map(|&v| ranks[v as usize] - first).collect();
        let sizes: Vec<Size> = part.nodes.iter().map(|&v| plain.sizes[v as usize]).collect();
        placed.push(place_part(&sizes, &arcs, rank, options, meter).await);
    }
    placed
}

/// Steps 6 to 9 for one part.
async fn place_part(
    sizes: &[Size],
    arcs: &[(u32, u32)],
    rank: Vec<u32>,
    options: &Options,
    meter: &Meter<'_>,
) -> Placed {
    let layers = Layers::new(&rank, arcs);
    let (order, crossings) = order::minimise(&layers, options.effort, meter).await;
    let field = Field::new(&layers, &order, sizes, options);
    let y = place::place(&field, options.effort, meter).await;
    let columns = columns(&rank, sizes, layers.ranks(), f64::from(options.rank_gap));
    let router = Router { field: &field, columns: &columns, sizes, y: &y, gap: f64::from(options.node_gap) };
    let mut ways = router.polylines(arcs);
    meter.spend(50 * layers.items() as u64).await;
    let mut at: Vec<(f64, f64)> = rank
        .iter()
        .zip(sizes)
        .zip(&layers.item)
        .map(|((&r, size), &item)| {
            let mid = (columns.left[r as usize] + columns.right[r as usize]) / 2.0;
            (mid - f64::from(size.w) / 2.0, y[item as usize] - f64::from(size.h) / 2.0)
        })
        .collect();
    let bottoms = at.iter().zip(sizes).map(|(p, s)| (p.1, p.1 + f64::from(s.h)));
    let (top, bottom) = bottoms
        .chain(ways.points.iter().map(|p| (p.1, p.1)))
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), (a, b)| (lo.min(a), hi.max(b)));
    at.iter_mut().for_each(|p| p.1 -= top);
    ways.points.iter_mut().for_each(|p| p.1 -= top);
    let size = (columns.right.last().copied().unwrap_or(0.0), bottom - top);
    Placed { at, rank, ways, size, crossings }
}

/// Each rank as wide as its widest node, the gap between them.
fn columns(rank: &[u32], sizes: &[Size], ranks: usize, gap: f64) -> Columns {
    let mut width = vec![0.0f64; ranks];
    for (&r, size) in rank.iter().zip(sizes) {
        width[r as usize] = width[r as usize].max(f64::from(size.w));
    }
    let (mut left, mut right, mut x) = (Vec::with_capacity(ranks), Vec::with_capacity(ranks), 0.0);
    for w in width {
        left.push(x);
        right.push(x + w);
        x += w + gap;
    }
    Columns { left, right }
}

/// The picture of all parts, in the order of the caller's arrays.
fn assemble(
    graph: &Graph,
    plain: &Plain,
    turned: &[bool],
    parts: &[Part],
    placed: &[Placed],
    options: &Options,
    work: u64,
) -> Layout {
    let boxes: Vec<(f64, f64)> = placed.iter().map(|p| p.size).collect();
    let (offsets, (w, h)) = components::pack(&boxes, f64::from(options.rank_gap));
    let mut nodes = vec![Rect::default(); plain.len()];
    let mut ranks = vec![0u32; plain.len()];
    let mut home = vec![(0u32, 0u32); plain.arcs.len()];
    for (p, ((part, placed), &(dx, dy))) in parts.iter().zip(placed).zip(&offsets).enumerate() {
        for (i, &v) in part.nodes.iter().enumerate() {
            let (given, size) = (plain.input_of[v as usize] as usize, plain.sizes[v as usize]);
            let (x, y) = placed.at[i];
            nodes[given] = Rect { x: (x + dx) as f32, y: (y + dy) as f32, w: size.w, h: size.h };
            ranks[given] = placed.rank[i];
        }
        for (i, &arc) in part.arcs.iter().enumerate() {
            home[arc as usize] = (p as u32, i as u32);
        }
    }
    let mut edges = Routes::with_capacity(graph.edges.len(), 3 * graph.edges.len());
    for (&(a, b), &arc) in graph.edges.iter().zip(&plain.arc_of) {
        if arc == NONE {
            let node = if a == b { nodes.get(a as usize) } else { None };
            edges.push(node.into_iter().flat_map(|node| own_loop(node, options)), false);
            continue;
        }
        let (part, i) = home[arc as usize];
        let (dx, dy) = offsets[part as usize];
        let way = placed[part as usize].ways.of(i as usize);
        let points = way.iter().map(|&(x, y)| Point { x: (x + dx) as f32, y: (y + dy) as f32 });
        if turned[arc as usize] {
            edges.push(points.rev(), true);
        } else {
            edges.push(points, false);
        }
    }
    let bounds = Rect { x: 0.0, y: 0.0, w: w as f32, h: h as f32 };
    Layout { nodes, edges, ranks, bounds, crossings: placed.iter().map(|p| p.crossings).sum(), work }
}

/// A loop over the right top corner of a node, within half of the gaps around it.
fn own_loop(node: &Rect, options: &Options) -> [Point; 5] {
    let out = (options.node_gap.min(options.rank_gap) * 0.4).max(0.0);
    let (right, down) = (node.x + node.w, (node.h / 2.0).min(10.0));
    [
        Point { x: right, y: node.y + down },
        Point { x: right + out, y: node.y + down },
        Point { x: right + out, y: node.y - out },
        Point { x: right - (node.w / 2.0).min(16.0), y: node.y - out },
        Point { x: right - (node.w / 2.0).min(16.0), y: node.y },
    ]
}

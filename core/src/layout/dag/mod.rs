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
//! In a browser call [`layout_async`] with a [`Pace`] that looks at the clock; dropping the future cancels the layout. It hands
//! on a first picture when a better one will take noticeably longer.
//!
//! The steps, each in its file, after Sugiyama, Tagawa and Toda (1981):
//!
//! 1. `graph`: key order, so that the order of the arrays does not matter; doubles and loops set aside.
//! 2. `stack`: by option, wide stages become blocks.
//! 3. `acyclic`: arcs that close cycles are turned round.
//! 4. `rank`: ranks with the least total span.
//! 5. `reduce`: arcs in an order in which series-parallel parts lie side by side.
//! 6. `components`: connected parts, each laid out alone.
//! 7. `layers`: items and links; long arcs get bends.
//! 8. `order`: few crossings.
//! 9. `place`: coordinates across the flow.
//! 10. `route`, or `track` along the axes: ways of the edges.
//! 11. `assemble`: the parts packed, blocks unfolded.
//!
//! With groups whose members stand together ([`layout_grouped`]), `groups` does this for each and for all.
//!
//! No step recurses, all take O(V+E) memory, and the same input gives the same picture on every machine.

mod acyclic;
mod assemble;
mod components;
mod graph;
mod groups;
mod insides;
mod layers;
mod order;
mod picture;
mod place;
mod rank;
mod reduce;
mod route;
mod stack;
mod task;
mod track;

pub use graph::{Effort, Graph, Options, Routing, Size};
pub use groups::{Grouped, layout_grouped, layout_grouped_async};
pub use picture::{Layout, Point, Rect, Route, Routes};

use crate::pace::{Pace, Unpaced, apart, run};
use assemble::{Found, Placed};
use components::Part;
use graph::Plain;
use layers::Layers;
use place::Field;
use route::{Columns, Router};
use task::Meter;

/// Lays out a graph in one go.
pub fn layout(graph: &Graph, options: &Options) -> Layout {
    run(layout_async(graph, options, &Unpaced, None))
}

/// Lays out a graph in slices: [`Pace`] says when to pause. `draft` gets a first picture as soon as that is there; making it
/// costs about as much as a linear layout.
pub async fn layout_async(graph: &Graph, options: &Options, pace: &dyn Pace, draft: Option<&dyn Fn(Layout)>) -> Layout {
    let meter = Meter::new(pace, 5_000 * (graph.sizes.len() + graph.edges.len()) as u64);
    let (plain, options) = (Plain::new(graph), &options.clean());
    meter.look().await;
    let (folded, stacks) = apart(stack::fold(&plain, options, &meter)).await;
    meter.spend(200 * folded.arcs.len() as u64).await;
    let turned = acyclic::turned(folded.len(), &folded.arcs, &folded.against);
    let arcs = acyclic::rising(&folded.arcs, &turned);
    meter.spend(100 * arcs.len() as u64).await;
    let ranks = apart(rank::ranks(folded.len(), &arcs, &meter)).await;
    meter.look().await;
    let branches = apart(reduce::branch_order(folded.len(), &arcs, &meter)).await;
    let parts = components::split(folded.len(), &arcs, &branches);
    meter.spend(500 * arcs.len() as u64).await;
    let found = Found { graph, plain: &plain, stacks: &stacks, folded: &folded, turned: &turned, parts: &parts };
    let mut aside = 0;
    if let Some(draft) = draft.filter(|_| options.effort == Effort::Full) {
        let begun = meter.spent();
        let options = Options { effort: Effort::Draft, ..*options };
        let placed = apart(place_parts(&parts, &folded, &arcs, &ranks, &options, &meter)).await;
        meter.look().await;
        draft(apart(found.picture(&placed, &options, &meter, meter.spent())).await);
        meter.look().await;
        aside = meter.spent() - begun;
    }
    let placed = apart(place_parts(&parts, &folded, &arcs, &ranks, options, &meter)).await;
    meter.look().await;
    let work = meter.spent() - aside;
    apart(found.picture(&placed, options, &meter, work)).await
}

/// Steps 7 to 10.
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
        let prior: Vec<f32> = part.nodes.iter().filter_map(|&v| plain.prior.get(v as usize).copied()).collect();
        placed.push(apart(place_part(&sizes, &arcs, rank, &prior, options, meter)).await);
    }
    placed
}

/// The same for one part.
async fn place_part(
    sizes: &[Size],
    arcs: &[(u32, u32)],
    rank: Vec<u32>,
    prior: &[f32],
    options: &Options,
    meter: &Meter<'_>,
) -> Placed {
    let layers = Layers::new(&rank, arcs);
    meter.look().await;
    let (order, crossings) = apart(order::minimise(&layers, prior, options.effort, meter)).await;
    let mut layers = layers.in_order(&order.seq);
    drop(order);
    meter.look().await;
    let field = Field::new(&layers, sizes, options);
    let y = apart(place::place(&field, options.effort, meter)).await;
    let Field { half, apart: distances, gap, .. } = field;
    if options.routing == Routing::Polyline {
        // With what the routes take there would be more than at any time before.
        layers.let_go_of_links();
    }
    let field = Field { layers: &layers, half, apart: distances, gap };
    let columns = columns(&rank, sizes, layers.ranks(), f64::from(options.rank_gap));
    let router =
        Router { field: &field, columns: &columns, rank: &rank, sizes, y: &y, gap: f64::from(options.node_gap) };
    let mut ways = match options.routing {
        Routing::Polyline => apart(router.polylines(arcs, meter)).await,
        Routing::Orthogonal => router.orthogonals(arcs),
    };
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
        .chain(ways.heights(0).map(|y| (y, y)))
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), (a, b)| (lo.min(a), hi.max(b)));
    at.iter_mut().for_each(|p| p.1 -= top);
    ways.shift(0, 0.0, -top);
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

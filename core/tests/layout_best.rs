//! What is best can be told by another way than the engine's own: the least total span, straight rails, work that is counted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod restless;

use proptest::prelude::*;
use taskscope_core::layout::dag::{Graph, Layout, Options, Size, layout, layout_async};

use restless::{Restless, run};

const BOX: Size = Size { w: 180.0, h: 40.0 };

fn graph(nodes: u32, edges: Vec<(u32, u32)>) -> Graph {
    Graph { sizes: vec![BOX; nodes as usize], edges, ..Graph::default() }
}

/// A graph without cycles, some edges more than once.
fn any_acyclic(nodes: u32) -> impl Strategy<Value = Graph> {
    (2..=nodes).prop_flat_map(move |n| {
        let edges = prop::collection::vec((0..n, 0..n), 1..2 * n as usize);
        let rising = move |edges: Vec<(u32, u32)>| {
            edges.into_iter().filter(|(a, b)| a != b).map(|(a, b)| (a.min(b), a.max(b))).collect()
        };
        edges.prop_map(move |edges| graph(n, rising(edges)))
    })
}

/// How many ranks the edges span in total.
fn span(graph: &Graph, picture: &Layout) -> u32 {
    let rank = |v: u32| picture.ranks[v as usize];
    graph.edges.iter().map(|&(a, b)| rank(b) - rank(a)).sum()
}

/// Of such a total, a local minimum is a global one (it is L♮-convex, Murota 2003): ranks are best if no set of nodes may
/// move one rank to the right and shorten it. All sets are tried.
fn can_be_shortened(edges: &[(u32, u32)], ranks: &[u32]) -> bool {
    (1..1u32 << ranks.len()).any(|set| {
        let moves = |v: u32| set >> v & 1;
        let may_move = edges.iter().all(|&(a, b)| ranks[a as usize] + moves(a) < ranks[b as usize] + moves(b));
        let longer = |&(a, b): &(u32, u32)| i64::from(moves(b)) - i64::from(moves(a));
        may_move && edges.iter().map(longer).sum::<i64>() < 0
    })
}

/// The same by trying all ranks.
fn least_span(edges: &[(u32, u32)], nodes: u32) -> u32 {
    let rank = |choice: u32, v: u32| choice / nodes.pow(v) % nodes;
    let spans = (0..nodes.pow(nodes)).filter_map(|choice| {
        let span = |&(a, b): &(u32, u32)| rank(choice, b).checked_sub(rank(choice, a)).filter(|&span| span > 0);
        edges.iter().map(span).sum::<Option<u32>>()
    });
    spans.min().unwrap_or(0)
}

/// Edges once each: doubles count once for the engine, and one more time here.
fn distinct(mut graph: Graph) -> Graph {
    graph.edges.sort_unstable();
    graph.edges.dedup();
    graph
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_shortens_the_span(graph in any_acyclic(10)) {
        let graph = distinct(graph);
        prop_assert!(!can_be_shortened(&graph.edges, &layout(&graph, &Options::default()).ranks));
    }

    #[test]
    fn a_tree_spans_one_rank_an_edge(parents in prop::collection::vec(any::<prop::sample::Index>(), 1..400)) {
        let edges = parents.iter().zip(1..).map(|(parent, child)| (child, parent.index(child as usize) as u32)).collect();
        let graph = graph(parents.len() as u32 + 1, edges);
        prop_assert_eq!(span(&graph, &layout(&graph, &Options::default())), graph.edges.len() as u32);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_span_is_the_least_of_all(graph in any_acyclic(5)) {
        let graph = distinct(graph);
        let least = least_span(&graph.edges, graph.sizes.len() as u32);
        prop_assert_eq!(span(&graph, &layout(&graph, &Options::default())), least);
    }
}

/// Two chains, each step of the first also leading to the one of the second that is so many further on.
fn ladder(steps: u32, ahead: u32) -> Graph {
    let rail = |first: u32| (1..steps).map(move |i| (first + i - 1, first + i));
    let rungs = (0..steps - ahead).map(|i| (i, steps + i + ahead));
    graph(2 * steps, rail(0).chain(rail(steps)).chain(rungs).collect())
}

#[test]
fn rails_are_straight() {
    for ahead in [0, 1] {
        let picture = layout(&ladder(300, ahead), &Options::default());
        for rail in picture.nodes.chunks(300) {
            let ends = rail.iter().map(|node| node.y);
            let (top, bottom) = (ends.clone().fold(f32::MAX, f32::min), ends.fold(f32::MIN, f32::max));
            assert!(bottom - top < 70.0, "rails climb by {}", bottom - top);
        }
    }
}

#[test]
fn a_chain_with_arcs_over_it_does_not_climb() {
    let edges = (1..500).map(|i| (i - 1, i)).chain((7..500).map(|i| (i - 7, i))).collect();
    let picture = layout(&graph(500, edges), &Options::default());
    assert!(picture.bounds.h < 300.0, "{} px high", picture.bounds.h);
}

#[test]
fn a_tangle_counts_its_links() {
    let (width, layers) = (300, 2);
    let edge = move |layer: u32| move |i: u32| (layer * width + i / width, (layer + 1) * width + i % width);
    let edges = (0..layers - 1).flat_map(|layer| (0..width * width).map(edge(layer))).collect();
    let graph = graph(width * layers, edges);
    let pace = Restless::default();
    let picture = run(layout_async(&graph, &Options::default(), &pace, None));
    // So many links are looked at several times; not as often as there are pairs of them.
    let links = u64::from(width * width);
    assert!(picture.work > 30 * links && picture.work < 2_000 * links, "{} units of work", picture.work / links);
    assert!(u64::from(pace.pauses.get()) > links / 100, "{} pauses", pace.pauses.get());
}

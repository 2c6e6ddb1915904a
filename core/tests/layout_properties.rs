//! What must hold for the layered layout of any graph, and for some graphs whose best picture is known.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod layout_sound;
mod restless;

use proptest::prelude::*;
use std::cell::RefCell;
use std::future::Future;
use std::task::{Context, Waker};
use taskscope_core::layout::dag::{Graph, Layout, Options, Point, layout, layout_async};

use layout_sound::{BOX, any_graph, any_large_graph, any_options, check, on_border, runs_through};
use restless::{Restless, run};

/// A series-parallel graph with one source and one sink, by repeatedly taking an edge and putting two in its place.
fn any_series_parallel() -> impl Strategy<Value = Graph> {
    prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 0..60).prop_map(|steps| {
        let (mut edges, mut n) = (vec![(0u32, 1u32)], 2);
        for (at, series) in steps {
            let at = at.index(edges.len());
            let (a, b) = edges[at];
            if series {
                edges[at] = (a, n);
                edges.push((n, b));
            } else {
                edges.extend([(a, n), (n, b)]);
            }
            n += 1;
        }
        Graph { sizes: vec![BOX; n as usize], edges, ..Graph::default() }
    })
}

/// A tree, its edges towards the root or away from it.
fn any_tree() -> impl Strategy<Value = Graph> {
    (prop::collection::vec(any::<prop::sample::Index>(), 1..60), any::<bool>()).prop_map(|(parents, towards)| {
        let edge = |(i, p): (usize, &prop::sample::Index)| {
            let (child, parent) = (i as u32 + 1, p.index(i + 1) as u32);
            if towards { (child, parent) } else { (parent, child) }
        };
        let edges = parents.iter().enumerate().map(edge).collect();
        Graph { sizes: vec![BOX; parents.len() + 1], edges, ..Graph::default() }
    })
}

/// How often two routes cross in their insides.
fn crossings(picture: &Layout) -> usize {
    let routes: Vec<_> = picture.edges.iter().map(|r| r.points).collect();
    let side = |p: Point, q: Point, r: Point| {
        (f64::from(q.x) - f64::from(p.x)) * (f64::from(r.y) - f64::from(p.y))
            - (f64::from(q.y) - f64::from(p.y)) * (f64::from(r.x) - f64::from(p.x))
    };
    let cross = |a: &[Point], b: &[Point]| {
        let apart = |p, q, r, s| side(p, q, r) * side(p, q, s) < -1e-6;
        apart(a[0], a[1], b[0], b[1]) && apart(b[0], b[1], a[0], a[1])
    };
    let pairs = (0..routes.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
    pairs
        .map(|(i, j)| routes[i].windows(2).map(|a| routes[j].windows(2).filter(|b| cross(a, b)).count()).sum::<usize>())
        .sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_picture_is_sound(graph in any_graph(), options in any_options()) {
        check(&graph, &layout(&graph, &options))?;
    }

    #[test]
    fn the_order_of_the_arrays_does_not_matter(
        graph in any_graph(),
        options in any_options(),
        seed in prop::collection::vec(any::<u32>(), 26),
    ) {
        let n = graph.sizes.len();
        let mut old_of: Vec<usize> = (0..n).collect();
        old_of.sort_by_key(|&v| seed[v]);
        let mut new_of = vec![n as u32; n + 1];
        for (new, &old) in old_of.iter().enumerate() {
            new_of[old] = new as u32;
        }
        let mut order: Vec<usize> = (0..graph.edges.len()).collect();
        order.sort_by_key(|&e| seed[e % seed.len()].wrapping_mul(e as u32 + 1));
        let shuffled = Graph {
            sizes: old_of.iter().map(|&v| graph.sizes[v]).collect(),
            edges: order
                .iter()
                .map(|&e| graph.edges[e])
                .map(|(a, b)| (new_of[a as usize], new_of[b as usize]))
                .collect(),
            against: (0..).zip(&order).filter(|(_, old)| graph.against.contains(&(**old as u32))).map(|(new, _)| new).collect(),
            keys: old_of.iter().map(|&v| graph.keys[v]).collect(),
            names: old_of.iter().map(|&v| graph.names[v]).collect(),
            prior: Vec::new(),
        };
        let (one, two) = (layout(&graph, &options), layout(&shuffled, &options));
        for (new, &old) in old_of.iter().enumerate() {
            prop_assert_eq!(one.nodes[old], two.nodes[new]);
        }
        for (new, &old) in order.iter().enumerate() {
            prop_assert_eq!(one.edges.get(old), two.edges.get(new));
        }
    }

    #[test]
    fn series_parallel_graphs_cross_nowhere(graph in any_series_parallel()) {
        let picture = layout(&graph, &Options::default());
        check(&graph, &picture)?;
        prop_assert_eq!(picture.crossings, 0);
        prop_assert_eq!(crossings(&picture), 0);
        prop_assert!(picture.edges.iter().all(|r| !r.reversed));
    }

    #[test]
    fn trees_cross_nowhere(graph in any_tree()) {
        let picture = layout(&graph, &Options::default());
        check(&graph, &picture)?;
        prop_assert_eq!((picture.crossings, crossings(&picture)), (0, 0));
    }

    #[test]
    fn what_had_a_place_keeps_its_order(graph in any_graph(), known in prop::collection::vec(any::<bool>(), 26)) {
        // The picture of the graph without some nodes, then of all of it.
        let n = graph.sizes.len();
        let old = |v: u32| known.get(v as usize).copied().unwrap_or(false) && (v as usize) < n;
        let before = Graph {
            edges: graph.edges.iter().map(|&(a, b)| if old(a) && old(b) { (a, b) } else { (n as u32, n as u32) }).collect(),
            ..graph.clone()
        };
        let first = layout(&before, &Options::default());
        let middle = |p: &Layout, v: usize| p.nodes[v].y + p.nodes[v].h / 2.0;
        let prior = (0..n).map(|v| if old(v as u32) { middle(&first, v) } else { f32::NAN }).collect();
        let after = layout(&Graph { prior, ..graph.clone() }, &Options::default());
        check(&graph, &after)?;
        let part = parts(&graph);
        for a in (0..n).filter(|&v| old(v as u32)) {
            for b in (0..n).filter(|&v| old(v as u32)) {
                // Parts are packed beside each other, so the order is kept within a column.
                let same_column = after.ranks[a] == after.ranks[b] && (after.nodes[a].x - after.nodes[b].x).abs() < 100.0;
                if same_column && part[a] == part[b] && middle(&first, a) < middle(&first, b) {
                    prop_assert!(after.nodes[a].y <= after.nodes[b].y);
                }
            }
        }
    }

    #[test]
    fn a_paced_layout_is_the_same(graph in any_graph()) {
        let draft = RefCell::new(None);
        let keep = |layout| *draft.borrow_mut() = Some(layout);
        let picture = run(layout_async(&graph, &Options::default(), &Restless::default(), Some(&keep)));
        prop_assert_eq!(&picture, &layout(&graph, &Options::default()));
        check(&graph, draft.borrow().as_ref().unwrap())?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pictures_of_larger_graphs_are_sound(graph in any_large_graph(), options in any_options()) {
        let picture = layout(&graph, &options);
        check(&graph, &picture)?;
        prop_assert_eq!(&picture, &layout(&graph, &options));
    }

    #[test]
    fn a_node_that_comes_to_a_larger_graph_moves_no_other_out_of_order(graph in any_large_graph()) {
        // The last node is the newcomer: without its edges it is a part of its own.
        let newcomer = graph.sizes.len() - 1;
        let known = |&(a, b): &(u32, u32)| a.max(b) as usize != newcomer;
        let before = Graph { edges: graph.edges.iter().copied().filter(known).collect(), ..graph.clone() };
        let first = layout(&before, &Options::default());
        let middle = |p: &Layout, v: usize| p.nodes[v].y + p.nodes[v].h / 2.0;
        let prior = (0..=newcomer).map(|v| if v == newcomer { f32::NAN } else { middle(&first, v) }).collect();
        let after = layout(&Graph { prior, ..graph.clone() }, &Options::default());
        check(&graph, &after)?;
        let part = parts(&graph);
        for a in 0..newcomer {
            for b in (0..newcomer).filter(|&b| after.ranks[a] == after.ranks[b] && middle(&first, a) < middle(&first, b)) {
                let same_column = (after.nodes[a].x - after.nodes[b].x).abs() < 1.0;
                prop_assert!(!same_column || part[a] != part[b] || after.nodes[a].y <= after.nodes[b].y);
            }
        }
    }
}

/// For each node the least node of its part.
fn parts(graph: &Graph) -> Vec<usize> {
    let mut part: Vec<usize> = (0..graph.sizes.len()).collect();
    for _ in 0..graph.sizes.len() {
        for &(a, b) in &graph.edges {
            if let (Some(&one), Some(&other)) = (part.get(a as usize), part.get(b as usize)) {
                part[a as usize] = one.min(other);
                part[b as usize] = one.min(other);
            }
        }
    }
    part
}

/// A grid of lanes with ties between neighbours: not series-parallel, so every step of the search runs.
fn lanes(count: u32, length: u32) -> Graph {
    let at = |lane: u32, i: u32| lane * length + i;
    let mut edges: Vec<(u32, u32)> = Vec::new();
    for lane in 0..count {
        edges.extend((1..length).map(|i| (at(lane, i - 1), at(lane, i))));
        edges.extend((0..length - 1).step_by(3).map(|i| (at(lane, i), at((lane * 7 + i) % count, i + 1))));
    }
    Graph { sizes: vec![BOX; (count * length) as usize], edges, ..Graph::default() }
}

#[test]
fn a_long_layout_pauses_often_and_can_be_dropped() {
    let graph = lanes(30, 40);
    let pace = Restless::default();
    assert_eq!(run(layout_async(&graph, &Options::default(), &pace, None)), layout(&graph, &Options::default()));
    assert!(pace.pauses.get() > 20, "{} pauses", pace.pauses.get());

    let (options, pace) = (Options::default(), Restless::default());
    let mut half = Box::pin(layout_async(&graph, &options, &pace, None));
    assert!(half.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    drop(half);
}

#[test]
fn a_chain_is_a_straight_line() {
    let graph =
        Graph { sizes: vec![BOX; 50_000], edges: (1..50_000).map(|i| (i - 1, i)).collect(), ..Graph::default() };
    let picture = layout(&graph, &Options::default());
    assert!(picture.nodes.iter().all(|r| r.y == 0.0));
    assert!(picture.edges.iter().all(|r| r.points.len() == 2));
}

#[test]
fn many_long_edges_take_lanes_instead_of_bends() {
    // Every hundredth step of a long chain also feeds its end: a bend at every rank would make millions.
    let n = 20_000;
    let chain = (1..n).map(|i| (i - 1, i));
    let edges: Vec<(u32, u32)> = chain.chain((0..n - 200).step_by(100).map(|i| (i, n - 1))).collect();
    let graph = Graph { sizes: vec![BOX; n as usize], edges, ..Graph::default() };
    let picture = layout(&graph, &Options::default());
    let points: usize = picture.edges.iter().map(|r| r.points.len()).sum();
    assert!(points < 20 * graph.edges.len(), "{points} points");
    let nodes = &picture.nodes;
    for (&(a, b), route) in graph.edges.iter().zip(picture.edges.iter()).skip(n as usize - 1).step_by(20) {
        assert!(on_border(route.points[0], &nodes[a as usize]));
        for w in route.points.windows(2) {
            let foreign = |v: usize| v != a as usize && v != b as usize;
            assert!(!(0..nodes.len()).any(|v| foreign(v) && runs_through(w[0], w[1], &nodes[v])));
        }
    }
}

#[test]
fn a_wide_stage_is_stacked() {
    let edges = (1..=100).flat_map(|i| [(0, i), (i, 101)]).collect();
    let graph = Graph { sizes: vec![BOX; 102], edges, names: vec![0; 102], ..Graph::default() };
    let flat = layout(&graph, &Options::default());
    let stacked = layout(&graph, &Options { stack: Some(12), ..Options::default() });
    assert!(flat.bounds.h > 5_900.0);
    assert!(stacked.bounds.h < 800.0 && stacked.bounds.w < 3_000.0, "{:?}", stacked.bounds);
    check(&graph, &stacked).unwrap();
}

//! What must hold for the layered layout of any graph with any groups.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod layout_sound;
mod restless;

use layout_sound::{BOX, any_graph, any_large_graph, any_options, check, on_border, runs_through};
use proptest::prelude::*;
use restless::{Restless, run};
use taskscope_core::layout::dag::{Graph, Grouped, Options, Rect, Size, layout, layout_grouped, layout_grouped_async};

/// A graph of any kind and any numbers: few of these groups are convex.
fn any_grouped() -> impl Strategy<Value = (Graph, Vec<u32>)> {
    any_graph().prop_flat_map(|graph| {
        let n = graph.sizes.len();
        let group = prop_oneof![0..(n as u32 / 2).max(1), Just(u32::MAX)];
        (Just(graph), prop::collection::vec(group, n))
    })
}

/// Groups of neighbours in the order of the flow: all convex. Some nodes are in none.
fn any_stages() -> impl Strategy<Value = (Graph, Vec<u32>)> {
    (any_graph(), any_large_graph(), any::<bool>(), 2..7_u32, prop::collection::vec(0..9_u32, 140)).prop_map(
        |(small, large, is_small, length, whim)| {
            let mut graph = if is_small { small } else { large };
            graph.edges.iter_mut().for_each(|(a, b)| (*a, *b) = ((*a).min(*b), (*a).max(*b)));
            let group = |v: usize| if whim[v % 140] == 0 { u32::MAX } else { v as u32 / length };
            let groups = (0..graph.sizes.len()).map(group).collect();
            (graph, groups)
        },
    )
}

/// Lanes with ties from one to the next and back, a beginning and an end: convex or not as the ties have it.
fn any_lanes() -> impl Strategy<Value = (Graph, Vec<u32>)> {
    (1..7_u32, 1..9_u32).prop_flat_map(|(lanes, length)| {
        let n = lanes * length;
        let tie = (0..n, 0..lanes, 0..3_u32);
        let sizes = prop::collection::vec((1u8..=200, 1u8..=120), n as usize + 2);
        (sizes, prop::collection::vec(tie, 0..n as usize / 2 + 1)).prop_map(move |(sizes, ties)| {
            let steps = (0..n).filter(|v| v % length != 0).map(|v| (v - 1, v));
            let ends = (0..lanes).flat_map(|lane| [(n, lane * length), (lane * length + length - 1, n + 1)]);
            let ties = ties.iter().map(|&(v, lane, ahead)| (v, lane * length + (v % length + ahead).min(length - 1)));
            let graph = Graph {
                sizes: sizes.into_iter().map(|(w, h)| Size { w: w.into(), h: h.into() }).collect(),
                edges: steps.chain(ends).chain(ties).collect(),
                ..Graph::default()
            };
            (graph, (0..n).map(|v| v / length).chain([u32::MAX; 2]).collect())
        })
    })
}

fn any_with_groups() -> impl Strategy<Value = (Graph, Vec<u32>)> {
    prop_oneof![any_grouped(), any_stages(), any_lanes()]
}

/// For each group whether it has members and no path leaves it and comes back: by paths from each node outside.
fn convex(graph: &Graph, groups: &[u32], count: usize) -> Vec<bool> {
    let n = graph.sizes.len();
    let mut heads = vec![Vec::new(); n];
    for &(a, b) in graph.edges.iter().filter(|(a, b)| (*a.max(b) as usize) < n) {
        heads[a as usize].push(b as usize);
    }
    let mut leads = vec![vec![false; n]; n];
    for (start, leads) in leads.iter_mut().enumerate() {
        let mut open = vec![start];
        while let Some(v) = open.pop() {
            for &w in &heads[v] {
                if !std::mem::replace(&mut leads[w], true) {
                    open.push(w);
                }
            }
        }
    }
    let is_convex = |g: u32| {
        let members: Vec<usize> = (0..n).filter(|&v| groups[v] == g).collect();
        let outside = (0..n).filter(|&v| groups[v] != g);
        let between = |v: usize| members.iter().any(|&m| leads[m][v]) && members.iter().any(|&m| leads[v][m]);
        !members.is_empty() && !outside.into_iter().any(between)
    };
    (0..count as u32).map(is_convex).collect()
}

fn holds(outside: &Rect, inside: &Rect) -> bool {
    let end = |at: f32, length: f32| at + length;
    outside.x <= inside.x + 0.01
        && outside.y <= inside.y + 0.01
        && end(inside.x, inside.w) <= end(outside.x, outside.w) + 0.05
        && end(inside.y, inside.h) <= end(outside.y, outside.h) + 0.05
}

fn overlap(a: &Rect, b: &Rect) -> bool {
    let apart = |a: f32, aw: f32, b: f32, bw: f32| a + aw <= b + 0.05 || b + bw <= a + 0.05;
    !apart(a.x, a.w, b.x, b.w) && !apart(a.y, a.h, b.y, b.h)
}

/// All that must hold for a picture with groups, beside what must hold for any.
fn check_grouped(graph: &Graph, groups: &[u32], picture: &Grouped) -> Result<(), TestCaseError> {
    check(graph, &picture.layout)?;
    let (nodes, boxes) = (&picture.layout.nodes, &picture.boxes);
    let expected = groups.iter().filter(|&&g| g != u32::MAX).max().map_or(0, |&most| most as usize + 1);
    prop_assert_eq!(boxes.len(), expected);
    let found: Vec<bool> = boxes.iter().map(Option::is_some).collect();
    prop_assert_eq!(found, convex(graph, groups, expected));
    let home = |v: u32| groups.get(v as usize).map_or(usize::MAX, |&g| g as usize);
    for (g, r) in boxes.iter().enumerate() {
        let Some(r) = r else { continue };
        prop_assert!(holds(&picture.layout.bounds, r));
        for (v, node) in nodes.iter().enumerate() {
            if home(v as u32) == g {
                prop_assert!(holds(r, node), "{:?} holds {:?}", r, node);
            } else {
                prop_assert!(!overlap(r, node), "{:?} overlaps {:?}", r, node);
            }
        }
        for other in boxes[..g].iter().flatten() {
            prop_assert!(!overlap(r, other), "{:?} overlaps {:?}", r, other);
        }
        for (&(a, b), route) in graph.edges.iter().zip(picture.layout.edges.iter()) {
            let (starts, ends) = (home(a) == g, home(b) == g);
            for w in route.points.windows(2) {
                prop_assert!(starts || ends || !runs_through(w[0], w[1], r), "{a}→{b} runs through the box of {g}");
                if starts && ends {
                    let inside = w.iter().all(|p| holds(r, &Rect { x: p.x, y: p.y, w: 0.0, h: 0.0 }));
                    prop_assert!(inside);
                }
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_picture_with_groups_is_sound((graph, groups) in any_with_groups(), options in any_options()) {
        check_grouped(&graph, &groups, &layout_grouped(&graph, &groups, &options))?;
    }

    #[test]
    fn the_order_of_the_arrays_does_not_matter(
        (graph, groups) in any_with_groups(),
        options in any_options(),
        seed in prop::collection::vec(any::<u32>(), 140),
    ) {
        let n = graph.sizes.len();
        let graph = Graph { keys: (0..n as u32).collect(), ..graph };
        let mut old_of: Vec<usize> = (0..n).collect();
        old_of.sort_by_key(|&v| seed[v % 140]);
        let new_of = |old: u32| old_of.iter().position(|&v| v == old as usize).unwrap_or(n) as u32;
        let mut order: Vec<usize> = (0..graph.edges.len()).collect();
        order.sort_by_key(|&e| seed[e % 140].wrapping_mul(e as u32 + 1));
        let shuffled = Graph {
            sizes: old_of.iter().map(|&v| graph.sizes[v]).collect(),
            edges: order.iter().map(|&e| graph.edges[e]).map(|(a, b)| (new_of(a), new_of(b))).collect(),
            against: (0..).zip(&order).filter(|(_, old)| graph.against.contains(&(**old as u32))).map(|(new, _)| new).collect(),
            keys: old_of.iter().map(|&v| graph.keys[v]).collect(),
            names: old_of.iter().filter_map(|&v| graph.names.get(v).copied()).collect(),
            prior: Vec::new(),
        };
        // Another number for each group, too: they name the boxes, no more.
        let most = groups.iter().filter(|&&g| g != u32::MAX).max().copied().unwrap_or(0);
        let turned = |g: u32| if g == u32::MAX { g } else { most - g };
        let one = layout_grouped(&graph, &groups, &options);
        let two = layout_grouped(&shuffled, &old_of.iter().map(|&v| turned(groups[v])).collect::<Vec<_>>(), &options);
        for (new, &old) in old_of.iter().enumerate() {
            prop_assert_eq!(one.layout.nodes[old], two.layout.nodes[new]);
        }
        for (new, &old) in order.iter().enumerate() {
            prop_assert_eq!(one.layout.edges.get(old), two.layout.edges.get(new));
        }
        for (g, r) in one.boxes.iter().enumerate() {
            let other = two.boxes.get(most as usize - g).copied().flatten();
            prop_assert_eq!(*r, other);
        }
    }

    #[test]
    fn without_groups_the_picture_is_the_same(graph in any_graph()) {
        // Cycles and edges against the flow aside: there, edges in both directions share a way.
        let edges = graph.edges.iter().map(|&(a, b)| (a.min(b), a.max(b))).collect();
        let graph = Graph { edges, against: Vec::new(), ..graph };
        let picture = layout(&graph, &Options::default());
        for groups in [Vec::new(), vec![u32::MAX; graph.sizes.len()], vec![0; graph.sizes.len() + 1]] {
            let grouped = layout_grouped(&graph, &groups, &Options::default());
            prop_assert_eq!(&grouped.layout.nodes, &picture.nodes);
            prop_assert_eq!(&grouped.layout.edges, &picture.edges);
            prop_assert_eq!(&grouped.layout.ranks, &picture.ranks);
            prop_assert!(grouped.boxes.is_empty());
        }
    }
}

/// Lanes with a few ties from each to the next: all convex.
fn lanes(count: u32, length: u32) -> (Graph, Vec<u32>) {
    let n = count * length;
    let steps = (0..n).filter(|v| v % length != 0).map(|v| (v - 1, v));
    let ties = (0..n - length).step_by(3).filter(|v| v % length + 1 < length).map(|v| (v, v + length + 1));
    let graph = Graph { sizes: vec![BOX; n as usize], edges: steps.chain(ties).collect(), ..Graph::default() };
    (graph, (0..n).map(|v| v / length).collect())
}

#[test]
fn a_paced_layout_is_the_same_and_pauses_often() {
    let (graph, groups) = lanes(30, 40);
    let (options, pace) = (Options::default(), Restless::default());
    let picture = run(layout_grouped_async(&graph, &groups, &options, &pace));
    assert!(picture == layout_grouped(&graph, &groups, &options));
    assert!(pace.pauses.get() > 10, "{} pauses", pace.pauses.get());
    check_grouped(&graph, &groups, &picture).unwrap();
}

#[test]
fn what_had_a_place_keeps_its_order() {
    // Lanes without ties: where they were decides.
    let (mut graph, groups) = lanes(8, 5);
    graph.edges.retain(|(a, b)| a + 1 == *b);
    graph.edges.extend((0..8).map(|lane| (40, lane * 5)));
    graph.sizes.push(BOX);
    let groups: Vec<u32> = groups.into_iter().chain([u32::MAX]).collect();
    let seats = [3, 6, 0, 2, 7, 1, 5, 4];
    graph.prior = groups.iter().map(|&g| seats.get(g as usize).map_or(f32::NAN, |&seat| 100.0 * seat as f32)).collect();
    let picture = layout_grouped(&graph, &groups, &Options::default());
    check_grouped(&graph, &groups, &picture).unwrap();
    let mut order: Vec<usize> = (0..8).collect();
    order.sort_by_key(|&g| picture.boxes[g].unwrap().y as i32);
    assert!(order.is_sorted_by_key(|&g| seats[g]), "{order:?}");
}

#[test]
fn groups_that_depend_on_each_other_both_ways_stand_behind_each_other() {
    let edges = vec![(0, 2), (3, 1)];
    let graph = Graph { sizes: vec![BOX; 4], edges, ..Graph::default() };
    let groups = [0, 0, 1, 1];
    let picture = layout_grouped(&graph, &groups, &Options::default());
    check_grouped(&graph, &groups, &picture).unwrap();
    assert_eq!(picture.layout.edges.iter().filter(|r| r.reversed).count(), 1);
    let (first, last) = (picture.layout.edges.get(1).unwrap().points[0], &picture.layout.nodes[3]);
    assert!(on_border(first, last));
}

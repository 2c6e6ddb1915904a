//! Groups: nodes that belong together, such as the steps of one host, stand together in a box of their own.
//!
//! A group that no path leaves and enters again is convex: it can be one node of an outer graph without closing a
//! cycle. Its inside is laid out first, by the engine's own steps; what leads out of it ends at ports, points of no size
//! on a rank before and on a rank behind all members, one for each outer neighbour. Then the outer graph is laid out,
//! and inner and outer ways are joined between the box's rim and its first or last column, where no node stands.
//!
//! ```text
//!            ┌────────────────────────┐
//!            │ rim  ┌───┐      ┌───┐  │
//!  ┌───┐     │  ╱───┤ a ├──────┤ b ├──┼──     inside: ports, ranks of members, ports
//!  │ x ├─────┼─•    └───┘      └───┘  │       outside: x and the box
//!  └───┘     │  ╲──────────────┤ c │  │
//!            └────────────────────────┘
//! ```
//!
//! All edges from one outer node to another share a way between them, and part inside.

use super::graph::{Csr, Graph, NONE, Options, Plain, Size};
use super::insides::Insides;
use super::picture::{Layout, Rect};
use super::task::Meter;
use super::{acyclic, layout_async};
use crate::pace::{Pace, Unpaced, apart, run};
use crate::sort::{self, Key};
use std::future::Future;
use std::pin::Pin;

/// A picture with groups.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grouped {
    /// The picture. A group's ranks follow those of all that leads into it, and come before those of all behind it. Crossings
    /// are counted inside of groups and between them, not in the margins of the boxes, where both meet.
    pub layout: Layout,
    /// By the number of the group the box that holds its members and no other node, in CSS px. `None` for a group without
    /// members, and for one that a path leaves and enters again: its members are placed as if they were in no group.
    pub boxes: Vec<Option<Rect>>,
}

/// Lays out a graph with groups in one go: see [`layout_grouped_async`].
pub fn layout_grouped(graph: &Graph, groups: &[u32], options: &Options) -> Grouped {
    run(layout_grouped_async(graph, groups, options, &Unpaced))
}

/// Lays out a graph so that each group's members stand together. `groups` has the number of each node's group; what is not
/// below the number of nodes, as `u32::MAX`, is in no group, and so is every node if there is not one number for each.
///
/// Between two groups that depend on each other both ways some edges run against the flow ([`super::Route::reversed`]), as
/// in a cycle. Twins are stacked outside of groups only. There is no first picture.
pub async fn layout_grouped_async(graph: &Graph, groups: &[u32], options: &Options, pace: &dyn Pace) -> Grouped {
    let (plain, options) = (Plain::new(graph), &options.clean());
    let first_half = Share { pace, from: 0.0 };
    let meter = Meter::new(&first_half, 5_000 * (plain.len() + plain.arcs.len()) as u64);
    let of = apart(convex(&plain, groups, &meter)).await;
    let outer = Outer::new(&plain, &of);
    let mut insides = Insides::new(&plain, &outer);
    let mut sizes = Vec::with_capacity(outer.members.rows() as usize);
    for node in 0..outer.members.rows() {
        sizes.push(match outer.members.of(node) {
            &[v, ..] if of[v as usize] != NONE => apart(insides.lay(node, options, &meter)).await,
            &[v, ..] => plain.sizes[v as usize],
            [] => Size { w: 0.0, h: 0.0 },
        });
    }
    let frame = outer.graph(graph, &plain, &of, sizes);
    let picture = apart(layout_async(&frame, options, &Share { pace, from: 0.5 }, None)).await;

    let mut boxes = vec![None; of_some(groups, plain.len()).max().map_or(0, |most| most as usize + 1)];
    for (&group, &node) in of.iter().zip(&outer.home).filter(|(group, _)| **group != NONE) {
        boxes[group as usize] = picture.nodes.get(node as usize).copied();
    }
    Grouped { layout: insides.picture(graph, &picture, options, meter.spent()), boxes }
}

/// A half of the work.
struct Share<'a> {
    pace: &'a dyn Pace,
    from: f32,
}

impl Pace for Share<'_> {
    fn due(&self, done: f32) -> bool {
        self.pace.due(self.from + 0.5 * done)
    }
    fn pause(&self) -> Pin<Box<dyn Future<Output = ()> + '_>> {
        self.pace.pause()
    }
}

/// The numbers that are groups.
fn of_some(groups: &[u32], n: usize) -> impl Iterator<Item = u32> {
    groups.iter().copied().filter(move |&group| groups.len() == n && (group as usize) < n)
}

/// The group of each node in key order, `NONE` if it is in none or in one that is not convex. Each group takes a flood over
/// what lies behind it.
async fn convex(plain: &Plain, groups: &[u32], meter: &Meter<'_>) -> Vec<u32> {
    let n = plain.len();
    let group = |&v: &u32| groups.get(v as usize).copied().filter(|&g| groups.len() == n && (g as usize) < n);
    let mut of: Vec<u32> = plain.input_of.iter().map(|v| group(v).unwrap_or(NONE)).collect();
    let out = Csr::new(n, &plain.arcs);
    let grouped: Vec<(u32, u32)> = of.iter().copied().zip(0..).filter(|&(g, _)| g != NONE).collect();
    let members = Csr::new(n, &grouped);
    let mut seen = vec![NONE; n];
    let mut broken = Vec::new();
    for g in 0..n as u32 {
        let mut open: Vec<u32> = members.of(g).to_vec();
        let mut looks = 0;
        'flood: while let Some(v) = open.pop() {
            for &w in out.of(v) {
                looks += 1;
                if of[w as usize] != g && seen[w as usize] != g {
                    seen[w as usize] = g;
                    open.push(w);
                } else if of[w as usize] == g && of[v as usize] != g {
                    broken.push(g);
                    break 'flood;
                }
            }
        }
        meter.spend(5 * looks).await;
    }
    for v in broken.iter().flat_map(|&g| members.of(g)) {
        of[*v as usize] = NONE;
    }
    of
}

/// The graph whose nodes are the groups and the nodes outside of all groups.
pub(super) struct Outer {
    /// Node → outer node, numbered in the order of their first members.
    pub home: Vec<u32>,
    pub members: Csr,
    /// Distinct arcs between different outer nodes, and which run against the flow.
    pub arcs: Vec<(u32, u32)>,
    pub turned: Vec<bool>,
}

impl Outer {
    fn new(plain: &Plain, of: &[u32]) -> Self {
        let mut node_of = vec![NONE; plain.len()];
        let (mut home, mut count) = (Vec::with_capacity(plain.len()), 0);
        for &group in of {
            let mut alone = NONE;
            let node = node_of.get_mut(group as usize).unwrap_or(&mut alone);
            if *node == NONE {
                *node = count;
                count += 1;
            }
            home.push(*node);
        }
        let pairs: Vec<(u32, u32)> = home.iter().copied().zip(0..).collect();
        let ends = |&(a, b): &(u32, u32)| (home[a as usize], home[b as usize]);
        let mut arcs: Vec<(u32, u32)> = plain.arcs.iter().map(ends).filter(|(a, b)| a != b).collect();
        sort::distinct(&mut arcs);
        let mut against = vec![true; arcs.len()];
        for (arc, &is_against) in plain.arcs.iter().zip(&plain.against) {
            let place = arcs.binary_search(&ends(arc)).ok();
            place.and_then(|place| against.get_mut(place)).into_iter().for_each(|against| *against &= is_against);
        }
        let turned = acyclic::turned(count as usize, &arcs, &against);
        Self { home, members: Csr::new(count as usize, &pairs), arcs, turned }
    }

    /// The outer arc of an arc between two outer nodes.
    pub fn arc(&self, (a, b): (u32, u32)) -> usize {
        let ends = (self.home[a as usize], self.home[b as usize]);
        self.arcs.partition_point(|arc| *arc < ends)
    }

    /// What the engine is given: arcs along the flow, so that it turns none, and the loops that need room.
    fn graph(&self, graph: &Graph, plain: &Plain, of: &[u32], sizes: Vec<Size>) -> Graph {
        let mut edges = acyclic::rising(&self.arcs, &self.turned);
        let mut looped = vec![false; graph.sizes.len()];
        graph.edges.iter().filter(|(a, b)| a == b).for_each(|&(a, _)| {
            looped.get_mut(a as usize).into_iter().for_each(|looped| *looped = true);
        });
        let mut distinct = plain.names.clone();
        sort::by_key(&mut distinct, |name| name.key());
        distinct.dedup();
        let (mut names, mut prior) = (Vec::new(), Vec::new());
        for node in 0..self.members.rows() {
            let members = self.members.of(node);
            let Some(&v) = members.first() else { continue };
            let grouped = of[v as usize] != NONE;
            if !grouped && looped[plain.input_of[v as usize] as usize] {
                edges.push((node, node));
            }
            // No group is another's twin.
            let own = distinct.len() as u32 + node;
            let name = |name| if grouped { own } else { distinct.partition_point(|other| other < name) as u32 };
            names.extend(plain.names.get(v as usize).map(name));
            let before = members.iter().filter_map(|&m| plain.prior.get(m as usize)).filter(|y| !y.is_nan());
            let (sum, count) = before.fold((0.0, 0), |(sum, count), y| (sum + y, count + 1));
            // A mean of none is no number: a newcomer.
            prior.extend((!plain.prior.is_empty()).then_some(sum / count as f32));
        }
        Graph { sizes, edges, names, prior, ..Graph::default() }
    }
}

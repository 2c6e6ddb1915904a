//! The graph as it is drawn: siblings that are folded count as one node.
//!
//! Siblings have the same upstreams and the same downstreams, so folding them can't close a circle: a path from one to
//! another would have to come back through an upstream of the first.

use crate::insight::{Group, GroupKind, Insight};
use crate::sort::{self, Key};
use crate::task::{SubtaskIdx, Task};

/// A node of the drawn graph: a step, or folded siblings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Who; in the order of the group, never empty.
    pub members: Vec<SubtaskIdx>,
    /// The group it folds, by its place in [`Insight::groups`].
    pub group: Option<usize>,
}

/// The drawn graph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blocks {
    /// The nodes, in the order of ids; of siblings in the order of their numbers.
    pub blocks: Vec<Block>,
    /// The node of each step, by [`SubtaskIdx`]; [`HIDDEN`] where it has none.
    pub of_step: Vec<u32>,
    /// Edges between nodes, sorted and distinct; those cut to break cycles are among them.
    pub edges: Vec<(u32, u32)>,
    /// The places in `edges` of those that were cut.
    pub cut: Vec<u32>,
}

/// Where a step stands that is drawn in no node.
pub const HIDDEN: u32 = u32::MAX;

impl Blocks {
    /// The nodes that `keeps` picks, with the edges between them. Steps of the others are [`HIDDEN`].
    #[must_use]
    pub fn only(&self, keeps: impl Fn(u32) -> bool) -> Self {
        let mut count = 0;
        let mut place = |node: u32| {
            count += u32::from(keeps(node));
            if keeps(node) { count - 1 } else { HIDDEN }
        };
        let places: Vec<u32> = (0..self.blocks.len() as u32).map(&mut place).collect();
        let of = |node: u32| places.get(node as usize).copied().unwrap_or(HIDDEN);
        let kept = self.blocks.iter().zip(&places).filter(|(_, place)| **place != HIDDEN);
        let (mut edges, mut cut) = (Vec::new(), Vec::new());
        // Places rise with the nodes, so the edges stay sorted.
        for (&(from, to), place) in self.edges.iter().zip(0..) {
            let ends = (of(from), of(to));
            if ends.0 != HIDDEN && ends.1 != HIDDEN {
                cut.extend(self.cut.binary_search(&place).ok().map(|_| edges.len() as u32));
                edges.push(ends);
            }
        }
        Self {
            blocks: kept.map(|(block, _)| block.clone()).collect(),
            of_step: self.of_step.iter().map(|&node| of(node)).collect(),
            edges,
            cut,
        }
    }
}

/// Folds the siblings that `folds` picks by their places in [`Insight::groups`].
#[must_use]
pub fn blocks(task: &Task, insight: &Insight, folds: impl Fn(usize) -> bool) -> Blocks {
    let mut group_of: Vec<Option<usize>> = vec![None; task.subtasks.len()];
    for (place, group) in insight.groups.iter().enumerate() {
        if group.kind == GroupKind::Siblings && folds(place) {
            for member in &group.members {
                if let Some(slot) = group_of.get_mut(member.index()) {
                    *slot = Some(place);
                }
            }
        }
    }
    let mut blocks: Vec<Block> = Vec::new();
    let mut of_step = vec![0; task.subtasks.len()];
    let mut of_group: Vec<Option<u32>> = vec![None; insight.groups.len()];
    for step in numbered(task, insight) {
        let found = group_of.get(step.index()).copied().flatten();
        let known = found.and_then(|place| of_group.get(place).copied().flatten());
        let block = known.unwrap_or_else(|| {
            let group = found.and_then(|place| insight.groups.get(place));
            let members = group.map_or_else(|| vec![step], |group| group.members.clone());
            blocks.push(Block { members, group: found });
            blocks.len() as u32 - 1
        });
        if let Some(slot) = found.and_then(|place| of_group.get_mut(place)) {
            *slot = Some(block);
        }
        if let Some(slot) = of_step.get_mut(step.index()) {
            *slot = block;
        }
    }
    let node = |step: SubtaskIdx| of_step.get(step.index()).copied().unwrap_or_default();
    let ends = |(from, to): (SubtaskIdx, SubtaskIdx)| (node(from), node(to));
    let followed = task.indexes().flat_map(|step| task.downstream.of(step).iter().map(move |&next| (step, next)));
    let mut edges: Vec<(u32, u32)> = followed.chain(task.cut_edges.iter().copied()).map(ends).collect();
    sort::distinct(&mut edges);
    let place = |&edge: &(SubtaskIdx, SubtaskIdx)| edges.binary_search(&ends(edge)).ok().map(|place| place as u32);
    let mut cut: Vec<u32> = task.cut_edges.iter().filter_map(place).collect();
    sort::by_key(&mut cut, |place| place.key());
    cut.dedup();
    Blocks { blocks, of_step, edges, cut }
}

/// The steps in the order of ids, but what does the same side by side in the order of its numbers, within the places that it
/// has by id: a reader looks for number 7 below number 6. It depends on nothing that a poll changes.
fn numbered(task: &Task, insight: &Insight) -> Vec<SubtaskIdx> {
    let mut steps: Vec<SubtaskIdx> = task.indexes().collect();
    for stage in insight.groups.iter().filter(|group| group.width > 1).flat_map(Group::stages) {
        let mut places: Vec<SubtaskIdx> = stage.collect();
        sort::by_key(&mut places, |step| step.0.key());
        let mut members = places.clone();
        // What has no number comes first.
        let number = |step: &SubtaskIdx| task.get(*step)?.parallel_index;
        sort::by_key(&mut members, |step| number(step).map_or(0, |number| 1 + number.key()));
        for (place, member) in places.into_iter().zip(members) {
            if let Some(slot) = steps.get_mut(place.index()) {
                *slot = member;
            }
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::layout::dag::{Graph, Layout, Options, Size, layout, layout_grouped};
    use crate::task::decode;

    /// Siblings whose ids do not go by their numbers, between two steps.
    const SHUFFLED: &str = r#"{"id":1,"name":"T","status":"RUNNING","operation":"EXECUTE","subtasks":[
        {"id":1,"name":"A","status":"PENDING","upstreams":[],"downstreams":[2,3,4,5]},
        {"id":2,"name":"S","parallelIdx":3,"status":"PENDING","upstreams":[1],"downstreams":[6]},
        {"id":3,"name":"S","parallelIdx":0,"status":"PENDING","upstreams":[1],"downstreams":[6]},
        {"id":4,"name":"S","parallelIdx":2,"status":"PENDING","upstreams":[1],"downstreams":[6]},
        {"id":5,"name":"S","parallelIdx":1,"status":"PENDING","upstreams":[1],"downstreams":[6]},
        {"id":6,"name":"Z","status":"PENDING","upstreams":[2,3,4,5],"downstreams":[]}]}"#;

    #[test]
    fn siblings_stand_in_the_order_of_their_numbers() {
        let task = decode(SHUFFLED.as_bytes()).unwrap().tasks.remove(0);
        let insight = Insight::of(&task, None);
        let numbers = |blocks: &Blocks| -> Vec<_> {
            blocks.blocks.iter().map(|block| task.get(block.members[0]).unwrap().parallel_index).collect()
        };
        let plain = blocks(&task, &insight, |_| false);
        assert_eq!(numbers(&plain), [None, Some(0), Some(1), Some(2), Some(3), None]);
        assert_eq!(plain.of_step, [0, 4, 1, 3, 2, 5]);
        assert_eq!(plain.edges, [(0, 1), (0, 2), (0, 3), (0, 4), (1, 5), (2, 5), (3, 5), (4, 5)]);
        let graph = Graph { sizes: vec![Size { w: 20.0, h: 10.0 }; 6], edges: plain.edges.clone(), ..Graph::default() };
        let picture = layout(&graph, &Options::default());
        let heights: Vec<f32> = picture.nodes[1..5].iter().map(|rect| rect.y).collect();
        assert!(heights.is_sorted(), "{heights:?}");
        assert_eq!(blocks(&task, &insight, |_| true).blocks.len(), 3);
    }

    #[test]
    fn the_picture_turns_what_was_cut_and_nothing_else() {
        // Two rings that share a step, one inside the other, and an edge back to each step before it.
        let rings: [&[&[u32]]; 4] = [
            &[&[2], &[3], &[1, 4], &[3]],
            &[&[2, 4], &[3], &[4], &[1]],
            &[&[2], &[1, 3], &[1, 2, 4], &[1, 2, 3]],
            &[&[], &[3], &[2, 1, 4], &[2]],
        ];
        for ring in rings {
            let step = |(id, next): (usize, &&[u32])| {
                format!(r#"{{"id":{},"name":"S{id}","status":"PENDING","downstreams":{next:?}}}"#, id + 1)
            };
            let steps: Vec<String> = ring.iter().enumerate().map(step).collect();
            let payload = format!(r#"{{"id":1,"name":"T","status":"RUNNING","subtasks":[{}]}}"#, steps.join(","));
            let task = decode(payload.as_bytes()).unwrap().tasks.remove(0);
            let blocks = blocks(&task, &Insight::of(&task, None), |_| false);
            let cut: Vec<(u32, u32)> = task.cut_edges.iter().map(|&(from, to)| (from.0, to.0)).collect();
            let of = |places: &[u32]| -> Vec<(u32, u32)> { places.iter().map(|&i| blocks.edges[i as usize]).collect() };
            assert!(!cut.is_empty());
            assert_eq!(of(&blocks.cut), cut);
            let graph = Graph {
                sizes: vec![Size { w: 20.0, h: 10.0 }; 4],
                edges: blocks.edges.clone(),
                against: blocks.cut.clone(),
                ..Graph::default()
            };
            let turned = |picture: &Layout| -> Vec<u32> {
                picture.edges.iter().zip(0..).filter(|(route, _)| route.reversed).map(|(_, place)| place).collect()
            };
            assert_eq!(turned(&layout(&graph, &Options::default())), blocks.cut);
            let lanes = layout_grouped(&graph, &[0, 0, 0, 0], &Options::default());
            assert_eq!(turned(&lanes.layout), blocks.cut);
        }
    }

    #[test]
    fn what_is_left_out_takes_its_edges_with_it() {
        let block = |step| Block { members: vec![SubtaskIdx(step)], group: None };
        let all = Blocks {
            blocks: (0..4).map(block).collect(),
            of_step: vec![0, 1, 2, 3],
            edges: vec![(0, 1), (0, 2), (1, 3), (2, 3)],
            cut: vec![1, 2],
        };
        let some = all.only(|node| node != 1);
        assert_eq!(some.blocks, [block(0), block(2), block(3)]);
        assert_eq!(some.of_step, [0, HIDDEN, 1, 2]);
        assert_eq!(some.edges, [(0, 1), (1, 2)]);
        assert_eq!(some.cut, [0]);
        assert_eq!(all.only(|_| true), all);
    }
}

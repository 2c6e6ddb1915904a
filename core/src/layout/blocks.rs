//! The graph as it is drawn: siblings that are folded count as one node.
//!
//! Siblings have the same upstreams and the same downstreams, so folding them can't close a circle: a path from one to
//! another would have to come back through an upstream of the first.

use crate::insight::{Group, GroupKind, Insight};
use crate::sort;
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
    /// The nodes, in the order of their first members' indexes.
    pub blocks: Vec<Block>,
    /// The node of each step, by [`SubtaskIdx`].
    pub of_step: Vec<u32>,
    /// Edges between nodes, sorted and distinct; those cut to break cycles are among them.
    pub edges: Vec<(u32, u32)>,
}

/// Folds the siblings that `folds` picks.
#[must_use]
pub fn blocks(task: &Task, insight: &Insight, folds: impl Fn(&Group) -> bool) -> Blocks {
    let mut group_of: Vec<Option<usize>> = vec![None; task.subtasks.len()];
    for (place, group) in insight.groups.iter().enumerate() {
        if group.kind == GroupKind::Siblings && folds(group) {
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
    for step in task.indexes() {
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
    let drawn = task.indexes().flat_map(|step| task.downstream.of(step).iter().map(move |&next| (step, next)));
    let mut edges: Vec<(u32, u32)> =
        drawn.chain(task.cut_edges.iter().copied()).map(|(from, to)| (node(from), node(to))).collect();
    sort::distinct(&mut edges);
    Blocks { blocks, of_step, edges }
}

//! Templates: the steps of a kind of task, before it is known how many hosts it is for.
//!
//! ```text
//!   A ─► B ×K (parallel) ─► C        A ─► B0 ─► C        A ─► D ×K (serial) ─► C      A ─► D0 ─► D1 ─► C
//!                                      └► B1 ─┘
//! ```
//!
//! Two parallel nodes side by side become a full bipartite block; a serial node is entered at its first and left
//! at its last instance.

use std::sync::Arc;

/// How a node multiplies when the task is submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// One subtask, `parallelIdx` −1.
    Single,
    /// One subtask per host, side by side.
    Parallel(u32),
    /// One subtask per host, one after the other.
    Serial(u32),
}

/// One node of a template.
#[derive(Clone, Debug)]
pub struct Node {
    /// Name and description of the subtask.
    pub name: Arc<str>,
    /// Time limit in seconds; 0 means no timer.
    pub timeout_s: u32,
    /// How many subtasks it becomes.
    pub split: Split,
    /// Rolling back is forbidden once this step has begun.
    pub prohibits_rollback: bool,
    /// How often the engine retries by itself.
    pub auto_retries: u32,
    /// Shortest and longest plausible run, in milliseconds.
    pub pace_ms: (i64, i64),
    /// Indexes of the nodes that must end before.
    pub after: Vec<usize>,
}

/// A kind of task.
#[derive(Clone, Debug)]
pub struct Template {
    /// Name of the task.
    pub name: Arc<str>,
    /// Its nodes; an edge may point only backwards (`after` < own index).
    pub nodes: Vec<Node>,
    /// The task may not be rolled back at all.
    pub prohibits_rollback: bool,
}

/// One future subtask: which node it comes from and its place within it.
pub(super) struct Instance {
    pub(super) node: usize,
    pub(super) parallel_idx: i32,
}

impl Node {
    fn count(&self) -> u32 {
        match self.split {
            Split::Single => 1,
            Split::Parallel(count) | Split::Serial(count) => count.max(1),
        }
    }
}

impl Template {
    /// All subtasks and the edges between them (upstream, downstream), in template order.
    pub(super) fn expand(&self) -> (Vec<Instance>, Vec<(u32, u32)>) {
        let mut instances: Vec<Instance> = Vec::new();
        let mut edges = Vec::new();
        let mut ranges: Vec<std::ops::Range<u32>> = Vec::new();
        for (index, node) in self.nodes.iter().enumerate() {
            let first = instances.len() as u32;
            let range = first..first + node.count();
            for place in 0..node.count() {
                let parallel_idx = if node.split == Split::Single { -1 } else { place as i32 };
                instances.push(Instance { node: index, parallel_idx });
            }
            let serial = matches!(node.split, Split::Serial(_));
            if serial {
                edges.extend(range.clone().skip(1).map(|next| (next - 1, next)));
            }
            for &upstream in node.after.iter().filter(|&&upstream| upstream < index) {
                let (Some(from), Some(above)) = (ranges.get(upstream), self.nodes.get(upstream)) else { continue };
                let exits = if matches!(above.split, Split::Serial(_)) { from.end - 1..from.end } else { from.clone() };
                let entries = if serial { first..first + 1 } else { range.clone() };
                edges.extend(entries.flat_map(|to| exits.clone().map(move |from| (from, to))));
            }
            ranges.push(range);
        }
        (instances, edges)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(split: Split, after: &[usize]) -> Node {
        Node {
            name: "Step".into(),
            timeout_s: 60,
            split,
            prohibits_rollback: false,
            auto_retries: 0,
            pace_ms: (100, 200),
            after: after.to_vec(),
        }
    }

    fn edges(nodes: Vec<Node>) -> Vec<(u32, u32)> {
        Template { name: "Task".into(), nodes, prohibits_rollback: false }.expand().1
    }

    #[test]
    fn two_parallel_nodes_form_a_bipartite_block() {
        let made = edges(vec![node(Split::Parallel(2), &[]), node(Split::Parallel(3), &[0])]);
        assert_eq!(made, [(0, 2), (1, 2), (0, 3), (1, 3), (0, 4), (1, 4)]);
    }

    #[test]
    fn a_serial_node_is_a_chain_between_its_neighbours() {
        let made = edges(vec![node(Split::Single, &[]), node(Split::Serial(3), &[0]), node(Split::Parallel(2), &[1])]);
        assert_eq!(made, [(1, 2), (2, 3), (0, 1), (3, 4), (3, 5)]);
    }

    #[test]
    fn a_lone_parallel_instance_still_has_index_zero() {
        let template =
            Template { name: "Task".into(), nodes: vec![node(Split::Parallel(1), &[])], prohibits_rollback: false };
        assert_eq!(template.expand().0[0].parallel_idx, 0);
    }
}

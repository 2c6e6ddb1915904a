//! A plan: the subtasks of one task with their ids and edges, fixed when the task is submitted.
//!
//! As in OCP, ids are a contiguous block and `seriesId` counts from 0, but both are dealt out in the order of a
//! hash set: neither says anything about the order of the work.

use super::template::{Node, Template};
use crate::rng::{Rng, hash};
use std::sync::Arc;

/// The cluster or tenant that a task works on, as it stands in the payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Nothing: tasks on hosts and agents.
    Host,
    /// An OceanBase cluster.
    Cluster {
        /// Its id within OCP.
        id: u64,
        /// Its name.
        name: Arc<str>,
    },
    /// A tenant of a cluster.
    Tenant {
        /// Its id within OCP.
        id: u64,
        /// Its name.
        name: Arc<str>,
        /// `MYSQL` or `ORACLE`.
        mode: &'static str,
    },
}

/// Who a task is: what the payload says beside its steps.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Id of the task.
    pub id: u64,
    /// First id of the block that its subtasks get.
    pub first_subtask_id: u64,
    /// Seed of everything that is left to chance.
    pub seed: u64,
    /// What it works on.
    pub owner: Owner,
}

/// A subtask before it runs.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its id.
    pub id: u64,
    /// Its `seriesId`.
    pub series: u32,
    /// Its name.
    pub name: Arc<str>,
    /// Time limit in seconds, 0 for none.
    pub timeout_s: u32,
    /// Place among its siblings, −1 if it has none.
    pub parallel_idx: i32,
    /// Forbids rolling back once it has begun.
    pub prohibits_rollback: bool,
    /// How often the engine retries it by itself.
    pub auto_retries: u32,
    /// Shortest and longest plausible run, in milliseconds.
    pub pace_ms: (i64, i64),
    /// Indexes of the steps it waits for.
    pub upstreams: Vec<u32>,
    /// Indexes of the steps that wait for it.
    pub downstreams: Vec<u32>,
}

/// All that is fixed about a task.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Who it is.
    pub identity: Identity,
    /// Its name.
    pub name: Arc<str>,
    /// Rolling back is forbidden from the start.
    pub prohibits_rollback: bool,
    /// Its steps, in the order of the template.
    pub steps: Vec<Step>,
}

impl Plan {
    /// Expands a template to its subtasks.
    pub fn new(identity: Identity, template: &Template) -> Self {
        let (instances, edges) = template.expand();
        let sketches = instances.iter().filter_map(|instance| {
            let node = template.nodes.get(instance.node)?;
            Some((node.clone(), instance.parallel_idx))
        });
        let mut plan = Self::of_graph(identity, &template.name, sketches.collect(), &edges);
        plan.prohibits_rollback = template.prohibits_rollback;
        plan
    }

    /// A plan of any graph: each node, unsplit, with its `parallelIdx`, and the edges between them.
    pub fn of_graph(identity: Identity, name: &str, nodes: Vec<(Node, i32)>, edges: &[(u32, u32)]) -> Self {
        let mut rng = Rng::new(hash(&[identity.seed, 1]));
        let mut ids: Vec<u64> = (identity.first_subtask_id..).take(nodes.len()).collect();
        let mut series: Vec<u32> = (0..).take(nodes.len()).collect();
        rng.shuffle(&mut ids);
        rng.shuffle(&mut series);

        let numbered = nodes.into_iter().zip(ids.into_iter().zip(series));
        let mut steps: Vec<Step> = numbered
            .map(|((node, parallel_idx), (id, series))| Step {
                id,
                series,
                name: node.name,
                timeout_s: node.timeout_s,
                parallel_idx,
                prohibits_rollback: node.prohibits_rollback,
                auto_retries: node.auto_retries,
                pace_ms: node.pace_ms,
                upstreams: Vec::new(),
                downstreams: Vec::new(),
            })
            .collect();
        for &(from, to) in edges {
            if let Some(step) = steps.get_mut(from as usize) {
                step.downstreams.push(to);
            }
            if let Some(step) = steps.get_mut(to as usize) {
                step.upstreams.push(from);
            }
        }
        Self { identity, name: name.into(), prohibits_rollback: false, steps }
    }

    /// The index of the subtask with this id.
    pub fn index_of(&self, subtask: u64) -> Option<usize> {
        self.steps.iter().position(|step| step.id == subtask)
    }

    /// The index of the `occurrence`-th step (from 0) of this name, in template order.
    pub fn named(&self, name: &str, occurrence: usize) -> Option<usize> {
        self.steps.iter().enumerate().filter(|(_, step)| &*step.name == name).nth(occurrence).map(|(index, _)| index)
    }
}

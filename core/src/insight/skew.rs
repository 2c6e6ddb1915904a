//! How far the clocks of two OCP nodes disagree, at least.
//!
//! Each node writes the times of the steps that it runs by its own clock. A step can't start before its upstream has
//! ended: where it seems to, the upstream's node is ahead of its own by that gap or more. That is an estimate from below,
//! to be said and never to be corrected with: a gap may also be a step that was run again after what follows it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::task::{Millis, SubtaskStatus, Task};

/// Two nodes whose clocks disagree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skew {
    /// The node whose clock is ahead.
    pub ahead: Arc<str>,
    /// The node whose clock is behind.
    pub behind: Arc<str>,
    /// By so much, at least.
    pub at_least: Millis,
    /// The edges that show it.
    pub edges: usize,
}

/// The pairs of nodes whose clocks disagree, by name.
pub(super) fn skews(task: &Task) -> Vec<Skew> {
    let mut executors = task.subtasks.iter().filter_map(|subtask| subtask.executor.as_ref());
    let first = executors.next();
    if executors.all(|executor| Some(executor) == first) {
        return Vec::new();
    }
    let mut pairs: BTreeMap<[&Arc<str>; 2], (Millis, usize)> = BTreeMap::new();
    for (step, subtask) in task.indexes().zip(&task.subtasks) {
        let (Some(start), Some(behind)) = (subtask.start_time, &subtask.executor) else { continue };
        for upstream in task.upstream.of(step).iter().filter_map(|&upstream| task.get(upstream)) {
            let (Some(end), Some(ahead)) = (upstream.finish_time, &upstream.executor) else { continue };
            let is_first_run =
                upstream.status == SubtaskStatus::Successful && upstream.attempts() == 1 && !upstream.is_undone();
            if end > start && ahead != behind && is_first_run {
                let (at_least, edges) = pairs.entry([ahead, behind]).or_default();
                *at_least = (*at_least).max(end - start);
                *edges += 1;
            }
        }
    }
    pairs
        .into_iter()
        .map(|([ahead, behind], (at_least, edges))| Skew {
            ahead: ahead.clone(),
            behind: behind.clone(),
            at_least,
            edges,
        })
        .collect()
}

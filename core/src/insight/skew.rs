//! How far the clocks of two OCP nodes disagree, at least.
//!
//! Each node writes the times of the steps that it runs by its own clock. A step can't start before its upstream has
//! ended: where it seems to, the upstream's node is ahead of its own by that gap or more. That is an estimate from below,
//! to be said and never to be corrected with: a gap may also be a step that was run again after what follows it.

use std::sync::Arc;

use super::names::Numbers;
use crate::pace::Steps;
use crate::sort::{self, Key as _};
use crate::task::{Millis, Subtask, SubtaskStatus, Task, Timestamp};

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

/// The pairs of nodes whose clocks disagree, in the order in which the steps' ids lead to them.
pub(super) async fn skews(task: &Task, steps: &Steps<'_>) -> Vec<Skew> {
    let mut nodes = Numbers::default();
    let node_of: Vec<Option<u32>> =
        task.subtasks.iter().map(|subtask| Some(nodes.of(subtask.executor.as_ref()?))).collect();
    steps.look().await;
    if nodes.texts.len() < 2 {
        return Vec::new();
    }
    let ends: Vec<Option<(Timestamp, u32)>> =
        task.subtasks.iter().zip(&node_of).map(|(subtask, node)| only_end(subtask).zip(*node)).collect();
    // By the pair of nodes, the one that is ahead first.
    let mut gaps: Vec<((u32, u32), Millis)> = Vec::new();
    steps.look().await;
    for (step, (subtask, behind)) in task.indexes().zip(task.subtasks.iter().zip(node_of)) {
        steps.tick().await;
        let (Some(start), Some(behind)) = (subtask.start_time, behind) else { continue };
        for (end, ahead) in task.upstream.of(step).iter().filter_map(|upstream| *ends.get(upstream.index())?) {
            if end > start && ahead != behind {
                gaps.push(((ahead, behind), end - start));
            }
        }
    }
    sort::by_key(&mut gaps, |(pair, _)| pair.key());
    let name = |node: u32| nodes.texts.get(node as usize).map(|&name| name.clone()).unwrap_or_default();
    let skew = |same: &[((u32, u32), Millis)]| {
        let &((ahead, behind), _) = same.first()?;
        let at_least = same.iter().map(|&(_, gap)| gap).max()?;
        Some(Skew { ahead: name(ahead), behind: name(behind), at_least, edges: same.len() })
    };
    gaps.chunk_by(|a, b| a.0 == b.0).filter_map(skew).collect()
}

/// The end of a step that ran once and was done: of any other, what follows may have run before its last end.
fn only_end(subtask: &Subtask) -> Option<Timestamp> {
    let ran_once = subtask.status == SubtaskStatus::Successful && subtask.attempts() == 1 && !subtask.is_undone();
    subtask.finish_time.filter(|_| ran_once)
}

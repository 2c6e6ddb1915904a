//! How far the clocks of two OCP nodes disagree, at least.
//!
//! Each node writes the times of the steps that it runs by its own clock. A step can't start before its upstream has
//! ended: where it seems to, the upstream's node is ahead of its own by that gap or more. That is an estimate from below,
//! to be said and never to be corrected with: a gap may also be a step that was run again after what follows it.

use std::sync::Arc;

use super::StepTime;
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
pub(super) async fn skews(task: &Task, times: &[StepTime], steps: &Steps<'_>) -> Vec<Skew> {
    let mut nodes = Numbers::default();
    // By the pair of nodes, the one that is ahead first.
    let mut gaps: Vec<((u32, u32), Millis)> = Vec::new();
    for (step, time) in task.indexes().zip(times) {
        steps.tick().await;
        // Nearly always all upstreams were done in time, and nothing else need be looked at.
        let Some(start) = time.start.filter(|start| time.ready_at.is_none_or(|ready_at| ready_at > *start)) else {
            continue;
        };
        let Some(behind) = task.get(step).and_then(|subtask| subtask.executor.as_ref()) else { continue };
        for upstream in task.upstream.of(step).iter().filter_map(|upstream| task.get(*upstream)) {
            let (Some(end), Some(ahead)) = (only_end(upstream), &upstream.executor) else { continue };
            if end > start && ahead != behind {
                gaps.push(((nodes.of(ahead), nodes.of(behind)), end - start));
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

//! The order in which a task is read: topological and, where the edges leave it open, as the work ran.
//!
//! Kahn's algorithm over a heap: of all steps whose upstreams are placed, the one that started first comes next; those
//! that have not started follow by their layer, name, parallel index and id. Nothing of the payload's array order
//! enters, for the server shuffles it at each poll.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::task::{SubtaskIdx, Task};

/// All steps in reading order. The edges of a [`Task`] have no cycle, so each step is placed.
pub(super) fn order(task: &Task) -> Vec<SubtaskIdx> {
    let mut open: Vec<usize> = task.indexes().map(|step| task.upstream.of(step).len()).collect();
    let mut layers = vec![0_u32; open.len()];
    let key = |step: SubtaskIdx, layer: u32| {
        let subtask = task.get(step);
        let start = subtask.and_then(|subtask| subtask.start_time).map_or(i64::MAX, |start| start.epoch);
        let name = subtask.map_or("", |subtask| &*subtask.name);
        Reverse((start, layer, name, subtask.and_then(|subtask| subtask.parallel_index), step))
    };
    let mut heap: BinaryHeap<_> =
        task.indexes().filter(|step| task.upstream.of(*step).is_empty()).map(|step| key(step, 0)).collect();
    let mut order = Vec::with_capacity(open.len());
    while let Some(Reverse((_, layer, _, _, step))) = heap.pop() {
        order.push(step);
        for &next in task.downstream.of(step) {
            let (Some(open), Some(deepest)) = (open.get_mut(next.index()), layers.get_mut(next.index())) else {
                continue;
            };
            *open -= 1;
            *deepest = (*deepest).max(layer + 1);
            if *open == 0 {
                heap.push(key(next, *deepest));
            }
        }
    }
    order
}

//! The order in which a task is read: topological and, where the edges leave it open, as the work ran.
//!
//! Of all steps whose upstreams are placed, the one that started first comes next; those that have not started follow
//! by their layer, name, parallel index and id. Nothing of the payload's array order enters, for the server shuffles it
//! at each poll.
//!
//! All steps are sorted by that once. Where the clocks agree with the edges, as they nearly always do, the result is
//! topological and is what Kahn's algorithm over a heap would give, step by step; else that algorithm runs.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::ops::Deref;
use std::sync::Arc;

use crate::pace::Steps;
use crate::sort::{self, Key};
use crate::task::{SubtaskIdx, Task};

/// All steps of a task, in the order in which they are read. Copies are the same one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order(Arc<Placed>);

#[derive(Debug, Default, PartialEq, Eq)]
struct Placed {
    steps: Vec<SubtaskIdx>,
    /// The place of each among them, by index.
    places: Vec<u32>,
}

impl Order {
    /// The place of a step, from 0; `None` where the task has no such step.
    #[must_use]
    pub fn place(&self, step: SubtaskIdx) -> Option<u32> {
        self.0.places.get(step.index()).copied()
    }

    /// The place of each step, by index.
    pub(super) fn places(&self) -> &[u32] {
        &self.0.places
    }
}

impl Deref for Order {
    type Target = [SubtaskIdx];

    fn deref(&self) -> &[SubtaskIdx] {
        &self.0.steps
    }
}

/// All steps in reading order. The edges of a [`Task`] have no cycle, so each step is placed.
pub(super) async fn order(task: &Task, names: &[u32], steps: &Steps<'_>) -> Order {
    let layers = layers(task);
    steps.look().await;
    let of = |list: &[u32], step: u32| list.get(step as usize).copied().unwrap_or_default();
    let subtask = |step: u32| task.get(SubtaskIdx(step));
    let start = |step| subtask(step).and_then(|it| it.start_time).map_or(i64::MAX, |start| start.epoch).key();
    let layer_and_name = |step| (of(&layers, step), of(names, step)).key();
    let parallel_index = |step| subtask(step).and_then(|it| it.parallel_index).map_or(0, |index| 1 + index.key());
    let sorted = sort::by_keys(task.subtasks.len(), &[&start, &layer_and_name, &parallel_index]);
    steps.look().await;
    let preferred: Vec<SubtaskIdx> = sorted.into_iter().map(SubtaskIdx).collect();
    let places = places(&preferred);
    let place = |step: SubtaskIdx| places.get(step.index());
    let is_topological =
        task.indexes().all(|step| task.upstream.of(step).iter().all(|&upstream| place(upstream) < place(step)));
    Order(Arc::new(if is_topological {
        Placed { steps: preferred, places }
    } else {
        let steps = kahn(task, &preferred, &places);
        Placed { places: self::places(&steps), steps }
    }))
}

/// The place of each step in an order, by index.
fn places(order: &[SubtaskIdx]) -> Vec<u32> {
    let mut places = vec![0; order.len()];
    for (place, step) in (0..).zip(order) {
        if let Some(slot) = places.get_mut(step.index()) {
            *slot = place;
        }
    }
    places
}

/// How many upstreams of each step are still to be placed.
fn open_upstreams(task: &Task) -> Vec<usize> {
    task.indexes().map(|step| task.upstream.of(step).len()).collect()
}

/// Counts a step's upstream as placed; `true` if it was the last.
fn close_one(open: &mut [usize], step: SubtaskIdx) -> bool {
    open.get_mut(step.index()).is_some_and(|open| {
        *open = open.saturating_sub(1);
        *open == 0
    })
}

/// The length of the longest way from a start to each step.
fn layers(task: &Task) -> Vec<u32> {
    let mut open = open_upstreams(task);
    let mut layers = vec![0; open.len()];
    let mut free: VecDeque<SubtaskIdx> = task.indexes().filter(|&step| task.upstream.of(step).is_empty()).collect();
    while let Some(step) = free.pop_front() {
        let below = layers.get(step.index()).map_or(0, |layer| layer + 1);
        for &next in task.downstream.of(step) {
            if let Some(layer) = layers.get_mut(next.index()) {
                *layer = below.max(*layer);
            }
            if close_one(&mut open, next) {
                free.push_back(next);
            }
        }
    }
    layers
}

/// Kahn's algorithm: always the free step that comes first in the preferred order.
fn kahn(task: &Task, preferred: &[SubtaskIdx], places: &[u32]) -> Vec<SubtaskIdx> {
    let mut open = open_upstreams(task);
    let key = |step: SubtaskIdx| places.get(step.index()).map(|&place| Reverse(place));
    let roots = preferred.iter().copied().filter(|&step| task.upstream.of(step).is_empty());
    let mut heap: BinaryHeap<Reverse<u32>> = roots.filter_map(key).collect();
    let mut order = Vec::with_capacity(preferred.len());
    while let Some(Reverse(place)) = heap.pop() {
        let Some(&step) = preferred.get(place as usize) else { continue };
        order.push(step);
        heap.extend(
            task.downstream.of(step).iter().filter(|&&next| close_one(&mut open, next)).filter_map(|&it| key(it)),
        );
    }
    order
}

//! Which edges must go so that no cycle is left.
//!
//! A depth-first walk (R. Tarjan, "Depth-first search and linear graph algorithms", 1972), on a path of its own instead
//! of the call stack: an edge that leads back to a step on the path closes a cycle.
//!
//! ```text
//!  1 ──► 2 ──► 3 ──► 4        path: 1 2 3
//!        ▲─ cut ┘
//! ```
//!
//! Invariant: the walk goes by start and by index, that is by id, so the same edges go whatever the order of the payload.

use crate::sort::{self, Key};
use crate::task::{Adjacency, SubtaskIdx, Subtasks};

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Unseen,
    OnPath,
    Done,
}

/// The edges to cut, sorted.
pub(super) fn cut_cycles(
    upstream: &Adjacency,
    downstream: &Adjacency,
    subtasks: &Subtasks,
) -> Vec<(SubtaskIdx, SubtaskIdx)> {
    let steps = || (0..downstream.row_count()).map(SubtaskIdx::from_place);
    let mut marks = Marks(vec![Mark::Unseen; downstream.row_count()]);
    let mut cut = Vec::new();
    // Each step on the path, with those of its downstreams that are still to be walked.
    let mut path: Vec<(SubtaskIdx, std::slice::Iter<'_, SubtaskIdx>)> = Vec::new();
    // Steps without upstream come first: a walk that starts inside a cycle would blame another edge than one that
    // enters it where the task does.
    for are_circles in [false, true] {
        let is_root = |step: &SubtaskIdx| {
            if are_circles { marks.of(*step) == Mark::Unseen } else { upstream.of(*step).is_empty() }
        };
        let mut roots: Vec<SubtaskIdx> = steps().filter(is_root).collect();
        if are_circles {
            // Of circles that nothing enters, the step that began first is the likeliest to be the first of all.
            let start = |step: SubtaskIdx| subtasks.get(step.index()).and_then(|subtask| subtask.start_time);
            sort::by_key(&mut roots, |&step| start(step).map_or(i64::MAX, |start| start.epoch).key());
        }
        for root in roots {
            if marks.of(root) == Mark::Unseen {
                marks.set(root, Mark::OnPath);
                path.push((root, downstream.of(root).iter()));
            }
            while let Some((step, targets)) = path.last_mut() {
                let step = *step;
                let Some(&target) = targets.next() else {
                    marks.set(step, Mark::Done);
                    path.pop();
                    continue;
                };
                match marks.of(target) {
                    Mark::Unseen => {
                        marks.set(target, Mark::OnPath);
                        path.push((target, downstream.of(target).iter()));
                    }
                    Mark::OnPath => cut.push((step, target)),
                    Mark::Done => {}
                }
            }
        }
    }
    sort::by_key(&mut cut, |&(from, to)| (from.0, to.0).key());
    cut
}

struct Marks(Vec<Mark>);

impl Marks {
    fn of(&self, step: SubtaskIdx) -> Mark {
        self.0.get(step.index()).copied().unwrap_or(Mark::Done)
    }

    fn set(&mut self, step: SubtaskIdx, mark: Mark) {
        if let Some(slot) = self.0.get_mut(step.index()) {
            *slot = mark;
        }
    }
}

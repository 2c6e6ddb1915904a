//! The edges of a task as compressed sparse rows.

use super::SubtaskIdx;

/// For each subtask, its neighbours on one side, sorted and without repeats.
///
/// ```text
///  starts   0   2   2   5        row of step 0: targets[0..2] = [1, 2]
///  targets  1 2 | | 0 3 4        row of step 1: none
/// ```
#[derive(Clone, Debug, Default)]
pub struct Adjacency {
    starts: Vec<u32>,
    targets: Vec<SubtaskIdx>,
}

impl Adjacency {
    /// Builds the rows of `count` steps from sorted, distinct `(row, target)` pairs.
    pub(super) fn from_sorted(count: usize, pairs: impl Iterator<Item = (SubtaskIdx, SubtaskIdx)>) -> Self {
        let mut starts = vec![0_u32; count + 1];
        let targets = pairs
            .map(|(row, target)| {
                if let Some(start) = starts.get_mut(row.index() + 1) {
                    *start += 1;
                }
                target
            })
            .collect();
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        Self { starts, targets }
    }

    /// The neighbours of one step; empty for an index that is not of this task.
    #[must_use]
    pub fn of(&self, step: SubtaskIdx) -> &[SubtaskIdx] {
        let bound = |at: usize| self.starts.get(at).map(|&start| start as usize);
        match (bound(step.index()), bound(step.index() + 1)) {
            (Some(start), Some(end)) => self.targets.get(start..end).unwrap_or_default(),
            _ => &[],
        }
    }

    /// How many edges there are.
    #[must_use]
    pub fn edge_count(&self) -> usize {
        self.targets.len()
    }
}

//! The edges of a task as compressed sparse rows.

use super::SubtaskIdx;

/// For each subtask, what belongs to it: as a rule its neighbours on one side, sorted and without repeats.
///
/// ```text
///  starts   0   2   2   5        row of step 0: entries[0..2] = [1, 2]
///  entries  1 2 | | 0 3 4        row of step 1: none
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjacency<T = SubtaskIdx> {
    starts: Vec<u32>,
    entries: Vec<T>,
}

impl<T> Default for Adjacency<T> {
    fn default() -> Self {
        Self { starts: Vec::new(), entries: Vec::new() }
    }
}

impl<T: Copy> Adjacency<T> {
    /// Builds the rows of `count` steps from `(row, entry)` pairs by counting; within a row, entries stay in the order
    /// of the pairs.
    pub(super) fn from_pairs(count: usize, pairs: impl Iterator<Item = (SubtaskIdx, T)> + Clone) -> Self {
        // Each row's bound first counts its entries, then says where they start, and moves on with each that is put
        // in, so that at last it stands where the row ends and the next starts.
        let mut starts = vec![0_u32; count + 1];
        let mut total = 0;
        for (row, _) in pairs.clone() {
            if let Some(bound) = starts.get_mut(row.index() + 1) {
                *bound += 1;
                total += 1;
            }
        }
        let mut sum = 0;
        for bound in &mut starts {
            sum += std::mem::replace(bound, sum);
        }
        // Any entry will do to fill the list with, for each place gets its own.
        let mut entries: Vec<T> = pairs.clone().next().map_or_else(Vec::new, |(_, any)| vec![any; total]);
        for (row, entry) in pairs {
            let Some(bound) = starts.get_mut(row.index() + 1) else { continue };
            if let Some(slot) = entries.get_mut(*bound as usize) {
                *slot = entry;
            }
            *bound += 1;
        }
        Self { starts, entries }
    }
}

impl<T> Adjacency<T> {
    /// What belongs to one step; empty for an index that is not of this task.
    #[must_use]
    pub fn of(&self, step: SubtaskIdx) -> &[T] {
        self.entries.get(self.row(step)).unwrap_or_default()
    }

    /// What belongs to one step, to be changed in its place.
    pub(super) fn of_mut(&mut self, step: SubtaskIdx) -> &mut [T] {
        let row = self.row(step);
        self.entries.get_mut(row).unwrap_or_default()
    }

    fn row(&self, step: SubtaskIdx) -> std::ops::Range<usize> {
        match (self.starts.get(step.index()), self.starts.get(step.index() + 1)) {
            (Some(&start), Some(&end)) => start as usize..end as usize,
            _ => 0..0,
        }
    }

    /// How many edges there are.
    #[must_use]
    pub fn edge_count(&self) -> usize {
        self.entries.len()
    }

    /// How many steps there are.
    pub(super) fn row_count(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }
}

impl Adjacency {
    /// Every edge as `(row, neighbour)`, sorted.
    fn edges(&self) -> impl Iterator<Item = (SubtaskIdx, SubtaskIdx)> + Clone + '_ {
        let rows = (0..self.row_count()).map(SubtaskIdx::from_place);
        rows.flat_map(|row| self.of(row).iter().map(move |&neighbour| (row, neighbour)))
    }

    /// The same edges from the other side.
    pub(super) fn mirrored(&self) -> Self {
        Self::from_pairs(self.row_count(), self.edges().map(|(row, neighbour)| (neighbour, row)))
    }

    /// All edges but these, which are sorted.
    pub(super) fn without(&self, cut: &[(SubtaskIdx, SubtaskIdx)]) -> Self {
        Self::from_pairs(self.row_count(), self.edges().filter(|edge| cut.binary_search(edge).is_err()))
    }
}

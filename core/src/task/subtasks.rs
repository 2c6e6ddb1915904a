//! The steps of a task, where one answer shares with the next what both say.

use std::fmt;
use std::sync::Arc;

use super::{Id, Subtask};

/// How many subtasks stand in a row: a poll that changes one copies one row.
const ROW: usize = 256;

/// A list of subtasks, in rows. A copy is another handle on the same rows, and has a row of its own once it changes it.
///
/// ```text
///  one answer    ■■■■  ■■■■  ■■■■
///                  │     ╲     │       what has changed is in the second row
///  the next      ──┴──  ■□■■ ──┴──
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Subtasks {
    /// All are full but the last.
    rows: Vec<Arc<Vec<Subtask>>>,
}

impl Subtasks {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.iter().len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The subtask at a place.
    #[must_use]
    pub fn get(&self, place: usize) -> Option<&Subtask> {
        self.rows.get(place / ROW)?.get(place % ROW)
    }

    /// The first of them.
    #[must_use]
    pub fn first(&self) -> Option<&Subtask> {
        self.get(0)
    }

    /// All of them, in their order.
    #[must_use]
    pub fn iter(&self) -> Iter<'_> {
        Iter { rows: self.rows.iter(), row: [].iter() }
    }

    /// Where the one with this id is, if they are in the order of their ids.
    pub(super) fn search(&self, id: &Id) -> Option<usize> {
        let begins_later = |row: &Arc<Vec<Subtask>>| row.first().is_some_and(|first| first.id > *id);
        let nth = self.rows.partition_point(|row| !begins_later(row)).checked_sub(1)?;
        let place = self.rows.get(nth)?.binary_search_by(|subtask| subtask.id.cmp(id)).ok()?;
        Some(nth * ROW + place)
    }

    /// The subtask at a place, to be changed.
    pub(super) fn get_mut(&mut self, place: usize) -> Option<&mut Subtask> {
        self.row_mut(place / ROW)?.get_mut(place % ROW)
    }

    /// Adds one behind the others.
    pub(super) fn push(&mut self, subtask: Subtask) {
        match self.rows.last() {
            Some(row) if row.len() < ROW => {}
            Some(_) => self.rows.push(Arc::new(Vec::with_capacity(ROW))),
            // Most tasks have few.
            None => self.rows.push(Arc::default()),
        }
        if let Some(row) = self.row_mut(self.rows.len() - 1) {
            row.push(subtask);
        }
    }

    /// Lets two change their places, if there are two.
    pub(super) fn swap(&mut self, a: usize, b: usize) {
        let (row, other) = (a / ROW, b / ROW);
        // Rows of their own, in both cases.
        self.row_mut(other);
        let Some(one) = self.row_mut(row) else { return };
        if row == other {
            if a.max(b) % ROW < one.len() {
                one.swap(a % ROW, b % ROW);
            }
        } else if let Ok(rows) = self.rows.get_disjoint_mut([row, other])
            && let [Some(one), Some(other)] = rows.map(Arc::get_mut)
            && let (Some(one), Some(other)) = (one.get_mut(a % ROW), other.get_mut(b % ROW))
        {
            std::mem::swap(one, other);
        }
    }

    #[inline(never)]
    fn row_mut(&mut self, nth: usize) -> Option<&mut Vec<Subtask>> {
        self.rows.get_mut(nth).map(Arc::make_mut)
    }
}

impl fmt::Debug for Subtasks {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self).finish()
    }
}

impl FromIterator<Subtask> for Subtasks {
    fn from_iter<I: IntoIterator<Item = Subtask>>(subtasks: I) -> Self {
        let mut all = Self::default();
        subtasks.into_iter().for_each(|subtask| all.push(subtask));
        all
    }
}

impl<'a> IntoIterator for &'a Subtasks {
    type Item = &'a Subtask;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

/// What [`Subtasks::iter`] gives.
#[derive(Clone, Debug)]
pub struct Iter<'a> {
    rows: std::slice::Iter<'a, Arc<Vec<Subtask>>>,
    row: std::slice::Iter<'a, Subtask>,
}

impl<'a> Iter<'a> {
    /// Begins the next row. Apart from the others, or each loop over subtasks would be compiled with a copy of it.
    #[cold]
    #[inline(never)]
    fn next_row(&mut self) -> Option<&'a Subtask> {
        self.row = self.rows.next()?.iter();
        self.row.next()
    }
}

impl<'a> Iterator for Iter<'a> {
    type Item = &'a Subtask;

    fn next(&mut self) -> Option<&'a Subtask> {
        match self.row.next() {
            None => self.next_row(),
            next => next,
        }
    }

    #[inline(never)]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let rows = self.rows.as_slice();
        let left = self.row.len() + rows.last().map_or(0, |last| (rows.len() - 1) * ROW + last.len());
        (left, Some(left))
    }
}

impl ExactSizeIterator for Iter<'_> {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn numbered(number: usize) -> Subtask {
        Subtask { id: Id::Number(number as u64), ..Subtask::default() }
    }

    fn numbers(subtasks: &Subtasks) -> Vec<Id> {
        subtasks.iter().map(|subtask| subtask.id.clone()).collect()
    }

    proptest! {
        #[test]
        fn they_are_as_in_one_list(
            count in prop::sample::select(vec![0, 1, 2, ROW - 1, ROW, ROW + 1, 2 * ROW, 3 * ROW + 7]),
            swaps in prop::collection::vec((0..4 * ROW, 0..4 * ROW), 0..20),
            wanted in 0..8 * ROW,
        ) {
            // Even numbers, so that there are some between them.
            let mut list: Vec<Subtask> = (0..count).map(|number| numbered(2 * number)).collect();
            let mut rows: Subtasks = list.iter().cloned().collect();
            let place = list.binary_search_by(|subtask| subtask.id.cmp(&numbered(wanted).id)).ok();
            prop_assert_eq!(rows.search(&numbered(wanted).id), place);
            let before = rows.clone();
            for (a, b) in swaps {
                rows.swap(a, b);
                if a.max(b) < count {
                    list.swap(a, b);
                }
            }
            let ids: Vec<Id> = list.iter().map(|subtask| subtask.id.clone()).collect();
            prop_assert_eq!(numbers(&rows), ids);
            prop_assert_eq!((rows.len(), rows.iter().len(), rows.is_empty()), (count, count, count == 0));
            prop_assert_eq!(format!("{rows:?}"), format!("{list:?}"));
            prop_assert!((0..count + 3).all(|place| rows.get(place) == list.get(place)));
            prop_assert!(before.iter().zip(0..).all(|(subtask, number)| *subtask == numbered(2 * number)));
        }
    }

    #[test]
    fn a_copy_shares_all_rows_but_those_it_changes() {
        let one: Subtasks = (0..3 * ROW).map(numbered).collect();
        let mut other = one.clone();
        if let Some(subtask) = other.get_mut(ROW + 1) {
            subtask.run_time = 7;
        }
        let shared = one.rows.iter().zip(&other.rows).map(|(a, b)| Arc::ptr_eq(a, b));
        assert_eq!(shared.collect::<Vec<_>>(), [true, false, true]);
        assert_eq!(one.get(ROW + 1).map(|subtask| subtask.run_time), Some(0));
        assert_eq!(other.get(ROW + 1).map(|subtask| subtask.run_time), Some(7));
    }
}

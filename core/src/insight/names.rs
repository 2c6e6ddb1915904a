//! The names of steps, and of OCP nodes, as numbers: a large task has few, and comparing texts over and over is slow.

use std::collections::HashMap;
use std::sync::Arc;

use crate::pace::Steps;
use crate::sort;
use crate::task::Task;

/// Texts as numbers, from 0 in the order in which they first came: equal texts, equal numbers.
#[derive(Default)]
pub(crate) struct Numbers<'a> {
    /// By number.
    pub texts: Vec<&'a Arc<str>>,
    by_text: HashMap<&'a str, u32>,
    /// The decoder keeps each text once: nearly always its address tells all, and is quicker to look up.
    by_address: HashMap<usize, u32>,
    /// Siblings stand side by side: an address, and its number, often comes again at once.
    last: Option<(usize, u32)>,
}

impl<'a> Numbers<'a> {
    /// The number of a text.
    pub fn of(&mut self, text: &'a Arc<str>) -> u32 {
        let address = text.as_ptr().addr();
        if let Some((_, number)) = self.last.filter(|(last, _)| *last == address) {
            return number;
        }
        let number = *self.by_address.entry(address).or_insert_with(|| {
            *self.by_text.entry(text).or_insert_with(|| {
                self.texts.push(text);
                self.texts.len() as u32 - 1
            })
        });
        self.last = Some((address, number));
        number
    }
}

/// For each step, by index, whether one of its name has a parallel index above 0: then index 0 is not the only one. They need
/// not stand side by side, as in lanes and serial splits.
pub(crate) fn are_split(task: &Task) -> Vec<bool> {
    let mut numbers = Numbers::default();
    let of_step: Vec<u32> = task.subtasks.iter().map(|subtask| numbers.of(&subtask.name)).collect();
    let mut is_split = vec![false; numbers.texts.len()];
    for (subtask, &number) in task.subtasks.iter().zip(&of_step) {
        if let Some(flag) = is_split.get_mut(number as usize) {
            *flag |= subtask.parallel_index > Some(0);
        }
    }
    of_step.into_iter().map(|number| is_split.get(number as usize) == Some(&true)).collect()
}

/// For each step, by index, the rank of its name among all names of the task: equal ranks, equal names.
pub(super) async fn ranks(task: &Task, steps: &Steps<'_>) -> Vec<u32> {
    let mut numbers = Numbers::default();
    let mut of_step: Vec<u32> = Vec::with_capacity(task.subtasks.len());
    for subtask in &task.subtasks {
        of_step.push(numbers.of(&subtask.name));
        steps.tick().await;
    }
    let names = numbers.texts;
    // Sorted by their first letters, those that share them by the next ones, and so on.
    let mut sorted: Vec<(u64, u32)> = (0..names.len() as u32).map(|number| (0, number)).collect();
    let mut open = vec![(0..sorted.len(), 0)];
    while let Some((range, from)) = open.pop() {
        let Some(alike) = sorted.get_mut(range.clone()) else { continue };
        for (key, number) in alike.iter_mut() {
            *key = names.get(*number as usize).map_or(0, |name| letters(name.as_bytes(), from));
        }
        sort::pairs(alike);
        let mut at = range.start;
        for alike in alike.chunk_by(|a, b| a.0 == b.0) {
            let begin = at;
            at += alike.len();
            if alike.len() > 1 {
                open.push((begin..at, from + LETTERS));
            }
        }
        steps.look().await;
    }
    let mut ranks = vec![0; names.len()];
    for (rank, &(_, number)) in (0..).zip(&sorted) {
        if let Some(slot) = ranks.get_mut(number as usize) {
            *slot = rank;
        }
    }
    for number in &mut of_step {
        *number = ranks.get(*number as usize).copied().unwrap_or_default();
    }
    of_step
}

/// Bytes of a text that go into a number.
const LETTERS: usize = 7;

/// Some bytes of a text as a number that orders as they do; at last how many there are, or that more follow: so different
/// texts have different numbers at last.
fn letters(text: &[u8], from: usize) -> u64 {
    let rest = text.get(from..).unwrap_or_default();
    let bytes = rest.iter().copied().chain(std::iter::repeat(0)).take(LETTERS);
    bytes.fold(0, |key, byte| key << 8 | u64::from(byte)) << 8 | rest.len().min(LETTERS + 1) as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pace::{Unpaced, run};
    use crate::task::Subtask;

    proptest! {
        #[test]
        fn names_are_ranked_as_texts_are(names in prop::collection::vec("(step|stepping ){0,3}[\\x00a-bé]{0,9}", 0..30)) {
            let mut task = Task::default();
            task.subtasks = names.iter().map(|name| Subtask { name: name.as_str().into(), ..Subtask::default() }).collect();
            let mut distinct = names.clone();
            distinct.sort();
            distinct.dedup();
            let expected: Vec<u32> = names.iter().map(|name| distinct.partition_point(|other| other < name) as u32).collect();
            prop_assert_eq!(run(ranks(&task, &Steps::new(&Unpaced, 1))), expected);
        }
    }
}

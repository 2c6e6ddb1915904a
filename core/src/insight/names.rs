//! The names of steps, and of OCP nodes, as numbers: a large task has few, and comparing texts over and over is slow.

use std::collections::HashMap;
use std::sync::Arc;

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
pub fn ranks(task: &Task) -> Vec<u32> {
    let mut numbers = Numbers::default();
    let mut of_step: Vec<u32> = task.subtasks.iter().map(|subtask| numbers.of(&subtask.name)).collect();
    let names = numbers.texts;
    let mut ranks = vec![0; names.len()];
    let sorted = sort::by_heap(names.into_iter().zip(0_usize..).collect());
    for (rank, (_, number)) in (0..).zip(sorted) {
        if let Some(slot) = ranks.get_mut(number) {
            *slot = rank;
        }
    }
    for number in &mut of_step {
        *number = ranks.get(*number as usize).copied().unwrap_or_default();
    }
    of_step
}

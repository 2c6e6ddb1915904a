//! The names of steps as numbers: a large task has few names, and comparing texts over and over is slow.

use std::collections::HashMap;

use crate::sort;
use crate::task::Task;

/// For each step, by index, the rank of its name among all names of the task: equal ranks, equal names.
#[must_use]
pub fn ranks(task: &Task) -> Vec<u32> {
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    // The decoder keeps each text once: nearly always the address of a name tells all, and is quicker to look up.
    let mut by_address: HashMap<usize, u32> = HashMap::new();
    let mut names: Vec<&str> = Vec::new();
    let mut of_step: Vec<u32> = Vec::with_capacity(task.subtasks.len());
    for subtask in &task.subtasks {
        let number = *by_address.entry(subtask.name.as_ptr().addr()).or_insert_with(|| {
            *numbers.entry(&subtask.name).or_insert_with(|| {
                names.push(&subtask.name);
                names.len() as u32 - 1
            })
        });
        of_step.push(number);
    }
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

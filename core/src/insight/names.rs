//! The names of steps as numbers: a large task has few names, and comparing texts over and over is slow.

use std::collections::HashMap;

use crate::task::Task;

/// For each step, by index, the rank of its name among all names of the task: equal ranks, equal names.
pub(super) fn ranks(task: &Task) -> Vec<u32> {
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let mut names: Vec<&str> = Vec::new();
    let mut of_step: Vec<u32> = Vec::with_capacity(task.subtasks.len());
    for subtask in &task.subtasks {
        let number = *numbers.entry(&subtask.name).or_insert_with(|| {
            names.push(&subtask.name);
            names.len() as u32 - 1
        });
        of_step.push(number);
    }
    let mut sorted: Vec<u32> = (0..names.len() as u32).collect();
    sorted.sort_unstable_by_key(|&number| names.get(number as usize));
    let mut ranks = vec![0; names.len()];
    for (rank, number) in (0..).zip(sorted) {
        if let Some(slot) = ranks.get_mut(number as usize) {
            *slot = rank;
        }
    }
    for number in &mut of_step {
        *number = ranks.get(*number as usize).copied().unwrap_or_default();
    }
    of_step
}

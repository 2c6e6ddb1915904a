//! A later answer about the same task: only what is new in it is read.
//!
//! A poll of a large task brings tens of megabytes in which a few steps have changed, in another order. An entry that
//! the last answer had letter by letter means what it meant. To find that one, the number behind the next `"id":` will
//! do as a guess: its [`Print`](super::print::Print) and its length tell. What has changed is read; as long as it keeps its
//! id and its edges, the task is the last one with these steps put in. Whatever else may have happened (steps came or went,
//! an edge changed, something is odd about a step that changed) is left to the decoder proper: [`task`] then gives `None`.

use super::build::without_subtasks;
use super::draft::{Drafts, Rest};
use super::print::print;
use crate::pace::{BATCH, Steps, apart};
use crate::task::finding::impossible_times;
use crate::task::model::Lineage;
use crate::task::wire::{Node, hits};
use crate::task::{Finding, Id, SubtaskIdx, Task};

/// How far into an entry its id is looked for, in bytes: a list of edges may come before it.
const AHEAD: usize = 4096;

/// The same, as the entries are looked up in it: they come in no order, and the steps themselves lie too far apart for
/// that.
pub(super) struct Known<'a> {
    last: &'a Task,
    /// The number of the first step.
    first: u64,
    /// By index: the number of a step, 0 where its id is none, and the length of its entry.
    entries: Vec<(u64, u32)>,
}

impl<'a> Known<'a> {
    pub async fn of(last: &'a Task, steps: &Steps<'_>) -> Self {
        let mut entries = Vec::with_capacity(last.subtasks.len());
        let mut all = last.subtasks.iter().zip(&last.json).map(|(subtask, json)| {
            let number = if let Id::Number(number) = subtask.id { number } else { 0 };
            (number, json.end - json.start)
        });
        while entries.len() < last.json.len().min(last.subtasks.len()) {
            entries.extend(all.by_ref().take(BATCH));
            steps.look().await;
        }
        Self { last, first: entries.first().map_or(0, |(number, _)| *number), entries }
    }

    /// The step whose entry comes next, if it is the same letter by letter, and how long it is.
    pub fn step_ahead(&self, text: &[u8]) -> Option<(SubtaskIdx, usize)> {
        let number = id_ahead(text)?;
        let guess = usize::try_from(number.wrapping_sub(self.first)).ok();
        let is_there = |guess: &usize| self.entries.get(*guess).is_some_and(|(other, _)| *other == number);
        let step = match guess.filter(is_there) {
            Some(guess) => SubtaskIdx::from_place(guess),
            None => self.last.near(number)?,
        };
        let (_, length) = *self.entries.get(step.index())?;
        let entry = text.get(..length as usize).filter(|entry| !entry.is_empty())?;
        (self.last.lineage.print(step)?.entry == print(entry)).then_some((step, entry.len()))
    }

    /// Whether it pays to go on after so many entries that are not the same.
    pub fn is_worth_it(&self, others: usize) -> bool {
        others <= self.entries.len() / 2
    }
}

/// The number behind the next `"id":`, most likely that of the entry that begins here.
fn id_ahead(text: &[u8]) -> Option<u64> {
    let text = text.get(..AHEAD.min(text.len()))?;
    let colon = colons(text).find(|&colon| text.get(..colon).is_some_and(ends_with_id))?;
    let value = text.get(colon + 1..)?.trim_ascii_start();
    let digits = value.strip_prefix(b"\"").unwrap_or(value).iter().map_while(|byte| char::from(*byte).to_digit(10));
    // What is too large for a number leads to another entry, or to none: the comparison tells.
    let add = |number: u64, digit| number.wrapping_mul(10).wrapping_add(u64::from(digit));
    digits.fold(None, |number: Option<u64>, digit| Some(add(number.unwrap_or(0), digit)))
}

#[inline]
fn ends_with_id(text: &[u8]) -> bool {
    const ID: &[u8] = br#""id""#;
    // Few write a space before a colon.
    text.ends_with(ID) || (text.ends_with(b" ") && text.trim_ascii_end().ends_with(ID))
}

/// Where the colons of a text are, and perhaps bytes behind one that are none. Those at its very end are left out.
#[inline]
fn colons(text: &[u8]) -> impl Iterator<Item = usize> {
    text.as_chunks().0.iter().enumerate().flat_map(|(nth, word)| {
        let mut hits = hits(u64::from_le_bytes(*word), b':');
        std::iter::from_fn(move || {
            let place = (hits != 0).then(|| nth * 8 + hits.trailing_zeros() as usize / 8);
            hits &= hits.wrapping_sub(1);
            place
        })
    })
}

/// Makes a task of what was read of an answer against the last one; `None` where it must be read by itself.
pub(super) async fn task(node: Node<'_, Drafts>, known: &Known<'_>, steps: &Steps<'_>) -> Option<Task> {
    let last = known.last;
    // Where a circle was cut depends on when its steps started.
    if !last.cut_edges.is_empty() {
        return None;
    }
    let mut task = without_subtasks(&node.members);
    let drafts = node.subtasks?;
    let places = places(&drafts, last)?;
    let own = task.findings.len();
    // One finding for all times without an offset: of which steps they are is not known any more.
    if last.findings.iter().any(|finding| matches!(finding, Finding::NoOffset { .. })) {
        return None;
    }
    let kept = last.findings.get(last.of_steps.clone())?;
    // What stood where is no news of this answer.
    if kept.iter().any(|finding| matches!(finding, Finding::NotASubtask { .. })) {
        return None;
    }
    task.findings.extend_from_slice(kept);
    task.of_steps = own..task.findings.len();
    task.has_new_ids = last.has_new_ids;
    task.json.clone_from(&last.json);
    for &(step, start) in &drafts.same {
        if let Some(json) = task.json.get_mut(step.index()) {
            *json = start..start + (json.end - json.start);
        }
    }
    steps.look().await;
    task.subtasks = last.subtasks.clone();
    for (&step, (new, rest)) in places.iter().zip(drafts.subtasks.iter().zip(&drafts.rests)) {
        if let (Some(subtask), Some(json)) = (task.subtasks.get_mut(step.index()), task.json.get_mut(step.index())) {
            *subtask = new.clone();
            *json = rest.json.clone();
        }
    }
    task.upstream = last.upstream.clone();
    task.downstream = last.downstream.clone();
    task.cut_edges.clone_from(&last.cut_edges);
    task.lineage = Lineage::since(last, places, drafts.rests.iter().map(|rest| rest.print));
    steps.look().await;
    apart(impossible_times(&mut task, Some(last), steps)).await;
    Some(task)
}

/// Which steps of the last answer those are that have changed; `None` unless each of its steps is here once, and has kept
/// its edges.
fn places(drafts: &Drafts, last: &Task) -> Option<Vec<SubtaskIdx>> {
    let changed: Option<Vec<SubtaskIdx>> = drafts.rests.iter().map(|rest| last.find(rest.id.as_ref()?)).collect();
    let changed = changed?;
    let mut is_there = vec![false; last.subtasks.len()];
    let all = drafts.same.iter().map(|(step, _)| step).chain(&changed);
    let mut are_distinct = all.map(|step| is_there.get_mut(step.index()).map(|slot| std::mem::replace(slot, true)));
    if !are_distinct.all(|was_there| was_there == Some(false)) || is_there.contains(&false) {
        return None;
    }
    let keeps_edges = |(step, rest): (&SubtaskIdx, &Rest)| {
        rest.print.edges != 0 && last.lineage.print(*step).is_some_and(|old| old.edges == rest.print.edges)
    };
    (drafts.strays.is_empty() && changed.iter().zip(&drafts.rests).all(keeps_edges)).then_some(changed)
}

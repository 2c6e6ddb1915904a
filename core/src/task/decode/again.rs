//! A later answer about the same task: only what is new in it is read.
//!
//! A poll of a large task brings tens of megabytes in which a few steps have changed, in another order. An entry that
//! the last answer had letter by letter means what it meant. To find that one, the number behind the next `"id":` will
//! do as a guess: comparing the letters proves it. What has changed is read, as it was and as it is; as long as it keeps
//! its id and its edges, the task is the last one with these steps put in. Whatever else may have happened (steps came or
//! went, an edge changed, something is odd about a step that changed) is left to the decoder proper: [`decode`] then
//! gives `None`.

use std::ops::Range;

use super::build::without_subtasks;
use super::draft::{Drafts, Gatherer, Lacks};
use super::fields::Fields;
use super::{Decoded, envelope, parse, steps_for, was_refused};
use crate::pace::{BATCH, Pace, Steps, apart};
use crate::task::finding::impossible_times;
use crate::task::model::Lineage;
use crate::task::wire::{Node, Reader, hits};
use crate::task::{Id, SubtaskIdx, Task};

/// What the last answer brought.
#[derive(Clone, Copy, Debug)]
pub struct Last<'a> {
    /// The task that was read from it.
    pub task: &'a Task,
    /// Its bytes.
    pub payload: &'a [u8],
}

/// How far into an entry its id is looked for, in bytes: a list of edges may come before it.
const AHEAD: usize = 4096;

/// The same, as the entries are looked up in it: they come in no order, and the steps themselves lie too far apart for
/// that.
pub(super) struct Known<'a> {
    last: Last<'a>,
    /// The number of the first step.
    first: u64,
    /// By index: the number of a step, 0 where its id is none, and the place of its entry.
    entries: Vec<(u64, Range<u32>)>,
}

impl<'a> Known<'a> {
    async fn of(last: Last<'a>, steps: &Steps<'_>) -> Self {
        let mut entries = Vec::with_capacity(last.task.subtasks.len());
        for subtasks in last.task.subtasks.chunks(BATCH) {
            entries.extend(subtasks.iter().map(|subtask| {
                let number = if let Id::Number(number) = subtask.id { number } else { 0 };
                (number, subtask.json.clone())
            }));
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
            None => self.last.task.near(number)?,
        };
        let (_, json) = self.entries.get(step.index())?;
        let entry = self.last.payload.get(json.start as usize..json.end as usize).filter(|entry| !entry.is_empty())?;
        is_same(entry, text.get(..entry.len())?).then_some((step, entry.len()))
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

/// Whether two texts are the same, 32 bytes at a time: in wasm the library compares byte by byte.
fn is_same(a: &[u8], b: &[u8]) -> bool {
    let ((a_words, a_rest), (b_words, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let ((a_fours, a_words), (b_fours, b_words)) = (a_words.as_chunks::<4>(), b_words.as_chunks::<4>());
    let difference = |a: &[[u8; 8]], b: &[[u8; 8]]| {
        a.iter().zip(b).fold(0, |sum, (a, b)| sum | (u64::from_ne_bytes(*a) ^ u64::from_ne_bytes(*b)))
    };
    a.len() == b.len()
        && a_fours.iter().zip(b_fours).all(|(a, b)| difference(a, b) == 0)
        && difference(a_words, b_words) == 0
        && a_rest == b_rest
}

/// Reads an answer against the last one; `None` where it must be read by itself.
pub(super) async fn decode(payload: &[u8], last: Last<'_>, pace: &dyn Pace) -> Option<Decoded> {
    let steps = steps_for(payload, pace);
    let text = std::str::from_utf8(payload).ok()?;
    steps.look().await;
    let known = apart(Known::of(last, &steps)).await;
    let root = apart(parse(text, &Gatherer { known: Some(&known) }, &steps)).await.ok()?;
    if was_refused(&root.members) {
        return None;
    }
    let (envelope, problem) = envelope(&root.members);
    let mut nodes = root.into_tasks();
    let (Some(node), None) = (nodes.next(), nodes.next()) else { return None };
    Some(Decoded::new(vec![apart(task(node, last, &steps)).await?], envelope, problem.as_ref()))
}

async fn task(node: Node<'_, Drafts>, last: Last<'_>, steps: &Steps<'_>) -> Option<Task> {
    // Where a circle was cut depends on when its steps started.
    if !last.task.cut_edges.is_empty() {
        return None;
    }
    let mut task = without_subtasks(&node.members);
    let drafts = node.subtasks?;
    let places = places(&drafts, last)?;
    let own = task.findings.len();
    let kept = last.task.findings.get(last.task.of_steps.clone())?;
    task.findings.extend_from_slice(kept);
    task.of_steps = own..task.findings.len();
    task.has_new_ids = last.task.has_new_ids;
    task.subtasks.reserve_exact(last.task.subtasks.len());
    for subtasks in last.task.subtasks.chunks(BATCH) {
        task.subtasks.extend_from_slice(subtasks);
        steps.look().await;
    }
    for &(step, start) in &drafts.same {
        if let Some(subtask) = task.subtasks.get_mut(step.index()) {
            subtask.json = start..start + (subtask.json.end - subtask.json.start);
        }
    }
    for (&step, new) in places.iter().zip(drafts.subtasks) {
        if let Some(subtask) = task.subtasks.get_mut(step.index()) {
            *subtask = new;
        }
    }
    task.upstream = last.task.upstream.clone();
    task.downstream = last.task.downstream.clone();
    task.cut_edges.clone_from(&last.task.cut_edges);
    task.lineage = Lineage::since(last.task, places);
    steps.look().await;
    apart(impossible_times(&mut task, Some(last.task), steps)).await;
    Some(task)
}

/// Which steps of the last answer those are that have changed; `None` unless each of its steps is here once, and has kept
/// its edges.
fn places(drafts: &Drafts, last: Last<'_>) -> Option<Vec<SubtaskIdx>> {
    let changed: Option<Vec<SubtaskIdx>> = drafts.rests.iter().map(|rest| last.task.find(rest.id.as_ref()?)).collect();
    let changed = changed?;
    let mut is_there = vec![false; last.task.subtasks.len()];
    let all = drafts.same.iter().map(|(step, _)| step).chain(&changed);
    let mut are_distinct = all.map(|step| is_there.get_mut(step.index()).map(|slot| std::mem::replace(slot, true)));
    if !are_distinct.all(|was_there| was_there == Some(false)) || is_there.contains(&false) {
        return None;
    }
    let mut before = Drafts::default();
    let mut fields = Fields::default();
    for (position, &step) in changed.iter().enumerate() {
        let entry = last.task.get(step)?.json_in(last.payload)?;
        before.read(position, &mut Reader::new(entry), &mut fields)?;
    }
    let is_plain = |drafts: &Drafts| drafts.problems.is_empty() && drafts.strays.is_empty();
    let keeps_edges = |nth: usize| edges(drafts, nth) == edges(&before, nth);
    (is_plain(drafts) && is_plain(&before) && (0..changed.len()).all(keeps_edges)).then_some(changed)
}

/// What a draft says of its edges, in an order of their own, and which of the expected fields it lacks.
fn edges(drafts: &Drafts, nth: usize) -> ([Option<Vec<&Id>>; 2], Option<Lacks>) {
    (drafts.sorted_lists(SubtaskIdx::from_place(nth)), drafts.rests.get(nth).map(|rest| rest.lacks))
}

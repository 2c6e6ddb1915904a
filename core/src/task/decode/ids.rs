//! One id for each subtask and one place for each id.
//!
//! Invariant: nothing here depends on the order of the payload's array, which the server shuffles at each poll.

use std::sync::Arc;

use super::draft::{Drafts, Rest, count};
use crate::pace::Steps;
use crate::sort::{self, Permutation};
use crate::task::wire::whole_number;
use crate::task::{Finding, Id, SubtaskIdx};

/// What the names of subtasks without an id begin with.
const NO_ID: &str = "no-id";

/// Subtasks moved between two looks at the clock.
const BATCH: usize = 10_000;

impl Drafts {
    /// Puts the subtasks in the order of their ids, those without one last. Where ids are the same, the start decides, and
    /// then what the text says of each; `None` where it would have to, and is not at hand.
    pub async fn sort(&mut self, text: Option<&str>, steps: &Steps<'_>) -> Option<()> {
        let mut order = by_id(&self.rests);
        steps.look().await;
        let same_id = |a: &u32, b: &u32| self.id(*a) == self.id(*b);
        for doubles in order.chunk_by_mut(same_id).filter(|doubles| doubles.len() > 1) {
            let text = text?;
            let told_apart = doubles.iter().map(|&nth| (self.account(nth, text), nth)).collect();
            for (place, (_, nth)) in doubles.iter_mut().zip(sort::by_heap(told_apart)) {
                *place = nth;
            }
        }
        steps.look().await;
        let mut places = Permutation::new(order.clone());
        while places.apply(BATCH, |a, b| self.subtasks.swap(a, b)) {
            steps.look().await;
        }
        let mut places = Permutation::new(order);
        while places.apply(BATCH, |a, b| self.rests.swap(a, b)) {
            steps.look().await;
        }
        Some(())
    }

    fn id(&self, nth: u32) -> Option<&Id> {
        self.rests.get(nth as usize)?.id.as_ref()
    }

    /// What tells a subtask from another with its id, wherever in the array it stands.
    fn account<'a>(&self, nth: u32, text: &'a str) -> Option<(Option<i64>, &'a str)> {
        let (subtask, rest) = (self.subtasks.get(nth as usize)?, self.rests.get(nth as usize)?);
        let json = text.get(rest.json.start as usize..rest.json.end as usize);
        Some((subtask.start_time.map(|start| start.epoch), json.unwrap_or_default()))
    }
}

/// The order of ids: numbers first, which are all of them as a rule, and quick to sort; then texts, then none.
fn by_id(rests: &[Rest]) -> Vec<u32> {
    let mut numbers: Vec<(u64, u32)> = Vec::with_capacity(rests.len());
    let mut texts: Vec<(&Arc<str>, u32)> = Vec::new();
    let mut without: Vec<u32> = Vec::new();
    for (nth, rest) in (0..).zip(rests) {
        match &rest.id {
            Some(Id::Number(number)) => numbers.push((*number, nth)),
            Some(Id::Text(text)) => texts.push((text, nth)),
            None => without.push(nth),
        }
    }
    sort::pairs(&mut numbers);
    let texts = sort::by_heap(texts).into_iter().map(|(_, nth)| nth);
    numbers.into_iter().map(|(_, nth)| nth).chain(texts).chain(without).collect()
}

/// Gives each of the sorted subtasks an id that no other has: of those with the same id the first keeps it, and the
/// others get a suffix, as do those that came without. Tells whether there were any.
pub(super) fn make_unique(drafts: &mut Drafts, places: &Places, findings: &mut Vec<Finding>) -> bool {
    // No two stems make the same name, for it is the last part that is the number: but a server may have given the one
    // that stands for none. Those without come last, and go on where its copies end.
    let mut first_free = 1;
    let mut place = 0;
    let mut are_new = false;
    for same in drafts.rests.chunk_by(|a, b| a.id == b.id) {
        let original = same.first().and_then(|rest| rest.id.as_ref());
        // Whoever came first keeps the id, if there is one to keep.
        let kept = usize::from(original.is_some());
        let mut copies = if original.is_some() { 2.. } else { first_free.. };
        are_new |= same.len() > kept;
        for subtask in (place..place + same.len()).skip(kept).map(SubtaskIdx::from_place) {
            let stem = original.map_or_else(|| NO_ID.to_owned(), Id::to_string);
            let mut names = copies.by_ref().map(|copy| Id::new(&format!("{stem}~{copy}")));
            let name = names.find(|name| places.find(name).is_none()).unwrap_or_default();
            if stem == NO_ID {
                first_free = copies.start;
            }
            if let Some(subtask) = drafts.subtasks.get_mut(subtask.index()) {
                subtask.id = name;
            }
            findings.extend(original.map(|original| Finding::DuplicateId { subtask, original: original.clone() }));
        }
        place += same.len();
    }
    are_new
}

/// Finds subtasks by the ids they came with; a doubled id means the first that has it.
pub(super) struct Places {
    /// The ids that are numbers, by place: they come first in the order of ids.
    numbers: Vec<u64>,
    /// The rest of them; the first one's place is `numbers.len()`.
    texts: Vec<Id>,
    /// The numbers that some of these write as floats do, sorted, and their places.
    floats: Vec<(u64, u32)>,
}

/// The whole number that an id is, if it was written as a float is: a serializer that knows no whole numbers writes
/// `13000336.0` or `1.3000336E7` for the id of a step, and another may have written the edges.
fn float(id: &Id) -> Option<u64> {
    match id {
        Id::Text(text) if text.contains(['.', 'e', 'E']) => whole_number(text)?.try_into().ok(),
        _ => None,
    }
}

impl Places {
    /// Of sorted subtasks.
    pub fn new(rests: &[Rest]) -> Self {
        let mut places = Self { numbers: Vec::with_capacity(rests.len()), texts: Vec::new(), floats: Vec::new() };
        for id in rests.iter().filter_map(|rest| rest.id.as_ref()) {
            match id {
                Id::Number(number) => places.numbers.push(*number),
                Id::Text(_) => places.texts.push(id.clone()),
            }
        }
        let floats = places.texts.iter().zip(count(places.numbers.len())..);
        places.floats = floats.filter_map(|(id, place)| Some((float(id)?, place))).collect();
        sort::pairs(&mut places.floats);
        places
    }

    /// The place of an id: the very same, or one that is the same number.
    pub fn find(&self, id: &Id) -> Option<SubtaskIdx> {
        self.exact(id).or_else(|| self.same_number(id))
    }

    #[cold]
    fn same_number(&self, id: &Id) -> Option<SubtaskIdx> {
        let number = if let Id::Number(number) = id { *number } else { float(id)? };
        let place = self.floats.partition_point(|&(other, _)| other < number);
        let float =
            || self.floats.get(place).filter(|(other, _)| *other == number).map(|&(_, place)| SubtaskIdx(place));
        self.number(number).map(SubtaskIdx::from_place).or_else(float)
    }

    fn exact(&self, id: &Id) -> Option<SubtaskIdx> {
        let place = match id {
            Id::Number(number) => self.number(*number)?,
            Id::Text(_) => {
                let place = self.texts.partition_point(|text| text < id);
                self.texts.get(place).filter(|text| *text == id)?;
                self.numbers.len() + place
            }
        };
        Some(SubtaskIdx::from_place(place))
    }

    /// OCP gives a task's subtasks one block of ids, so the place is as a rule the distance from the first.
    fn number(&self, number: u64) -> Option<usize> {
        let guess = usize::try_from(number.checked_sub(*self.numbers.first()?)?).ok()?;
        let is_first = guess == 0 || self.numbers.get(guess - 1).is_some_and(|&before| before < number);
        if is_first && self.numbers.get(guess) == Some(&number) {
            return Some(guess);
        }
        let place = self.numbers.partition_point(|&other| other < number);
        (self.numbers.get(place) == Some(&number)).then_some(place)
    }
}

//! One id for each subtask, and one place for each id.
//!
//! Invariant: nothing in here depends on the order of the payload's array, which the server shuffles at each poll.

use std::collections::BTreeSet;

use crate::task::wire::{Entry, Raw};
use crate::task::{Finding, Id, SubtaskIdx};

/// An entry of the list of subtasks that is one.
#[derive(Debug)]
pub(super) struct Step<'a> {
    pub json: Raw<'a>,
    pub id: Option<Id>,
    /// Where the array held it.
    pub position: u32,
}

/// The subtasks among the entries in the order of their ids, those without one last. Where ids are the same, the JSON
/// decides.
pub(super) fn in_order<'a>(entries: Vec<Entry<'a>>, findings: &mut Vec<Finding>) -> Vec<Step<'a>> {
    let mut steps = Vec::with_capacity(entries.len());
    for (position, Entry { json, id }) in entries.into_iter().enumerate() {
        if json.is_object() {
            steps.push(Step { json, id, position: SubtaskIdx::from_place(position).0 });
        } else {
            findings.push(Finding::NotASubtask { position });
        }
    }
    let key = |step: &Step<'a>| (step.id.is_none(), step.json.json());
    steps.sort_unstable_by(|a, b| match (&a.id, &b.id) {
        (Some(Id::Number(a_id)), Some(Id::Number(b_id))) if a_id != b_id => a_id.cmp(b_id),
        (a_id, b_id) => a_id.is_none().cmp(&b_id.is_none()).then_with(|| a_id.cmp(b_id)).then_with(|| key(a).cmp(&key(b))),
    });
    steps
}

/// Gives each of the sorted steps an id that no other has: of those with the same id the first keeps it, and the others
/// get a suffix, as do those that came without.
pub(super) fn make_unique(steps: &mut [Step<'_>], places: &Places, findings: &mut Vec<Finding>) {
    let mut added: BTreeSet<Id> = BTreeSet::new();
    let mut place = 0;
    for same in steps.chunk_by_mut(|a, b| a.id == b.id) {
        let first = place;
        place += same.len();
        let original = same.first().and_then(|step| step.id.clone());
        // Whoever came first keeps the id, if there is one to keep.
        let kept = usize::from(original.is_some());
        let stem = original.as_ref().map_or_else(|| "no-id".to_owned(), Id::to_string);
        let mut names = (kept + 1..).map(|copy| Id::new(&format!("{stem}~{copy}")));
        for (nth, step) in same.iter_mut().enumerate().skip(kept) {
            step.id = names.find(|name| places.find(name).is_none() && added.insert(name.clone()));
            let subtask = SubtaskIdx::from_place(first + nth);
            findings.extend(original.iter().cloned().map(|original| Finding::DuplicateId { subtask, original }));
        }
    }
}

/// Finds subtasks by the ids they came with; a doubled id means the first that has it.
pub(super) struct Places {
    /// The ids that are numbers, by place: they come first in the order of ids.
    numbers: Vec<u64>,
    /// The rest of them; the first one's place is `numbers.len()`.
    texts: Vec<Id>,
}

impl Places {
    /// Of sorted steps.
    pub fn new(steps: &[Step<'_>]) -> Self {
        let mut places = Self { numbers: Vec::with_capacity(steps.len()), texts: Vec::new() };
        for id in steps.iter().filter_map(|step| step.id.as_ref()) {
            match id {
                Id::Number(number) => places.numbers.push(*number),
                Id::Text(_) => places.texts.push(id.clone()),
            }
        }
        places
    }

    /// The place of an id.
    pub fn find(&self, id: &Id) -> Option<SubtaskIdx> {
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

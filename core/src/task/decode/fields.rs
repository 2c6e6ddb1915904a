//! Reads fields by their meaning, and notes those that can't be read.

use std::ops::RangeInclusive;
use std::sync::Arc;

use super::print::print;
use crate::task::enums::WireEnum;
use crate::task::wire::{PartyRecord, Raw};
use crate::task::{Creator, Finding, Id, Owner, SubtaskIdx, Timestamp};

/// What is odd about one field: a [`Finding`] that does not know its subtask yet.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    field: &'static str,
    /// What was sent, or its beginning.
    value: Arc<str>,
    kind: ProblemKind,
}

#[derive(Clone, Copy, Debug)]
enum ProblemKind {
    Malformed,
    UnknownEnum,
    NoOffset,
}

impl Problem {
    /// A field whose value can't be read as what it ought to be.
    pub fn malformed(field: &'static str, value: Raw<'_>) -> Self {
        let value = value.json().chars().take(60).collect::<String>().into();
        Self { field, value, kind: ProblemKind::Malformed }
    }

    /// The finding about this subtask, or about the task itself.
    pub fn of(self, subtask: Option<SubtaskIdx>) -> Finding {
        let Self { field, value, kind } = self;
        match kind {
            ProblemKind::Malformed => Finding::MalformedField { subtask, field, value },
            ProblemKind::UnknownEnum => Finding::UnknownEnum { subtask, field, value },
            ProblemKind::NoOffset => Finding::NoOffset { value, times: 1 },
        }
    }
}

/// The reader of fields, with the problems met since they were last taken.
///
/// An absent field is no problem here: only who knows the record knows whether it was to be expected.
#[derive(Default)]
pub(super) struct Fields<'a> {
    pub problems: Vec<Problem>,
    texts: Texts<'a>,
}

impl<'a> Fields<'a> {
    fn read<T>(
        &mut self,
        field: &'static str,
        value: Option<Raw<'a>>,
        reader: impl FnOnce(Raw<'a>) -> Option<T>,
    ) -> Option<T> {
        let value = value.filter(|value| !value.is_empty())?;
        let read = reader(value);
        if read.is_none() {
            self.problems.push(Problem::malformed(field, value));
        }
        read
    }

    /// A text with something in it.
    pub fn text(&mut self, field: &'static str, value: Option<Raw<'a>>) -> Option<Arc<str>> {
        let value = value.filter(|value| !value.is_empty())?;
        let text = self.texts.keep(value);
        if text.is_none() {
            self.problems.push(Problem::malformed(field, value));
        }
        text
    }

    /// One of OCP's names.
    pub fn name<E: WireEnum>(&mut self, field: &'static str, value: Option<Raw<'a>>) -> E {
        let name: E = self.read(field, value, Raw::text).map(|text| E::read(&text)).unwrap_or_default();
        if let Some(unknown) = name.unknown() {
            self.problems.push(Problem { field, value: unknown.clone(), kind: ProblemKind::UnknownEnum });
        }
        name
    }

    pub fn id(&mut self, field: &'static str, value: Option<Raw<'a>>) -> Option<Id> {
        self.read(field, value, Raw::id)
    }

    /// A whole number within these bounds.
    pub fn integer(&mut self, field: &'static str, value: Option<Raw<'a>>, bounds: RangeInclusive<i64>) -> Option<i64> {
        self.read(field, value, |value| value.integer().filter(|number| bounds.contains(number)))
    }

    pub fn flag(&mut self, field: &'static str, value: Option<Raw<'a>>) -> Option<bool> {
        self.read(field, value, Raw::flag)
    }

    pub fn time(&mut self, field: &'static str, value: Option<Raw<'a>>) -> Option<Timestamp> {
        let value = value?;
        value.time().unwrap_or_else(|_| {
            let time = value.local_time();
            let kind = if time.is_some() { ProblemKind::NoOffset } else { ProblemKind::Malformed };
            self.problems.push(Problem { kind, ..Problem::malformed(field, value) });
            time
        })
    }

    /// Who started the task: an object, or a bare name.
    pub fn creator(&mut self, value: Option<Raw<'a>>) -> Option<Creator> {
        let Some(party) = value.and_then(Raw::members::<PartyRecord<'a>>) else {
            return self.text("creator", value).map(|name| Creator { id: None, name });
        };
        let id = self.id("creator", party.id);
        Some(Creator { id, name: self.text("creator", party.name).unwrap_or_default() })
    }

    /// A cluster or tenant: an object, a bare name, or an id alone in a field of its own.
    pub fn owner(
        &mut self,
        (field, value): (&'static str, Option<Raw<'a>>),
        (id_field, id): (&'static str, Option<Raw<'a>>),
    ) -> Option<Owner> {
        let id = self.id(id_field, id);
        match value.and_then(Raw::members::<PartyRecord<'a>>) {
            Some(party) => Some(Owner {
                id: self.id(field, party.id).or(id),
                name: self.text(field, party.name).unwrap_or_default(),
                ob_id: self.id(field, party.ob_id),
                kind: self.text(field, party.kind),
            }),
            None => {
                let name = self.text(field, value);
                let is_known = name.is_some() || id.is_some();
                is_known.then(|| Owner { id, name: name.unwrap_or_default(), ob_id: None, kind: None })
            }
        }
    }
}

/// Names and addresses repeat a thousand times: the last ones are kept at hand, so that each is stored about once.
///
/// A value has one slot, by the print of its JSON; another value with the same slot takes it over. So a lookup is one
/// comparison, and a payload of texts that are all different costs no more than their storage.
#[derive(Default)]
struct Texts<'a> {
    slots: Vec<Option<(&'a str, Arc<str>)>>,
}

impl<'a> Texts<'a> {
    const SLOTS: usize = 512;

    fn keep(&mut self, value: Raw<'a>) -> Option<Arc<str>> {
        self.slots.resize(Self::SLOTS, None);
        let place = print(value.json().as_bytes()) >> 48;
        let slot = self.slots.get_mut(place as usize % Self::SLOTS)?;
        if let Some((json, kept)) = slot
            && *json == value.json()
        {
            return Some(kept.clone());
        }
        let text: Arc<str> = value.text()?.into();
        *slot = Some((value.json(), text.clone()));
        Some(text)
    }
}

//! One JSON value as it was written, read as whatever a field ought to be.
//!
//! OCP's fields change their types between versions (ids are numbers or strings, a creator is an object or a name), so
//! the wire keeps slices of the payload, and each field is read here by its meaning. A value that can't be read is an
//! anomaly of that field, never of the whole task.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::wire::{Holder, Lenient, Members};
use super::{Id, Timestamp};

/// A JSON value, as the slice of the payload that holds it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Raw<'a>(&'a str);

impl<'de> Deserialize<'de> for Raw<'de> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        <&RawValue>::deserialize(input).map(|value| Self(value.get()))
    }
}

impl<'a> Raw<'a> {
    /// The JSON itself.
    pub fn json(self) -> &'a str {
        self.0
    }

    /// Whether it says nothing: `null`.
    pub fn is_null(self) -> bool {
        self.0 == "null"
    }

    /// A string's text, or the letters of a number or a truth value; `None` for null, lists and objects.
    pub fn text(self) -> Option<Cow<'a, str>> {
        match self.0.as_bytes().first()? {
            b'"' => self.string(),
            b'n' | b'[' | b'{' => None,
            _ => Some(Cow::Borrowed(self.0)),
        }
    }

    fn string(self) -> Option<Cow<'a, str>> {
        let inner = self.0.strip_prefix('"')?.strip_suffix('"')?;
        if inner.contains('\\') {
            serde_json::from_str(self.0).ok().map(Cow::Owned)
        } else {
            Some(Cow::Borrowed(inner))
        }
    }

    /// An id; `None` for null, an empty string, lists and objects.
    pub fn id(self) -> Option<Id> {
        self.text().filter(|text| !text.is_empty()).map(|text| Id::new(&text))
    }

    /// A whole number, also as a string or with a zero fraction.
    pub fn integer(self) -> Option<i64> {
        let text = self.text()?;
        text.trim().parse().ok().or_else(|| {
            let number: f64 = text.trim().parse().ok()?;
            // Beyond 2^53 a float no longer tells whole numbers apart.
            (number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0).then_some(number as i64)
        })
    }

    /// A truth value, also as a string or as 0 and 1.
    pub fn flag(self) -> Option<bool> {
        match self.text()?.as_ref() {
            text if text.eq_ignore_ascii_case("true") || text == "1" => Some(true),
            text if text.eq_ignore_ascii_case("false") || text == "0" => Some(false),
            _ => None,
        }
    }

    /// A point in time: RFC 3339, or milliseconds since the epoch. `Ok(None)`: it is unset (null, empty, epoch zero,
    /// which obshell writes for a time that is not there).
    pub fn time(self) -> Result<Option<Timestamp>, ()> {
        if self.is_null() {
            return Ok(None);
        }
        let text = self.text().ok_or(())?;
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let time = match text.parse() {
            Ok(epoch) => Timestamp::from_epoch(epoch),
            Err(_) => Timestamp::parse(text).map_err(|_| ())?,
        };
        Ok(Some(time).filter(|time| time.epoch != 0))
    }

    /// The members of an object; `None` if it is no object.
    pub fn members<M: Members<'a>>(self) -> Option<M> {
        serde_json::from_str::<Lenient<M>>(self.0).ok()?.0
    }

    /// The elements of a list; `None` if it is no list.
    pub fn elements(self) -> Option<Vec<Raw<'a>>> {
        serde_json::from_str(self.0).ok()
    }
}

/// The JSON of the subtask at `position` of the array in the payload's `task`th task, as the server wrote it; `None`
/// where there is none.
///
/// Reads the payload again: it is asked for when a reader opens one step, and keeping a copy of each would double the
/// memory of a large task.
#[must_use]
pub fn subtask_json(payload: &[u8], task: usize, position: u32) -> Option<&str> {
    let mut value = Raw(std::str::from_utf8(payload).ok()?.trim_start_matches('\u{feff}'));
    // An envelope, a list in it, a task in that: no payload is deeper.
    for _ in 0..4 {
        let holder: Holder<'_> = match value.elements() {
            Some(tasks) => tasks.get(task)?.members()?,
            None => value.members()?,
        };
        if let Some(subtasks) = holder.subtasks {
            return subtasks.elements()?.get(position as usize).map(|subtask| subtask.json());
        }
        value = holder.data.or(holder.contents)?;
    }
    None
}

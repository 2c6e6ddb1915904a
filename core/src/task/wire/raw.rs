//! One JSON value as it was written, read as whatever a field ought to be.
//!
//! OCP's fields change their types between versions (ids are numbers or strings, a creator is an object or a name), so
//! the wire keeps slices of the payload, and each field is read here by its meaning. A value that can't be read is an
//! anomaly of that field, never of the whole task.

use std::borrow::Cow;

use super::text::unescaped;
use super::{Reader, Record};
use crate::task::{Id, Timestamp};

/// A JSON value, as the slice of the payload that holds it.
#[derive(Clone, Copy, Debug)]
pub(in crate::task) struct Raw<'a>(pub(super) &'a str);

/// A value is not of the kind that its field wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::task) struct Mistyped;

/// The last point in time, in milliseconds since the epoch and on either side of it, that a browser's `Date` can hold.
const LAST_MOMENT: u64 = 8_640_000_000_000_000;

/// The first moment of the year 2, in milliseconds since the epoch: Go's zero time lies in the year before.
const YEAR_TWO: i64 = -62_104_060_800_000;

/// The least number that stands for milliseconds since the epoch, in 1973 and so before OceanBase. What is positive and
/// less is seconds, up to the year 5138.
const LEAST_MILLIS: i64 = 100_000_000_000;

/// Go's zero time in seconds since the epoch.
const UNSET_SECONDS: i64 = -62_135_596_800;

impl<'a> Raw<'a> {
    /// The JSON itself.
    pub fn json(self) -> &'a str {
        self.0
    }

    /// Whether it is `null`.
    pub fn is_null(self) -> bool {
        self.0 == "null"
    }

    /// Whether it is a string without a letter.
    pub fn is_empty(self) -> bool {
        self.0 == r#""""#
    }

    /// A string's text, or the letters of a number or a truth value; `None` for null, lists and objects.
    pub fn text(self) -> Option<Cow<'a, str>> {
        match self.0.as_bytes().first()? {
            b'"' if self.0.contains('\\') => Some(Cow::Owned(unescaped(self.0))),
            b'"' => self.between('"', '"').map(Cow::Borrowed),
            b'n' | b'[' | b'{' => None,
            _ => Some(Cow::Borrowed(self.0)),
        }
    }

    fn between(self, open: char, close: char) -> Option<&'a str> {
        self.0.strip_prefix(open)?.strip_suffix(close)
    }

    /// An id: a number or a string with something in it.
    pub fn id(self) -> Option<Id> {
        match self.0.as_bytes().first()? {
            b'0'..=b'9' => Some(Id::new(self.0)),
            b't' | b'f' => None,
            _ => self.text().filter(|text| !text.is_empty()).map(|text| Id::new(&text)),
        }
    }

    /// A whole number, also as a string or with a zero fraction.
    pub fn integer(self) -> Option<i64> {
        self.0.parse().ok().or_else(|| {
            let text = self.text()?;
            text.trim().parse().ok().or_else(|| whole_number(text.trim()))
        })
    }

    /// A truth value, also as a string or as 0 and 1.
    pub fn flag(self) -> Option<bool> {
        match self.0 {
            "true" => Some(true),
            "false" => Some(false),
            _ => match self.text()?.as_ref() {
                text if text.eq_ignore_ascii_case("true") || text == "1" => Some(true),
                text if text.eq_ignore_ascii_case("false") || text == "0" => Some(false),
                _ => None,
            },
        }
    }

    /// A point in time: RFC 3339, or milliseconds or seconds since the epoch. `Ok(None)`: it is unset (null, empty, or
    /// what is written for a time that is not there: epoch zero by obshell, the beginning of the year 1 by Go).
    pub fn time(self) -> Result<Option<Timestamp>, Mistyped> {
        if self.is_null() || self.is_empty() {
            return Ok(None);
        }
        let time = match self.between('"', '"').map(Timestamp::parse) {
            Some(Ok(time)) => time,
            _ => {
                let text = self.text().ok_or(Mistyped)?;
                let epoch = || self.epoch(text.trim()).map(Timestamp::from_epoch).ok_or(Mistyped);
                Timestamp::parse(text.trim()).or_else(|_| epoch())?
            }
        };
        match time.epoch {
            0 => Ok(None),
            epoch if epoch.unsigned_abs() > LAST_MOMENT => Err(Mistyped),
            ..YEAR_TWO => Ok(None),
            _ => Ok(Some(time)),
        }
    }

    /// A point in time that lacks its offset from UTC, read as if it were of UTC.
    #[cold]
    pub fn local_time(self) -> Option<Timestamp> {
        Timestamp::parse_without_offset(self.text()?.trim()).ok().filter(|time| time.epoch >= YEAR_TWO)
    }

    /// Milliseconds since the epoch, out of a number of these or of seconds; those may have a fraction.
    #[cold]
    fn epoch(self, text: &str) -> Option<i64> {
        match self.integer() {
            Some(seconds @ 1..LEAST_MILLIS) => Some(seconds * 1000),
            Some(UNSET_SECONDS) => Some(0),
            None => scaled(text, 3, true).filter(|millis| (1..LEAST_MILLIS * 1000).contains(millis)),
            millis => millis,
        }
    }

    /// The members of an object; `None` if it is no object.
    pub fn members<R: Record<'a>>(self) -> Option<R> {
        let mut record = R::default();
        members(self.0, &mut |name, value| record.fill(name, value))?;
        Some(record)
    }

    /// Shows each element of a list in turn.
    #[inline]
    pub fn each(self, mut see: impl FnMut(Raw<'a>)) -> Result<(), Mistyped> {
        Reader::new(self.0).list(&mut see).ok_or(Mistyped)
    }
}

/// Shows each member of an object. One for all records that are seldom read.
#[inline(never)]
fn members<'a>(json: &'a str, see: &mut dyn FnMut(&str, Raw<'a>)) -> Option<()> {
    Reader::new(json).object(see)
}

/// A whole number written with a fraction or an exponent, as `60.0` and `6e1`: at most 2^53, beyond which whoever wrote
/// it so could no longer tell whole numbers apart.
pub(in crate::task) fn whole_number(text: &str) -> Option<i64> {
    scaled(text, 0, false)
}

/// The same with so many decimal places more; those that are left over are cut off, or make it no whole number.
fn scaled(text: &str, places: i32, is_cut: bool) -> Option<i64> {
    let (text, exponent) = match text.split_once(['e', 'E']) {
        Some((text, exponent)) => (text, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction = fraction.trim_end_matches('0');
    if !fraction.bytes().all(|letter| letter.is_ascii_digit()) {
        return None;
    }
    let digits: i64 = format!("{whole}{fraction}").parse().ok()?;
    let tens = exponent.checked_add(places)?.checked_sub(i32::try_from(fraction.len()).ok()?)?;
    let power = 10_i64.checked_pow(tens.unsigned_abs());
    let number = match (digits, power) {
        (0, _) => 0,
        (_, Some(power)) if tens >= 0 => digits.checked_mul(power)?,
        (_, Some(power)) if is_cut || digits % power == 0 => digits / power,
        _ => return None,
    };
    (number.unsigned_abs() <= 1 << 53).then_some(number)
}

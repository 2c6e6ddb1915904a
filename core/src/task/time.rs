//! Points in time and spans of it, as OCP writes them.

use std::fmt;
use std::num::NonZeroI16;
use std::ops::{Add, AddAssign, Sub};

/// A span of time in whole milliseconds; negative where clocks disagree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Millis(pub i64);

impl Millis {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// A span of whole seconds.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// The span, or nothing where it is negative.
    #[must_use]
    pub fn at_least_zero(self) -> Self {
        self.max(Self::ZERO)
    }
}

impl Add for Millis {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Millis {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Millis {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl std::iter::Sum for Millis {
    fn sum<I: Iterator<Item = Self>>(spans: I) -> Self {
        spans.fold(Self::ZERO, Add::add)
    }
}

/// A point in time and the offset it was written with.
///
/// Two timestamps are compared by the point alone; the offset is only how the server wrote it.
#[derive(Clone, Copy, Debug)]
pub struct Timestamp {
    /// Milliseconds since 1970-01-01T00:00:00Z; finer digits are cut off.
    pub epoch: i64,
    /// That of the text.
    pub offset: Offset,
}

/// How far clocks are ahead of UTC: less than a day, either way.
///
/// No offset is 0 in memory. With that, a [`Timestamp`] that may be missing is no larger than one that is there, and of
/// these a task has some for each of its steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offset(NonZeroI16);

impl Offset {
    /// That of UTC itself.
    pub const UTC: Self = Self(NonZeroI16::MAX);

    /// Minutes east of UTC; of a day or more, the nearest that is less.
    #[must_use]
    pub fn from_minutes(minutes: i64) -> Self {
        let minutes = minutes.clamp(1 - MINUTES_A_DAY, MINUTES_A_DAY - 1);
        NonZeroI16::new(minutes as i16).map_or(Self::UTC, Self)
    }

    /// Minutes east of UTC.
    #[must_use]
    pub fn minutes(self) -> i16 {
        if self == Self::UTC { 0 } else { self.0.get() }
    }
}

const MINUTES_A_DAY: i64 = 24 * 60;

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.epoch == other.epoch
    }
}

impl Eq for Timestamp {}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.epoch.cmp(&other.epoch)
    }
}

impl Sub for Timestamp {
    type Output = Millis;
    fn sub(self, other: Self) -> Millis {
        Millis(self.epoch.saturating_sub(other.epoch))
    }
}

impl Add<Millis> for Timestamp {
    type Output = Self;
    fn add(self, span: Millis) -> Self {
        Self { epoch: self.epoch.saturating_add(span.0), ..self }
    }
}

/// Why a text is no point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeError {
    /// Where the first part that does not fit begins, in bytes.
    pub position: usize,
}

impl Timestamp {
    /// Reads RFC 3339 as OCP and its relatives write it: 0 or more fraction digits, `Z` or an offset with or without a
    /// colon (or of hours alone), `T` or a space between date and time.
    ///
    /// # Errors
    /// [`TimeError`] with the position of the first part that does not fit. A time without an offset is refused: its
    /// point in time is not known.
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        Self::read(text, false)
    }

    /// The same for a time without an offset, as if it were of UTC.
    ///
    /// # Errors
    /// [`TimeError`] with the position of the first part that does not fit: an offset does not, either.
    pub(crate) fn parse_without_offset(text: &str) -> Result<Self, TimeError> {
        Self::read(text, true)
    }

    fn read(text: &str, lacks_offset: bool) -> Result<Self, TimeError> {
        let mut reader = Reader { rest: text.as_bytes(), length: text.len() };
        let year = reader.two_digits(0, 99)? * 100 + reader.two_digits(0, 99)?;
        reader.one_of(|byte| byte == b'-')?;
        let month = reader.two_digits(1, 12)?;
        reader.one_of(|byte| byte == b'-')?;
        let day = reader.two_digits(1, days_in_month(year, month))?;
        reader.one_of(|byte| matches!(byte, b'T' | b't' | b' '))?;
        let hour = reader.two_digits(0, 23)?;
        reader.one_of(|byte| byte == b':')?;
        let minute = reader.two_digits(0, 59)?;
        reader.one_of(|byte| byte == b':')?;
        // A leap second is read as the first moment of the next minute.
        let second = reader.two_digits(0, 60)?;
        let millis = reader.fraction()?;
        let offset = if lacks_offset { 0 } else { reader.offset()? };
        if !reader.rest.is_empty() {
            return Err(reader.stop());
        }
        let seconds = ((days_since_epoch(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
        Ok(Self { epoch: (seconds - offset * 60) * 1000 + millis, offset: Offset::from_minutes(offset) })
    }

    /// Milliseconds since the epoch, in UTC.
    #[must_use]
    pub const fn from_epoch(epoch: i64) -> Self {
        Self { epoch, offset: Offset::UTC }
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 with milliseconds and the offset the server used.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let offset = i64::from(self.offset.minutes());
        let local = self.epoch.saturating_add(offset * 60_000);
        let (days, of_day) = (local.div_euclid(86_400_000), local.rem_euclid(86_400_000));
        let (year, month, day) = civil_from_days(days);
        let (hour, minute, second) = (of_day / 3_600_000, of_day / 60_000 % 60, of_day / 1000 % 60);
        write!(out, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}", of_day % 1000)?;
        if offset == 0 {
            return out.write_str("Z");
        }
        let sign = if offset < 0 { '-' } else { '+' };
        write!(out, "{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
    }
}

/// Walks the bytes of a timestamp. What does not fit is left where it is.
struct Reader<'a> {
    rest: &'a [u8],
    length: usize,
}

impl Reader<'_> {
    fn stop(&self) -> TimeError {
        TimeError { position: self.length - self.rest.len() }
    }

    fn one_of(&mut self, is_allowed: impl Fn(u8) -> bool) -> Result<u8, TimeError> {
        match *self.rest {
            [byte, ref rest @ ..] if is_allowed(byte) => {
                self.rest = rest;
                Ok(byte)
            }
            _ => Err(self.stop()),
        }
    }

    #[inline(always)]
    fn two_digits(&mut self, low: i64, high: i64) -> Result<i64, TimeError> {
        if let [tens @ b'0'..=b'9', ones @ b'0'..=b'9', ref rest @ ..] = *self.rest {
            let value = i64::from(tens - b'0') * 10 + i64::from(ones - b'0');
            if (low..=high).contains(&value) {
                self.rest = rest;
                return Ok(value);
            }
        }
        Err(self.stop())
    }

    /// `.25` is 250 ms; digits past the third are read and cut off.
    fn fraction(&mut self) -> Result<i64, TimeError> {
        if self.one_of(|byte| matches!(byte, b'.' | b',')).is_err() {
            return Ok(0);
        }
        let (mut value, mut scale) = (0, 100);
        let digits = self.rest;
        while let [digit @ b'0'..=b'9', ref rest @ ..] = *self.rest {
            value += i64::from(digit - b'0') * scale;
            scale /= 10;
            self.rest = rest;
        }
        if digits.len() > self.rest.len() { Ok(value) } else { Err(self.stop()) }
    }

    /// Minutes east of UTC.
    fn offset(&mut self) -> Result<i64, TimeError> {
        let sign = match self.one_of(|byte| matches!(byte, b'Z' | b'z' | b'+' | b'-'))? {
            b'+' => 1,
            b'-' => -1,
            _ => return Ok(0),
        };
        let hours = self.two_digits(0, 23)?;
        if self.rest.is_empty() {
            return Ok(sign * hours * 60);
        }
        // The colon is as good as its absence.
        let _ = self.one_of(|byte| byte == b':');
        Ok(sign * (hours * 60 + self.two_digits(0, 59)?))
    }
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days from 1970-01-01 in the proleptic Gregorian calendar (H. Hinnant, "chrono-compatible low-level date algorithms").
fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The inverse of [`days_since_epoch`]: year, month, day.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

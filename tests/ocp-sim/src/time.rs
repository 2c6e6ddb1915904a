//! Instants and how OCP writes them: ISO-8601 with an offset, whole seconds for `datetime` columns, up to three
//! digits with trailing zeros trimmed for `datetime(3)`.

use serde::{Serialize, Serializer};
use std::fmt;

/// An instant: milliseconds since the Unix epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millis(pub i64);

impl Millis {
    /// The instant of a wall-clock reading at UTC+8, the zone of the simulated OCP.
    pub const fn china(year: i64, month: i64, day: i64, hour: i64, minute: i64, second: i64) -> Self {
        let seconds = days_from_civil(year, month, day) * 86_400 + (hour - 8) * 3_600 + minute * 60 + second;
        Self(seconds * 1_000)
    }

    /// This instant moved by `ms` milliseconds.
    pub const fn plus(self, ms: i64) -> Self {
        Self(self.0 + ms)
    }

    /// Milliseconds from `earlier` to this instant.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }

    /// What a `datetime` column without fraction keeps: the database rounds half up, so it may lie ahead.
    pub const fn rounded_to_second(self) -> Self {
        Self((self.0 + 500).div_euclid(1_000) * 1_000)
    }

    /// What the real clock of this machine says.
    pub fn wall_clock() -> Self {
        let elapsed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Self(i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX))
    }
}

/// An offset from UTC, in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offset(pub i32);

impl Offset {
    /// UTC+8, where most OCPs run.
    pub const CHINA: Self = Self(480);
}

/// A time as text, without a heap behind it: a big task holds hundreds of thousands of them.
#[derive(Clone, Copy)]
pub struct TimeText {
    bytes: [u8; 32],
    len: usize,
}

impl TimeText {
    const EMPTY: Self = Self { bytes: [0; 32], len: 0 };

    /// The text.
    pub fn as_str(&self) -> &str {
        // Only ASCII is ever pushed.
        self.bytes.get(..self.len).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    fn push(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.len) {
            *place = byte;
            self.len += 1;
        }
    }

    /// Pushes a number, padded with zeros to so many digits.
    fn number(&mut self, number: i64, digits: u32) {
        for place in (0..digits).rev() {
            self.push(b'0' + (number / 10_i64.pow(place) % 10) as u8);
        }
    }

    fn clock(&mut self, instant: Millis, offset: Offset, between: u8) {
        let seconds = instant.0.div_euclid(1_000) + i64::from(offset.0) * 60;
        let (year, month, day) = civil_from_days(seconds.div_euclid(86_400));
        let second = seconds.rem_euclid(86_400);
        let parts =
            [(month, b'-'), (day, b'-'), (second / 3_600, between), (second / 60 % 60, b':'), (second % 60, b':')];
        self.number(year, 4);
        for (number, before) in parts {
            self.push(before);
            self.number(number, 2);
        }
    }
}

impl fmt::Display for TimeText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl Serialize for TimeText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// `2021-08-25T15:09:31.74+08:00`: fraction trimmed, absent when zero; `Z` at offset zero.
pub fn iso(instant: Millis, offset: Offset) -> TimeText {
    let mut text = TimeText::EMPTY;
    text.clock(instant, offset, b'T');
    let (mut fraction, mut digits) = (instant.0.rem_euclid(1_000), 3);
    if fraction != 0 {
        while fraction % 10 == 0 {
            fraction /= 10;
            digits -= 1;
        }
        text.push(b'.');
        text.number(fraction, digits);
    }
    if offset.0 == 0 {
        text.push(b'Z');
    } else {
        text.push(if offset.0 < 0 { b'-' } else { b'+' });
        text.number(i64::from(offset.0.abs() / 60), 2);
        text.push(b':');
        text.number(i64::from(offset.0.abs() % 60), 2);
    }
    text
}

/// `2021-08-25 15:09:31.740`: how a line of a subtask's log begins.
pub fn log_stamp(instant: Millis, offset: Offset) -> TimeText {
    let mut text = TimeText::EMPTY;
    text.clock(instant, offset, b' ');
    text.push(b'.');
    text.number(instant.0.rem_euclid(1_000), 3);
    text
}

/// Days from 1970-01-01 to a date of the proleptic Gregorian calendar (Howard Hinnant, "chrono-compatible
/// low-level date algorithms"): years begin in March, so that the leap day is the last of its year.
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The inverse of [`days_from_civil`].
const fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400;
    (if month <= 2 { year + 1 } else { year }, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_trimmed_as_the_sample_shows() {
        let second = Millis::china(2021, 8, 25, 15, 9, 31);
        assert_eq!(iso(second, Offset::CHINA).as_str(), "2021-08-25T15:09:31+08:00");
        assert_eq!(iso(second.plus(740), Offset::CHINA).as_str(), "2021-08-25T15:09:31.74+08:00");
        assert_eq!(iso(second.plus(67), Offset::CHINA).as_str(), "2021-08-25T15:09:31.067+08:00");
    }

    #[test]
    fn offsets_of_every_kind() {
        let noon = Millis::china(2024, 2, 29, 20, 0, 0);
        assert_eq!(iso(noon, Offset(0)).as_str(), "2024-02-29T12:00:00Z");
        assert_eq!(iso(noon, Offset(-210)).as_str(), "2024-02-29T08:30:00-03:30");
        assert_eq!(log_stamp(noon.plus(5), Offset::CHINA).as_str(), "2024-02-29 20:00:00.005");
    }

    #[test]
    fn every_day_of_eight_centuries_goes_there_and_back() {
        for days in -146_097..146_097 {
            let (year, month, day) = civil_from_days(days);
            assert_eq!(days_from_civil(year, month, day), days);
        }
        assert_eq!(civil_from_days(0), (1970, 1, 1));
    }

    #[test]
    fn a_creation_time_may_lie_ahead() {
        let start = Millis::china(2021, 8, 25, 15, 9, 31).plus(740);
        assert_eq!(start.rounded_to_second().since(start), 260);
        assert_eq!(start.plus(-300).rounded_to_second().since(start), -740);
    }
}

//! Moments as the reader reads them, by the clock they chose.

use std::sync::Arc;

use taskscope_core::layout::timeline::{ServerOffsets, Tick, TickUnit};
use taskscope_core::task::{Offset, Timestamp};
use taskscope_core::words::{self, Lang};

use super::TimeZone;
use crate::dom::{local_offset_minutes, local_zone_name};

/// A clock with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    which: TimeZone,
    server: Arc<ServerOffsets>,
    /// What the axis counts from.
    start: Option<Timestamp>,
}

impl Zone {
    /// The clock chosen, for a task that started at a moment and whose timestamps carry these offsets.
    #[must_use]
    pub fn new(which: TimeZone, server: Arc<ServerOffsets>, start: Option<Timestamp>) -> Self {
        Self { which, server, start: start.filter(|_| which == TimeZone::Elapsed) }
    }

    /// A moment as the axis counts it, where it counts from the task's start. So is told what is read off the axis: where
    /// a bar begins, where the replay is. Times in details, table, and report stay clock times with a named zone: a
    /// reader lays them beside logs and other tasks, which know nothing of this task's start.
    #[must_use]
    pub fn elapsed(&self, lang: Lang, moment: Timestamp) -> Option<String> {
        Some(words::elapsed(lang, moment - self.start?))
    }

    /// What the clock of the axis adds to a moment, in milliseconds.
    #[must_use]
    pub fn axis_offset(&self, epoch: i64) -> i64 {
        self.start.map_or_else(|| self.offset_minutes(epoch) * 60_000, |start| -start.epoch)
    }

    /// Minutes east of UTC at a moment.
    #[must_use]
    pub fn offset_minutes(&self, epoch: i64) -> i64 {
        match self.which {
            TimeZone::Server | TimeZone::Elapsed => i64::from(self.server.at(epoch)),
            TimeZone::Local => local_offset_minutes(epoch),
            TimeZone::Utc => 0,
        }
    }

    /// The zone's name at a moment: `UTC+8`, with the reader's own zone named in full.
    #[must_use]
    pub fn name(&self, moment: Timestamp) -> String {
        let minutes = self.offset_minutes(moment.epoch);
        let sign = if minutes < 0 { '−' } else { '+' };
        let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
        let offset = match (hours, rest) {
            (0, 0) => "UTC".to_owned(),
            (hours, 0) => format!("UTC{sign}{hours}"),
            (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
        };
        let place = if self.which == TimeZone::Local { local_zone_name() } else { String::new() };
        if place.is_empty() || place == "UTC" { offset } else { format!("{place} {offset}") }
    }

    /// `15:09:31`, without its date.
    #[must_use]
    pub fn time(&self, moment: Timestamp) -> String {
        self.written(moment).get(11..19).unwrap_or_default().to_owned()
    }

    /// The same; behind its date where that is another than that of `day`.
    #[must_use]
    pub fn time_seen_from(&self, day: Timestamp, moment: Timestamp) -> String {
        let (date, time) = (self.date(moment), self.time(moment));
        if date == self.date(day) { time } else { format!("{date} {time}") }
    }

    /// `2021-08-25`.
    #[must_use]
    pub fn date(&self, moment: Timestamp) -> String {
        self.written(moment).get(..10).unwrap_or_default().to_owned()
    }

    /// `2021-08-25 15:09:31 → 15:10:02`, and the name of the zone; `None`: it has not ended. Where the end lies on another
    /// day, or on another side of a change of the clocks, each end says its own.
    #[must_use]
    pub fn span(&self, start: Timestamp, end: Option<Timestamp>) -> (String, String) {
        let name = self.name(start);
        let from = format!("{} {}", self.date(start), self.time(start));
        let Some(end) = end else { return (format!("{from} → …"), name) };
        let last_name = self.name(end);
        let from = if last_name == name { from } else { format!("{from} {name}") };
        (format!("{from} → {}", self.time_seen_from(start, end)), last_name)
    }

    /// `2021-08-25 15:09:31.740`.
    #[must_use]
    pub fn moment(&self, moment: Timestamp) -> String {
        self.written(moment).get(..23).unwrap_or_default().replace('T', " ")
    }

    /// RFC 3339 in this zone.
    #[must_use]
    pub fn written(&self, moment: Timestamp) -> String {
        Timestamp { offset: Offset::from_minutes(self.offset_minutes(moment.epoch)), ..moment }.to_string()
    }

    /// The label of a tick: the date, once, where the axis crosses into it.
    #[must_use]
    pub fn tick_label(&self, lang: Lang, tick: &Tick) -> String {
        if let Some(elapsed) = self.elapsed(lang, tick.moment) {
            return elapsed;
        }
        let text = self.written(tick.moment);
        let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default().to_owned();
        match tick.unit {
            TickUnit::Millisecond => part(11..23),
            TickUnit::Second => part(11..19),
            TickUnit::Minute if tick.names_date => part(5..16).replace('T', " "),
            TickUnit::Minute => part(11..16),
            TickUnit::Day => part(0..10),
        }
    }
}

//! Moments as the reader reads them, by the clock they chose.

use std::sync::Arc;

use taskscope_core::layout::timeline::{Scale, ServerOffsets, Tick, TickUnit, ticks};
use taskscope_core::task::Timestamp;

use super::TimeZone;
use crate::dom::{local_offset_minutes, local_zone_name};

/// A clock with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    which: TimeZone,
    server: Arc<ServerOffsets>,
}

impl Zone {
    /// The clock chosen, for a task whose timestamps carry these offsets.
    #[must_use]
    pub fn new(which: TimeZone, server: Arc<ServerOffsets>) -> Self {
        Self { which, server }
    }

    /// Minutes east of UTC at a moment.
    #[must_use]
    pub fn offset_minutes(&self, epoch: i64) -> i64 {
        match self.which {
            TimeZone::Server => i64::from(self.server.at(epoch)),
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

    /// `2021-08-25`.
    #[must_use]
    pub fn date(&self, moment: Timestamp) -> String {
        self.written(moment).get(..10).unwrap_or_default().to_owned()
    }

    /// `2021-08-25 15:09:31.740`.
    #[must_use]
    pub fn moment(&self, moment: Timestamp) -> String {
        self.written(moment).get(..23).unwrap_or_default().replace('T', " ")
    }

    /// RFC 3339 in this zone.
    #[must_use]
    pub fn written(&self, moment: Timestamp) -> String {
        let offset_minutes = i16::try_from(self.offset_minutes(moment.epoch)).unwrap_or(0);
        Timestamp { offset_minutes, ..moment }.to_string()
    }

    /// The label of a tick: the date, once, where the axis crosses into it.
    #[must_use]
    pub fn tick_label(&self, tick: &Tick) -> String {
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

    /// The ticks of an axis so many CSS px wide, where `is_free` tells that from this px on there is room for a label.
    #[must_use]
    pub fn ticks(&self, scale: &Scale, width: f64, is_free: impl Fn(f64, f64) -> bool) -> Vec<Tick> {
        // A label is at most `2021-08-25` or `15:09:31.740` wide, with room to the next.
        const LABEL: f64 = 96.0;
        let is_free = |place| is_free(place * width, LABEL - 12.0);
        ticks(scale, (width / LABEL).max(1.0) as u32, |epoch| self.offset_minutes(epoch), is_free)
    }
}

//! The whole of a task's time, as the timeline lays it out and the replay plays it: from its start to its end, or to now.

use std::sync::Arc;

use taskscope_core::insight::StepTime;
use taskscope_core::layout::timeline::{Scale, first_start, idle};
use taskscope_core::task::Timestamp;

use crate::state::{Derived, Session};

/// Stretches of idle time, from the first to the last.
pub(in crate::view) type Idle = Arc<Vec<(Timestamp, Timestamp)>>;

/// The whole of a task's time.
#[derive(Clone, Copy)]
pub(in crate::view) struct Whole {
    /// The stretches in which nothing is known to have run.
    pub idle: Derived<Idle>,
    /// All of it on an axis; `None` where no time is known.
    pub scale: Derived<Option<Scale>>,
}

impl Whole {
    /// Follows the session.
    pub fn new(session: Session) -> Self {
        let ends = Derived::new(move |_| {
            let loaded = session.loaded.get()?;
            let totals = loaded.insight.totals;
            let (start, end) = (totals.start?, totals.end.or(totals.start)?);
            let first = first_start(start, end, loaded.insight.times.iter().copied());
            // Another run is drawn from the same start, however much longer it took.
            let other = session.contrast.get().and_then(|contrast| contrast.other.insight.totals.wall);
            Some((first, other.map_or(end, |wall| end.max(start + wall))))
        });
        let idle = Derived::new(move |_| {
            let (Some((start, end)), Some(loaded)) = (ends.get(), session.loaded.get()) else { return Arc::default() };
            let contrast = session.contrast.get();
            let other = contrast.as_ref().and_then(|contrast| Some((contrast, contrast.shift?)));
            let other = other.into_iter().flat_map(|(contrast, shift)| {
                let shifted = move |time: Option<Timestamp>| time.map(|time| time + shift);
                let times = contrast.other.insight.times.iter();
                times.map(move |time| StepTime { start: shifted(time.start), end: shifted(time.end), ..*time })
            });
            Arc::new(idle(start, end, loaded.insight.times.iter().copied().chain(other)))
        });
        let scale = Derived::new(move |_| {
            let (start, end) = ends.get()?;
            let idle = if session.choice.get().idle { Arc::default() } else { idle.get() };
            Some(Scale::around(start, end, &idle))
        });
        Self { idle, scale }
    }
}

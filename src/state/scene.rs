//! The task as the views show it: as it is now, or as it was at the instant of a replay.

use std::ops::Deref;
use std::sync::Arc;

use taskscope_core::insight::{StepTime, outcomes_at, time_at};
use taskscope_core::task::{Outcome, SubtaskIdx, Timestamp};

use super::Loaded;

/// A task at an instant. What does not depend on the instant is the loaded task's.
#[derive(Debug)]
pub struct Scene {
    loaded: Arc<Loaded>,
    past: Option<Past>,
}

/// What was so at an instant.
#[derive(Debug)]
struct Past {
    at: Timestamp,
    outcomes: Vec<Outcome>,
}

impl Scene {
    /// A task at an instant; `None`: as it is now.
    #[must_use]
    pub fn new(loaded: Arc<Loaded>, at: Option<Timestamp>) -> Self {
        let past = at.map(|at| Past { at, outcomes: outcomes_at(&loaded.task, &loaded.insight, at) });
        Self { loaded, past }
    }

    /// Whether it is not the state of now.
    #[must_use]
    pub fn is_past(&self) -> bool {
        self.past.is_some()
    }

    /// The outcomes by index.
    #[must_use]
    pub fn outcomes(&self) -> &[Outcome] {
        self.past.as_ref().map_or(&self.loaded.insight.outcomes, |past| &past.outcomes)
    }

    /// The outcome of a step.
    #[must_use]
    pub fn outcome(&self, step: SubtaskIdx) -> Outcome {
        self.outcomes().get(step.index()).copied().unwrap_or(Outcome::Unknown)
    }

    /// The times of a step.
    #[must_use]
    pub fn time(&self, step: SubtaskIdx) -> Option<StepTime> {
        let time = *self.loaded.insight.times.get(step.index())?;
        Some(self.past.as_ref().map_or(time, |past| time_at(time, past.at)))
    }
}

impl Deref for Scene {
    type Target = Loaded;
    fn deref(&self) -> &Loaded {
        &self.loaded
    }
}

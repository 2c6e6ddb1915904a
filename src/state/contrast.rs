//! The task on the screen set against another one.

use std::sync::Arc;

use taskscope_core::insight::{ComparedStep, Comparison, StepTime};
use taskscope_core::sort::{self, Key};
use taskscope_core::task::{Family, Millis, SubtaskIdx};

use super::{Loaded, Scene};
use crate::source::LoadError;

/// How far loading the other task has come.
#[derive(Clone, Debug, Default)]
pub enum Other {
    /// None is asked for.
    #[default]
    None,
    /// It is on its way.
    Busy,
    /// Here it is.
    Ready(Arc<Loaded>),
    /// It can't be had.
    Failed(Arc<LoadError>),
}

/// What differs from the other task, which counts as the one before.
#[derive(Debug)]
pub struct Contrast {
    /// The other task.
    pub other: Arc<Loaded>,
    /// What differs.
    pub comparison: Comparison,
    /// By how much its clock is put forward, so that both begin at once.
    pub shift: Option<Millis>,
    /// By index of the task on the screen: the place in the comparison.
    places: Vec<Option<usize>>,
}

/// How a step, or siblings read as one, differ from the other run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Delta {
    /// It can't be said: one of the two runs is not known.
    #[default]
    Unknown,
    /// The other task has no such step.
    New,
    /// It took about as long.
    Same,
    /// It took longer, by so much.
    Longer(Millis),
    /// It took less, by so much.
    Shorter(Millis),
}

/// What differs by less is the same to a reader: steps vary by as much from run to run.
const NOTHING: Millis = Millis(100);

impl Delta {
    /// What a difference of run times comes to.
    #[must_use]
    pub fn of(difference: Millis) -> Self {
        match difference {
            longer if longer >= NOTHING => Self::Longer(longer),
            shorter if shorter <= Millis::ZERO - NOTHING => Self::Shorter(Millis::ZERO - shorter),
            _ => Self::Same,
        }
    }

    /// What can be said of it while a run may still get longer: the one on the screen, the other, or both.
    #[must_use]
    pub const fn so_far(self, own_goes_on: bool, other_goes_on: bool) -> Self {
        match self {
            Self::Longer(_) if other_goes_on => Self::Unknown,
            Self::Shorter(_) if own_goes_on => Self::Unknown,
            Self::Same if own_goes_on || other_goes_on => Self::Unknown,
            certain => certain,
        }
    }

    /// Its name in the page.
    #[must_use]
    pub const fn as_str(self) -> Option<&'static str> {
        match self {
            Self::Unknown => None,
            Self::New => Some("new"),
            Self::Same => Some("same"),
            Self::Longer(_) => Some("longer"),
            Self::Shorter(_) => Some("shorter"),
        }
    }

    /// The family in whose colours it is drawn.
    #[must_use]
    pub const fn family(self) -> Family {
        match self {
            Self::Unknown | Self::Same => Family::Idle,
            Self::New => Family::Undone,
            Self::Longer(_) => Family::Forced,
            Self::Shorter(_) => Family::Good,
        }
    }
}

impl Contrast {
    /// Sets a task against another.
    #[must_use]
    pub fn of(own: &Loaded, other: Arc<Loaded>) -> Self {
        let comparison = Comparison::of((&other.task, &other.insight), (&own.task, &own.insight));
        let mut places = vec![None; own.task.subtasks.len()];
        for (place, step) in comparison.steps.iter().enumerate() {
            if let Some(slot) = step.after.and_then(|after| places.get_mut(after.index())) {
                *slot = Some(place);
            }
        }
        let shift = own.insight.totals.start.zip(other.insight.totals.start).map(|(own, other)| own - other);
        Self { other, comparison, shift, places }
    }

    /// The step of the other task that a step is set against.
    #[must_use]
    pub fn counterpart(&self, step: SubtaskIdx) -> Option<SubtaskIdx> {
        let place = self.places.get(step.index()).copied().flatten()?;
        self.comparison.steps.get(place)?.before
    }

    /// How a step differs, or the longest of siblings from the longest of theirs.
    #[must_use]
    pub fn delta(&self, own: &Scene, steps: &[SubtaskIdx]) -> Delta {
        let mut others = steps.iter().filter_map(|&step| self.counterpart(step)).peekable();
        if others.peek().is_none() {
            return Delta::New;
        }
        let was = longest(others.filter_map(|step| self.other.insight.times.get(step.index()).copied()));
        let is = longest(steps.iter().filter_map(|&step| own.time(step)));
        is.zip(was).map_or(Delta::Unknown, |((is, own_goes_on), (was, other_goes_on))| {
            Delta::of(is - was).so_far(own_goes_on, other_goes_on)
        })
    }

    /// What made one task longer than the other, the largest share first; what made no difference is left out.
    #[must_use]
    pub fn causes(&self) -> Vec<ComparedStep> {
        let mut causes: Vec<ComparedStep> =
            self.comparison.steps.iter().filter(|step| step.wall != Millis::ZERO).copied().collect();
        sort::by_key(&mut causes, |step| !step.wall.0.abs().key());
        causes
    }

    /// The steps that only the other task has.
    pub fn gone(&self) -> impl Iterator<Item = SubtaskIdx> + '_ {
        self.comparison.steps.iter().filter(|step| step.after.is_none()).filter_map(|step| step.before)
    }
}

/// The longest run, and whether one of them goes on; `None` where none is known.
fn longest(times: impl Iterator<Item = StepTime>) -> Option<(Millis, bool)> {
    times.filter_map(|time| Some((time.run()?, time.is_open))).fold(None, |longest, (run, goes_on)| match longest {
        Some((other, others)) => Some((run.max(other), goes_on || others)),
        None => Some((run, goes_on)),
    })
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn a_tenth_of_a_second_is_a_difference_and_less_is_none() {
        assert_eq!(Delta::of(Millis(99)), Delta::Same);
        assert_eq!(Delta::of(Millis(-99)), Delta::Same);
        assert_eq!(Delta::of(Millis(100)), Delta::Longer(Millis(100)));
        assert_eq!(Delta::of(Millis(-3200)), Delta::Shorter(Millis(3200)));
    }

    #[wasm_bindgen_test]
    fn of_what_goes_on_only_the_certain_is_said() {
        let (longer, shorter) = (Delta::Longer(Millis(500)), Delta::Shorter(Millis(500)));
        assert_eq!([longer, shorter, Delta::Same].map(|it| it.so_far(false, false)), [longer, shorter, Delta::Same]);
        assert_eq!([longer, shorter].map(|it| it.so_far(true, false)), [longer, Delta::Unknown]);
        assert_eq!([longer, shorter].map(|it| it.so_far(false, true)), [Delta::Unknown, shorter]);
        assert_eq!(Delta::New.so_far(true, true), Delta::New);
        assert_eq!(Delta::Same.so_far(true, false), Delta::Unknown);
    }
}

//! What stands out: the few steps that a reader ought to look at first, found while there is time for it. A view that
//! searched a large task for them would hold up the frame in which it is drawn.

use super::schedule::Schedule;
use super::{CriticalPath, Group, GroupKind, LimitUse, Spread, StepTime, Totals, spread};
use crate::pace::{BATCH, Steps, apart};
use crate::task::{CLOCK_TOLERANCE, Millis, SubtaskIdx, Task, has_impossible_times};

/// How many steps stand out in one way, at most.
const MOST: usize = 5;

/// Of how many steps it is said what the task would have gained by them.
const MOST_SAVINGS: usize = 3;

/// The steps that stand out, a few in each way; none by a time that can't be true.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Highlights {
    /// Those that waited the longest for their turn, the longest first.
    pub waits: Vec<SubtaskIdx>,
    /// The longest steps of the critical path, each with what the task's wall time would be, had it taken half as long;
    /// without those whose interval has idle time in it, for nobody knows how much of that was work.
    pub savings: Vec<(SubtaskIdx, Millis)>,
    /// Those that used up their time limits, in reading order.
    pub over_limit: Vec<SubtaskIdx>,
    /// Those that took much longer than others that do the same thing, with what is usual among these.
    pub outliers: Vec<(SubtaskIdx, Spread)>,
}

/// What they are found in.
pub(super) struct Found<'a> {
    pub task: &'a Task,
    pub order: &'a [SubtaskIdx],
    pub times: &'a [StepTime],
    pub totals: &'a Totals,
    pub path: &'a CriticalPath,
    pub groups: &'a [Group],
    /// As observed; `None` where it is not known, or where the task was undone.
    pub schedule: Option<&'a Schedule<'a>>,
    /// Whether the times of some step contradict each other, or those of the task.
    pub has_impossible_times: bool,
    /// Whether some step ran for its whole limit or longer.
    pub has_over_limit: bool,
}

impl Found<'_> {
    /// Finds them.
    pub async fn highlights(&self, steps: &Steps<'_>) -> Highlights {
        let mut waits = Longest::new(MOST);
        let mut over_limit = Vec::new();
        for batch in self.order.chunks(BATCH) {
            for &step in batch {
                let Some(time) = self.time(step) else { continue };
                waits.add(time.wait(), step, &|step| self.is_wait_true(step));
                let is_over = || self.task.get(step).is_some_and(|it| LimitUse::of(it, time).is_exceeded());
                if self.has_over_limit && over_limit.len() < MOST && is_over() && self.is_true(step) {
                    over_limit.push(step);
                }
            }
            steps.look().await;
        }
        let waits = waits.steps.into_iter().map(|(_, step)| step).collect();
        Highlights {
            waits,
            savings: apart(self.savings(steps)).await,
            over_limit,
            outliers: apart(self.outliers(steps)).await,
        }
    }

    fn time(&self, step: SubtaskIdx) -> Option<&StepTime> {
        self.times.get(step.index())
    }

    /// Whether the times of a step can be true: nothing starts after the task's end, or later than now.
    fn is_true(&self, step: SubtaskIdx) -> bool {
        let late = self.time(step).and_then(|time| Some(time.start? - self.totals.end?));
        let is_impossible = || self.task.get(step).is_some_and(|subtask| has_impossible_times(self.task, subtask));
        late.is_none_or(|late| late <= CLOCK_TOLERANCE) && !(self.has_impossible_times && is_impossible())
    }

    /// The same of its wait, which begins where its upstreams ended.
    fn is_wait_true(&self, step: SubtaskIdx) -> bool {
        self.is_true(step) && self.task.upstream.of(step).iter().all(|&upstream| self.is_true(upstream))
    }

    async fn savings(&self, steps: &Steps<'_>) -> Vec<(SubtaskIdx, Millis)> {
        let Some(schedule) = self.schedule else { return Vec::new() };
        let mut longest = Longest::new(MOST_SAVINGS);
        for part in self.path.parts.iter().filter(|part| part.run > Millis(1)) {
            let is_span = self.time(part.step).is_some_and(|time| time.is_span);
            longest.add(Some(part.run).filter(|_| !is_span), part.step, &|step| self.is_true(step));
        }
        let mut savings = Vec::new();
        for (_, step) in longest.steps {
            steps.look().await;
            let run = self.time(step).and_then(StepTime::run);
            let then = run.and_then(|run| schedule.wall_if(step, Millis(run.0 / 2)));
            savings.extend(then.map(|then| (step, then)));
        }
        savings
    }

    async fn outliers(&self, steps: &Steps<'_>) -> Vec<(SubtaskIdx, Spread)> {
        let mut outliers = Vec::new();
        let is_parallel = |group: &&Group| matches!(group.kind, GroupKind::Siblings | GroupKind::Lanes);
        for group in self.groups.iter().filter(is_parallel) {
            for stage in group.stages() {
                if outliers.len() == MOST {
                    return outliers;
                }
                steps.tick().await;
                let spread = spread(self.times, stage.filter(|step| self.is_true(*step)));
                outliers.extend(spread.and_then(|spread| Some((spread.outlier?, spread))));
            }
        }
        outliers
    }
}

/// The few longest of many, the longest first; of equals, who came first.
struct Longest {
    most: usize,
    steps: Vec<(Millis, SubtaskIdx)>,
}

impl Longest {
    fn new(most: usize) -> Self {
        Self { most, steps: Vec::with_capacity(most + 1) }
    }

    /// Takes note of one; what took no time is not long. Only of what is long it is asked whether that is true.
    fn add(&mut self, span: Option<Millis>, step: SubtaskIdx, is_true: &dyn Fn(SubtaskIdx) -> bool) {
        let Some(span) = span.filter(|span| *span > Millis::ZERO) else { return };
        let place = self.steps.iter().take_while(|(other, _)| *other >= span).count();
        if place < self.most && is_true(step) {
            self.steps.insert(place, (span, step));
            self.steps.truncate(self.most);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_longest_come_first_and_equals_as_they_came(spans in prop::collection::vec(-2..6_i64, 0..30)) {
            let mut longest = Longest::new(4);
            for (step, &span) in (0..).zip(&spans) {
                longest.add(Some(Millis(span)), SubtaskIdx(step), &|_| true);
            }
            let mut expected: Vec<(Millis, SubtaskIdx)> =
                (0..).zip(spans).filter(|(_, span)| *span > 0).map(|(step, span)| (Millis(span), SubtaskIdx(step))).collect();
            expected.sort_by_key(|(span, _)| std::cmp::Reverse(*span));
            expected.truncate(4);
            prop_assert_eq!(longest.steps, expected);
        }
    }
}

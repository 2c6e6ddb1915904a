//! How alike the members of a group are: the spread of their durations, and the one that stands out.

use crate::insight::StepTime;
use crate::sort::{self, Key};
use crate::task::{Millis, SubtaskIdx};

/// The durations of some steps that do the same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// The shortest.
    pub least: Millis,
    /// The middle one; of two, the lower.
    pub median: Millis,
    /// The longest.
    pub most: Millis,
    /// The step that took the longest, if it stands out.
    pub outlier: Option<SubtaskIdx>,
}

/// Fewer say nothing of what is usual.
const LEAST_TO_COMPARE: usize = 4;

/// A difference of less than this can't be told from scheduling: OCP ticks once a second.
const LEAST_DIFFERENCE: Millis = Millis(1000);

/// The spread of the durations that are known, without those that have idle time in them; `None` where none is.
///
/// The longest stands out if its modified z-score exceeds 3.5 (Iglewicz and Hoaglin 1993): the distance from the median
/// in units of the median absolute deviation, which one outlier can't inflate. Where more than half are equal, that
/// deviation is 0, and it stands out at twice the median.
#[must_use]
pub fn spread(times: &[StepTime], steps: impl IntoIterator<Item = SubtaskIdx>) -> Option<Spread> {
    let run = |step: SubtaskIdx| {
        let time = times.get(step.index()).filter(|time| !time.is_span)?;
        Some((time.run?, step))
    };
    let mut runs: Vec<(Millis, SubtaskIdx)> = steps.into_iter().filter_map(run).collect();
    let &(most, longest) = runs.iter().max()?;
    sort::by_key(&mut runs, |(run, _)| run.0.key());
    let &(least, _) = runs.first()?;
    let median = middle(&runs.iter().map(|&(run, _)| run).collect::<Vec<_>>());
    let mut deviations: Vec<Millis> = runs.iter().map(|&(run, _)| Millis((run - median).0.abs())).collect();
    sort::by_key(&mut deviations, |deviation| deviation.0.key());
    let (distance, deviation) = ((most - median).0, middle(&deviations).0);
    let stands_out =
        if deviation == 0 { distance > median.0 } else { 0.6745 * distance as f64 > 3.5 * deviation as f64 };
    let comparable = runs.len() >= LEAST_TO_COMPARE && distance > LEAST_DIFFERENCE.0;
    Some(Spread { least, median, most, outlier: Some(longest).filter(|_| comparable && stands_out) })
}

fn middle(sorted: &[Millis]) -> Millis {
    sorted.get(sorted.len().saturating_sub(1) / 2).copied().unwrap_or_default()
}

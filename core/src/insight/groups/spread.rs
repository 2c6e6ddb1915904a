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
        Some((time.run()?, step))
    };
    let mut runs: Vec<(Millis, SubtaskIdx)> = steps.into_iter().filter_map(run).collect();
    let &(most, longest) = runs.iter().max()?;
    sort::by_key(&mut runs, |(run, _)| run.0.key());
    let &(least, _) = runs.first()?;
    let (below, above) = runs.split_at(middle(runs.len()));
    let &(median, _) = above.first()?;
    let distance = (most - median).0;
    let deviation = median_deviation(below, above, median);
    let stands_out =
        if deviation == 0 { distance > median.0 } else { 0.6745 * distance as f64 > 3.5 * deviation as f64 };
    let comparable = runs.len() >= LEAST_TO_COMPARE && distance > LEAST_DIFFERENCE.0;
    Some(Spread { least, median, most, outlier: Some(longest).filter(|_| comparable && stands_out) })
}

/// The place of the middle one of so many; of two, the lower.
const fn middle(count: usize) -> usize {
    count.saturating_sub(1) / 2
}

/// The middle one of the distances from the median, in milliseconds: away from it, on either side, they only grow.
fn median_deviation(below: &[(Millis, SubtaskIdx)], above: &[(Millis, SubtaskIdx)], median: Millis) -> i64 {
    let mut below = below.iter().rev().map(|&(run, _)| (median - run).0).peekable();
    let mut above = above.iter().map(|&(run, _)| (run - median).0).peekable();
    let mut deviation = 0;
    for _ in 0..=middle(below.len() + above.len()) {
        let is_below = above.peek().is_none_or(|above| below.peek().is_some_and(|below| below < above));
        deviation = if is_below { below.next() } else { above.next() }.unwrap_or(deviation);
    }
    deviation
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_middle_deviation_is_that_of_all_deviations_sorted(runs in prop::collection::vec(0..20_i64, 1..30)) {
            let mut runs = runs;
            runs.sort_unstable();
            let owned: Vec<(Millis, SubtaskIdx)> = runs.iter().map(|&run| (Millis(run), SubtaskIdx(0))).collect();
            let (below, above) = owned.split_at(middle(owned.len()));
            let median = above[0].0;
            let mut deviations: Vec<i64> = runs.iter().map(|&run| (run - median.0).abs()).collect();
            deviations.sort_unstable();
            prop_assert_eq!(median_deviation(below, above, median), deviations[middle(deviations.len())]);
        }
    }
}

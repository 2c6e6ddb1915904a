//! What the browser's driver told, run by run.

use serde_json::Value;

use crate::cases::Case;
use crate::statistics::{median, percentile};
use crate::{cases, measure};

/// A case that takes longer than this to its first picture is run once, in ms.
const LONG: f64 = 10_000.0;

/// All runs, in their order.
#[derive(Default)]
pub struct Runs {
    lines: Vec<Value>,
}

impl Runs {
    /// Takes in what was told of a run.
    pub fn add(&mut self, line: &str) -> Result<(), String> {
        self.lines.push(serde_json::from_str(line).map_err(|e| format!("the driver said {line:?}: {e}"))?);
        Ok(())
    }

    /// What was told, as it was told.
    pub fn lines(&self) -> &[Value] {
        &self.lines
    }

    /// Each case that was run, in the order of the first runs.
    pub fn cases(&self) -> Vec<Case> {
        let mut cases = Vec::new();
        for line in &self.lines {
            let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
            let nodes = line["nodes"].as_u64().unwrap_or_default() as u32;
            let case = Case { page: text("page"), family: text("family"), nodes };
            if !cases.contains(&case) {
                cases.push(case);
            }
        }
        cases
    }

    fn of(&self, case: &Case) -> impl Iterator<Item = &Value> + use<'_> {
        let case = case.clone();
        self.lines.iter().filter(move |line| {
            line["page"] == *case.page && line["family"] == *case.family && line["nodes"] == case.nodes
        })
    }

    /// Why a case has no figures, if one of its runs failed.
    pub fn failure(&self, case: &Case) -> Option<&str> {
        self.of(case).find_map(|line| line["failed"].as_str())
    }

    /// Whether a case needs no further run: it failed, it is slow, or a smaller one of its page and family failed.
    pub fn is_enough(&self, case: &Case) -> bool {
        let failed_before = case.page != cases::OURS
            && self
                .cases()
                .iter()
                .any(|other| other.page == case.page && other.family == case.family && self.failure(other).is_some());
        failed_before
            || self.failure(case).is_some()
            || self.median(case, measure::COMPLETE).is_some_and(|it| it > LONG)
    }

    /// The median of a measure over a case's runs.
    pub fn median(&self, case: &Case, name: &str) -> Option<f64> {
        median(&self.of(case).filter_map(|line| line["values"][name].as_f64()).collect::<Vec<_>>())
    }

    /// A percentile over the frames of all runs of a case.
    pub fn percentile(&self, case: &Case, name: &str, percent: f64) -> Option<f64> {
        let frames = self.of(case).filter_map(|line| line["values"][name].as_array()).flatten();
        percentile(&frames.filter_map(Value::as_f64).collect::<Vec<_>>(), percent)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn case(page: &str, nodes: u32) -> Case {
        Case { page: page.to_owned(), family: "stages".to_owned(), nodes }
    }

    #[test]
    fn runs_of_a_case_are_taken_together() {
        let mut runs = Runs::default();
        for (complete, pan) in [(30, "[16,17]"), (10, "[16,40]"), (20, "[16,16]")] {
            let values = format!(r#"{{"complete":{complete},"pan":{pan}}}"#);
            runs.add(&format!(r#"{{"page":"g6","family":"stages","nodes":100,"values":{values}}}"#)).unwrap();
        }
        assert_eq!(runs.cases(), [case("g6", 100)]);
        assert_eq!(runs.median(&case("g6", 100), measure::COMPLETE), Some(20.0));
        assert_eq!(runs.percentile(&case("g6", 100), measure::PAN, 50.0), Some(16.0));
        assert_eq!(runs.percentile(&case("g6", 100), measure::PAN, 100.0), Some(40.0));
        assert!(!runs.is_enough(&case("g6", 100)));
        assert!(runs.add("[").is_err());
    }

    #[test]
    fn who_fails_is_asked_for_no_more_unless_it_is_ours() {
        let mut runs = Runs::default();
        for page in ["g6", "taskscope"] {
            runs.add(&format!(r#"{{"page":"{page}","family":"stages","nodes":100,"failed":"> 60 s"}}"#)).unwrap();
            assert_eq!(runs.failure(&case(page, 100)), Some("> 60 s"));
            assert!(runs.is_enough(&case(page, 100)));
        }
        assert!(runs.is_enough(&case("g6", 500)));
        assert!(!runs.is_enough(&case("taskscope", 500)));
    }
}

//! What each attempt of each step will do: plausible success by default, and rules for the exceptions that a
//! fixture is about.

use super::plan::Step;
use crate::rng::{Rng, hash};
use std::sync::Arc;

/// How one attempt goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Ends well after so many milliseconds.
    Succeeds(i64),
    /// Ends badly after so many milliseconds, with this message in the log.
    Fails(i64, &'static str),
    /// Never ends by itself: the timer, if it has one, ends it.
    Hangs,
    /// The OCP node that ran it was restarted: nothing will ever end it, and no timer is left (a zombie).
    Lost,
}

/// Working forwards or undoing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// EXECUTE and RETRY.
    Forward,
    /// ROLLBACK.
    Back,
}

/// Which attempts a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// The n-th in its direction, from 1.
    Nth(u32),
    /// All of them.
    Every,
}

/// An exception: what happens to the steps of one name.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Name of the step.
    pub step: Arc<str>,
    /// Its `parallelIdx`; `None` for all of the name.
    pub parallel_idx: Option<i32>,
    /// Direction of the attempts meant.
    pub direction: Direction,
    /// Attempts meant.
    pub attempt: Attempt,
    /// What they do.
    pub fate: Fate,
}

/// A seed for the ordinary and rules for the rest; the first rule that fits wins.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// Seed of durations and delays.
    pub seed: u64,
    /// The exceptions.
    pub rules: Vec<Rule>,
}

impl Script {
    /// A run without exceptions.
    pub fn smooth(seed: u64) -> Self {
        Self { seed, rules: Vec::new() }
    }

    /// The same script with a rule for forward attempts of all steps called `step`.
    pub fn with(self, step: &str, attempt: Attempt, fate: Fate) -> Self {
        self.with_rule(Rule { step: step.into(), parallel_idx: None, direction: Direction::Forward, attempt, fate })
    }

    /// The same script with a rule for forward attempts of one of the siblings called `step`.
    pub fn with_sibling(self, step: &str, parallel_idx: i32, attempt: Attempt, fate: Fate) -> Self {
        let parallel_idx = Some(parallel_idx);
        self.with_rule(Rule { step: step.into(), parallel_idx, direction: Direction::Forward, attempt, fate })
    }

    /// The same script with a rule for undoing the steps called `step`.
    pub fn with_rollback(self, step: &str, attempt: Attempt, fate: Fate) -> Self {
        self.with_rule(Rule { step: step.into(), parallel_idx: None, direction: Direction::Back, attempt, fate })
    }

    fn with_rule(mut self, rule: Rule) -> Self {
        self.rules.push(rule);
        self
    }

    /// What the n-th attempt (from 1) of a step in a direction does.
    pub(super) fn fate(&self, index: usize, step: &Step, direction: Direction, attempt: u32) -> Fate {
        let fits = |rule: &&Rule| {
            rule.step == step.name
                && rule.direction == direction
                && rule.parallel_idx.is_none_or(|wanted| wanted == step.parallel_idx)
                && (rule.attempt == Attempt::Every || rule.attempt == Attempt::Nth(attempt))
        };
        if let Some(rule) = self.rules.iter().find(fits) {
            return rule.fate.clone();
        }
        let mut rng = Rng::new(hash(&[self.seed, 2, index as u64, u64::from(attempt), direction as u64]));
        let (low, high) = step.pace_ms;
        Fate::Succeeds(match direction {
            Direction::Forward => rng.between(low, high),
            // Undoing mostly deletes what was made: quicker than making it.
            Direction::Back => rng.between(low / 3, high / 3).max(20),
        })
    }
}

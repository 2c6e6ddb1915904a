//! How many steps came to what.

use crate::task::Outcome;

/// A number for each outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([usize; Outcome::ALL.len()]);

impl Counts {
    /// Counts them.
    #[must_use]
    pub fn of(outcomes: impl IntoIterator<Item = Outcome>) -> Self {
        let mut counts = Self::default();
        for outcome in outcomes {
            if let Some(count) = counts.0.get_mut(outcome as usize) {
                *count += 1;
            }
        }
        counts
    }

    /// How many came to this.
    #[must_use]
    pub fn get(&self, outcome: Outcome) -> usize {
        self.0.get(outcome as usize).copied().unwrap_or(0)
    }

    /// How many came to something of this kind.
    #[must_use]
    pub fn all(&self, is_wanted: impl Fn(Outcome) -> bool) -> usize {
        self.present().filter(|&(outcome, _)| is_wanted(outcome)).map(|(_, count)| count).sum()
    }

    /// How many steps there are.
    #[must_use]
    pub fn total(&self) -> usize {
        self.0.iter().sum()
    }

    /// How many are done, forced ones among them.
    #[must_use]
    pub fn done(&self) -> usize {
        self.all(Outcome::is_done)
    }

    /// The outcomes that occur, in the order of [`Outcome::ALL`].
    pub fn present(&self) -> impl Iterator<Item = (Outcome, usize)> + '_ {
        Outcome::ALL.iter().copied().zip(self.0).filter(|&(_, count)| count > 0)
    }
}

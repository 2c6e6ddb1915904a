//! What was found, said to a reader: one sentence each, in every language.
//!
//! A file for each subject; in it, both languages stand side by side, so that the compiler proves them complete.
//! OceanBase's own terms are used: what the API calls a subtask is a step in English and 子任务 in Chinese. Sentences
//! that stand alone have no full stop.

mod action;
mod duration;
mod finding;
mod insight;
mod label;
mod phrase;
mod report;
mod statement;
#[cfg(test)]
mod tests;
mod verdict;
mod why;

pub use action::{action, refusal};
pub use duration::{duration, elapsed};
pub use finding::finding;
pub use insight::{holds_up, outlier, over_limit, skew, still_running, undoing, what_if};
pub use label::{outcome, verdict};
pub use phrase::step;
pub use report::{Around, report};
pub use statement::{attempts, retries, rollback};
pub use verdict::{news, verdict_sentence};
pub use why::why;

/// The languages taskscope speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Simplified Chinese, in OceanBase's own terms.
    Zh,
}

impl Lang {
    /// Its BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh-CN",
        }
    }

    /// The language of a tag such as `zh-Hans-CN` or `en-GB`; `None` if taskscope does not speak it.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next().map(str::to_ascii_lowercase).as_deref() {
            Some("en") => Some(Self::En),
            Some("zh") => Some(Self::Zh),
            _ => None,
        }
    }
}

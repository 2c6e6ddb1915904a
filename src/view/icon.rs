//! One icon an outcome: a shell that tells the family by its shape, and a glyph in it that tells the outcome.

use leptos::prelude::*;
use taskscope_core::task::{Outcome, Verdict};

use super::part::{IntoPart, Part, view};

/// The outline of an icon.
#[derive(Clone, Copy)]
enum Shell {
    /// A filled disc.
    Disc,
    /// A filled square.
    Square,
    /// A filled diamond.
    Diamond,
    /// A ring.
    Ring,
    /// A broken ring.
    Dashes,
}

impl Shell {
    const fn path(self) -> &'static str {
        match self {
            Self::Disc => "M8 .5a7.5 7.5 0 1 1 0 15a7.5 7.5 0 0 1 0-15Z",
            Self::Square => "M4 1h8a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3H4a3 3 0 0 1-3-3V4a3 3 0 0 1 3-3Z",
            Self::Diamond => "M8 .3l7.4 7a1 1 0 0 1 0 1.4L8 15.7.6 8.7a1 1 0 0 1 0-1.4Z",
            Self::Ring | Self::Dashes => "M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13Z",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Disc | Self::Square | Self::Diamond => "ts-shell-full",
            Self::Ring => "ts-shell-ring",
            Self::Dashes => "ts-shell-dashes",
        }
    }
}

const CHECK: &str = "M4.6 8.3l2.3 2.3l4.5-4.9";
const CROSS: &str = "M5.3 5.3l5.4 5.4M10.7 5.3l-5.4 5.4";
const BACK: &str = "M6.6 4.6L4.4 6.8l2.2 2.2M4.6 6.8h4.6a2.2 2.2 0 0 1 0 4.6H7";
const NOTHING: &str = "";

const fn parts(outcome: Outcome) -> (Shell, &'static str) {
    match outcome {
        Outcome::Waiting => (Shell::Dashes, "M8 5v3.2l2 1.3"),
        Outcome::Eligible => (Shell::Ring, "M8 5v3.2l2 1.3"),
        Outcome::Ready => (Shell::Ring, "M8 7.4v1.2"),
        Outcome::NeverRan => (Shell::Dashes, NOTHING),
        Outcome::Unknown => (Shell::Ring, "M6.3 6.4a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.9.6-.9 1.2M8 11.4v.1"),
        Outcome::Running => (Shell::Disc, "M6.6 5.2l4 2.8l-4 2.8Z"),
        Outcome::Retrying => (Shell::Disc, "M11.2 8a3.2 3.2 0 1 1-1.2-2.5M10.2 3.6v2.1H8.1"),
        Outcome::Stopping => (Shell::Disc, "M6 6h4v4H6Z"),
        Outcome::Succeeded => (Shell::Disc, CHECK),
        Outcome::SucceededAfterRetry => (Shell::Disc, "M4.4 7l1.9 1.9l4-4.3M5 11.4h6"),
        Outcome::Forced => (Shell::Diamond, CHECK),
        Outcome::RollbackSkipped => (Shell::Diamond, "M5.4 8h5.2"),
        Outcome::Failed => (Shell::Square, CROSS),
        Outcome::Terminated => (Shell::Square, "M5.6 5.6h4.8v4.8H5.6Z"),
        Outcome::RollbackFailed => (Shell::Square, BACK),
        Outcome::AwaitingRollback => (Shell::Ring, BACK),
        Outcome::RollingBack | Outcome::RolledBack => (Shell::Disc, BACK),
    }
}

/// The outcome that looks like this verdict.
const fn likeness(verdict: Verdict) -> Outcome {
    match verdict {
        Verdict::Running => Outcome::Running,
        Verdict::Retrying => Outcome::Retrying,
        Verdict::RollingBack => Outcome::RollingBack,
        Verdict::Failing | Verdict::Failed => Outcome::Failed,
        Verdict::RollbackFailed => Outcome::RollbackFailed,
        Verdict::Succeeded => Outcome::Succeeded,
        Verdict::SucceededWithForcedSteps => Outcome::Forced,
        Verdict::RolledBack => Outcome::RolledBack,
        Verdict::Unknown => Outcome::Unknown,
    }
}

/// The icon of an outcome. Said nowhere: the words stand beside it.
#[component]
pub fn OutcomeIcon(
    /// Which.
    outcome: Outcome,
) -> Part {
    let (shell, glyph) = parts(outcome);
    view! {
        <svg class="ts-icon" data-family=outcome.family().as_str() viewBox="0 0 16 16" aria-hidden="true">
            <path class=shell.class() d=shell.path() />
            <path class="ts-glyph" d=glyph />
        </svg>
    }
    .part()
}

/// The icon of a verdict.
#[component]
pub fn VerdictIcon(
    /// Which.
    verdict: Verdict,
) -> Part {
    view! { <OutcomeIcon outcome=likeness(verdict) /> }.part()
}

/// A sign on a button, drawn: a letter that looks like it may be in no font at hand, and the browser looks through all.
pub fn sign(path: &'static str) -> Part {
    view! {
        <svg class="ts-small-icon" viewBox="0 0 16 16" aria-hidden="true">
            <path d=path />
        </svg>
    }
    .part()
}

/// Asking again.
pub const AGAIN: &str = "M13 8a5 5 0 1 1-1.6-3.7M13 2.5v3h-3";
/// More about it.
pub const ABOUT: &str = "M8 2a6 6 0 1 1 0 12a6 6 0 0 1 0-12M8 7.4v3.4M8 5v.2";
/// Settings, as two sliders.
pub const SETTINGS: &str = "M2.5 5h6M12 5h1.5M2.5 11h1.5M7.5 11h6M10.2 3.3a1.7 1.7 0 1 1 0 3.4a1.7 1.7 0 0 1 0-3.4M5.8 9.3a1.7 1.7 0 1 1 0 3.4a1.7 1.7 0 0 1 0-3.4";
/// The way to another task.
pub const HOME: &str = "M2 8l6-5l6 5M4 6.5v6.5h8v-6.5";
/// Closing.
pub const CLOSE: &str = "M4 4l8 8M12 4l-8 8";

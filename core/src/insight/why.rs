//! Why a step is not further: for each that is not simply done, the reason and the steps behind it.

use super::{Insight, LIMIT_GRACE, LimitUse, StepTime};
use crate::task::{
    Millis, Operation, Outcome, Subtask, SubtaskIdx, SubtaskStatus, Task, Timestamp, Verdict, has_failed, is_done,
};

/// How many steps of one task OCP works on at a time, unless it is configured otherwise
/// (`subtask.defaultConcurrency`).
pub const CONCURRENCY_CAP: usize = 10;

/// OCP looks for work each second, and first looks a minute after its own start: where nothing was picked up for longer,
/// with places free, nothing may ever be.
pub const STUCK_AFTER: Millis = Millis(60_000);

/// OCP looks after what it told to stop for a day, and forgets it then.
pub const STOP_FORGOTTEN_AFTER: Millis = Millis::from_seconds(86_400);

/// Why a step is as it is. Its sentence is [`crate::words::why`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It waits for its upstreams.
    WaitsFor {
        /// Those that are not done; none where only those are left that can't be followed.
        upstreams: Vec<SubtaskIdx>,
    },
    /// A step before it failed.
    BehindFailure {
        /// The first that failed.
        failure: SubtaskIdx,
    },
    /// It could start, but since a step failed OCP starts nothing new.
    HeldByFailure {
        /// The first that failed.
        failure: SubtaskIdx,
    },
    /// It could start and waits its turn: more steps could than may be worked on at a time.
    Capped {
        /// When its upstreams were done.
        since: Option<Timestamp>,
        /// How many wait so, itself among them.
        waiting: usize,
    },
    /// It could start, and has not been picked up.
    NotPickedUp {
        /// When its upstreams were done.
        since: Option<Timestamp>,
        /// How long ago that is.
        waiting: Option<Millis>,
        /// Whether nothing has started or ended since, for longer than [`STUCK_AFTER`].
        is_stuck: bool,
    },
    /// It was picked up and waits for a thread.
    NoThread {
        /// When its upstreams were done.
        since: Option<Timestamp>,
        /// Whether it has run before.
        again: bool,
        /// Whether a person set it to successful, and that is all that is left to do.
        is_skip: bool,
    },
    /// It runs.
    Running {
        /// Since its first start.
        ran: Option<Millis>,
        /// Against its limit.
        limit: LimitUse,
    },
    /// It runs far beyond its limit: OCP has lost sight of it.
    Zombie {
        /// How long it has run.
        ran: Millis,
        /// The limit.
        limit: Millis,
    },
    /// It was told to stop and has not stopped yet.
    Stopping {
        /// Since its first start; when it was told is not known.
        ran: Option<Millis>,
        /// Whether its one attempt has run for longer than OCP looks after what it told to stop, and than its limit.
        is_lost: bool,
    },
    /// It failed.
    Failed {
        /// How long it ran.
        ran: Option<Millis>,
        /// Against its limit: if that is used up, it ran out of time.
        limit: LimitUse,
    },
    /// A person stopped it.
    Terminated,
    /// A person set it to successful.
    Forced,
    /// It will be undone, once what ran after it is.
    AwaitsRollback {
        /// Those that are not undone yet.
        downstreams: Vec<SubtaskIdx>,
    },
    /// It is being undone.
    RollingBack,
    /// It was undone.
    RolledBack,
    /// A person left out its undoing, and OCP has yet to go on.
    SkippingRollback,
    /// A person left out its undoing.
    RollbackSkipped,
    /// It could not be undone.
    RollbackFailed,
    /// It has not run, and will not: the task is or was rolled back.
    LeftOut,
    /// It never ran, and the task is over.
    NeverRan {
        /// The first step that failed, where it lies before this one or kept it from being started.
        failure: Option<SubtaskIdx>,
        /// Whether that step lies before it.
        is_behind: bool,
    },
    /// It started once and is pending again, and the task is over.
    LeftPending,
    /// OCP used a word that this version does not know.
    Unknown,
    /// OCP left out how it stands.
    NotSaid,
}

/// Why a step is as it is; `None` for one that is done and raises no question.
#[must_use]
pub fn why(task: &Task, insight: &Insight, step: SubtaskIdx) -> Option<Why> {
    let (subtask, outcome) = (task.get(step)?, *insight.outcomes.get(step.index())?);
    let time = insight.times.get(step.index()).copied().unwrap_or_default();
    let first_failure = insight.failures.roots.first().copied();
    let limit = LimitUse::of(subtask, &time);
    Some(match outcome {
        Outcome::Succeeded | Outcome::SucceededAfterRetry => return None,
        Outcome::Waiting | Outcome::Eligible if is_undoing(insight.verdict) => Why::LeftOut,
        Outcome::Waiting => match insight.failures.cause_of(step) {
            Some(failure) => Why::BehindFailure { failure },
            None if task.has_ended() => Why::LeftPending,
            None => Why::WaitsFor { upstreams: open_upstreams(task, step) },
        },
        Outcome::Eligible => match first_failure {
            Some(failure) => Why::HeldByFailure { failure },
            None if task.has_ended() => Why::LeftPending,
            None => {
                // A task that does not say when it started runs since its record was made.
                let made = task.create_time.filter(|_| task.upstream.of(step).is_empty());
                not_picked_up(insight, time.ready_at.or(made))
            }
        },
        Outcome::Ready => Why::NoThread {
            since: time.ready_at,
            again: subtask.start_time.is_some(),
            is_skip: subtask.operation == Operation::Skip,
        },
        Outcome::Running | Outcome::Retrying => match limit {
            LimitUse::Used { limit, used } if used > limit + LIMIT_GRACE => Why::Zombie { ran: used, limit },
            limit => Why::Running { ran: time.run(), limit },
        },
        Outcome::Stopping => Why::Stopping { ran: time.run(), is_lost: is_lost(subtask, &time) },
        Outcome::Failed => Why::Failed { ran: time.run(), limit },
        Outcome::Terminated => Why::Terminated,
        Outcome::Forced => Why::Forced,
        Outcome::AwaitingRollback => Why::AwaitsRollback { downstreams: open_downstreams(task, insight, step) },
        Outcome::RollingBack if subtask.operation == Operation::RollbackSkip => Why::SkippingRollback,
        Outcome::RollingBack => Why::RollingBack,
        Outcome::RolledBack => Why::RolledBack,
        Outcome::RollbackSkipped => Why::RollbackSkipped,
        Outcome::RollbackFailed => Why::RollbackFailed,
        Outcome::NeverRan if is_undoing(insight.verdict) => Why::LeftOut,
        Outcome::NeverRan => {
            let cause = insight.failures.cause_of(step);
            Why::NeverRan { failure: cause.or(first_failure), is_behind: cause.is_some() }
        }
        Outcome::Unknown if subtask.status == SubtaskStatus::Missing => Why::NotSaid,
        Outcome::Unknown => Why::Unknown,
    })
}

/// The steps that keep a step from starting, or from being undone: its neighbours that are not done. Where a failure
/// elsewhere is all that holds it, the first failure; none where it waits for what is not known.
#[must_use]
pub fn blocked_by(task: &Task, insight: &Insight, step: SubtaskIdx) -> Vec<SubtaskIdx> {
    match insight.outcomes.get(step.index()) {
        _ if task.get(step).is_none() => Vec::new(),
        Some(Outcome::Waiting | Outcome::Eligible | Outcome::NeverRan) if is_undoing(insight.verdict) => Vec::new(),
        Some(Outcome::Waiting | Outcome::Eligible | Outcome::NeverRan) => {
            let open = open_upstreams(task, step);
            let is_held = open.is_empty() && insight.outcomes.get(step.index()) != Some(&Outcome::Waiting);
            if is_held { insight.failures.roots.first().copied().into_iter().collect() } else { open }
        }
        Some(Outcome::AwaitingRollback) => open_downstreams(task, insight, step),
        _ => Vec::new(),
    }
}

fn open_upstreams(task: &Task, step: SubtaskIdx) -> Vec<SubtaskIdx> {
    task.upstream.of(step).iter().copied().filter(|&upstream| !is_done(task, upstream)).collect()
}

/// The downstreams that have run and are not undone yet.
fn open_downstreams(task: &Task, insight: &Insight, step: SubtaskIdx) -> Vec<SubtaskIdx> {
    let is_open = |downstream: &SubtaskIdx| {
        let outcome = insight.outcomes.get(downstream.index()).copied();
        matches!(outcome, Some(Outcome::AwaitingRollback | Outcome::RollingBack | Outcome::RollbackFailed))
            || outcome.is_some_and(Outcome::is_in_motion)
            || has_failed(task, *downstream)
            || is_done(task, *downstream)
    };
    task.downstream.of(step).iter().copied().filter(is_open).collect()
}

pub(super) const fn is_undoing(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::RollingBack | Verdict::RollbackFailed | Verdict::RolledBack)
}

/// Places that become free are taken within a second or two. So between two looks of the engine fewer than the most
/// can be at work, and a step still waits for its turn; until nothing has happened for too long.
fn not_picked_up(insight: &Insight, since: Option<Timestamp>) -> Why {
    let ago = |instant: Option<Timestamp>| insight.now.zip(instant).map(|(now, then)| (now - then).at_least_zero());
    let (active, waiting) = (insight.active, insight.counts.get(Outcome::Eligible));
    let is_quiet = ago(insight.last_event.max(since)).is_some_and(|quiet| quiet > STUCK_AFTER);
    if active >= CONCURRENCY_CAP || (active + waiting > CONCURRENCY_CAP && !is_quiet) {
        Why::Capped { since, waiting }
    } else {
        Why::NotPickedUp { since, waiting: ago(since), is_stuck: is_quiet }
    }
}

/// When a step was told to stop is not known, and neither is when its latest attempt began: only what has long outrun
/// its limit at its first one says something.
fn is_lost(subtask: &Subtask, time: &StepTime) -> bool {
    let ran = time.run().filter(|_| !time.is_span);
    ran.zip(subtask.time_limit).is_some_and(|(ran, limit)| ran > limit.max(STOP_FORGOTTEN_AFTER))
}

//! What a task and its steps came to: the meaning of status and operation together, which neither has alone.

use super::{Finding, Operation, Side, Subtask, SubtaskIdx, SubtaskStatus, Task, TaskStatus};

/// Makes an enum with the name of each variant that others rely on.
macro_rules! named_enum {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        /// What nothing is known of is unknown.
        impl Default for $name {
            fn default() -> Self {
                Self::Unknown
            }
        }

        impl $name {
            /// Every variant, in the order of declaration.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name that others rely on.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The variant of this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|variant| variant.as_str() == name)
            }
        }
    };
}

named_enum! {
    /// What became of the whole task.
    Verdict {
        /// The work goes on.
        Running = "running",
        /// The work goes on again, after a failure.
        Retrying = "retrying",
        /// The work is being undone.
        RollingBack = "rolling-back",
        /// A step failed or was terminated, and OCP has not closed the task yet.
        Failing = "failing",
        /// A step failed, and nothing runs any more.
        Failed = "failed",
        /// The undoing failed.
        RollbackFailed = "rollback-failed",
        /// All the work was done.
        Succeeded = "succeeded",
        /// It came to its end, but a person set some step to successful without its work.
        SucceededWithForcedSteps = "succeeded-with-forced-steps",
        /// The work was undone.
        RolledBack = "rolled-back",
        /// OCP used a word that this version does not know, and it could mean anything.
        Unknown = "unknown",
    }
}

named_enum! {
    /// What became of one step.
    Outcome {
        /// An upstream is not done.
        Waiting = "waiting",
        /// All upstreams are done, and the scheduler has not picked it up: the cap of ten, or a stuck engine.
        Eligible = "eligible",
        /// Picked up, waits for a thread.
        Ready = "ready",
        /// A thread works on it.
        Running = "running",
        /// A thread works on it again.
        Retrying = "retrying",
        /// A stop was asked for, the thread has not stopped yet.
        Stopping = "stopping",
        /// Done.
        Succeeded = "succeeded",
        /// Done, but not at the first attempt.
        SucceededAfterRetry = "succeeded-after-retry",
        /// Set to successful by a person; its work was not done.
        Forced = "forced",
        /// It failed by itself, or ran out of time.
        Failed = "failed",
        /// Stopped by a person.
        Terminated = "terminated",
        /// Done, and in the queue to be undone.
        AwaitingRollback = "awaiting-rollback",
        /// Being undone.
        RollingBack = "rolling-back",
        /// Undone.
        RolledBack = "rolled-back",
        /// Its undoing was skipped by a person; it may have left something behind.
        RollbackSkipped = "rollback-skipped",
        /// Its undoing failed.
        RollbackFailed = "rollback-failed",
        /// It never started, and the task has ended.
        NeverRan = "never-ran",
        /// OCP used a word that this version does not know, and it could mean anything.
        Unknown = "unknown",
    }
}

/// The few kinds of outcomes that colours tell apart; within a family, icons and patterns do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// Nothing happens, and nothing happened.
    Idle,
    /// Something happens.
    Active,
    /// It went well.
    Good,
    /// It went wrong.
    Bad,
    /// It was undone, or is being undone.
    Undone,
    /// A person overruled the engine.
    Forced,
}

impl Family {
    /// Its name in style sheets.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Active => "active",
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Undone => "undone",
            Self::Forced => "forced",
        }
    }
}

impl Outcome {
    /// Its family.
    #[must_use]
    pub const fn family(self) -> Family {
        match self {
            Self::Waiting | Self::Eligible | Self::Ready | Self::NeverRan | Self::Unknown => Family::Idle,
            Self::Running | Self::Retrying | Self::Stopping => Family::Active,
            Self::Succeeded | Self::SucceededAfterRetry => Family::Good,
            Self::Failed | Self::Terminated | Self::RollbackFailed => Family::Bad,
            Self::AwaitingRollback | Self::RollingBack | Self::RolledBack => Family::Undone,
            Self::Forced | Self::RollbackSkipped => Family::Forced,
        }
    }

    /// Whether the engine goes on behind it: downstream steps may start.
    #[must_use]
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Succeeded | Self::SucceededAfterRetry | Self::Forced)
    }

    /// Whether it keeps the task from its end and needs a person.
    #[must_use]
    pub const fn is_failure(self) -> bool {
        matches!(self, Self::Failed | Self::Terminated | Self::RollbackFailed)
    }

    /// Whether a thread works on it now.
    #[must_use]
    pub const fn is_in_motion(self) -> bool {
        matches!(self, Self::Running | Self::Retrying | Self::Stopping | Self::RollingBack)
    }
}

impl Verdict {
    /// Its family.
    #[must_use]
    pub const fn family(self) -> Family {
        match self {
            Self::Running | Self::Retrying => Family::Active,
            Self::Failing | Self::Failed | Self::RollbackFailed => Family::Bad,
            Self::Succeeded => Family::Good,
            Self::SucceededWithForcedSteps => Family::Forced,
            Self::RollingBack | Self::RolledBack => Family::Undone,
            Self::Unknown => Family::Idle,
        }
    }
}

impl Subtask {
    /// Whether its last operation was to undo it, or to leave that out.
    #[must_use]
    pub const fn is_undone(&self) -> bool {
        matches!(self.operation, Operation::Rollback | Operation::RollbackSkip)
    }

    /// Whether it failed or was stopped, by its status alone: of an operation that is not known its outcome is unknown.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.status == SubtaskStatus::Failed
    }

    /// Whether the engine goes on behind it, also where an operation that is not known brought it to its end.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.status == SubtaskStatus::Successful && !self.is_undone()
    }
}

/// Of each step, by index, whether it waits for something that can't be followed: an upstream that the payload lacks,
/// itself while it is not done, or an edge cut from a circle that counts. Empty where no step does.
pub(crate) fn open_ends(task: &Task, counts: &dyn Fn(SubtaskIdx, SubtaskIdx) -> bool) -> Vec<bool> {
    let lacks = |finding: &Finding| match *finding {
        Finding::Dangling { subtask, side: Side::Upstream, .. }
        | Finding::MalformedField { subtask: Some(subtask), field: "upstreams", .. } => Some(subtask),
        Finding::SelfLoop { subtask } => Some(subtask).filter(|&step| !is_done(task, step)),
        _ => None,
    };
    let cut = task.cut_edges.iter().filter(|&&(from, to)| counts(from, to)).map(|&(_, to)| to);
    let mut steps = task.findings.iter().filter_map(lacks).chain(cut).peekable();
    let mut flags = if steps.peek().is_some() { vec![false; task.subtasks.len()] } else { Vec::new() };
    for step in steps {
        if let Some(flag) = flags.get_mut(step.index()) {
            *flag = true;
        }
    }
    flags
}

/// Whether a step is done.
pub(crate) fn is_done(task: &Task, step: SubtaskIdx) -> bool {
    task.get(step).is_some_and(Subtask::is_done)
}

/// Whether a step has failed.
pub(crate) fn has_failed(task: &Task, step: SubtaskIdx) -> bool {
    task.get(step).is_some_and(Subtask::has_failed)
}

/// Whether any step has failed. Their outcomes, side by side in memory, nearly always tell.
pub(crate) fn has_any_failed(task: &Task, outcomes: &[Outcome]) -> bool {
    let may_hide = || outcomes.contains(&Outcome::Unknown);
    outcomes.iter().any(|outcome| outcome.is_failure()) || (may_hide() && task.subtasks.iter().any(Subtask::has_failed))
}

/// The outcome of each step, by index.
#[must_use]
#[inline(never)]
pub fn outcomes(task: &Task) -> Vec<Outcome> {
    // Without any edge known, a step that has not started may wait for any other.
    let is_order_unknown = task.is_order_unknown();
    let open_ends = open_ends(task, &|from, _| !is_done(task, from));
    let is_over = task.is_over();
    let known = |(step, subtask): (SubtaskIdx, &Subtask)| match outcome(task, step, subtask) {
        Outcome::Eligible | Outcome::Waiting if is_over && subtask.start_time.is_none() => Outcome::NeverRan,
        Outcome::Eligible if is_order_unknown || open_ends.get(step.index()) == Some(&true) => Outcome::Waiting,
        outcome => outcome,
    };
    task.indexes().zip(&task.subtasks).map(known).collect()
}

/// The table of status × operation for one step. An absent operation says no more than EXECUTE.
fn outcome(task: &Task, step: SubtaskIdx, subtask: &Subtask) -> Outcome {
    use Operation as Op;
    use SubtaskStatus as Status;
    match (&subtask.status, &subtask.operation) {
        (Status::Unknown(_) | Status::Missing, _) => Outcome::Unknown,
        (Status::Canceling, _) => Outcome::Stopping,
        (_, Op::Unknown(_)) => Outcome::Unknown,
        (Status::Pending, Op::Rollback) => Outcome::RolledBack,
        (Status::Pending | Status::Successful, Op::RollbackSkip) => Outcome::RollbackSkipped,
        (Status::Pending, _) if task.upstream.of(step).iter().all(|&it| is_done(task, it)) => Outcome::Eligible,
        (Status::Pending, _) => Outcome::Waiting,
        (Status::Ready | Status::Running, Op::Rollback | Op::RollbackSkip) => Outcome::RollingBack,
        (Status::Ready, _) => Outcome::Ready,
        (Status::Running, Op::Cancel) => Outcome::Stopping,
        (Status::Running, _) if subtask.attempts() > 1 => Outcome::Retrying,
        (Status::Running, _) => Outcome::Running,
        (Status::Failed, Op::Rollback | Op::RollbackSkip) => Outcome::RollbackFailed,
        (Status::Failed, Op::Cancel) => Outcome::Terminated,
        (Status::Failed, _) => Outcome::Failed,
        (Status::Successful, Op::Rollback) => Outcome::AwaitingRollback,
        (Status::Successful, Op::Skip) => Outcome::Forced,
        (Status::Successful, _) if subtask.attempts() > 1 => Outcome::SucceededAfterRetry,
        (Status::Successful, _) => Outcome::Succeeded,
    }
}

/// The verdict, from the task's own words and the outcomes of its steps.
#[must_use]
#[inline(never)]
pub fn verdict(task: &Task, outcomes: &[Outcome]) -> Verdict {
    let any = |wanted: fn(Outcome) -> bool| outcomes.iter().copied().any(wanted);
    let undoing = match task.operation {
        // The oldest payloads leave the operation out: then the steps tell.
        Operation::Missing => task.subtasks.iter().any(Subtask::is_undone),
        ref operation => matches!(operation, Operation::Rollback | Operation::RollbackSkip),
    };
    match (&task.status, &task.operation) {
        (TaskStatus::Unknown(_) | TaskStatus::Missing, _) | (_, Operation::Unknown(_)) => Verdict::Unknown,
        (TaskStatus::Running, _) if undoing => Verdict::RollingBack,
        (TaskStatus::Running, _) if has_any_failed(task, outcomes) => Verdict::Failing,
        (TaskStatus::Running, Operation::Retry) => Verdict::Retrying,
        (TaskStatus::Running, _) => Verdict::Running,
        (TaskStatus::Failed, _) if undoing => Verdict::RollbackFailed,
        (TaskStatus::Failed, _) => Verdict::Failed,
        (TaskStatus::Successful, _) if undoing => Verdict::RolledBack,
        (TaskStatus::Successful, _) if any(|outcome| outcome == Outcome::Forced) => Verdict::SucceededWithForcedSteps,
        (TaskStatus::Successful, _) => Verdict::Succeeded,
    }
}

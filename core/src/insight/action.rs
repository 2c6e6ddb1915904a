//! What a person may do now, and why not the rest. taskscope does none of it: it says what OCP would allow.

use super::Insight;
use super::why::is_undoing;
use crate::task::{SubtaskIdx, SubtaskStatus, Task, TaskStatus};

/// What OCP can be told to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Run what failed again.
    RetryTask,
    /// Undo the work.
    RollbackTask,
    /// Run one step again.
    RetryStep,
    /// Set one step to successful.
    SkipStep,
    /// The same in a rollback: leave out its undoing.
    SkipUndoing,
    /// Stop one step.
    StopStep,
}

/// Why OCP would refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// A remote OCP started the task: only that one can act.
    Remote,
    /// The task is still running.
    TaskRuns,
    /// The task has come to its end.
    TaskEnded,
    /// The task is being rolled back, or its rollback failed.
    RollingBack,
    /// A rollback is forbidden since this step began.
    PointOfNoReturn(SubtaskIdx),
    /// A rollback is forbidden.
    RollbackForbidden,
    /// Only for a step that failed.
    StepDidNotFail,
    /// Only for a step that runs.
    StepDoesNotRun,
    /// The payload has a word that this version does not know.
    NotKnown,
    /// The payload lacks the field that tells.
    NotSaid,
}

/// An action, and whether OCP would do it.
pub type Permission = (Action, Result<(), Refusal>);

/// What may be done with the whole task.
pub fn task_actions(task: &Task, insight: &Insight) -> [Permission; 2] {
    let failed = match task.status {
        _ if task.is_remote => Err(Refusal::Remote),
        TaskStatus::Failed => Ok(()),
        TaskStatus::Running => Err(Refusal::TaskRuns),
        TaskStatus::Successful => Err(Refusal::TaskEnded),
        TaskStatus::Unknown(_) => Err(Refusal::NotKnown),
        TaskStatus::Missing => Err(Refusal::NotSaid),
    };
    let retry = failed.and(if is_undoing(insight.verdict) { Err(Refusal::RollingBack) } else { Ok(()) });
    let rollback = failed.and(match (insight.rollback.allowed, insight.rollback.since) {
        (Some(true), _) => Ok(()),
        (Some(false), Some(since)) => Err(Refusal::PointOfNoReturn(since)),
        (Some(false), None) => Err(Refusal::RollbackForbidden),
        (None, _) => Err(Refusal::NotSaid),
    });
    [(Action::RetryTask, retry), (Action::RollbackTask, rollback)]
}

/// What may be done with one step.
pub fn step_actions(task: &Task, step: SubtaskIdx) -> [Permission; 3] {
    let Some(subtask) = task.get(step) else {
        return [Action::RetryStep, Action::SkipStep, Action::StopStep].map(|action| (action, Err(Refusal::NotKnown)));
    };
    let here = if task.is_remote { Err(Refusal::Remote) } else { Ok(()) };
    let only = |wanted: SubtaskStatus, refusal| match &subtask.status {
        status if *status == wanted => Ok(()),
        SubtaskStatus::Unknown(_) => Err(Refusal::NotKnown),
        SubtaskStatus::Missing => Err(Refusal::NotSaid),
        _ => Err(refusal),
    };
    let failed = here.and(only(SubtaskStatus::Failed, Refusal::StepDidNotFail));
    let runs = here.and(only(SubtaskStatus::Running, Refusal::StepDoesNotRun));
    let retry = failed.and(if subtask.is_undone() { Err(Refusal::RollingBack) } else { Ok(()) });
    let skip = if subtask.is_undone() { Action::SkipUndoing } else { Action::SkipStep };
    [(Action::RetryStep, retry), (skip, failed), (Action::StopStep, runs)]
}

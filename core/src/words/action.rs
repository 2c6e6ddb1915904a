//! What may be done now, in the words on OCP's own buttons, and why not the rest.

use super::Lang;
use super::phrase::step;
use crate::insight::{Action, Refusal};
use crate::task::Task;

/// The name of an action.
#[must_use]
pub const fn action(lang: Lang, action: Action) -> &'static str {
    let (en, zh) = match action {
        Action::RetryTask => ("Retry the task", "重试任务"),
        Action::RollbackTask => ("Roll back the task", "回滚任务"),
        Action::RetryStep => ("Rerun the step", "重新运行"),
        Action::SkipStep => ("Set to successful", "设置为成功"),
        Action::SkipUndoing => ("Set to successful, which leaves out its rollback", "设置为成功（跳过其回滚）"),
        Action::StopStep => ("Terminate the step", "终止运行"),
    };
    lang.pick(en, zh)
}

/// Why OCP would refuse an action.
#[must_use]
pub fn refusal(lang: Lang, task: &Task, refusal: Refusal) -> String {
    let (en, zh) = match refusal {
        Refusal::PointOfNoReturn(since) => {
            return match lang {
                Lang::En => format!("Forbidden since {} began", step(lang, task, since)),
                Lang::Zh => format!("{}开始后禁止回滚", step(lang, task, since)),
            };
        }
        Refusal::Remote => ("Only the remote OCP that started the task can", "只能在发起该任务的远程 OCP 上操作"),
        Refusal::TaskRuns => ("Only once the task has failed; it still runs", "任务失败后才可操作；任务仍在运行"),
        Refusal::TaskEnded => {
            ("Only for a task that failed; this one came to its end", "仅适用于失败的任务；任务已结束")
        }
        Refusal::RollingBack => (
            "It depends on the version: OCP Express refuses it in a rollback, OCP 4.2.2 offers it",
            "取决于版本：OCP Express 在回滚中不允许，OCP 4.2.2 允许",
        ),
        Refusal::RollbackForbidden => ("Forbidden for this task", "该任务禁止回滚"),
        Refusal::StepDidNotFail => ("Only for a step that failed", "仅适用于失败的子任务"),
        Refusal::StepDoesNotRun => ("Only for a step that runs", "仅适用于运行中的子任务"),
        Refusal::NotSaid => ("Not known: the field that tells is missing", "未知：缺少所需的字段"),
        Refusal::NotKnown => {
            ("Not known: OCP uses a word that this version does not know", "未知：OCP 返回了当前版本无法识别的值")
        }
    };
    lang.pick(en, zh).to_owned()
}

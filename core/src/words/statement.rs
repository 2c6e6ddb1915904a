//! Short statements about the whole task: can it be rolled back, was it retried.

use super::phrase::{count, step};
use super::{Lang, refusal};
use crate::insight::{Insight, Refusal};
use crate::task::{Operation, Subtask, SubtaskStatus, Task, TaskStatus, Verdict};

/// Whether the task may be rolled back, or was: `Allowed`, `Forbidden since “Failover to Primary Check”`, `Done`.
#[must_use]
pub fn rollback(lang: Lang, task: &Task, insight: &Insight) -> String {
    let rollback = &insight.rollback;
    match insight.verdict {
        Verdict::RollingBack => return lang.pick("Under way", "进行中").to_owned(),
        Verdict::RolledBack => return lang.pick("Done", "已完成").to_owned(),
        Verdict::RollbackFailed => return lang.pick("Failed", "失败").to_owned(),
        _ => {}
    }
    match (rollback.allowed, rollback.since) {
        (Some(true), _) if matches!(task.status, TaskStatus::Unknown(_) | TaskStatus::Missing) => {
            lang.pick("Not known", "未知").to_owned()
        }
        // OCP rolls back what failed, and nothing else.
        (Some(true), _) if task.status == TaskStatus::Successful => {
            lang.pick("No longer, it succeeded", "任务已完成，不可再回滚").to_owned()
        }
        (Some(true), _) if task.is_remote => refusal(lang, task, Refusal::Remote),
        (Some(true), _) if task.status == TaskStatus::Running => {
            lang.pick("Allowed once it has failed", "失败后允许").to_owned()
        }
        (None, _) => lang.pick("Not known", "未知").to_owned(),
        (Some(true), _) => lang.pick("Allowed", "允许").to_owned(),
        (Some(false), None) => lang.pick("Forbidden", "禁止").to_owned(),
        (Some(false), Some(since)) => match lang {
            Lang::En => format!("Forbidden since {}", step(lang, task, since)),
            Lang::Zh => format!("自{}起禁止", step(lang, task, since)),
        },
    }
}

/// Whether the task was retried: `No`, `1 step, 2 attempts`, `3 steps, up to 4 attempts`.
#[must_use]
pub fn retries(lang: Lang, task: &Task) -> String {
    let retried: Vec<u32> = task.subtasks.iter().map(Subtask::attempts).filter(|&attempts| attempts > 1).collect();
    match (retried.as_slice(), retried.iter().max()) {
        (&[attempts], _) => match lang {
            Lang::En => format!("1 step, {attempts} attempts"),
            Lang::Zh => format!("1 个子任务，共执行 {attempts} 次"),
        },
        (steps, Some(most)) => match lang {
            Lang::En => format!("{}, up to {most} attempts", count(lang, steps.len())),
            Lang::Zh => format!("{}，最多执行 {most} 次", count(lang, steps.len())),
        },
        (_, None) if task.operation == Operation::Retry => lang.pick("Yes", "是").to_owned(),
        (_, None) => lang.pick("No", "否").to_owned(),
    }
}

/// The attempts of a step and, where its interval holds more than one of them or something else, what it means; empty
/// for one that has yet to start.
#[must_use]
pub fn attempts(lang: Lang, subtask: &Subtask) -> String {
    let has_run = subtask.start_time.is_some();
    let is_idle = matches!(subtask.status, SubtaskStatus::Pending | SubtaskStatus::Ready);
    let was_undone = has_run && subtask.operation == Operation::Rollback && subtask.status == SubtaskStatus::Pending;
    // What only waits to be undone has its first end still.
    let awaits_undoing = subtask.operation == Operation::Rollback && subtask.status == SubtaskStatus::Successful;
    let is_tried = has_run && subtask.is_undone() && !awaits_undoing;
    let was_skipped = has_run && subtask.operation == Operation::Skip;
    match (lang, subtask.attempts()) {
        (Lang::En, 1) if was_undone => "1 attempt, then undone: from its start to then, idle time included".to_owned(),
        (Lang::Zh, 1) if was_undone => "执行 1 次，之后回滚：从开始到回滚，包含空闲时间".to_owned(),
        (Lang::En, 1) if is_tried => {
            "1 attempt, then a rollback: from its start to the end of both, idle time included".to_owned()
        }
        (Lang::Zh, 1) if is_tried => "执行 1 次，之后进行回滚：从开始到回滚结束，包含空闲时间".to_owned(),
        (_, 1) if !has_run && is_idle => String::new(),
        (Lang::En, 1) if was_skipped => {
            "1 attempt, then set to successful: from its start to then, idle time included".to_owned()
        }
        (Lang::Zh, 1) if was_skipped => "执行 1 次，之后设置为成功：从开始到设置，包含空闲时间".to_owned(),
        (Lang::En, 1) => "1 attempt".to_owned(),
        (Lang::En, many) => format!("{many} attempts: from the first start to the last end, idle time included"),
        (Lang::Zh, 1) => "执行 1 次".to_owned(),
        (Lang::Zh, many) => format!("执行 {many} 次：从首次开始到末次结束，包含空闲时间"),
    }
}

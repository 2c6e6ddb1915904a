//! Short statements about the whole task: can it be rolled back, was it retried.

use super::Lang;
use super::phrase::{count, step};
use crate::insight::Insight;
use crate::task::{Operation, Subtask, Task};

/// Whether the task may be rolled back: `Allowed`, `Forbidden since “Failover to Primary Check”`, `Not known`.
#[must_use]
pub fn rollback(lang: Lang, task: &Task, insight: &Insight) -> String {
    let rollback = &insight.rollback;
    match (rollback.allowed, rollback.since) {
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

/// The attempts of a step and, where there was more than one, what its interval means.
#[must_use]
pub fn attempts(lang: Lang, subtask: &Subtask) -> String {
    match (lang, subtask.attempts()) {
        (Lang::En, 1) => "1 attempt".to_owned(),
        (Lang::En, many) => format!("{many} attempts: from the first start to the last end, idle time included"),
        (Lang::Zh, 1) => "执行 1 次".to_owned(),
        (Lang::Zh, many) => format!("执行 {many} 次：从首次开始到末次结束，包含空闲时间"),
    }
}

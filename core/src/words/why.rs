//! Why a step is not further, a sentence each.

use super::phrase::{plural, some_steps, spaced, step};
use super::{Lang, duration};
use crate::insight::{CONCURRENCY_CAP, LimitUse, Why};
use crate::task::{Millis, Task};

/// Why, to be read after the step's name and outcome.
#[must_use]
pub fn why(lang: Lang, task: &Task, why: &Why) -> String {
    match lang {
        Lang::En => english(task, why),
        Lang::Zh => spaced(&chinese(task, why)),
    }
}

fn english(task: &Task, why: &Why) -> String {
    let name = |named| step(Lang::En, task, named);
    let time = |span| duration(Lang::En, span);
    match why {
        Why::WaitsFor { upstreams } if upstreams.is_empty() => {
            "Waits for an upstream that is not known, or that waits for it in turn".to_owned()
        }
        Why::WaitsFor { upstreams } => format!("Waits for {}", some_steps(Lang::En, task, upstreams)),
        Why::BehindFailure { failure } => format!("Blocked by {}, which did not succeed", name(*failure)),
        Why::HeldByFailure { failure } => {
            format!("Could start, but OCP starts nothing new since {} did not succeed", name(*failure))
        }
        Why::Capped { waiting, .. } => format!(
            "Could start and waits its turn: OCP works on {CONCURRENCY_CAP} steps of a task at a time, {waiting} wait"
        ),
        Why::NotPickedUp { waiting: Some(waiting), is_stuck: true, .. } => {
            format!("Could have started {} ago, but OCP has not picked it up: the engine may be stuck", time(*waiting))
        }
        Why::NotPickedUp { waiting: Some(waiting), .. } => {
            format!("Could have started {} ago; OCP has not picked it up yet", time(*waiting))
        }
        Why::NotPickedUp { .. } => "Could start; OCP has not picked it up yet".to_owned(),
        Why::NoThread { is_skip: true, .. } => "Set to successful by a person; waits for a thread".to_owned(),
        Why::NoThread { again: false, .. } => "Picked up, waits for a thread".to_owned(),
        Why::NoThread { again: true, .. } => "Picked up again, waits for a thread".to_owned(),
        Why::Running { ran: None, .. } => "Runs".to_owned(),
        Why::Running { ran: Some(ran), limit } => match limit {
            LimitUse::Used { limit, .. } => format!("Has run for {} of its limit of {}", time(*ran), time(*limit)),
            LimitUse::Unclear { limit: Some(limit) } => format!(
                "First started {} ago; the limit of {} counts from its latest start, which OCP does not tell",
                time(*ran),
                time(*limit)
            ),
            LimitUse::Unclear { limit: None } => format!("First started {} ago", time(*ran)),
            LimitUse::Unlimited => format!("Has run for {}, without a limit", time(*ran)),
            LimitUse::Unknown | LimitUse::Unused => format!("Has run for {}", time(*ran)),
        },
        Why::Zombie { ran, limit } => format!(
            "Has run for {}, far beyond its limit of {}: OCP may have lost sight of it",
            time(*ran),
            time(*limit)
        ),
        Why::Stopping { ran: Some(ran), is_lost: true } => {
            format!("Was told to stop and has not; it started {} ago: OCP may have lost sight of it", time(*ran))
        }
        Why::Stopping { ran: Some(ran), .. } => {
            format!("Was told to stop and has not stopped yet; it started {} ago", time(*ran))
        }
        Why::Stopping { ran: None, .. } => "Was told to stop and has not stopped yet".to_owned(),
        Why::Failed { ran: Some(ran), limit } if limit.is_exceeded() => {
            format!("Failed after {}: its time limit is used up", time(*ran))
        }
        Why::Failed { ran: Some(ran), limit: LimitUse::Used { .. } | LimitUse::Unlimited | LimitUse::Unknown } => {
            format!("Failed after {}", time(*ran))
        }
        Why::Failed { .. } => "Failed".to_owned(),
        Why::Terminated => "Stopped by a person; not an error of its own".to_owned(),
        Why::Forced => "Set to successful by a person; its work may not have been done".to_owned(),
        Why::AwaitsRollback { downstreams } if task.has_ended() => {
            let stopped = "Has not been undone: the rollback stopped before it";
            let are = plural(downstreams.len(), "is", "are");
            match some_steps(Lang::En, task, downstreams) {
                _ if downstreams.is_empty() => stopped.to_owned(),
                steps => format!("{stopped}, and {steps} {are} to be undone first"),
            }
        }
        Why::AwaitsRollback { downstreams } if downstreams.is_empty() => "Will be undone next".to_owned(),
        Why::AwaitsRollback { downstreams } => {
            let are = plural(downstreams.len(), "is", "are");
            format!("Will be undone once {} {are}", some_steps(Lang::En, task, downstreams))
        }
        Why::RollingBack => "Is being undone".to_owned(),
        Why::RolledBack => "Was undone".to_owned(),
        Why::SkippingRollback => "A person chose to skip its undoing; it may leave something behind".to_owned(),
        Why::RollbackSkipped => "A person left out its undoing; it may have left something behind".to_owned(),
        Why::RollbackFailed => "Could not be undone".to_owned(),
        Why::LeftOut => "Never ran; the task is rolled back instead".to_owned(),
        Why::NeverRan { failure: Some(failure), is_behind: true } => {
            format!("Never ran: it comes after {}, which did not succeed", name(*failure))
        }
        Why::NeverRan { failure: Some(failure), is_behind: false } => {
            format!("Never ran: OCP started nothing new once {} did not succeed", name(*failure))
        }
        Why::NeverRan { failure: None, .. } => "Never ran, though no step failed".to_owned(),
        Why::LeftPending => "Started once and is pending again, though the task has ended".to_owned(),
        Why::Unknown => "OCP describes it with a word that this version does not know".to_owned(),
        Why::NotSaid => "OCP does not say how it stands".to_owned(),
    }
}

fn chinese(task: &Task, why: &Why) -> String {
    let name = |named| step(Lang::Zh, task, named);
    let time = |span: Millis| duration(Lang::Zh, span);
    match why {
        Why::WaitsFor { upstreams } if upstreams.is_empty() => "等待未知的上游，或与其循环依赖的上游".to_owned(),
        Why::WaitsFor { upstreams } => format!("等待{}完成", some_steps(Lang::Zh, task, upstreams)),
        Why::BehindFailure { failure } => format!("被阻塞：上游{}未成功", name(*failure)),
        Why::HeldByFailure { failure } => format!("可以执行，但{}未成功，OCP 不再调度新的子任务", name(*failure)),
        Why::Capped { waiting, .. } => {
            format!("可以执行，正在排队：OCP 对每个任务最多同时执行 {CONCURRENCY_CAP} 个子任务，{waiting} 个在等待")
        }
        Why::NotPickedUp { waiting: Some(waiting), is_stuck: true, .. } => {
            format!("{}前就可以执行，但 OCP 一直未调度：任务引擎可能卡住", time(*waiting))
        }
        Why::NotPickedUp { waiting: Some(waiting), .. } => format!("{}前就可以执行，OCP 尚未调度", time(*waiting)),
        Why::NotPickedUp { .. } => "可以执行，OCP 尚未调度".to_owned(),
        Why::NoThread { is_skip: true, .. } => "被人工设置为成功，等待执行线程".to_owned(),
        Why::NoThread { again: false, .. } => "已调度，等待执行线程".to_owned(),
        Why::NoThread { again: true, .. } => "已再次调度，等待执行线程".to_owned(),
        Why::Running { ran: None, .. } => "运行中".to_owned(),
        Why::Running { ran: Some(ran), limit } => match limit {
            LimitUse::Used { limit, .. } => format!("已运行 {}，超时时间为 {}", time(*ran), time(*limit)),
            LimitUse::Unclear { limit: Some(limit) } => {
                format!("{}前首次开始；超时时间 {} 从最近一次开始计算，而 OCP 未返回该时间", time(*ran), time(*limit))
            }
            LimitUse::Unclear { limit: None } => format!("{}前首次开始", time(*ran)),
            LimitUse::Unlimited => format!("已运行 {}，无超时限制", time(*ran)),
            LimitUse::Unknown | LimitUse::Unused => format!("已运行 {}", time(*ran)),
        },
        Why::Zombie { ran, limit } => {
            format!("已运行 {}，远超超时时间 {}：OCP 可能已不再跟踪它", time(*ran), time(*limit))
        }
        Why::Stopping { ran: Some(ran), is_lost: true } => {
            format!("已请求终止，但未停止；{}前开始运行：OCP 可能已不再跟踪它", time(*ran))
        }
        Why::Stopping { ran: Some(ran), .. } => format!("已请求终止，尚未停止；{}前开始运行", time(*ran)),
        Why::Stopping { ran: None, .. } => "已请求终止，尚未停止".to_owned(),
        Why::Failed { ran: Some(ran), limit } if limit.is_exceeded() => {
            format!("运行 {}后失败：已达到超时时间", time(*ran))
        }
        Why::Failed { ran: Some(ran), limit: LimitUse::Used { .. } | LimitUse::Unlimited | LimitUse::Unknown } => {
            format!("运行 {}后失败", time(*ran))
        }
        Why::Failed { .. } => "失败".to_owned(),
        Why::Terminated => "被人工终止，并非自身出错".to_owned(),
        Why::Forced => "被人工设置为成功；其工作可能并未完成".to_owned(),
        Why::AwaitsRollback { downstreams } if task.has_ended() => match some_steps(Lang::Zh, task, downstreams) {
            _ if downstreams.is_empty() => "尚未回滚：回滚已中止".to_owned(),
            steps => format!("尚未回滚：回滚已中止，需先回滚{steps}"),
        },
        Why::AwaitsRollback { downstreams } if downstreams.is_empty() => "即将回滚".to_owned(),
        Why::AwaitsRollback { downstreams } => {
            format!("等待{}回滚后再回滚", some_steps(Lang::Zh, task, downstreams))
        }
        Why::RollingBack => "正在回滚".to_owned(),
        Why::RolledBack => "已回滚".to_owned(),
        Why::SkippingRollback => "正在被人工跳过回滚；可能有残留".to_owned(),
        Why::RollbackSkipped => "被人工跳过回滚；可能有残留".to_owned(),
        Why::RollbackFailed => "回滚失败".to_owned(),
        Why::LeftOut => "未执行；任务转为回滚".to_owned(),
        Why::NeverRan { failure: Some(failure), is_behind: true } => format!("未执行：上游{}未成功", name(*failure)),
        Why::NeverRan { failure: Some(failure), is_behind: false } => {
            format!("未执行：{}未成功后，OCP 不再调度新的子任务", name(*failure))
        }
        Why::NeverRan { failure: None, .. } => "未执行，但没有失败的子任务".to_owned(),
        Why::LeftPending => "曾开始执行，现为待执行，但任务已结束".to_owned(),
        Why::Unknown => "OCP 返回了当前版本无法识别的值".to_owned(),
        Why::NotSaid => "OCP 未返回其状态".to_owned(),
    }
}

//! Short labels: what stands in a cell, a badge or a filter.

use super::Lang;
use crate::task::{Outcome, Verdict};

/// The short name of an outcome.
#[must_use]
pub const fn outcome(lang: Lang, outcome: Outcome) -> &'static str {
    let (en, zh) = match outcome {
        Outcome::Waiting => ("Waiting", "等待上游"),
        Outcome::Eligible => ("Not scheduled yet", "待调度"),
        Outcome::Ready => ("Ready", "准备执行"),
        Outcome::Running => ("Running", "运行中"),
        Outcome::Retrying => ("Retrying", "重试中"),
        Outcome::Stopping => ("Stopping", "终止中"),
        Outcome::Succeeded => ("Done", "完成"),
        Outcome::SucceededAfterRetry => ("Done after retry", "重试后完成"),
        Outcome::Forced => ("Forced", "设置为成功"),
        Outcome::Failed => ("Failed", "失败"),
        Outcome::Terminated => ("Terminated", "已终止"),
        Outcome::AwaitingRollback => ("Awaiting rollback", "待回滚"),
        Outcome::RollingBack => ("Rolling back", "回滚中"),
        Outcome::RolledBack => ("Rolled back", "已回滚"),
        Outcome::RollbackSkipped => ("Rollback skipped", "跳过回滚"),
        Outcome::RollbackFailed => ("Rollback failed", "回滚失败"),
        Outcome::NeverRan => ("Never ran", "未执行"),
        Outcome::Unknown => ("Unknown", "未知"),
    };
    lang.pick(en, zh)
}

/// The short name of a verdict.
#[must_use]
pub const fn verdict(lang: Lang, verdict: Verdict) -> &'static str {
    let (en, zh) = match verdict {
        Verdict::Running => ("Running", "运行中"),
        Verdict::Retrying => ("Retrying", "重试中"),
        Verdict::RollingBack => ("Rolling back", "回滚中"),
        Verdict::Failing => ("Failing", "即将失败"),
        Verdict::Failed => ("Failed", "失败"),
        Verdict::RollbackFailed => ("Rollback failed", "回滚失败"),
        Verdict::Succeeded => ("Succeeded", "完成"),
        Verdict::SucceededWithForcedSteps => ("Succeeded, forced", "完成（有子任务被设置为成功）"),
        Verdict::RolledBack => ("Rolled back", "已回滚"),
        Verdict::Unknown => ("Unknown", "未知"),
    };
    lang.pick(en, zh)
}

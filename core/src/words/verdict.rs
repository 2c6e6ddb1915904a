//! The verdict bar's sentence: how the task stands, where, and how far it came.

use super::phrase::{all_share_a_name, count, plural, some_steps, spaced};
use super::{Lang, finding};
use crate::insight::{Insight, Why, why};
use crate::task::{Finding, Operation, Outcome, SubtaskIdx, Task, TaskStatus, Verdict, has_failed};

/// One sentence, without a full stop: `Failed at “Bootstrap ob”: 7 of 23 steps done, 15 never ran`.
#[must_use]
pub fn verdict_sentence(lang: Lang, task: &Task, insight: &Insight) -> String {
    let teller = Teller { lang, task, insight };
    let sentence = match insight.verdict {
        Verdict::Running => teller.under_way(lang.pick("Running", "正在执行")),
        Verdict::Retrying => teller.under_way(lang.pick("Retrying", "正在重试")),
        Verdict::RollingBack => teller.rolling_back(),
        Verdict::Failing => teller.failing(),
        Verdict::Failed => teller.failed(),
        Verdict::RollbackFailed => teller.rollback_failed(),
        Verdict::Succeeded => teller.succeeded(),
        Verdict::SucceededWithForcedSteps => teller.forced(),
        Verdict::RolledBack => teller.rolled_back(),
        Verdict::Unknown => teller.unknown(),
    };
    match lang {
        Lang::En => sentence,
        Lang::Zh => spaced(&sentence),
    }
}

/// What of a later state of a task nobody may miss: another verdict, or else the steps that have failed since. Mere progress
/// is no news.
#[must_use]
pub fn news(lang: Lang, (before, was): (&Task, &Insight), (task, insight): (&Task, &Insight)) -> Option<String> {
    if was.verdict != insight.verdict {
        return Some(verdict_sentence(lang, task, insight));
    }
    let teller = Teller { lang, task, insight };
    let all = teller.failures();
    let had_failed = |step: SubtaskIdx| {
        let old = task.get(step).and_then(|subtask| before.find(&subtask.id));
        old.is_some_and(|old| has_failed(before, old))
    };
    let new: Vec<_> = all.iter().copied().filter(|&step| !had_failed(step)).collect();
    if new.is_empty() {
        return None;
    }
    let is_undoing = new.iter().all(|step| insight.outcomes.get(step.index()) == Some(&Outcome::RollbackFailed));
    let what = match lang {
        _ if !is_undoing => teller.what_failed(&new),
        Lang::En => format!("{} could not be undone", teller.name(&new)),
        Lang::Zh => format!("{}回滚失败", teller.name(&new)),
    };
    Some(match lang {
        Lang::En if new.len() == all.len() => what,
        Lang::En => format!("{what}, {} failed in all", count(lang, all.len())),
        Lang::Zh if new.len() == all.len() => spaced(&what),
        Lang::Zh => spaced(&format!("{what}，共 {} 个子任务失败", all.len())),
    })
}

struct Teller<'a> {
    lang: Lang,
    task: &'a Task,
    insight: &'a Insight,
}

impl Teller<'_> {
    /// The steps of an outcome, in reading order.
    fn steps(&self, is_wanted: impl Fn(Outcome) -> bool) -> Vec<SubtaskIdx> {
        let outcome = |step: &SubtaskIdx| self.insight.outcomes.get(step.index()).copied();
        self.insight.order.iter().copied().filter(|step| outcome(step).is_some_and(&is_wanted)).collect()
    }

    /// What failed, in reading order, whatever it was doing.
    fn failures(&self) -> Vec<SubtaskIdx> {
        self.insight.order.iter().copied().filter(|&step| has_failed(self.task, step)).collect()
    }

    /// How many steps are done, whatever they did.
    fn done(&self) -> usize {
        self.task.subtasks.iter().filter(|step| step.is_done()).count()
    }

    fn name(&self, steps: &[SubtaskIdx]) -> String {
        some_steps(self.lang, self.task, steps)
    }

    /// `7 of 23 steps done`.
    fn progress(&self) -> String {
        let (done, total) = (self.done(), self.insight.counts.total());
        match self.lang {
            Lang::En => format!("{done} of {} done", count(self.lang, total)),
            Lang::Zh => format!("{total} 个子任务中已完成 {done} 个"),
        }
    }

    /// `: 3 of 7 steps undone, 1 skipped`, or nothing where no step was, is or will be undone.
    fn undone(&self) -> String {
        let Some(progress) = self.insight.rollback.progress else { return String::new() };
        let skipped = match (self.lang, progress.skipped) {
            (_, 0) => String::new(),
            (Lang::En, skipped) => format!(", {skipped} skipped"),
            (Lang::Zh, skipped) => format!("，跳过 {skipped} 个"),
        };
        let (undone, total) = (progress.undone, progress.total());
        match self.lang {
            Lang::En => format!(": {undone} of {} undone{skipped}", count(self.lang, total)),
            Lang::Zh => format!("：{total} 个子任务中已回滚 {undone} 个{skipped}"),
        }
    }

    /// Running or retrying: by what is in motion, or else by what the task waits for.
    fn under_way(&self, doing: &str) -> String {
        let lang = self.lang;
        let counts = &self.insight.counts;
        if counts.total() == 0 {
            return format!("{doing}{}", lang.pick(", without any step", "，没有子任务"));
        }
        let progress = self.progress();
        let moving = self.steps(Outcome::is_in_motion);
        if !moving.is_empty() {
            let stops = counts.get(Outcome::Stopping) == moving.len();
            // What was retried may be done, and what moves now on its first run.
            let has_gone_on = self.insight.verdict == Verdict::Retrying && counts.get(Outcome::Retrying) == 0;
            let doing = match (stops, has_gone_on) {
                (true, _) => lang.pick("Stopping", "正在终止"),
                (false, true) => lang.pick("Retrying, now running", "正在重试，当前正在执行"),
                (false, false) => doing,
            };
            let what = match (moving.len() > 1 && !all_share_a_name(self.task, &moving), lang) {
                (true, Lang::En) => format!(" {} at once", count(lang, moving.len())),
                (true, Lang::Zh) => format!(" {}", count(lang, moving.len())),
                (false, Lang::En) => format!(" {}", self.name(&moving)),
                (false, Lang::Zh) => self.name(&moving),
            };
            let are_all = |is_it: fn(&Why) -> bool| {
                moving.iter().all(|&step| why(self.task, self.insight, step).as_ref().is_some_and(is_it))
            };
            let late = if are_all(|why| matches!(why, Why::Zombie { .. })) {
                lang.pick(", far beyond the time limit", "，远超超时时间")
            } else if are_all(|why| matches!(why, Why::Stopping { is_lost: true, .. })) {
                lang.pick(", which OCP may have lost sight of", "，OCP 可能已不再跟踪")
            } else {
                ""
            };
            return format!("{doing}{what}{late}{}{progress}", lang.colon());
        }
        let waits = |steps: &[SubtaskIdx], en, zh| {
            let verb = plural(steps.len(), "waits", "wait");
            match lang {
                Lang::En => format!("{doing}: {} {verb} {en}, {progress}", self.name(steps)),
                Lang::Zh => format!("{doing}：{}{zh}，{progress}", self.name(steps)),
            }
        };
        let ready = self.steps(|outcome| outcome == Outcome::Ready);
        let eligible = self.steps(|outcome| outcome == Outcome::Eligible);
        if !ready.is_empty() {
            waits(&ready, "for a thread", "等待执行线程")
        } else if !eligible.is_empty() {
            waits(&eligible, "to be scheduled", "等待调度")
        } else if self.done() == counts.total() {
            match lang {
                Lang::En => format!("{doing}: {progress}, OCP has yet to close the task"),
                Lang::Zh => format!("{doing}：{progress}，等待 OCP 结束任务"),
            }
        } else {
            match lang {
                Lang::En => format!("{doing}: no step runs now, {progress}"),
                Lang::Zh => format!("{doing}：当前没有子任务在运行，{progress}"),
            }
        }
    }

    fn rolling_back(&self) -> String {
        let moving = self.steps(|outcome| outcome == Outcome::RollingBack);
        let failed = self.steps(|outcome| outcome == Outcome::RollbackFailed);
        let at = match self.lang {
            _ if moving.is_empty() => String::new(),
            Lang::En => format!(" {}", self.name(&moving)),
            Lang::Zh => self.name(&moving),
        };
        let but = match self.lang {
            _ if failed.is_empty() => String::new(),
            Lang::En => format!(", but {} could not be undone", self.name(&failed)),
            Lang::Zh => format!("，但{}回滚失败", self.name(&failed)),
        };
        format!("{}{at}{}{but}", self.lang.pick("Rolling back", "正在回滚"), self.undone())
    }

    /// `“X” failed`, `“X” was terminated`: what a failing task has to say of its failures.
    fn what_failed(&self, failed: &[SubtaskIdx]) -> String {
        match (self.lang, self.blame(failed)) {
            (Lang::En, (name, None)) => format!("{name} {} terminated", plural(failed.len(), "was", "were")),
            (Lang::En, (name, Some(more))) => format!("{name} failed{more}"),
            (Lang::Zh, (name, None)) => format!("{name}已终止"),
            (Lang::Zh, (name, Some(more))) => format!("{name}失败{more}"),
        }
    }

    /// The name of what failed, and what is to be said of the others: what a person stopped is no error of its own. `None`
    /// where nothing else failed; then that is what is named.
    fn blame(&self, failed: &[SubtaskIdx]) -> (String, Option<String>) {
        let is_terminated = |step: &SubtaskIdx| self.insight.outcomes.get(step.index()) == Some(&Outcome::Terminated);
        let (stopped, own): (Vec<_>, Vec<_>) = failed.iter().copied().partition(is_terminated);
        let more = match (self.lang, stopped.len()) {
            _ if own.is_empty() => return (self.name(&stopped), None),
            (_, 0) => String::new(),
            (Lang::En, stopped) => format!(" ({stopped} more terminated)"),
            (Lang::Zh, stopped) => format!("（另有 {stopped} 个被终止）"),
        };
        (self.name(&own), Some(more))
    }

    /// Whether they are one step on several hosts. Their name alone does not say so: many are called “Wait node”.
    fn are_siblings(&self, steps: &[SubtaskIdx]) -> bool {
        let mut is_one = vec![false; self.task.subtasks.len()];
        for step in steps {
            if let Some(flag) = is_one.get_mut(step.index()) {
                *flag = true;
            }
        }
        let are_all = |members: &[SubtaskIdx]| {
            members.iter().filter(|member| is_one.get(member.index()) == Some(&true)).count() == steps.len()
        };
        let mut beside = steps.iter().map(|&step| (self.task.upstream.of(step), self.task.downstream.of(step)));
        let first = beside.next();
        all_share_a_name(self.task, steps)
            && (beside.all(|lists| Some(lists) == first)
                || self.insight.groups.iter().any(|group| are_all(&group.members)))
    }

    fn failing(&self) -> String {
        let failed = self.failures();
        let moving = self.steps(Outcome::is_in_motion);
        let both: Vec<_> = failed.iter().chain(&moving).copied().collect();
        let what = self.what_failed(&failed);
        let siblings = self.are_siblings(&both);
        match (self.lang, moving.len()) {
            (Lang::En, 0) => format!("Failing: {what}, no step runs any more"),
            (Lang::En, running) => {
                let others = match (siblings, running) {
                    (true, 1) => "1 sibling".to_owned(),
                    (true, _) => format!("{running} siblings"),
                    (false, 1) => "1 other step".to_owned(),
                    (false, _) => format!("{running} other steps"),
                };
                format!("Failing: {what}, {others} still running")
            }
            (Lang::Zh, 0) => format!("即将失败：{what}，已没有子任务在运行"),
            (Lang::Zh, running) => {
                format!("即将失败：{what}，还有 {running} 个{}在运行", if siblings { "并行子任务" } else { "子任务" })
            }
        }
    }

    fn failed(&self) -> String {
        let (lang, counts) = (self.lang, &self.insight.counts);
        if counts.total() == 0 {
            return lang.pick("Failed, without any step", "任务失败，没有子任务").to_owned();
        }
        let failed = self.failures();
        let start = match (lang, self.blame(&failed)) {
            (Lang::En, _) if failed.is_empty() => "Failed, though no step says so".to_owned(),
            (Lang::En, (name, None)) => format!("Terminated at {name}"),
            (Lang::En, (name, Some(more))) => format!("Failed at {name}{more}"),
            (Lang::Zh, _) if failed.is_empty() => "任务失败，但没有失败的子任务".to_owned(),
            (Lang::Zh, (name, None)) => format!("任务在{name}被终止"),
            (Lang::Zh, (name, Some(more))) => format!("任务在{name}失败{more}"),
        };
        let running = counts.all(Outcome::is_in_motion);
        let tail = |number: usize, en: &str, zh: &str| match lang {
            _ if number == 0 => String::new(),
            Lang::En => format!(", {number} {en}"),
            Lang::Zh => format!("，{number} 个{zh}"),
        };
        let never = tail(counts.get(Outcome::NeverRan), "never ran", "未执行");
        let still = tail(running, "still running", "仍在运行");
        format!("{start}{}{}{never}{still}", lang.colon(), self.progress())
    }

    fn rollback_failed(&self) -> String {
        let mut failed = self.steps(|outcome| outcome == Outcome::RollbackFailed);
        if failed.is_empty() {
            failed = self.failures();
        }
        let (name, more) = self.blame(&failed);
        let more = more.unwrap_or_default();
        let start = match self.lang {
            Lang::En if failed.is_empty() => "Rollback failed".to_owned(),
            Lang::En => format!("Rollback failed at {name}{more}"),
            Lang::Zh if failed.is_empty() => "回滚失败".to_owned(),
            Lang::Zh => format!("在{name}回滚失败{more}"),
        };
        format!("{start}{}", self.undone())
    }

    fn forced(&self) -> String {
        let forced = self.insight.counts.get(Outcome::Forced);
        let start = match self.lang {
            _ if self.done() < self.insight.counts.total() => self.succeeded(),
            lang => lang.pick("Succeeded", "任务已完成").to_owned(),
        };
        match self.lang {
            Lang::En => format!("{start}, {} {} forced", count(self.lang, forced), plural(forced, "was", "were")),
            Lang::Zh => format!("{start}，其中 {forced} 个子任务被人工设置为成功"),
        }
    }

    fn succeeded(&self) -> String {
        let (lang, counts) = (self.lang, &self.insight.counts);
        let (done, total) = (self.done(), counts.total());
        let retried = match (lang, counts.get(Outcome::SucceededAfterRetry)) {
            (_, 0) => String::new(),
            (Lang::En, retried) => format!(", {retried} after a retry"),
            (Lang::Zh, retried) => format!("，其中 {retried} 个重试后完成"),
        };
        match lang {
            Lang::En if total == 0 => "Succeeded, without any step".to_owned(),
            Lang::Zh if total == 0 => "任务已完成，没有子任务".to_owned(),
            Lang::En if done < total => {
                let are = plural(total, "is", "are");
                let known = if self.has_unknown() { "known to be " } else { "" };
                format!("Succeeded, though only {done} of {} {are} {known}done{retried}", count(lang, total))
            }
            Lang::Zh if done < total => {
                let known = if self.has_unknown() { "确认" } else { "" };
                format!("任务已完成，但 {total} 个子任务中只{known}完成了 {done} 个{retried}")
            }
            Lang::En if total == 1 => format!("Succeeded: its only step is done{retried}"),
            Lang::En => format!("Succeeded: all {total} steps done{retried}"),
            Lang::Zh => format!("任务已完成：{total} 个子任务全部完成{retried}"),
        }
    }

    /// Whether it is not known what became of some step.
    fn has_unknown(&self) -> bool {
        self.insight.counts.get(Outcome::Unknown) > 0
    }

    fn rolled_back(&self) -> String {
        let has_run = |outcome| !matches!(outcome, Outcome::NeverRan | Outcome::Waiting | Outcome::Eligible);
        let counts = &self.insight.counts;
        let (total, undone) = (counts.all(has_run), counts.get(Outcome::RolledBack));
        match self.lang {
            lang if total == 0 => {
                return lang.pick("Rolled back: there was no step to undo", "已回滚：没有需要回滚的子任务").to_owned();
            }
            Lang::En if counts.get(Outcome::RollbackSkipped) == total => {
                let were = plural(total, "was", "were");
                return format!("Rolled back, but nothing was undone: {} {were} skipped", count(Lang::En, total));
            }
            Lang::Zh if counts.get(Outcome::RollbackSkipped) == total => {
                return format!("已回滚，但没有撤销任何工作：{total} 个子任务跳过了回滚");
            }
            _ if undone + counts.get(Outcome::RollbackSkipped) == total => {}
            Lang::En => {
                let were = if self.has_unknown() {
                    plural(total, "is known to be", "are known to be")
                } else {
                    plural(total, "was", "were")
                };
                return format!("Rolled back, though only {undone} of {} {were} undone", count(Lang::En, total));
            }
            Lang::Zh => {
                let known = if self.has_unknown() { "确认" } else { "" };
                return format!("已回滚，但 {total} 个子任务中只{known}回滚了 {undone} 个");
            }
        }
        let start = self.lang.pick("Rolled back: the work was undone", "已回滚：任务所做的工作已撤销");
        match (self.lang, counts.get(Outcome::RollbackSkipped)) {
            (_, 0) => start.to_owned(),
            (Lang::En, 1) => format!("{start}, except for 1 step that was skipped"),
            (Lang::En, skipped) => format!("{start}, except for {skipped} steps that were skipped"),
            (Lang::Zh, skipped) => format!("{start}，但有 {skipped} 个子任务跳过了回滚"),
        }
    }

    fn unknown(&self) -> String {
        let lang = self.lang;
        match (&self.task.status, &self.task.operation) {
            (TaskStatus::Missing, _) => lang.pick("OCP does not say how the task stands", "OCP 未返回任务状态").into(),
            (TaskStatus::Unknown(value), _) => {
                let finding = Finding::UnknownEnum { subtask: None, field: "status", value: value.clone() };
                finding::finding(lang, self.task, &finding)
            }
            (_, Operation::Unknown(value)) => {
                let finding = Finding::UnknownEnum { subtask: None, field: "operation", value: value.clone() };
                finding::finding(lang, self.task, &finding)
            }
            _ => lang.pick("It is not clear how the task stands", "任务状态不明").into(),
        }
    }
}

//! What the insights say beyond the words of the core, in each language.

/// The texts of the panel of insights.
pub struct Insights {
    /// Heads the panel of insights, and opens it.
    pub title: &'static str,
    /// Heads the step to look at first.
    pub next_look: &'static str,
    /// Heads the failures.
    pub what_failed: &'static str,
    /// Heads what a person may do in OCP now.
    pub may_do: &'static str,
    /// Says that taskscope does none of it.
    pub may_do_hint: &'static str,
    /// Heads the critical path.
    pub where_time: &'static str,
    /// Says what the critical path is.
    pub where_time_hint: &'static str,
    /// Heads the longest waits.
    pub longest_waits: &'static str,
    /// Heads what shorter steps would save.
    pub what_if: &'static str,
    /// Says what that leaves out.
    pub what_if_hint: &'static str,
    /// Heads the steps beyond their limits.
    pub over_limit: &'static str,
    /// Heads the steps that took much longer than their siblings.
    pub unusual: &'static str,
    /// Heads what is known of rolling back.
    pub rollback: &'static str,
    /// Marks the point of no return.
    pub no_return: &'static str,
    /// Heads the clocks that disagree.
    pub clocks: &'static str,
}

impl Insights {
    /// In English.
    pub(super) const EN: Self = Self {
        title: "Insights",
        next_look: "Next thing to look at",
        what_failed: "What failed",
        may_do: "What may be done in OCP now",
        may_do_hint: "This page only reads: act in OCP itself.",
        where_time: "Where the time went",
        where_time_hint: "The critical path: the chain of steps and waits that the whole time is made of.",
        longest_waits: "Longest waits",
        what_if: "Had it taken half as long",
        what_if_hint: "Each step keeps the wait it had: a place that comes free earlier, among the ten that may run at once, lets nobody start earlier here.",
        over_limit: "Beyond the time limit",
        unusual: "Much longer than its siblings",
        rollback: "Rollback",
        no_return: "the point of no return",
        clocks: "Clocks that disagree",
    };
    /// In Chinese.
    pub(super) const ZH: Self = Self {
        title: "洞察",
        next_look: "首先查看",
        what_failed: "失败原因",
        may_do: "当前可在 OCP 中执行的操作",
        may_do_hint: "本页面只读，请在 OCP 中操作。",
        where_time: "时间花在哪里",
        where_time_hint: "关键路径：决定总耗时的子任务与等待的链条。",
        longest_waits: "最长等待",
        what_if: "若耗时减半",
        what_if_hint: "每个子任务保持原有的等待时间；并发上限（10 个）提前空出的位置不会让其他子任务更早开始。",
        over_limit: "超过超时时间",
        unusual: "明显慢于其他并行子任务",
        rollback: "回滚",
        no_return: "此后不可回滚",
        clocks: "时钟不一致",
    };
}

//! What the comparison with another task says, in each language.

/// The texts of the comparison.
pub struct Comparing {
    /// Opens the menu of what to compare with.
    pub menu: &'static str,
    /// Label of the field for the other task's id.
    pub id: &'static str,
    /// Compares with that.
    pub start: &'static str,
    /// Heads the tasks of the same name.
    pub recent: &'static str,
    /// Ends the comparison.
    pub end: &'static str,
    /// Names the part of the page that compares.
    pub title: &'static str,
    /// Longer than that task, by so much.
    pub longer: fn(&str, &str) -> String,
    /// Shorter than that task, by so much.
    pub shorter: fn(&str, &str) -> String,
    /// As long as that task.
    pub same: fn(&str) -> String,
    /// Compared with that task; by how much it is longer is not known.
    pub unknown: fn(&str) -> String,
    /// The other task could not be had.
    pub failed: fn(&str) -> String,
    /// The names of the two tasks, the other's first.
    pub names: fn(&str, &str) -> String,
    /// Heads the steps that made the difference.
    pub causes: &'static str,
    /// How many steps only the other task has; their names follow.
    pub gone: fn(usize) -> String,
    /// How many steps are not named.
    pub other_steps: fn(usize) -> String,
    /// How long the other run of a step took.
    pub other_run: fn(&str) -> String,
    /// Only this task has the step.
    pub delta_new: &'static str,
    /// Only the other task has the step.
    pub delta_gone: &'static str,
    /// The step took about as long.
    pub delta_same: &'static str,
}

impl Comparing {
    /// In English.
    pub(super) const EN: Self = Self {
        menu: "Compare…",
        id: "ID of the other run",
        start: "Compare",
        recent: "Same task, looked at lately",
        end: "End the comparison",
        title: "Comparison",
        longer: |which, span| format!("Compared with {which}: {span} longer"),
        shorter: |which, span| format!("Compared with {which}: {span} shorter"),
        same: |which| format!("Compared with {which}: took exactly as long"),
        unknown: |which| format!("Compared with {which}"),
        failed: |id| format!("Task #{id}, to compare with, could not be fetched."),
        names: |other, own| format!("The two have different names: the other is “{other}”, this one “{own}”."),
        causes: "What made the difference",
        gone: |count| {
            if count == 1 {
                "1 step only in the other run:".to_owned()
            } else {
                format!("{count} steps only in the other run:")
            }
        },
        other_steps: |count| if count == 1 { "1 other step".to_owned() } else { format!("{count} other steps") },
        other_run: |span| format!("other run {span}"),
        delta_new: "new",
        delta_gone: "gone",
        delta_same: "same",
    };
    /// In Chinese.
    pub(super) const ZH: Self = Self {
        menu: "对比…",
        id: "另一任务的 ID",
        start: "对比",
        recent: "最近查看的同名任务",
        end: "结束对比",
        title: "对比",
        longer: |which, span| format!("与 {which} 相比：多用 {span}"),
        shorter: |which, span| format!("与 {which} 相比：少用 {span}"),
        same: |which| format!("与 {which} 相比：耗时完全相同"),
        unknown: |which| format!("与 {which} 相比"),
        failed: |id| format!("未能获取用于对比的任务 #{id}。"),
        names: |other, own| format!("两个任务名称不同：另一任务为“{other}”，本任务为“{own}”。"),
        causes: "差异来源",
        gone: |count| format!("{count} 个子任务仅存在于另一任务："),
        other_steps: |count| format!("其他 {count} 个子任务"),
        other_run: |span| format!("另一任务 {span}"),
        delta_new: "新增",
        delta_gone: "已无",
        delta_same: "相同",
    };
}

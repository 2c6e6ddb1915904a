//! What the page says where a task is opened, in each language.

/// Opening a task: its id, a paste, a file, a sample.
pub struct Opening {
    /// Label of the field for an id.
    pub task_id: &'static str,
    /// Opens the task of the id.
    pub open: &'static str,
    /// Heads the list of tasks looked at lately.
    pub recent: &'static str,
    /// Heads the field for pasted JSON.
    pub paste: &'static str,
    /// Says what the field takes.
    pub paste_hint: &'static str,
    /// Opens what was pasted.
    pub open_pasted: &'static str,
    /// Chooses a file.
    pub choose_file: &'static str,
    /// Says that files can be dropped anywhere.
    pub drop_hint: &'static str,
    /// Heads the samples.
    pub samples: &'static str,
    /// A sample that succeeded.
    pub sample_succeeded: &'static str,
    /// A sample that failed.
    pub sample_failed: &'static str,
    /// A sample that runs.
    pub sample_running: &'static str,
    /// Says that nothing leaves the browser.
    pub stays_here: &'static str,
    /// Heads the choice among several tasks.
    pub several: &'static str,
}

impl Opening {
    /// In English.
    pub(super) const EN: Self = Self {
        task_id: "Task ID",
        open: "Open",
        recent: "Recent tasks",
        paste: "Paste a task",
        paste_hint: "The JSON of GET /api/v2/tasks/instances/{id}, with or without its envelope",
        open_pasted: "Open what was pasted",
        choose_file: "Choose a file…",
        drop_hint: "or drop a file anywhere on this page",
        samples: "Samples",
        sample_succeeded: "A task that succeeded",
        sample_failed: "A task that failed",
        sample_running: "A task that runs",
        stays_here: "What you paste or drop stays in this browser.",
        several: "This payload holds several tasks. Which one?",
    };
    /// In Chinese.
    pub(super) const ZH: Self = Self {
        task_id: "任务 ID",
        open: "打开",
        recent: "最近查看的任务",
        paste: "粘贴任务数据",
        paste_hint: "GET /api/v2/tasks/instances/{id} 返回的 JSON，带不带外层均可",
        open_pasted: "打开粘贴的内容",
        choose_file: "选择文件…",
        drop_hint: "或将文件拖到本页任意位置",
        samples: "示例",
        sample_succeeded: "已完成的任务",
        sample_failed: "失败的任务",
        sample_running: "运行中的任务",
        stays_here: "粘贴或拖入的内容不会离开本浏览器。",
        several: "数据中包含多个任务，请选择：",
    };
}

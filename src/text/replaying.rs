//! What the replay says, in each language.

/// The replay's texts.
#[derive(Clone, Copy)]
pub struct Replaying {
    /// Shows the task as it was at an instant.
    pub title: &'static str,
    /// How many steps are done, of how many.
    pub steps_done: fn(usize, usize) -> String,
    /// Moves the instant by itself.
    pub play: &'static str,
    /// Stops that.
    pub pause: &'static str,
    /// Goes to where a step last started or ended.
    pub previous_event: &'static str,
    /// Goes to where a step next starts or ends.
    pub next_event: &'static str,
    /// Which instant's state is shown.
    pub at: fn(&str) -> String,
    /// The knob that moves the instant.
    pub position: &'static str,
    /// Says that the insights are not those of the instant.
    pub whole: &'static str,
    /// Ends the replay.
    pub leave: &'static str,
    /// The replay has ended.
    pub over: &'static str,
}

impl Replaying {
    /// In English.
    pub(super) const EN: Self = Self {
        title: "Replay",
        steps_done: |done, all| format!("{done} of {all} steps done"),
        play: "Play",
        pause: "Pause",
        previous_event: "Previous event",
        next_event: "Next event",
        at: |moment| format!("Replay: state at {moment}"),
        position: "Instant of the replay",
        whole: "Of the whole run as it is now, not of the instant of the replay.",
        leave: "Back to now",
        over: "Replay ended",
    };
    /// In Chinese.
    pub(super) const ZH: Self = Self {
        title: "回放",
        steps_done: |done, all| format!("{all} 个子任务中已完成 {done} 个"),
        play: "播放",
        pause: "暂停",
        previous_event: "上一事件",
        next_event: "下一事件",
        at: |moment| format!("回放：{moment} 的状态"),
        position: "回放时刻",
        whole: "基于整个任务的当前状态，而非回放时刻。",
        leave: "回到当前",
        over: "回放已结束",
    };
}

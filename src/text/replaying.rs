//! What the replay says, in each language.

/// The replay's texts.
#[derive(Clone, Copy)]
pub struct Replaying {
    /// Which instant's state is shown.
    pub at: fn(&str) -> String,
    /// The knob that moves the instant.
    pub position: &'static str,
    /// Ends the replay.
    pub leave: &'static str,
    /// The replay has ended.
    pub over: &'static str,
}

impl Replaying {
    /// In English.
    pub(super) const EN: Self = Self {
        at: |moment| format!("Replay: state at {moment}"),
        position: "Instant of the replay",
        leave: "Back to now",
        over: "Replay ended",
    };
    /// In Chinese.
    pub(super) const ZH: Self = Self {
        at: |moment| format!("回放：{moment} 的状态"),
        position: "回放时刻",
        leave: "回到当前",
        over: "回放已结束",
    };
}

//! What became of copying, in each language.

/// The texts.
#[derive(Clone, Copy)]
pub struct Copying {
    /// Copies.
    pub copy: &'static str,
    /// It was copied.
    pub done: &'static str,
    /// The browser did not let us.
    pub failed: &'static str,
    /// A link that is too long for many chats; takes its KB.
    pub long: fn(usize) -> String,
    /// The browser cannot press the data into a link.
    pub cannot: &'static str,
}

impl Copying {
    /// In English.
    pub(super) const EN: Self = Self {
        copy: "Copy",
        done: "Copied",
        failed: "The browser did not allow copying",
        long: |kb| format!("Copied. The link is {kb} KB long: some chats cut it."),
        cannot: "This browser cannot put the data into a link. Save it as JSON instead.",
    };
    /// In Chinese.
    pub(super) const ZH: Self = Self {
        copy: "复制",
        done: "已复制",
        failed: "浏览器不允许复制",
        long: |kb| format!("已复制。链接长 {kb} KB，部分聊天工具会截断。"),
        cannot: "此浏览器无法将数据放入链接，请改为保存 JSON。",
    };
}

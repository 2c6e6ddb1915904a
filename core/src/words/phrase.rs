//! The parts that sentences are put together from: steps by name, counts, progress.

use super::Lang;
use crate::insight::are_split;
use crate::task::{SubtaskIdx, Task};

impl Lang {
    /// The text in this language.
    #[must_use]
    pub const fn pick<'a>(self, en: &'a str, zh: &'a str) -> &'a str {
        match self {
            Self::En => en,
            Self::Zh => zh,
        }
    }

    /// What stands between the parts of an enumeration.
    #[must_use]
    pub const fn comma(self) -> &'static str {
        self.pick(", ", "，")
    }

    /// What stands between a label and what it says.
    #[must_use]
    pub const fn colon(self) -> &'static str {
        self.pick(": ", "：")
    }
}

/// A step as a sentence names it: `“Install rpm”`, `“Install rpm” [3]` where it has siblings, `step 13000336` where it
/// has no name.
#[must_use]
pub fn step(lang: Lang, task: &Task, step: SubtaskIdx) -> String {
    let Some(subtask) = task.get(step) else { return String::new() };
    if subtask.name.is_empty() {
        return format!("{} {}", lang.pick("step", "子任务"), subtask.id);
    }
    // A split into one has the index 0 too.
    let is_split = || task.is_split.get_or_init(|| are_split(task)).get(step.index()) == Some(&true);
    match subtask.parallel_index.filter(|&index| index > 0 || is_split()) {
        Some(index) => format!("“{}” [{index}]", subtask.name),
        None => format!("“{}”", subtask.name),
    }
}

/// Several steps in one phrase: `“X”`, `“X” ×3` where all share a name, `“X” and 2 others`.
pub(super) fn some_steps(lang: Lang, task: &Task, steps: &[SubtaskIdx]) -> String {
    let [first, more @ ..] = steps else { return String::new() };
    let name = |step: SubtaskIdx| task.get(step).map(|subtask| &*subtask.name);
    match more.len() {
        0 => step(lang, task, *first),
        count if name(*first).is_some_and(|name| !name.is_empty()) && all_share_a_name(task, steps) => {
            format!("“{}” ×{}", name(*first).unwrap_or_default(), count + 1)
        }
        count => {
            let first = step(lang, task, *first);
            match (lang, count) {
                (Lang::En, 1) => format!("{first} and 1 other"),
                (Lang::En, _) => format!("{first} and {count} others"),
                (Lang::Zh, _) => format!("{first}等 {} 个子任务", count + 1),
            }
        }
    }
}

/// Whether they are, to a reader, the same step over and over.
pub(super) fn all_share_a_name(task: &Task, steps: &[SubtaskIdx]) -> bool {
    let mut names = steps.iter().map(|&step| task.get(step).map(|subtask| &*subtask.name));
    let first = names.next();
    names.all(|name| Some(name) == first)
}

/// `1 step`, `7 steps`; `7 个子任务`.
pub(super) fn count(lang: Lang, steps: usize) -> String {
    match (lang, steps) {
        (Lang::En, 1) => "1 step".to_owned(),
        (Lang::En, _) => format!("{steps} steps"),
        (Lang::Zh, _) => format!("{steps} 个子任务"),
    }
}

/// Chinese with a space between a number or an index and the character behind it, as between words of two scripts.
pub(super) fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + 4);
    let mut last = ' ';
    for letter in text.chars() {
        if (last.is_ascii_digit() || last == ']') && ('\u{4e00}'..='\u{9fff}').contains(&letter) {
            spaced.push(' ');
        }
        spaced.push(letter);
        last = letter;
    }
    spaced
}

/// `is` or `are`, `was` or `were`: the form that goes with so many.
pub(super) const fn plural<'a>(count: usize, one: &'a str, many: &'a str) -> &'a str {
    if count == 1 { one } else { many }
}

//! What the analysis found, beyond single steps: what a failure holds up, what a shorter step would save, whose clock is
//! off, how far a rollback came.

use super::phrase::{count, plural, spaced};
use super::{Lang, duration};
use crate::insight::{Skew, Spread, Undoing};
use crate::task::Millis;

/// How many steps a failure holds up: `holds up 14 steps`.
#[must_use]
pub fn holds_up(lang: Lang, steps: usize) -> String {
    match (lang, steps) {
        (Lang::En, 0) => "holds up nothing".to_owned(),
        (Lang::Zh, 0) => "没有阻塞其他子任务".to_owned(),
        (Lang::En, _) => format!("holds up {}", count(lang, steps)),
        (Lang::Zh, _) => format!("阻塞 {}", count(lang, steps)),
    }
}

/// How many steps still move though the task is bound to fail: `3 steps still run`.
#[must_use]
pub fn still_running(lang: Lang, steps: usize) -> String {
    match lang {
        Lang::En => format!("{} still {}", count(lang, steps), plural(steps, "runs", "run")),
        Lang::Zh => format!("{}仍在运行", count(lang, steps)),
    }
}

/// What the task's wall time would be, had a step taken half as long: `14.6 s in all, 7.6 s less`.
#[must_use]
pub fn what_if(lang: Lang, wall: Millis, wall_then: Millis) -> String {
    let (then, less) = (duration(lang, wall_then), duration(lang, (wall - wall_then).at_least_zero()));
    match lang {
        Lang::En if wall_then >= wall => format!("{then} in all, nothing less"),
        Lang::Zh if wall_then >= wall => format!("总计 {then}，没有缩短"),
        Lang::En => format!("{then} in all, {less} less"),
        Lang::Zh => format!("总计 {then}，缩短 {less}"),
    }
}

/// A time limit that is used up: `ran 40 min, limit 20 min`.
#[must_use]
pub fn over_limit(lang: Lang, used: Millis, limit: Millis) -> String {
    let (used, limit) = (duration(lang, used), duration(lang, limit));
    match lang {
        Lang::En => format!("ran {used}, limit {limit}"),
        Lang::Zh => format!("已执行 {used}，超时时间 {limit}"),
    }
}

/// One that took longer than its siblings: `3 min, its siblings 45 s`.
#[must_use]
pub fn outlier(lang: Lang, spread: &Spread) -> String {
    let (most, median) = (duration(lang, spread.most), duration(lang, spread.median));
    match lang {
        Lang::En => format!("{most}, half of its siblings {median} or less"),
        Lang::Zh => format!("{most}，半数并行子任务不超过 {median}"),
    }
}

/// Two OCP nodes whose clocks disagree.
#[must_use]
pub fn skew(lang: Lang, skew: &Skew) -> String {
    let Skew { ahead, behind, at_least, edges } = skew;
    let gap = duration(lang, *at_least);
    match lang {
        Lang::En => format!(
            "The clock of {ahead} seems to be at least {gap} ahead of that of {behind}: {}",
            match edges {
                1 => "a step started before its upstream had ended".to_owned(),
                _ => format!("in {edges} places a step started before its upstream had ended"),
            }
        ),
        Lang::Zh => spaced(&format!("{ahead} 的时钟似乎比 {behind} 至少快 {gap}：{edges} 处下游早于上游结束而开始")),
    }
}

/// How far a rollback has come: `5 of 9 steps undone, 1 being undone, 3 in the queue`.
#[must_use]
pub fn undoing(lang: Lang, progress: &Undoing) -> String {
    let total = progress.total();
    let first = match lang {
        Lang::En => format!("{} of {} undone", progress.undone, count(lang, total)),
        Lang::Zh => format!("{} 中 {} 个已回滚", count(lang, total), progress.undone),
    };
    let part = |number: usize, en: &str, zh: &str| {
        (number > 0).then(|| match lang {
            Lang::En => format!("{number} {en}"),
            Lang::Zh => format!("{number} 个{zh}"),
        })
    };
    let parts = [
        part(progress.in_motion, "being undone", "正在回滚"),
        part(progress.awaiting, "in the queue", "等待回滚"),
        part(progress.failed, "could not be undone", "回滚失败"),
        part(progress.skipped, "left out by a person: may be left dirty", "被跳过，可能有残留"),
    ];
    [Some(first)].into_iter().chain(parts).flatten().collect::<Vec<_>>().join(lang.comma())
}

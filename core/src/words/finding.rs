//! What was odd in the payload, a sentence each.

use super::phrase::{count, plural, spaced, step};
use super::{Lang, duration};
use crate::task::{Finding, Side, SubtaskIdx, Task};

/// What was odd, whose it is, and what was made of it.
#[must_use]
pub fn finding(lang: Lang, task: &Task, finding: &Finding) -> String {
    match lang {
        Lang::En => english(task, finding),
        Lang::Zh => spaced(&chinese(task, finding)),
    }
}

fn english(task: &Task, finding: &Finding) -> String {
    let name = |subtask: SubtaskIdx| step(Lang::En, task, subtask);
    let whose = |subtask: Option<SubtaskIdx>| subtask.map_or_else(|| "the task".to_owned(), name);
    let list = |side: Side| match side {
        Side::Upstream => "upstream",
        Side::Downstream => "downstream",
    };
    let time = |span| duration(Lang::En, span);
    let text = match finding {
        Finding::Dangling { subtask, side, missing } => {
            format!("{} names {missing} as {}, but there is no such step", name(*subtask), list(*side))
        }
        Finding::OneSided { subtask, side, other } => {
            let (other, list) = (name(*other), list(*side));
            format!("{} names {other} as {list}, but {other} does not name it back; the edge is kept", name(*subtask))
        }
        Finding::SelfLoop { subtask } => format!("{} waits for itself; that edge is left out", name(*subtask)),
        Finding::Cycle { subtask, to } => format!(
            "steps wait for each other in a circle; the edge from {} to {} is drawn but not followed",
            name(*subtask),
            name(*to)
        ),
        Finding::DuplicateId { subtask, original } => {
            let id = task.get(*subtask).map(|subtask| subtask.id.to_string()).unwrap_or_default();
            format!("two steps have the id {original}; {} is called {id} here", name(*subtask))
        }
        Finding::EndBeforeStart { subtask, by } => {
            format!("{} ends {} before it starts; its end is taken to be its start", whose(*subtask), time(*by))
        }
        Finding::StartBeforeUpstreamEnd { subtask, upstream, by } => format!(
            "{} starts {} before its upstream {} ends; clocks of OCP nodes may disagree",
            name(*subtask),
            time(*by),
            name(*upstream)
        ),
        Finding::OutsideOfTask { subtask, by, steps } => format!(
            "{} {} outside of the task’s own time, {} by {}; clocks of OCP nodes may disagree",
            count(Lang::En, *steps),
            plural(*steps, "lies", "lie"),
            name(*subtask),
            time(*by)
        ),
        Finding::StaleFinishTime { subtask } => {
            format!("{} carries the finish time of an earlier attempt; its status counts", whose(*subtask))
        }
        Finding::UnknownEnum { subtask: None, field, value } => {
            format!("OCP gives the task the {field} “{value}”, a word that this version does not know")
        }
        Finding::UnknownEnum { subtask, field, value } => {
            format!("{} has the {field} “{value}”, a word that this version does not know", whose(*subtask))
        }
        Finding::MissingField { subtask: None, field } => match field.strip_prefix("subtasks[].") {
            Some(field) => format!("no step has the field {field}"),
            None => format!("the task has no field {field}"),
        },
        Finding::MissingField { subtask, field } => format!("{} has no field {field}", whose(*subtask)),
        Finding::MalformedField { subtask, field, value } => {
            format!("the {field} of {} can’t be read: {value}", whose(*subtask))
        }
        Finding::NoOffset { value, times } => format!(
            "{times} {} without the offset from UTC, such as {value}; {} read as UTC",
            plural(*times, "time comes", "times come"),
            plural(*times, "it is", "they are")
        ),
        Finding::NotASubtask { position } => {
            format!("entry {position} of the list of steps is no step; it is left out")
        }
        Finding::InvalidUtf8 => "some bytes were no text; they are shown as \u{fffd}".to_owned(),
    };
    capitalised(&text)
}

fn chinese(task: &Task, finding: &Finding) -> String {
    let name = |subtask: SubtaskIdx| step(Lang::Zh, task, subtask);
    let whose = |subtask: Option<SubtaskIdx>| subtask.map_or_else(|| "任务".to_owned(), name);
    let list = |side: Side| match side {
        Side::Upstream => "上游",
        Side::Downstream => "下游",
    };
    let time = |span| duration(Lang::Zh, span);
    match finding {
        Finding::Dangling { subtask, side, missing } => {
            format!("{}的{}子任务 {missing} 不存在", name(*subtask), list(*side))
        }
        Finding::OneSided { subtask, side, other } => {
            let (other, list) = (name(*other), list(*side));
            format!("{}将{other}列为{list}，但{other}没有反向引用；已保留该依赖", name(*subtask))
        }
        Finding::SelfLoop { subtask } => format!("{}依赖自身；已忽略该依赖", name(*subtask)),
        Finding::Cycle { subtask, to } => {
            format!("子任务之间存在循环依赖；从{}到{}的依赖仅绘制，不参与计算", name(*subtask), name(*to))
        }
        Finding::DuplicateId { subtask, original } => {
            let id = task.get(*subtask).map(|subtask| subtask.id.to_string()).unwrap_or_default();
            format!("两个子任务的 ID 同为 {original}；{}在此记为 {id}", name(*subtask))
        }
        Finding::EndBeforeStart { subtask, by } => {
            format!("{}的结束时间比开始时间早 {}；按开始时间处理", whose(*subtask), time(*by))
        }
        Finding::StartBeforeUpstreamEnd { subtask, upstream, by } => {
            let by = time(*by);
            format!("{}比其上游{}的结束早 {by}开始；OCP 节点的时钟可能不一致", name(*subtask), name(*upstream))
        }
        Finding::OutsideOfTask { subtask, by, steps } => {
            let by = time(*by);
            format!("{steps} 个子任务超出任务自身的时间范围，{}超出 {by}；OCP 节点的时钟可能不一致", name(*subtask))
        }
        Finding::StaleFinishTime { subtask } => {
            format!("{}仍带有上一次执行的结束时间；以状态为准", whose(*subtask))
        }
        Finding::UnknownEnum { subtask, field, value } => {
            format!("{}的 {field} 为“{value}”，当前版本无法识别", whose(*subtask))
        }
        Finding::MissingField { subtask: None, field } => match field.strip_prefix("subtasks[].") {
            Some(field) => format!("所有子任务都缺少字段 {field}"),
            None => format!("任务缺少字段 {field}"),
        },
        Finding::MissingField { subtask, field } => format!("{}缺少字段 {field}", whose(*subtask)),
        Finding::MalformedField { subtask, field, value } => {
            format!("{}的字段 {field} 无法解析：{value}", whose(*subtask))
        }
        Finding::NoOffset { value, times } => format!("{times} 个时间缺少 UTC 偏移，例如 {value}；按 UTC 处理"),
        Finding::NotASubtask { position } => format!("子任务列表的第 {position} 项不是子任务；已忽略"),
        Finding::InvalidUtf8 => "部分字节不是有效文本；显示为 \u{fffd}".to_owned(),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| std::iter::once(first.to_ascii_uppercase()).chain(letters).collect()).unwrap_or_default()
}

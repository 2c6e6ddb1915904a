//! The bars of a row: waiting before it, the run, and where the time limit lies.

use taskscope_core::layout::timeline::Scale;
use taskscope_core::number::within;
use taskscope_core::task::{Millis, Outcome, SubtaskIdx, Timestamp};
use taskscope_core::words::{self, Lang};

use super::super::part::{IntoPart, Part, all, view};
use super::need::worst_last;
use crate::dom::percent;
use crate::state::{Contrast, Scene};
use crate::text::Messages;

/// A bar of many members is drawn as one from this many on: they would lie on each other anyway.
const MERGED_FROM: usize = 40;

/// What a part of a row stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// Upstreams done, not started.
    Wait,
    /// First start to last end, or to now.
    Run(Outcome),
    /// Many runs in one.
    Merged(Outcome),
    /// Where an attempt is declared failed.
    Limit,
    /// The same steps of the run that this one is compared with.
    Other,
}

/// One part of a row, over a stretch of time.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::view) struct Bar {
    kind: Kind,
    from: Timestamp,
    to: Timestamp,
    /// Whether it goes on: its end is only "now".
    is_open: bool,
    /// Whether it spans more than one attempt, idle time included.
    spans_attempts: bool,
    /// On the critical path.
    is_critical: bool,
    /// Shown on pointing; empty where what the row says is shown.
    pub(super) hint: String,
}

/// The bars of a step, or of several in one row, the worst painted last, over the others: of many, those less than `gap`
/// apart are one. Several bear the halo only where they are `folded`: else it is on their own rows.
pub(in crate::view) fn bars_of(
    lang: Lang,
    text: &Messages,
    scene: &Scene,
    steps: &[SubtaskIdx],
    gap: Millis,
    is_folded: bool,
) -> Vec<Bar> {
    let is_critical = |step: SubtaskIdx| is_folded && scene.insight.path.contains.get(step.index()) == Some(&true);
    let steps = worst_last(scene, steps);
    if steps.len() >= MERGED_FROM {
        return merged(scene, &steps, gap, &is_critical);
    }
    let mut bars = Vec::new();
    let alone = steps.len() == 1;
    for step in steps {
        let (Some(subtask), Some(time)) = (scene.task.get(step), scene.time(step)) else {
            continue;
        };
        let outcome = scene.outcome(step);
        if let (true, Some(ready_at), Some(start)) = (alone, time.ready_at, time.start)
            && start > ready_at
        {
            let hint = format!("{} {}", text.waited, words::duration(lang, start - ready_at));
            bars.push(plain(Kind::Wait, ready_at, start, hint));
        }
        let (Some(start), Some(end)) = (time.start, time.end.or(time.start)) else { continue };
        let spans_attempts = time.is_span;
        let run = time.run().unwrap_or(Millis::ZERO);
        let mut hint = format!("{} · {}", words::outcome(lang, outcome), words::duration(lang, run));
        if spans_attempts {
            hint = format!("{hint} · {}", text.spans_attempts);
        }
        bars.push(Bar {
            is_open: time.is_open,
            spans_attempts,
            is_critical: is_critical(step),
            ..plain(Kind::Run(outcome), start, end, hint)
        });
        // An attempt's own start is known of the first alone.
        if let Some(limit) = subtask.time_limit.filter(|_| alone && !spans_attempts) {
            let at = start + limit;
            // A limit far beyond the end says nothing, and would be off the axis.
            if time.is_open || (at <= end + Millis(limit.0 / 10) && outcome.is_failure()) {
                bars.push(plain(Kind::Limit, at, at, (text.limit)(words::duration(lang, limit))));
            }
        }
    }
    bars
}

/// The bar of the same steps in the run that this one is compared with, as if both had begun at once.
pub(in crate::view) fn other_bar(
    lang: Lang,
    text: &Messages,
    contrast: &Contrast,
    steps: &[SubtaskIdx],
) -> Option<Bar> {
    let counterparts = steps.iter().filter_map(|&step| contrast.counterpart(step));
    let times = counterparts.filter_map(|step| contrast.other.insight.times.get(step.index()));
    let (from, to) = times.fold((None, None), |(from, to): (Option<Timestamp>, Option<Timestamp>), time| {
        (from.into_iter().chain(time.start).min(), to.max(time.end.or(time.start)))
    });
    let (from, to, shift) = (from?, to?, contrast.shift?);
    let hint = (text.comparing.other_run)(&words::duration(lang, to - from));
    Some(plain(Kind::Other, from + shift, to + shift, hint))
}

fn plain(kind: Kind, from: Timestamp, to: Timestamp, hint: String) -> Bar {
    Bar { kind, from, to, is_open: false, spans_attempts: false, is_critical: false, hint }
}

/// The runs of each outcome, as one bar where they are less than `gap` apart.
fn merged(scene: &Scene, steps: &[SubtaskIdx], gap: Millis, is_critical: &dyn Fn(SubtaskIdx) -> bool) -> Vec<Bar> {
    let mut all: Vec<Bar> = Vec::new();
    for &step in steps {
        let Some(time) = scene.time(step) else { continue };
        let Some((start, end)) = time.start.zip(time.end.or(time.start)) else { continue };
        let (kind, is_critical) = (Kind::Merged(scene.outcome(step)), is_critical(step));
        match all.iter_mut().rev().find(|bar| bar.kind == kind).filter(|bar| start <= bar.to + gap) {
            Some(bar) => {
                bar.from = bar.from.min(start);
                bar.to = bar.to.max(end);
                bar.is_open |= time.is_open;
                bar.is_critical |= is_critical;
            }
            None => all.push(Bar { is_open: time.is_open, is_critical, ..plain(kind, start, end, String::new()) }),
        }
    }
    all
}

/// Draws the bars over an axis.
pub(super) fn draw(bars: &[Bar], scale: &Scale) -> Part {
    // Far outside the axis a browser's own numbers give out.
    let place = |moment| within(scale.place(moment), -0.1, 1.1);
    let draw = |bar: &Bar| {
        let (left, right) = (place(bar.from), place(bar.to));
        let (class, outcome) = match bar.kind {
            Kind::Wait => ("ts-bar-wait", None),
            Kind::Run(outcome) => ("ts-bar-run", Some(outcome)),
            Kind::Merged(outcome) => ("ts-bar-run ts-bar-merged", Some(outcome)),
            Kind::Limit => ("ts-bar-limit", None),
            Kind::Other => ("ts-bar-other", None),
        };
        let mark = |holds: bool, name: &'static str| if holds { name } else { "" };
        let open = mark(bar.is_open, " ts-bar-open");
        let attempts = mark(bar.spans_attempts, " ts-bar-attempts");
        let critical = mark(bar.is_critical, " ts-critical");
        view! {
            <span
                class=format!("ts-bar {class}{open}{attempts}{critical}")
                data-family=outcome.map(|outcome| outcome.family().as_str())
                data-outcome=outcome.map(Outcome::as_str)
                style:left=percent(left)
                style:width=percent(right - left)
                title=Some(bar.hint.clone()).filter(|hint| !hint.is_empty())
            ></span>
        }
        .part()
    };
    all(bars.iter().map(draw))
}

//! The order of the timeline's rows, and what they stand under: siblings, or the lane of an OCP node.

use std::sync::Arc;

use crate::insight::{GroupKind, Insight, Numbers, StepTime, time_at};
use crate::sort::{self, Key};
use crate::task::{Millis, SubtaskIdx, Task, Timestamp};

/// What rows are sorted by. What has no such time comes last, in reading order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// As the work is read: topological.
    #[default]
    Order,
    /// The first start, earliest first.
    Start,
    /// The run, longest first; of siblings from the first start to the last end.
    Duration,
    /// The wait, longest first; of siblings the longest of theirs.
    Wait,
}

impl Sort {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Order, Self::Start, Self::Duration, Self::Wait];

    /// Its name in the address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Start => "start",
            Self::Duration => "duration",
            Self::Wait => "wait",
        }
    }

    /// The number that times order by: of one step, or of several as a whole.
    fn key(self, times: impl Iterator<Item = StepTime>) -> u64 {
        let (mut start, mut end, mut wait) = (None, None, None);
        for time in times {
            start = start.into_iter().chain(time.start).min();
            end = end.max(time.end.filter(|_| time.start.is_some()));
            wait = wait.max(time.wait());
        }
        let longest = |span: Option<Millis>| span.map_or(u64::MAX, |span| !span.0.key());
        match self {
            Self::Order => 0,
            Self::Start => start.map_or(u64::MAX, |start| start.epoch.key()),
            Self::Duration => longest(end.zip(start).map(|(end, start)| (end - start).at_least_zero())),
            Self::Wait => longest(wait),
        }
    }
}

/// What rows stand under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Heading {
    /// Siblings read as one, by their place in [`Insight::groups`].
    Group(usize),
    /// An OCP node, by its place in [`Arrangement::lanes`].
    Lane(usize),
}

/// The steps of one OCP node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lane {
    /// The node as the payload names it; `None` for the steps that no node has picked up.
    pub node: Option<Arc<str>>,
    /// Its steps by their starts.
    pub steps: Vec<SubtaskIdx>,
}

/// How the reader wants the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arranging {
    /// Siblings under a row of their own.
    pub fold: bool,
    /// A lane for each OCP node instead.
    pub lanes: bool,
    /// What they are sorted by.
    pub sort: Sort,
    /// The instant whose times they are sorted by; `None`: now.
    pub at: Option<Timestamp>,
}

/// All steps in the order of their rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// The steps, top to bottom; those under one heading stand together.
    pub steps: Vec<SubtaskIdx>,
    /// What each step stands under, by index.
    pub under: Vec<Option<Heading>>,
    /// The lanes, top to bottom: by the first start in each, at last that of the steps without a node.
    pub lanes: Vec<Lane>,
}

impl Arrangement {
    /// Arranges the steps of a task.
    #[must_use]
    pub fn of(task: &Task, insight: &Insight, how: Arranging) -> Self {
        let (under, lanes) = headings(task, insight, how);
        if !how.lanes && how.sort == Sort::Order {
            return Self { steps: in_order(insight, &under), under, lanes };
        }
        let count = task.subtasks.len();
        let time = |step: SubtaskIdx| {
            let time = *insight.times.get(step.index())?;
            Some(how.at.map_or(time, |at| time_at(time, at)))
        };
        let key = |step: u32, sort: Sort| sort.key(time(SubtaskIdx(step)).into_iter());
        // What a row at the top goes by: a step, or the whole of what stands under one heading.
        let rank = |step: SubtaskIdx| insight.order.place(step).unwrap_or(u32::MAX);
        let mut outer: Vec<(u64, u32)> =
            (0..count as u32).map(|step| (key(step, how.sort), rank(SubtaskIdx(step)))).collect();
        for (place, group) in insight.groups.iter().enumerate() {
            let times = group.members.iter().filter_map(|&member| time(member));
            let first = group.members.iter().map(|&member| rank(member)).min();
            let whole = (how.sort.key(times), first.unwrap_or(u32::MAX));
            let is_row = |member: &&SubtaskIdx| under.get(member.index()) == Some(&Some(Heading::Group(place)));
            group.members.iter().filter(is_row).for_each(|&member| set(&mut outer, member, whole));
        }
        for (place, lane) in (0..).zip(&lanes) {
            lane.steps.iter().for_each(|&member| set(&mut outer, member, (0, place)));
        }
        let outer_of = |step: u32| outer.get(step as usize).copied().unwrap_or((u64::MAX, u32::MAX));
        let within = if how.sort == Sort::Order { Sort::Start } else { how.sort };
        let steps = sort::by_keys(
            count,
            &[&|step| outer_of(step).0, &|step| outer_of(step).1.key(), &|step| key(step, within), &|step| {
                rank(SubtaskIdx(step)).key()
            }],
        );
        Self { steps: steps.into_iter().map(SubtaskIdx).collect(), under, lanes }
    }

    /// What a step stands under.
    #[must_use]
    pub fn under(&self, step: SubtaskIdx) -> Option<Heading> {
        self.under.get(step.index()).copied().flatten()
    }

    /// The steps under a heading, whether or not they have rows now.
    #[must_use]
    pub fn members<'a>(&'a self, insight: &'a Insight, heading: Heading) -> &'a [SubtaskIdx] {
        match heading {
            Heading::Group(group) => insight.groups.get(group).map(|group| &*group.members),
            Heading::Lane(lane) => self.lanes.get(lane).map(|lane| &*lane.steps),
        }
        .unwrap_or_default()
    }
}

/// What each step stands under, and the lanes there are.
fn headings(task: &Task, insight: &Insight, how: Arranging) -> (Vec<Option<Heading>>, Vec<Lane>) {
    let mut under = vec![None; task.subtasks.len()];
    let lanes = if how.lanes { lanes(task, insight) } else { Vec::new() };
    for (place, lane) in lanes.iter().enumerate() {
        lane.steps.iter().for_each(|&step| set(&mut under, step, Some(Heading::Lane(place))));
    }
    let groups = insight.groups.iter().enumerate().filter(|(_, group)| group.kind == GroupKind::Siblings);
    for (place, group) in groups.filter(|_| how.fold && !how.lanes) {
        group.members.iter().for_each(|&member| set(&mut under, member, Some(Heading::Group(place))));
    }
    (under, lanes)
}

/// The reading order, with siblings together where the first of them stands.
fn in_order(insight: &Insight, under: &[Option<Heading>]) -> Vec<SubtaskIdx> {
    let mut placed = vec![false; insight.groups.len()];
    let mut steps = Vec::with_capacity(insight.order.len());
    for &step in insight.order.iter() {
        let Some(&Some(Heading::Group(place))) = under.get(step.index()) else {
            steps.push(step);
            continue;
        };
        if let (Some(is_placed), Some(group)) = (placed.get_mut(place), insight.groups.get(place))
            && !std::mem::replace(is_placed, true)
        {
            steps.extend(&group.members);
        }
    }
    steps
}

fn lanes(task: &Task, insight: &Insight) -> Vec<Lane> {
    // Steps of one start stay in reading order.
    let mut by_start = insight.order.to_vec();
    sort::by_key(&mut by_start, |step| Sort::Start.key(insight.times.get(step.index()).copied().into_iter()));
    let mut lanes: Vec<Lane> = Vec::new();
    let mut nodes = Numbers::default();
    let mut without = Lane::default();
    for step in by_start {
        let lane = match task.get(step).and_then(|subtask| subtask.executor.as_ref()) {
            Some(node) => {
                let place = nodes.of(node) as usize;
                if place == lanes.len() {
                    lanes.push(Lane { node: Some(node.clone()), steps: Vec::new() });
                }
                lanes.get_mut(place)
            }
            None => Some(&mut without),
        };
        if let Some(lane) = lane {
            lane.steps.push(step);
        }
    }
    lanes.extend(Some(without).filter(|lane| !lane.steps.is_empty()));
    lanes
}

fn set<T>(list: &mut [T], step: SubtaskIdx, value: T) {
    if let Some(slot) = list.get_mut(step.index()) {
        *slot = value;
    }
}

/// How long at least one of these runs was under way. They come by their starts.
pub fn busy(times: impl Iterator<Item = StepTime>) -> Millis {
    let mut reach = None;
    let mut busy = Millis::ZERO;
    for time in times {
        let Some((start, end)) = time.start.zip(time.end) else { continue };
        let from = reach.map_or(start, |reach| start.max(reach));
        busy += (end - from).at_least_zero();
        reach = reach.max(Some(end));
    }
    busy
}

//! The rows of the timeline: every step once, in reading order, siblings under a row of their own.

use crate::insight::{Group, GroupKind, Insight};
use crate::task::{SubtaskIdx, Task};

/// One row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Row {
    /// A step.
    Step {
        /// Which.
        step: SubtaskIdx,
        /// The group above it, by its place in [`Insight::groups`], if it is shown under one.
        group: Option<usize>,
    },
    /// Siblings, read as one.
    Group {
        /// Which, by its place in [`Insight::groups`].
        group: usize,
        /// Whether its members follow as rows.
        open: bool,
    },
}

/// What decides which rows there are.
pub struct RowFilter<'a> {
    /// Whether a step passes search and filter.
    pub shows: &'a dyn Fn(SubtaskIdx) -> bool,
    /// Whether siblings are folded at all.
    pub fold: bool,
    /// Whether this group's members are to be seen though siblings are folded.
    pub opens: &'a dyn Fn(&Group) -> bool,
}

/// The rows, top to bottom. A group has a row as long as one of its members passes.
#[must_use]
pub fn rows(task: &Task, insight: &Insight, filter: &RowFilter<'_>) -> Vec<Row> {
    let mut group_of: Vec<Option<usize>> = vec![None; task.subtasks.len()];
    if filter.fold {
        for (place, group) in insight.groups.iter().enumerate().filter(|(_, group)| group.kind == GroupKind::Siblings) {
            for member in &group.members {
                if let Some(slot) = group_of.get_mut(member.index()) {
                    *slot = Some(place);
                }
            }
        }
    }
    let mut placed = vec![false; insight.groups.len()];
    let mut rows = Vec::with_capacity(insight.order.len());
    for &step in &insight.order {
        let found = group_of.get(step.index()).copied().flatten();
        let Some((place, group)) = found.and_then(|place| Some((place, insight.groups.get(place)?))) else {
            if (filter.shows)(step) {
                rows.push(Row::Step { step, group: None });
            }
            continue;
        };
        if placed.get(place) == Some(&true) {
            continue;
        }
        if let Some(flag) = placed.get_mut(place) {
            *flag = true;
        }
        let mut members = group.members.iter().copied().filter(|&member| (filter.shows)(member)).peekable();
        if members.peek().is_some() {
            let open = (filter.opens)(group);
            rows.push(Row::Group { group: place, open });
            if open {
                rows.extend(members.map(|step| Row::Step { step, group: Some(place) }));
            }
        }
    }
    rows
}

//! Steps that are read as one: parallel siblings, and the barriers between stages.

use std::collections::HashMap;

use crate::task::{SubtaskIdx, Task};

/// Why some steps are read as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroupKind {
    /// The same step on several hosts: one name, the same upstreams, the same downstreams.
    Siblings,
    /// Siblings whose chains run side by side, host by host.
    Lanes,
    /// One name, numbered like siblings, but each waits for the one before.
    Serial,
    /// A step that only joins or splits; a group of one.
    Barrier,
}

impl GroupKind {
    /// The name that others rely on.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Siblings => "siblings",
            Self::Lanes => "lanes",
            Self::Serial => "serial",
            Self::Barrier => "barrier",
        }
    }
}

/// Steps that are read as one, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Why.
    pub kind: GroupKind,
    /// Who; never empty.
    pub members: Vec<SubtaskIdx>,
}

/// The groups of a task, in the reading order of their first members.
pub(super) fn groups(task: &Task, order: &[SubtaskIdx]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut by_place: HashMap<(&str, &[SubtaskIdx], &[SubtaskIdx]), usize> = HashMap::new();
    for &step in order {
        let Some(subtask) = task.get(step) else { continue };
        let (upstreams, downstreams) = (task.upstream.of(step), task.downstream.of(step));
        // Two steps without any edge share nothing but their name.
        if !(upstreams.is_empty() && downstreams.is_empty()) {
            let found = *by_place.entry((&*subtask.name, upstreams, downstreams)).or_insert(groups.len());
            if let Some(group) = groups.get_mut(found) {
                group.members.push(step);
                continue;
            }
        }
        groups.push(Group { kind: GroupKind::Siblings, members: vec![step] });
    }
    groups.retain_mut(|group| {
        let is_barrier = |step: &SubtaskIdx| task.get(*step).is_some_and(crate::task::Subtask::is_barrier);
        match group.members.as_slice() {
            [only] if is_barrier(only) => group.kind = GroupKind::Barrier,
            [_] => return false,
            _ => group.members.sort_by_key(|&step| (task.get(step).and_then(|subtask| subtask.parallel_index), step)),
        }
        true
    });
    groups
}

//! Steps that are read as one: parallel siblings, lanes of them, serial splits, and the barriers between stages.
//!
//! A step is in at most one group of siblings, lanes or serial steps: of nested ones, in the outermost.

mod contract;
mod spread;

pub use spread::{Spread, spread};

use super::order::Order;
use crate::pace::{Steps, apart};
use crate::sort::{self, Key};
use crate::task::{Subtask, SubtaskIdx, Task};

/// Why some steps are read as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroupKind {
    /// The same step on several hosts: one name, the same upstreams, the same downstreams.
    Siblings,
    /// The same few steps on several hosts, side by side: K hosts × L steps.
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

/// Steps that are read as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Why.
    pub kind: GroupKind,
    /// Who, by parallel index; lanes one after the other, each in reading order. Never empty.
    pub members: Vec<SubtaskIdx>,
    /// How many stand side by side: the siblings, or the lanes; 1 for what runs one after the other.
    pub width: usize,
}

impl Group {
    /// The members that do the same thing: all siblings, or the first steps of all lanes, their second steps, and so on.
    pub fn stages(&self) -> impl Iterator<Item = impl Iterator<Item = SubtaskIdx> + '_> + '_ {
        let length = match self.kind {
            GroupKind::Lanes => self.members.len() / self.width.max(1),
            _ => 1,
        };
        (0..length).map(move |stage| self.members.iter().copied().skip(stage).step_by(length))
    }
}

/// The groups of a task, in the reading order of what is read first of each.
pub(super) async fn groups(task: &Task, order: &Order, names: &[u32], steps: &Steps<'_>) -> Vec<Group> {
    let blocks = apart(contract::parallel_blocks(task, order, order.places(), names, steps)).await;
    let mut groups: Vec<Group> = blocks
        .into_iter()
        .map(|block| {
            let kind = if block.steps.len() == block.width { GroupKind::Siblings } else { GroupKind::Lanes };
            Group { kind, width: block.width, members: block.steps }
        })
        .collect();
    steps.look().await;
    let mut taken = vec![false; task.subtasks.len()];
    take(&mut taken, &groups);
    let runs = apart(serial_runs(task, order, |step| taken.get(step.index()) == Some(&false), steps)).await;
    take(&mut taken, &runs);
    steps.look().await;
    groups.extend(runs);
    let is_barrier =
        |step: &SubtaskIdx| taken.get(step.index()) == Some(&false) && task.get(*step).is_some_and(Subtask::is_barrier);
    groups.extend(order.iter().copied().filter(is_barrier).map(|step| Group {
        kind: GroupKind::Barrier,
        members: vec![step],
        width: 1,
    }));
    steps.look().await;
    let place = |step: &SubtaskIdx| order.place(*step);
    let first = |group: &Group| group.members.iter().filter_map(place).min();
    sort::by_key(&mut groups, |group| first(group).map_or(0, Key::key));
    groups
}

fn take(taken: &mut [bool], groups: &[Group]) {
    for member in groups.iter().flat_map(|group| &group.members) {
        if let Some(flag) = taken.get_mut(member.index()) {
            *flag = true;
        }
    }
}

/// The serial splits: runs of steps of one name, numbered one after the other, each waiting for the one before.
async fn serial_runs(
    task: &Task,
    order: &[SubtaskIdx],
    is_free: impl Fn(SubtaskIdx) -> bool,
    steps: &Steps<'_>,
) -> Vec<Group> {
    let mut run_of: Vec<Option<usize>> = vec![None; task.subtasks.len()];
    let mut runs: Vec<Vec<SubtaskIdx>> = Vec::new();
    for &step in order.iter().filter(|&&step| is_free(step)) {
        steps.tick().await;
        let Some(subtask) = task.get(step) else { continue };
        let Some(before) = subtask.parallel_index.and_then(|index| index.checked_sub(1)) else { continue };
        let comes_before = |upstream: &SubtaskIdx| {
            task.get(*upstream).is_some_and(|it| it.parallel_index == Some(before) && it.name == subtask.name)
        };
        let upstream =
            task.upstream.of(step).iter().copied().find(|upstream| comes_before(upstream) && is_free(*upstream));
        let Some(upstream) = upstream else { continue };
        // A run goes on only from its last member: who follows another one may begin a run, but is not part of this.
        let known = run_of.get(upstream.index()).copied().flatten();
        let run = known.unwrap_or_else(|| {
            runs.push(vec![upstream]);
            runs.len() - 1
        });
        if let Some(members) = runs.get_mut(run).filter(|members| members.last() == Some(&upstream)) {
            members.push(step);
            for member in [upstream, step] {
                if let Some(slot) = run_of.get_mut(member.index()) {
                    *slot = Some(run);
                }
            }
        }
    }
    runs.into_iter().map(|members| Group { kind: GroupKind::Serial, members, width: 1 }).collect()
}

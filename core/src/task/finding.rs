//! What was odd in the payload. Each anomaly has a stable code; [`crate::words`] has its sentence.

use std::cmp::Reverse;
use std::sync::Arc;

use super::{Id, Millis, Operation, Subtask, SubtaskIdx, SubtaskStatus, Task, TaskStatus, Timestamp};
use crate::pace::{BATCH, Steps};

/// How far the clocks of OCP's nodes may disagree before it is worth a note. OCP's coordinators tick once a second, so
/// a smaller gap can't be told from scheduling.
pub const CLOCK_TOLERANCE: Millis = Millis(1000);

/// Which list of a subtask named an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// `upstreams`.
    Upstream,
    /// `downstreams`.
    Downstream,
}

/// One anomaly. The rest of the task is kept and shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A list names a subtask that the payload does not have.
    Dangling {
        /// Whose list it is.
        subtask: SubtaskIdx,
        /// Which of its lists.
        side: Side,
        /// The id that leads nowhere.
        missing: Id,
    },
    /// Of the two ends of an edge only one names it, though the other has a list. The edge is kept.
    OneSided {
        /// The end that names it.
        subtask: SubtaskIdx,
        /// Which of its lists does.
        side: Side,
        /// The end that does not.
        other: SubtaskIdx,
    },
    /// A subtask waits for itself. The edge is left out.
    SelfLoop {
        /// The subtask.
        subtask: SubtaskIdx,
    },
    /// Subtasks wait for each other in a circle. This edge of it is drawn, but not followed.
    Cycle {
        /// Where the edge starts.
        subtask: SubtaskIdx,
        /// Where it ends.
        to: SubtaskIdx,
    },
    /// Two subtasks had the same id. Both are kept; the later one got a suffix.
    DuplicateId {
        /// The one that was renamed.
        subtask: SubtaskIdx,
        /// The id that both came with.
        original: Id,
    },
    /// A subtask ended before it started. Its end is taken to be its start.
    EndBeforeStart {
        /// The subtask; `None` for the task itself.
        subtask: Option<SubtaskIdx>,
        /// By how much.
        by: Millis,
    },
    /// A subtask started before its upstream ended, by more than [`CLOCK_TOLERANCE`].
    StartBeforeUpstreamEnd {
        /// The one that started.
        subtask: SubtaskIdx,
        /// The upstream that ended later.
        upstream: SubtaskIdx,
        /// By how much.
        by: Millis,
    },
    /// Something active carries the finish time of an earlier end. The status counts, the time does not.
    StaleFinishTime {
        /// The subtask; `None` for the task itself.
        subtask: Option<SubtaskIdx>,
    },
    /// Steps began before their task, or ended after it had succeeded, by more than [`CLOCK_TOLERANCE`].
    OutsideOfTask {
        /// The one that did so by the most.
        subtask: SubtaskIdx,
        /// By how much.
        by: Millis,
        /// How many did.
        steps: usize,
    },
    /// An enum has a value that this version does not know.
    UnknownEnum {
        /// The subtask; `None` for the task itself.
        subtask: Option<SubtaskIdx>,
        /// The field's name on the wire.
        field: &'static str,
        /// What was sent.
        value: Arc<str>,
    },
    /// A field that every payload has is absent or null.
    MissingField {
        /// The subtask; `None` for the task itself, or where no subtask at all has the field.
        subtask: Option<SubtaskIdx>,
        /// The field's name on the wire; `subtasks[].` before it where no subtask has it.
        field: &'static str,
    },
    /// A field has a value that can't be read as what it ought to be; it counts as missing.
    MalformedField {
        /// The subtask; `None` for the task itself.
        subtask: Option<SubtaskIdx>,
        /// The field's name on the wire.
        field: &'static str,
        /// The beginning of what was sent.
        value: Arc<str>,
    },
    /// Times come without their offset from UTC. They are read as if they were of UTC.
    NoOffset {
        /// The beginning of the first of them.
        value: Arc<str>,
        /// How many there are.
        times: usize,
    },
    /// An entry of the list of subtasks is no object; it is left out.
    NotASubtask {
        /// Its place in the list, from 0; where there are two lists, in both.
        position: usize,
    },
    /// The payload held bytes that are no UTF-8 (or UTF-16, where it begins as such); they were replaced by U+FFFD.
    InvalidUtf8,
}

impl Finding {
    /// The stable name of this kind of anomaly.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Dangling { .. } => "dangling-edge",
            Self::OneSided { .. } => "one-sided-edge",
            Self::SelfLoop { .. } => "self-loop",
            Self::Cycle { .. } => "cycle",
            Self::DuplicateId { .. } => "duplicate-id",
            Self::EndBeforeStart { .. } => "end-before-start",
            Self::StartBeforeUpstreamEnd { .. } => "start-before-upstream-end",
            Self::OutsideOfTask { .. } => "outside-of-task",
            Self::StaleFinishTime { .. } => "stale-finish-time",
            Self::UnknownEnum { .. } => "unknown-enum",
            Self::MissingField { .. } => "missing-field",
            Self::MalformedField { .. } => "malformed-field",
            Self::NoOffset { .. } => "no-offset",
            Self::NotASubtask { .. } => "not-a-subtask",
            Self::InvalidUtf8 => "invalid-utf8",
        }
    }

    /// Whether it says that the times of some subtask contradict each other, or those of the task: see
    /// [`has_impossible_times`].
    pub(crate) const fn is_of_impossible_times(&self) -> bool {
        matches!(self, Self::EndBeforeStart { subtask: Some(_), .. } | Self::OutsideOfTask { .. })
    }

    /// The subtask that it is about, where it is about one.
    #[must_use]
    pub const fn subtask(&self) -> Option<SubtaskIdx> {
        match *self {
            Self::Dangling { subtask, .. }
            | Self::OneSided { subtask, .. }
            | Self::SelfLoop { subtask }
            | Self::Cycle { subtask, .. }
            | Self::DuplicateId { subtask, .. }
            | Self::OutsideOfTask { subtask, .. }
            | Self::StartBeforeUpstreamEnd { subtask, .. } => Some(subtask),
            Self::EndBeforeStart { subtask, .. }
            | Self::StaleFinishTime { subtask }
            | Self::UnknownEnum { subtask, .. }
            | Self::MissingField { subtask, .. }
            | Self::MalformedField { subtask, .. } => subtask,
            Self::NoOffset { .. } | Self::NotASubtask { .. } | Self::InvalidUtf8 => None,
        }
    }
}

/// Makes one finding of all times without an offset: a server that writes one so writes all so.
pub(super) fn join_times_without_offset(findings: &mut Vec<Finding>) {
    let mut first: Option<(Arc<str>, usize)> = None;
    findings.retain(|finding| {
        let Finding::NoOffset { value, times } = finding else { return true };
        let joined = first.get_or_insert_with(|| (value.clone(), 0));
        joined.1 += times;
        false
    });
    findings.extend(first.map(|(value, times)| Finding::NoOffset { value, times }));
}

/// Looks at the times of a finished model for what can't be true; where it was read against the last answer, no farther than
/// something can have come.
pub(super) async fn impossible_times(task: &mut Task, last: Option<&Task>, steps: &Steps<'_>) {
    let mut findings = Vec::new();
    if task.finish_time.is_some() && task.end().is_none() {
        findings.push(Finding::StaleFinishTime { subtask: None });
    } else if let Some(by) = ran_backwards(task.start_time, task.finish_time) {
        findings.push(Finding::EndBeforeStart { subtask: None, by });
    }
    let is_nothing_new = match last {
        Some(last) => are_times_still_possible(task, last, steps).await,
        None => false,
    };
    if !is_nothing_new {
        let ends: Vec<Option<Timestamp>> = task.subtasks.iter().map(own_end).collect();
        let end = |step: SubtaskIdx| ends.get(step.index()).copied().flatten();
        let window = window(task);
        let mut outside = None;
        for (step, subtask) in task.indexes().zip(&task.subtasks) {
            if step.index().is_multiple_of(BATCH) {
                steps.look().await;
            }
            if let Some(by) = outside_by(subtask, window) {
                let (worst, steps) = outside.unwrap_or(((by, step), 0));
                outside = Some((if by > worst.0 { (by, step) } else { worst }, steps + 1));
            }
            findings.extend(impossible_in(task, (step, subtask), end).into_iter().flatten());
        }
        // One for all of them: where the clock of an OCP node is off, so are all that it ran.
        findings.extend(outside.map(|((by, subtask), steps)| Finding::OutsideOfTask { subtask, by, steps }));
    }
    task.findings.append(&mut findings);
}

/// Whether the last answer had nothing that can't be true of its steps' times, and neither have the steps that changed since,
/// nor the edges that leave them: each is looked at once, however many lead to the same step.
async fn are_times_still_possible(task: &Task, last: &Task, steps: &Steps<'_>) -> bool {
    let Some(changed) = task.changed_since(last) else { return false };
    let is_of_step_times = |finding: &Finding| match finding {
        Finding::EndBeforeStart { subtask, .. } | Finding::StaleFinishTime { subtask } => subtask.is_some(),
        finding => matches!(finding, Finding::OutsideOfTask { .. } | Finding::StartBeforeUpstreamEnd { .. }),
    };
    let window = window(task);
    if window != self::window(last) || last.findings.iter().any(is_of_step_times) {
        return false;
    }
    let end = |step: SubtaskIdx| task.get(step).and_then(own_end);
    let starts_before = |end: Timestamp, next: SubtaskIdx| {
        let start = task.get(next).and_then(start_behind);
        start.is_some_and(|start| end - start > CLOCK_TOLERANCE)
    };
    let is_possible = |&step: &SubtaskIdx| {
        task.get(step).is_some_and(|subtask| {
            let leads_back = |end| task.downstream.of(step).iter().any(|&next| starts_before(end, next));
            outside_by(subtask, window).is_none()
                && impossible_in(task, (step, subtask), end).iter().all(Option::is_none)
                && !own_end(subtask).is_some_and(leads_back)
        })
    };
    for some in changed.chunks(BATCH) {
        if !some.iter().all(is_possible) {
            return false;
        }
        steps.look().await;
    }
    true
}

/// What can't be true about the times of one step. `end` says when another ended.
fn impossible_in(
    task: &Task,
    (step, subtask): (SubtaskIdx, &Subtask),
    end: impl Fn(SubtaskIdx) -> Option<Timestamp>,
) -> [Option<Finding>; 2] {
    let own = if subtask.finish_time.is_some() && subtask.is_active() {
        Some(Finding::StaleFinishTime { subtask: Some(step) })
    } else {
        let by = ran_backwards(subtask.start_time, subtask.finish_time);
        by.map(|by| Finding::EndBeforeStart { subtask: Some(step), by })
    };
    let late = start_behind(subtask).and_then(|start| {
        let late = task.upstream.of(step).iter().filter_map(|&upstream| {
            let by = end(upstream)? - start;
            (by > CLOCK_TOLERANCE).then_some((by, upstream))
        });
        // The worst of them; of two that are equally bad, the first.
        late.max_by_key(|&(by, upstream)| (by, Reverse(upstream)))
    });
    [own, late.map(|(by, upstream)| Finding::StartBeforeUpstreamEnd { subtask: step, upstream, by })]
}

/// When a step started, where its upstreams ought to have ended before. Behind what is undone it is the turn of these, whatever
/// it says of them: one that was told to stop in the midst of its undoing does not tell it from its work.
fn start_behind(subtask: &Subtask) -> Option<Timestamp> {
    let is_past = matches!(subtask.status, SubtaskStatus::Pending | SubtaskStatus::Successful) && !has_own_end(subtask);
    subtask.start_time.filter(|_| !is_past)
}

/// Whether what a step says of its end is when its work ended. Whoever looks at a rollback finds upstreams that ended later: it
/// walks from downstream to upstream, and the finish time is that of the undoing. What only waits to be undone has its first end
/// still. A skip ends long after the failure it covers, but before what follows.
fn has_own_end(subtask: &Subtask) -> bool {
    match subtask.operation {
        Operation::Rollback => subtask.status == SubtaskStatus::Successful,
        ref operation => *operation != Operation::RollbackSkip,
    }
}

fn own_end(subtask: &Subtask) -> Option<Timestamp> {
    subtask.end().filter(|_| has_own_end(subtask))
}

/// Whether the times of a step contradict each other, or those of its task: what is counted from them is no fact. Where
/// there is such a step, a finding says so.
pub(crate) fn has_impossible_times(task: &Task, subtask: &Subtask) -> bool {
    let is_backwards = ran_backwards(subtask.start_time, subtask.finish_time).is_some() && !subtask.is_active();
    is_backwards || outside_by(subtask, window(task)).is_some()
}

/// Between when and when a task's steps may have run. Of a task that failed a thread may stop later than it did.
fn window(task: &Task) -> (Option<Timestamp>, Option<Timestamp>) {
    (task.start_time, task.end().filter(|_| task.status == TaskStatus::Successful))
}

/// By how much a step began before its task, or ended after it, where that is more than clocks explain.
fn outside_by(subtask: &Subtask, (from, to): (Option<Timestamp>, Option<Timestamp>)) -> Option<Millis> {
    let early = from.zip(subtask.start_time).map(|(from, start)| from - start);
    let late = subtask.end().zip(to).map(|(end, to)| end - to);
    early.max(late).filter(|by| *by > CLOCK_TOLERANCE)
}

fn ran_backwards(start: Option<Timestamp>, finish: Option<Timestamp>) -> Option<Millis> {
    start.zip(finish).filter(|(start, finish)| finish < start).map(|(start, finish)| start - finish)
}

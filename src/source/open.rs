//! From bytes to what the page shows, with turns for the browser in between.

use std::sync::Arc;

use taskscope_core::insight::Insight;
use taskscope_core::layout::timeline::ServerOffsets;
use taskscope_core::pace::apart;
use taskscope_core::task::{Millis, Subtask, Task, TaskStatus, Timestamp, decode_in_slices};

use super::{LoadError, Sent};
use crate::dom::{Kept, Pacer, Stopwatch, now_epoch};
use crate::state::{Loaded, Phase, Source};

/// What was sent.
pub struct Payload {
    /// To be read, and let go of then: it is as much as all that is made of it.
    pub sent: Sent,
    /// To be looked at later.
    pub kept: Option<Kept>,
}

impl From<Vec<u8>> for Payload {
    fn from(bytes: Vec<u8>) -> Self {
        let sent = Sent::from(&bytes[..]);
        let kept = sent.kept();
        Self { sent, kept }
    }
}

/// How long after a failure OCP may still try again by itself, in milliseconds, with room for a late answer.
const SECOND_THOUGHTS: Millis = Millis(10_000);

/// Whether a task failed so lately that OCP may be about to try again: it says FAILED in between.
fn has_just_failed(task: &Task, now: Option<Timestamp>) -> bool {
    let since = now.zip(task.end()).map(|(now, end)| now - end);
    task.status == TaskStatus::Failed && since.is_some_and(|since| since < SECOND_THOUGHTS)
}

/// Reads a payload and works out what it means, in slices: one entry a task in it, at least one.
///
/// `tell` is told what is being done and how much of that is behind, from 0 to 1; `status` is the HTTP status it came with,
/// `last` what is on the screen, if that is the same task.
///
/// # Errors
/// [`LoadError`] where there is no task in it.
pub async fn read_payload(
    payload: Payload,
    source: Source,
    status: Option<u16>,
    last: Option<&Loaded>,
    tell: &dyn Fn(Phase, f32),
) -> Result<Vec<Arc<Loaded>>, LoadError> {
    let turns = Pacer::new(&|_| {});
    let watch = Stopwatch::start_if(source != Source::Rehearsal, "taskscope:decode");
    let decoding = |done| tell(Phase::Decoding, done);
    let Payload { sent, kept } = payload;
    let decoded = decode_in_slices(&sent, last.map(|last| &last.task), &Pacer::new(&decoding)).await;
    drop(sent);
    let decoded = decoded.map_err(|error| LoadError::of_answer(status, error))?;
    watch.stop();
    turns.rest().await;
    let watch = Stopwatch::start_if(source != Source::Rehearsal, "taskscope:insight");
    let analysing = |done| tell(Phase::Analysing, done);
    let fetched_at = now_epoch();
    let known = last.map(|last| (&last.task, &last.insight));
    let mut all = Vec::with_capacity(decoded.tasks.len());
    for task in decoded.tasks {
        let now = decoded.envelope.timestamp;
        let insight = apart(Insight::in_slices(&task, now, known, &Pacer::new(&analysing))).await;
        turns.rest().await;
        let held = last.filter(|last| {
            task.changed_since(&last.task).is_some_and(|changed| last.offsets.hold_for(&task, changed, now))
        });
        let offsets = held.map_or_else(|| Arc::new(ServerOffsets::of(&task, now)), |last| last.offsets.clone());
        let may_change = source == Source::Api
            && (!task.has_ended() || task.subtasks.iter().any(Subtask::is_active) || has_just_failed(&task, now));
        let (envelope, payload, source) = (decoded.envelope.clone(), kept.clone(), source.clone());
        all.push(Arc::new(Loaded { task, insight, envelope, payload, source, may_change, offsets, fetched_at }));
    }
    watch.stop();
    // What comes next draws it all.
    turns.rest().await;
    Ok(all)
}

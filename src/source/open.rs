//! From bytes to what the page shows, with turns for the browser in between.

use std::sync::Arc;

use taskscope_core::insight::Insight;
use taskscope_core::layout::timeline::ServerOffsets;
use taskscope_core::task::decode;

use super::LoadError;
use crate::dom::{Stopwatch, now_epoch, pause};
use crate::state::{Loaded, Phase, Source};

/// Reads a payload and works out what it means: one entry a task in it, at least one.
///
/// # Errors
/// [`LoadError`] where there is no task in it. `status` is the HTTP status it came with, `last` what is on the screen.
pub async fn read_payload(
    payload: Vec<u8>,
    source: Source,
    status: Option<u16>,
    last: Option<&Loaded>,
    entered: &dyn Fn(Phase),
) -> Result<Vec<Arc<Loaded>>, LoadError> {
    entered(Phase::Decoding);
    pause().await;
    let watch = Stopwatch::start("taskscope:decode");
    let decoded = decode(&payload).map_err(|error| LoadError::of_answer(status, error))?;
    watch.stop();
    entered(Phase::Analysing);
    pause().await;
    let watch = Stopwatch::start("taskscope:insight");
    let payload = Arc::new(payload);
    let fetched_at = now_epoch();
    let mut all = Vec::with_capacity(decoded.tasks.len());
    for (place, task) in decoded.tasks.into_iter().enumerate() {
        let now = decoded.envelope.timestamp;
        let insight = match last {
            Some(last) => Insight::after((&last.task, &last.insight), &task, now),
            None => Insight::of(&task, now),
        };
        let offsets = Arc::new(ServerOffsets::of(&task, now));
        let (envelope, payload, source) = (decoded.envelope.clone(), payload.clone(), source.clone());
        all.push(Arc::new(Loaded { task, insight, envelope, payload, place, source, offsets, fetched_at }));
    }
    watch.stop();
    Ok(all)
}

//! A rehearsal: a browser compiles each function when it first runs, on the thread that also draws. While the page waits,
//! for the network or for the reader, it reads, analyses and lays out a small task that nobody sees; the code of the real
//! one is there when that comes.

use taskscope_core::insight::Insight;
use taskscope_core::layout::dag::{Graph, Options, Size, layout_async};
use taskscope_core::layout::tiles::Tiles;
use taskscope_core::layout::timeline::ServerOffsets;
use taskscope_core::layout::{Neighbours, blocks};
use taskscope_core::pace::apart;
use taskscope_core::task::{Last, Task, decode_in_slices};

use crate::dom::{Pacer, pause};

/// Four ranks of four steps, with edges that cross whatever the order of the steps. The last one runs.
const PAYLOAD: &[u8] = include_bytes!("rehearsal.json");

/// Rehearses, in slices. Whoever has no more time for it drops the future.
pub(super) async fn rehearse() {
    // What is to be on the screen, and the request, go first.
    pause().await;
    let silent = |_| {};
    let Ok(decoded) = decode_in_slices(PAYLOAD, None, &Pacer::new(&silent)).await else { return };
    let Some(task) = decoded.tasks.into_iter().next() else { return };
    let now = decoded.envelope.timestamp;
    let insight = apart(Insight::in_slices(&task, now, None, &Pacer::new(&silent))).await;
    pause().await;
    apart(lay_out(&task, &insight)).await;
    // A later answer takes ways of its own. Its last step ends another second.
    let mut later = PAYLOAD.to_vec();
    if let Some(digit) = later.iter_mut().rfind(|byte| **byte == b'3') {
        *digit = b'4';
    }
    let last = Some(Last { task: &task, payload: PAYLOAD });
    let Ok(later) = decode_in_slices(&later, last, &Pacer::new(&silent)).await else { return };
    if let Some(later) = later.tasks.first() {
        let _ = apart(Insight::in_slices(later, now, Some((&task, &insight)), &Pacer::new(&silent))).await;
        let _ = ServerOffsets::of(later, now);
    }
}

async fn lay_out(task: &Task, insight: &Insight) {
    let silent = |_| {};
    let blocks = blocks(task, insight, |_| false);
    let sizes = vec![Size { w: 192.0, h: 66.0 }; blocks.blocks.len()];
    let graph = Graph { sizes, edges: blocks.edges.clone(), ..Graph::default() };
    let options = Options { stack: Some(2), ..Options::default() };
    let layout = layout_async(&graph, &options, &Pacer::new(&silent), Some(&|_| {})).await;
    let _ = Neighbours::new(blocks.blocks.len(), &blocks.edges);
    let _ = (Tiles::of_nodes(&layout.nodes), Tiles::of_routes(&layout.edges));
}

#[cfg(test)]
mod tests {
    use taskscope_core::layout::dag::layout;
    use taskscope_core::task::decode;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn the_rehearsed_task_is_sound_and_its_edges_cross() {
        let task = decode(PAYLOAD).ok().and_then(|decoded| decoded.tasks.into_iter().next()).unwrap_or_default();
        assert_eq!(task.subtasks.len(), 16);
        let blocks = blocks(&task, &Insight::of(&task, None), |_| false);
        let sizes = vec![Size { w: 192.0, h: 66.0 }; blocks.blocks.len()];
        let graph = Graph { sizes, edges: blocks.edges, ..Graph::default() };
        assert!(layout(&graph, &Options::default()).crossings > 0);
    }
}

//! A rehearsal: a browser compiles each function when it first runs, on the thread that also draws, and asks the system
//! for each face of type when it first lays out a text in it. While the page waits, for the network or for the reader, a
//! small task goes all the way of a real one, to a page that nobody sees: its code is there when that comes.

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::HtmlElement;

use super::part::{IntoPart, NodeRef, Part, live, view};
use super::workspace::Workspace;
use crate::dom::{Timer, pause, spawn, until};
use crate::source::{Config, Payload, read_payload};
use crate::state::{Load, Loaded, Session, Source, Var, keep};

/// How many stages the task has: siblings behind a barrier. Its graph is larger than a window, as real ones are.
const STAGES: usize = 16;

/// How many ranks come behind them, with edges that cross whatever the order of the steps.
const RANKS: usize = 12;

/// How many steps stand side by side, in either.
const WIDTH: usize = 5;

/// Where the ranks begin, by id.
const BEHIND: usize = STAGES * (1 + WIDTH);

/// How many steps there are.
const STEPS: usize = BEHIND + RANKS * WIDTH;

/// How long each scene of the rehearsal stays, in milliseconds: long enough for its graph and its frames.
const SCENE: i32 = 250;

/// Rehearses once, as long as the page waits.
pub fn rehearsal(session: Session) -> Part {
    let is_over = move || session.waits.try_get_untracked() != Some(true);
    let read = move |payload: Vec<u8>, last: Option<Arc<Loaded>>| async move {
        let payload = Payload { sent: payload[..].into(), kept: None };
        let read = read_payload(payload, Source::Rehearsal, None, last.as_deref(), &|_, _| {});
        until(is_over, read).await?.ok()?.pop()
    };
    let first = Var::new(None);
    spawn(async move {
        // What is to be on the screen, and the request, go first.
        pause().await;
        first.try_set(read(payload(false), None).await);
    });
    live(move || {
        let Some(task) = first.get().filter(|_| session.waits.get()) else { return Part::none() };
        let cast = Session::new(Config::clone(&session.config.get_untracked()), "#/?view=both");
        cast.load.set(Load::Ready(task.clone()));
        provide_context(cast);
        keep(Timer::new(SCENE, move || {
            let task = task.clone();
            spawn(async move {
                // A later answer takes ways of its own, and insights stand where no step is looked at.
                if let Some(task) = read(payload(true), Some(task)).await {
                    cast.load.try_set(Load::Ready(task));
                }
            });
        }));
        keep(Timer::new(2 * SCENE, move || first.try_set(None)));
        let mut stage = view! { <div class="ts-rehearsal" aria-hidden="true" inert></div> };
        let root = NodeRef::<HtmlElement>::new();
        let page = view! { <div class="ts-root" data-taskscope-state="ready"><Workspace root=root /></div> };
        stage.put_behind(page.part());
        stage.part()
    })
}

/// The task while its last rank runs, and when it is over.
fn payload(is_over: bool) -> Vec<u8> {
    let steps: Vec<String> = (0..STEPS).map(|id| step(id, is_over)).collect();
    let state = if is_over { r#"SUCCESSFUL","finishTime":"2024-01-01T00:03:00Z"# } else { "RUNNING" };
    [
        r#"{"data":{"id":1,"name":"","operation":"EXECUTE","startTime":"2024-01-01T00:00:00Z","status":""#,
        state,
        r#"","subtasks":["#,
        &steps.join(","),
        "]}}",
    ]
    .concat()
    .into_bytes()
}

fn step(id: usize, is_over: bool) -> String {
    let (rank, name, downstreams): (usize, &str, Vec<usize>) = if let Some(later) = id.checked_sub(BEHIND) {
        let (rank, place) = (later / WIDTH, later % WIDTH);
        let next = BEHIND + (rank + 1) * WIDTH;
        let downstreams = [0, 1, 3].iter().filter(|_| rank + 1 < RANKS).map(|by| next + (place + by) % WIDTH);
        (2 * STAGES + rank, "b", downstreams.collect())
    } else {
        let (stage, place) = (id / (1 + WIDTH), id % (1 + WIDTH));
        let next = (stage + 1) * (1 + WIDTH);
        if place == 0 { (2 * stage, "Wait node", (id + 1..next).collect()) } else { (2 * stage + 1, "a", vec![next]) }
    };
    let time = |second: usize| format!("2024-01-01T00:{:02}:{:02}Z", second / 60, second % 60);
    let (status, finish) = if downstreams.is_empty() && !is_over {
        ("RUNNING", String::new())
    } else {
        ("SUCCESSFUL", format!(r#""finishTime":"{}","#, time(rank * 3 + 1)))
    };
    let start = time(rank * 3);
    let downstreams: Vec<String> = downstreams.iter().map(ToString::to_string).collect();
    format!(
        r#"{{"id":{id},"name":"{name}","status":"{status}","operation":"EXECUTE","startTime":"{start}",{finish}
"parallelIdx":{},"executor":"c","timeout":60,"runTime":1,"downstreams":[{}]}}"#,
        id % (1 + WIDTH),
        downstreams.join(",")
    )
}

#[cfg(test)]
mod tests {
    use taskscope_core::insight::Insight;
    use taskscope_core::layout::blocks;
    use taskscope_core::layout::dag::{Graph, Options, Size, layout};
    use taskscope_core::task::decode;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn the_rehearsed_task_is_sound_and_has_siblings_and_edges_that_cross() {
        let task =
            decode(&payload(false)).ok().and_then(|decoded| decoded.tasks.into_iter().next()).unwrap_or_default();
        assert_eq!(task.subtasks.len(), STEPS);
        let insight = Insight::of(&task, None);
        assert!(insight.groups.len() >= STAGES);
        let blocks = blocks(&task, &insight, |_| false);
        let sizes = vec![Size { w: 192.0, h: 66.0 }; blocks.blocks.len()];
        let graph = Graph { sizes, edges: blocks.edges, ..Graph::default() };
        assert!(layout(&graph, &Options::default()).crossings > 0);
    }
}

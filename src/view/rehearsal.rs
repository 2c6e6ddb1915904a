//! A rehearsal: a browser compiles each function when it first runs, on the thread that also draws, and asks the system
//! for each face of type when it first lays out a text in it. While the page waits, for the network or for the reader, a
//! small task goes all the way of a real one, to a page that nobody sees: its code is there when that comes.

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::HtmlElement;

use super::part::{IntoPart, NodeRef, Part, live, view};
use super::workspace::Workspace;
use crate::dom::{Timer, pause, spawn, until};
use crate::source::{Config, read_payload};
use crate::state::{Load, Loaded, Session, Source, Var, keep};

/// Four ranks of four steps, with edges that cross whatever the order of the steps. The last one runs.
const PAYLOAD: &[u8] = include_bytes!("rehearsal.json");

/// How long each scene of the rehearsal stays, in milliseconds: long enough for its graph and its frames.
const SCENE: i32 = 250;

/// Rehearses once, as long as the page waits.
pub fn rehearsal(session: Session) -> Part {
    let is_over = move || session.waits.try_get_untracked() != Some(true);
    let read = move |payload: Vec<u8>, last: Option<Arc<Loaded>>| async move {
        let read = read_payload(payload, Source::Rehearsal, None, last.as_deref(), &|_, _| {});
        until(is_over, read).await?.ok()?.pop()
    };
    let first = Var::new(None);
    spawn(async move {
        // What is to be on the screen, and the request, go first.
        pause().await;
        first.try_set(read(PAYLOAD.to_vec(), None).await);
    });
    live(move || {
        let Some(task) = first.get().filter(|_| session.waits.get()) else { return Part::none() };
        let cast = Session::new(Config::clone(&session.config.get_untracked()), "#/?view=both");
        cast.load.set(Load::Ready(task.clone()));
        provide_context(cast);
        keep(Timer::new(SCENE, move || {
            let task = task.clone();
            spawn(async move {
                if let Some(task) = read(later(), Some(task)).await {
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

/// A later answer takes ways of its own. Its last step ends another second.
fn later() -> Vec<u8> {
    let mut later = PAYLOAD.to_vec();
    if let Some(digit) = later.iter_mut().rfind(|byte| **byte == b'3') {
        *digit = b'4';
    }
    later
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
    fn the_rehearsed_task_is_sound_and_its_edges_cross() {
        let task = decode(PAYLOAD).ok().and_then(|decoded| decoded.tasks.into_iter().next()).unwrap_or_default();
        assert_eq!(task.subtasks.len(), 16);
        let blocks = blocks(&task, &Insight::of(&task, None), |_| false);
        let sizes = vec![Size { w: 192.0, h: 66.0 }; blocks.blocks.len()];
        let graph = Graph { sizes, edges: blocks.edges, ..Graph::default() };
        assert!(layout(&graph, &Options::default()).crossings > 0);
    }
}

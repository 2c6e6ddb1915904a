//! The engine as Node sees it.

use std::cell::Cell;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use taskscope_core::layout::dag::{Graph, layout, layout_async};
use taskscope_core::pace::Pace;
use wasm_bindgen::prelude::*;

use crate::{fingerprint, graph, options};

#[wasm_bindgen]
extern "C" {
    /// The clock of browsers and of Node, in milliseconds.
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}

/// A graph to be laid out again and again.
#[wasm_bindgen]
pub struct Engine {
    graph: Graph,
}

#[wasm_bindgen]
impl Engine {
    /// Takes the ends of all edges, two by two.
    #[wasm_bindgen(constructor)]
    pub fn new(nodes: usize, ends: &[u32]) -> Engine {
        let edges: Vec<(u32, u32)> = ends.as_chunks().0.iter().map(|&[a, b]| (a, b)).collect();
        Engine { graph: graph(nodes, &edges) }
    }

    /// Lays it out in one go. Returns the picture's fingerprint.
    pub fn run(&self) -> u32 {
        fingerprint(&layout(&self.graph, &options()))
    }

    /// Lays it out in slices of so many milliseconds, as the page does. Returns how long each took.
    pub fn slices(&self, wanted: f64) -> Vec<f64> {
        let options = options();
        let pace = Clocked { wanted, since: Cell::new(0.0) };
        let mut layout = pin!(layout_async(&self.graph, &options, &pace, Some(&drop)));
        let mut slices = Vec::new();
        loop {
            let begun = now();
            pace.since.set(begun);
            let state = layout.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            slices.push(now() - begun);
            if state.is_ready() {
                return slices;
            }
        }
    }
}

/// Pauses as the page's own pacer does.
struct Clocked {
    wanted: f64,
    since: Cell<f64>,
}

impl Pace for Clocked {
    fn due(&self, _done: f32) -> bool {
        now() - self.since.get() > self.wanted
    }

    fn pause(&self) -> Pin<Box<dyn Future<Output = ()> + '_>> {
        let mut waited = false;
        Box::pin(std::future::poll_fn(move |_| {
            if std::mem::replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending }
        }))
    }
}

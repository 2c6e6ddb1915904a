//! What a node has to do with: its ancestors and descendants are lit, and the rest stands back.

use std::sync::Arc;

use taskscope_core::task::SubtaskIdx;

use super::GraphState;
use super::picture::Picture;
use crate::state::{Derived, Pick, Same, Session};

/// The nodes and edges on ways through one node.
#[derive(Debug)]
pub struct Lit {
    /// The picture that this is of.
    pub picture: Arc<Picture>,
    /// By node: [`UP`](taskscope_core::layout::UP), [`DOWN`](taskscope_core::layout::DOWN), both or none.
    flags: Vec<u8>,
    /// The lit nodes.
    pub nodes: Vec<u32>,
    /// The lit edges.
    pub edges: Vec<u32>,
}

impl Lit {
    fn new(picture: Arc<Picture>, node: u32) -> Self {
        let flags = picture.neighbours.reach(node, u32::MAX);
        let nodes = (0..).zip(&flags).filter(|(_, flags)| **flags != 0).map(|(node, _)| node).collect();
        let mut lit = Self { picture, flags, nodes, edges: Vec::new() };
        lit.edges = (0..lit.picture.blocks.edges.len() as u32).filter(|&edge| lit.has_edge(edge)).collect();
        lit
    }

    /// Whether a node is lit.
    pub fn has_node(&self, node: u32) -> bool {
        self.flags(node) != 0
    }

    /// Whether an edge is: one that goes past the node, from an ancestor to a descendant, is not.
    pub fn has_edge(&self, edge: u32) -> bool {
        let ends = self.picture.blocks.edges.get(edge as usize);
        ends.is_some_and(|&(from, to)| self.flags(from) & self.flags(to) != 0)
    }

    fn flags(&self, node: u32) -> u8 {
        self.flags.get(node as usize).copied().unwrap_or_default()
    }
}

/// What is lit now: by the pointer, else by the keyboard, else by the step that the reader chose. What the page chose for
/// the reader dims nothing.
pub(super) fn follow_lit(session: Session, state: GraphState) -> Derived<Option<Same<Lit>>> {
    let chosen = Derived::new(move |_| match &session.choice.get().pick {
        Pick::Step(id) => session.loaded.get().and_then(|loaded| loaded.task.find(id)),
        _ => None,
    });
    let source = Derived::new(move |_: Option<&Option<SubtaskIdx>>| {
        state.hovered.get().or_else(|| state.focused.get()).or_else(|| chosen.get())
    });
    Derived::new(move |_| {
        let picture = state.picture.get()?;
        let node = picture.block_of(source.get()?)?;
        Some(Same(Arc::new(Lit::new(picture, node))))
    })
}

//! What the layout benchmark is made of. As wasm this is the engine for Node, natively the tools around it.

pub mod families;
pub mod pictures;
pub mod ruler;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use families::Case;

use taskscope_core::layout::dag::{Graph, Layout, Options, Size};

/// The size of every node and the gaps between them, in CSS px: the same for all engines.
pub const NODE: Size = Size { w: 180.0, h: 40.0 };
/// Free space between two nodes of a rank.
pub const NODE_GAP: f32 = 20.0;
/// Free space between two ranks.
pub const RANK_GAP: f32 = 50.0;

/// What our engine is given.
pub fn graph(nodes: usize, edges: &[(u32, u32)]) -> Graph {
    Graph { sizes: vec![NODE; nodes], edges: edges.to_vec(), ..Graph::default() }
}

/// What it is asked for.
pub fn options() -> Options {
    Options { node_gap: NODE_GAP, rank_gap: RANK_GAP, ..Options::default() }
}

/// A number that two pictures share if every coordinate of theirs is the same (FNV-1a).
pub fn fingerprint(layout: &Layout) -> u32 {
    let nodes = layout.nodes.iter().flat_map(|node| [node.x, node.y]);
    let ways = layout.edges.iter().flat_map(|route| route.points).flat_map(|point| [point.x, point.y]);
    let mix = |hash: u32, x: f32| (hash ^ x.to_bits()).wrapping_mul(0x0100_0193);
    nodes.chain(ways).fold(0x811c_9dc5, mix)
}

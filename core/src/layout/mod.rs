//! Where things go: [`timeline`] lays out rows and moments, [`blocks()`] folds the graph, [`dag`] places it.

mod blocks;
pub mod dag;
pub mod timeline;

pub use blocks::{Block, Blocks, blocks};

//! Where things go: [`timeline`] lays out rows and moments, [`blocks()`] folds the graph, [`dag`] places it. Of a placed
//! graph, [`tiles`] finds what is in sight, and [`raster`] makes pixels of what is far.

mod blocks;
pub mod dag;
mod neighbours;
pub mod raster;
pub mod tiles;
pub mod timeline;

pub use blocks::{Block, Blocks, HIDDEN, blocks};
pub use neighbours::{DOWN, Neighbours, UP};

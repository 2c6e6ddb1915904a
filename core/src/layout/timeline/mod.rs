//! The timeline: which rows there are, and where a moment lies on the axis.

mod rows;
mod scale;
mod ticks;
mod zone;

#[cfg(test)]
mod tests;

pub use rows::{Row, RowFilter, rows};
pub use scale::Scale;
pub use ticks::{Tick, TickUnit, ticks};
pub use zone::ServerOffsets;

//! The timeline: which rows there are, and where a moment lies on the axis.

mod arrange;
mod idle;
mod rows;
mod scale;
mod ticks;
mod zone;

#[cfg(test)]
mod tests;

pub use arrange::{Arrangement, Arranging, Heading, Lane, Sort, busy};
pub use idle::{first_start, idle};
pub use rows::{Item, Row, rows};
pub use scale::Scale;
pub use ticks::{Tick, TickUnit, ticks};
pub use zone::ServerOffsets;

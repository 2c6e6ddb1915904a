//! Rows, scale and ticks, by hand-drawn cases.

mod rows;
mod scale;

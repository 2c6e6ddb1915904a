//! What an OCP task is, what it means and where it goes: everything of taskscope that needs no browser.
//!
//! Data flows one way: bytes become a [`task`], its meaning is worked out by [`insight`], and [`layout`] says where
//! each part goes on the screen. [`words`] says what was found to a reader, in each language. Nothing in here reads a
//! clock, touches a DOM or does I/O; "now" is an argument.
#![forbid(unsafe_code)]

pub mod insight;
pub mod layout;
pub mod number;
pub mod pace;
pub mod sort;
pub mod task;
pub mod words;

//! What is on the screen: a function of the session's signals.
#![allow(clippy::needless_pass_by_value, reason = "a component owns its props")]

mod app;
mod back;
mod compare;
mod detail;
mod element;
mod error;
mod graph;
mod icon;
mod insights;
mod keys;
mod list;
mod menu;
mod notes;
mod open;
mod part;
mod pointers;
mod rehearsal;
mod replay;
mod rows;
mod scroller;
mod share;
mod shown;
mod table;
mod timeline;
mod toolbar;
mod verdict;
mod workspace;

pub use app::App;

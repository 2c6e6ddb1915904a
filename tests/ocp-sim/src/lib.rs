//! A simulated OceanBase Cloud Platform: the task API with an engine behind it that lives, for tests and
//! demonstrations of the viewer, and the same-origin proxy that the viewer needs before a real OCP.
//!
//! ```text
//!   catalogue ──► engine ──► fixtures ──► wire ──► server
//!   (kinds of     (what      (documented  (how OCP  (HTTP, control, the viewer's files, proxy)
//!    task)         happens)   ids)         writes)
//! ```
//!
//! All but `server` is pure: the same seed and the same requests give the same bytes.

pub mod catalogue;
pub mod cli;
pub mod engine;
pub mod fixtures;
pub mod rng;
pub mod server;
pub mod time;
pub mod wire;

//! The task engine: what OCP does with a task, as a pure function of a plan, a script and the time asked for.
//!
//! ```text
//!   Template ── expand ──► Plan ──┐
//!   (nodes,               (steps, ├──► Task ── advance(to) ──► Task at `to` ── retry, skip, … ──► …
//!    split per host)       ids)   │
//!   Script (what each attempt ────┘
//!   will do), Cluster (OCP nodes)
//! ```
//!
//! A subtask's life, as the coordinators of OCP lead it (they wake once a second):
//!
//! ```text
//!   PENDING ──all upstreams SUCCESSFUL, fewer than ten busy──► READY ──a thread is free──► RUNNING ──► SUCCESSFUL
//!      ▲                                                        ▲                            │  └────► FAILED
//!      │                                                        └─ retry, auto-retry, skip ──┼──────────┘
//!      └───────────── rollback, from the last step to the first ◄── CANCELING ◄── cancel ────┘
//! ```
//!
//! Invariants (the tests in `tests/` hold them): never more than [`CONCURRENCY`] READY and RUNNING subtasks are
//! scheduled; a step never starts before its upstreams ended on the engine's clock; a step is rolled back only
//! after everything downstream of it is PENDING; same seed, same history.
//!
//! The rules were read from the source of OCP Express, OCP's open sibling; no code was taken.

mod act;
mod log;
mod plan;
mod script;
mod task;
mod template;
#[cfg(test)]
mod tests;
mod tick;

pub use act::Refusal;
pub use plan::{Identity, Owner, Plan, Step};
pub use script::{Attempt, Direction, Fate, Rule, Script};
pub use task::{Cluster, Operation, Status, Subtask, Task, TaskOperation, TaskStatus};
pub use template::{Node, Split, Template};

/// How many subtasks of one task may be READY or RUNNING at a time.
pub const CONCURRENCY: usize = 10;

//! What a task is: OCP's JSON in every spelling seen, made into one clean model with a list of what was odd.
//!
//! ```text
//!  bytes ──wire──► records of raw values ──decode──► Task, findings ──outcome──► what each step came to
//! ```
//!
//! Start at [`decode()`]. Nothing is dropped silently: what can't be understood becomes a [`Finding`], and the rest of
//! the task is kept.

mod adjacency;
mod decode;
mod enums;
mod failure;
mod finding;
mod id;
mod model;
mod outcome;
mod subtasks;
#[cfg(test)]
mod tests;
mod time;
mod wire;

pub use adjacency::Adjacency;
pub use decode::{DecodeError, Decoded, Pieces, decode, decode_in_slices};
pub use enums::{Operation, SubtaskStatus, TaskStatus, TaskType};
pub use failure::{Failure, SubError};
pub(crate) use finding::has_impossible_times;
pub use finding::{CLOCK_TOLERANCE, Finding, Side};
pub use id::Id;
pub use model::{Creator, Envelope, Owner, Subtask, SubtaskIdx, Task};
pub use outcome::{Family, Outcome, Verdict, outcomes, verdict};
pub(crate) use outcome::{has_any_failed, has_failed, is_done, open_ends};
pub use subtasks::Subtasks;
pub use time::{Millis, Offset, TimeError, Timestamp};

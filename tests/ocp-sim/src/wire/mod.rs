//! How OCP writes: the envelope around every answer, the task inside it, and its errors.
//!
//! Habits of its serializer that a reader must bear: members in alphabetical order, nothing written for null, whole
//! numbers beyond ±(2^53−1) as strings, times in ISO-8601 with as many digits as needed.

mod envelope;
mod error;
mod list;
mod task;

pub use envelope::{Envelope, Stamp};
pub use error::{ApiError, Language, SubError};
pub use list::{Contents, Page};
pub use task::{BasicTask, SubtaskLog, WireSubtask, WireTask};

use serde::{Serialize, Serializer};

/// The greatest whole number that a JavaScript number keeps exactly.
const MAX_SAFE: u64 = (1 << 53) - 1;

/// An id: a number, or a string where JavaScript would lose digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Id(pub u64);

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 > MAX_SAFE { serializer.collect_str(&self.0) } else { serializer.serialize_u64(self.0) }
    }
}

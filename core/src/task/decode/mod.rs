//! From bytes to tasks: the one way in.
//!
//! ```text
//!  bytes ─► entry ─► draft ─┐ as each is read
//!           entry ─► draft ─┤
//!           entry ─► draft ─┴─► order by id ─► unique ids ─► edges ─► task      once all are there
//! ```

mod build;
mod cycles;
mod draft;
mod edges;
mod fields;
mod ids;

use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use serde::de::IgnoredAny;

use crate::pace::{Pace, Steps, Unpaced, run};

use super::wire::{Gather, Node, NodeRecord, Raw};
use super::{Envelope, Failure, Finding, Task};
use draft::Drafts;

/// What a payload held: one task or, in the list and submit shapes, several.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// At least one.
    pub tasks: Vec<Task>,
    /// What came around them.
    pub envelope: Envelope,
}

/// Why a payload holds no task.
#[derive(Clone, Debug)]
pub enum DecodeError {
    /// Nothing was sent.
    Empty,
    /// It does not begin as JSON does: a login page, a proxy's error page.
    NotJson {
        /// Its first letters.
        beginning: String,
    },
    /// It begins as JSON and then is none.
    Malformed {
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in bytes.
        column: usize,
        /// Whether it ends too early: a connection that was cut.
        truncated: bool,
        /// The parser's word for it.
        reason: String,
    },
    /// It is JSON, and no task.
    NotATask,
    /// OCP says that the call failed.
    Rejected(Box<Failure>),
}

/// Reads a response of `GET /tasks/instances/{id}`, a bare task, or a list of tasks.
///
/// # Errors
/// [`DecodeError`] where there is no task in it at all. Whatever is odd in a task is a [`Finding`] instead.
pub fn decode(payload: &[u8]) -> Result<Decoded, DecodeError> {
    run(decode_in_slices(payload, &Unpaced))
}

/// A reading that has not come to its end: [`decode_in_slices`].
pub type Decoding<'a> = Pin<Box<dyn Future<Output = Result<Decoded, DecodeError>> + 'a>>;

/// The same in slices: [`Pace`] says when to pause. The future is boxed, or each place that waits for one would be
/// compiled with a copy of the decoder.
///
/// # Errors
/// As [`decode`].
pub fn decode_in_slices<'a>(payload: &'a [u8], pace: &'a dyn Pace) -> Decoding<'a> {
    Box::pin(decode_all(payload, pace))
}

async fn decode_all(payload: &[u8], pace: &dyn Pace) -> Result<Decoded, DecodeError> {
    // What comes after the reading takes about a third as long.
    let read = u32::try_from(payload.len()).unwrap_or(u32::MAX);
    let steps = Steps::new(pace, read.saturating_add(read / 3));
    let (text, is_damaged) = match std::str::from_utf8(payload) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (String::from_utf8_lossy(payload), true),
    };
    steps.look().await;
    let root: Node<'_, Drafts> = parse(&text, &steps).await?;
    let envelope = envelope(&root.members);
    let failure = Failure::of(&root.members, &envelope);
    let was_refused = root.members.successful.and_then(Raw::flag) == Some(false);
    let mut tasks = Vec::new();
    for node in root.into_tasks().filter(|_| !was_refused) {
        tasks.push(build::task(node, &steps).await);
    }
    if is_damaged {
        tasks.iter_mut().for_each(|task| task.findings.push(Finding::InvalidUtf8));
    }
    match failure {
        _ if !tasks.is_empty() => Ok(Decoded { tasks, envelope }),
        Some(failure) => Err(DecodeError::Rejected(Box::new(failure))),
        None => Err(DecodeError::NotATask),
    }
}

/// The JSON of the subtask at `position` of the array in the payload's `task`th task, as the server wrote it; `None`
/// where there is none.
///
/// Reads the payload again: it is asked for when a reader opens one step, and keeping a copy of each would double the
/// memory of a large task.
#[must_use]
pub fn subtask_json(payload: &[u8], task: usize, position: u32) -> Option<&str> {
    let text = std::str::from_utf8(payload).ok()?;
    let root: Node<'_, Vec<Raw<'_>>> = run(parse(text, &Steps::new(&Unpaced, 1))).ok()?;
    let entries = root.into_tasks().nth(task)?.subtasks?;
    entries.get(position as usize).map(|entry| entry.json())
}

/// Parses a text that ought to be an object or a list, behind a byte order mark and white space perhaps.
async fn parse<'a, G: Gather<'a>>(whole: &'a str, steps: &Steps<'_>) -> Result<Node<'a, G>, DecodeError> {
    let is_blank = |letter: char| letter == '\u{feff}' || letter.is_whitespace();
    let text = whole.trim_matches(is_blank);
    match text.bytes().next() {
        None => Err(DecodeError::Empty),
        Some(b'{' | b'[') => {
            Node::parse(text, steps).await.ok_or_else(|| match serde_json::from_str::<IgnoredAny>(text) {
                Err(error) => {
                    let skipped = whole.len() - whole.trim_start_matches(is_blank).len();
                    malformed(whole.get(..skipped).unwrap_or_default(), text, &error)
                }
                Ok(_) => DecodeError::NotATask,
            })
        }
        Some(_) if serde_json::from_str::<IgnoredAny>(text).is_ok() => Err(DecodeError::NotATask),
        Some(_) => Err(DecodeError::NotJson { beginning: text.chars().take(80).collect() }),
    }
}

/// What is wrong with a text, counted from the beginning of what was skipped before it.
fn malformed(skipped: &str, text: &str, error: &serde_json::Error) -> DecodeError {
    let last_line = |text: &str| text.rsplit('\n').next().unwrap_or_default().len();
    let is_at_end = error.line() == text.matches('\n').count() + 1 && error.column() >= last_line(text);
    // A number that is cut behind its sign is a wrong number to the parser.
    let is_cut_number = is_at_end && text.ends_with(['-', '+', '.', 'e', 'E']);
    DecodeError::Malformed {
        line: error.line() + skipped.matches('\n').count(),
        column: error.column() + if error.line() == 1 { last_line(skipped) } else { 0 },
        truncated: error.is_eof() || is_cut_number,
        // The parser's word ends with the place in the text alone.
        reason: error.to_string().split(" at line ").next().unwrap_or_default().to_owned(),
    }
}

fn envelope(members: &NodeRecord<'_>) -> Envelope {
    let text = |value: Option<Raw<'_>>| value.and_then(Raw::text).filter(|text| !text.is_empty()).map(Arc::from);
    Envelope {
        timestamp: members.timestamp.and_then(|value| value.time().ok().flatten()),
        trace_id: text(members.trace_id),
        server: text(members.server),
        status: members.status.and_then(Raw::integer).and_then(|status| u16::try_from(status).ok()),
    }
}

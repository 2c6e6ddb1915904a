//! From bytes to tasks: the one way in.
//!
//! ```text
//!  bytes ─► entry ─► draft ─┐ as each is read
//!           entry ─► draft ─┤
//!           entry ─► draft ─┴─► order by id ─► unique ids ─► edges ─► task      once all are there
//! ```
//!
//! The bytes of a large payload need not be there all at once: see [`Pieces`].

mod again;
mod build;
mod cycles;
mod draft;
mod edges;
mod fields;
mod ids;
mod print;
mod sieve;

use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use serde::de::IgnoredAny;

use crate::pace::{Pace, Steps, Unpaced, apart, run};

use super::finding::join_times_without_offset;
use super::model::Lineage;
use super::wire::{Node, NodeRecord, Nodes, Raw, Reader};
use super::{Envelope, Failure, Finding, Task};
use again::Known;
use draft::{Drafts, Gatherer};
use fields::{Fields, Problem};
use sieve::{Sifted, WINDOW};

pub(super) use print::Print;
pub use sieve::Pieces;

/// What a payload held: one task or, in the list and submit shapes, several.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// At least one.
    pub tasks: Vec<Task>,
    /// What came around them.
    pub envelope: Envelope,
}

impl Decoded {
    /// What is odd about the envelope is told with each task.
    fn new(mut tasks: Vec<Task>, envelope: Envelope, problem: Option<&Problem>) -> Self {
        for task in &mut tasks {
            task.findings.extend(problem.cloned().map(|problem| problem.of(None)));
            join_times_without_offset(&mut task.findings);
        }
        Self { tasks, envelope }
    }
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
    run(decode_in_slices(&payload, None, &Unpaced))
}

/// A reading that has not come to its end: [`decode_in_slices`].
pub type Decoding<'a> = Pin<Box<dyn Future<Output = Result<Decoded, DecodeError>> + 'a>>;

/// The same in slices: [`Pace`] says when to pause. Given what the last answer about the same task was read as, only
/// what is new in this one is read. The future is boxed, or each place that waits for one would be compiled with a copy of the decoder.
///
/// # Errors
/// As [`decode`].
pub fn decode_in_slices<'a>(payload: &'a dyn Pieces, last: Option<&'a Task>, pace: &'a dyn Pace) -> Decoding<'a> {
    decode_by(WINDOW, payload, last, pace)
}

/// The same, by so many bytes at a time.
pub(super) fn decode_by<'a>(
    window: usize,
    payload: &'a dyn Pieces,
    last: Option<&'a Task>,
    pace: &'a dyn Pace,
) -> Decoding<'a> {
    Box::pin(async move {
        let steps = steps_for(payload.length(), pace);
        let known = match last {
            Some(last) => Some(apart(Known::of(last, &steps)).await),
            None => None,
        };
        let decoded = apart(decode_parts(window, payload, known.as_ref(), &steps)).await;
        // Once more without what is known, which may be why.
        let decoded = match known {
            Some(_) if decoded.is_none() => apart(decode_parts(window, payload, None, &steps)).await,
            _ => decoded,
        };
        if let Some(decoded) = decoded {
            return Ok(decoded);
        }
        let mut bytes = Vec::with_capacity(payload.length());
        loop {
            let had = bytes.len();
            payload.read(had, WINDOW, &mut bytes);
            if bytes.len() == had {
                break;
            }
            steps.look().await;
        }
        apart(decode_all(&bytes, &steps)).await
    })
}

/// Reads a payload part by part; `None` where it must be read in one.
async fn decode_parts(
    window: usize,
    payload: &dyn Pieces,
    known: Option<&Known<'_>>,
    steps: &Steps<'_>,
) -> Option<Decoded> {
    let sifted = apart(Sifted::of(payload, window, known, steps)).await?;
    let root = apart(parse(&sifted.frame, &Gatherer { sifted: Some(&sifted) }, steps)).await.ok()?;
    // What nobody took stood where no subtasks are looked for.
    if sifted.drafts.take().is_some() || was_refused(&root.members) {
        return None;
    }
    let (envelope, problem) = envelope(&root.members);
    let mut nodes = root.into_tasks();
    let (Some(node), None) = (nodes.next(), nodes.next()) else { return None };
    let task = match known {
        Some(known) => apart(again::task(node, known, steps)).await?,
        None => apart(build::task(node, None, steps)).await?,
    };
    Some(Decoded::new(vec![task], envelope, problem.as_ref()))
}

/// Reads a payload in one, whatever it is.
pub(super) async fn decode_all(payload: &[u8], steps: &Steps<'_>) -> Result<Decoded, DecodeError> {
    let (text, is_damaged) = match std::str::from_utf8(payload) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => other_text(payload),
    };
    steps.look().await;
    let root = apart(parse(&text, &Gatherer { sifted: None }, steps)).await?;
    let (envelope, problem) = envelope(&root.members);
    let failure = Failure::of(&root.members, &envelope);
    let was_refused = was_refused(&root.members);
    let mut tasks = Vec::new();
    for node in root.into_tasks().filter(|_| !was_refused) {
        tasks.extend(apart(build::task(node, Some(&text), steps)).await);
    }
    if let Cow::Owned(_) = text {
        for task in &mut tasks {
            task.findings.extend(is_damaged.then_some(Finding::InvalidUtf8));
            // What was read is not what was sent.
            task.json = Vec::new();
            task.lineage = Lineage::default();
        }
    }
    match failure {
        _ if !tasks.is_empty() => Ok(Decoded::new(tasks, envelope, problem.as_ref())),
        Some(failure) => Err(DecodeError::Rejected(Box::new(failure))),
        None => Err(DecodeError::NotATask),
    }
}

/// The text of bytes that are no UTF-8, and whether they are damaged: UTF-16 behind its byte order mark, as PowerShell
/// writes it, is not.
#[cold]
fn other_text(payload: &[u8]) -> (Cow<'_, str>, bool) {
    let (bytes, is_big) = match payload {
        [0xff, 0xfe, bytes @ ..] => (bytes, false),
        [0xfe, 0xff, bytes @ ..] => (bytes, true),
        _ => return (String::from_utf8_lossy(payload), true),
    };
    let (pairs, rest) = bytes.as_chunks();
    let units = pairs.iter().map(|&pair| if is_big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) });
    let mut is_damaged = !rest.is_empty();
    let mut text = String::with_capacity(bytes.len());
    for letter in char::decode_utf16(units) {
        is_damaged |= letter.is_err();
        text.push(letter.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    (text.into(), is_damaged)
}

/// A step for each byte that is read; what comes after the reading takes about a third as long.
fn steps_for(length: usize, pace: &dyn Pace) -> Steps<'_> {
    let read = u32::try_from(length).unwrap_or(u32::MAX);
    Steps::new(pace, read.saturating_add(read / 3))
}

/// Whether OCP says that the call failed.
fn was_refused(members: &NodeRecord<'_>) -> bool {
    members.successful.and_then(Raw::flag) == Some(false)
}

/// Parses a text that ought to be an object or a list, behind a byte order mark and white space perhaps.
async fn parse<'a>(whole: &'a str, gather: &Gatherer<'_>, steps: &Steps<'_>) -> Result<Node<'a, Drafts>, DecodeError> {
    let is_blank = |letter: char| letter == '\u{feff}' || letter.is_whitespace();
    let up_to_end = whole.trim_end_matches(is_blank);
    let text = up_to_end.trim_start_matches(is_blank);
    let start = up_to_end.len() - text.len();
    match text.bytes().next() {
        None => Err(DecodeError::Empty),
        Some(b'{' | b'[') => {
            Nodes { gather, steps }.all(Reader::at(up_to_end, start)).await.ok_or_else(|| why_not(whole, text, start))
        }
        Some(_) if serde_json::from_str::<IgnoredAny>(text).is_ok() => Err(DecodeError::NotATask),
        Some(_) => Err(DecodeError::NotJson { beginning: text.chars().take(80).collect() }),
    }
}

/// Why a text that begins like JSON could not be read.
#[cold]
fn why_not(whole: &str, text: &str, start: usize) -> DecodeError {
    match serde_json::from_str::<IgnoredAny>(text) {
        Err(error) => malformed(whole.get(..start).unwrap_or_default(), text, &error),
        Ok(_) => DecodeError::NotATask,
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

/// The envelope, and what is odd about it.
fn envelope(members: &NodeRecord<'_>) -> (Envelope, Option<Problem>) {
    let mut fields = Fields::default();
    let text = |value: Option<Raw<'_>>| value.and_then(Raw::text).filter(|text| !text.is_empty()).map(Arc::from);
    let envelope = Envelope {
        timestamp: fields.time("timestamp", members.timestamp),
        trace_id: text(members.trace_id),
        server: text(members.server),
        status: members.status.and_then(Raw::integer).and_then(|status| u16::try_from(status).ok()),
    };
    (envelope, fields.problems.pop())
}

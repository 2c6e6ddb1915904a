//! A payload, read part by part. All that is made of a large one is about as large as itself: nobody has room for both.
//!
//! ```text
//!  payload ─► window ─┬─► the entries of the list of subtasks ─► drafts     as they come by
//!                     └─► what comes before and behind it ─► frame          parsed as any payload is
//! ```
//!
//! It is for what OCP writes: one task, in an envelope or not. Of whatever else comes, and of whatever is wrong, nothing is made
//! here, and the payload is read in one: there is one account of what is odd.

use std::cell::Cell;
use std::str::from_utf8;

use super::again::Known;
use super::draft::{Drafts, count};
use super::fields::Fields;
use crate::pace::{Steps, apart};
use crate::task::wire::Reader;

/// A payload as it came. It may be asked for a part of it again.
pub trait Pieces {
    /// How long it is, in bytes.
    fn length(&self) -> usize;
    /// Puts the next of its bytes behind those in `into`, from the one at `start` on: at most so many.
    fn read(&self, start: usize, most: usize, into: &mut Vec<u8>);
}

impl Pieces for &[u8] {
    fn length(&self) -> usize {
        self.len()
    }

    fn read(&self, start: usize, most: usize, into: &mut Vec<u8>) {
        let rest = self.get(start..).unwrap_or_default();
        into.extend_from_slice(rest.get(..most).unwrap_or(rest));
    }
}

/// How much of a payload is looked at at once, in bytes.
pub(super) const WINDOW: usize = 1 << 20;

/// Entries between two looks at the clock.
const BATCH: usize = 256;

/// A payload whose subtasks have been read.
pub(super) struct Sifted {
    /// The payload with an empty list in the place of the subtasks.
    pub frame: String,
    /// Where in it the list begins.
    pub list: usize,
    /// What stood in the list, until somebody takes it.
    pub drafts: Cell<Option<Drafts>>,
}

impl Sifted {
    /// Reads the subtasks of a payload, of those that are `known` no more than where they are; `None` where it is for others to
    /// read.
    pub async fn of(payload: &dyn Pieces, window: usize, known: Option<&Known<'_>>, steps: &Steps<'_>) -> Option<Self> {
        let mut window = Window { payload, size: window, bytes: Vec::new(), start: 0 };
        let (list, first) = loop {
            window.go_on(0)?;
            if let Some(places) = first_entry(window.text()?) {
                break places;
            }
        };
        let mut frame = window.text()?.get(..=list)?.to_owned();
        let mut drafts = Drafts::default();
        let mut place = Place { at: first, next: Next::Entry };
        loop {
            place = apart(window.entries(place, first, &mut drafts, known, steps)).await?;
            if place.next == Next::Nothing {
                break;
            }
            window.go_on(place.at)?;
        }
        frame.push(']');
        while window.go_on(place.at).is_some() {}
        frame.push_str(from_utf8(&window.bytes).ok()?);
        Some(Self { frame, list, drafts: Cell::new(Some(drafts)) })
    }
}

/// How far a list was read.
#[derive(Clone, Copy)]
struct Place {
    /// In bytes from the payload's beginning.
    at: usize,
    next: Next,
}

/// What comes next in a list.
#[derive(Clone, Copy, PartialEq)]
enum Next {
    /// An entry.
    Entry,
    /// A comma, or the end of the list.
    Comma,
    /// Nothing: it has ended.
    Nothing,
}

/// A part of a payload.
struct Window<'p> {
    payload: &'p dyn Pieces,
    size: usize,
    bytes: Vec<u8>,
    /// Where it begins in the payload.
    start: usize,
}

impl Window<'_> {
    /// Leaves behind what comes before a place, and goes on; `None` at the end of the payload. What is longer than a window is
    /// looked at again when there is twice as much of it.
    fn go_on(&mut self, to: usize) -> Option<()> {
        self.bytes.drain(..to.checked_sub(self.start)?.min(self.bytes.len()));
        self.start = to;
        let had = self.bytes.len();
        self.payload.read(self.start + had, had.max(self.size), &mut self.bytes);
        (self.bytes.len() > had).then_some(())
    }

    /// Reads on in the list, up to its end or that of the last entry that is here as a whole; `None` where something is wrong, or
    /// where it does not pay.
    async fn entries(
        &self,
        from: Place,
        begin: usize,
        drafts: &mut Drafts,
        known: Option<&Known<'_>>,
        steps: &Steps<'_>,
    ) -> Option<Place> {
        let mut reader = Reader::at(self.text()?, from.at - self.start);
        let mut fields = Fields::default();
        let mut next = from.next;
        loop {
            for _ in 0..BATCH {
                if next == Next::Comma && reader.peek().is_some() {
                    next = if reader.goes_on(b']')? { Next::Entry } else { Next::Nothing };
                }
                let at = self.start + reader.read();
                if next != Next::Entry || drafts.read_entry(self.start, &mut reader, &mut fields, known).is_none() {
                    return Some(Place { at, next });
                }
                next = Next::Comma;
            }
            let at = self.start + reader.read();
            if known.is_none() {
                drafts.make_room(drafts.rests.len(), at - begin, self.payload.length().saturating_sub(at));
            } else if known.is_some_and(|known| !known.is_worth_it(drafts.others())) {
                return None;
            }
            steps.reached(count(at)).await;
        }
    }

    /// Its text, but for a letter that is cut at its end; `None` where it is none.
    fn text(&self) -> Option<&str> {
        match from_utf8(&self.bytes) {
            Ok(text) => Some(text),
            Err(error) if error.error_len().is_none() => from_utf8(self.bytes.get(..error.valid_up_to())?).ok(),
            Err(_) => None,
        }
    }
}

/// Where the list of subtasks begins, in the beginning of a payload, and the first of its entries.
fn first_entry(text: &str) -> Option<(usize, usize)> {
    let mut reader = Reader::at(text, text.len() - text.trim_start_matches('\u{feff}').len());
    let mut goes_on = reader.enter(b'{', b'}')?;
    while goes_on {
        let name = reader.name()?;
        match (&*name, reader.peek()?) {
            ("data", b'{') => goes_on = reader.enter(b'{', b'}')?,
            ("subtasks" | "tasks", b'[') => {
                let list = reader.read();
                reader.enter(b'[', b']')?;
                return (reader.peek()? == b'{').then_some((list, reader.read()));
            }
            _ => {
                reader.value()?;
                goes_on = reader.goes_on(b'}')?;
            }
        }
    }
    None
}

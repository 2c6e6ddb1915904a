//! Reads JSON (RFC 8259) as slices of itself, in one pass.
//!
//! A value that nobody looks into costs no more than finding its end, and strings are looked through eight bytes at a
//! time: a record with all its fields is read in about the time that serde_json takes to read over it, and a large task
//! is made of nothing but such records.
//!
//! Each method gives `None` where the text is no JSON. What exactly is wrong there is not said: whoever wants to know
//! asks serde_json, which refuses the same texts (a property test holds the two against each other).

#![expect(
    clippy::inline_always,
    reason = "core is compiled for size in the bundle, and each byte of a payload comes by here"
)]

use std::borrow::Cow;
use std::ops::Range;

use super::Raw;
use super::text::unescaped;

const ONES: u64 = u64::MAX / 255;

/// Which of the eight bytes of a word lie below a limit of at most 128: the lowest bit that is set stands in the first
/// of them; those above it may be wrong.
///
/// After A. Mycroft's test for a zero byte (H. Warren, "Hacker's Delight", 6-1).
#[inline]
const fn below(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(ONES * limit as u64) & !word & (ONES << 7)
}

/// The same for the bytes of a word that are this one.
#[inline]
pub(in crate::task) const fn hits(word: u64, byte: u8) -> u64 {
    below(word ^ (ONES * byte as u64), 1)
}

/// A place in a text.
#[derive(Debug)]
pub(in crate::task) struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// The closing brackets of the objects and lists that are being read over.
    open: Vec<u8>,
}

impl<'a> Reader<'a> {
    /// At the beginning of a text.
    pub fn new(text: &'a str) -> Self {
        Self::at(text, 0)
    }

    /// At a place in a text.
    pub fn at(text: &'a str, at: usize) -> Self {
        Self { text, at, open: Vec::new() }
    }

    /// How many bytes were read.
    pub fn read(&self) -> usize {
        self.at
    }

    /// How many bytes are left.
    pub fn left(&self) -> usize {
        self.text.len() - self.at
    }

    /// What is left of the text.
    pub fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// A part of the text, in bytes from its beginning.
    pub fn between(&self, part: Range<usize>) -> &'a [u8] {
        self.text.as_bytes().get(part).unwrap_or_default()
    }

    /// Goes on by so many bytes, which are known.
    pub fn skip(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// Whether nothing is left but white space.
    pub fn is_at_end(&mut self) -> bool {
        self.peek().is_none()
    }

    /// The first byte of the next token.
    #[inline(always)]
    pub fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = self.byte()?;
            if byte > b' ' || !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    /// Reads an object: shows each member with its name.
    #[inline(always)]
    pub fn object(&mut self, mut see: impl FnMut(&str, Raw<'a>)) -> Option<()> {
        let mut goes_on = self.enter_here(b'{', b'}')?;
        while goes_on {
            let name = self.name_here()?;
            see(&name, self.value_here()?);
            goes_on = self.goes_on_here(b'}')?;
        }
        Some(())
    }

    /// Reads a list: shows each element.
    #[inline(always)]
    pub fn list(&mut self, mut see: impl FnMut(Raw<'a>)) -> Option<()> {
        let mut goes_on = self.enter_here(b'[', b']')?;
        while goes_on {
            see(self.value_here()?);
            goes_on = self.goes_on_here(b']')?;
        }
        Some(())
    }

    // For whoever has to stop in the midst of an object or a list there are its parts, compiled once.

    /// Goes into an object or a list; tells whether there is something in it.
    #[inline(never)]
    pub fn enter(&mut self, open: u8, close: u8) -> Option<bool> {
        self.enter_here(open, close)
    }

    /// Reads the name of a member.
    #[inline(never)]
    pub fn name(&mut self) -> Option<Cow<'a, str>> {
        self.name_here()
    }

    /// Reads over one value.
    #[inline(never)]
    pub fn value(&mut self) -> Option<Raw<'a>> {
        self.value_here()
    }

    /// Behind an element: whether a comma says that another follows, or the bracket that none does.
    #[inline(never)]
    pub fn goes_on(&mut self, close: u8) -> Option<bool> {
        self.goes_on_here(close)
    }

    #[inline(always)]
    fn enter_here(&mut self, open: u8, close: u8) -> Option<bool> {
        self.expect(open)?;
        Some(!self.skip_byte(close))
    }

    #[inline(always)]
    fn name_here(&mut self) -> Option<Cow<'a, str>> {
        self.peek()?;
        let start = self.at;
        let is_plain = self.string()?;
        let quoted = self.text.get(start..self.at)?;
        self.expect(b':')?;
        if is_plain { quoted.get(1..quoted.len() - 1).map(Cow::Borrowed) } else { Some(Cow::Owned(unescaped(quoted))) }
    }

    #[inline(always)]
    fn value_here(&mut self) -> Option<Raw<'a>> {
        let first = self.peek()?;
        let start = self.at;
        match first {
            b'{' | b'[' => self.compound()?,
            _ => self.scalar(first)?,
        }
        self.text.get(start..self.at).map(Raw)
    }

    #[inline(always)]
    fn scalar(&mut self, first: u8) -> Option<()> {
        match first {
            b'"' => self.string().map(drop),
            b't' => self.word("true"),
            b'f' => self.word("false"),
            b'n' => self.word("null"),
            _ => self.number(),
        }
    }

    /// Reads over an object or a list and all that is in it, however deep.
    fn compound(&mut self) -> Option<()> {
        let depth = self.open.len();
        loop {
            let first = self.peek()?;
            match first {
                b'{' | b'[' => {
                    self.at += 1;
                    let close = if first == b'{' { b'}' } else { b']' };
                    if !self.skip_byte(close) {
                        self.open.push(close);
                        self.name_in(close)?;
                        continue;
                    }
                }
                _ => self.scalar(first)?,
            }
            // A value has ended: with it, perhaps, those that it is in.
            loop {
                if self.open.len() == depth {
                    return Some(());
                }
                let close = *self.open.last()?;
                if self.goes_on_here(close)? {
                    self.name_in(close)?;
                    break;
                }
                self.open.pop();
            }
        }
    }

    /// In an object, reads over the name of the next member.
    #[inline(always)]
    fn name_in(&mut self, close: u8) -> Option<()> {
        if close == b'}' {
            self.peek()?;
            self.string()?;
            self.expect(b':')?;
        }
        Some(())
    }

    #[inline(always)]
    fn goes_on_here(&mut self, close: u8) -> Option<bool> {
        let byte = self.peek()?;
        self.at += 1;
        match byte {
            b',' => Some(true),
            _ if byte == close => Some(false),
            _ => None,
        }
    }

    #[inline(always)]
    fn expect(&mut self, wanted: u8) -> Option<()> {
        self.skip_byte(wanted).then_some(())
    }

    /// Goes behind this byte, if it is the next.
    #[inline(always)]
    fn skip_byte(&mut self, wanted: u8) -> bool {
        let is_next = self.peek() == Some(wanted);
        self.at += usize::from(is_next);
        is_next
    }

    fn word(&mut self, wanted: &str) -> Option<()> {
        self.text.as_bytes().get(self.at..)?.starts_with(wanted.as_bytes()).then(|| self.at += wanted.len())
    }

    #[inline(always)]
    fn number(&mut self) -> Option<()> {
        self.at += usize::from(self.byte() == Some(b'-'));
        match self.byte()? {
            b'0' => self.at += 1,
            _ => self.digits()?,
        }
        match self.byte() {
            Some(b'.' | b'e' | b'E') => self.fraction(),
            _ => Some(()),
        }
    }

    fn fraction(&mut self) -> Option<()> {
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), Some(b'+' | b'-')));
            self.digits()?;
        }
        Some(())
    }

    /// At least one.
    #[inline(always)]
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    #[inline(always)]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Reads over a string; tells whether it is free of escapes.
    #[inline(always)]
    fn string(&mut self) -> Option<bool> {
        if self.byte()? != b'"' {
            return None;
        }
        self.at += 1;
        match self.stop()? {
            b'"' => Some(true),
            byte => self.rest_of_string(byte),
        }
    }

    /// Reads over a string from its first backslash on.
    #[cold]
    fn rest_of_string(&mut self, mut stop: u8) -> Option<bool> {
        while stop == b'\\' {
            self.escape()?;
            stop = self.stop()?;
        }
        // A control character must be escaped.
        (stop == b'"').then_some(false)
    }

    /// Goes behind the next quote, backslash or control character.
    #[inline(always)]
    fn stop(&mut self) -> Option<u8> {
        let mut rest = self.text.as_bytes().get(self.at..)?;
        while let Some((word, more)) = rest.split_first_chunk::<8>() {
            let word = u64::from_le_bytes(*word);
            let stops = hits(word, b'"') | hits(word, b'\\') | below(word, b' ');
            if stops != 0 {
                let place = stops.trailing_zeros() / 8;
                self.at = self.text.len() - rest.len() + place as usize + 1;
                return Some((word >> (8 * place)) as u8);
            }
            rest = more;
        }
        let place = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | ..b' '))?;
        self.at = self.text.len() - rest.len() + place + 1;
        rest.get(place).copied()
    }

    /// Reads what follows a backslash.
    fn escape(&mut self) -> Option<()> {
        let byte = self.byte()?;
        self.at += 1;
        match byte {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(()),
            b'u' => {
                let digits = self.text.as_bytes().get(self.at..self.at + 4)?;
                self.at += 4;
                digits.iter().all(u8::is_ascii_hexdigit).then_some(())
            }
            _ => None,
        }
    }
}

//! Walks JSON that is known to be valid.
//!
//! The payload was checked as a whole when it was parsed, so the parts of an object or a list need no second parser:
//!
//! ```text
//!  {"id": 7, "upstreams": [1, 2]}      tokens: "id"  7  "upstreams"  [1, 2]
//! ```
//!
//! Text that is not valid after all gives odd tokens, or fewer of them; never a panic.

use super::Raw;

/// The values between two brackets, keys too, each as a whole.
#[derive(Clone, Debug)]
pub(super) struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    /// Those of an object or a list, without its brackets.
    pub fn of(inner: &'a str) -> Self {
        Self { rest: inner }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Raw<'a>;

    fn next(&mut self) -> Option<Raw<'a>> {
        let start = self.rest.bytes().position(|byte| !is_separator(byte))?;
        let text = self.rest.get(start..)?;
        let bytes = text.as_bytes();
        let end = match bytes.first()? {
            b'"' => string_end(bytes, 0),
            b'{' | b'[' => compound_end(bytes),
            _ => bytes.iter().position(|&byte| is_separator(byte)).unwrap_or(bytes.len()),
        };
        let (token, rest) = text.split_at_checked(end)?;
        self.rest = rest;
        Some(Raw(token))
    }
}

const fn is_separator(byte: u8) -> bool {
    matches!(byte, b',' | b':' | b' ' | b'\n' | b'\r' | b'\t')
}

/// Where the string ends that starts at `start`.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        at += match byte {
            b'"' => return at + 1,
            b'\\' => 2,
            _ => 1,
        };
    }
    bytes.len()
}

/// Where the object or list ends that starts the bytes.
fn compound_end(bytes: &[u8]) -> usize {
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = string_end(bytes, at);
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 1 => return at + 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

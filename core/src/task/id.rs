//! Ids as OCP writes them: a number, or a string once a Long leaves what JavaScript can hold.

use std::fmt;
use std::sync::Arc;

/// An id of OCP, kept exactly.
///
/// The serializer writes any Long beyond ±(2^53−1) as a JSON string, so `35000312` and `"35000312"` are the same id.
/// Whatever is no plain `u64` (longer, negative, not a number at all) is kept as the text that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Id {
    /// A plain decimal number.
    Number(u64),
    /// Anything else, letter by letter.
    Text(Arc<str>),
}

impl Id {
    /// Reads an id from its text; leading zeros make it text, so that nothing is changed by reading it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        match number(text) {
            Some(number) if text == "0" || !(text.is_empty() || text.starts_with('0')) => Self::Number(number),
            _ => Self::Text(text.into()),
        }
    }
}

/// So many digits are less than 2^64, whatever they are.
const SAFE: usize = 19;

/// A text of nothing but digits as a number.
fn number(text: &str) -> Option<u64> {
    // WebAssembly multiplies without a word about overflow: to ask for one costs four multiplications a digit.
    if text.len() > SAFE {
        return text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?;
    }
    text.bytes().try_fold(0_u64, |number, byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit < 10).then(|| number * 10 + u64::from(digit))
    })
}

impl fmt::Display for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(out),
            Self::Text(text) => text.fmt(out),
        }
    }
}

//! A JSON string's text.

/// The text of a string that the [`Reader`](super::Reader) has read over, without its quotes. Half of a surrogate pair,
/// which no text can hold, becomes U+FFFD: the rest of the text is worth keeping.
///
/// serde_json would do the same but for that; its account of what it was given instead of a string, down to the
/// printing of floats, would come with it into the bundle.
pub(super) fn unescaped(quoted: &str) -> String {
    let inner = quoted.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(quoted);
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some((plain, escape)) = rest.split_once('\\') {
        out.push_str(plain);
        let mut letters = escape.chars();
        let letter = letters.next().unwrap_or('\\');
        rest = letters.as_str();
        match letter {
            'b' => out.push('\u{8}'),
            'f' => out.push('\u{c}'),
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            'u' => out.push(code_point(&mut rest)),
            other => out.push(other),
        }
    }
    out.push_str(rest);
    out
}

/// Takes the digits of `\u…` off `rest`, and those of the second half of a pair after it.
fn code_point(rest: &mut &str) -> char {
    let first = hex(rest);
    let is_first_half = (0xd800..0xdc00).contains(&first);
    if let Some(mut after) = rest.strip_prefix("\\u").filter(|_| is_first_half) {
        let second = hex(&mut after);
        if (0xdc00..0xe000).contains(&second) {
            *rest = after;
            return pair(first, second);
        }
    }
    char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The letter that two halves make (RFC 8259, 7).
fn pair(first: u32, second: u32) -> char {
    char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Takes four digits off `rest`.
fn hex(rest: &mut &str) -> u32 {
    let digits = rest.get(..4).unwrap_or_default();
    *rest = rest.get(digits.len()..).unwrap_or_default();
    u32::from_str_radix(digits, 16).unwrap_or(u32::from(char::REPLACEMENT_CHARACTER))
}

//! JSON, indented for reading. The text is kept as the server wrote it: an id beyond 2^53 or a `1.0` read into numbers
//! and written again would be another.

/// Two spaces a level.
const STEP: &str = "  ";

/// The same JSON with a line for each member. What is no JSON comes out with other white space, and nothing else.
pub fn indented(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut depth = 0_usize;
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let taken = if first == '"' { string_end(rest) } else { first.len_utf8() };
        let (token, after) = rest.split_at(taken);
        rest = after.trim_start();
        let closes_at_once = rest.starts_with(['}', ']']);
        match first {
            '{' | '[' => {
                out.push(first);
                depth += 1;
                if !closes_at_once {
                    new_line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                if !out.ends_with(['{', '[']) {
                    new_line(&mut out, depth);
                }
                out.push(first);
            }
            ',' => {
                out.push(first);
                new_line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            _ => out.push_str(token),
        }
    }
    out
}

fn new_line(out: &mut String, depth: usize) {
    out.push('\n');
    for _ in 0..depth {
        out.push_str(STEP);
    }
}

/// Where the string that `text` begins with ends, its closing quote included.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (place, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return place + 1,
            _ => {}
        }
    }
    text.len()
}

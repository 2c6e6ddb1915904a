//! The reader of JSON against serde_json: both take the same texts for JSON.

use proptest::prelude::*;
use serde::de::IgnoredAny;

use super::generate::any_json;
use crate::task::wire::{Raw, Reader};

fn is_read(text: &str) -> bool {
    let mut reader = Reader::new(text);
    reader.value().is_some() && reader.is_at_end()
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

#[test]
fn what_the_grammar_allows_and_what_it_does_not() {
    for text in [
        "",
        " ",
        "{",
        "}",
        "[",
        "]",
        "{}",
        "[]",
        "[[]]",
        "[{}]",
        "{\"a\":[]}",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{1:2}",
        "{\"a\":1 \"b\":2}",
        "[}",
        "{]",
        "[1}",
        "{\"a\":1]",
        "nul",
        "nulll",
        "null",
        "true",
        "false",
        "True",
        "0",
        "-0",
        "00",
        "01",
        "-",
        "+1",
        "1.",
        ".1",
        "1.5",
        "1e",
        "1e5",
        "1E+5",
        "1e-",
        "-1.5e-07",
        "1e400",
        "0x1",
        "\"",
        "\"a",
        "\"a\"",
        "'a'",
        "\"\\\"",
        "\"\\\"\"",
        "\"\\\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u123g\"",
        "\"\\u12aF\"",
        "\"\\ud800\"",
        "\"a\nb\"",
        "\"a\tb\"",
        "\"\u{7f}\u{80}\u{2028}\"",
        "\"1234567\"",
        "\"12345678\"",
        "\"123456789\"",
        "\"1234567\u{1f}\"",
        "\"12345678\u{0}\"",
        "\u{a0}1",
        "\u{feff}1",
        "\t\r\n 1 \t\r\n",
        "1 1",
        "{} {}",
        "// 1",
        "NaN",
        "\"安安安安安安\"",
        "[\"\\\\\\\\\\\\\\\"\"]",
        "{\"a\" : { \"b\" : [ 1 , 2 ] } , \"c\" : null }",
    ] {
        assert_eq!(is_read(text), is_json(text), "{text:?}");
    }
}

#[test]
fn a_value_is_the_slice_that_holds_it() {
    let text = " {\"a\": [1, {\"b\": \"]}\\\"\"}], \"c\": -1.5e3 , \"d\":\"x\"} ";
    let mut values = Vec::new();
    let read = Reader::new(text).object(|name, value| values.push((name.to_owned(), value.json())));
    assert_eq!(read, Some(()));
    let expected = [("a", "[1, {\"b\": \"]}\\\"\"}]"), ("c", "-1.5e3"), ("d", "\"x\"")];
    assert_eq!(values, expected.map(|(name, value)| (name.to_owned(), value)));
}

#[test]
fn nothing_is_too_deep() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    assert!(is_read(&deep));
    assert!(!is_read(&deep[1..]));
    assert!(!is_read(&deep[..deep.len() - 1]));
    assert!(is_read(&("{\"a\":".repeat(100_000) + "1" + &"}".repeat(100_000))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn json_is_read_and_with_one_letter_changed_only_if_it_still_is_json(
        json in any_json(), pretty: bool, at: prop::sample::Index, letter in "[\\[\\]{}:,\"\\\\ntrufalse0-9.eE+u \t\n安-]",
        remove: bool,
    ) {
        let text = if pretty { format!("{json:#}") } else { json.to_string() };
        prop_assert!(is_read(&text), "{}", text);
        let mut letters: Vec<char> = text.chars().collect();
        let at = at.index(letters.len());
        if remove {
            letters.remove(at);
        } else {
            letters[at] = letter.chars().next().unwrap_or(' ');
        }
        let text: String = letters.into_iter().collect();
        prop_assert_eq!(is_read(&text), is_json(&text), "{}", text);
    }

    #[test]
    fn letters_that_json_is_made_of_are_read_only_if_they_are_json(text in "[\\[\\]{}:,\"\\\\ntrufalse0-9.eE+u -]{0,12}") {
        prop_assert_eq!(is_read(&text), is_json(&text), "{}", text);
    }

    #[test]
    fn a_string_ends_where_it_ends(text in "\\PC{0,40}", more in "\\PC{0,3}") {
        let quoted = serde_json::Value::from(text).to_string();
        let whole = format!("{quoted},{more}");
        prop_assert_eq!(Reader::new(&whole).value().map(Raw::json), Some(quoted.as_str()));
    }
}

//! When a server that limits or fails calls wants the next one: by the headers in use for it.

use js_sys::{Date, parse_float};
use taskscope_core::number::within;

/// The longest that a server's word is followed, in milliseconds: a day. More is a mistake, or means for ever.
const DAY: f64 = 86_400_000.0;

/// When to ask again, by the reader's clock `now`, in milliseconds since the epoch; `None` where the server does not say.
/// Of several answers the latest counts.
///
/// A `RateLimit-Reset` comes with answers of every kind, but only a 429 was refused for it.
pub(super) fn retry_at(status: u16, now: f64, header: &dyn Fn(&str) -> Option<String>) -> Option<f64> {
    let names: &[&str] = match status {
        429 => &["retry-after", "ratelimit-reset", "x-ratelimit-reset", "ratelimit"],
        503 => &["retry-after"],
        _ => &[],
    };
    // An instant is one of the server's clock.
    let there = header("date").map_or(f64::NAN, |text| Date::parse(&text));
    let there = if there.is_nan() { now } else { there };
    let mut wait = f64::NAN;
    for name in names {
        let Some(text) = header(name) else { continue };
        // `"default";r=0;t=40`, or the older `limit=10, remaining=0, reset=40`.
        let text = if *name == "ratelimit" { text.rsplit_once("t=").map_or("", |(_, seconds)| seconds) } else { &text };
        // Of `12.5`, `40;w=60` and `1, 60` the number at the beginning; of `Wed, 21 Oct …` none.
        let number = parse_float(text);
        wait = wait.max(if number.is_nan() {
            Date::parse(text) - there
        } else if number > 1e9 {
            // Not seconds from now: since the epoch, or so many milliseconds.
            (if number > 1e11 { number } else { number * 1000.0 }) - there
        } else {
            number * 1000.0
        });
    }
    (!wait.is_nan()).then(|| now + within(wait, 0.0, DAY))
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    /// 2026-03-02T10:00:00Z.
    const NOW: f64 = 1_772_445_600_000.0;

    fn seconds(status: u16, headers: &[(&str, &str)]) -> Option<f64> {
        let header =
            |name: &str| headers.iter().find(|(other, _)| *other == name).map(|(_, value)| (*value).to_owned());
        retry_at(status, NOW, &header).map(|at| (at - NOW) / 1000.0)
    }

    #[wasm_bindgen_test]
    fn a_limit_is_read_in_every_spelling() {
        for (name, value, wait) in [
            ("retry-after", "30", 30.0),
            ("retry-after", "Mon, 02 Mar 2026 10:01:00 GMT", 60.0),
            ("retry-after", "Mon, 02 Mar 2026 09:00:00 GMT", 0.0),
            ("retry-after", "-1", 0.0),
            ("retry-after", "1000000", 86_400.0),
            ("ratelimit-reset", " 12.5", 12.5),
            ("ratelimit-reset", "40;w=60", 40.0),
            ("ratelimit-reset", "1, 60, 3600", 1.0),
            ("ratelimit-reset", "1772445640", 40.0),
            ("x-ratelimit-reset", "40", 40.0),
            ("x-ratelimit-reset", "1772445640000", 40.0),
            ("ratelimit", "\"default\";r=0;t=40", 40.0),
            ("ratelimit", "limit=100, remaining=0, reset=40", 40.0),
        ] {
            assert_eq!(seconds(429, &[(name, value)]), Some(wait), "{name}: {value}");
        }
    }

    #[wasm_bindgen_test]
    fn of_several_the_latest_counts_and_what_is_none_does_not() {
        assert_eq!(seconds(429, &[("ratelimit-reset", "10"), ("retry-after", "30")]), Some(30.0));
        assert_eq!(seconds(429, &[("ratelimit-reset", "50"), ("retry-after", "soon")]), Some(50.0));
        assert_eq!(seconds(429, &[("ratelimit", "\"default\";r=0"), ("retry-after", "")]), None);
        assert_eq!(seconds(429, &[]), None);
    }

    #[wasm_bindgen_test]
    fn an_instant_is_one_of_the_servers_clock() {
        let date = ("date", "Mon, 02 Mar 2026 12:00:00 GMT");
        assert_eq!(seconds(429, &[date, ("retry-after", "Mon, 02 Mar 2026 12:00:30 GMT")]), Some(30.0));
    }

    #[wasm_bindgen_test]
    fn a_failure_does_not_wait_for_a_limit() {
        let headers = [("ratelimit-reset", "3600"), ("retry-after", "20")];
        assert_eq!(seconds(500, &headers), None);
        assert_eq!(seconds(502, &headers), None);
        assert_eq!(seconds(503, &headers), Some(20.0));
    }
}

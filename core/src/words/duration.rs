//! Spans of time, short and without doubt about the unit.

use super::Lang;
use crate::task::Millis;

/// `394 ms`, `22.3 s`, `4 m 31 s`, `1 h 02 m 03 s`, `5 d 20 h 02 m`; `1 小时 2 分 3 秒`.
///
/// Digits that are left out are cut off, never rounded up: a step that ran 59.96 s has not run for a minute. A round
/// span, such as a time limit, ends with its last unit that is not zero: `30 m`, `7 d`.
#[must_use]
pub fn duration(lang: Lang, span: Millis) -> String {
    let sign = if span.0 < 0 { "−" } else { "" };
    let millis = span.0.unsigned_abs();
    let seconds = millis / 1000;
    let unit = |en, zh| lang.pick(en, zh);
    if millis < 1000 {
        return format!("{sign}{millis} {}", unit("ms", "毫秒"));
    }
    if seconds < 60 {
        let tenths = if millis.is_multiple_of(1000) { String::new() } else { format!(".{}", millis / 100 % 10) };
        return format!("{sign}{seconds}{tenths} {}", unit("s", "秒"));
    }
    let parts = [
        (seconds / 86_400, unit("d", "天")),
        (seconds / 3600 % 24, unit("h", "小时")),
        (seconds / 60 % 60, unit("m", "分")),
        (seconds % 60, unit("s", "秒")),
    ];
    let first = parts.iter().position(|&(amount, _)| amount > 0).unwrap_or(0);
    // Beside days, seconds say nothing.
    let mut shown = parts.get(first..if first == 0 { 3 } else { 4 }).unwrap_or_default();
    while let [rest @ .., (0, _)] = shown {
        if rest.is_empty() || !millis.is_multiple_of(60_000) {
            break;
        }
        shown = rest;
    }
    let text = shown.iter().enumerate().map(|(place, (amount, unit))| match (lang, place, *unit) {
        // Two digits keep what ticks from jumping; hours after days are read as a number of their own.
        (Lang::En, 1.., "m" | "s") => format!("{amount:02} {unit}"),
        _ => format!("{amount} {unit}"),
    });
    format!("{sign}{}", text.collect::<Vec<_>>().join(" "))
}

//! Spans of time, short and without doubt about the unit.

use super::Lang;
use crate::task::Millis;

/// `394 ms`, `22.3 s`, `4 m 31 s`, `1 h 02 m 03 s`, `5 d 20 h 02 m`; `1 小时 2 分 3 秒`.
///
/// Digits that are left out are cut off, never rounded up: a step that ran 59.96 s has not run for a minute. A round
/// span, such as a time limit, ends with its last unit that is not zero: `30 m`, `7 d`.
#[must_use]
pub fn duration(lang: Lang, span: Millis) -> String {
    written(lang, span, false)
}

/// A moment as it is counted from another, to the millisecond: `0`, `10 s`, `1 m 30 s`, `−250 ms`, `1 d 2 h 03 m 04.5 s`.
#[must_use]
pub fn elapsed(lang: Lang, span: Millis) -> String {
    written(lang, span, true)
}

fn written(lang: Lang, span: Millis, is_exact: bool) -> String {
    let sign = if span.0 < 0 { "−" } else { "" };
    let millis = span.0.unsigned_abs();
    let seconds = millis / 1000;
    let unit = |en, zh| lang.pick(en, zh);
    if millis < 1000 {
        return if is_exact && millis == 0 {
            "0".to_owned()
        } else {
            format!("{sign}{millis} {}", unit("ms", "毫秒"))
        };
    }
    let fraction = match millis % 1000 {
        0 => String::new(),
        rest if is_exact => format!(".{rest:03}").trim_end_matches('0').to_owned(),
        _ if seconds >= 60 => String::new(),
        rest => format!(".{}", rest / 100),
    };
    if seconds < 60 {
        return format!("{sign}{seconds}{fraction} {}", unit("s", "秒"));
    }
    let parts = [
        (seconds / 86_400, unit("d", "天")),
        (seconds / 3600 % 24, unit("h", "小时")),
        (seconds / 60 % 60, unit("m", "分")),
        (seconds % 60, unit("s", "秒")),
    ];
    let first = parts.iter().position(|&(amount, _)| amount > 0).unwrap_or(0);
    // Beside days, seconds say nothing.
    let mut shown = parts.get(first..if first == 0 && !is_exact { 3 } else { 4 }).unwrap_or_default();
    while let [rest @ .., (0, _)] = shown {
        if rest.is_empty() || !millis.is_multiple_of(60_000) {
            break;
        }
        shown = rest;
    }
    let text = shown.iter().enumerate().map(|(place, (amount, unit))| {
        let fraction = if matches!(*unit, "s" | "秒") { &*fraction } else { "" };
        match (lang, place, *unit) {
            // Two digits keep what ticks from jumping; hours after days are read as a number of their own.
            (Lang::En, 1.., "m" | "s") => format!("{amount:02}{fraction} {unit}"),
            _ => format!("{amount}{fraction} {unit}"),
        }
    });
    format!("{sign}{}", text.collect::<Vec<_>>().join(" "))
}

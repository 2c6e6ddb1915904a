//! Numbers with a fixed count of decimals, as style sheets and readers take them.
//!
//! The standard library's printing of floats is exact to the last digit, which takes it some 15 KB of code (as linked,
//! before wasm-opt) and its tables; a place on the screen needs no more than a thousandth.

/// A number with `digits` decimals, rounded. What is no number is 0; what has more than 15 digits is cut off there.
#[must_use]
pub fn decimal(number: f64, digits: u32) -> String {
    let unit = 10_i64.pow(digits);
    // The cast saturates, and takes what is no number for 0.
    let scaled = (number * unit as f64).round() as i64;
    let (whole, rest) = (scaled.unsigned_abs() / unit as u64, scaled.unsigned_abs() % unit as u64);
    let sign = if scaled < 0 { "-" } else { "" };
    if digits == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{rest:0width$}", width = digits as usize)
    }
}

/// A share from 0 to 1 as a style sheet's percentage.
#[must_use]
pub fn percent(share: f64) -> String {
    decimal(share * 100.0, 3) + "%"
}

/// A length in CSS px.
#[must_use]
pub fn px(length: f64) -> String {
    decimal(length, 2) + "px"
}

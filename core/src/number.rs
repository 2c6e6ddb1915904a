//! What the standard library has too, at a smaller price.

/// The number, or the bound that it is beyond. `f64::clamp` would panic where `least` is above `most`, and so brings the
/// printing of floats into the bundle, some 15 KB; here `most` wins.
#[must_use]
pub fn within(number: f64, least: f64, most: f64) -> f64 {
    number.max(least).min(most)
}

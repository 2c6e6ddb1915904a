//! Shearing: a rank and all behind it move as one, as far as straightens most links before them.
//!
//! Least squares would rather have many links climb a little than a few climb much: two rails with rungs between them come
//! out as a slope over the whole picture, and rank by rank nothing mends it, for on a slope each item already is at the
//! middle of its neighbours. Moving all from one rank on by the same keeps every distance within the ranks and every other
//! link, so the best move is the median of what the links before that rank climb, and the best for all ranks is found by
//! itself for each. No link's length is paid for another's looks: the sum shrinks, or nothing moves.
//!
//! ```text
//!                   a──            a──────a──────a──
//!            a──────┐                └──┐   └──┐
//!     a──────┐  └──────b──   ⇒             b──────b──
//!      └──────b──────
//! ```

use super::Field;
use crate::sort::{self, Key};

/// Takes out of the places what whole ranks climb together, if that is more than the highest rank is high (less is no
/// drift, and looks well) and the picture is less high without it: shorter links alone could also be those of a slope.
pub(super) fn shear(field: &Field<'_>, y: &mut [f64]) {
    let layers = field.layers;
    let mut climbs: Vec<f64> = Vec::new();
    let mut moves: Vec<f64> = Vec::with_capacity(layers.ranks());
    let (mut by, mut climb, mut highest) = (0.0f64, Span::default(), 0.0f64);
    let (mut now, mut then) = (Span::default(), Span::default());
    let mut before = 0..0;
    for r in 0..layers.ranks() {
        climbs.clear();
        for v in before {
            climbs.extend(layers.down.of(v as u32).iter().map(|&w| y[w as usize] - y[v]));
        }
        by -= median(&mut climbs);
        moves.push(by);
        climb.take(by);
        before = layers.range(r);
        if let (Some(first), Some(last)) = (y[before.clone()].first(), y[before.clone()].last()) {
            highest = highest.max(last - first);
            [first, last].into_iter().for_each(|y| now.take(*y));
            [first, last].into_iter().for_each(|y| then.take(y + by));
        }
    }
    if climb.length() > highest && then.length() < now.length() {
        for (r, by) in moves.into_iter().enumerate() {
            y[layers.range(r)].iter_mut().for_each(|y| *y += by);
        }
    }
}

/// The least and the greatest of some numbers.
struct Span(f64, f64);

impl Default for Span {
    fn default() -> Self {
        Self(f64::INFINITY, f64::NEG_INFINITY)
    }
}

impl Span {
    fn take(&mut self, value: f64) {
        *self = Self(self.0.min(value), self.1.max(value));
    }

    fn length(&self) -> f64 {
        self.1 - self.0
    }
}

/// The median nearest to 0.
fn median(values: &mut [f64]) -> f64 {
    let (mut up, mut down) = (0, 0);
    for &value in values.iter() {
        up += usize::from(value > 0.0);
        down += usize::from(value < 0.0);
    }
    let half = values.len() / 2;
    if up.max(down) <= half {
        return 0.0;
    }
    sort::by_key(values, |value| value.key());
    values[if up > down { values.len() - 1 - half } else { half }]
}

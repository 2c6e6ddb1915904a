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

/// How many times as much as the highest rank is high the ranks must climb: less is no drift. In a tangle, whose ways are
/// pulled tight later, it would do harm: most of its links are bends.
const DRIFT: f64 = 8.0;

/// Takes out of the places what whole ranks climb together, if they drift.
pub(super) fn shear(field: &Field<'_>, y: &mut [f64]) {
    let layers = field.layers;
    let mut climbs: Vec<f64> = Vec::new();
    let mut moves: Vec<f64> = Vec::with_capacity(layers.ranks());
    let (mut by, mut least, mut most, mut highest) = (0.0f64, 0.0f64, 0.0f64, 0.0f64);
    let mut before = 0..0;
    for r in 0..layers.ranks() {
        climbs.clear();
        for v in before {
            climbs.extend(layers.down.of(v as u32).iter().map(|&w| y[w as usize] - y[v]));
        }
        by -= median(&mut climbs);
        moves.push(by);
        (least, most) = (least.min(by), most.max(by));
        before = layers.range(r);
        if let [first, .., last] = y[before.clone()] {
            highest = highest.max(last - first);
        }
    }
    if most - least > DRIFT * highest {
        for (r, by) in moves.into_iter().enumerate() {
            y[layers.range(r)].iter_mut().for_each(|y| *y += by);
        }
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

//! The best places for one rank, its neighbours held fast.
//!
//! Items keep their order and their distances. Subtracting from each item's wish the distances before it turns "far enough
//! apart" into "not decreasing", and the best places are an isotonic regression: by least squares with
//! pool-adjacent-violators (Ayer et al. 1955), by least absolute deviations with a heap of breakpoints (slope trick).
//! Both are exact.
//!
//! ```text
//! wishes   a   cb      d             not decreasing: c and b pool
//! places   a  b c      d
//! ```

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Non-decreasing values nearest to `wish` by weighted least squares, in place.
pub(super) fn by_squares(wish: &mut [f64], weight: &[f64], pools: &mut Vec<Pool>) {
    pools.clear();
    for (&w, &weight) in wish.iter().zip(weight) {
        let mut pool = Pool { sum: w * weight, weight, count: 1 };
        while let Some(last) = pools.last() {
            if last.sum * pool.weight <= pool.sum * last.weight {
                break;
            }
            pool.sum += last.sum;
            pool.weight += last.weight;
            pool.count += last.count;
            pools.pop();
        }
        pools.push(pool);
    }
    let mut at = 0;
    for pool in pools.iter() {
        wish[at..at + pool.count].fill(pool.sum / pool.weight);
        at += pool.count;
    }
}

/// Neighbours in the rank that want one value.
pub(super) struct Pool {
    sum: f64,
    weight: f64,
    count: usize,
}

/// A number that may stand in a heap.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Total(pub f64);

impl Eq for Total {}

impl PartialOrd for Total {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Total {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// Non-decreasing values with the least sum of distances to the wishes. Item `i` wishes `wishes[ends[i - 1]..ends[i]]`.
/// Of equally good answers, the least.
pub(super) fn by_distance(wishes: &[f64], ends: &[usize], out: &mut Vec<f64>, heap: &mut BinaryHeap<Total>) {
    heap.clear();
    out.clear();
    let mut from = 0;
    for &to in ends {
        for &w in &wishes[from..to] {
            heap.push(Total(w));
            heap.push(Total(w));
        }
        for _ in from..to {
            heap.pop();
        }
        out.push(heap.peek().map_or(f64::NEG_INFINITY, |t| t.0));
        from = to;
    }
    for i in (1..out.len()).rev() {
        out[i - 1] = out[i - 1].min(out[i]);
    }
}

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

use crate::sort::Key;
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
    if pools.len() == wish.len() {
        return;
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

/// Least absolute deviations for the items of a rank, and room for the work.
#[derive(Default)]
pub(super) struct Medians {
    /// All wishes, item by item, those of one item rising; and where each item's end.
    pub wishes: Vec<f64>,
    pub ends: Vec<usize>,
    /// Least and greatest of each item's own best values.
    low: Vec<f64>,
    high: Vec<f64>,
    /// For each item the least `low` from it on.
    ahead: Vec<f64>,
    /// Breakpoints by their keys, which compare faster.
    heap: BinaryHeap<u64>,
}

impl Medians {
    pub fn clear(&mut self) {
        self.wishes.clear();
        self.ends.clear();
    }

    /// Non-decreasing values with the least sum of distances to the wishes; of equally good ones, the middle. Every item
    /// has a wish.
    pub fn fit(&mut self, out: &mut Vec<f64>) {
        self.bounds();
        out.clear();
        out.resize(self.ends.len(), 0.0);
        // Where all before want less than all behind, the rank falls into runs that do not touch.
        let (mut begin, mut most) = (0, f64::NEG_INFINITY);
        for i in 0..out.len() {
            most = most.max(self.high[i]);
            if self.ahead.get(i + 1).is_none_or(|&least| most <= least) {
                if begin == i {
                    out[i] = (self.low[i] + self.high[i]) / 2.0;
                } else {
                    self.run(begin, i + 1, out);
                }
                (begin, most) = (i + 1, f64::NEG_INFINITY);
            }
        }
    }

    /// Each item's median, as an interval.
    fn bounds(&mut self) {
        self.low.clear();
        self.high.clear();
        let mut from = 0;
        for &to in &self.ends {
            self.low.push(self.wishes[(from + to - 1) / 2]);
            self.high.push(self.wishes[(from + to) / 2]);
            from = to;
        }
        self.ahead.clone_from(&self.low);
        for i in (1..self.ends.len()).rev() {
            self.ahead[i - 1] = self.ahead[i - 1].min(self.ahead[i]);
        }
    }

    /// The items `begin..end` together, by a heap of breakpoints from each end: the least and the greatest best values.
    fn run(&mut self, begin: usize, end: usize, out: &mut [f64]) {
        self.heap.clear();
        for i in begin..end {
            self.low[i] = self.add(i, 1.0);
        }
        self.heap.clear();
        for i in (begin..end).rev() {
            self.high[i] = -self.add(i, -1.0);
        }
        for i in begin + 1..end {
            self.high[i] = self.high[i].max(self.high[i - 1]);
        }
        for i in (begin..end - 1).rev() {
            self.low[i] = self.low[i].min(self.low[i + 1]);
        }
        let bounds = self.low[begin..end].iter().zip(&self.high[begin..end]);
        for (out, (low, high)) in out[begin..end].iter_mut().zip(bounds) {
            *out = (low + high) / 2.0;
        }
    }

    /// Adds the wishes of one more item to the breakpoints of the cost of all so far, turned round if `way` is −1. Returns
    /// where that cost is least.
    fn add(&mut self, item: usize, way: f64) -> f64 {
        let from = item.checked_sub(1).map_or(0, |before| self.ends[before]);
        let wishes = &self.wishes[from..self.ends[item]];
        for &w in wishes {
            self.heap.push((way * w).key());
            self.heap.push((way * w).key());
        }
        for _ in wishes {
            self.heap.pop();
        }
        self.heap.peek().map_or(f64::NEG_INFINITY, |&top| f64_of(top))
    }
}

/// The number that a key stands for.
fn f64_of(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 { key ^ (1 << 63) } else { !key })
}

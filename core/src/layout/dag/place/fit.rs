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

/// Least absolute deviations for the items of a rank, and room for the work.
#[derive(Default)]
pub(super) struct Medians {
    /// Least and greatest of each item's own best values.
    low: Vec<f64>,
    high: Vec<f64>,
    /// For each item the least `low` from it on.
    ahead: Vec<f64>,
    heap: BinaryHeap<Total>,
}

impl Medians {
    /// Non-decreasing values with the least sum of distances to the wishes; of equally good ones, the middle. Item `i`
    /// wishes `wishes[ends[i - 1]..ends[i]]`, at least one value.
    pub fn fit(&mut self, wishes: &mut [f64], ends: &[usize], out: &mut Vec<f64>) {
        self.bounds(wishes, ends);
        out.clear();
        out.resize(ends.len(), 0.0);
        // Where all before want less than all behind, the rank falls into runs that do not touch.
        let (mut begin, mut most) = (0, f64::NEG_INFINITY);
        for i in 0..ends.len() {
            most = most.max(self.high[i]);
            if self.ahead.get(i + 1).is_none_or(|&least| most <= least) {
                if begin == i {
                    out[i] = (self.low[i] + self.high[i]) / 2.0;
                } else {
                    self.run(wishes, ends, begin, i + 1, out);
                }
                (begin, most) = (i + 1, f64::NEG_INFINITY);
            }
        }
    }

    /// Each item's median, as an interval.
    fn bounds(&mut self, wishes: &mut [f64], ends: &[usize]) {
        self.low.clear();
        self.high.clear();
        let mut from = 0;
        for &to in ends {
            let own = &mut wishes[from..to];
            let middle = own.len() / 2;
            let (below, &mut high, _) = own.select_nth_unstable_by(middle, f64::total_cmp);
            let even = to - from == 2 * middle;
            self.low.push(if even { below.iter().copied().fold(f64::NEG_INFINITY, f64::max) } else { high });
            self.high.push(high);
            from = to;
        }
        self.ahead.clone_from(&self.low);
        for i in (1..ends.len()).rev() {
            self.ahead[i - 1] = self.ahead[i - 1].min(self.ahead[i]);
        }
    }

    /// The items `begin..end` together, by a heap of breakpoints from each end: the least and the greatest best values.
    fn run(&mut self, wishes: &[f64], ends: &[usize], begin: usize, end: usize, out: &mut [f64]) {
        let own = |i: usize| if i == 0 { &wishes[..ends[0]] } else { &wishes[ends[i - 1]..ends[i]] };
        self.heap.clear();
        for i in begin..end {
            self.low[i] = add(&mut self.heap, own(i).iter().copied());
        }
        self.heap.clear();
        for i in (begin..end).rev() {
            self.high[i] = -add(&mut self.heap, own(i).iter().map(|w| -w));
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
}

/// Adds the wishes of one more item to the breakpoints of the cost of all so far. Returns where that cost is least.
fn add(heap: &mut BinaryHeap<Total>, wishes: impl Iterator<Item = f64>) -> f64 {
    let mut count = 0;
    for w in wishes {
        heap.push(Total(w));
        heap.push(Total(w));
        count += 1;
    }
    for _ in 0..count {
        heap.pop();
    }
    heap.peek().map_or(f64::NEG_INFINITY, |top| top.0)
}

/// A number that may stand in a heap.
#[derive(Clone, Copy, PartialEq)]
struct Total(f64);

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

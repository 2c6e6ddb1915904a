//! Threading: a whole path of items is taken out and put back where it causes the fewest crossings, on all its ranks at once.
//!
//! Sifting moves one item, so a lane of a hundred steps never changes sides: the first step that tries crosses its own
//! neighbours twice. Here a dynamic programme finds the best places of all items of a path together. On each rank the
//! price of a place is what its other links cross; between two ranks the price of a pair of places is what the link
//! between them crosses, kept as a row that changes by one walk over the links of each item passed. Places are
//! looked at within a reach R of the present ones: O(R²) for each item, whatever the width of its rank. Never worse than before.
//!
//! ```text
//!     a ─ b ─ c ─ d ─ e           a ─ b ─ c ─ d ─ e
//!     p ─ q ─ r ─ s ─ t     ⇒     f ─ g ─ h ─ i ─ j
//!     f ─ g ─ h ─ i ─ j           p ─ q ─ r ─ s ─ t
//! ```

use super::super::graph::{Csr, NONE};
use super::super::layers::Layers;
use super::super::task::Meter;
use super::Order;
use super::search::Clock;
use crate::sort;

/// An item with more links than this changes the prices of all places at once.
const MANY: usize = 4;

/// Paths that cover the items: every item on at most one, none shorter than two.
pub(super) struct Paths {
    start: Vec<u32>,
    items: Vec<u32>,
}

impl Paths {
    /// Lanes: a link belongs to one if each of its ends has no better partner on the other's side. Fewer links are better: a
    /// step of a lane that also feeds a neighbour lane goes on where it is the only one to come. Fixed items are on none.
    pub fn lanes(layers: &Layers, fixed: &[bool]) -> Self {
        let n = layers.items() as u32;
        let best = |links: &Csr, back: &Csr, v: u32| {
            links.of(v).iter().copied().min_by_key(|&w| (back.degree(w), links.degree(w), w)).unwrap_or(NONE)
        };
        let after: Vec<u32> = (0..n).map(|v| best(&layers.down, &layers.up, v)).collect();
        let before: Vec<u32> = (0..n).map(|v| best(&layers.up, &layers.down, v)).collect();
        Self::follow(n, |v| {
            let w = after[v as usize];
            (w != NONE && before[w as usize] == v && !fixed[v as usize] && !fixed[w as usize]).then_some(w)
        })
    }

    fn follow(n: u32, next: impl Fn(u32) -> Option<u32>) -> Self {
        let mut inner = vec![false; n as usize];
        for v in 0..n {
            if let Some(w) = next(v) {
                inner[w as usize] = true;
            }
        }
        let (mut start, mut items) = (vec![0], Vec::new());
        for v in (0..n).filter(|&v| !inner[v as usize] && next(v).is_some()) {
            let mut at = Some(v);
            while let Some(v) = at {
                items.push(v);
                at = next(v);
            }
            start.push(items.len() as u32);
        }
        Self { start, items }
    }

    pub fn len(&self) -> usize {
        self.start.len() - 1
    }

    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        self.start.windows(2).map(|w| &self.items[w[0] as usize..w[1] as usize])
    }
}

/// The places that one item of a path may take: `lo..=hi`, counted among the others of its rank.
#[derive(Clone, Copy)]
struct Window {
    rank: usize,
    item: u32,
    /// The item's present place.
    here: usize,
    lo: usize,
    hi: usize,
    /// Where the window's places begin in [`Threader::cost`].
    base: usize,
}

impl Window {
    fn len(&self) -> usize {
        self.hi - self.lo + 1
    }

    /// The place of a fellow among the others.
    #[inline]
    fn among(&self, order: &Order, fellow: u32) -> usize {
        let place = order.pos[fellow as usize] as usize;
        place - usize::from(place > self.here)
    }

    /// The fellows that lie between the places of the window, from the first place on.
    #[inline]
    fn fellows<'a>(&self, layers: &Layers, order: &'a Order) -> impl Iterator<Item = u32> + 'a {
        let (rank, here) = (&order.seq[layers.range(self.rank)], self.here);
        (self.lo..self.hi).map(move |p| rank[p + usize::from(p >= here)])
    }
}

/// What threading works with, kept between paths.
#[derive(Default)]
pub(super) struct Threader {
    windows: Vec<Window>,
    /// Cost of the best way to each place, window by window, and the place before.
    cost: Vec<i32>,
    from: Vec<u32>,
    /// Price of the link from the place looked at to each place behind.
    row: Vec<i32>,
    /// The same with the crossings between the strays of the link's ends.
    tangle: Vec<i32>,
    /// How many links end before each place.
    ends: Vec<i32>,
    /// Where other links of the item end, rising.
    strays: Vec<usize>,
    /// For each place of a window how many strays are at it or behind.
    behind: Vec<usize>,
    places: Vec<usize>,
    /// Links looked at for the last item.
    looks: usize,
}

impl Threader {
    /// What threading costs for each item of a path, in units of work: as a rule.
    pub fn cost(reach: usize) -> u64 {
        (150 + 25 * reach + 3 * reach * reach) as u64
    }

    /// Moves a path to its best places within `reach` of the present ones. Returns crossings saved.
    pub async fn path(
        &mut self,
        layers: &Layers,
        order: &mut Order,
        clock: &mut Clock,
        path: &[u32],
        reach: usize,
        meter: &Meter<'_>,
    ) -> u64 {
        self.open(layers, order, path, reach);
        let mut now = 0;
        for i in 0..path.len() {
            self.looks = 0;
            if i > 0 {
                now += self.relax(layers, order, i);
            }
            now += self.price(layers, order, path, i);
            meter.spend(Self::cost(reach).max(2 * self.looks as u64)).await;
        }
        let Some(last) = self.windows.last() else { return 0 };
        let ends = self.cost[last.base..].iter().enumerate().min_by_key(|&(_, c)| c);
        let Some((mut at, &best)) = ends else { return 0 };
        if best >= now {
            return 0;
        }
        self.places.clear();
        for window in self.windows.iter().rev() {
            self.places.push(window.lo + at);
            at = self.from[window.base + at] as usize;
        }
        for (window, &to) in self.windows.iter().zip(self.places.iter().rev()) {
            clock.shift(layers, order, window.rank, window.here, to);
        }
        (now - best).unsigned_abs().into()
    }

    /// Opens a window around each item of the path.
    fn open(&mut self, layers: &Layers, order: &Order, path: &[u32], reach: usize) {
        self.windows.clear();
        let first = layers.rank_of(path[0]);
        let mut base = 0;
        for (i, &item) in path.iter().enumerate() {
            let (rank, here) = (first + i, order.pos[item as usize] as usize);
            let (lo, hi) = (here.saturating_sub(reach), (here + reach).min(layers.range(rank).len() - 1));
            let window = Window { rank, item, here, lo, hi, base };
            base += window.len();
            self.windows.push(window);
        }
        let first = self.windows[0].len();
        self.cost.clear();
        self.cost.resize(first, 0);
        self.cost.resize(base, i32::MAX);
        self.from.clear();
        self.from.resize(base, 0);
    }

    /// Adds to each place of item `i` what the item's links off the path cross there, relative to the first place.
    /// Returns the price of the present place.
    fn price(&mut self, layers: &Layers, order: &Order, path: &[u32], i: usize) -> i32 {
        let window = self.windows[i];
        let before = i.checked_sub(1).map_or(NONE, |i| path[i]);
        let after = path.get(i + 1).copied().unwrap_or(NONE);
        let mut now = 0;
        for (links, skip) in [(&layers.up, before), (&layers.down, after)] {
            self.strays.clear();
            self.strays
                .extend(links.of(window.item).iter().filter(|&&x| x != skip).map(|&x| order.pos[x as usize] as usize));
            if self.strays.is_empty() {
                continue;
            }
            self.looks += self.strays.len();
            let strays = &mut self.strays;
            let is_few = strays.len() <= MANY;
            if !is_few {
                sort::by_key(strays, |&s| s as u64);
            }
            let mut sum = 0;
            for (k, u) in window.fellows(layers, order).enumerate() {
                self.looks += links.degree(u);
                for &x in links.of(u).iter().filter(|&&x| x != skip) {
                    let x = order.pos[x as usize] as usize;
                    sum += if is_few {
                        strays.iter().map(|&s| i32::from(s < x) - i32::from(s > x)).sum::<i32>()
                    } else {
                        let up_to = strays.partition_point(|&s| s <= x);
                        strays.partition_point(|&s| s < x) as i32 - (strays.len() - up_to) as i32
                    };
                }
                self.cost[window.base + k + 1] += sum;
                if window.lo + k + 1 == window.here {
                    now += sum;
                }
            }
        }
        now
    }

    /// From the costs of the item before to those of item `i`, by the link between them. Returns the price of that link
    /// between the present places. All prices leave out what is the same for every pair of places.
    fn relax(&mut self, layers: &Layers, order: &Order, i: usize) -> i32 {
        let (tail, head) = (self.windows[i - 1], self.windows[i]);
        // An edge each way between two nodes makes a double link.
        let links = layers.down.of(tail.item).iter().filter(|&&x| x == head.item).count() as i32;
        self.row.clear();
        self.row.push(0);
        let mut sum = 0;
        for y in head.fellows(layers, order) {
            self.looks += layers.up.degree(y);
            for &x in layers.up.of(y).iter().filter(|&&x| x != tail.item) {
                sum += if tail.among(order, x) >= tail.lo { links } else { -links };
            }
            self.row.push(sum);
        }
        // Links of the two items to each other's ranks cross if they point to the same side.
        let strays = layers.down.of(tail.item).iter().filter(|&&x| x != head.item);
        self.strays.clear();
        self.strays.extend(strays.map(|&x| head.among(order, x)));
        let feeds = layers.up.of(head.item).iter().filter(|&&x| x != tail.item);
        let mut passed = feeds.clone().filter(|&&x| tail.among(order, x) < tail.lo).count();
        let feeds = feeds.count();
        let tangled = feeds > 0 && !self.strays.is_empty();
        self.looks += feeds + self.strays.len();
        if tangled {
            // Counted at the last place that each is behind or at, then summed up from the end.
            self.behind.clear();
            self.behind.resize(head.len(), 0);
            for &x in self.strays.iter().filter(|&&x| x >= head.lo) {
                self.behind[x.min(head.hi) - head.lo] += 1;
            }
            for q in (1..head.len()).rev() {
                self.behind[q - 1] += self.behind[q];
            }
        }
        let strays = self.strays.len();

        let (done, next) = self.cost[..head.base + head.len()].split_at_mut(head.base);
        let from = &mut self.from[head.base..head.base + head.len()];
        let mut fellows = tail.fellows(layers, order);
        let mut now = 0;
        for (p, &cost) in done[tail.base..].iter().enumerate() {
            if tail.lo + p == tail.here {
                now = self.row[head.here - head.lo];
                if tangled {
                    now += both(self.behind[head.here - head.lo], strays, passed, feeds);
                }
            }
            if tangled {
                self.tangle.clear();
                let row = self.row.iter().zip(&self.behind);
                self.tangle.extend(row.map(|(&c, &behind)| c + both(behind, strays, passed, feeds)));
                improve(next, from, &self.tangle, cost, p as u32);
            } else {
                improve(next, from, &self.row, cost, p as u32);
            }
            let Some(u) = fellows.next() else { break };
            let row = layers.down.of(u);
            self.looks += row.len();
            self.ends.clear();
            self.ends.resize(if row.len() > MANY { head.len() + 1 } else { 0 }, 0);
            let mut fall = 0;
            for &x in row {
                if x == head.item {
                    passed += 1;
                    continue;
                }
                // Its link falls behind: crossed by ways to places beyond its end before, from now on by those up to it.
                let end = (head.among(order, x) + 1).clamp(head.lo, head.hi + 1) - head.lo;
                if let Some(count) = self.ends.get_mut(end) {
                    *count += 1;
                    fall += 1;
                } else {
                    self.row[..end].iter_mut().for_each(|c| *c += links);
                    self.row[end..].iter_mut().for_each(|c| *c -= links);
                }
            }
            for (count, c) in self.ends.iter().zip(&mut self.row) {
                fall -= 2 * count;
                *c += links * fall;
            }
        }
        now
    }
}

/// Takes the way over place `p` of cost `cost` wherever it is better. Written as selections on equal slices, so that it
/// runs in vectors.
fn improve(best: &mut [i32], from: &mut [u32], price: &[i32], cost: i32, p: u32) {
    let n = best.len();
    let (from, price) = (&mut from[..n], &price[..n]);
    for q in 0..n {
        let new = cost + price[q];
        from[q] = if new < best[q] { p } else { from[q] };
        best[q] = best[q].min(new);
    }
}

/// Crossings between so many stray links from the path's item, `behind` of which end at the place of its next item or behind
/// it, and the `feeds` links into that, `passed` of them coming from before the item.
fn both(behind: usize, strays: usize, passed: usize, feeds: usize) -> i32 {
    (behind * (feeds - passed) + (strays - behind) * passed) as i32
}

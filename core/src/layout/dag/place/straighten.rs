//! Straightening: items that a straight line already joins move together, to where another link becomes straight.
//!
//! Fitting rank by rank leaves a lane in two pieces that are a few px apart: neither end wants to leave its own piece. Here
//! the whole piece moves. A move is made if it makes the links shorter in total, or leaves them as long and one link
//! straighter, and never past an item beside it; so no link's length is paid for another's looks.
//!
//! ```text
//!   a ─ b                     a ─ b ─ c ─ d
//!        `c ─ d        ⇒
//! ```

use super::Field;

/// Links that differ by less are straight.
const STRAIGHT: f64 = 0.01;
/// Items that move together at most: bounds the work.
const CROWD: usize = 512;
/// Items and links looked at for each item of the picture, in one pass.
const LOOKS: usize = 48;

/// What one pass needs, kept between ranks.
pub(super) struct Straightener<'a> {
    field: &'a Field<'a>,
    mark: Vec<u32>,
    stamp: u32,
    crowd: Vec<u32>,
    looks: usize,
}

impl<'a> Straightener<'a> {
    pub fn new(field: &'a Field<'a>) -> Self {
        let items = field.layers.items();
        Self { field, mark: vec![0; items], stamp: 0, crowd: Vec::new(), looks: LOOKS * items }
    }

    /// Tries each link from rank `r` to the next. Returns whether anything moved.
    pub fn rank(&mut self, r: usize, y: &mut [f64]) -> bool {
        let layers = self.field.layers;
        let mut moved = false;
        for v in layers.range(r) {
            for &w in layers.down.of(v as u32) {
                let by = y[w as usize] - y[v];
                if by.abs() > STRAIGHT && self.looks > 0 {
                    moved |= self.shift(v as u32, w, by, y) || self.shift(w, v as u32, -by, y);
                }
            }
        }
        moved
    }

    /// Moves all that is straight with `v` by as much of `by` as there is room for, if that is no loss.
    fn shift(&mut self, v: u32, towards: u32, by: f64, y: &mut [f64]) -> bool {
        // A hub's middle is found already, and looking at all its links for each of them would be quadratic.
        if self.is_hub(v) || !self.gather(v, y) || self.mark[towards as usize] == self.stamp {
            return false;
        }
        let free = self.crowd.iter().map(|&u| self.room(u, by, y)).fold(by.abs(), f64::min);
        if free < STRAIGHT {
            return false;
        }
        let step = free * by.signum();
        let mut gain = 0.0;
        for &u in &self.crowd {
            for &x in self.links(u).filter(|&&x| self.mark[x as usize] != self.stamp) {
                let before = y[x as usize] - y[u as usize];
                gain += before.abs() - (before - step).abs();
            }
        }
        // Part of the way is worth it only if it shortens; all of the way also if it merely straightens, but the hub of a fan
        // is not pulled out of its middle for that.
        let whole = by.abs() - free < STRAIGHT;
        let least = if whole && !self.crowd.iter().any(|&u| self.is_hub(u)) { -1e-6 } else { 1e-3 };
        if gain < least {
            return false;
        }
        for &u in &self.crowd {
            y[u as usize] = if whole { y[towards as usize] } else { y[u as usize] + step };
        }
        true
    }

    fn is_hub(&self, u: u32) -> bool {
        self.field.layers.up.degree(u).max(self.field.layers.down.degree(u)) > 2
    }

    fn links(&self, u: u32) -> impl Iterator<Item = &'a u32> + use<'a> {
        let layers = self.field.layers;
        layers.up.of(u).iter().chain(layers.down.of(u))
    }

    /// Collects what is joined to `v` by straight links. False if that is too much to move.
    fn gather(&mut self, v: u32, y: &[f64]) -> bool {
        self.stamp += 1;
        self.crowd.clear();
        self.crowd.push(v);
        self.mark[v as usize] = self.stamp;
        let mut at = 0;
        while let Some(&u) = self.crowd.get(at) {
            at += 1;
            self.looks =
                self.looks.saturating_sub(1 + self.field.layers.up.degree(u) + self.field.layers.down.degree(u));
            for &x in self.links(u) {
                if self.mark[x as usize] != self.stamp && (y[x as usize] - y[v as usize]).abs() <= STRAIGHT {
                    if self.crowd.len() == CROWD {
                        return false;
                    }
                    self.mark[x as usize] = self.stamp;
                    self.crowd.push(x);
                }
            }
        }
        true
    }

    /// How far an item may move in the direction of `by` before it meets one that stays.
    fn room(&self, u: u32, by: f64, y: &[f64]) -> f64 {
        // The distance asked for before the first of a rank is −∞: there is no end of room.
        let (apart, u) = (&self.field.apart, u as usize);
        let between = |above: usize, below: usize| Some(y.get(below)? - y.get(above)? - apart.get(below)?);
        let room = if by > 0.0 { between(u, u + 1) } else { between(u.wrapping_sub(1), u) };
        room.unwrap_or(f64::INFINITY)
    }
}

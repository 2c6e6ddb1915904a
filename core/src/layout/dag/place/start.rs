//! Where the relaxation begins.
//!
//! Stacked ranks are short, but where two wide ranks share out their height differently, gaps would have to open one by
//! one, which takes hundreds of passes. Straight blocks have those gaps from the beginning, and too many. Both keep
//! every distance, so whatever lies between them does, too: the best mixture is one division.
//!
//! Blocks are made of median links and set as far up, then as far down as can be (Brandes and Köpf 2001); the middle of
//! the two counts.
//!
//! ```text
//!  stacked  ▒▒      mixed  ▒▒       blocks  ▒▒ ▒▒
//!           ▓▓▓▓▓          ▓▓ ▓▓▓           ▓▓ ▓▓ ▓
//!           ▒▒             ▒▒                  ▒▒
//! ```

use super::Field;
use crate::layout::dag::graph::Csr;

/// Blocks' worth of straightness for `y`, as much as makes the squares of the links least.
pub(super) fn mix(field: &Field<'_>, y: &mut [f64]) {
    let blocks = Blocks::new(field);
    let (up, down) = (blocks.place(field, true), blocks.place(field, false));
    let straight = |i: usize| {
        let block = blocks.of[i] as usize;
        (up[block] - down[block]) / 2.0
    };
    let (mut gain, mut whole) = (0.0, 1e-9);
    for i in 0..y.len() {
        for &w in field.layers.down.of(i as u32) {
            let w = w as usize;
            let here = y[w] - y[i];
            let way = straight(w) - straight(i) - here;
            gain -= here * way;
            whole += way * way;
        }
    }
    let share = gain / whole;
    if share > 0.0 {
        for (i, y) in y.iter_mut().enumerate() {
            *y += share.min(1.0) * (straight(i) - *y);
        }
    }
}

/// Items that stand in line with each other.
struct Blocks {
    /// The block of each item, named by its first item.
    of: Vec<u32>,
    /// The items of each block.
    members: Csr,
}

impl Blocks {
    /// Items are joined where each is the middle one of the other's neighbours, and no such link is crossed.
    fn new(field: &Field<'_>) -> Self {
        let layers = field.layers;
        let items = layers.items() as u32;
        let middle = |links: &[u32]| links.get(links.len().saturating_sub(1) / 2).copied();
        let mut of: Vec<u32> = (0..items).collect();
        let mut free = 0;
        for i in 0..items {
            if field.before(i as usize).is_none() {
                free = 0;
            }
            if let Some(w) = middle(layers.down.of(i))
                && w >= free
                && middle(layers.up.of(w)) == Some(i)
            {
                of[w as usize] = of[i as usize];
                free = w + 1;
            }
        }
        let pairs: Vec<(u32, u32)> = of.iter().zip(0..).map(|(&block, item)| (block, item)).collect();
        let members = Csr::new(items as usize, &pairs);
        Self { of, members }
    }

    /// For each block the least place that its fellows before it leave, or, with the sign changed, those behind it.
    fn place(&self, field: &Field<'_>, from_above: bool) -> Vec<f64> {
        let items = self.of.len();
        let next = |i: usize| if from_above { field.behind(i) } else { field.before(i) };
        let mut waits = vec![0u32; items];
        for j in (0..items).filter_map(next) {
            waits[self.of[j] as usize] += 1;
        }
        let mut at = vec![0.0f64; items];
        let first = |&b: &u32| self.members.degree(b) > 0 && waits[b as usize] == 0;
        let mut open: Vec<u32> = (0..items as u32).filter(first).collect();
        while let Some(b) = open.pop() {
            for &i in self.members.of(b) {
                let Some(j) = next(i as usize) else { continue };
                let block = self.of[j] as usize;
                at[block] = at[block].max(at[b as usize] + field.apart[j.max(i as usize)]);
                waits[block] -= 1;
                if waits[block] == 0 {
                    open.push(block as u32);
                }
            }
        }
        at
    }
}

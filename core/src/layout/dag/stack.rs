//! Wide stages: twins stacked into a block of several columns, so that a stage of a hundred fits a screen.
//!
//! Twins have one name, one size and the same neighbours. A block is laid out as one node; afterwards its members get
//! their cells, column by column, and every edge runs from the block's border through its margins: down a gutter between
//! columns, along a lane between rows. Lanes and gutters are free of nodes, so no edge runs through one.
//!
//! ```text
//!  ┌────────────────────────┐
//!  │  ┌────────┬─────────── │    lane above each row leads in,
//! ─┼──┼─ 1     └─ 3         │    lane below each row leads out
//!  │  └─ 2        4 ────────┼─
//!  └────────────────────────┘
//! ```

use super::graph::{Csr, NONE, Options, Plain, Size};
use super::task::Meter;
use crate::pace::apart;
use crate::sort::{self, Key};

/// Cells of a block.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Grid {
    rows: u32,
    columns: u32,
    cell: Size,
    gap: f64,
}

impl Grid {
    fn new(members: u32, limit: u32, cell: Size, gap: f32) -> Self {
        let columns = members.div_ceil(limit.max(1));
        Self { rows: members.div_ceil(columns.max(1)), columns, cell, gap: f64::from(gap) }
    }

    /// The whole block: cells with a gap between rows, two between columns, and as much as margin.
    fn size(&self) -> Size {
        let (rows, columns, gap) = (self.rows as f32, self.columns as f32, self.gap as f32);
        Size { w: columns * (self.cell.w + 2.0 * gap), h: rows * (self.cell.h + gap) + gap }
    }

    /// Left top of a cell within the block.
    #[inline]
    pub fn at(&self, cell: u32) -> (f64, f64) {
        let (column, row) = (f64::from(cell / self.rows), f64::from(cell % self.rows));
        let x = self.gap + column * (f64::from(self.cell.w) + 2.0 * self.gap);
        (x, self.gap + row * (f64::from(self.cell.h) + self.gap))
    }

    /// The way from the block's left border at height `port` to a cell, relative to the block.
    pub fn enter(&self, cell: u32, port: f64) -> Vec<(f64, f64)> {
        let ((x, y), trunk, gutter) = (self.at(cell), 0.4 * self.gap, 0.6 * self.gap);
        let middle = y + f64::from(self.cell.h) / 2.0;
        if cell < self.rows {
            return vec![(trunk, port), (trunk, middle), (x, middle)];
        }
        let lane = y - 0.3 * self.gap;
        vec![(trunk, port), (trunk, lane), (x - gutter, lane), (x - gutter, middle), (x, middle)]
    }

    /// The way from a cell to the block's right border at height `port`, relative to the block.
    pub fn leave(&self, cell: u32, port: f64) -> Vec<(f64, f64)> {
        let ((x, y), gutter) = (self.at(cell), 0.6 * self.gap);
        let (right, h) = (x + f64::from(self.cell.w), f64::from(self.cell.h));
        let (middle, trunk) = (y + h / 2.0, f64::from(self.size().w) - 0.4 * self.gap);
        if cell / self.rows + 1 == self.columns {
            return vec![(right, middle), (trunk, middle), (trunk, port)];
        }
        let lane = y + h + 0.3 * self.gap;
        vec![(right, middle), (right + gutter, middle), (right + gutter, lane), (trunk, lane), (trunk, port)]
    }
}

/// Which nodes became which blocks.
pub(super) struct Stacks {
    /// Node → node of the folded graph, and its cell there.
    pub home: Vec<(u32, u32)>,
    /// The folded nodes that are blocks, rising, and their cells.
    grids: Vec<(u32, Grid)>,
    /// Arc → arc of the folded graph.
    pub arc: Vec<u32>,
}

impl Stacks {
    /// The cells of a folded node, if it is a block.
    pub fn grid(&self, node: u32) -> Option<Grid> {
        let place = self.grids.binary_search_by_key(&node, |grid| grid.0).ok()?;
        self.grids.get(place).map(|grid| grid.1)
    }
}

/// Folds twins into blocks. Returns the folded graph.
pub(super) async fn fold(plain: &Plain, options: &Options, meter: &Meter<'_>) -> (Plain, Stacks) {
    let limit = options.stack.unwrap_or(NONE);
    let classes = apart(twins(plain, limit, meter)).await;
    let n = plain.len();
    let mut class_of = vec![NONE; n];
    for (members, class) in classes.iter().zip(0..) {
        members.iter().for_each(|&m| class_of[m as usize] = class);
    }
    let mut home = vec![(NONE, 0); n];
    let mut folded = Plain::default();
    let mut grids = Vec::new();
    for v in 0..n {
        if home[v].0 != NONE {
            continue;
        }
        let node = folded.sizes.len() as u32;
        if let Some(members) = classes.get(class_of[v] as usize) {
            for (cell, &m) in members.iter().enumerate() {
                home[m as usize] = (node, cell as u32);
            }
            let block = Grid::new(members.len() as u32, limit, plain.sizes[v], options.node_gap);
            folded.sizes.push(block.size());
            let before = members.iter().filter_map(|&m| plain.prior.get(m as usize));
            let (sum, count) = before.fold((0.0, 0), |(sum, count), y| (sum + y, count + 1));
            folded.prior.extend((count > 0).then_some(sum / count as f32));
            grids.push((node, block));
        } else {
            home[v] = (node, 0);
            folded.sizes.push(plain.sizes[v]);
            folded.prior.extend(plain.prior.get(v));
        }
    }
    meter.look().await;
    let fold = |&(a, b): &(u32, u32)| (home[a as usize].0, home[b as usize].0).key();
    let mut ends: Vec<(u64, u32)> = plain.arcs.iter().map(fold).zip(0..).collect();
    meter.look().await;
    sort::pairs(&mut ends);
    meter.look().await;
    let mut arc = vec![0; ends.len()];
    for same in ends.chunk_by(|a, b| a.0 == b.0) {
        same.iter().for_each(|&(_, i)| arc[i as usize] = folded.arcs.len() as u32);
        folded.arcs.push(((same[0].0 >> 32) as u32, same[0].0 as u32));
        folded.against.push(same.iter().all(|&(_, i)| plain.against[i as usize]));
    }
    // They stay until the end, and what grew has up to twice the room that it needs.
    folded.arcs.shrink_to_fit();
    folded.sizes.shrink_to_fit();
    (folded, Stacks { home, grids, arc })
}

/// The classes of more than `limit` twins; the members of each rise.
async fn twins(plain: &Plain, limit: u32, meter: &Meter<'_>) -> Vec<Vec<u32>> {
    let n = plain.len();
    if plain.names.is_empty() || limit == NONE {
        return Vec::new();
    }
    // Arcs are sorted, so both lists of each node rise and compare as they are.
    let out = Csr::new(n, &plain.arcs);
    let into = out.transposed();
    meter.look().await;
    let kind = |v: u32| {
        let size = plain.sizes[v as usize];
        ([plain.names[v as usize], size.w.to_bits(), size.h.to_bits()], into.of(v), out.of(v))
    };
    // Twins stand side by side in the order of a number that is made of all this.
    let mut linked: Vec<(u64, u32)> = Vec::new();
    for v in (0..n as u32).filter(|&v| into.degree(v) + out.degree(v) > 0) {
        let (own, into, out) = kind(v);
        let all = own.iter().chain(into).chain(&[NONE]).chain(out);
        linked.push((all.fold(0, |hash, &word| hashed(hash, word)), v));
    }
    meter.look().await;
    sort::pairs(&mut linked);
    meter.look().await;
    let classes = linked.chunk_by(|a, b| a.0 == b.0 && kind(a.1) == kind(b.1));
    classes.filter(|class| class.len() > limit as usize).map(|class| class.iter().map(|&(_, v)| v).collect()).collect()
}

/// Goes on with a hash by one more word: as Firefox does (rustc-hash 1).
fn hashed(hash: u64, word: u32) -> u64 {
    (hash.rotate_left(5) ^ u64::from(word)).wrapping_mul(0x517c_c1b7_2722_0a95)
}

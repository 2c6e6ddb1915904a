//! Barycentre sweeps (Sugiyama, Tagawa and Toda 1981): each rank is sorted by the mean place of its items' neighbours on
//! the rank before (behind, on the way back). Ties keep their order, which makes the result stable.

use super::super::graph::Csr;
use super::super::layers::Layers;
use super::super::task::Meter;
use super::start::Walk;
use super::{Order, crossings};
use crate::pace::apart;
use crate::sort::{self, Key};

/// Sweeps to and fro until four in a row bring nothing, at most `turns` times. `order` becomes the best seen; its crossings
/// are returned. `walk` is how the start was made: the first sweep goes the other way.
pub(super) async fn settle(layers: &Layers, order: &mut Order, walk: Walk, turns: usize, meter: &Meter<'_>) -> u64 {
    let mut fewest = apart(crossings(layers, order, meter)).await;
    let mut trial = order.clone();
    let mut keyed = Vec::new();
    let (mut idle, mut down) = (0, walk == Walk::Up);
    for _ in 0..turns {
        if idle == 4 || fewest == 0 {
            break;
        }
        sweep(layers, &mut trial, down, &mut keyed, meter).await;
        let now = apart(crossings(layers, &trial, meter)).await;
        meter.spend(60 * layers.items() as u64).await;
        down = !down;
        idle += 1;
        if now < fewest {
            (fewest, idle) = (now, 0);
            order.clone_from(&trial);
        }
    }
    fewest
}

/// One pass over all ranks.
async fn sweep(layers: &Layers, order: &mut Order, down: bool, keyed: &mut Vec<(u64, u32)>, meter: &Meter<'_>) {
    let ranks = layers.ranks();
    for i in 1..ranks {
        if down {
            sort_rank(layers, order, i, &layers.up, i - 1, keyed);
        } else {
            sort_rank(layers, order, ranks - 1 - i, &layers.down, ranks - i, keyed);
        }
        meter.look().await;
    }
}

/// Sorts rank `r` by the barycentres of its links to rank `from`.
fn sort_rank(layers: &Layers, order: &mut Order, r: usize, links: &Csr, from: usize, keyed: &mut Vec<(u64, u32)>) {
    let range = layers.range(r);
    let scale = layers.range(from).len() as f32 / range.len() as f32;
    keyed.clear();
    for (place, &v) in order.seq[range.clone()].iter().enumerate() {
        let near = links.of(v);
        let key = if near.is_empty() {
            (place as f32 + 0.5) * scale - 0.5
        } else {
            let sum: u32 = near.iter().map(|&w| order.pos[w as usize]).sum();
            sum as f32 / near.len() as f32
        };
        keyed.push((key.key() << 32 | place as u64, v));
    }
    sort::pairs(keyed);
    for (place, &(_, v)) in keyed.iter().enumerate() {
        order.seq[range.start + place] = v;
        order.pos[v as usize] = place as u32;
    }
}

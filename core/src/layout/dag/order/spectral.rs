//! A start that sees the whole graph: lanes ordered by their second eigenvector (Fiedler 1973, Hall 1970).
//!
//! Lanes that feed each other should lie near each other. With one number for each lane, repeatedly replacing it by the mean of
//! its own and its neighbours', and taking out what all have in common, leaves the slowest wave over the graph:
//! the order along it is the best linear arrangement in the sense of least squares. All steps of a lane take its number,
//! so lanes run straight through.
//!
//! ```text
//! lanes      A ─ C ─ B,  D ─ A        wave    D −0.8   A −0.3   C 0.4   B 0.7
//! ```

use super::super::graph::{Csr, mix};
use super::super::layers::Layers;
use super::super::task::Meter;
use super::Order;
use super::thread::Paths;
use crate::sort::{self, Key};

/// Rounds of averaging.
const ROUNDS: usize = 150;

/// Each rank sorted by the wave over the lanes; the variant is the wave's beginning.
pub(super) async fn by_waves(layers: &Layers, lanes: &Paths, variant: u64, meter: &Meter<'_>) -> Order {
    let lane = lane_of_items(layers, lanes);
    let count = lane.iter().max().map_or(0, |&l| l as usize + 1);
    let items = layers.items() as u32;
    // A link of a hub says little about where its many ends belong.
    let links = (0..items).flat_map(|v| layers.down.of(v).iter().map(move |&w| (v, w)));
    let links = links.filter(|&(v, w)| lane[v as usize] != lane[w as usize]);
    let both = || links.clone().flat_map(|(v, w)| [(v, w), (w, v)]);
    let pairs: Vec<(u32, u32)> = both().map(|(v, w)| (lane[v as usize], lane[w as usize])).collect();
    meter.look().await;
    let near = Csr::new(count, &pairs);
    let work = (count + 2 * pairs.len()) as u64;
    drop(pairs);
    meter.look().await;
    let pull = |(v, w): (u32, u32)| {
        let degree = |v| layers.down.degree(v).max(layers.up.degree(v)) as f64;
        1.0 / degree(v).max(degree(w))
    };
    // As the neighbours are: the links of a lane one behind the other.
    let mut weights = vec![0.0; near.total(0..count)];
    let mut place: Vec<usize> = (0..count as u32).map(|l| near.range(l).start).collect();
    for link in both() {
        let place = &mut place[lane[link.0 as usize] as usize];
        weights[*place] = pull(link);
        *place += 1;
    }
    drop(place);
    meter.look().await;
    let total: Vec<f64> = (0..count as u32).map(|l| weights[near.range(l)].iter().sum::<f64>().max(1e-9)).collect();
    let all: f64 = total.iter().sum();

    let mut wave: Vec<f64> = (0..count as u32).map(|l| mix(variant + 1, l) as f64 / u64::MAX as f64).collect();
    let mut next = wave.clone();
    for _ in 0..ROUNDS {
        let common = wave.iter().zip(&total).map(|(x, t)| x * t).sum::<f64>() / all;
        let greatest = wave.iter().map(|x| (x - common).abs()).fold(1e-12, f64::max);
        wave.iter_mut().for_each(|x| *x = (*x - common) / greatest);
        for l in 0..count {
            let weights = &weights[near.range(l as u32)];
            let sum: f64 = near.of(l as u32).iter().zip(weights).map(|(&m, w)| wave[m as usize] * w).sum();
            next[l] = (wave[l] + sum / total[l]) / 2.0;
        }
        std::mem::swap(&mut wave, &mut next);
        meter.spend(work).await;
    }

    let mut seq: Vec<u32> = (0..items).collect();
    let mut pos = vec![0; layers.items()];
    for r in 0..layers.ranks() {
        let rank = &mut seq[layers.range(r)];
        sort::by_key(rank, |&v| wave[lane[v as usize] as usize].key());
        for (p, &v) in rank.iter().enumerate() {
            pos[v as usize] = p as u32;
        }
    }
    Order { seq, pos }
}

/// The lane of each item; an item on none is a lane of its own.
fn lane_of_items(layers: &Layers, lanes: &Paths) -> Vec<u32> {
    let mut lane = vec![u32::MAX; layers.items()];
    for (l, path) in lanes.iter().enumerate() {
        for &v in path {
            lane[v as usize] = l as u32;
        }
    }
    for (next, l) in (lanes.len() as u32..).zip(lane.iter_mut().filter(|l| **l == u32::MAX)) {
        *l = next;
    }
    lane
}

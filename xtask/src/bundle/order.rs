//! In which order the program's functions are sent.
//!
//! brotli finds again what it has seen, and the nearer it is the fewer bits that takes. Any order of functions runs alike,
//! so those that look alike stand side by side: 9 KB less, of 332. How alike two are is estimated by MinHash (A. Broder,
//! 1997): the share of short runs of bytes that both have is about the share of hash functions whose least value over the
//! runs of one is that over the runs of the other. What function layout does for compression: E. Hoag, K. Lee, J. Mestre,
//! S. Pupyrev, "Optimizing Function Layout for Mobile Applications", 2022.

use std::collections::{HashMap, HashSet};

/// How many bytes a run has: about two instructions.
const RUN: usize = 4;

/// How many hash functions there are.
const HASHES: usize = 256;

/// How much less a function counts than the one behind it, where the next is looked for.
const FADE: f32 = 0.4;

/// The places of functions, given by their code, in the order to send them: after each stands the one that is most like the
/// last few, and of several such the first.
pub fn by_likeness(functions: &[&[u8]]) -> Vec<usize> {
    let sketches: Vec<Vec<u32>> = functions.iter().map(|code| sketch(code)).collect();
    let mut holders: HashMap<(usize, u32), Vec<usize>> = HashMap::new();
    for (function, sketch) in sketches.iter().enumerate() {
        for (nth, &least) in sketch.iter().enumerate() {
            holders.entry((nth, least)).or_default().push(function);
        }
    }
    let mut likeness = vec![0.0_f32; functions.len()];
    let mut left: Vec<usize> = (0..functions.len()).collect();
    let mut order = Vec::with_capacity(functions.len());
    let mut next = left.first().copied();
    while let Some(function) = next {
        order.push(function);
        left.retain(|&other| other != function);
        likeness.iter_mut().for_each(|likeness| *likeness *= FADE);
        for (nth, &least) in sketches[function].iter().enumerate() {
            for &other in &holders[&(nth, least)] {
                likeness[other] += 1.0;
            }
        }
        next = left.iter().copied().reduce(|best, other| if likeness[other] > likeness[best] { other } else { best });
    }
    order
}

/// By hash function: its least value over all runs of bytes.
fn sketch(code: &[u8]) -> Vec<u32> {
    let runs: HashSet<u64> = code
        .windows(RUN.min(code.len()).max(1))
        .map(|run| run.iter().fold(0, |sum, &byte| sum << 8 | u64::from(byte)))
        .collect();
    (0..HASHES as u64).map(|nth| runs.iter().map(|run| mixed(nth << 32 | run)).min().unwrap_or(0)).collect()
}

/// A hash: the finaliser of splitmix64 (G. Steele, D. Lea, C. Flood, 2014).
fn mixed(number: u64) -> u32 {
    let mut mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::by_likeness;

    #[test]
    fn what_is_alike_stands_side_by_side_and_all_are_there_once() {
        let [a, b] = [b"one two three four five six", b"seven eight nine ten eleven"];
        let functions = [&a[..], &b[..], &a[3..], &b[4..], &a[..20], b""];
        assert_eq!(by_likeness(&functions), [0, 2, 4, 1, 3, 5]);
        assert_eq!(by_likeness(&[]), [0_usize; 0]);
    }
}

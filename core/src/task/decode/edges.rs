//! The edges of a task: the union of what both ends say, made acyclic.

use std::sync::Arc;

use super::cycles::cut_cycles;
use super::draft::Drafts;
use super::ids::Places;
use crate::pace::{Steps, apart};
use crate::sort::{self, Key};
use crate::task::{Adjacency, Finding, Id, Side, SubtaskIdx};

/// What [`join`] makes of the lists.
pub(super) struct Edges {
    pub upstream: Arc<Adjacency>,
    pub downstream: Arc<Adjacency>,
    pub cut: Vec<(SubtaskIdx, SubtaskIdx)>,
}

/// One end's word for an edge: where the edge leads, and which end says so.
type Word = (SubtaskIdx, Side);

/// Joins the lists of sorted subtasks.
pub(super) async fn join(drafts: &Drafts, places: &Places, findings: &mut Vec<Finding>, steps: &Steps<'_>) -> Edges {
    let words = apart(resolve(drafts, places, findings, steps)).await;
    steps.look().await;
    let downstream = apart(unite(drafts, words, findings, steps)).await;
    steps.look().await;
    let upstream = downstream.mirrored();
    steps.look().await;
    let cut = cut_cycles(&upstream, &downstream, &drafts.subtasks);
    if cut.is_empty() {
        return Edges { upstream: upstream.into(), downstream: downstream.into(), cut };
    }
    findings.extend(cut.iter().map(|&(subtask, to)| Finding::Cycle { subtask, to }));
    let downstream = downstream.without(&cut);
    Edges { upstream: downstream.mirrored().into(), downstream: downstream.into(), cut }
}

/// What is said of the edges that leave each subtask, by whichever end; lists that lead nowhere become findings.
async fn resolve(drafts: &Drafts, places: &Places, findings: &mut Vec<Finding>, steps: &Steps<'_>) -> Adjacency<Word> {
    let mut said: Vec<(SubtaskIdx, Word)> = Vec::with_capacity(drafts.named_count());
    for subtask in (0..drafts.rests.len()).map(SubtaskIdx::from_place) {
        steps.tick().await;
        let mut is_loop = false;
        for side in [Side::Upstream, Side::Downstream] {
            let mut dangling: Vec<&Id> = Vec::new();
            for id in drafts.list(subtask, side).unwrap_or_default() {
                match (places.find(id), side) {
                    (None, _) => dangling.push(id),
                    (Some(other), _) if other == subtask => is_loop = true,
                    (Some(other), Side::Upstream) => said.push((other, (subtask, side))),
                    (Some(other), Side::Downstream) => said.push((subtask, (other, side))),
                }
            }
            let mut dangling = sort::by_heap(dangling);
            dangling.dedup();
            findings.extend(dangling.into_iter().map(|id| Finding::Dangling { subtask, side, missing: id.clone() }));
        }
        if is_loop {
            findings.push(Finding::SelfLoop { subtask });
        }
    }
    steps.look().await;
    Adjacency::from_pairs(drafts.rests.len(), said.iter().copied())
}

/// Makes one edge of all words for it. An end that has a list without the edge gets a finding; one that came without
/// the list can't be blamed.
async fn unite(
    drafts: &Drafts,
    mut words: Adjacency<Word>,
    findings: &mut Vec<Finding>,
    steps: &Steps<'_>,
) -> Adjacency {
    let count = drafts.rests.len();
    let mut edges: Vec<(SubtaskIdx, SubtaskIdx)> = Vec::with_capacity(words.edge_count() / 2);
    for from in (0..count).map(SubtaskIdx::from_place) {
        steps.tick().await;
        let row = words.of_mut(from);
        sort::by_key(row, |&(other, side)| (other.0, side as u32).key());
        for about_one in row.chunk_by(|a, b| a.0 == b.0) {
            let (Some(&(to, side)), Some(&(_, last_side))) = (about_one.first(), about_one.last()) else { continue };
            edges.push((from, to));
            let (subtask, other, silent) = match side {
                Side::Upstream => (to, from, Side::Downstream),
                Side::Downstream => (from, to, Side::Upstream),
            };
            if side == last_side && drafts.list(other, silent).is_some() {
                findings.push(Finding::OneSided { subtask, side, other });
            }
        }
    }
    steps.look().await;
    Adjacency::from_pairs(count, edges.iter().copied())
}

//! The edges of a task: the union of what both ends say, made acyclic.

use std::collections::HashMap;

use super::finding::Side;
use super::{Adjacency, Finding, Id, SubtaskIdx};

/// One end's word for an edge, as it stood on the wire.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    /// Whose list it is.
    pub subtask: SubtaskIdx,
    /// Which of its lists.
    pub side: Side,
    /// Whom the list names.
    pub other: Id,
}

/// What [`join`] makes of the claims.
pub(super) struct Edges {
    pub upstream: Adjacency,
    pub downstream: Adjacency,
    pub cut: Vec<(SubtaskIdx, SubtaskIdx)>,
}

type Edge = (SubtaskIdx, SubtaskIdx);

/// Joins the claims of `count` subtasks. `has_list` tells whether a subtask came with that list at all: the other end
/// can't be blamed for not naming an edge in a list it does not have.
pub(super) fn join(
    count: usize,
    claims: &[Claim],
    ids: &HashMap<&Id, SubtaskIdx>,
    has_list: impl Fn(SubtaskIdx, Side) -> bool,
    findings: &mut Vec<Finding>,
) -> Edges {
    // Each edge with the side that named it: sorted, the two words for one edge stand together.
    let mut said: Vec<(Edge, Side)> = Vec::with_capacity(claims.len());
    for claim in claims {
        let Claim { subtask, side, .. } = *claim;
        match ids.get(&claim.other) {
            None => findings.push(Finding::Dangling { subtask, side, missing: claim.other.clone() }),
            Some(&other) if other == subtask => findings.push(Finding::SelfLoop { subtask }),
            Some(&other) => said.push(match side {
                Side::Upstream => ((other, subtask), side),
                Side::Downstream => ((subtask, other), side),
            }),
        }
    }
    findings.dedup();
    said.sort_unstable();
    said.dedup();

    let mut edges: Vec<Edge> = Vec::with_capacity(said.len() / 2 + 1);
    for words in said.chunk_by(|a, b| a.0 == b.0) {
        let [(edge, side), more @ ..] = words else { continue };
        edges.push(*edge);
        let (from, to) = *edge;
        let (subtask, other, silent) = match side {
            Side::Upstream => (to, from, Side::Downstream),
            Side::Downstream => (from, to, Side::Upstream),
        };
        if more.is_empty() && has_list(other, silent) {
            findings.push(Finding::OneSided { subtask, side: *side, other });
        }
    }

    let cut = cut_cycles(count, &edges);
    findings.extend(cut.iter().map(|&(subtask, to)| Finding::Cycle { subtask, to }));
    edges.retain(|edge| cut.binary_search(edge).is_err());
    let downstream = Adjacency::from_sorted(count, edges.iter().copied());
    let mut reversed: Vec<Edge> = edges.iter().map(|&(from, to)| (to, from)).collect();
    reversed.sort_unstable();
    Edges { upstream: Adjacency::from_sorted(count, reversed.into_iter()), downstream, cut }
}

/// The edges that must go so that no cycle is left, sorted: those that lead back to a step that a depth-first walk has
/// not left yet. The walk goes by index, that is by id, so the same edges go whatever the order of the payload.
fn cut_cycles(count: usize, edges: &[Edge]) -> Vec<Edge> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        Unseen,
        Open,
        Done,
    }
    let all = Adjacency::from_sorted(count, edges.iter().copied());
    let mut marks = vec![Mark::Unseen; count];
    let mut cut = Vec::new();
    let mut path: Vec<(SubtaskIdx, usize)> = Vec::new();
    // Steps without upstream come first: a walk that starts inside a cycle would blame another edge than one that
    // enters it where the task does.
    let mut has_upstream = vec![false; count];
    for &(_, to) in edges {
        if let Some(flag) = has_upstream.get_mut(to.index()) {
            *flag = true;
        }
    }
    let mut roots: Vec<usize> = (0..count).collect();
    roots.sort_by_key(|&root| has_upstream.get(root).copied());
    for root in roots {
        if marks.get(root) != Some(&Mark::Unseen) {
            continue;
        }
        path.push((SubtaskIdx::from_place(root), 0));
        while let Some((step, next)) = path.last_mut() {
            let step = *step;
            let target = all.of(step).get(*next).copied();
            *next += 1;
            let mark = if target.is_some() { Mark::Open } else { Mark::Done };
            if let Some(slot) = marks.get_mut(step.index()) {
                *slot = mark;
            }
            match target {
                None => drop(path.pop()),
                Some(target) => match marks.get(target.index()) {
                    Some(Mark::Unseen) => path.push((target, 0)),
                    Some(Mark::Open) => cut.push((step, target)),
                    _ => {}
                },
            }
        }
    }
    cut.sort_unstable();
    cut
}

//! The edges of a task: the union of what both ends say, made acyclic.

use super::cycles::cut_cycles;
use super::fields::Fields;
use super::ids::Places;
use crate::task::wire::Raw;
use crate::task::{Adjacency, Finding, Id, Side, SubtaskIdx};

/// What [`Claims::join`] makes of the lists.
pub(super) struct Edges {
    pub upstream: Adjacency,
    pub downstream: Adjacency,
    pub cut: Vec<(SubtaskIdx, SubtaskIdx)>,
}

/// One end's word for an edge: where the edge leads, and which end says so.
type Word = (SubtaskIdx, Side);

/// What the lists of the subtasks say, gathered step by step in their order.
#[derive(Default)]
pub(super) struct Claims {
    /// Each word with the step that its edge leaves.
    words: Vec<(SubtaskIdx, Word)>,
    /// Whether a step has its list of upstreams, and of downstreams.
    lists: Vec<[bool; 2]>,
}

impl Claims {
    /// Takes the two lists of the next step. Ids in them that lead nowhere become findings.
    pub fn add<'a>(
        &mut self,
        subtask: SubtaskIdx,
        [upstreams, downstreams]: [Option<Raw<'a>>; 2],
        places: &Places,
        fields: &mut Fields<'a>,
    ) {
        let mut is_loop = false;
        for (side, list) in [(Side::Upstream, upstreams), (Side::Downstream, downstreams)] {
            let mut dangling: Vec<Id> = Vec::new();
            each_id(side, list, fields, |id| match (places.find(&id), side) {
                (None, _) => dangling.push(id),
                (Some(other), _) if other == subtask => is_loop = true,
                (Some(other), Side::Upstream) => self.words.push((other, (subtask, side))),
                (Some(other), Side::Downstream) => self.words.push((subtask, (other, side))),
            });
            dangling.sort_unstable();
            dangling.dedup();
            fields.findings.extend(dangling.into_iter().map(|missing| Finding::Dangling { subtask, side, missing }));
        }
        if is_loop {
            fields.findings.push(Finding::SelfLoop { subtask });
        }
        self.lists.push([upstreams, downstreams].map(|list| list.is_some()));
    }

    /// Joins what both ends say.
    pub fn join(self, findings: &mut Vec<Finding>) -> Edges {
        let downstream = self.unite(findings);
        let upstream = downstream.mirrored();
        let cut = cut_cycles(&upstream, &downstream);
        if cut.is_empty() {
            return Edges { upstream, downstream, cut };
        }
        findings.extend(cut.iter().map(|&(subtask, to)| Finding::Cycle { subtask, to }));
        let downstream = downstream.without(&cut);
        Edges { upstream: downstream.mirrored(), downstream, cut }
    }

    /// Makes one edge of all words for it. An end that has a list without the edge gets a finding; one that came
    /// without the list can't be blamed.
    fn unite(&self, findings: &mut Vec<Finding>) -> Adjacency {
        let count = self.lists.len();
        let mut words = Adjacency::from_pairs(count, self.words.iter().copied());
        let mut edges: Vec<(SubtaskIdx, SubtaskIdx)> = Vec::with_capacity(words.edge_count());
        for from in (0..count).map(SubtaskIdx::from_place) {
            let row = words.of_mut(from);
            row.sort_unstable();
            for about_one in row.chunk_by(|a, b| a.0 == b.0) {
                let (Some(&(to, side)), Some(&(_, last_side))) = (about_one.first(), about_one.last()) else { continue };
                edges.push((from, to));
                let (subtask, other, silent) = match side {
                    Side::Upstream => (to, from, Side::Downstream),
                    Side::Downstream => (from, to, Side::Upstream),
                };
                if side == last_side && self.has_list(other, silent) {
                    findings.push(Finding::OneSided { subtask, side, other });
                }
            }
        }
        Adjacency::from_pairs(count, edges.iter().copied())
    }

    fn has_list(&self, step: SubtaskIdx, side: Side) -> bool {
        self.lists.get(step.index()).is_some_and(|&[upstreams, downstreams]| match side {
            Side::Upstream => upstreams,
            Side::Downstream => downstreams,
        })
    }
}

/// Shows each id of a list. A lone id in the place of a list is a list of one.
fn each_id<'a>(side: Side, list: Option<Raw<'a>>, fields: &mut Fields<'a>, mut see: impl FnMut(Id)) {
    let field = match side {
        Side::Upstream => "upstreams",
        Side::Downstream => "downstreams",
    };
    let mut read = |value: Raw<'a>| match value.id() {
        Some(id) => see(id),
        None => fields.malformed(field, value),
    };
    match list.map(|list| (list, list.elements())) {
        Some((_, Some(elements))) => elements.for_each(read),
        Some((alone, None)) => read(alone),
        None => {}
    }
}

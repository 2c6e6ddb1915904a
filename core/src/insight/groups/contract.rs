//! Finds what stands side by side, by contracting the graph.
//!
//! ```text
//!        ┌ a₁ → b₁ ┐                ┌ [a→b] ┐
//!   s ───┼ a₂ → b₂ ┼─── e    ⇒   s ─┼ [a→b] ┼─ e    ⇒   s → [a→b]×3 → e    ⇒   [s → [a→b]×3 → e]
//!        └ a₃ → b₃ ┘                └ [a→b] ┘
//! ```
//!
//! The two reductions of series-parallel graphs (Valdes, Tarjan and Lawler 1982), turn about: blocks of the same shape
//! with the same upstreams and the same downstreams become one parallel block, chains become one serial block. The shape
//! of a step is its name. What is not the same, or not series-parallel, is left as it is.
//!
//! A block is known by one of its steps, its head, which has the block's rows of neighbours; only where something was
//! joined are rows rewritten, and only there the next turn looks. So a turn costs what changed in the one before, and
//! the first is linear in the edges, but for a sort of fingerprints.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::pace::Steps;
use crate::sort::{self, Key};
use crate::task::{SubtaskIdx, Task};

/// How deep nesting is followed; a task nests a few deep at most.
const MOST_TURNS: usize = 16;

/// A block by its place in [`Contraction::blocks`].
type BlockId = u32;

enum Block {
    Step(SubtaskIdx),
    Series(Vec<BlockId>),
    Parallel(Vec<BlockId>),
}

/// What a block is made of. Steps have the number of their name as their shape.
#[derive(PartialEq, Eq, Hash)]
enum Shape {
    Series(Vec<u32>),
    Parallel(u32, usize),
}

/// What is known of the block that a step heads.
struct Node<'a> {
    block: BlockId,
    /// The head of the block that the step is now part of: itself, unless it was joined to another.
    head: SubtaskIdx,
    upstream: Cow<'a, [SubtaskIdx]>,
    downstream: Cow<'a, [SubtaskIdx]>,
}

struct Contraction<'a> {
    task: &'a Task,
    /// By step: its place in reading order.
    places: &'a [u32],
    /// By step.
    nodes: Vec<Node<'a>>,
    blocks: Vec<Block>,
    /// By block, interned: equal numbers, equal shapes.
    shapes: Vec<u32>,
    known: HashMap<Shape, u32>,
    names: u32,
    /// By step: the round in which it was last looked at.
    seen: Vec<u32>,
    round: u32,
}

/// What stands side by side.
pub(super) struct ParallelBlock {
    /// How many lanes there are.
    pub width: usize,
    /// Their steps, lane after lane; all lanes are equally long.
    pub steps: Vec<SubtaskIdx>,
}

/// The outermost parallel blocks.
pub(super) async fn parallel_blocks(
    task: &Task,
    order: &[SubtaskIdx],
    places: &[u32],
    names: &[u32],
    steps: &Steps<'_>,
) -> Vec<ParallelBlock> {
    let mut graph = Contraction::new(task, places, names);
    let mut changed = order.to_vec();
    for _ in 0..MOST_TURNS {
        steps.look().await;
        let sets = graph.parallel_sets(&changed, steps).await;
        steps.look().await;
        let joined = graph.join_parallel(&sets, steps).await;
        steps.look().await;
        changed.extend_from_slice(&joined);
        let chains = graph.chains(&changed, steps).await;
        steps.look().await;
        changed = graph.join_series(&chains, steps).await;
        changed.extend(joined);
        changed = graph.heads(changed);
        if changed.is_empty() {
            break;
        }
    }
    steps.look().await;
    graph.outermost(order, steps).await
}

fn head_of(nodes: &[Node<'_>], step: SubtaskIdx) -> SubtaskIdx {
    nodes.get(step.index()).map_or(step, |node| node.head)
}

impl<'a> Contraction<'a> {
    fn new(task: &'a Task, places: &'a [u32], names: &[u32]) -> Self {
        let nodes = task
            .indexes()
            .map(|step| Node {
                block: step.0,
                head: step,
                upstream: Cow::Borrowed(task.upstream.of(step)),
                downstream: Cow::Borrowed(task.downstream.of(step)),
            })
            .collect();
        let blocks = task.indexes().map(Block::Step).collect();
        let count = names.iter().max().map_or(0, |&most| most + 1);
        let (shapes, seen) = (names.to_vec(), vec![0; names.len()]);
        Self { task, places, nodes, blocks, shapes, known: HashMap::new(), names: count, seen, round: 0 }
    }

    fn node(&self, step: SubtaskIdx) -> Option<&Node<'a>> {
        self.nodes.get(step.index())
    }

    fn upstream(&self, head: SubtaskIdx) -> &[SubtaskIdx] {
        self.node(head).map_or(&[], |node| &node.upstream)
    }

    fn downstream(&self, head: SubtaskIdx) -> &[SubtaskIdx] {
        self.node(head).map_or(&[], |node| &node.downstream)
    }

    fn place(&self, step: SubtaskIdx) -> Option<u32> {
        self.places.get(step.index()).copied()
    }

    fn shape(&self, head: SubtaskIdx) -> u32 {
        self.node(head).and_then(|node| self.shapes.get(node.block as usize)).copied().unwrap_or_default()
    }

    fn block(&mut self, block: Block, shape: Shape) -> BlockId {
        let next = self.names + self.known.len() as u32;
        let shape = *self.known.entry(shape).or_insert(next);
        self.blocks.push(block);
        self.shapes.push(shape);
        self.blocks.len() as u32 - 1
    }

    /// The heads of the blocks that these are part of, each once.
    fn heads(&mut self, mut steps: Vec<SubtaskIdx>) -> Vec<SubtaskIdx> {
        self.round += 1;
        steps.retain_mut(|step| {
            *step = head_of(&self.nodes, *step);
            let seen = self.seen.get_mut(step.index()).map(|round| std::mem::replace(round, self.round));
            seen != Some(self.round)
        });
        steps
    }

    /// The sets of blocks, among these, of the same shape with the same neighbours.
    async fn parallel_sets(&self, heads: &[SubtaskIdx], steps: &Steps<'_>) -> Vec<Vec<SubtaskIdx>> {
        let is_step = |head: SubtaskIdx| self.node(head).is_some_and(|node| node.block == head.0);
        // Two lone steps without any edge share nothing but their name.
        let is_apart = |head| self.upstream(head).is_empty() && self.downstream(head).is_empty() && is_step(head);
        let mut candidates: Vec<(u64, u32)> = Vec::with_capacity(heads.len());
        for &head in heads.iter().filter(|&&head| !is_apart(head)) {
            candidates.push((self.fingerprint(head), head.0));
            steps.tick().await;
        }
        sort::pairs(&mut candidates);
        steps.look().await;
        let alike = |a: SubtaskIdx, b: SubtaskIdx| {
            self.shape(a) == self.shape(b)
                && self.upstream(a) == self.upstream(b)
                && self.downstream(a) == self.downstream(b)
        };
        candidates
            // Should two unlike blocks ever share a fingerprint, some sets stay apart: no harm is done.
            .chunk_by(|a, b| a.0 == b.0 && alike(SubtaskIdx(a.1), SubtaskIdx(b.1)))
            .filter(|set| set.len() > 1)
            .map(|set| set.iter().map(|&(_, head)| SubtaskIdx(head)).collect())
            .collect()
    }

    /// A number that blocks of the same shape with the same neighbours share (FNV-1a over words).
    fn fingerprint(&self, head: SubtaskIdx) -> u64 {
        let (upstream, downstream) = (self.upstream(head), self.downstream(head));
        let words = [self.shape(head), upstream.len() as u32];
        let rows = upstream.iter().chain(downstream).map(|step| step.0);
        words.into_iter().chain(rows).fold(0xcbf2_9ce4_8422_2325, |hash: u64, word| {
            (hash ^ u64::from(word)).wrapping_mul(0x0100_0000_01b3).rotate_left(23)
        })
    }

    /// Joins each set into one block; returns those whose neighbours or shape changed.
    async fn join_parallel(&mut self, sets: &[Vec<SubtaskIdx>], steps: &Steps<'_>) -> Vec<SubtaskIdx> {
        let mut changed = Vec::new();
        for set in sets {
            steps.tick().await;
            let [head, ..] = *set.as_slice() else { continue };
            let mut lanes = set.clone();
            sort::by_key(&mut lanes, |&lane| self.place(lane).map_or(0, Key::key));
            sort::by_key(&mut lanes, |&lane| self.parallel_index(lane).map_or(0, |index| 1 + index.key()));
            let blocks = lanes.iter().filter_map(|&lane| self.node(lane).map(|node| node.block)).collect();
            let joined = self.block(Block::Parallel(blocks), Shape::Parallel(self.shape(head), set.len()));
            changed.extend_from_slice(self.upstream(head));
            changed.extend_from_slice(self.downstream(head));
            changed.push(head);
            self.rename(set, head, joined);
        }
        self.rewrite(changed, steps).await
    }

    /// The maximal chains through any of these: each block the only one behind, and the only one before, its neighbour.
    async fn chains(&mut self, heads: &[SubtaskIdx], steps: &Steps<'_>) -> Vec<Vec<SubtaskIdx>> {
        self.round += 1;
        let mut chains = Vec::new();
        for &head in heads {
            steps.tick().await;
            let is_new = self.seen.get(head.index()).is_some_and(|&round| round != self.round);
            if !is_new || head_of(&self.nodes, head) != head {
                continue;
            }
            let first = std::iter::successors(Some(head), |&at| self.before(at)).last().unwrap_or(head);
            if self.next(first).is_none() {
                continue;
            }
            let chain: Vec<SubtaskIdx> = std::iter::successors(Some(first), |&at| self.next(at)).collect();
            for member in &chain {
                if let Some(round) = self.seen.get_mut(member.index()) {
                    *round = self.round;
                }
            }
            chains.push(chain);
        }
        chains
    }

    fn next(&self, head: SubtaskIdx) -> Option<SubtaskIdx> {
        let [next] = *self.downstream(head) else { return None };
        Some(next).filter(|&next| self.upstream(next).len() == 1)
    }

    fn before(&self, head: SubtaskIdx) -> Option<SubtaskIdx> {
        let [before] = *self.upstream(head) else { return None };
        Some(before).filter(|&before| self.downstream(before).len() == 1)
    }

    /// Joins each chain into one block; returns those whose neighbours or shape changed.
    async fn join_series(&mut self, chains: &[Vec<SubtaskIdx>], steps: &Steps<'_>) -> Vec<SubtaskIdx> {
        let mut changed = Vec::new();
        for chain in chains {
            steps.tick().await;
            let (Some(&head), Some(&last)) = (chain.first(), chain.last()) else { continue };
            // A chain of chains is one chain: shapes must not depend on the turn in which they came about.
            let mut blocks = Vec::with_capacity(chain.len());
            for block in chain.iter().filter_map(|&member| self.node(member).map(|node| node.block)) {
                match self.blocks.get(block as usize) {
                    Some(Block::Series(inner)) => blocks.extend_from_slice(inner),
                    _ => blocks.push(block),
                }
            }
            let shapes = blocks.iter().filter_map(|&block| self.shapes.get(block as usize).copied()).collect();
            let joined = self.block(Block::Series(blocks), Shape::Series(shapes));
            changed.extend_from_slice(self.downstream(last));
            changed.push(head);
            let downstream = self.nodes.get_mut(last.index()).map(|node| std::mem::take(&mut node.downstream));
            if let (Some(node), Some(downstream)) = (self.nodes.get_mut(head.index()), downstream) {
                node.downstream = downstream;
            }
            self.rename(chain, head, joined);
        }
        self.rewrite(changed, steps).await
    }

    fn rename(&mut self, members: &[SubtaskIdx], head: SubtaskIdx, block: BlockId) {
        for member in members {
            if let Some(node) = self.nodes.get_mut(member.index()) {
                node.head = head;
            }
        }
        if let Some(node) = self.nodes.get_mut(head.index()) {
            node.block = block;
        }
    }

    /// Puts heads in the place of what was joined to them, in the rows of these; returns the heads among them.
    async fn rewrite(&mut self, changed: Vec<SubtaskIdx>, steps: &Steps<'_>) -> Vec<SubtaskIdx> {
        steps.look().await;
        let heads = self.heads(changed);
        let renamed = |nodes: &[Node<'_>], row: &[SubtaskIdx]| {
            if row.iter().all(|&step| head_of(nodes, step) == step) {
                return None;
            }
            let mut row: Vec<SubtaskIdx> = row.iter().map(|&step| head_of(nodes, step)).collect();
            sort::by_key(&mut row, |step| step.0.key());
            row.dedup();
            Some(Cow::Owned(row))
        };
        for &at in &heads {
            steps.tick().await;
            let upstream = renamed(&self.nodes, self.upstream(at));
            let downstream = renamed(&self.nodes, self.downstream(at));
            let Some(node) = self.nodes.get_mut(at.index()) else { continue };
            if let Some(upstream) = upstream {
                node.upstream = upstream;
            }
            if let Some(downstream) = downstream {
                node.downstream = downstream;
            }
        }
        heads
    }

    /// The parallel index of a block's first step: what tells siblings and lanes apart.
    fn parallel_index(&self, head: SubtaskIdx) -> Option<u32> {
        let mut at = self.node(head).map(|node| node.block);
        while let Some(block) = at.and_then(|block| self.blocks.get(block as usize)) {
            match block {
                Block::Step(step) => return self.task.get(*step)?.parallel_index,
                Block::Series(inner) | Block::Parallel(inner) => at = inner.first().copied(),
            }
        }
        None
    }

    async fn outermost(&self, order: &[SubtaskIdx], steps: &Steps<'_>) -> Vec<ParallelBlock> {
        let mut found = Vec::new();
        let heads = order.iter().filter_map(|&step| self.node(step).filter(|node| node.head == step));
        let mut open: Vec<BlockId> = heads.map(|node| node.block).collect();
        while let Some(block) = open.pop().and_then(|block| self.blocks.get(block as usize)) {
            steps.tick().await;
            match block {
                Block::Step(_) => {}
                Block::Series(inner) => open.extend_from_slice(inner),
                Block::Parallel(lanes) => found.push(ParallelBlock { width: lanes.len(), steps: self.steps(lanes) }),
            }
        }
        found
    }

    /// The steps of these blocks, in the order in which they are put together.
    fn steps(&self, blocks: &[BlockId]) -> Vec<SubtaskIdx> {
        let mut steps = Vec::with_capacity(blocks.len());
        let mut open: Vec<BlockId> = blocks.iter().rev().copied().collect();
        while let Some(block) = open.pop().and_then(|block| self.blocks.get(block as usize)) {
            match block {
                Block::Step(step) => steps.push(*step),
                Block::Series(inner) | Block::Parallel(inner) => open.extend(inner.iter().rev()),
            }
        }
        steps
    }
}

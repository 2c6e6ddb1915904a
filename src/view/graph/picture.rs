//! The graph, folded and laid out.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use taskscope_core::insight::Shape;
use taskscope_core::layout::dag::{Graph as Plan, Layout, Options, Rect, Size, layout_async};
use taskscope_core::layout::tiles::{Tiles, joined};
use taskscope_core::layout::{Blocks, HIDDEN, Neighbours, blocks};
use taskscope_core::pace::apart;
use taskscope_core::sort::Key;
use taskscope_core::task::{Id, SubtaskIdx};

use super::{Follows, GraphState};
use crate::dom::{Pacer, Stopwatch, pause, slacken, spawn, until};
use crate::state::{Derived, Loaded, Session, Source, follow, keep};
use crate::view::shown::is_open;

/// The boxes of the picture, in CSS px; the style sheet has the same.
const STEP: Size = Size { w: 192.0, h: 66.0 };
const GROUP: Size = Size { w: 192.0, h: 70.0 };
const BARRIER: Size = Size { w: 132.0, h: 36.0 };

/// The room between ranks, in CSS px.
pub(super) const RANK_GAP: f32 = 64.0;

/// More siblings than this on one rank are stacked into columns.
const STACK: u32 = 12;

/// A graph with its layout.
#[derive(Debug)]
pub struct Picture {
    /// Whose it is.
    task: Option<Id>,
    /// The nodes and edges.
    pub blocks: Arc<Blocks>,
    /// Where they go.
    pub layout: Layout,
    /// How many nodes the focus hides.
    pub hidden: usize,
    /// The edges from both ends.
    pub neighbours: Arc<Neighbours>,
    /// Which nodes lie where.
    pub nodes: Tiles,
    /// Which edges run where.
    pub routes: Tiles,
}

/// What is drawn, wherever it is put.
#[derive(Clone)]
struct Drawn {
    blocks: Arc<Blocks>,
    hidden: usize,
    neighbours: Arc<Neighbours>,
}

impl Picture {
    /// In slices.
    async fn new(task: Option<Id>, drawn: Drawn, layout: Layout) -> Self {
        let Drawn { blocks, hidden, neighbours } = drawn;
        let pacer = Pacer::new(&|_| ());
        let nodes = Tiles::of_nodes(&layout.nodes);
        pacer.rest().await;
        let routes = Tiles::of_routes(&layout.edges);
        pacer.rest().await;
        Self { task, blocks, layout, hidden, neighbours, nodes, routes }
    }

    /// The node that a step is drawn in.
    pub fn block_of(&self, step: SubtaskIdx) -> Option<u32> {
        self.blocks.of_step.get(step.index()).copied().filter(|&node| node != HIDDEN)
    }

    /// The first member of a node.
    pub fn first_of(&self, block: u32) -> Option<SubtaskIdx> {
        self.blocks.blocks.get(block as usize)?.members.first().copied()
    }

    /// The node that a step is drawn in, and its box.
    pub fn place_of(&self, step: SubtaskIdx) -> Option<(u32, Rect)> {
        let block = self.block_of(step)?;
        Some((block, self.rect(block)?))
    }

    /// The box of a node.
    pub fn rect(&self, block: u32) -> Option<Rect> {
        self.layout.nodes.get(block as usize).copied()
    }

    /// The leftmost, topmost node.
    pub fn first(&self) -> Option<u32> {
        let boxes = self.layout.nodes.iter().zip(0..);
        boxes.min_by(|(a, _), (b, _)| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y))).map(|(_, node)| node)
    }

    /// Whether another picture is of the same task.
    pub fn is_like(&self, other: &Self) -> bool {
        self.task == other.task
    }

    /// The steps of a node.
    pub fn members(&self, block: u32) -> &[SubtaskIdx] {
        self.blocks.blocks.get(block as usize).map(|block| block.members.as_slice()).unwrap_or_default()
    }

    /// What holds the boxes of the steps of a node of another picture of the same task.
    pub fn hull(&self, other: &Self, block: u32) -> Option<Rect> {
        let members = if self.is_like(other) { other.members(block) } else { &[] };
        members.iter().filter_map(|&step| self.place_of(step)).map(|(_, rect)| rect).reduce(joined)
    }

    /// The next node of the same rank, down or up: in the same column, else at the near end of the next one, which stacked
    /// siblings have.
    pub fn sibling(&self, block: u32, down: bool) -> Option<u32> {
        let (own, rank) = (self.rect(block)?, *self.layout.ranks.get(block as usize)?);
        let along = |length: f32| if down { length } else { -length };
        let same = self.layout.nodes.iter().zip(&self.layout.ranks).zip(0..).filter(|((_, other), _)| **other == rank);
        let beyond = same.filter_map(|((rect, _), other)| {
            let (dx, dy) = (along(rect.x - own.x + (rect.w - own.w) / 2.0), along(rect.y - own.y));
            match dx.abs() < (rect.w + own.w) / 2.0 {
                true if dy > 0.0 => Some(([0.0, dy, dx.abs()], other)),
                false if dx > 0.0 => Some(([1.0, dx, dy], other)),
                _ => None,
            }
        });
        beyond.min_by_key(|(distance, _)| distance.map(Key::key)).map(|(_, other)| other)
    }
}

/// Lays the graph out whenever its topology or folding changes; a poll that changes only states does not.
pub(super) fn follow_layout(session: Session, state: GraphState) {
    // What the nodes and edges depend on, which a poll as a rule leaves as it was: the shape, and the groups that are folded.
    let form = Derived::new(move |_| {
        let loaded = session.loaded.get()?;
        let fold = session.choice.get().fold;
        session.opened.track();
        let folded = loaded.insight.groups.iter().map(|group| fold && !is_open(session, &loaded, group)).collect();
        Some((loaded.insight.shape.clone(), folded))
    });
    let whole = Derived::new(move |_| {
        let form: Option<(Shape, Vec<bool>)> = form.get();
        let (Some((_, folded)), Some(loaded)) = (form, session.loaded.get_untracked()) else { return Arc::default() };
        Arc::new(blocks(&loaded.task, &loaded.insight, |group| folded.get(group) == Some(&true)))
    });
    let focus = focus_of(session);
    let shown = Derived::new(move |_| {
        let all = whole.get();
        let Some((step, depth)) = focus.get() else { return (all, 0) };
        let Some(&node) = all.of_step.get(step.index()) else { return (all, 0) };
        let reach = Neighbours::new(all.blocks.len(), &all.edges).reach(node, depth);
        let some = all.only(|node| reach.get(node as usize).is_some_and(|flags| *flags != 0));
        let hidden = all.blocks.len() - some.blocks.len();
        (Arc::new(some), hidden)
    });
    // What is another graph is looked at from its beginning.
    follow(move || {
        focus.track();
        state.follows.set(Follows::Opening);
    });
    let newest = Rc::new(Cell::new(0_u32));
    let own = newest.clone();
    // The last picture of the whole graph: what the focus leads back to.
    let own_whole: Rc<RefCell<Option<Arc<Picture>>>> = Rc::default();
    follow(move || {
        let (blocks, hidden): (Arc<Blocks>, usize) = shown.get();
        let Some(loaded) = session.loaded.get_untracked() else { return };
        let number = own.get() + 1;
        own.set(number);
        let (newest, whole) = (own.clone(), own_whole.clone());
        let before = whole.borrow().clone();
        if let Some(before) = before.clone().filter(|before| Arc::ptr_eq(&before.blocks, &blocks)) {
            state.refined.set(None);
            return state.picture.set(Some(before));
        }
        spawn(async move {
            let watch = Rc::new(Stopwatch::start_if(loaded.source != Source::Rehearsal, "taskscope:layout"));
            // This turn belongs to what drew the page around the graph.
            pause().await;
            // What a focus shows is no order for what it hides.
            let last = state.picture.try_get_untracked().flatten().filter(|last| last.hidden == 0).or(before);
            let prior = last.map(|last| prior(&last, &loaded, &blocks)).unwrap_or_default();
            let plan = Plan { prior, ..plan(&loaded, &blocks) };
            let options = Options { node_gap: 16.0, rank_gap: RANK_GAP, stack: Some(STACK), ..Options::default() };
            state.refined.try_set(None);
            state.is_kept.try_set(false);
            state.is_refining.try_set(false);
            pause().await;
            let neighbours = Arc::new(Neighbours::new(blocks.blocks.len(), &blocks.edges));
            let (task, drawn) = (loaded.task.id.clone(), Drawn { blocks: blocks.clone(), hidden, neighbours });
            pause().await;
            let picture = Rc::new(move |layout| apart(Picture::new(task.clone(), drawn.clone(), layout)));
            // Where the view was when the draft came, if one did.
            let draft_seen = Rc::new(Cell::new(None));
            // Whether the draft that waits to be drawn is still the best there is.
            let is_best = Rc::new(Cell::new(true));
            let draft = |layout| {
                let (picture, seen, is_best) = (picture.clone(), draft_seen.clone(), is_best.clone());
                let watch = watch.clone();
                spawn(async move {
                    // Drawing has a turn of its own: this one was the layout's.
                    pause().await;
                    let picture = picture(layout).await;
                    if is_best.get() {
                        watch.lap("taskscope:draft");
                        state.picture.try_set(Some(Arc::new(picture)));
                        state.is_refining.try_set(true);
                        slacken();
                        seen.set(state.viewport.try_get_untracked());
                    }
                });
            };
            let tell = |done| state.progress.try_set(done);
            let pacer = Pacer::new(&tell);
            let is_over = || newest.get() != number || state.is_kept.try_get_untracked() != Some(false);
            let layout = until(is_over, apart(layout_async(&plan, &options, &pacer, Some(&draft)))).await;
            is_best.set(false);
            if newest.get() == number {
                state.is_refining.try_set(false);
                if layout.is_none() && hidden == 0 {
                    whole.replace(state.picture.try_get_untracked().flatten());
                }
            }
            if let Some(layout) = layout {
                watch.lap("taskscope:layout");
                pause().await;
                let picture = Arc::new(picture(layout).await);
                if newest.get() != number {
                    return;
                }
                if hidden == 0 {
                    whole.replace(Some(picture.clone()));
                }
                // Nodes do not move under the hands of a reader who is about in the draft: there they are asked first.
                let is_about = state.follows.try_get_untracked() == Some(Follows::Nothing)
                    && draft_seen.get().is_some_and(|seen| state.viewport.try_get_untracked() != Some(seen));
                watch.lap("taskscope:picture");
                let slot = if is_about { state.refined } else { state.picture };
                slot.try_set(Some(picture));
            }
        });
    });
    // A closed view's layout is nobody's.
    keep(Gone(newest));
}

/// The step whose upstream and downstream alone are drawn, and to which depth.
pub(super) fn focus_of(session: Session) -> Derived<Option<(SubtaskIdx, u32)>> {
    Derived::new(move |_| session.choice.get().focus.and_then(|depth| Some((session.selected.get()?, depth))))
}

/// What the layout engine is given: boxes, edges, and names by which it knows twins. Blocks stand in the order of ids,
/// so the same topology gives the same picture.
fn plan(loaded: &Loaded, blocks: &Blocks) -> Plan {
    let first = |members: &[SubtaskIdx]| members.first().and_then(|&step| loaded.task.get(step));
    let sizes = blocks
        .blocks
        .iter()
        .map(|block| match (block.group, first(&block.members)) {
            (Some(_), _) => GROUP,
            (None, Some(step)) if step.is_barrier() => BARRIER,
            _ => STEP,
        })
        .collect();
    let name = |step: &SubtaskIdx| loaded.insight.names.get(step.index()).copied().unwrap_or_default();
    let names = blocks.blocks.iter().map(|block| block.members.first().map(name).unwrap_or_default()).collect();
    Plan { sizes, edges: blocks.edges.clone(), against: blocks.cut.clone(), names, ..Plan::default() }
}

/// Where each node stood on the last picture of the same task, from top to bottom: what unfolds takes the place of its
/// group, and all else keeps its order. Empty where there is no such picture.
fn prior(last: &Picture, loaded: &Loaded, blocks: &Blocks) -> Vec<f32> {
    if last.task != loaded.task.id || last.blocks.of_step.len() != loaded.task.subtasks.len() {
        return Vec::new();
    }
    let place = |step: SubtaskIdx| {
        let block = last.block_of(step)?;
        let (rect, members) = (last.rect(block)?, &last.blocks.blocks.get(block as usize)?.members);
        let index = members.iter().position(|&member| member == step).unwrap_or(0);
        Some(rect.y + rect.h * (index as f32 + 0.5) / members.len().max(1) as f32)
    };
    // What had no place finds one: to the engine it is a newcomer.
    let node = |members: &[SubtaskIdx]| members.first().and_then(|&step| place(step)).unwrap_or(f32::NAN);
    blocks.blocks.iter().map(|block| node(&block.members)).collect()
}

/// The number of the newest layout: a view that closes makes every layout under way an old one.
struct Gone(Rc<Cell<u32>>);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.set(u32::MAX);
    }
}

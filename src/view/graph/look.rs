//! What canvases paint from, put together anew only when some of it is another; and what each edge and node looks like.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use taskscope_core::layout::raster::Colour;
use taskscope_core::task::{Family, Outcome, SubtaskIdx};
use web_sys::HtmlCanvasElement;

use super::card::is_blocked;
use super::lit::Lit;
use super::paint::Stroke;
use super::palette::Palette;
use super::picture::Picture;
use super::{Colours, GraphState};
use crate::state::{Contrast, Delta, Derived, Same, Scene, Session, follow};
use crate::view::shown::{Passing, use_shown};

/// The most matches that get a ring each.
const MOST_MARKS: usize = 300;

/// The families, what needs a look last.
const BY_NEED: [Family; 6] = [Family::Good, Family::Idle, Family::Forced, Family::Undone, Family::Active, Family::Bad];

/// So many kinds of nodes stand back, behind search and filter or behind what is lit; in the order of kinds they come first.
pub const BACK: usize = BY_NEED.len();

/// All that a frame shows, apart from the view and from what is lit. Another one means that pixels are made anew.
pub struct Base {
    /// The graph.
    pub picture: Arc<Picture>,
    /// The state of its steps.
    pub scene: Same<Scene>,
    /// What differs from another run.
    pub contrast: Option<Same<Contrast>>,
    /// What search and filter leave.
    pub passing: Passing,
    /// The colours.
    pub palette: Rc<Palette>,
    matches: OnceCell<Vec<u32>>,
}

impl Base {
    /// How an edge is drawn.
    pub fn stroke(&self, edge: u32, lit: Option<&Same<Lit>>) -> Stroke {
        let Some(&(from, to)) = self.picture.blocks.edges.get(edge as usize) else { return Stroke::Plain };
        let (tails, heads) = (self.picture.members(from), self.picture.members(to));
        if let Some(lit) = lit {
            return if lit.has_edge(edge) { Stroke::Lit } else { Stroke::Faint };
        }
        if self.picture.layout.edges.get(edge as usize).is_some_and(|route| route.reversed) {
            return Stroke::Cut;
        }
        if self.passing.is_active() && !(self.passes(from) && self.passes(to)) {
            return Stroke::Faint;
        }
        let on_path = |step: &&SubtaskIdx| self.scene.insight.path.contains.get(step.index()) == Some(&true);
        if let (Some(tail), Some(head)) = (tails.iter().find(on_path), heads.iter().find(on_path))
            && self.scene.task.downstream.of(*tail).contains(head)
        {
            return Stroke::Critical;
        }
        if is_blocked(&self.scene, heads) && (is_blocked(&self.scene, tails) || has_failed(&self.scene, tails)) {
            return Stroke::Blocked;
        }
        let has_started = |step: &SubtaskIdx| self.scene.time(*step).is_some_and(|time| time.start.is_some());
        if heads.iter().any(has_started) { Stroke::Plain } else { Stroke::Ahead }
    }

    /// How each of these edges is drawn.
    pub fn strokes(&self, edges: &[u32], lit: Option<&Same<Lit>>) -> Vec<(u32, Stroke)> {
        edges.iter().map(|&edge| (edge, self.stroke(edge, lit))).collect()
    }

    /// The kind of each of these nodes; what is not lit, where something is, stands back.
    pub fn kinds(&self, nodes: &[u32], lit: Option<&Same<Lit>>) -> Vec<(u32, usize)> {
        let stands_out = |node| lit.is_none_or(|lit| lit.has_node(node));
        let kind = |node| if stands_out(node) { self.kind(node) } else { self.kind(node) % BACK };
        nodes.iter().map(|&node| (node, kind(node))).collect()
    }

    /// What has a ring around it, so many CSS px wide: what search and filter leave, and the selected node.
    pub fn rings(&self, selected: Option<u32>) -> Vec<(u32, f64)> {
        self.matches().iter().map(|&node| (node, 1.5)).chain(selected.map(|node| (node, 3.0))).collect()
    }

    /// Whether search and filter leave any step of a node.
    fn passes(&self, node: u32) -> bool {
        self.picture.members(node).iter().any(|&step| self.passing.shows(step))
    }

    /// How a node is painted, as a place among [`Base::fills`].
    pub fn kind(&self, node: u32) -> usize {
        let need = self.need(node);
        if self.passes(node) { need + BACK } else { need }
    }

    /// The place of a node's family among [`BY_NEED`]: that of its difference where there is one, else of the outcome that
    /// most needs a look.
    fn need(&self, node: u32) -> usize {
        let members = self.picture.members(node);
        let place = |family| BY_NEED.iter().position(|&other| other == family).unwrap_or(0);
        let own = || members.iter().map(|&step| place(Outcome::family(self.scene.outcome(step)))).max().unwrap_or(1);
        self.contrast.as_ref().and_then(|it| contrasted(it, &self.scene, members)).map_or_else(own, place)
    }

    /// The nodes that search and filter leave, where they leave few enough for each to be marked.
    fn matches(&self) -> &[u32] {
        self.matches.get_or_init(|| {
            let is_few = self.passing.is_active() && self.passing.count <= MOST_MARKS;
            let nodes = 0..if is_few { self.picture.blocks.blocks.len() as u32 } else { 0 };
            nodes.filter(|&node| self.passes(node)).collect()
        })
    }

    /// The fills of nodes, in the order in which they are painted: of those behind search and filter, then of the others.
    pub fn fills(&self) -> Vec<&str> {
        BY_NEED.iter().chain(&BY_NEED).map(|&family| self.palette.fill(family)).collect()
    }

    /// The colour of a kind of node, with its opacity.
    pub fn shade(&self, kind: usize, [red, green, blue, _]: Colour) -> Colour {
        [red, green, blue, if kind < BACK { 64 } else { 255 }]
    }
}

/// In whose colours a node is while two runs are compared: its difference's, where its steps are done in both or the other has
/// none of them. Else its outcome's: what failed, or never ran, is no better for having taken less.
pub(super) fn contrasted(contrast: &Contrast, scene: &Scene, members: &[SubtaskIdx]) -> Option<Family> {
    let is_good = |outcome: Option<Outcome>| outcome.is_some_and(|outcome| outcome.family() == Family::Good);
    let of_other = |step: SubtaskIdx| contrast.other.insight.outcomes.get(step.index()).copied();
    let is_done = |&step: &SubtaskIdx| {
        is_good(Some(scene.outcome(step))) && contrast.counterpart(step).is_none_or(|step| is_good(of_other(step)))
    };
    let delta = contrast.delta(scene, members);
    (delta != Delta::Unknown && members.iter().all(is_done)).then(|| delta.family())
}

fn has_failed(scene: &Scene, members: &[SubtaskIdx]) -> bool {
    members.iter().any(|&step| scene.outcome(step).is_failure())
}

/// What a canvas paints from, and what it is put together of.
#[derive(Clone)]
pub(super) struct Look {
    session: Session,
    state: GraphState,
    passing: Derived<Passing>,
    colours: Colours,
    /// `None` once it is no longer what the session says.
    base: Rc<RefCell<Option<Rc<Base>>>>,
}

impl Look {
    /// Follows the session; `changed` asks for a frame.
    pub(super) fn follow(session: Session, state: GraphState, changed: impl Fn() + 'static) -> Self {
        let colours = Colours::follow(session);
        let look = Self { session, state, passing: use_shown().passing, colours, base: Rc::default() };
        let own = look.clone();
        follow(move || {
            state.picture.track();
            session.scene.track();
            session.contrast.track();
            own.passing.track();
            own.colours.track();
            own.base.take();
            changed();
        });
        look
    }

    /// What to paint from, in the colours that hold where a canvas stands.
    pub(super) fn base(&self, canvas: &HtmlCanvasElement) -> Option<Rc<Base>> {
        let mut base = self.base.borrow_mut();
        if base.is_none() {
            *base = Some(Rc::new(Base {
                picture: self.state.picture.try_get_untracked()??,
                scene: self.session.scene.get_untracked()?,
                contrast: self.session.contrast.get_untracked(),
                passing: self.passing.get_untracked(),
                palette: self.colours.of(canvas),
                matches: OnceCell::new(),
            }));
        }
        base.clone()
    }
}

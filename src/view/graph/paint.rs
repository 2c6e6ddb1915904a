//! Paints the canvas: all edges in sight, and the nodes where they are too small to be cards. One path a style; what is
//! too much to trace comes from the [sheets](super::far).

use std::cell::RefCell;
use std::rc::Rc;

use taskscope_core::layout::dag::{Point, Rect};
use taskscope_core::task::Family;
use wasm_bindgen::JsValue;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::far::{Sheets, Wish};
use super::lit::Lit;
use super::look::{BACK, Base};
use super::names::Names;
use super::palette::{Palette, context_of};
use super::picture::Picture;
use super::viewport::Viewport;
use crate::dom::window;
use crate::state::Same;

/// The most edges, and the most nodes, that a frame traces.
pub(super) const MANY: usize = 2_500;

/// The longest route that is dashed, in CSS px of the screen; a longer one is paler instead. In a large graph routes run
/// far beyond what is in sight, and the browser cuts the whole of each into dashes, in every frame: 200 ms of it.
const MOST_DASHED: f64 = 1_500.0;

/// How an edge is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stroke {
    /// Behind search and filter, or behind what is lit.
    Faint,
    /// Not walked yet.
    Ahead,
    /// Walked.
    Plain,
    /// Behind a failure, which lets nothing start here.
    Blocked,
    /// Closes a circle; it goes against the flow and is not followed.
    Cut,
    /// On the critical path.
    Critical,
    /// On a way through the node that the reader looks at.
    Lit,
}

impl Stroke {
    /// All of them, from what lies at the bottom to the top.
    pub const ALL: [Self; 7] =
        [Self::Faint, Self::Ahead, Self::Plain, Self::Blocked, Self::Cut, Self::Critical, Self::Lit];

    /// Its colour.
    pub fn colour(self, palette: &Palette) -> &str {
        match self {
            Self::Faint | Self::Ahead | Self::Plain => &palette.edge,
            Self::Blocked | Self::Cut => palette.fill(Family::Bad),
            Self::Critical => &palette.halo,
            Self::Lit => &palette.accent,
        }
    }

    /// Whether it is drawn with a wide line.
    pub fn is_strong(self) -> bool {
        matches!(self, Self::Critical | Self::Lit)
    }

    /// Whether its line has gaps.
    fn is_dashed(self) -> bool {
        matches!(self, Self::Ahead | Self::Blocked | Self::Cut)
    }

    /// Sets colour, width and dashes.
    fn dress(self, context: &CanvasRenderingContext2d, palette: &Palette, pixel: f64) {
        let (width, alpha, dashes): (f64, f64, &[f64]) = match self {
            Self::Faint => (1.0, 0.3, &[]),
            Self::Ahead => (1.3, 0.9, &[4.0, 4.0]),
            Self::Plain => (1.5, 1.0, &[]),
            Self::Blocked => (1.4, 0.8, &[2.0, 4.0]),
            Self::Cut => (1.8, 1.0, &[8.0, 4.0]),
            Self::Critical | Self::Lit => (2.4, 1.0, &[]),
        };
        context.set_stroke_style_str(self.colour(palette));
        context.set_global_alpha(alpha);
        // Far away a line keeps a width that can be seen, and its dashes are left out: they would only cost.
        context.set_line_width(width.max(if self.is_strong() { 1.6 } else { 0.7 } * pixel));
        let dashes = if pixel > 3.0 { &[][..] } else { dashes };
        let _ = context.set_line_dash(&dashes.iter().copied().map(JsValue::from_f64).collect::<js_sys::Array>());
    }
}

/// What a frame keeps for the next.
#[derive(Default)]
pub struct Frames {
    /// Everything, where it is too much to trace.
    all: Rc<Sheets>,
    /// What is lit, the same.
    lit: Rc<Sheets>,
    /// What the canvas shows, where it was traced.
    traced: RefCell<Option<Ink>>,
}

/// All that a traced frame shows. Where the next would show the same, as after most polls, the canvas stays as it is: to
/// trace it, to copy its pixels and to put the page together anew costs more than all else that a poll does.
#[derive(PartialEq)]
struct Ink {
    picture: Same<Picture>,
    palette: Rc<Palette>,
    viewport: Viewport,
    size: (f64, f64),
    /// Pixels of the screen to a CSS px.
    ratio: f64,
    edges: Vec<(u32, Stroke)>,
    nodes: Vec<(u32, usize)>,
    names: Names,
    rings: Vec<(u32, f64)>,
}

/// What one frame shows.
pub struct View {
    /// Which part.
    pub viewport: Viewport,
    /// The window, in CSS px.
    pub size: (f64, f64),
    /// Whether nodes are elements.
    pub has_cards: bool,
    /// The selected node.
    pub selected: Option<u32>,
    /// Whether the view is on the move.
    pub is_moving: bool,
    /// Whether a better picture is being looked for.
    pub is_draft: bool,
}

/// Paints one frame. `again` is called when another would show more.
pub fn paint(
    canvas: &HtmlCanvasElement,
    base: &Rc<Base>,
    lit: Option<&Same<Lit>>,
    view: &View,
    frames: &Frames,
    again: impl Fn() + Clone + 'static,
) {
    let (viewport, size) = (view.viewport, view.size);
    let picture = &base.picture;
    let seen = viewport.seen(size, 20.0);
    let (edges, more_edges) = picture.routes.within(seen, MANY);
    let (nodes, more_nodes) = if view.has_cards { (Vec::new(), false) } else { picture.nodes.within(seen, MANY) };
    let is_far = more_edges || more_nodes;
    let names = if more_nodes { Names::Nowhere } else { Names::of(view, nodes.len()) };
    let wish = |lit| Wish {
        base,
        lit,
        has_edges: true,
        has_nodes: !view.has_cards,
        is_far,
        is_moving: view.is_moving,
        viewport,
        size,
    };
    // Pixels of the whole are made before they are asked for, but not of what is to be drawn anew in a moment.
    if is_far || !view.is_draft && picture.blocks.edges.len() > MANY {
        frames.all.want(&wish(None), again.clone());
    }
    let rings = if view.has_cards { Vec::new() } else { base.rings(view.selected) };
    let ink = (!is_far).then(|| Ink {
        picture: Same(picture.clone()),
        palette: base.palette.clone(),
        viewport,
        size,
        ratio: window().device_pixel_ratio(),
        edges: base.strokes(&edges, lit),
        nodes: base.kinds(&nodes, lit),
        names,
        rings: rings.clone(),
    });
    if ink.is_some() && *frames.traced.borrow() == ink {
        return;
    }
    let Some(context) = context_of(canvas, size.0, size.1) else { return };
    context.clear_rect(0.0, 0.0, size.0, size.1);
    if context.translate(viewport.x, viewport.y).is_err() || context.scale(viewport.zoom, viewport.zoom).is_err() {
        return;
    }
    let brush = Brush { context: &context, base, pixel: 1.0 / viewport.zoom };
    if let Some(ink) = &ink {
        brush.edges(&ink.edges);
        if names != Names::Within {
            brush.nodes(&ink.nodes);
        }
    } else if let Some(lit) = lit {
        context.set_global_alpha(0.3);
        frames.all.show(&context, base, None, seen);
        context.set_global_alpha(1.0);
        if lit.edges.len().max(lit.nodes.len()) > MANY {
            frames.lit.want(&wish(Some(lit.clone())), again);
            frames.lit.show(&context, base, Some(lit), seen);
        } else {
            brush.edges(&base.strokes(&lit.edges, Some(lit)));
            if !view.has_cards {
                brush.nodes(&base.kinds(&lit.nodes, None));
            }
        }
    } else {
        frames.all.show(&context, base, None, seen);
    }
    context.set_global_alpha(1.0);
    match names {
        Names::Within => brush.named(&base.kinds(&nodes, lit), viewport),
        Names::Beside => brush.captioned(&base.kinds(&nodes, lit), viewport),
        Names::Nowhere => {}
    }
    context.set_global_alpha(1.0);
    brush.rings(&rings);
    frames.traced.replace(ink);
}

/// Paints into a context that is in units of the picture.
pub(super) struct Brush<'a> {
    pub context: &'a CanvasRenderingContext2d,
    pub base: &'a Base,
    /// One CSS px of the screen.
    pub pixel: f64,
}

impl Brush<'_> {
    /// Edges, one path a style.
    fn edges(&self, edges: &[(u32, Stroke)]) {
        let is_there = |stroke: &Stroke| edges.iter().any(|(_, other)| other == stroke);
        for stroke in Stroke::ALL.into_iter().filter(is_there) {
            stroke.dress(self.context, &self.base.palette, self.pixel);
            let own = edges.iter().filter(|(_, other)| *other == stroke);
            let own = own.filter_map(|&(edge, _)| Some(self.base.picture.layout.edges.get(edge as usize)?.points));
            let (long, short): (Vec<_>, Vec<_>) = own.partition(|points| length(points) > MOST_DASHED * self.pixel);
            self.trace(&short);
            let _ = self.context.set_line_dash(&js_sys::Array::new());
            self.context.set_global_alpha(self.context.global_alpha() * if stroke.is_dashed() { 0.6 } else { 1.0 });
            self.trace(&long);
        }
        self.context.set_global_alpha(1.0);
    }

    /// Traces routes as one path.
    fn trace(&self, routes: &[&[Point]]) {
        self.context.begin_path();
        routes.iter().for_each(|points| trace(self.context, points));
        self.context.stroke();
    }

    /// Nodes as boxes of their families' colours, never smaller than can be seen.
    pub fn nodes(&self, nodes: &[(u32, usize)]) {
        let is_there = |kind: usize| nodes.iter().any(|&(_, other)| other == kind);
        for (kind, fill) in self.base.fills().into_iter().enumerate().filter(|&(kind, _)| is_there(kind)) {
            self.context.set_fill_style_str(fill);
            self.context.set_global_alpha(if kind < BACK { 0.25 } else { 1.0 });
            self.context.begin_path();
            let own = nodes.iter().filter(|&&(_, other)| other == kind);
            for rect in own.filter_map(|&(node, _)| self.base.picture.rect(node)) {
                let long = |length: f32| f64::from(length).max(2.0 * self.pixel);
                self.context.rect(rect.x.into(), rect.y.into(), long(rect.w), long(rect.h));
            }
            self.context.fill();
        }
        self.context.set_global_alpha(1.0);
    }

    /// Rings around nodes, each so many CSS px wide.
    pub fn rings(&self, rings: &[(u32, f64)]) {
        for &(node, width) in rings {
            if let Some(rect) = self.base.picture.rect(node) {
                self.ring(rect, width);
            }
        }
    }

    /// A ring around a box, so many CSS px wide.
    fn ring(&self, rect: Rect, width: f64) {
        self.context.set_stroke_style_str(&self.base.palette.accent);
        self.context.set_line_width(width * self.pixel);
        let gap = 4.0 * self.pixel;
        let (x, y, w, h) = (f64::from(rect.x), f64::from(rect.y), f64::from(rect.w), f64::from(rect.h));
        self.context.stroke_rect(x - gap, y - gap, w + 2.0 * gap, h + 2.0 * gap);
    }
}

/// Whether a piece of a route is curved. The gap between two ranks holds no node, so a curve in it can't run through one.
pub(super) fn curve(a: Point, b: Point) -> bool {
    (b.y - a.y).abs() > 0.5 && b.x > a.x && b.x - a.x <= 80.0
}

/// The length of a route, along both axes.
fn length(points: &[Point]) -> f64 {
    let piece = |(a, b): (&Point, &Point)| f64::from((b.x - a.x).abs() + (b.y - a.y).abs());
    points.iter().zip(points.iter().skip(1)).map(piece).sum()
}

/// Traces a route with its corners rounded. A piece between two ranks leaves and arrives level.
fn trace(context: &CanvasRenderingContext2d, points: &[Point]) {
    let Some(&(mut last)) = points.first() else { return };
    context.move_to(last.x.into(), last.y.into());
    for &to in points.iter().skip(1) {
        if curve(last, to) {
            let middle = f64::from(last.x + to.x) / 2.0;
            context.bezier_curve_to(middle, last.y.into(), middle, to.y.into(), to.x.into(), to.y.into());
        } else {
            context.line_to(to.x.into(), to.y.into());
        }
        last = to;
    }
}

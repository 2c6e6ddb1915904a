//! The picture where it is too much to trace in one frame: pixels made in slices, which a frame only moves and stretches.
//!
//! ```text
//!  back: the whole picture, coarse       front: what is seen and a margin, sharp
//!  ┌───────────────────────────────┐
//!  │         ┌─ ─ ─ ─ ─ ─┐         │     A frame shows the front, and what it does not reach of the back.
//!  │           ┌───────┐           │     Once the view has left it, or zoomed, another front is made; until
//!  │         │ │ seen  │ │         │     then the last one is stretched. A poll or another theme makes both anew.
//!  │           └───────┘           │     While it moves, what is older or coarser will do.
//!  │         └ ─ front ─ ┘         │
//!  └───────────────────────────────┘
//! ```
//!
//! Nothing is made anew while the reader is near and sees none of it: an older state is shown then for the moment that a newer
//! one takes.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::sync::Arc;

use taskscope_core::layout::dag::{Point, Rect};
use taskscope_core::layout::raster::{Raster, bands, size_of};
use wasm_bindgen::Clamped;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use super::lit::Lit;
use super::look::Base;
use super::minimap::holds;
use super::paint::{Stroke, curve};
use super::palette::{bytes_of, context_on, new_canvas};
use super::viewport::Viewport;
use crate::dom::{now_performance, pause, spawn, window};
use crate::state::Same;

/// The most pixels of a front; a larger window gets a coarser one.
const MOST_PIXELS: f64 = 4e6;

/// The longest side of a back, and the most pixels of it.
const BACK_SIDE: f64 = 2048.0;
const BACK_PIXELS: f64 = 2e6;

/// How long one slice of the work may take, in milliseconds.
const SLICE: f64 = 5.0;

/// Pixels of a part of the picture.
struct Sheet {
    canvas: HtmlCanvasElement,
    of: Goal,
}

/// What a sheet is to show.
#[derive(Clone)]
struct Goal {
    base: Rc<Base>,
    /// Only what is lit; `None`: everything.
    lit: Option<Same<Lit>>,
    has_edges: bool,
    has_nodes: bool,
    part: Rect,
    /// Pixels to one of the picture.
    scale: f64,
}

/// The sheets of one kind: of everything, or of what is lit.
#[derive(Default)]
pub struct Sheets {
    front: RefCell<Option<Sheet>>,
    back: RefCell<Option<Sheet>>,
    is_busy: Cell<bool>,
}

/// What a frame wants to show.
pub struct Wish<'a> {
    /// Of which graph.
    pub base: &'a Rc<Base>,
    /// Only what is lit; `None`: everything.
    pub lit: Option<Same<Lit>>,
    /// Whether edges are painted.
    pub has_edges: bool,
    /// Whether nodes are painted: not where they are cards.
    pub has_nodes: bool,
    /// Whether it is shown now, or may be soon.
    pub is_far: bool,
    /// Whether the view is on the move: then the frames have the time, and pixels of an older state will do.
    pub is_moving: bool,
    /// Which part.
    pub viewport: Viewport,
    /// The window, in CSS px.
    pub size: (f64, f64),
}

impl Goal {
    /// Whether a sheet made for `self` is of the same graph, whatever its state.
    fn is_of(&self, base: &Base) -> bool {
        Arc::ptr_eq(&self.base.picture, &base.picture)
    }

    /// Whether a sheet made for `self` has the state that is asked for, or one that will do.
    fn is_current(&self, wish: &Wish) -> bool {
        let will_do = wish.is_moving || !wish.is_far;
        let is_like = || self.is_of(wish.base) && self.base.palette == wish.base.palette;
        Rc::ptr_eq(&self.base, wish.base) || (will_do && is_like())
    }

    /// Whether its pixels are those of the screen, or near enough.
    fn is_as_sharp(&self, wanted: &Self, wish: &Wish) -> bool {
        let ratio = self.scale / wanted.scale;
        if wish.is_moving { ratio > 0.5 && ratio < 2.0 } else { (ratio - 1.0).abs() < 0.001 }
    }

    /// Whether a sheet made for `self` shows all that `wanted` asks for, as sharp.
    fn serves(&self, wanted: &Self, seen: Rect, wish: &Wish) -> bool {
        self.is_current(wish)
            && self.lit == wanted.lit
            && self.has_nodes == wanted.has_nodes
            && self.is_as_sharp(wanted, wish)
            && holds(self.part, seen)
    }
}

impl Sheets {
    /// Paints what there is, into a context that is in units of the picture.
    pub fn show(&self, context: &CanvasRenderingContext2d, base: &Base, lit: Option<&Same<Lit>>, seen: Rect) {
        let (front, back) = (self.front.borrow(), self.back.borrow());
        let mine = |sheet: &&Sheet| sheet.of.is_of(base) && sheet.of.lit.as_ref() == lit;
        let (front, back) = (front.as_ref().filter(mine), back.as_ref().filter(mine));
        let seen = within(seen, base.picture.layout.bounds);
        let is_enough = front.is_some_and(|front| holds(front.of.part, seen));
        if let Some(back) = back.filter(|_| !is_enough) {
            back.paint(context);
            if let Some(Rect { x, y, w, h }) = front.map(|front| front.of.part) {
                context.clear_rect(x.into(), y.into(), w.into(), h.into());
            }
        }
        if let Some(front) = front {
            front.paint(context);
        }
    }

    /// Starts to make what a frame lacks, and says `done` when another frame will have it. One sheet is made at a time.
    pub fn want(self: &Rc<Self>, wish: &Wish, done: impl Fn() + 'static) {
        if self.is_busy.get() {
            return;
        }
        let bounds = wish.base.picture.layout.bounds;
        let seen = within(wish.viewport.seen(wish.size, 0.0), bounds);
        let goal = |part, scale| Goal {
            base: wish.base.clone(),
            lit: wish.lit.clone(),
            has_edges: wish.has_edges,
            has_nodes: wish.has_nodes,
            part,
            scale,
        };
        let near = wish.front(bounds);
        let near = goal(near.0, near.1);
        let (side, area) = (f64::from(bounds.w.max(bounds.h)).max(1.0), f64::from(bounds.w) * f64::from(bounds.h));
        let most = (BACK_SIDE / side).min((BACK_PIXELS / area.max(1.0)).sqrt());
        let whole = goal(bounds, most.min(near.scale.max(0.25)));
        let (has_front, has_back, has_any) = {
            let (front, back) = (self.front.borrow(), self.back.borrow());
            let front = front.as_ref().filter(|front| front.of.is_of(wish.base));
            let back = back.as_ref().filter(|back| back.of.is_of(wish.base));
            let has_front = front.is_some_and(|front| front.of.serves(&near, seen, wish));
            let is_whole = |sheet: &Sheet| sheet.of.is_current(wish) && holds(sheet.of.part, bounds);
            (has_front, front.is_some_and(is_whole) || back.is_some_and(is_whole), front.is_some() || back.is_some())
        };
        let needs_front = wish.is_far && !has_front;
        // What is lit has no back: it is gone before that would be done. The minimap's front is its back.
        let needs_back = wish.lit.is_none() && wish.has_edges && !has_back;
        let (goal, is_back) = match (needs_front, needs_back) {
            (true, true) if has_any => (near, false),
            (_, true) => (whole, true),
            (true, false) => (near, false),
            (false, false) => return,
        };
        self.is_busy.set(true);
        let own = Rc::downgrade(self);
        spawn(async move {
            // This turn is the frame's.
            pause().await;
            let sheet = make(goal, &own).await;
            if let Some(own) = own.upgrade() {
                own.is_busy.set(false);
                own.take(sheet, is_back);
                done();
            }
        });
    }

    fn take(&self, sheet: Option<Sheet>, is_back: bool) {
        let Some(sheet) = sheet else { return };
        if is_back {
            *self.back.borrow_mut() = Some(sheet);
            return;
        }
        let bounds = sheet.of.base.picture.layout.bounds;
        let is_whole = holds(sheet.of.part, bounds);
        let last = self.front.borrow_mut().replace(sheet);
        // A front that had everything is as good as a back.
        if let Some(last) = last.filter(|last| !is_whole && holds(last.of.part, bounds)) {
            *self.back.borrow_mut() = Some(last);
        }
    }
}

impl Wish<'_> {
    /// The part and the scale of the front that this wants: what is seen and a third more on each side.
    fn front(&self, bounds: Rect) -> (Rect, f64) {
        let ratio = window().device_pixel_ratio();
        let margin = self.size.0.max(self.size.1) / 4.0;
        let part = within(self.viewport.seen(self.size, margin), bounds);
        let scale = self.viewport.zoom * ratio;
        let pixels = f64::from(part.w) * f64::from(part.h) * scale * scale;
        if pixels > MOST_PIXELS {
            return (part, scale * (MOST_PIXELS / pixels).sqrt());
        }
        // Its pixels lie on those of the screen, or it would be blurred.
        let whole = |from: f32, offset: f64| {
            let start = (((f64::from(from) * self.viewport.zoom + offset) * ratio).floor() / ratio - offset)
                / self.viewport.zoom;
            (start as f32, from - start as f32)
        };
        let ((x, left), (y, top)) = (whole(part.x, self.viewport.x), whole(part.y, self.viewport.y));
        (Rect { x, y, w: part.w + left, h: part.h + top }, scale)
    }
}

impl Sheet {
    fn paint(&self, context: &CanvasRenderingContext2d) {
        let (width, height) = (f64::from(self.canvas.width()), f64::from(self.canvas.height()));
        let (x, y, scale) = (self.of.part.x, self.of.part.y, self.of.scale);
        let _ = context.draw_image_with_html_canvas_element_and_dw_and_dh(
            &self.canvas,
            x.into(),
            y.into(),
            width / scale,
            height / scale,
        );
    }
}

/// What two boxes have in common.
fn within(a: Rect, b: Rect) -> Rect {
    let (x, y) = (a.x.max(b.x), a.y.max(b.y));
    Rect { x, y, w: ((a.x + a.w).min(b.x + b.w) - x).max(0.0), h: ((a.y + a.h).min(b.y + b.h) - y).max(0.0) }
}

/// Work in slices, for as long as somebody wants it.
struct Slices<'a> {
    since: Cell<f64>,
    whose: &'a Weak<Sheets>,
}

impl Slices<'_> {
    /// Pauses if it is time to; whether to go on.
    async fn go_on(&self) -> bool {
        if now_performance() - self.since.get() > SLICE {
            pause().await;
            self.since.set(now_performance());
        }
        self.whose.strong_count() > 0
    }
}

/// Makes a sheet, band by band.
async fn make(goal: Goal, whose: &Weak<Sheets>) -> Option<Sheet> {
    let slices = Slices { since: Cell::new(now_performance()), whose };
    let scale = goal.scale as f32;
    let size = size_of(goal.part, scale);
    let canvas = new_canvas(size.0 as u32, size.1 as u32)?;
    let context = context_on(&canvas)?;
    for (own, all) in bands(size) {
        let mut raster = Raster::new(goal.part, scale, all.clone());
        paint_edges(&mut raster, &goal, &slices).await?;
        if goal.has_nodes {
            paint_nodes(&mut raster, &goal, &slices).await?;
        }
        let (width, height) = raster.size();
        let (left, inside) = (all.start as f64, (own.start - all.start) as f64);
        let pixels = Clamped(raster.pixels());
        let pixels = ImageData::new_with_u8_clamped_array_and_sh(pixels, width as u32, height as u32).ok()?;
        let put = context.put_image_data_with_dirty_x_and_dirty_y_and_dirty_width_and_dirty_height(
            &pixels,
            left,
            0.0,
            inside,
            0.0,
            own.len() as f64,
            height as f64,
        );
        put.ok()?;
    }
    Some(Sheet { canvas, of: goal })
}

/// Edges, those that stand back before the others.
async fn paint_edges(raster: &mut Raster, goal: &Goal, slices: &Slices<'_>) -> Option<()> {
    let (base, lit) = (&goal.base, goal.lit.as_ref());
    let picture = &base.picture;
    let (width, part) = (raster.size().0, raster.part());
    let edges = match lit {
        Some(lit) => {
            let route = |edge: u32| picture.layout.edges.get(edge as usize);
            let comes_by = |edge: &u32| route(*edge).is_some_and(|route| reaches(route.points, part));
            lit.edges.iter().copied().filter(comes_by).collect()
        }
        None if !goal.has_edges => Vec::new(),
        None => picture.routes.within(part, usize::MAX).0,
    };
    let mut strokes: Vec<(u32, Stroke)> = Vec::with_capacity(edges.len());
    for some in edges.chunks(512) {
        strokes.extend(some.iter().map(|&edge| (edge, base.stroke(edge, lit))));
        if !slices.go_on().await {
            return None;
        }
    }
    for (stroke, strength) in Stroke::ALL.into_iter().zip([0.15, 0.5, 0.55, 0.6, 0.9, 0.95, 0.9]) {
        let own: Vec<u32> = strokes.iter().filter(|(_, other)| *other == stroke).map(|&(edge, _)| edge).collect();
        for some in own.chunks(128) {
            for route in some.iter().filter_map(|&edge| picture.layout.edges.get(edge as usize)) {
                run(raster, route.points, goal.scale as f32, stroke.is_strong());
            }
            if !slices.go_on().await {
                return None;
            }
        }
        let &colour = bytes_of(&[stroke.colour(&base.palette)]).first()?;
        for column in (0..width).step_by(128).filter(|_| !own.is_empty()) {
            raster.dry(column..column + 128, colour, strength);
            if !slices.go_on().await {
                return None;
            }
        }
    }
    Some(())
}

/// Nodes, those that need a look last: they are never hidden by those that do not.
async fn paint_nodes(raster: &mut Raster, goal: &Goal, slices: &Slices<'_>) -> Option<()> {
    let base = &goal.base;
    let nodes = match goal.lit.as_ref() {
        Some(lit) => lit.nodes.clone(),
        None => base.picture.nodes.within(raster.part(), usize::MAX).0,
    };
    let mut kinds: Vec<(u32, usize)> = Vec::with_capacity(nodes.len());
    for some in nodes.chunks(512) {
        kinds.extend(some.iter().map(|&node| (node, base.kind(node))));
        if !slices.go_on().await {
            return None;
        }
    }
    for (kind, colour) in (0..).zip(bytes_of(&base.fills())) {
        let colour = base.shade(kind, colour);
        for some in kinds.chunks(4096) {
            for &(node, _) in some.iter().filter(|(_, other)| *other == kind) {
                if let Some(rect) = base.picture.rect(node) {
                    raster.fill(rect, colour);
                }
            }
            if !slices.go_on().await {
                return None;
            }
        }
    }
    Some(())
}

/// Whether a route comes by the columns of a part: most of what is lit is in other bands.
fn reaches(points: &[Point], part: Rect) -> bool {
    let ends = points.iter().map(|point| (point.x, point.x));
    let ends = ends.reduce(|(least, most), (x, _)| (least.min(x), most.max(x)));
    ends.is_some_and(|(least, most)| least <= part.x + part.w && most >= part.x)
}

/// Adds the ink of a route, in the same shape as `paint` traces it.
fn run(raster: &mut Raster, points: &[Point], scale: f32, is_strong: bool) {
    let mut line = |a: Point, b: Point| {
        raster.line(a, b);
        if is_strong {
            let lower = |point: Point| Point { y: point.y + 1.0 / scale, ..point };
            raster.line(lower(a), lower(b));
        }
    };
    for (&a, &b) in points.iter().zip(points.iter().skip(1)) {
        // What is a few pixels wide does not show its bends.
        if (b.x - a.x) * scale < 4.0 || !curve(a, b) {
            line(a, b);
            continue;
        }
        let mut last = a;
        for step in 1..=8_u8 {
            let t = f32::from(step) / 8.0;
            // The curve that `paint` traces, whose ends are level: its height goes as 3t² − 2t³, its width as below.
            let (rise, reach) = (t * t * (3.0 - 2.0 * t), t * (1.5 - t * (1.5 - t)));
            let next = Point { x: a.x + (b.x - a.x) * reach, y: a.y + (b.y - a.y) * rise };
            line(last, next);
            last = next;
        }
    }
}

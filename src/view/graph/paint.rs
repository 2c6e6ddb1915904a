//! Paints the canvas: all edges in sight, and the nodes where they are too small to be cards. One path a style.

use taskscope_core::layout::dag::{Point, Rect};
use taskscope_core::task::{Family, Outcome, SubtaskIdx};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::palette::{FAMILIES, Palette, context_of};
use super::picture::{Picture, touches};
use super::viewport::Viewport;
use crate::state::{Contrast, Scene};
use crate::view::shown::Passing;

/// How an edge is drawn.
#[derive(Clone, Copy, PartialEq)]
enum Stroke {
    /// Behind search and filter.
    Faint,
    /// Not walked yet.
    Ahead,
    /// Walked.
    Plain,
    /// Closes a circle; it goes against the flow and is not followed.
    Cut,
    /// On the critical path.
    Critical,
    /// Into or out of the selected node.
    Selected,
}

const STROKES: [Stroke; 6] =
    [Stroke::Faint, Stroke::Ahead, Stroke::Plain, Stroke::Cut, Stroke::Critical, Stroke::Selected];

/// Paints one frame.
#[expect(clippy::too_many_arguments, reason = "each is one thing that the picture depends on")]
pub fn paint(
    canvas: &HtmlCanvasElement,
    picture: &Picture,
    scene: &Scene,
    contrast: Option<&Contrast>,
    passing: &Passing,
    selected: Option<u32>,
    viewport: Viewport,
    size: (f64, f64),
    has_cards: bool,
) {
    let Some(context) = context_of(canvas, size.0, size.1) else { return };
    let palette = Palette::read(canvas);
    context.clear_rect(0.0, 0.0, size.0, size.1);
    if context.translate(viewport.x, viewport.y).is_err() || context.scale(viewport.zoom, viewport.zoom).is_err() {
        return;
    }
    let seen = viewport.seen(size, 20.0);
    let pixel = 1.0 / viewport.zoom;

    let strokes: Vec<(usize, Stroke)> = picture
        .layout
        .edges
        .iter()
        .enumerate()
        .filter(|(_, route)| touches(bounds(route.points), seen))
        .map(|(edge, _)| (edge, stroke_of(picture, scene, passing, selected, edge)))
        .collect();
    for stroke in STROKES {
        let edges = strokes
            .iter()
            .filter(|(_, other)| *other == stroke)
            .filter_map(|&(edge, _)| picture.layout.edges.get(edge));
        dress(&context, &palette, stroke, pixel);
        context.begin_path();
        let mut any = false;
        for route in edges {
            trace(&context, route.points);
            any = true;
        }
        if any {
            context.stroke();
        }
    }
    let _ = context.set_line_dash(&js_sys::Array::new());
    context.set_global_alpha(1.0);

    if !has_cards {
        paint_nodes(&context, &palette, picture, scene, contrast, passing, selected, seen, pixel);
    }
}

/// The nodes as boxes of their families' colours, never smaller than can be seen.
#[expect(clippy::too_many_arguments, reason = "each is one thing that the picture depends on")]
fn paint_nodes(
    context: &CanvasRenderingContext2d,
    palette: &Palette,
    picture: &Picture,
    scene: &Scene,
    contrast: Option<&Contrast>,
    passing: &Passing,
    selected: Option<u32>,
    seen: Rect,
    pixel: f64,
) {
    let visible: Vec<(u32, Family, bool)> = picture
        .within(seen)
        .map(|block| {
            let members = members(picture, block);
            (block, family_of(scene, contrast, members), members.iter().any(|&step| passing.shows(step)))
        })
        .collect();
    let least = 2.0 * pixel;
    for family in FAMILIES {
        for passes in [false, true] {
            context.set_fill_style_str(palette.fill(family));
            context.set_global_alpha(if passes { 1.0 } else { 0.25 });
            context.begin_path();
            for &(block, ..) in visible.iter().filter(|(_, other, shown)| *other == family && *shown == passes) {
                if let Some(rect) = picture.rect(block) {
                    context.rect(
                        f64::from(rect.x),
                        f64::from(rect.y),
                        f64::from(rect.w).max(least),
                        f64::from(rect.h).max(least),
                    );
                }
            }
            context.fill();
        }
    }
    context.set_global_alpha(1.0);
    if let Some(rect) = selected.and_then(|block| picture.rect(block)) {
        context.set_stroke_style_str(&palette.accent);
        context.set_line_width(3.0 * pixel);
        let gap = 4.0 * pixel;
        let (x, y, w, h) = (f64::from(rect.x), f64::from(rect.y), f64::from(rect.w), f64::from(rect.h));
        context.stroke_rect(x - gap, y - gap, w + 2.0 * gap, h + 2.0 * gap);
    }
}

/// All nodes as boxes, and nothing else: the picture from far away. `least` is the least length that can be seen.
pub(super) fn paint_boxes(
    context: &CanvasRenderingContext2d,
    palette: &Palette,
    picture: &Picture,
    scene: &Scene,
    contrast: Option<&Contrast>,
    least: f64,
) {
    let families: Vec<Family> = (0..)
        .zip(&picture.layout.nodes)
        .map(|(block, _)| family_of(scene, contrast, members(picture, block)))
        .collect();
    for family in FAMILIES {
        context.set_fill_style_str(palette.fill(family));
        context.begin_path();
        let own = picture.layout.nodes.iter().zip(&families).filter(|(_, other)| **other == family);
        for (rect, _) in own {
            let long = |length: f32| f64::from(length).max(least);
            context.rect(f64::from(rect.x), f64::from(rect.y), long(rect.w), long(rect.h));
        }
        context.fill();
    }
}

fn members(picture: &Picture, block: u32) -> &[SubtaskIdx] {
    picture.blocks.blocks.get(block as usize).map(|block| block.members.as_slice()).unwrap_or_default()
}

/// The family that a block is known by: that of its difference where there is one, else what needs a look comes first.
fn family_of(scene: &Scene, contrast: Option<&Contrast>, members: &[SubtaskIdx]) -> Family {
    if let Some(contrast) = contrast {
        return contrast.delta(scene, members).family();
    }
    let need = |outcome: Outcome| match outcome.family() {
        Family::Bad => 0,
        Family::Active => 1,
        Family::Undone => 2,
        Family::Forced => 3,
        Family::Idle => 4,
        Family::Good => 5,
    };
    let outcomes = members.iter().map(|&step| scene.outcome(step));
    outcomes.min_by_key(|&outcome| need(outcome)).map_or(Family::Idle, Outcome::family)
}

fn stroke_of(picture: &Picture, scene: &Scene, passing: &Passing, selected: Option<u32>, edge: usize) -> Stroke {
    let Some(&(from, to)) = picture.blocks.edges.get(edge) else { return Stroke::Plain };
    let (tails, heads) = (members(picture, from), members(picture, to));
    if picture.layout.edges.get(edge).is_some_and(|route| route.reversed) {
        return Stroke::Cut;
    }
    if selected == Some(from) || selected == Some(to) {
        return Stroke::Selected;
    }
    if passing.is_active()
        && !(tails.iter().any(|&step| passing.shows(step)) && heads.iter().any(|&step| passing.shows(step)))
    {
        return Stroke::Faint;
    }
    let is_critical = |steps: &[SubtaskIdx]| {
        steps.iter().find(|step| scene.insight.path.contains.get(step.index()) == Some(&true)).copied()
    };
    if let (Some(tail), Some(head)) = (is_critical(tails), is_critical(heads))
        && scene.task.downstream.of(tail).contains(&head)
    {
        return Stroke::Critical;
    }
    let has_started = |step: &SubtaskIdx| scene.time(*step).is_some_and(|time| time.start.is_some());
    if heads.iter().any(has_started) { Stroke::Plain } else { Stroke::Ahead }
}

/// Sets colour, width and dashes.
fn dress(context: &CanvasRenderingContext2d, palette: &Palette, stroke: Stroke, pixel: f64) {
    let (colour, width, alpha, dashes): (&str, f64, f64, &[f64]) = match stroke {
        Stroke::Faint => (&palette.edge, 1.0, 0.3, &[]),
        Stroke::Ahead => (&palette.edge, 1.3, 0.9, &[4.0, 4.0]),
        Stroke::Plain => (&palette.edge, 1.5, 1.0, &[]),
        Stroke::Cut => (palette.fill(Family::Bad), 1.8, 1.0, &[8.0, 4.0]),
        Stroke::Critical => (&palette.halo, 2.4, 1.0, &[]),
        Stroke::Selected => (&palette.accent, 2.4, 1.0, &[]),
    };
    context.set_stroke_style_str(colour);
    context.set_global_alpha(alpha);
    // Far away a line keeps a width that can be seen, and its dashes are left out: they would only cost.
    context.set_line_width(width.max(0.7 * pixel));
    let dashes = if pixel > 3.0 { &[][..] } else { dashes };
    let _ =
        context.set_line_dash(&dashes.iter().copied().map(wasm_bindgen::JsValue::from_f64).collect::<js_sys::Array>());
}

/// Traces a route with its corners rounded. A piece between two ranks leaves and arrives level.
fn trace(context: &CanvasRenderingContext2d, points: &[Point]) {
    let at = |point: &Point| (f64::from(point.x), f64::from(point.y));
    let Some(first) = points.first() else { return };
    let (mut x, mut y) = at(first);
    context.move_to(x, y);
    for point in points.iter().skip(1) {
        let (to_x, to_y) = at(point);
        let reach = to_x - x;
        // The gap between two ranks holds no node, so a curve in it can't run through one.
        if (to_y - y).abs() > 0.5 && reach > 0.0 && reach <= 80.0 {
            let middle = x + reach / 2.0;
            context.bezier_curve_to(middle, y, middle, to_y, to_x, to_y);
        } else {
            context.line_to(to_x, to_y);
        }
        (x, y) = (to_x, to_y);
    }
}

fn bounds(points: &[Point]) -> Rect {
    let (mut left, mut top, mut right, mut bottom) = (f32::MAX, f32::MAX, f32::MIN, f32::MIN);
    for point in points {
        left = left.min(point.x);
        right = right.max(point.x);
        top = top.min(point.y);
        bottom = bottom.max(point.y);
    }
    Rect { x: left, y: top, w: right - left, h: bottom - top }
}

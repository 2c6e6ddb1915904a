//! Boxes that are too small for cards and large enough for a few words: they are lighter, with a stripe in their outcome's
//! colour, and bear their names.

use taskscope_core::layout::dag::Rect;

use super::look::{BACK, Base};
use super::paint::{Brush, View};
use super::viewport::Viewport;
use crate::dom::{px, window};
use crate::view::shown::{numbered_name, step_name};

/// From this zoom on, a box has room for the beginning of its name.
const LEAST_ZOOM: f64 = 0.28;

/// The most names in a frame, and the most in one that is one of many.
const MOST: usize = 1_200;
const MOST_MOVING: usize = 300;

/// How tall letters and lines are, in CSS px.
const LETTER: f64 = 10.0;
const LINE: f64 = 12.0;

/// How wide a letter is, and one that is not Latin. To measure each text takes longer than to paint it; what is wider after all
/// is pressed together by the canvas.
const LATIN: f64 = 5.4;
const OTHER: f64 = 10.0;

/// The stripe at the start of a box, and the room on both sides of its name, in CSS px.
const STRIPE: f64 = 3.0;
const PAD: f64 = 4.0;

/// Whether so many nodes, all that are in sight, bear their names.
pub(super) fn are_named(view: &View, nodes: usize) -> bool {
    !view.has_cards && view.viewport.zoom >= LEAST_ZOOM && nodes <= if view.is_moving { MOST_MOVING } else { MOST }
}

impl Brush<'_> {
    /// Nodes with their names.
    pub(super) fn named(&self, nodes: &[(u32, usize)], viewport: Viewport) {
        for (kind, fill) in self.base.fills().into_iter().enumerate() {
            let own = nodes.iter().filter(|&&(_, other)| other == kind);
            let own: Vec<(u32, Rect)> =
                own.filter_map(|&(node, _)| Some((node, self.base.picture.rect(node)?))).collect();
            if own.is_empty() {
                continue;
            }
            let presence = if kind < BACK { 0.3 } else { 1.0 };
            let boxes = |fill: &str, alpha: f64, wide: Option<f64>| {
                self.context.set_fill_style_str(fill);
                self.context.set_global_alpha(alpha);
                self.context.begin_path();
                for (_, rect) in &own {
                    self.context.rect(rect.x.into(), rect.y.into(), wide.unwrap_or(rect.w.into()), rect.h.into());
                }
                self.context.fill();
            };
            boxes(&self.base.palette.raised, 1.0, None);
            boxes(fill, 0.3 * presence, None);
            boxes(fill, presence, Some(STRIPE * self.pixel));
            self.write(&own, viewport, presence);
        }
        self.context.set_global_alpha(1.0);
    }

    /// Writes names into boxes, in letters of one size at any zoom.
    fn write(&self, nodes: &[(u32, Rect)], viewport: Viewport, alpha: f64) {
        let (context, palette) = (self.context, &self.base.palette);
        context.save();
        let ratio = window().device_pixel_ratio();
        let _ = context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
        context.set_font(&format!("{} {}", px(LETTER), palette.font));
        context.set_text_baseline("middle");
        context.set_fill_style_str(&palette.ink);
        context.set_global_alpha(alpha);
        for &(node, rect) in nodes {
            let place = |at: f32, offset: f64| f64::from(at) * viewport.zoom + offset;
            let (left, middle) = (place(rect.x, viewport.x), place(rect.y + rect.h / 2.0, viewport.y));
            let room = f64::from(rect.w) * viewport.zoom - STRIPE - 2.0 * PAD;
            let most = (f64::from(rect.h) * viewport.zoom / LINE) as usize;
            let lines = fitted(&name_of(self.base, node), room, most.max(1));
            let first = middle - (lines.len() as f64 - 1.0) / 2.0 * LINE;
            for (line, text) in lines.iter().enumerate() {
                let (x, y) = ((left + STRIPE + PAD).round(), (first + line as f64 * LINE).round());
                let _ = context.fill_text_with_max_width(text, x, y, room);
            }
        }
        context.restore();
    }
}

/// What is written on a node.
fn name_of(base: &Base, node: u32) -> String {
    let Some(block) = base.picture.blocks.blocks.get(node as usize) else { return String::new() };
    let Some(&first) = block.members.first() else { return String::new() };
    match block.group {
        Some(_) => format!("{} ×{}", step_name(&base.scene.task, first), block.members.len()),
        None => numbered_name(&base.scene.task, first),
    }
}

/// A name in lines of so many CSS px, cut where there are more than so many: between words, and within one that is too long.
fn fitted(name: &str, room: f64, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = name.trim();
    while !rest.is_empty() {
        let is_last = lines.len() + 1 >= most;
        let fits = fitting(rest, room);
        if fits == rest.len() {
            lines.push(rest.to_owned());
            break;
        }
        if is_last {
            let (start, _) = rest.split_at_checked(fitting(rest, room - LATIN)).unwrap_or((rest, ""));
            lines.push(format!("{}…", start.trim_end()));
            break;
        }
        let (start, after) = rest.split_at_checked(fits).unwrap_or((rest, ""));
        let space = if after.starts_with(' ') { Some(fits) } else { start.rfind(' ') };
        let (line, next) = rest.split_at_checked(space.unwrap_or(fits)).unwrap_or((rest, ""));
        lines.push(line.trim_end().to_owned());
        rest = next.trim_start();
    }
    lines
}

/// How many bytes of a text fit into so many CSS px; those of one letter at least.
fn fitting(text: &str, room: f64) -> usize {
    let mut wide = 0.0;
    let beyond = text.char_indices().find(|&(at, letter)| {
        wide += if letter.is_ascii() { LATIN } else { OTHER };
        at > 0 && wide > room
    });
    beyond.map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    /// The lines where so many Latin letters fit into each.
    fn lines(name: &str, letters: u32, most: usize) -> Vec<String> {
        fitted(name, f64::from(letters) * LATIN + 0.1, most)
    }

    #[wasm_bindgen_test]
    fn a_name_is_cut_between_words_and_within_one_that_is_too_long() {
        assert_eq!(lines("Start observer", 20, 1), ["Start observer"]);
        assert_eq!(lines("Start observer", 10, 1), ["Start obs…"]);
        assert_eq!(lines("Start observer", 10, 2), ["Start", "observer"]);
        assert_eq!(lines("Start observer", 5, 3), ["Start", "obser", "ver"]);
        assert_eq!(lines("Start observer", 6, 2), ["Start", "obser…"]);
        assert_eq!(lines("a", 0, 1), ["a"]);
        assert_eq!(lines("", 9, 2), [""; 0]);
    }

    #[wasm_bindgen_test]
    fn letters_that_are_not_latin_are_wider() {
        assert_eq!(fitted("检查集群状态", 3.0 * OTHER + 0.1, 2), ["检查集", "群状态"]);
        assert_eq!(fitted("检查集群状态", 3.0 * OTHER + 0.1, 1), ["检查…"]);
    }
}

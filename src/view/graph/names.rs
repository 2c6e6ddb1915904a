//! The names of boxes that are too small for cards: within, as long as there is room for a word, in boxes that are lighter for
//! it; beside them, where few boxes stand in free space, as in most tasks as a whole.

use taskscope_core::layout::dag::Rect;
use taskscope_core::layout::tiles::touches;

use super::look::{BACK, Base};
use super::paint::{Brush, View};
use super::picture::RANK_GAP;
use super::viewport::Viewport;
use crate::dom::{px, window};
use crate::view::shown::{numbered_name, step_name};

/// From this zoom on, a box has room for the beginning of its name; from this one, there is some beside it.
const WITHIN_FROM: f64 = 0.28;
const BESIDE_FROM: f64 = 0.1;

/// The most names in a frame, and the most in one that is one of many; the most boxes with names beside them.
const MOST: usize = 1_200;
const MOST_MOVING: usize = 300;
const MOST_BESIDE: usize = 100;

/// How tall letters and lines are, in CSS px, and the most lines beside a box.
const LETTER: f64 = 10.0;
const LINE: f32 = 12.0;
const LINES_BESIDE: usize = 3;

/// Where a rank is no wider than this, in CSS px, the names of one rank stand below its boxes, those of the next above: each has
/// the width of two.
const NARROW: f32 = 44.0;

/// How wide a letter is, and one that is not Latin. To measure each text takes longer than to paint it; what is wider after all
/// is pressed together by the canvas.
const LATIN: f32 = 5.4;
const OTHER: f32 = 10.0;

/// The stripe at the start of a box, and the room on both sides of its name, in CSS px.
const STRIPE: f32 = 3.0;
const PAD: f32 = 4.0;

/// Where nodes bear their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    Nowhere,
    Within,
    Beside,
}

impl Names {
    /// Where so many nodes, all that are in sight, bear theirs.
    pub fn of(view: &View, nodes: usize) -> Self {
        match view.viewport.zoom {
            _ if view.has_cards => Self::Nowhere,
            WITHIN_FROM.. if nodes <= if view.is_moving { MOST_MOVING } else { MOST } => Self::Within,
            BESIDE_FROM..WITHIN_FROM if nodes <= MOST_BESIDE => Self::Beside,
            _ => Self::Nowhere,
        }
    }
}

/// A name where it is written, in CSS px of the window.
struct Label {
    lines: Vec<String>,
    /// Where its lines begin, or have their middle.
    x: f32,
    /// The middle of the first line.
    y: f32,
    room: f32,
}

impl Brush<'_> {
    /// Nodes with their names in them.
    pub(super) fn named(&self, nodes: &[(u32, usize)], viewport: Viewport) {
        for (kind, fill) in self.base.fills().into_iter().enumerate() {
            let own = nodes.iter().filter(|&&(_, other)| other == kind);
            let own: Vec<(u32, Rect)> =
                own.filter_map(|&(node, _)| Some((node, self.base.picture.rect(node)?))).collect();
            if own.is_empty() {
                continue;
            }
            let presence = presence(kind);
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
            boxes(fill, presence, Some(f64::from(STRIPE) * self.pixel));
            let label = |(node, rect)| {
                let Rect { x, y, w, h } = on_screen(rect, viewport);
                let room = w - STRIPE - 2.0 * PAD;
                let lines = fitted(&name_of(self.base, node, true), room, ((h / LINE) as usize).max(1));
                let y = y + (h - (lines.len() as f32 - 1.0) * LINE) / 2.0;
                Label { lines, x: x + STRIPE + PAD, y, room }
            };
            self.write(&own.into_iter().map(label).collect::<Vec<_>>(), "left", presence);
        }
    }

    /// The names of nodes below or above them, where there is nothing. Of siblings one stands for all.
    pub(super) fn captioned(&self, nodes: &[(u32, usize)], viewport: Viewport) {
        let seen = |&(node, _): &(u32, usize)| Some(on_screen(self.base.picture.rect(node)?, viewport));
        let mut taken: Vec<Rect> = nodes.iter().filter_map(seen).collect();
        let mut said = Vec::new();
        for &(node, kind) in nodes {
            let Some(Rect { x, y, w, h }) = seen(&(node, kind)) else { continue };
            let rank = w + RANK_GAP * viewport.zoom as f32;
            let is_narrow = rank < NARROW;
            let room = if is_narrow { 2.0 * rank } else { rank } - PAD;
            let rank_of = self.base.picture.layout.ranks.get(node as usize);
            let name = (rank_of, name_of(self.base, node, false));
            if said.contains(&name) {
                continue;
            }
            let lines = fitted(&name.1, room, LINES_BESIDE);
            let tall = lines.len() as f32 * LINE;
            let at = |top: f32| Rect { x: x + (w - room) / 2.0, y: top, w: room, h: tall };
            let (below, above) = (at(y + h + PAD), at(y - PAD - tall));
            let is_odd = rank_of.is_some_and(|rank| rank % 2 == 1);
            let places = if is_narrow && is_odd { [above, below] } else { [below, above] };
            let is_free = |place: &Rect| !taken.iter().any(|&other| touches(other, *place));
            if let Some(place) = places.into_iter().find(is_free) {
                let label = Label { lines, x: x + w / 2.0, y: place.y + LINE / 2.0, room };
                self.write(&[label], "center", presence(kind));
                taken.push(place);
                said.push(name);
            }
        }
    }

    /// Writes names in letters of one size at any zoom.
    fn write(&self, labels: &[Label], align: &str, alpha: f64) {
        let (context, palette) = (self.context, &self.base.palette);
        context.save();
        let ratio = window().device_pixel_ratio();
        let _ = context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
        context.set_font(&format!("{} {}", px(LETTER), palette.font));
        context.set_text_align(align);
        context.set_text_baseline("middle");
        context.set_fill_style_str(&palette.ink);
        context.set_global_alpha(alpha);
        for Label { lines, x, y, room } in labels {
            for (line, text) in lines.iter().enumerate() {
                let y = (y + line as f32 * LINE).round();
                let _ = context.fill_text_with_max_width(text, x.round().into(), y.into(), (*room).into());
            }
        }
        context.restore();
    }
}

/// A box of the picture in CSS px of the window.
fn on_screen(rect: Rect, Viewport { x, y, zoom }: Viewport) -> Rect {
    let scaled = |length: f32, offset: f64| (f64::from(length) * zoom + offset) as f32;
    Rect { x: scaled(rect.x, x), y: scaled(rect.y, y), w: scaled(rect.w, 0.0), h: scaled(rect.h, 0.0) }
}

/// How much of a kind of nodes is seen of what is written on them.
const fn presence(kind: usize) -> f64 {
    if kind < BACK { 0.3 } else { 1.0 }
}

/// What a node is called; a step of several perhaps with its number.
fn name_of(base: &Base, node: u32, is_numbered: bool) -> String {
    let (task, members) = (&base.scene.task, base.picture.members(node));
    match *members {
        [] => String::new(),
        [step] if is_numbered => numbered_name(task, step),
        [step] => step_name(task, step),
        [step, ..] => format!("{} ×{}", step_name(task, step), members.len()),
    }
}

/// A name in lines of so many CSS px, cut where there are more than so many: between words, and within one that is too long.
fn fitted(name: &str, room: f32, most: usize) -> Vec<String> {
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
fn fitting(text: &str, room: f32) -> usize {
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
        fitted(name, letters as f32 * LATIN + 0.1, most)
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

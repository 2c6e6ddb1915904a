//! The picture from far away, as pixels: what is too much for one frame to trace is rasterised here, in slices, and then
//! only moved.
//!
//! Edges are not drawn one over another. Each adds its ink to the pixels it runs through, and what has gathered in a
//! pixel becomes one shade: a bundle of edges is darker than one edge, and one edge is always seen.
//!
//! ```text
//!  ink of the edges    1 . .        shade   ▒ . .
//!  in each pixel       2 1 .                ▓ ▒ .
//!                      3 1 1                █ ▒ ▒
//! ```
//!
//! A pixel takes six bytes, and a screen has millions: so a large picture is made in [`bands`], one after the other, each with
//! a margin in which what its border would cut may end as it likes.

use std::ops::Range;

use super::dag::{Point, Rect};

/// Red, green, blue, and how opaque it is.
pub type Colour = [u8; 4];

/// The ink that one edge leaves in a pixel it runs through in full.
const FULL: u32 = 256;

/// The most pixels of a band.
const BAND: usize = 400_000;

/// How much wider than its own columns a band is on each side, in pixels.
const MARGIN: usize = 4;

/// The width and height of a part of the picture, in pixels.
#[must_use]
pub fn size_of(part: Rect, scale: f32) -> (usize, usize) {
    let long = |length: f32| ((length * scale).ceil() as usize).max(1);
    (long(part.w), long(part.h))
}

/// The bands of so many pixels: of each the columns that are its own, and those that it is to be made of.
pub fn bands((width, height): (usize, usize)) -> impl Iterator<Item = (Range<usize>, Range<usize>)> {
    let step = (BAND / height).max(16 * MARGIN);
    (0..width).step_by(step).map(move |from| {
        let own = from..(from + step).min(width);
        let all = own.start.saturating_sub(MARGIN)..(own.end + MARGIN).min(width);
        (own, all)
    })
}

/// Pixels with transparency, and the ink that has gathered since the last [`Raster::dry`].
#[derive(Clone, Debug)]
pub struct Raster {
    width: usize,
    height: usize,
    /// Where the picture's left top is, in pixels.
    left: f32,
    top: f32,
    /// Pixels to one unit of the picture.
    scale: f32,
    /// Column by column: most of a layered picture's edges are steep.
    ink: Vec<u16>,
    /// Row by row, four bytes each.
    pixels: Vec<u8>,
}

impl Raster {
    /// A clear raster of some columns of a part of the picture, at so many pixels to its unit.
    #[must_use]
    pub fn new(part: Rect, scale: f32, columns: Range<usize>) -> Self {
        let (width, height) = (columns.len(), size_of(part, scale).1);
        Self {
            width,
            height,
            left: part.x * scale + columns.start as f32,
            top: part.y * scale,
            scale,
            ink: vec![0; width * height],
            pixels: vec![0; 4 * width * height],
        }
    }

    /// The width and height in pixels.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    /// The part of the picture that it shows.
    #[must_use]
    pub fn part(&self) -> Rect {
        let long = |pixels: f32| pixels / self.scale;
        Rect { x: long(self.left), y: long(self.top), w: long(self.width as f32), h: long(self.height as f32) }
    }

    /// The pixels, row by row: red, green, blue, opacity, not premultiplied.
    #[must_use]
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// Adds the ink of a straight line from one point of the picture to another.
    pub fn line(&mut self, from: Point, to: Point) {
        // In pixels, the middle of the first being (0, 0).
        let place = |point: Point| (point.x * self.scale - self.left - 0.5, point.y * self.scale - self.top - 0.5);
        let (a, b) = (place(from), place(to));
        let Some((a, b)) = self.clipped(a, b) else { return };
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let is_steep = dy.abs() >= dx.abs();
        // Along the long side each pixel has one step; its ink is shared by the two that the line runs between.
        let ((from, across), (to, _), slope) = if is_steep {
            let (a, b) = if dy >= 0.0 { (a, b) } else { (b, a) };
            ((a.1, a.0), (b.1, b.0), if dy == 0.0 { 0.0 } else { dx / dy })
        } else {
            let (a, b) = if dx >= 0.0 { (a, b) } else { (b, a) };
            ((a.0, a.1), (b.0, b.1), dy / dx)
        };
        let first = from.round().max(0.0);
        // The last pixel is the next line's first, unless there is no other.
        let steps = ((to.round() - first) as usize).max(1);
        let (length, stride) = if is_steep { (1, self.height) } else { (self.height, 1) };
        let limit = if is_steep { self.width } else { self.height };
        let mut place = first as usize * length;
        // Sixteen bits behind the point.
        let mut at = ((across + (first - from) * slope) * 65536.0) as i32;
        let step = (slope * 65536.0) as i32;
        for _ in 0..steps {
            let (side, share) = ((at >> 16).max(0) as usize, (at >> 8 & 255) as u32);
            let side = side.min(limit - 1);
            self.add(place + side * stride, FULL - share);
            if side + 1 < limit {
                self.add(place + (side + 1) * stride, share);
            }
            place += length;
            at = at.wrapping_add(step);
        }
    }

    fn add(&mut self, place: usize, ink: u32) {
        if let Some(slot) = self.ink.get_mut(place) {
            *slot = slot.saturating_add(ink as u16);
        }
    }

    /// The part of a line that is on the raster or half a pixel beside it, after Liang and Barsky.
    fn clipped(&self, a: (f32, f32), b: (f32, f32)) -> Option<((f32, f32), (f32, f32))> {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let (right, bottom) = (self.width as f32 - 1.0, self.height as f32 - 1.0);
        let (mut enter, mut leave) = (0.0_f32, 1.0_f32);
        // Half a pixel beyond the middle of the first and last is still on it.
        for (by, room) in [(-dx, a.0 + 0.5), (dx, right + 0.5 - a.0), (-dy, a.1 + 0.5), (dy, bottom + 0.5 - a.1)] {
            if by == 0.0 && room < 0.0 {
                return None;
            } else if by < 0.0 {
                enter = enter.max(room / by);
            } else if by > 0.0 {
                leave = leave.min(room / by);
            }
        }
        let at = |share: f32| (a.0 + share * dx, a.1 + share * dy);
        (enter <= leave).then(|| (at(enter), at(leave)))
    }

    /// Turns the ink that gathered in the columns `from..to` into shades of a colour, over what is there, and clears it.
    /// `strength` is how opaque one edge is, from 0 to 1.
    pub fn dry(&mut self, columns: Range<usize>, colour: Colour, strength: f32) {
        let most = f32::from(colour[3]);
        // n edges in a pixel are n / (n + rest) opaque: the first counts most, and none is without effect.
        let rest = FULL as f32 * (1.0 / strength.max(0.01) - 1.0);
        for x in columns.start..columns.end.min(self.width) {
            for y in 0..self.height {
                let Some(slot) = self.ink.get_mut(x * self.height + y).filter(|ink| **ink > 0) else { continue };
                let ink = f32::from(std::mem::take(slot));
                let alpha = (most * ink / (ink + rest)) as u32;
                let place = 4 * (y * self.width + x);
                if let Some(pixel) = self.pixels.get_mut(place..place + 4) {
                    over(pixel, colour, alpha.max(1));
                }
            }
        }
    }

    /// Fills a box of the picture; however small, it is at least two pixels wide and tall.
    pub fn fill(&mut self, rect: Rect, colour: Colour) {
        let cut = |from: f32, length: f32, offset: f32, most: usize| {
            let start = (from * self.scale - offset).round();
            let end = ((from + length) * self.scale - offset).round().max(start + 2.0);
            // The casts make 0 of what is before the first.
            (start as usize).min(most)..(end as usize).min(most)
        };
        let columns = cut(rect.x, rect.w, self.left, self.width);
        for y in cut(rect.y, rect.h, self.top, self.height) {
            let row = self.pixels.get_mut(4 * (y * self.width + columns.start)..4 * (y * self.width + columns.end));
            for pixel in row.unwrap_or_default().chunks_exact_mut(4) {
                over(pixel, colour, u32::from(colour[3]));
            }
        }
    }
}

/// Lays a colour over a pixel.
fn over(pixel: &mut [u8], colour: Colour, alpha: u32) {
    let [red, green, blue, below] = pixel else { return };
    if alpha == 255 {
        (*red, *green, *blue, *below) = (colour[0], colour[1], colour[2], 255);
        return;
    }
    let under = u32::from(*below) * (255 - alpha) / 255;
    let whole = (alpha + under).max(1);
    for (slot, own) in [red, green, blue].into_iter().zip(colour) {
        *slot = ((u32::from(own) * alpha + u32::from(*slot) * under) / whole) as u8;
    }
    *below = whole.min(255) as u8;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const INK: Colour = [10, 20, 30, 255];

    fn part(w: f32, h: f32) -> Rect {
        Rect { x: 0.0, y: 0.0, w, h }
    }

    fn whole(part: Rect, scale: f32) -> Raster {
        Raster::new(part, scale, 0..size_of(part, scale).0)
    }

    fn opacity(raster: &Raster, x: usize, y: usize) -> u8 {
        raster.pixels()[4 * (y * raster.size().0 + x) + 3]
    }

    /// The pixels that hold any colour.
    fn inked(raster: &Raster) -> usize {
        raster.pixels().chunks(4).filter(|pixel| pixel[3] > 0).count()
    }

    proptest! {
        #[test]
        fn every_edge_leaves_ink_where_it_starts(
            ends in ((0.0..400.0_f32, 0.0..900.0_f32), (0.0..400.0_f32, 0.0..900.0_f32)),
            scale in 0.01..1.5_f32,
        ) {
            let ((x, y), (to_x, to_y)) = ends;
            let mut raster = whole(part(400.0, 900.0), scale);
            raster.line(Point { x, y }, Point { x: to_x, y: to_y });
            let (width, height) = raster.size();
            raster.dry(0..width, INK, 0.4);
            let near = |x: f32, y: f32| {
                let (x, y) = ((x * scale) as usize, (y * scale) as usize);
                (x.saturating_sub(1)..(x + 2).min(width))
                    .any(|x| (y.saturating_sub(1)..(y + 2).min(height)).any(|y| opacity(&raster, x, y) > 0))
            };
            prop_assert!(near(x, y) && near(to_x, to_y));
        }

        #[test]
        fn lines_from_anywhere_stay_on_the_raster(
            ends in ((-1e7..1e7_f32, -1e7..1e7_f32), (-1e7..1e7_f32, -1e7..1e7_f32)),
        ) {
            let ((x, y), (to_x, to_y)) = ends;
            let mut raster = whole(part(40.0, 30.0), 1.0);
            raster.line(Point { x, y }, Point { x: to_x, y: to_y });
            raster.fill(Rect { x, y, w: to_x, h: to_y }, INK);
            raster.dry(0..usize::MAX, INK, 1.0);
            prop_assert!(inked(&raster) <= 40 * 30);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn in_bands_it_is_the_same_picture(
            lines in prop::collection::vec(((-50.0..650.0_f32, 0.0..4000.0_f32), (-50.0..650.0_f32, 0.0..4000.0_f32)), 1..6),
            boxes in prop::collection::vec((0..600_i16, 0..4000_i16, 0..100_i16), 0..6),
            x in -300..300_i16,
        ) {
            // No border of a box lies between two pixels: it would be rounded to one of them by chance.
            let part = Rect { x: f32::from(x) + 0.25, y: 0.0, w: 600.0, h: 4000.0 };
            let boxes: Vec<Rect> = boxes
                .into_iter()
                .map(|(x, y, w)| Rect { x: x.into(), y: y.into(), w: w.into(), h: 30.0 })
                .collect();
            let paint = |mut raster: Raster| {
                for ((x, y), (to_x, to_y)) in &lines {
                    raster.line(Point { x: *x, y: *y }, Point { x: *to_x, y: *to_y });
                }
                raster.dry(0..usize::MAX, INK, 0.5);
                boxes.iter().for_each(|rect| raster.fill(*rect, INK));
                raster
            };
            let one = paint(whole(part, 1.0));
            let mut next = 0;
            for (own, all) in bands(one.size()) {
                let band = paint(Raster::new(part, 1.0, all.clone()));
                prop_assert_eq!(own.start, next);
                next = own.end;
                // At the borders of the whole a line may begin some pixels sooner or later.
                for (x, y) in own.filter(|x| (3..597).contains(x)).flat_map(|x| (3..3997).map(move |y| (x, y))) {
                    let (here, there) = (opacity(&band, x - all.start, y), opacity(&one, x, y));
                    // A long line, begun elsewhere, runs a tenth of a pixel beside itself.
                    prop_assert!(here.abs_diff(there) <= 24, "{here} for {there} at {x} {y}");
                }
            }
            prop_assert_eq!(next, 600);
        }
    }

    #[test]
    fn a_bundle_is_darker_than_an_edge_and_one_edge_is_seen() {
        let of = |edges: usize| {
            let mut raster = whole(part(20.0, 20.0), 1.0);
            for _ in 0..edges {
                raster.line(Point { x: 2.0, y: 10.5 }, Point { x: 18.0, y: 10.5 });
            }
            raster.dry(0..20, INK, 0.4);
            opacity(&raster, 10, 10)
        };
        assert_eq!([of(0), of(1), of(2)], [0, 102, 145]);
        assert!(of(1000) > 245);
    }

    #[test]
    fn what_lies_beyond_the_edge_of_the_part_is_cut_off() {
        let mut raster = whole(Rect { x: 100.0, y: 100.0, w: 10.0, h: 10.0 }, 1.0);
        raster.line(Point { x: 0.0, y: 105.5 }, Point { x: 300.0, y: 105.5 });
        raster.line(Point { x: 0.0, y: 0.0 }, Point { x: 300.0, y: 10.0 });
        raster.dry(0..10, INK, 0.5);
        assert_eq!(inked(&raster), 10);
        assert!((0..10).all(|x| opacity(&raster, x, 5) > 0));
    }

    #[test]
    fn a_box_is_at_least_two_pixels() {
        let mut raster = whole(part(100.0, 100.0), 0.1);
        raster.fill(Rect { x: 50.0, y: 50.0, w: 1.0, h: 1.0 }, INK);
        assert_eq!(inked(&raster), 4);
        assert_eq!(raster.pixels()[4 * (5 * 10 + 5)..][..4], INK);
    }

    #[test]
    fn a_colour_over_another_is_mixed() {
        let mut raster = whole(part(4.0, 4.0), 1.0);
        raster.fill(part(4.0, 4.0), [200, 100, 0, 255]);
        raster.fill(part(4.0, 4.0), [0, 100, 200, 128]);
        assert_eq!(raster.pixels()[..4], [99, 100, 100, 255]);
    }
}

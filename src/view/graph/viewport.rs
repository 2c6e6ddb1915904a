//! Which part of the picture is seen: `screen = picture × zoom + offset`, in CSS px.

use taskscope_core::layout::dag::Rect;
use taskscope_core::number::within;

use super::LEGIBLE;
use super::picture::Picture;
use crate::dom::{decimal, px};

/// The window onto the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// Where the picture's left edge is on the screen.
    pub x: f64,
    /// Where its top is.
    pub y: f64,
    /// CSS px of the screen to one of the picture.
    pub zoom: f64,
}

impl Default for Viewport {
    fn default() -> Self {
        Self { x: 0.0, y: 0.0, zoom: 1.0 }
    }
}

/// The farthest that a reader goes out by hand. The whole of a very long picture in a small window is farther.
const LEAST_ZOOM: f64 = 0.002;
const LEAST_WHOLE: f64 = 0.000_001;
const MOST_ZOOM: f64 = 2.5;

/// Browsers know no lengths beyond some millions of px (Firefox: 17.8), and a picture of 70,000 steps in a row is longer: its
/// cards stand where they do as counted from a point of so coarse a grid.
const GRID: f64 = 4_194_304.0;

/// Room around a picture that is fitted, in CSS px.
const MARGIN: f64 = 24.0;

impl Viewport {
    /// The whole picture, in the middle, never larger than life.
    pub fn fitting(picture: &Picture, (width, height): (f64, f64)) -> Self {
        let bounds = picture.layout.bounds;
        let (w, h) = (f64::from(bounds.w).max(1.0), f64::from(bounds.h).max(1.0));
        let zoom = within(((width - 2.0 * MARGIN) / w).min((height - 2.0 * MARGIN) / h), LEAST_WHOLE, 1.0);
        Self { x: (width - w * zoom) / 2.0, y: (height - h * zoom) / 2.0, zoom }
    }

    /// What a reader sees first: all of it if it can be read so, else what matters at a zoom that can be read.
    pub fn opening(picture: &Picture, size: (f64, f64), focus: Option<u32>) -> Self {
        let whole = Self::fitting(picture, size);
        if whole.zoom >= LEGIBLE {
            return whole;
        }
        let zoom = 0.75;
        let rect = focus.or_else(|| picture.first()).and_then(|block| picture.rect(block));
        let Some(rect) = rect else { return whole };
        // Without a focus the picture is read from its left edge.
        let across = if focus.is_some() { 0.5 } else { 0.15 };
        let (x, y) = centre(rect);
        let fits_upright = whole.zoom_of_height(picture, size) >= zoom;
        let y = if fits_upright { f64::from(picture.layout.bounds.h) / 2.0 } else { y };
        Self { x: size.0 * across - x * zoom, y: size.1 / 2.0 - y * zoom, zoom }
    }

    fn zoom_of_height(self, picture: &Picture, size: (f64, f64)) -> f64 {
        (size.1 - 2.0 * MARGIN) / f64::from(picture.layout.bounds.h).max(1.0)
    }

    /// Zoomed by a factor with one point of the screen held where it is.
    pub fn zoomed(self, factor: f64, x: f64, y: f64) -> Self {
        let zoom = within(self.zoom * factor, LEAST_ZOOM.min(self.zoom), MOST_ZOOM);
        let scale = zoom / self.zoom;
        Self { x: x - (x - self.x) * scale, y: y - (y - self.y) * scale, zoom }
    }

    /// Moved by so much of the screen.
    pub fn panned(self, dx: f64, dy: f64) -> Self {
        Self { x: self.x + dx, y: self.y + dy, ..self }
    }

    /// Moved, and zoomed in if need be, so that a box of the picture is in sight; as it is if it already is.
    pub fn revealing(self, rect: Rect, size: (f64, f64), least_zoom: f64) -> Self {
        let (x, y) = centre(rect);
        let (screen_x, screen_y) = (x * self.zoom + self.x, y * self.zoom + self.y);
        let is_seen = (MARGIN..size.0 - MARGIN).contains(&screen_x) && (MARGIN..size.1 - MARGIN).contains(&screen_y);
        if is_seen && self.zoom >= least_zoom {
            return self;
        }
        let zoom = if self.zoom >= least_zoom { self.zoom } else { 0.75 };
        Self { x: size.0 / 2.0 - x * zoom, y: size.1 / 2.0 - y * zoom, zoom }
    }

    /// Moved so that a point of the picture is in the middle of the window.
    pub fn centred_on(self, x: f64, y: f64, (width, height): (f64, f64)) -> Self {
        Self { x: width / 2.0 - x * self.zoom, y: height / 2.0 - y * self.zoom, ..self }
    }

    /// The part of the picture that is seen, with so much more of the screen on each side.
    pub fn seen(self, (width, height): (f64, f64), more: f64) -> Rect {
        Rect {
            x: ((-self.x - more) / self.zoom) as f32,
            y: ((-self.y - more) / self.zoom) as f32,
            w: ((width + 2.0 * more) / self.zoom) as f32,
            h: ((height + 2.0 * more) / self.zoom) as f32,
        }
    }

    /// The point of the picture that its cards are placed from, near what is seen.
    pub fn ground(self) -> (f64, f64) {
        let near = |offset: f64| (-offset / self.zoom / GRID).round() * GRID;
        (near(self.x), near(self.y))
    }

    /// For a style sheet: where that point is, and the zoom.
    pub fn transform(self) -> String {
        let (x, y) = self.ground();
        let (x, y) = (self.x + x * self.zoom, self.y + y * self.zoom);
        format!("translate({},{}) scale({})", px(x), px(y), decimal(self.zoom, 5))
    }
}

/// The middle of a box.
pub fn centre(rect: Rect) -> (f64, f64) {
    (f64::from(rect.x + rect.w / 2.0), f64::from(rect.y + rect.h / 2.0))
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn cards_are_placed_from_a_point_near_them() {
        for x in [0.0, -1e6, -20e6, -5e9] {
            let viewport = Viewport { x, y: 100.0, zoom: 0.75 };
            let (across, down) = viewport.ground();
            assert!((-x / 0.75 - across).abs() <= GRID / 2.0, "{x}");
            assert_eq!(down, 0.0);
        }
        assert_eq!(
            Viewport { x: -1e6, y: 0.0, zoom: 1.0 }.transform(),
            "translate(-1000000.00px,0.00px) scale(1.00000)"
        );
    }
}

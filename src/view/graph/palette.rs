//! The style sheet's colours, for the canvas. A canvas knows no custom properties, and the computed value of one is the
//! text that was written, so they are read off properties whose value is a colour.

use std::cell::RefCell;
use std::rc::Rc;

use taskscope_core::layout::raster::Colour;
use taskscope_core::task::Family;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::dom::{Listener, window};
use crate::state::{Derived, Session, Var, follow, keep};

/// The colours the canvas needs.
#[derive(Debug, PartialEq)]
pub struct Palette {
    /// Edges.
    pub edge: String,
    /// What stands back.
    pub quiet: String,
    /// The critical path.
    pub halo: String,
    /// What is selected.
    pub accent: String,
    /// The ground of what stands on the canvas.
    pub raised: String,
    /// What is written on it.
    pub ink: String,
    /// The fonts of that.
    pub font: String,
    /// Fills by family, in the order of [`FAMILIES`].
    fills: [String; 6],
}

/// Every family.
pub const FAMILIES: [Family; 6] =
    [Family::Idle, Family::Active, Family::Good, Family::Bad, Family::Undone, Family::Forced];

/// The properties that hand over the colours; `graph.css` gives them to each canvas, which has no other use for them.
const LINES: [&str; 7] =
    ["color", "fill", "stroke", "stop-color", "border-left-color", "border-right-color", "font-family"];
const FILLS: [&str; 6] = [
    "flood-color",
    "lighting-color",
    "border-top-color",
    "column-rule-color",
    "text-decoration-color",
    "text-emphasis-color",
];

/// The colours where a canvas stands, read when they are first asked for, and again once the light is another. To read them
/// makes the browser work out the styles of all that has changed since its last frame.
#[derive(Clone)]
pub struct Colours {
    /// What the reader chose.
    dark: Derived<Option<bool>>,
    /// Counts up when the system's colours become others.
    system: Var<u32>,
    kept: Rc<RefCell<Option<Rc<Palette>>>>,
}

impl Colours {
    /// Follows the light.
    pub fn follow(session: Session) -> Self {
        let system = Var::new(0);
        keep(on_scheme_change(move || system.update(|count| *count += 1)));
        let dark = Derived::new(move |_| session.choice.get().dark);
        let colours = Self { dark, system, kept: Rc::default() };
        let own = colours.clone();
        follow(move || {
            own.track();
            own.kept.take();
        });
        colours
    }

    /// Has an effect run again when the light is another: the browser does not repaint a canvas.
    pub fn track(&self) {
        self.dark.track();
        self.system.track();
    }

    /// The colours. To be read in a frame: when the reader has chosen another light, the page has it only then.
    pub fn of(&self, canvas: &HtmlCanvasElement) -> Rc<Palette> {
        self.kept.borrow_mut().get_or_insert_with(|| Rc::new(Palette::read(canvas))).clone()
    }
}

impl Palette {
    /// Reads the colours that hold where an element stands.
    fn read(element: &HtmlCanvasElement) -> Self {
        let style = window().get_computed_style(element).ok().flatten();
        let value = |property: &str| {
            style.as_ref().and_then(|style| style.get_property_value(property).ok()).unwrap_or_default()
        };
        let [edge, quiet, halo, accent, raised, ink, font] = LINES.map(value);
        Self { edge, quiet, halo, accent, raised, ink, font, fills: FILLS.map(value) }
    }

    /// The fill of a family.
    pub fn fill(&self, family: Family) -> &str {
        let place = FAMILIES.iter().position(|&other| other == family).unwrap_or(0);
        self.fills.get(place).map_or("", String::as_str)
    }
}

/// Colours as bytes. A browser that guards against fingerprints gives other pixels than were painted, so their text comes
/// first; however else the style sheet writes them, a canvas knows them all.
pub(super) fn bytes_of(colours: &[&str]) -> Vec<Colour> {
    if let Some(bytes) = colours.iter().map(|colour| written(colour)).collect() {
        return bytes;
    }
    let read = || {
        let context = context_on(&new_canvas(colours.len() as u32, 1)?)?;
        for (colour, x) in colours.iter().zip(0..) {
            context.set_fill_style_str(colour);
            context.fill_rect(f64::from(x), 0.0, 1.0, 1.0);
        }
        Some(context.get_image_data(0.0, 0.0, colours.len() as f64, 1.0).ok()?.data().0)
    };
    let bytes = read().unwrap_or_default();
    bytes.chunks_exact(4).filter_map(|pixel| pixel.try_into().ok()).collect()
}

/// As computed colours are written: `rgb(1, 2, 3)`, or `rgba(1, 2, 3, 0.4)`.
fn written(colour: &str) -> Option<Colour> {
    let (_, parts) = colour.strip_suffix(')')?.split_once('(').filter(|(kind, _)| matches!(*kind, "rgb" | "rgba"))?;
    let mut parts = parts.split(',').map(str::trim);
    let mut part = || parts.next()?.parse().ok();
    let [red, green, blue] = [part()?, part()?, part()?];
    // The browser's own way to read a fraction: the library's brings 10 KB along.
    let alpha = parts.next().map_or(1.0, js_sys::parse_float);
    Some([red, green, blue, (alpha * 255.0).round() as u8])
}

/// A canvas that is not on the page, in its own pixels.
pub(super) fn new_canvas(width: u32, height: u32) -> Option<HtmlCanvasElement> {
    let canvas = window().document()?.create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    Some(canvas)
}

/// What paints on a canvas.
pub(super) fn context_on(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok().flatten()?.dyn_into().ok()
}

/// A canvas's context, with the canvas as sharp as the screen and scaled to CSS px.
pub fn context_of(canvas: &HtmlCanvasElement, width: f64, height: f64) -> Option<CanvasRenderingContext2d> {
    let ratio = window().device_pixel_ratio();
    let (wide, tall) = ((width * ratio).round() as u32, (height * ratio).round() as u32);
    if canvas.width() != wide || canvas.height() != tall {
        canvas.set_width(wide);
        canvas.set_height(tall);
    }
    let context = context_on(canvas)?;
    context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).ok()?;
    Some(context)
}

/// Listens for a change of the system's colours.
fn on_scheme_change(changed: impl Fn() + Clone + 'static) -> Vec<Listener> {
    ["(prefers-color-scheme: dark)", "(forced-colors: active)"]
        .into_iter()
        .filter_map(|query| window().match_media(query).ok().flatten())
        .map(|list| {
            let changed = changed.clone();
            Listener::new(&list, "change", move |_| changed())
        })
        .collect()
}

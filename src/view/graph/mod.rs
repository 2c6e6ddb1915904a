//! The dependency graph: a canvas for edges and for nodes too small to read, and over it real elements for those that
//! can be read. Both follow one layout and one viewport.

mod active;
mod card;
mod far;
mod focus;
mod gesture;
mod lit;
mod look;
mod minimap;
mod names;
mod paint;
mod palette;
mod picture;
mod sight;
mod tip;
mod viewport;

use std::cell::Cell;
use std::sync::Arc;

use leptos::prelude::*;
use taskscope_core::layout::tiles::touches;
use taskscope_core::task::SubtaskIdx;
use web_sys::{HtmlCanvasElement, HtmlElement};

use self::active::{enter, focus_card, follow_near, settle, visible_cards};
use self::card::{Card, follow_contents};
pub use self::focus::toggle_focus;
use self::focus::{focus_bar, focus_button};
use self::gesture::{follow_gestures, is_on_card, on_wheel};
use self::lit::{Lit, follow_lit};
use self::look::Look;
use self::minimap::minimap;
use self::paint::{Frames, View, paint};
pub use self::palette::{Colours, context_of};
use self::picture::{Picture, follow_layout};
use self::sight::back_button;
use self::tip::tip;
use self::viewport::{Viewport, centre};
use super::part::{IntoPart, Key, NodeRef, Part, does, each, holds, only, say, view, when};
use super::pointers::Origin;
use crate::dom::{Frame, SizeObserver, Timer, decimal, zoom_steps};
use crate::state::{Derived, Keep, Same, Session, Var, follow, on_change, use_session};

/// From this zoom on, cards can be read and are elements.
const LEGIBLE: f64 = 0.5;

/// The most cards at once, of up to eleven elements each: where more nodes are in sight the canvas paints them all, until they
/// are fewer by so much that the picture does not flicker between the two.
const MOST_CARDS: usize = 220;
const FEW_CARDS: usize = 180;

/// No browser tells smaller lengths apart when it lays out a page, in CSS px.
const LAYOUT_UNIT: f64 = 1.0 / 64.0;

/// What the graph's parts share.
#[derive(Clone, Copy)]
struct GraphState {
    /// The picture on the screen; `None` until the first is laid out.
    picture: Var<Option<Arc<Picture>>>,
    /// A better picture of the same graph, for a reader who is about in its draft to ask for.
    refined: Var<Option<Arc<Picture>>>,
    /// How far the layout has come, from 0 to 1.
    progress: Var<f32>,
    /// Whether a better picture than the draft on the screen is being looked for.
    is_refining: Var<bool>,
    /// Whether the reader keeps the draft: then none is.
    is_kept: Var<bool>,
    /// Which part of it is seen.
    viewport: Var<Viewport>,
    /// The width and height of the window, in CSS px.
    size: Var<(f64, f64)>,
    /// The nodes in sight, where they are elements; `None` where the canvas paints them.
    near: Derived<Option<Vec<u32>>>,
    /// The node that the keyboard is on, by its first member: that is its name from picture to picture.
    active: Var<SubtaskIdx>,
    /// The node that the pointer is on, by its first member.
    hovered: Var<Option<SubtaskIdx>>,
    /// The node whose card has the focus, the same.
    focused: Var<Option<SubtaskIdx>>,
    /// Whether the view is on the move.
    moving: Var<bool>,
    /// Whether the next picture takes over the focus: its card went with the last one.
    refocus: Var<bool>,
    /// What the view does when the picture or the window becomes another.
    follows: Var<Follows>,
}

/// What the view shows of the next picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Follows {
    /// Where a reader begins.
    Opening,
    /// All of it: the reader asked for that last.
    Whole,
    /// What it shows now: the reader has moved it, and from then on it moves only when asked.
    Nothing,
}

/// What all cards read.
#[derive(Clone, Copy)]
struct Shared {
    /// What is lit.
    lit: Derived<Option<Same<Lit>>>,
    /// The point of the picture that they are placed from.
    ground: Derived<(f64, f64)>,
}

/// The graph.
#[component]
pub fn Graph() -> Part {
    let session = use_session();
    let (picture, viewport, size) = (Var::new(None), Var::new(Viewport::default()), Var::new((0.0, 0.0)));
    let state = GraphState {
        picture,
        refined: Var::new(None),
        progress: Var::new(0.0),
        is_refining: Var::new(false),
        is_kept: Var::new(false),
        viewport,
        size,
        near: follow_near(picture, viewport, size),
        active: Var::new(SubtaskIdx(0)),
        hovered: Var::new(None),
        focused: Var::new(None),
        moving: Var::new(false),
        refocus: Var::new(false),
        follows: Var::new(Follows::Opening),
    };
    provide_context(state);
    let lit = follow_lit(session, state);
    let ground = Derived::new(move |_| state.viewport.with(|viewport| viewport.ground()));
    provide_context(Shared { lit, ground });
    follow_layout(session, state);

    let window = NodeRef::<HtmlElement>::new();
    let canvas = NodeRef::<HtmlCanvasElement>::new();
    let observer = Keep::empty();
    follow(move || {
        if let Some(element) = window.get() {
            observer.put(SizeObserver::new(&element, move |width, height| state.resize((width, height))));
        }
    });

    // A view that nobody has moved follows the picture and the window; one that was moved stays.
    let last: Cell<Option<Arc<Picture>>> = Cell::new(None);
    follow(move || {
        let (Some(picture), size) = (state.picture.get(), state.size.get()) else { return };
        if size.0 <= 0.0
            && let Some(window) = window.get_untracked()
        {
            // The observer's word comes with the frame, when it is too late for what is to be painted in it.
            state.resize(inner_size(&window));
        }
        let before = last.replace(Some(picture.clone()));
        let is_known = before.as_ref().is_some_and(|before| before.is_like(&picture));
        let before = before.filter(|last| !Arc::ptr_eq(last, &picture));
        match state.follows.get_untracked() {
            Follows::Nothing => {
                if let Some(before) = before {
                    hold(state, &before, &picture);
                }
            }
            _ if size.0 <= 0.0 => {}
            Follows::Whole => state.viewport.set(Viewport::fitting(&picture, size)),
            Follows::Opening => {
                let focus = session.selected.get_untracked().and_then(|step| picture.block_of(step));
                state.viewport.set(Viewport::opening(&picture, size, focus));
            }
        }
        settle(session, state, &picture, is_known);
    });
    follow(move || {
        state.picture.track();
        if state.refocus.get_untracked() && state.picture.with_untracked(Option::is_some) {
            state.refocus.set(false);
            focus_card(state, state.active.get_untracked());
        }
    });
    on_change(session.fit, move || fit(state));
    session.follow_zoom(move |steps| state.zoom(steps));
    on_change(session.reveal, move || reveal_selected(session.selected.get_untracked(), state));

    let frame = Keep::empty();
    let again = move || frame.with(Frame::request);
    let look = Look::follow(session, state, again);
    let frames = Frames::default();
    frame.put(Frame::new(move || {
        let Some(canvas) = canvas.get_untracked() else { return };
        let (Some(base), Some(lit)) = (look.base(&canvas), lit.try_get_untracked()) else { return };
        let lit = lit.filter(|lit| Arc::ptr_eq(&lit.picture, &base.picture));
        let view = View {
            viewport: state.viewport.get_untracked(),
            size: state.size.get_untracked(),
            has_cards: state.shows_cards(),
            selected: state.selected(session),
            is_moving: state.moving.get_untracked(),
            is_draft: state.is_refining.get_untracked(),
        };
        paint(&canvas, &base, lit.as_ref(), &view, &frames, again);
    }));
    follow(move || {
        state.viewport.track();
        state.size.track();
        state.moving.track();
        lit.track();
        session.selected.track();
        again();
    });

    // While the view moves, its cards are moved as they are, and drawn anew once it rests.
    let rest = Keep::empty();
    let is_first = Cell::new(true);
    follow(move || {
        state.viewport.track();
        if !is_first.replace(false) {
            state.moving.set(true);
            rest.put(Timer::new(160, move || state.moving.try_set(false)));
        }
    });

    let origin = Origin::of(window);
    follow_gestures(session, state, origin);
    let cards = Derived::new(move |_: Option<&Vec<Key>>| visible_cards(state));
    let place = move || state.viewport.get().transform();
    let is_far = Derived::new(move |_| state.near.with(Option::is_none));
    // While its card is about to have the focus, the graph keeps it: else it would be nobody's in between.
    let stop = move || is_far.get().then(|| if state.focused.get().is_none() { "0" } else { "-1" });
    let label = move || {
        state.picture.with(|picture| {
            let (nodes, edges) =
                picture.as_ref().map_or((0, 0), |picture| (picture.blocks.blocks.len(), picture.blocks.edges.len()));
            (session.text().graph_name)(nodes, edges)
        })
    };
    let laying_out = move || {
        let text = session.text().laying_out;
        let done = say(move || decimal(state.progress.get().into(), 2));
        view! { <div class="ts-laying-out"><p>{text}</p><progress aria-label=text max="1" value=done></progress></div> }
            .part()
    };
    let refine = move || {
        let show = does(move |_| {
            state.picture.set(state.refined.get_untracked());
            state.refined.set(None);
        });
        view! { <button class="ts-button ts-refine" on:click=show>{session.text().refine}</button> }.part()
    };
    // What takes a while is seen; the style sheet waits with it, for as a rule it takes none.
    let refining = move || {
        let text = session.text().refining;
        let done = say(move || decimal(state.progress.get().into(), 2));
        let keep = does(move |_| state.is_kept.set(true));
        view! {
            <div class="ts-refine ts-refining">
                <span>{text}</span>
                <progress aria-label=text max="1" value=done></progress>
                <button class="ts-button" on:click=keep>{session.text().keep_draft}</button>
            </div>
        }
        .part()
    };
    let contents = follow_contents(session);
    let card =
        move |_, key: u64| view! { <Card first=SubtaskIdx((key >> 1) as u32) contents=contents.clone() /> }.part();
    view! {
        <div class="ts-card ts-graph">
        <section
            class="ts-graph-view"
            role="group"
            aria-roledescription=session.text().graph
            aria-label=say(label)
            aria-describedby="ts-graph-hint"
            tabindex=when(stop)
            on:focus=does(move |event| enter(state, &event))
            on:keydown=does(move |event| card::on_key(state, &event))
        >
            <p class="ts-offscreen" id="ts-graph-hint">{session.text().graph_hint}</p>
            <div
                class="ts-graph-window"
                node_ref=window
                on:wheel=does(move |event| on_wheel(state, origin, &event))
                on:pointerleave=does(move |_| state.hovered.try_set(None))
                on:dblclick=does(move |event: leptos::ev::MouseEvent| {
                    if !is_on_card(&event) {
                        fit(state);
                    }
                })
            >
                <canvas node_ref=canvas aria-hidden="true"></canvas>
                <div
                    class="ts-cards"
                    class:ts-moving=holds(move || state.moving.get())
                    class:ts-far=holds(move || is_far.get())
                    style:transform=say(place)
                >
                    {each(move || cards.get(), card)}
                </div>
                {tip(session, state, is_far)}
                {only(move || state.picture.with(Option::is_none), laying_out)}
            </div>
            {only(move || state.refined.with(Option::is_some), refine)}
            {only(move || state.is_refining.get(), refining)}
            {focus_bar(state)}
            {back_button(session, state)}
            <ZoomButtons />
        </section>
        {minimap(state)}
        </div>
    }
    .part()
}

impl GraphState {
    /// Whether the nodes in sight are elements.
    fn shows_cards(self) -> bool {
        self.near.with_untracked(Option::is_some)
    }

    /// Takes over the size of the window, if it is another.
    fn resize(self, size: (f64, f64)) {
        let is_same = |old: (f64, f64)| (old.0 - size.0).abs().max((old.1 - size.1).abs()) < LAYOUT_UNIT;
        if !self.size.try_get_untracked().is_some_and(is_same) {
            self.size.try_set(size);
        }
    }

    /// The node of the selected step.
    fn selected(self, session: Session) -> Option<u32> {
        let step = session.selected.get_untracked()?;
        self.picture.with_untracked(|picture| picture.as_ref()?.block_of(step))
    }

    /// Zooms by so many steps around the middle of the window, below 0 out.
    fn zoom(self, steps: i32) {
        let (width, height) = self.size.get_untracked();
        self.follows.set(Follows::Nothing);
        self.viewport.update(|viewport| *viewport = viewport.zoomed(zoom_steps(steps), width / 2.0, height / 2.0));
    }
}

/// The width and height of an element without a border, as a [`SizeObserver`] tells them: whatever transforms it stands in.
fn inner_size(element: &HtmlElement) -> (f64, f64) {
    let place = element.get_bounding_client_rect();
    let side = |exact: f64, whole: i32| {
        let whole = f64::from(whole);
        if (exact - whole).abs() < 1.0 { exact } else { whole }
    };
    (side(place.width(), element.offset_width()), side(place.height(), element.offset_height()))
}

/// Moves the view so that the node that the reader was at stands where it stood; unfolded, its steps around that place.
fn hold(state: GraphState, before: &Picture, picture: &Picture) {
    let place = || {
        let (block, old) = before.place_of(state.active.get_untracked())?;
        Some((old, picture.hull(before, block)?))
    };
    let viewport = state.viewport.get_untracked();
    let seen = viewport.seen(state.size.get_untracked(), 0.0);
    if let Some((old, new)) = place().filter(|(old, _)| touches(*old, seen)) {
        let ((x, y), (new_x, new_y)) = (centre(old), centre(new));
        state.viewport.set(viewport.panned((x - new_x) * viewport.zoom, (y - new_y) * viewport.zoom));
    }
}

/// Shows the whole picture.
fn fit(state: GraphState) {
    state.follows.set(Follows::Whole);
    if let Some(picture) = state.picture.get_untracked() {
        state.viewport.set(Viewport::fitting(&picture, state.size.get_untracked()));
    }
}

/// Brings the selected step into sight, if it is not.
fn reveal_selected(selected: Option<SubtaskIdx>, state: GraphState) {
    let Some(picture) = state.picture.get_untracked() else { return };
    if let Some(block) = selected.and_then(|step| picture.block_of(step)) {
        if let Some(first) = picture.first_of(block) {
            state.active.set(first);
        }
        reveal(state, block, LEGIBLE);
    }
}

/// Brings a node into sight, if it is not, at least at this zoom.
fn reveal(state: GraphState, block: u32, least_zoom: f64) {
    if let Some(rect) = state.picture.with_untracked(|picture| picture.as_ref()?.rect(block)) {
        let size = state.size.get_untracked();
        state.viewport.update(|viewport| *viewport = viewport.revealing(rect, size, least_zoom));
    }
}

/// The buttons for zooming, for those without a wheel.
#[component]
fn ZoomButtons() -> Part {
    let session = use_session();
    let state: GraphState = expect_context();
    let percent = move || {
        let zoom = state.viewport.get().zoom * 100.0;
        let digits = [1.0, 0.1].into_iter().filter(|least| zoom < *least).count() as u32;
        decimal(zoom, digits) + " %"
    };
    view! {
        <div class="ts-zoom">
            <button aria-label=session.text().zoom_out on:click=does(move |_| state.zoom(-1))>
                "−"
            </button>
            <span>{say(percent)}</span>
            <button aria-label=session.text().zoom_in on:click=does(move |_| state.zoom(1))>
                "+"
            </button>
            <button on:click=does(move |_| fit(state))>{session.text().fit}</button>
            {focus_button(session)}
        </div>
    }
    .part()
}

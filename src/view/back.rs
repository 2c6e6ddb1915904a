//! The way back to the selected step, where it is out of sight: a button that names it and points to it.

use std::rc::Rc;

use leptos::ev::MouseEvent;

use super::part::{IntoPart, Part, does, only, say, view};
use super::scroller::Scroller;
use super::shown::{Shown, numbered_name, use_shown};
use crate::state::{Derived, use_session};

/// Beyond which edge of a view something lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The upper one.
    Above,
    /// The lower one.
    Below,
    /// The left one.
    Left,
    /// The right one.
    Right,
}

impl Side {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Above => "above",
            Self::Below => "below",
            Self::Left => "left",
            Self::Right => "right",
        }
    }

    /// An arrow to it.
    const fn arrow(self) -> &'static str {
        match self {
            Self::Above => "M8 13.5v-11M3.5 7L8 2.5L12.5 7",
            Self::Below => "M8 2.5v11M3.5 9L8 13.5L12.5 9",
            Self::Left => "M13.5 8h-11M7 3.5L2.5 8L7 12.5",
            Self::Right => "M2.5 8h11M9 3.5L13.5 8L9 12.5",
        }
    }
}

/// The button, while the selected step lies beyond an edge of the view. `focus` moves the focus to the step: the button that
/// had it goes.
pub fn back(side: Derived<Option<Side>>, focus: Rc<dyn Fn()>) -> Part {
    let session = use_session();
    let name = move || {
        let step = session.loaded.get().zip(session.selected.get());
        step.map(|(loaded, step)| numbered_name(&loaded.task, step)).unwrap_or_default()
    };
    let label = move || (session.text().back_to)(&name());
    let button = move || {
        let focus = focus.clone();
        let click = move |_: MouseEvent| {
            session.reveal.update(|count| *count += 1);
            focus();
        };
        view! {
            <div class="ts-back" data-side=say(move || side.get().map_or("", Side::as_str))>
                <button
                    class="ts-button"
                    aria-label=say(label)
                    title=say(label)
                    aria-keyshortcuts="."
                    on:click=does(click)
                >
                    <svg class="ts-small-icon" viewBox="0 0 16 16" aria-hidden="true">
                        <path d=say(move || side.get().map_or("", Side::arrow)) />
                    </svg>
                    <span>{say(name)}</span>
                </button>
            </div>
        }
        .part()
    };
    only(move || side.get().is_some(), button)
}

/// The button among rows. `place` is that of the selected one, `covered` how many CSS px of the rows at the top something
/// covers when it comes into sight, `before` how many rows the head has.
pub fn back_to_row(
    scroller: Scroller,
    place: Derived<Option<usize>>,
    covered: fn(Shown, usize) -> f64,
    before: usize,
) -> Part {
    let shown = use_shown();
    let side = Derived::new(move |_| {
        let place = place.get()?;
        scroller.side(place, covered(shown, place))
    });
    let focus = move || {
        if let Some(place) = place.get_untracked() {
            scroller.focus(place + before + 1);
        }
    };
    back(side, Rc::new(focus))
}

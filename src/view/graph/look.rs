//! What canvases paint from, put together anew only when some of it is another.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use web_sys::HtmlCanvasElement;

use super::paint::Base;
use super::{Colours, GraphState};
use crate::state::{Derived, Session, follow};
use crate::view::shown::{Passing, use_shown};

/// What a canvas paints from, and what it is put together of.
#[derive(Clone)]
pub(super) struct Look {
    session: Session,
    state: GraphState,
    passing: Derived<Passing>,
    colours: Colours,
    /// `None` once it is no longer what the session says.
    base: Rc<RefCell<Option<Rc<Base>>>>,
}

impl Look {
    /// Follows the session; `changed` asks for a frame.
    pub(super) fn follow(session: Session, state: GraphState, changed: impl Fn() + 'static) -> Self {
        let colours = Colours::follow(session);
        let look = Self { session, state, passing: use_shown().passing, colours, base: Rc::default() };
        let own = look.clone();
        follow(move || {
            state.picture.track();
            session.scene.track();
            session.contrast.track();
            own.passing.track();
            own.colours.track();
            own.base.take();
            changed();
        });
        look
    }

    /// What to paint from, in the colours that hold where a canvas stands.
    pub(super) fn base(&self, canvas: &HtmlCanvasElement) -> Option<Rc<Base>> {
        let mut base = self.base.borrow_mut();
        if base.is_none() {
            *base = Some(Rc::new(Base {
                picture: self.state.picture.try_get_untracked()??,
                scene: self.session.scene.get_untracked()?,
                contrast: self.session.contrast.get_untracked(),
                passing: self.passing.get_untracked(),
                palette: self.colours.of(canvas),
                matches: OnceCell::new(),
            }));
        }
        base.clone()
    }
}

//! Pieces of the page whose types end here.
//!
//! In Leptos the type of a view is the whole tree under it, and each such type brings its own code for being rebuilt,
//! spread, cloned and served: most of the bundle, were it let through. A viewer that only ever runs in the browser
//! needs none of that. So a piece is built as it is made, and what remains is one type:
//!
//! ```text
//!  view! { … }.part()        built once, mounted where it is put
//!  live(move || … .part())   built anew whenever what it reads changes: for what comes, goes, or becomes another
//!  say(move || …)            a text or attribute that follows what it reads; its element stays, and so does the focus
//!  when(move || …)           the same for an attribute that may be absent
//!  does(move |event| …)      what an event does
//! ```

use std::sync::Arc;

use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::reactive_graph::RenderEffectState;
use leptos::tachys::renderer::types::{Element as DomElement, Node as DomNode};
use leptos::tachys::view::{Position, PositionState};
use send_wrapper::SendWrapper;

use crate::state::Derived;

/// A piece of the page, built already.
pub struct Part(SendWrapper<Built>);

/// What was built: mounted where the piece is put.
pub struct Built(Box<dyn Mountable>);

impl Part {
    /// Nothing; it keeps its place.
    #[must_use]
    pub fn none() -> Self {
        ().part()
    }
}

/// Whatever can be built becomes a piece.
pub trait IntoPart {
    /// Builds it.
    fn part(self) -> Part;
}

impl<V> IntoPart for V
where
    V: Render,
    V::State: 'static,
{
    fn part(self) -> Part {
        Part(SendWrapper::new(Built(Box::new(self.build()))))
    }
}

/// A piece made anew whenever what it reads changes.
pub fn live(make: impl Fn() -> Part + 'static) -> Part {
    fn follow(make: Box<dyn Fn() -> Part>) -> Part {
        let effect = RenderEffect::new(move |last: Option<Built>| {
            let mut new = make().0.take();
            if let Some(mut last) = last {
                last.insert_before_this(&mut new);
                last.unmount();
            }
            new
        });
        Part(SendWrapper::new(Built(Box::new(RenderEffectState::from(effect)))))
    }
    follow(Box::new(make))
}

/// A piece that is there while a condition holds.
pub fn only(holds: impl Fn() -> bool + Send + Sync + 'static, make: impl Fn() -> Part + 'static) -> Part {
    let holds = Derived::new(move |_| holds());
    live(move || if holds.get() { make() } else { Part::none() })
}

/// A text or attribute that follows what it reads.
pub type Words = Box<dyn FnMut() -> String + Send>;

/// A text or attribute that follows what it reads.
pub fn say<S: Into<String>>(mut words: impl FnMut() -> S + Send + 'static) -> Words {
    Box::new(move || words().into())
}

/// An attribute that may be absent.
pub type MaybeWords = Box<dyn FnMut() -> Option<String> + Send>;

/// An attribute that may be absent.
pub fn when<S: Into<String>>(mut words: impl FnMut() -> Option<S> + Send + 'static) -> MaybeWords {
    Box::new(move || words().map(Into::into))
}

/// A class or property that holds or does not.
pub fn holds(test: impl FnMut() -> bool + Send + 'static) -> Box<dyn FnMut() -> bool + Send> {
    Box::new(test)
}

/// What an event does.
pub fn does<E>(act: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(act)
}

impl Mountable for Built {
    fn unmount(&mut self) {
        self.0.unmount();
    }

    fn mount(&mut self, parent: &DomElement, marker: Option<&DomNode>) {
        self.0.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.0.insert_before_this(child)
    }

    fn elements(&self) -> Vec<DomElement> {
        self.0.elements()
    }
}

impl Render for Part {
    type State = Built;

    fn build(self) -> Built {
        self.0.take()
    }

    fn rebuild(self, state: &mut Built) {
        let mut new = self.0.take();
        state.insert_before_this(&mut new);
        state.unmount();
        *state = new;
    }
}

impl AddAnyAttr for Part {
    type Output<New: Attribute> = Self;

    /// A piece is built already: there is nothing left to spread an attribute onto.
    fn add_any_attr<New: Attribute>(self, _: New) -> Self {
        self
    }
}

/// What Leptos asks of every view. Nothing of it is used where there is no server: a piece has no HTML.
impl RenderHtml for Part {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Built {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}

/// What a piece of a list is known by: its place in the list, and what stands there.
pub type Key = (usize, u64);

/// A list of pieces. A key that stays keeps its piece, and with it focus and scroll.
pub fn each(
    keys: impl Fn() -> Vec<Key> + Send + Sync + 'static,
    make: impl Fn(Key) -> Part + Send + Sync + 'static,
) -> Part {
    fn list(keys: Box<dyn Fn() -> Vec<Key> + Send + Sync>, make: Arc<dyn Fn(Key) -> Part + Send + Sync>) -> Part {
        view! { <For each=keys key=|key| *key children=move |key| make(key) /> }.part()
    }
    list(Box::new(keys), Arc::new(make))
}

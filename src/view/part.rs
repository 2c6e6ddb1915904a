//! Pieces of the page whose types end here.
//!
//! In Leptos the type of a view is the whole tree under it, and each such type brings its own code for being rebuilt,
//! spread, cloned and served: most of the bundle, were it let through. A viewer that only ever runs in the browser
//! needs none of that. So a piece is built as it is made, and what remains is one type:
//!
//! ```text
//!  view! { … }.part()        built once, mounted where it is put
//!  all(pieces)               one after the other
//!  live(move || … .part())   built anew whenever what it reads changes: for what comes, goes, or becomes another
//!  drawn(data, draw)         the same, only where that is other data than before
//!  lines(said, draw)         lines of texts at fixed places, of which each may be empty
//!  placed(count, place)      pieces that one effect puts in their places, when it finds that they have to be others
//!  only(holds, make)         there while a condition holds
//!  soon(has_much, make)      built in a turn of its own, where there is much to do: what may come a moment after the rest
//!  each(keys, make)          a list whose pieces stay as long as their keys do
//!  say(move || …)            a text or attribute that follows what it reads; its element stays, and so does the focus
//!  when(move || …)           the same for an attribute that may be absent
//!  marked(piece, marks)      a piece's attributes, all by one effect: for what there are many of
//!  does(move |event| …)      what an event does
//! ```

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::reactive_graph::RenderEffectState;
use leptos::tachys::renderer::types::{Element as DomElement, Node as DomNode};
use leptos::tachys::view::{Position, PositionState};
use send_wrapper::SendWrapper;

use crate::dom::{as_markup, hand_focus_on, hand_focus_over, pause, spawn};
use crate::state::{Derived, Var};

pub use super::element::{Holds, NodeRef, Text};
pub use super::list::{Key, each, each_row};
pub use taskscope_macros::view;

/// A piece of the page, built already.
pub struct Part(SendWrapper<Built>);

/// What was built: mounted where the piece is put.
pub struct Built(Box<dyn Mountable>);

impl Part {
    /// A piece that was built elsewhere.
    pub(super) fn of(built: impl Mountable + 'static) -> Self {
        Self(SendWrapper::new(Built(Box::new(built))))
    }

    /// What was built of it.
    pub(super) fn into_built(self) -> Built {
        self.0.take()
    }
}

/// What becomes a piece: markup, words, and several of these.
pub trait IntoPart {
    /// Builds it.
    fn part(self) -> Part;
}

impl IntoPart for Part {
    fn part(self) -> Part {
        self
    }
}

/// Pieces one after the other.
pub fn all(pieces: impl Iterator<Item = Part>) -> Part {
    let mut pieces = pieces;
    collected(&mut || pieces.next())
}

/// Of each kind of iterator no more than its next piece is in the bundle: a list that collects would be of a kind, too.
fn collected(next: &mut dyn FnMut() -> Option<Part>) -> Part {
    let mut pieces = Vec::new();
    while let Some(piece) = next() {
        pieces.push(piece);
    }
    pieces.part()
}

/// A piece made anew whenever what it reads changes.
pub fn live(make: impl Fn() -> Part + 'static) -> Part {
    follow_making(Box::new(make), |last, new| hand_focus_on(&last.elements(), &new.elements()))
}

/// Puts a piece made anew in the place of the last one, each time. `hand_over` is shown both, while both are there.
fn follow_making(make: Box<dyn Fn() -> Part>, hand_over: fn(&Built, &Built)) -> Part {
    let effect = RenderEffect::new(move |last: Option<Built>| {
        let mut new = make().into_built();
        if let Some(mut last) = last {
            last.insert_before_this(&mut new);
            hand_over(&last, &new);
            last.unmount();
        }
        new
    });
    Part::of(RenderEffectState::from(effect))
}

/// A piece made anew whenever the data that it is drawn from is another: a poll that brings the same leaves it alone. The
/// focus goes on to the like place of the new one.
pub fn drawn<T>(data: impl Fn() -> T + Send + Sync + 'static, draw: impl Fn(T) -> Part + 'static) -> Part
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let data = Derived::new(move |_| data());
    follow_making(Box::new(move || draw(data.get())), |last, new| hand_focus_over(&last.elements(), &new.elements()))
}

/// What a line says, text by text; nothing where it is not there.
pub type Line = Option<Vec<String>>;

/// So many lines, each made of a few texts; all by one effect. Where one says something else, its texts do, in their places.
/// `draw` makes plain markup around them, in which nothing follows anything.
pub fn lines(count: usize, said: impl Fn() -> Vec<Line> + 'static, draw: fn(&[Text]) -> Part) -> Part {
    lines_of(count, Box::new(said), draw)
}

fn lines_of(count: usize, said: Box<dyn Fn() -> Vec<Line>>, draw: fn(&[Text]) -> Part) -> Part {
    let mut last: Vec<Option<(Vec<String>, Vec<Text>)>> = (0..count).map(|_| None).collect();
    placed(count, move |slots| {
        let mut said = said().into_iter();
        for (slot, last) in slots.iter().zip(&mut last) {
            match (said.next().flatten(), &mut *last) {
                (Some(new), Some((old, texts))) => {
                    let changed = texts.iter().zip(&new).zip(&*old).filter(|((_, new), old)| new != old);
                    changed.for_each(|((text, new), _)| text.say(new));
                    *old = new;
                }
                (Some(new), None) => {
                    let texts: Vec<Text> = new.iter().map(|text| Text::new(text)).collect();
                    slot.put(draw(&texts));
                    *last = Some((new, texts));
                }
                (None, Some(_)) => {
                    slot.put(Part::none());
                    *last = None;
                }
                (None, None) => {}
            }
        }
    })
}

/// As many places, and an effect that puts pieces there. It makes plain markup, in which nothing follows anything.
pub fn placed(count: usize, place: impl FnMut(&[Slot]) + 'static) -> Part {
    placed_by(count, Box::new(place))
}

/// Puts pieces in their places.
type Place = dyn FnMut(&[Slot]);

fn placed_by(count: usize, mut place: Box<Place>) -> Part {
    let slots: Vec<Slot> = (0..count).map(|_| Slot::default()).collect();
    let own = slots.clone();
    let effect = RenderEffect::new(move |_| place(&own));
    let built = all(slots.into_iter().map(Part::of)).into_built();
    Part::of(Held { built, _by: Box::new(effect) })
}

/// A place for a piece, which another can take.
#[derive(Clone)]
pub struct Slot(Rc<RefCell<Built>>);

impl Default for Slot {
    fn default() -> Self {
        Self(Rc::new(RefCell::new(Part::none().into_built())))
    }
}

impl Slot {
    /// Puts a piece there instead of what was there.
    pub fn put(&self, piece: Part) {
        let mut new = piece.into_built();
        self.insert_before_this(&mut new);
        self.0.replace(new).unmount();
    }
}

impl Mountable for Slot {
    fn unmount(&mut self) {
        self.0.borrow_mut().unmount();
    }

    fn mount(&mut self, parent: &DomElement, marker: Option<&DomNode>) {
        self.0.borrow_mut().mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.0.borrow().insert_before_this(child)
    }

    fn elements(&self) -> Vec<DomElement> {
        self.0.borrow().elements()
    }
}

/// A piece that is there while a condition holds.
pub fn only(holds: impl Fn() -> bool + Send + Sync + 'static, make: impl Fn() -> Part + 'static) -> Part {
    let holds = Derived::new(move |_| holds());
    live(move || if holds.get() { make() } else { Part::none() })
}

/// A piece that is built a turn later where there is much to do, so that the browser can draw and listen before. Where
/// there is little, a frame in between would only make it late.
pub fn soon(has_much: bool, make: impl Fn() -> Part + 'static) -> Part {
    if !has_much {
        return make();
    }
    let is_time = Var::new(false);
    spawn(async move {
        pause().await;
        is_time.try_set(true);
    });
    live(move || if is_time.get() { make() } else { Part::none() })
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

/// An attribute's name, and what it says; `None`: it is absent.
pub type Mark = (&'static str, Option<String>);

/// A piece whose element has attributes that follow what they read, all by one effect. Each effect that a poll wakes costs
/// a few microseconds, whether or not there is something to do: with ten of them, a hundred rows or cards cost milliseconds.
pub fn marked(part: Part, marks: impl Fn() -> Vec<Mark> + 'static) -> Part {
    fn follow(part: Part, marks: Box<dyn Fn() -> Vec<Mark>>) -> Part {
        let built = part.into_built();
        let elements = built.elements();
        let effect = RenderEffect::new(move |last: Option<Vec<Mark>>| {
            let (new, last) = (marks(), last.unwrap_or_default());
            for (place, (name, said)) in new.iter().enumerate() {
                let before = last.get(place).and_then(|(_, before)| before.as_ref());
                for element in elements.iter().filter(|_| before != said.as_ref()) {
                    as_markup(element).say_attribute(name, said.as_deref());
                }
            }
            new
        });
        Part::of(Held { built, _by: Box::new(effect) })
    }
    follow(part, Box::new(marks))
}

/// A piece, and the effect that keeps it up to date.
struct Held {
    built: Built,
    _by: Box<dyn Any>,
}

/// A class or property that holds or does not.
pub fn holds(test: impl FnMut() -> bool + Send + 'static) -> Holds {
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

impl Mountable for Held {
    fn unmount(&mut self) {
        self.built.unmount();
    }

    fn mount(&mut self, parent: &DomElement, marker: Option<&DomNode>) {
        self.built.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.built.insert_before_this(child)
    }

    fn elements(&self) -> Vec<DomElement> {
        self.built.elements()
    }
}

impl Render for Part {
    type State = Built;

    fn build(self) -> Built {
        self.into_built()
    }

    fn rebuild(self, state: &mut Built) {
        let mut new = self.into_built();
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

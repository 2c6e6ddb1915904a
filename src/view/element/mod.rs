//! What `view!` makes of markup: elements, and what stands side by side without one around it.
//!
//! An element is in the document's own form from the beginning. What it keeps besides (effects, listeners, pieces within
//! it) goes with it.

mod leaf;
mod said;
#[cfg(test)]
mod tests;

use std::any::Any;
use std::marker::PhantomData;

use leptos::prelude::{Mountable, Owner};
use leptos::reactive::effect::RenderEffect;
use leptos::tachys::renderer::types::{Element as DomElement, Node as DomNode};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::Event;

pub use self::leaf::{Several, Text};
pub use self::said::{Holds, Said};
use super::part::{Built, IntoPart, MaybeWords, Part};
use crate::dom::{Listener, as_markup, make_html, make_other, make_text, place_behind};
use crate::state::Var;

/// An element, and what goes with it.
pub struct Element {
    node: DomElement,
    kept: Vec<Box<dyn Any>>,
}

/// Where an element can be had from, once it is there, by those who work with it as such.
pub struct NodeRef<E> {
    node: Var<Option<SendWrapper<DomElement>>>,
    of: PhantomData<fn() -> E>,
}

impl<E> Clone for NodeRef<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for NodeRef<E> {}

impl<E: JsCast> NodeRef<E> {
    /// For an element that is not there yet.
    pub fn new() -> Self {
        Self { node: Var::new(None), of: PhantomData }
    }

    /// The element, followed.
    pub fn get(&self) -> Option<E> {
        self.node.get().map(|node| node.take().unchecked_into())
    }

    /// The element, not followed; none once its owner is gone.
    pub fn get_untracked(&self) -> Option<E> {
        self.node.try_get_untracked().flatten().map(|node| node.take().unchecked_into())
    }
}

/// What of an element says something.
#[derive(Clone, Copy)]
enum Of {
    Attribute,
    Style,
    Property,
    /// A property that is true or false.
    Flag,
    Class,
}

impl Element {
    /// An element of HTML, with the attributes that are known from the beginning.
    pub fn html(tag: &'static str, attributes: &[(&str, &str)]) -> Self {
        Self::with(make_html(tag), attributes)
    }

    /// An element of SVG.
    pub fn svg(tag: &'static str, attributes: &[(&str, &str)]) -> Self {
        Self::with(make_other("http://www.w3.org/2000/svg", tag), attributes)
    }

    fn with(node: DomElement, attributes: &[(&str, &str)]) -> Self {
        for (name, text) in attributes {
            as_markup(&node).set_attribute(name, text);
        }
        Self { node, kept: Vec::new() }
    }

    /// Sets an attribute.
    pub fn set(&mut self, name: &'static str, said: impl Into<Said>) {
        self.say(Of::Attribute, name, said.into());
    }

    /// Sets a property of the style.
    pub fn style(&mut self, name: &'static str, said: impl Into<Said>) {
        self.say(Of::Style, name, said.into());
    }

    /// Sets a property of the object.
    pub fn property(&mut self, name: &'static str, said: impl Into<Said>) {
        let said = said.into();
        self.say(if matches!(said, Said::While(_)) { Of::Flag } else { Of::Property }, name, said);
    }

    /// Puts a class on while something holds.
    pub fn class(&mut self, name: &'static str, said: impl Into<Said>) {
        self.say(Of::Class, name, said.into());
    }

    fn say(&mut self, of: Of, name: &'static str, said: Said) {
        let mut words: MaybeWords = match said {
            Said::Always(text) => return say_of(&self.node, of, name, text.as_deref()),
            Said::Now(words) => words,
            Said::While(mut holds) => Box::new(move || holds().then(String::new)),
        };
        let node = self.node.clone();
        self.keep(RenderEffect::new(move |last: Option<Option<String>>| {
            let new = words();
            if last.as_ref() != Some(&new) {
                say_of(&node, of, name, new.as_deref());
            }
            new
        }));
    }

    /// Hears an event, in the name of the component that the element is part of.
    pub fn on<E: JsCast + 'static>(&mut self, event: &'static str, mut act: Box<dyn FnMut(E)>) {
        self.hear(event, Box::new(move |event| act(event.unchecked_into())));
    }

    fn hear(&mut self, event: &'static str, mut act: Box<dyn FnMut(Event)>) {
        let owner = Owner::current().unwrap_or_default();
        self.keep(Listener::new(&self.node, event, move |event| owner.with(|| act(event))));
    }

    /// Gives the element to whoever works with it as such.
    pub fn held_by<E: JsCast>(&mut self, holder: NodeRef<E>) {
        holder.node.set(Some(SendWrapper::new(self.node.clone())));
    }

    /// Puts a text last.
    pub fn text(&mut self, text: &str) {
        as_markup(&self.node).insert_before(&make_text(text), None);
    }

    /// Puts an element last, for good.
    pub fn child(&mut self, mut child: Self) {
        as_markup(&self.node).insert_before(&child.node, None);
        self.kept.append(&mut child.kept);
    }

    /// Puts a piece last.
    pub fn put(&mut self, piece: impl IntoPart) {
        self.put_part(piece.part());
    }

    fn put_part(&mut self, part: Part) {
        self.keep(mounted(part, &self.node));
    }

    /// Puts a piece behind the element, where nothing that looks through the document finds it.
    pub fn put_behind(&mut self, part: Part) {
        self.keep(mounted(part, &place_behind(&self.node)));
    }

    fn keep(&mut self, thing: impl Any) {
        self.kept.push(Box::new(thing));
    }
}

/// Makes an attribute, property or class of an element what it is said to be.
fn say_of(node: &DomElement, of: Of, name: &str, text: Option<&str>) {
    match (of, text) {
        (Of::Attribute, text) => as_markup(node).say_attribute(name, text),
        // An element that is drawn has a style and classes, and names are the program's own.
        (Of::Style, text) => {
            let _ = node.unchecked_ref::<web_sys::HtmlElement>().style().set_property(name, text.unwrap_or_default());
        }
        (Of::Property | Of::Flag, text) => {
            let value = if matches!(of, Of::Flag) { text.is_some().into() } else { text.unwrap_or_default().into() };
            let _ = js_sys::Reflect::set(node, &name.into(), &value);
        }
        (Of::Class, text) => {
            let _ = node.class_list().toggle_with_force(name, text.is_some());
        }
    }
}

impl IntoPart for Element {
    fn part(self) -> Part {
        Part::of(self)
    }
}

impl Mountable for Element {
    fn unmount(&mut self) {
        as_markup(&self.node).remove();
    }

    fn mount(&mut self, parent: &DomElement, marker: Option<&DomNode>) {
        as_markup(parent).insert_before(&self.node, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        mount_before(&self.node, child)
    }

    fn elements(&self) -> Vec<DomElement> {
        vec![self.node.clone()]
    }
}

/// A piece, last in a place.
fn mounted(part: Part, place: &DomElement) -> Built {
    let mut built = part.into_built();
    built.mount(place, None);
    built
}

/// Mounts something before a node; `false` where that is nowhere.
fn mount_before(node: &DomNode, child: &mut dyn Mountable) -> bool {
    let parent = node.parent_node();
    if let Some(parent) = &parent {
        child.mount(parent.unchecked_ref(), Some(node));
    }
    parent.is_some()
}

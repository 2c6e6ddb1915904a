//! Pieces without an element around them: a text, nothing, and several side by side.

use leptos::prelude::Mountable;
use leptos::reactive::effect::RenderEffect;
use leptos::tachys::renderer::types::{Element as DomElement, Node as DomNode};

use super::super::part::{Built, IntoPart, Part, Words};
use super::{Element, mount_before};
use crate::dom::{as_markup, make_comment, make_text};

/// A text, or a comment that holds a place, and the effect that keeps it as it is said to be.
struct Leaf {
    node: DomNode,
    _effect: Option<RenderEffect<String>>,
}

impl Mountable for Leaf {
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
        Vec::new()
    }
}

impl Part {
    /// Nothing; it keeps its place.
    #[must_use]
    pub fn none() -> Self {
        Self::of(Leaf { node: make_comment(""), _effect: None })
    }
}

/// A text that whoever made it changes in its place.
pub struct Text(DomNode);

impl Text {
    /// A text that is not in the document yet.
    pub fn new(said: &str) -> Self {
        Self(make_text(said))
    }

    /// Says something else.
    pub fn say(&self, said: &str) {
        self.0.set_text_content(Some(said));
    }

    /// The piece that it is.
    pub fn part(&self) -> Part {
        Part::of(Leaf { node: self.0.clone(), _effect: None })
    }
}

impl IntoPart for &str {
    fn part(self) -> Part {
        Part::of(Leaf { node: make_text(self), _effect: None })
    }
}

impl IntoPart for String {
    fn part(self) -> Part {
        self.as_str().part()
    }
}

impl IntoPart for Words {
    fn part(mut self) -> Part {
        let node = make_text("");
        let own = node.clone();
        let effect = RenderEffect::new(move |last: Option<String>| {
            let new = self();
            if last.as_ref() != Some(&new) {
                own.set_text_content(Some(&new));
            }
            new
        });
        Part::of(Leaf { node, _effect: Some(effect) })
    }
}

impl<P: IntoPart> IntoPart for Option<P> {
    fn part(self) -> Part {
        self.map_or_else(Part::none, P::part)
    }
}

/// Pieces side by side.
#[derive(Default)]
pub struct Several(Vec<Built>);

impl Several {
    /// Puts a text last.
    pub fn text(&mut self, text: &str) {
        self.put(text);
    }

    /// Puts an element last.
    pub fn child(&mut self, child: Element) {
        self.put(child);
    }

    /// Puts a piece last.
    pub fn put(&mut self, piece: impl IntoPart) {
        self.0.push(piece.part().into_built());
    }
}

impl IntoPart for Several {
    fn part(mut self) -> Part {
        if self.0.is_empty() {
            self.put(Part::none());
        }
        Part::of(self)
    }
}

impl IntoPart for Vec<Part> {
    fn part(self) -> Part {
        Several(self.into_iter().map(Part::into_built).collect()).part()
    }
}

impl<const N: usize> IntoPart for [Part; N] {
    fn part(self) -> Part {
        Vec::from(self).part()
    }
}

impl Mountable for Several {
    fn unmount(&mut self) {
        self.0.iter_mut().for_each(Built::unmount);
    }

    fn mount(&mut self, parent: &DomElement, marker: Option<&DomNode>) {
        self.0.iter_mut().for_each(|piece| piece.mount(parent, marker));
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.0.first().is_some_and(|first| first.insert_before_this(child))
    }

    fn elements(&self) -> Vec<DomElement> {
        self.0.iter().flat_map(Built::elements).collect()
    }
}

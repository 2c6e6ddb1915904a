//! The few calls that elements are made and changed with. Names are the program's own, so none of them fails; each that
//! could, for the browser's bindings, would bring its own way to say so.

use wasm_bindgen::prelude::*;
use web_sys::{Element, Node};

#[wasm_bindgen]
extern "C" {
    /// A new element of HTML.
    #[wasm_bindgen(js_namespace = document, js_name = createElement)]
    pub fn make_html(tag: &str) -> Element;
    /// A new element of another language.
    #[wasm_bindgen(js_namespace = document, js_name = createElementNS)]
    pub fn make_other(namespace: &str, tag: &str) -> Element;
    /// A new text.
    #[wasm_bindgen(js_namespace = document, js_name = createTextNode)]
    pub fn make_text(text: &str) -> Node;
    /// A new comment: holds a place.
    #[wasm_bindgen(js_namespace = document, js_name = createComment)]
    pub fn make_comment(text: &str) -> Node;

    /// `Node`, `Element` and their likes, with calls that do not fail.
    pub type Markup;
    /// Sets an attribute.
    #[wasm_bindgen(method, js_name = setAttribute)]
    pub fn set_attribute(this: &Markup, name: &str, text: &str);
    #[wasm_bindgen(method, js_name = removeAttribute)]
    fn remove_attribute(this: &Markup, name: &str);
    /// Takes a node away from where it is, if it is anywhere.
    #[wasm_bindgen(method)]
    pub fn remove(this: &Markup);
    /// A tree behind an element, with a style of its own; closed, nothing that looks through the document finds it.
    #[wasm_bindgen(method, js_name = attachShadow)]
    fn attach_shadow(this: &Markup, how: &js_sys::Object) -> Element;
    /// Puts a node before another one, or last.
    #[wasm_bindgen(method, js_name = insertBefore)]
    pub fn insert_before(this: &Markup, node: &Node, other: Option<&Node>);
}

impl Markup {
    /// Sets an attribute to what it says; takes it away where that is nothing.
    pub fn say_attribute(&self, name: &str, text: Option<&str>) {
        match text {
            Some(text) => self.set_attribute(name, text),
            None => self.remove_attribute(name),
        }
    }
}

/// The same object, with calls that do not fail.
pub fn as_markup(node: &Node) -> &Markup {
    node.unchecked_ref()
}

/// A place behind an element, with the page's style, where nothing that looks through the document finds what is put there.
/// It takes what an element takes.
pub fn place_behind(host: &Element) -> Element {
    let how = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&how, &"mode".into(), &"closed".into());
    let place = as_markup(host).attach_shadow(&how);
    let sheets = leptos::prelude::document().query_selector_all("link[rel=stylesheet]").ok();
    let nth = |nth| sheets.as_ref()?.item(nth)?.clone_node().ok();
    for sheet in (0..).map_while(nth) {
        as_markup(&place).insert_before(&sheet, None);
    }
    place
}

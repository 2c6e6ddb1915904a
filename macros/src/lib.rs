//! `view!` with the markup of Leptos, made into calls.
//!
//! Leptos makes a type of each piece of markup, and for each such type the compiler makes code that builds, mounts, moves
//! and drops it. Here the same markup becomes calls of a handful of functions, whatever it says:
//!
//! ```text
//!  <p class="ts-soft" title=say(…) on:click=…>"so "{x}<Foo a=b/></p>
//!
//!  let mut p = Element::html("p", &[("class", "ts-soft")]);
//!  p.set("title", say(…));
//!  p.on("click", …);
//!  p.text("so ");
//!  p.put(x);
//!  p.put(Foo(…));
//! ```
//!
//! An element of markup is an `Element` of the crate that uses the macro, several at the top are a `Several`: both in its
//! `view::element`.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeBlock, NodeElement};
use syn::spanned::Spanned;
use syn::{Error, Expr, ExprLit, Ident, Lit, Result, Stmt};

/// The elements of SVG that views draw with.
const SVG: [&str; 2] = ["svg", "path"];

/// Builds markup. Attributes without a prefix are set; `on:` hears an event, `style:` sets a property of the style, `prop:`
/// one of the object, `class:` puts a class on while something holds, `node_ref` takes hold of the element. A name that
/// begins with a capital is a component.
#[proc_macro]
pub fn view(markup: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let nodes = rstml::parse2(markup.into());
    nodes.and_then(|nodes| top(&nodes)).unwrap_or_else(|error| error.to_compile_error()).into()
}

fn top(nodes: &[Node]) -> Result<TokenStream> {
    if let [Node::Element(element)] = nodes {
        return if is_component(element) { component(element) } else { markup(element) };
    }
    let calls = nodes.iter().map(put).collect::<Result<Vec<_>>>()?;
    Ok(built(&quote! { crate::view::element::Several::default() }, &calls))
}

/// A thing, after these calls.
fn built(thing: &TokenStream, calls: &[TokenStream]) -> TokenStream {
    // No name that stands in the markup can mean this one.
    let it = Ident::new("it", Span::mixed_site());
    quote! {{
        let mut #it = #thing;
        #(#it #calls;)*
        #it
    }}
}

/// What is put into the element before it.
fn put(node: &Node) -> Result<TokenStream> {
    match node {
        Node::Element(element) if is_component(element) => {
            let component = component(element)?;
            Ok(quote! { .put(#component) })
        }
        Node::Element(element) => {
            let element = markup(element)?;
            Ok(quote! { .child(#element) })
        }
        Node::Text(text) => {
            let text = &text.value;
            Ok(quote! { .text(#text) })
        }
        Node::Block(NodeBlock::ValidBlock(block)) => {
            let piece = match block.stmts.as_slice() {
                [Stmt::Expr(piece, None)] => quote! { #piece },
                _ => quote! { #block },
            };
            Ok(quote! { .put(#piece) })
        }
        other => Err(Error::new(other.span(), "neither an element, nor a text in quotes, nor a block")),
    }
}

fn is_component(element: &NodeElement<rstml::Infallible>) -> bool {
    element.name().to_string().starts_with(char::is_uppercase)
}

fn component(element: &NodeElement<rstml::Infallible>) -> Result<TokenStream> {
    let name = element.name();
    if let Some(child) = element.children.first() {
        return Err(Error::new(child.span(), "a component here takes no children"));
    }
    let props = element.attributes().iter().map(|attribute| {
        let attribute = keyed(attribute)?;
        let key = Ident::new(&attribute.key.to_string(), attribute.key.span());
        let value = value(attribute)?;
        Ok(quote! { .#key(#value) })
    });
    let props = props.collect::<Result<Vec<_>>>()?;
    Ok(quote! {
        ::leptos::component::component_view(#name, ::leptos::component::component_props_builder(&#name) #(#props)* .build())
    })
}

fn markup(element: &NodeElement<rstml::Infallible>) -> Result<TokenStream> {
    let name = element.name().to_string();
    let (mut fixed, mut calls) = (Vec::new(), Vec::new());
    for attribute in element.attributes() {
        match set(keyed(attribute)?)? {
            Set::Fixed(name, text) => fixed.push(quote! { (#name, #text) }),
            Set::Call(call) => calls.push(call),
        }
    }
    for child in &element.children {
        calls.push(put(child)?);
    }
    let make = Ident::new(if SVG.contains(&&*name) { "svg" } else { "html" }, Span::call_site());
    Ok(built(&quote! { crate::view::element::Element::#make(#name, &[#(#fixed),*]) }, &calls))
}

/// How an attribute is set.
enum Set {
    /// Once, to a text that is known here.
    Fixed(String, String),
    /// By a call.
    Call(TokenStream),
}

fn set(attribute: &KeyedAttribute) -> Result<Set> {
    let key = attribute.key.to_string();
    let Some(given) = attribute.value() else { return Ok(Set::Fixed(key, String::new())) };
    let call = match key.split_once(':') {
        None if key == "node_ref" => quote! { .held_by(#given) },
        None => match given {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => return Ok(Set::Fixed(key, text.value())),
            _ => quote! { .set(#key, #given) },
        },
        Some(("on", event)) => {
            let kind = Ident::new(kind_of(event), attribute.key.span());
            quote! { .on::<::web_sys::#kind>(#event, #given) }
        }
        Some(("style", property)) => quote! { .style(#property, #given) },
        Some(("prop", property)) => quote! { .property(#property, #given) },
        Some(("class", class)) => quote! { .class(#class, #given) },
        Some(_) => return Err(Error::new(attribute.key.span(), "no such kind of attribute")),
    };
    Ok(Set::Call(call))
}

/// The type of an event.
fn kind_of(event: &str) -> &'static str {
    let begins = |with: &str| event.starts_with(with);
    match event {
        "click" | "dblclick" => "MouseEvent",
        "wheel" => "WheelEvent",
        "submit" => "SubmitEvent",
        _ if begins("key") => "KeyboardEvent",
        _ if begins("pointer") => "PointerEvent",
        _ => "Event",
    }
}

fn keyed(attribute: &NodeAttribute) -> Result<&KeyedAttribute> {
    match attribute {
        NodeAttribute::Attribute(attribute) => Ok(attribute),
        NodeAttribute::Block(block) => Err(Error::new(block.span(), "an attribute has a name here")),
    }
}

fn value(attribute: &KeyedAttribute) -> Result<&Expr> {
    attribute.value().ok_or_else(|| Error::new(attribute.key.span(), "a property of a component has a value"))
}

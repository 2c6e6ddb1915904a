//! Markup in a real document.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use super::super::part::{does, holds, lines, say, view, when};
use super::*;
use crate::dom::pause;

/// What stands in the document, mounted in an element of its own; it goes with what comes beside.
fn mounted(make: impl FnOnce() -> Part + 'static) -> (HtmlElement, impl Any) {
    let place: HtmlElement = make_html("div").unchecked_into();
    let handle = leptos::mount::mount_to(place.clone(), make);
    (place, handle)
}

fn first(place: &HtmlElement) -> HtmlElement {
    place.first_element_child().unwrap_or_else(|| make_html("nothing")).unchecked_into()
}

#[wasm_bindgen_test]
fn markup_becomes_elements_of_their_kinds() {
    let (place, _kept) = mounted(|| {
        let (none, absent, words) = (None::<Part>, None::<String>, "<so>".to_owned());
        view! {
            <p class="a" title=absent lang=Some("en") hidden>"is " {words} <i>{none}</i></p>
            <svg viewBox="0 0 1 1"><path d="M0 0" /></svg>
        }
        .part()
    });
    let texts: Vec<String> =
        (0..place.children().length()).filter_map(|nth| Some(place.children().item(nth)?.outer_html())).collect();
    assert_eq!(
        texts,
        [
            r#"<p class="a" hidden="" lang="en">is &lt;so&gt;<i><!----></i></p>"#,
            r#"<svg viewBox="0 0 1 1"><path d="M0 0"></path></svg>"#
        ]
    );
    let of = |selector| place.query_selector(selector).ok().flatten().and_then(|it| it.namespace_uri());
    assert_eq!(of("path").as_deref(), Some("http://www.w3.org/2000/svg"));
    assert_eq!(of("i").as_deref(), Some("http://www.w3.org/1999/xhtml"));
}

#[wasm_bindgen_test]
async fn what_is_said_follows_what_it_reads_and_the_element_stays() {
    let number = Var::new(1);
    let (place, _kept) = mounted(move || {
        let is_odd = move || number.get() % 2 == 1;
        view! {
            <input
                title=say(move || number.get().to_string())
                lang=when(move || is_odd().then_some("en"))
                disabled=holds(is_odd)
                class:odd=holds(is_odd)
                style:width=say(move || format!("{}px", number.get()))
                prop:value=say(move || number.get().to_string())
                prop:checked=holds(is_odd)
            />
            {say(move || format!("number {}", number.get()))}
        }
        .part()
    });
    let seen = |element: &HtmlElement| {
        let input: &web_sys::HtmlInputElement = element.unchecked_ref();
        let attributes = ["title", "lang", "disabled", "class"].map(|name| element.get_attribute(name));
        let width = element.style().get_property_value("width").unwrap_or_default();
        (attributes, [width, input.value(), place.text_content().unwrap_or_default()], input.checked())
    };
    let element = first(&place);
    let attributes = [Some("1"), Some("en"), Some(""), Some("odd")].map(|text| text.map(str::to_owned));
    assert_eq!(seen(&element), (attributes, ["1px", "1", "number 1"].map(str::to_owned), true));
    number.set(2);
    pause().await;
    let attributes = [Some("2"), None, None, Some("")].map(|text| text.map(str::to_owned));
    assert_eq!(seen(&element), (attributes, ["2px", "2", "number 2"].map(str::to_owned), false));
    assert!(first(&place).is_same_node(Some(&element)));
}

#[wasm_bindgen_test]
fn an_element_that_is_gone_hears_nothing_and_one_that_is_there_can_be_had() {
    let (clicks, held) = (Rc::new(Cell::new(0)), NodeRef::<HtmlElement>::new());
    let heard = clicks.clone();
    let (place, kept) = mounted(move || {
        view! { <button node_ref=held on:click=does(move |_| heard.set(heard.get() + 1))></button> }.part()
    });
    let button = first(&place);
    assert!(held.get_untracked().is_some_and(|element| element.is_same_node(Some(&button))));
    button.click();
    drop(kept);
    button.click();
    assert_eq!((clicks.get(), place.child_element_count()), (1, 0));
}

#[wasm_bindgen_test]
async fn lines_come_and_go_and_one_that_stays_says_something_else_in_its_place() {
    let count = Var::new(1);
    let (place, _kept) = mounted(move || {
        let said =
            move || (0..3).map(|nth| (nth < count.get()).then(|| vec![format!("{nth} of {}", count.get())])).collect();
        let draw = |texts: &[Text]| view! { <i>{texts.iter().map(Text::part).collect::<Vec<_>>()}</i> }.part();
        view! { <p>"a"</p> {lines(3, said, draw)} <p>"z"</p> }.part()
    });
    let texts = || place.text_content().unwrap_or_default();
    let line = || place.query_selector("i").ok().flatten();
    let (before, one) = (line(), texts());
    count.set(3);
    pause().await;
    let (after, three) = (line(), texts());
    count.set(0);
    pause().await;
    assert_eq!([one, three, texts()], ["a0 of 1z", "a0 of 31 of 32 of 3z", "az"].map(str::to_owned));
    assert!(
        before.is_some_and(|before| before.is_same_node(after.as_deref())),
        "a line that stays is the same element"
    );
}

//! The viewer in a real document: it mounts, follows the address, and lets go.
#![allow(clippy::expect_used, clippy::panic)]

use taskscope::embed::Viewer;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlElement;

wasm_bindgen_test_configure!(run_in_browser);

/// A place in the document of its own.
fn place() -> HtmlElement {
    let document = web_sys::window().and_then(|window| window.document()).expect("a document");
    let place = document.create_element("div").expect("an element").unchecked_into::<HtmlElement>();
    document.body().expect("a body").append_child(&place).expect("room in the body");
    place
}

fn go(fragment: &str) {
    web_sys::window().expect("a window").location().set_hash(fragment).expect("an address");
}

/// Waits until the viewer's root has this state: the viewer works in turns of the browser.
async fn state_becomes(place: &HtmlElement, state: &str) {
    let root = || place.query_selector(&format!("[data-taskscope-state={state}]")).expect("a selector").is_some();
    for _ in 0..400 {
        if root() {
            return;
        }
        let turn = js_sys::Promise::new(&mut |resolve, _| {
            let window = web_sys::window().expect("a window");
            window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 10).expect("a timer");
        });
        wasm_bindgen_futures::JsFuture::from(turn).await.expect("a turn");
    }
    panic!("the viewer did not become {state}: {}", place.inner_html());
}

#[wasm_bindgen_test]
async fn an_empty_address_shows_the_open_page() {
    go("#/");
    let place = place();
    let viewer = Viewer::start(place.clone()).await;
    state_becomes(&place, "open").await;
    assert!(place.query_selector("input#ts-id").expect("a selector").is_some());
    drop(viewer);
}

#[wasm_bindgen_test]
async fn an_address_that_holds_no_id_is_an_error_with_its_name() {
    go("#/tasks/abc");
    let place = place();
    let viewer = Viewer::start(place.clone()).await;
    state_becomes(&place, "failed").await;
    assert!(place.query_selector("[role=alert][data-error=bad-id]").expect("a selector").is_some());
    go("#/");
    state_becomes(&place, "open").await;
    drop(viewer);
}

#[wasm_bindgen_test]
async fn a_viewer_that_is_dropped_leaves_nothing_behind() {
    go("#/");
    let place = place();
    let viewer = Viewer::start(place.clone()).await;
    state_becomes(&place, "open").await;
    drop(viewer);
    assert_eq!(place.child_element_count(), 0);
}

//! What the page asks of a real browser: that an address survives the address bar, that the reader's own clock is read
//! right, and that a viewer lives and dies within its element.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use js_sys::{Array, Date, Function, Promise};
use taskscope::embed::Viewer;
use taskscope::state::{Address, Choice, Pick, Route, TimeZone, View, Zone};
use taskscope_core::layout::timeline::ServerOffsets;
use taskscope_core::task::{Id, Outcome, Timestamp};
use taskscope_core::words::Lang;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement, Window};

wasm_bindgen_test_configure!(run_in_browser);

fn window() -> Window {
    web_sys::window().unwrap()
}

fn hash() -> String {
    window().location().hash().unwrap()
}

fn go_to(fragment: &str) {
    window().location().set_hash(fragment).unwrap();
}

/// An empty element in the page's body.
fn mount() -> HtmlElement {
    let document = window().document().unwrap();
    let element: HtmlElement = document.create_element("div").unwrap().unchecked_into();
    document.body().unwrap().append_child(&element).unwrap();
    element
}

async fn pause(millis: i32) {
    let timer = Promise::new(&mut |resolve: Function, _| {
        window().set_timeout_with_callback_and_timeout_and_arguments(&resolve, millis, &Array::new()).unwrap();
    });
    JsFuture::from(timer).await.unwrap();
}

/// Waits until the viewer shows what a selector finds.
async fn shown(within: &Element, selector: &str) -> Element {
    for _ in 0..250 {
        if let Some(found) = within.query_selector(selector).unwrap() {
            return found;
        }
        pause(20).await;
    }
    panic!("{selector} never came: {}", within.inner_html());
}

#[wasm_bindgen_test]
fn the_address_bar_keeps_every_choice() {
    let address = Address {
        route: Route::Task(Id::new("98765432109876543210987")),
        choice: Choice {
            view: View::Both,
            pick: Pick::Step(Id::new("13000336")),
            query: "a&b=c #1 100% +x \"‘<b>`^|\\{}’\" 中文 🚀 \u{202e}".to_owned(),
            status: vec![Outcome::NeverRan, Outcome::Failed],
            fold: false,
            zone: TimeZone::Utc,
            lang: Some(Lang::Zh),
            dark: Some(true),
            embed: true,
            kept: vec!["portal=7".to_owned(), "x".to_owned()],
        },
    };
    go_to(&address.fragment());
    let (back, notices) = Address::parse(&hash());
    assert_eq!((back, notices), (address.clone(), Vec::new()));
    // The browser writes it as we do: no second form of the same link.
    assert_eq!(hash(), address.fragment());
    go_to("");
}

#[wasm_bindgen_test]
fn an_address_typed_by_hand_is_read_as_it_was_meant() {
    go_to("#/tasks/35000312?q=wait node&view=graph");
    let (address, notices) = Address::parse(&hash());
    assert_eq!(notices, []);
    assert_eq!((address.choice.query.as_str(), address.choice.view), ("wait node", View::Graph));
    go_to("");
}

#[wasm_bindgen_test]
fn my_time_is_what_the_browser_calls_local() {
    let zone = Zone::new(TimeZone::Local, Arc::new(ServerOffsets::default()));
    // A winter's and a summer's day: where the zone has two offsets, they differ.
    for epoch in [1_705_312_800_000_i64, 1_721_037_600_000] {
        let moment = Timestamp { epoch, offset_minutes: 480 };
        let date = Date::new(&(epoch as f64).into());
        assert_eq!(zone.offset_minutes(epoch), -(date.get_timezone_offset() as i64));
        let time = format!("{:02}:{:02}:{:02}", date.get_hours(), date.get_minutes(), date.get_seconds());
        assert_eq!(zone.time(moment), time);
        let day = format!("{}-{:02}-{:02}", date.get_full_year(), date.get_month() + 1, date.get_date());
        assert_eq!(zone.date(moment), day);
        assert!(zone.name(moment).contains("UTC"), "{}", zone.name(moment));
    }
}

#[wasm_bindgen_test]
async fn a_viewer_follows_the_address_and_leaves_nothing_behind() {
    let element = mount();
    let viewer = Viewer::start(element.clone()).await;
    shown(&element, "[data-taskscope-state=open]").await;

    go_to("#/tasks/no-id?lang=zh-CN");
    let alert = shown(&element, "[role=alert]").await;
    assert_eq!(alert.get_attribute("data-error").as_deref(), Some("bad-id"));
    assert_eq!(shown(&element, "[lang]").await.get_attribute("lang").as_deref(), Some("zh-CN"));

    go_to("#/snapshot/damaged");
    shown(&element, "[data-error=malformed]").await;

    drop(viewer);
    assert_eq!(element.inner_html(), "");
    // Its listeners went with it: a change of the address wakes nothing.
    go_to("#/");
    pause(50).await;
    assert_eq!(element.inner_html(), "");
    element.remove();
}

#[wasm_bindgen_test]
async fn two_viewers_of_one_page_show_the_same_address() {
    let (first, second) = (mount(), mount());
    let _viewers = (Viewer::start(first.clone()).await, Viewer::start(second.clone()).await);
    go_to("#/tasks/1a");
    shown(&first, "[data-error=bad-id]").await;
    shown(&second, "[data-error=bad-id]").await;
    go_to("#/");
    shown(&first, "[data-taskscope-state=open]").await;
    shown(&second, "[data-taskscope-state=open]").await;
    first.remove();
    second.remove();
}

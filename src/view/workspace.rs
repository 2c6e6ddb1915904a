//! The page of a task: verdict, toolbar, the chosen view, details.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::compare::ComparisonBanner;
use super::detail::Detail;
use super::error::StaleBanner;
use super::graph::Graph;
use super::keys::handle_key;
use super::part::{IntoPart, NodeRef, Part, does, live, only, say, soon, view};
use super::replay::Replay;
use super::shown::Shown;
use super::table::Table;
use super::timeline::Timeline;
use super::toolbar::Toolbar;
use super::verdict::VerdictBar;
use crate::dom::{Listener, window};
use crate::state::{Derived, View, keep, use_session};

/// How many steps are so many that the page is built in several turns.
const MUCH: usize = 2000;

/// The page of a task.
#[component]
pub fn Workspace(
    /// The root of the viewer: what keys count in.
    root: NodeRef<HtmlElement>,
) -> Part {
    let session = use_session();
    let shown = Shown::new();
    provide_context(shown);
    keep(Listener::new(&window(), "keydown", move |event| {
        if let Some(root) = root.get_untracked() {
            handle_key(session, shown, &root, event.unchecked_ref());
        }
    }));
    let view = Derived::new(move |_| session.choice.get().view);
    let has_much = session.loaded.get_untracked().is_some_and(|loaded| loaded.task.subtasks.len() > MUCH);
    let has_steps = Derived::new(move |_| session.loaded.get().is_some_and(|loaded| !loaded.task.subtasks.is_empty()));
    view! {
        <VerdictBar />
        <StaleBanner />
        <Toolbar />
        <Replay />
        <ComparisonBanner />
        <div class="ts-workspace" data-view=say(move || view.get().as_str())>
            <main class="ts-views">
                {live(move || match view.get() {
                    _ if !has_steps.get() => view! { <Nothing /> }.part(),
                    View::Timeline => view! { <Timeline /> }.part(),
                    View::Graph => soon(has_much, || view! { <Graph /> }.part()),
                    View::Both => view! {
                        <Timeline />
                        {soon(has_much, || view! { <Graph /> }.part())}
                    }
                    .part(),
                    View::Table => view! { <Table /> }.part(),
                })}
            </main>
            {soon(has_much, || view! { <Detail /> }.part())}
        </div>
    }
    .part()
}

/// There is no row: the task has no steps, or search and filter leave none.
#[component]
pub(super) fn Nothing() -> Part {
    let session = use_session();
    let has_steps = move || session.loaded.get().as_ref().is_some_and(|loaded| !loaded.task.subtasks.is_empty());
    let show_all = move || {
        let click = does(move |_| {
            session.choose(|choice| {
                choice.query.clear();
                choice.status.clear();
            });
        });
        view! { <button class="ts-button" on:click=click>{session.text().show_all}</button> }.part()
    };
    view! {
        <section class="ts-card ts-nothing">
            <p>{say(move || if has_steps() { session.text().no_match } else { session.text().no_steps })}</p>
            {only(has_steps, show_all)}
        </section>
    }
    .part()
}

//! The page of a task: verdict, toolbar, the chosen view, details.

use leptos::prelude::*;

use super::detail::Detail;
use super::error::StaleBanner;
use super::graph::Graph;
use super::shown::Shown;
use super::table::Table;
use super::timeline::Timeline;
use super::toolbar::Toolbar;
use super::verdict::VerdictBar;
use crate::dom::{Frame, Stopwatch, window};
use crate::state::{View, use_session};

/// The page of a task.
#[component]
pub fn Workspace() -> impl IntoView {
    let session = use_session();
    let shown = Shown::new();
    provide_context(shown);
    tell_first_paint();
    let view = Memo::new(move |_| session.choice.get().view);
    let is_empty = move || shown.rows.get().is_empty();
    view! {
        <VerdictBar />
        <StaleBanner />
        <Toolbar />
        <div class="ts-workspace" data-view=move || view.get().as_str()>
            <main class="ts-views">
                {move || {
                    if is_empty() {
                        return view! { <Nothing /> }.into_any();
                    }
                    match view.get() {
                        View::Timeline => view! { <Timeline /> }.into_any(),
                        View::Graph => view! { <Graph /> }.into_any(),
                        View::Both => view! {
                            <Timeline />
                            <Graph />
                        }.into_any(),
                        View::Table => view! { <Table /> }.into_any(),
                    }
                }}
            </main>
            <Detail />
        </div>
    }
}

/// There is no row: the task has no steps, or search and filter leave none.
#[component]
fn Nothing() -> impl IntoView {
    let session = use_session();
    let has_steps = move || session.loaded.get().as_ref().is_some_and(|loaded| !loaded.task.subtasks.is_empty());
    let show_all = move |_| {
        session.choose(|choice| {
            choice.query.clear();
            choice.status.clear();
        });
    };
    view! {
        <section class="ts-card ts-nothing">
            <p>{move || if has_steps() { session.text().no_match } else { session.text().no_steps }}</p>
            <Show when=has_steps>
                <button class="ts-button" on:click=show_all>
                    {session.text().show_all}
                </button>
            </Show>
        </section>
    }
}

/// Leaves the marks that others measure by, once the first task is on the screen: after the frame that draws it.
fn tell_first_paint() {
    let frame = StoredValue::new_local(None::<Frame>);
    let second = Frame::new(move || {
        Stopwatch::since_navigation("taskscope:first-paint").stop();
        if let Some(performance) = window().performance() {
            let _ = performance.mark("taskscope:ready");
        }
    });
    frame.set_value(Some(Frame::new(move || second.request())));
    Effect::new(move |told: Option<()>| {
        if told.is_none() {
            frame.with_value(|frame| {
                if let Some(frame) = frame {
                    frame.request();
                }
            });
        }
    });
}

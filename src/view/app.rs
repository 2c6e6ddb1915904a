//! The frame of the viewer: which page is shown, in which language and light.

use std::cell::Cell;
use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DataTransfer, DragEvent, Event, HtmlElement};

use super::error::ErrorPage;
use super::notes::Notices;
use super::open::{Choosing, OpenPage, Waiting};
use super::part::{IntoPart, NodeRef, Part, holds, live, only, say, view, when};
use super::rehearsal::rehearsal;
use super::workspace::Workspace;
use crate::dom::{Frame, Listener, Stopwatch, as_markup, window};
use crate::source::{Config, LoadError, follow_address, follow_comparison, open_payload};
use crate::state::{Derived, Keep, Load, Loaded, Same, Session, Source, Var, follow, keep, use_session};

/// One viewer.
#[component]
pub fn App(
    /// What the deployment says.
    config: Config,
    /// Joins the viewer with what is around it.
    join: fn(Session),
) -> Part {
    let theme = config.theme.clone();
    let session = Session::new(config, &fragment());
    provide_context(session);
    follow_address(session);
    follow_comparison(session);
    join(session);
    let arrive = move |_| session.arrive(&fragment());

    keep([Listener::new(&window(), "hashchange", arrive), Listener::new(&window(), "popstate", arrive)]);

    let root = NodeRef::<HtmlElement>::new();

    let page = Derived::new(move |_| session.load.with(Page::of));
    let theme = move || match session.choice.get().dark {
        Some(true) => Some("dark".to_owned()),
        Some(false) => Some("light".to_owned()),
        None => theme.clone().filter(|theme| theme == "dark" || theme == "light"),
    };
    let title = Derived::new(move |_| {
        let lang = session.lang.get();
        let title = session.loaded.get().map(|loaded| {
            let id = loaded.task.id.as_ref().map(|id| format!(" #{id}")).unwrap_or_default();
            let verdict = taskscope_core::words::verdict(lang, loaded.insight.verdict);
            format!("{verdict} · {}{id}", loaded.task.name)
        });
        title.unwrap_or_else(|| format!("taskscope: {}", session.text().tagline))
    });
    follow(move || document().set_title(&title.get()));
    follow(move || {
        if let Some(page) = document().document_element() {
            as_markup(&page).say_attribute("lang", Some(session.lang.get().tag()));
        }
    });
    // Another language is another page, but not the first.
    let is_told = Cell::new(false);

    let content = move || {
        // Words are not tracked one by one: another language is another page.
        session.lang.track();
        match page.get() {
            Page::Open => view! { <OpenPage /> }.part(),
            Page::Waiting => view! { <Waiting /> }.part(),
            Page::Choosing(tasks) => view! { <Choosing tasks=tasks.0 /> }.part(),
            Page::Failed(error) => view! { <ErrorPage error=error.0 /> }.part(),
            Page::Task(_) => {
                if !is_told.replace(true) {
                    tell_first_paint();
                }
                view! { <Workspace root=root /> }.part()
            }
        }
    };
    view! {
        <div
            class="ts-root"
            node_ref=root
            lang=say(move || session.lang.get().tag())
            data-theme=when(theme)
            data-taskscope-state=say(move || page.get().state())
            data-verdict=when(move || session.loaded.get().map(|loaded| loaded.insight.verdict.as_str()))
            class:ts-embedded=holds(move || session.choice.get().embed)
        >
            <DropZone />
            <Notices />
            {live(content)}
            {rehearsal(session)}
            <div class="ts-offscreen" role="status" aria-live="polite">
                {say(move || session.voice.said.get())}
            </div>
        </div>
    }
    .part()
}

/// Which page is shown. A poll that brings the same task anew is the same page.
#[derive(Clone, PartialEq)]
enum Page {
    Open,
    Waiting,
    Choosing(Same<Vec<Arc<Loaded>>>),
    Failed(Same<LoadError>),
    /// A task; which one, where no poll can bring it anew.
    Task(Option<Same<Loaded>>),
}

impl Page {
    fn of(load: &Load) -> Self {
        match load {
            Load::Idle => Self::Open,
            Load::Busy(_) => Self::Waiting,
            Load::Choose(tasks) => Self::Choosing(Same(tasks.clone())),
            Load::Failed(error) => Self::Failed(Same(error.clone())),
            Load::Ready(loaded) => Self::Task((loaded.source == Source::File).then(|| Same(loaded.clone()))),
        }
    }

    /// Its name for those who watch the page from outside.
    const fn state(&self) -> &'static str {
        match self {
            Self::Open | Self::Choosing(_) => "open",
            Self::Waiting => "loading",
            Self::Failed(_) => "failed",
            Self::Task(_) => "ready",
        }
    }
}

/// Takes files that are dropped anywhere on the page.
#[component]
fn DropZone() -> Part {
    let session = use_session();
    let held = Var::new(false);
    let over = Listener::new(&window(), "dragover", move |event| {
        // Words that are dragged go where they would anyway.
        if has_files(&event) {
            event.prevent_default();
            held.set(true);
        }
    });
    let leave = Listener::new(&window(), "dragleave", move |event| {
        // Leaving one element for another has a related target; leaving the window has none.
        if event.unchecked_ref::<DragEvent>().related_target().is_none() {
            held.set(false);
        }
    });
    let dropped = Listener::new(&window(), "drop", move |event| {
        held.set(false);
        if !has_files(&event) {
            return;
        }
        event.prevent_default();
        if let Some(file) = dragged(&event).and_then(|data| data.files()?.get(0)) {
            open_file(session, file);
        }
    });
    keep([over, leave, dropped]);
    let ground = move || view! { <div class="ts-drop" aria-hidden="true">{session.text().drop_here}</div> }.part();
    only(move || held.get(), ground)
}

fn dragged(event: &Event) -> Option<DataTransfer> {
    event.unchecked_ref::<DragEvent>().data_transfer()
}

fn has_files(event: &Event) -> bool {
    dragged(event).is_some_and(|data| data.types().includes(&"Files".into(), 0))
}

/// Opens a file of the reader's.
pub(super) fn open_file(session: Session, file: web_sys::File) {
    let read = async move {
        let buffer = wasm_bindgen_futures::JsFuture::from(file.array_buffer()).await.ok()?;
        Some(js_sys::Uint8Array::new(&buffer).to_vec())
    };
    open_payload(session, Box::pin(read));
}

/// Leaves the marks that others measure by, once the first task is on the screen: after the frame that draws it.
fn tell_first_paint() {
    let frame = Keep::empty();
    let second = Frame::new(move || {
        Stopwatch::since_navigation("taskscope:first-paint").stop();
        if let Some(performance) = window().performance() {
            let _ = performance.mark("taskscope:ready");
        }
    });
    frame.put(Frame::new(move || second.request()));
    follow(move || {
        frame.with(Frame::request);
    });
}

fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// The element of this viewer that has the focus now, if any.
pub(super) fn focused() -> Option<HtmlElement> {
    document().active_element().and_then(|element| element.dyn_into().ok())
}

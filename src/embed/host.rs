//! The page around the viewer, where it stands in a frame: hears what happens, says what is to be shown.
//!
//! ```text
//!   out  {source:"taskscope", version:1, type:"hello" | "ready" | "verdict" | "select" | "error", …}
//!   in   {target:"taskscope", version:1, type:"set", taskId, subtaskId, view, …, apiBase, credentials, pollSeconds}
//! ```
//!
//! Only pages of the viewer's own server, and of those that the deployment names, are heard and told; what they ask for has
//! the names of the address's parameters. `hello`, which says nothing, goes to any: whoever answers shows who they are.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::untrack;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Url, Window};

use crate::dom::{Json, Listener, is_friend, parent, window};
use crate::source::{Config, ErrorKind};
use crate::state::{Derived, Load, Phase, Progress, Route, Session, follow, keep};

/// The version of the messages.
const VERSION: f64 = 1.0;

/// Joins a viewer with the page around it, if there is one.
pub fn join(session: Session) {
    let Some(parent) = parent() else { return };
    let deployed = session.config.get_untracked();
    let host = Rc::new(Host { session, origin: RefCell::new(origin_of(&parent)), parent, deployed });
    let own = host.clone();
    keep(Listener::new(&window(), "message", move |event| own.hear(event.unchecked_ref())));

    let about = move |read: fn(Session) -> Option<String>| Derived::new(move |_| read(session));
    let told = [
        ("ready", "taskId", about(ready)),
        ("verdict", "verdict", about(|session| Some(session.loaded.get()?.insight.verdict.as_str().to_owned()))),
        ("select", "subtaskId", about(selected)),
    ];
    host.message("hello").send(&host.parent, "*");
    for (kind, name, value) in told {
        let host = host.clone();
        follow(move || {
            if let Some(value) = value.get() {
                host.tell_of(kind, name, value);
            }
        });
    }
    let error = follow_errors(session);
    follow(move || {
        if let Some((_, value)) = error.get() {
            host.tell_of("error", "error", value);
        }
    });
}

/// The id of the task on the screen; empty where it came without.
fn ready(session: Session) -> Option<String> {
    let id = &session.loaded.get()?.task.id;
    Some(id.as_ref().map(ToString::to_string).unwrap_or_default())
}

/// The id of the selected step; empty where there is none.
fn selected(session: Session) -> Option<String> {
    let (loaded, step) = (session.loaded.get()?, session.selected.get());
    // A task that is about to make room for another selects nothing any more.
    if let (Route::Task(wanted), Some(id)) = (session.route.get(), &loaded.task.id)
        && wanted != *id
    {
        return None;
    }
    Some(step.and_then(|step| loaded.task.get(step)).map(|step| step.id.to_string()).unwrap_or_default())
}

/// Why there is no task, or not its newest state.
fn failure(session: Session) -> Option<ErrorKind> {
    let failed = session.load.with(|load| match load {
        Load::Failed(error) => Some(error.kind),
        _ => None,
    });
    failed.or_else(|| Some(session.stale.get()?.kind))
}

/// The same as the host is told, with the number of the failure: two tasks that fail alike are two. Empty once it is over,
/// after it was told.
fn follow_errors(session: Session) -> Derived<Option<(u32, String)>> {
    let failures = Derived::new(move |last: Option<&(u32, Option<ErrorKind>)>| {
        let (number, before) = last.copied().unwrap_or_default();
        let now = failure(session);
        (number + u32::from(now.is_some() && before.is_none()), now)
    });
    Derived::new(move |last: Option<&Option<(u32, String)>>| {
        let last = last.cloned().flatten();
        match failures.get() {
            (number, Some(kind)) => Some((number, kind.as_str().to_owned())),
            (number, None) if session.loaded.with(Option::is_some) => last.map(|_| (number, String::new())),
            _ => last,
        }
    })
}

/// The origin of the page around: its own word where the browser lets it be read, else where the reader came from.
fn origin_of(parent: &Window) -> Option<String> {
    let referrer = || Url::new(&window().document()?.referrer()).ok().map(|url| url.origin());
    parent.location().origin().ok().or_else(referrer)
}

/// The page around the viewer.
struct Host {
    session: Session,
    parent: Window,
    /// Of its last message; before one, as far as that can be known.
    origin: RefCell<Option<String>>,
    /// What the deployment decided, and holds again for what that page gives up.
    deployed: Arc<Config>,
}

impl Host {
    fn message(&self, kind: &str) -> Json {
        Json::object(&[("source", "taskscope"), ("type", kind)]).with("version", VERSION)
    }

    fn is_friend(&self, origin: &str) -> bool {
        is_friend(origin, &self.session.config.get_untracked().allowed_parent_origins)
    }

    fn tell(&self, message: &Json) {
        if let Some(origin) = self.origin.borrow().as_ref().filter(|origin| self.is_friend(origin)) {
            message.send(&self.parent, origin);
        }
    }

    /// Says a text; an empty one is `null`.
    fn tell_of(&self, kind: &str, name: &str, value: String) {
        let value = if value.is_empty() { JsValue::NULL } else { value.into() };
        self.tell(&self.message(kind).with(name, value));
    }

    fn hear(&self, event: &MessageEvent) {
        let message = Json::sent(event);
        let says = |name: &str, word: &str| message.get(name).text().as_deref() == Some(word);
        let is_parent = event.source().is_some_and(|source| *source == ***self.parent);
        if !is_parent || !says("target", "taskscope") || message.get("version").number() != Some(VERSION) {
            return;
        }
        let origin = event.origin();
        if !self.is_friend(&origin) {
            return leptos::logging::error!("taskscope.json: allowedParentOrigins lacks {origin}");
        }
        self.origin.replace(Some(origin));
        if says("type", "set") {
            self.set(&message);
        }
    }

    fn set(&self, message: &Json) {
        let config = self.session.config.get_untracked();
        let tell = |what: &str| leptos::logging::error!("message to taskscope: {what}");
        let asked = config.asked(message, &self.deployed, &tell);
        let task_url_template = config.task_url_template.clone();
        let asks_otherwise = *config != Config { task_url_template, ..asked.clone() };
        if *config != asked {
            self.session.config.set(Arc::new(asked));
        }
        let before = self.session.route.get_untracked();
        self.session.oblige(&|name| message.get(name).written());
        // Who asks for the same task again wants another try, as after a sign-in.
        let is_same = message.get("taskId").is_there() && before == self.session.route.get_untracked();
        if asks_otherwise || (is_same && untrack(|| failure(self.session)).is_some()) {
            // That it fails again is news to whoever asked.
            if self.session.load.with_untracked(|load| matches!(load, Load::Failed(_))) {
                self.session.load.set(Load::Busy(Progress { phase: Phase::Fetching, bytes: 0, done: None }));
            }
            self.session.asking.again();
        }
    }
}

//! Follows the address: whichever task it names is fetched, decoded and shown, and asked for again while it can change.
//!
//! One load at a time counts. Each has a number; a load that finds a newer number when it comes back from waiting drops
//! what it has.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use taskscope_core::task::Id;
use wasm_bindgen_futures::spawn_local;

use super::api::fetch_task;
use super::open::read_payload;
use super::poll::Poller;
use super::recent::remember;
use super::snapshot::unpack;
use super::{ErrorKind, LoadError};
use crate::dom::Stopwatch;
use crate::state::{Load, Loaded, Phase, Progress, Route, Session, Source, follow};

/// Loads what the address names, now and whenever it names something else or the reader asks for it anew.
pub fn follow_address(session: Session) {
    let generation = Rc::new(Cell::new(0_u32));
    let poller = Poller::new(session);
    let last = RefCell::new(None::<(Route, u32)>);
    follow(move || {
        let (route, asked) = (session.route.get(), session.reload.get());
        // The same page again: what is on the screen stays there until its successor has come.
        let last = last.replace(Some((route.clone(), asked)));
        let again = last.is_some_and(|(last, before)| last == route && asked != before);
        let load =
            Attempt { session, generation: generation.clone(), number: generation.get() + 1, poller: poller.clone() };
        generation.set(load.number);
        load.poller.stop();
        if !again {
            session.stale.set(None);
        }
        let is_silent = again && session.load.with_untracked(|load| matches!(load, Load::Ready(_) | Load::Failed(_)));
        match route {
            Route::Open if again => {}
            Route::Open => session.load.set(Load::Idle),
            Route::BadId(id) => session.load.set(Load::Failed(Arc::new(LoadError::new(ErrorKind::BadId, id)))),
            Route::Task(id) => spawn_local(load.task(id, !is_silent)),
            Route::Snapshot(data) => spawn_local(load.snapshot(data)),
        }
    });
}

/// Opens a payload that the reader gave: pasted, dropped, or from a file.
pub fn open_payload(session: Session, payload: Vec<u8>) {
    spawn_local(async move {
        let bytes = payload.len();
        let entered = |phase| session.load.try_set(Load::Busy(Progress { phase, bytes, total: None }));
        let read = read_payload(payload, Source::File, None, None, &entered).await;
        session.stale.try_set(None);
        session.load.try_set(outcome_of(read));
    });
}

fn outcome_of(read: Result<Vec<Arc<Loaded>>, LoadError>) -> Load {
    match read {
        Ok(mut all) if all.len() == 1 => all.pop().map_or(Load::Idle, Load::Ready),
        Ok(all) => Load::Choose(Arc::new(all)),
        Err(error) => Load::Failed(Arc::new(error)),
    }
}

/// One load, from its start to the screen.
struct Attempt {
    session: Session,
    generation: Rc<Cell<u32>>,
    number: u32,
    poller: Poller,
}

impl Attempt {
    fn is_newest(&self) -> bool {
        self.generation.get() == self.number
    }

    fn progress(&self, phase: Phase, bytes: usize, total: Option<usize>) {
        if self.is_newest() {
            self.session.load.try_set(Load::Busy(Progress { phase, bytes, total }));
        }
    }

    async fn task(self, id: Id, says_progress: bool) {
        let (Some(config), Some(lang)) =
            (self.session.config.try_get_untracked(), self.session.lang.try_get_untracked())
        else {
            return;
        };
        let say = |phase, bytes, total| {
            if says_progress {
                self.progress(phase, bytes, total);
            }
        };
        say(Phase::Fetching, 0, None);
        self.session.asking.try_set(true);
        let watch = Stopwatch::start("taskscope:fetch");
        let fetched = fetch_task(&config, lang, &id, &|bytes, total| say(Phase::Fetching, bytes, total)).await;
        watch.stop();
        let read = match fetched {
            Ok(bytes) => {
                let length = bytes.len();
                let last = self.session.loaded.try_get_untracked().flatten();
                let last = last.as_ref().map(|last| &*last.0);
                read_payload(bytes, Source::Api, Some(200), last, &|phase| say(phase, length, Some(length))).await
            }
            Err(error) => Err(error),
        };
        if !self.is_newest() {
            return;
        }
        self.session.asking.try_set(false);
        match read {
            Err(error) => {
                self.poller.after_failure(&error);
                self.fail(Arc::new(error));
            }
            Ok(all) => {
                let load = outcome_of(Ok(all));
                if let Load::Ready(loaded) = &load {
                    remember(&id, loaded);
                    self.poller.after_success(loaded);
                }
                self.session.stale.try_set(None);
                self.session.load.try_set(load);
            }
        }
    }

    /// Shows an error. A task on the screen is worth more than the news that there is no news, and the page of the same
    /// error stays as it is, with whatever the reader has selected on it.
    fn fail(&self, error: Arc<LoadError>) {
        match self.session.load.try_get_untracked() {
            Some(Load::Ready(_)) => self.session.stale.try_set(Some(error)),
            Some(Load::Failed(old)) if old.is_like(&error) => {}
            _ => self.session.load.try_set(Load::Failed(error)),
        }
    }

    async fn snapshot(self, data: String) {
        self.progress(Phase::Decoding, data.len(), None);
        let read = match unpack(&data).await {
            Ok(payload) => read_payload(payload, Source::Snapshot, None, None, &|_| {}).await,
            Err(error) => Err(error),
        };
        if self.is_newest() {
            self.session.load.try_set(outcome_of(read));
        }
    }
}

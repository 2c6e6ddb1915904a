//! Follows the address: whichever task it names is fetched, decoded and shown, and asked for again while it can change.
//!
//! One load at a time counts. Each has a number; a load that finds a newer number when it would go on, or another address, is
//! dropped, and with it whatever it waits for. What the reader gives takes the place of the address when it has been read.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use taskscope_core::task::{Id, Pieces};

use super::api::fetch_task;
use super::open::read_payload;
use super::poll::Poller;
use super::recent::remember;
use super::snapshot::unpack;
use super::{Detail, ErrorKind, LoadError};
use crate::dom::{Stopwatch, Throttle, hasten, let_go, spawn, until};
use crate::state::{Load, Loaded, Phase, Progress, Route, Session, Source, follow};

/// Loads what the address names, now and whenever it names something else or the reader asks for it anew.
pub fn follow_address(session: Session) {
    let newest = Rc::new(Cell::new(0_u32));
    let poller = Poller::new(session, session.asking);
    let last = RefCell::new(None::<(Route, u32)>);
    follow(move || {
        let (route, asked) = (session.route.get(), session.asking.reload.get());
        // The same page again: what is on the screen stays there until its successor has come.
        let last = last.replace(Some((route.clone(), asked)));
        let again = last.is_some_and(|(last, before)| last == route && asked != before);
        poller.begin(again);
        if !again {
            session.stale.set(None);
            session.asking.is_busy.set(false);
            if !session.is_given() {
                session.want();
            }
        }
        let is_silent = again && session.load.with_untracked(|load| matches!(load, Load::Ready(_) | Load::Failed(_)));
        let number = newest.get() + 1;
        newest.set(number);
        let attempt = Attempt { session, says_progress: !is_silent };
        let (newest, poller) = (newest.clone(), poller.clone());
        let here = route.clone();
        let is_over =
            move || newest.get() != number || session.route.try_get_untracked().is_none_or(|route| route != here);
        match route {
            Route::Given(_) => {}
            Route::Open if again => {}
            Route::Open => session.load.set(Load::Idle),
            Route::BadId(id) => session.load.set(Load::Failed(Arc::new(LoadError::new(ErrorKind::BadId, id)))),
            Route::Task(id) => spawn(async move {
                until(is_over, attempt.task(id, poller)).await;
            }),
            Route::Snapshot(data) => spawn(async move {
                until(is_over, attempt.snapshot(data)).await;
            }),
        }
    });
}

/// What the reader gives, once its bytes are there; `None` where they cannot be read.
type Given = Pin<Box<dyn Future<Output = Option<Vec<u8>>>>>;

/// Opens a payload that the reader gives: pasted, dropped, or from a file.
pub fn open_payload(session: Session, payload: Given) {
    let number = session.want();
    let open = async move {
        let Some(payload) = payload.await else { return };
        session.has_come();
        session.take_in(number);
        let attempt = Attempt { session, says_progress: true };
        let bytes = payload.len();
        let tell = |phase, done| attempt.tell(phase, bytes, Some(done));
        tell(Phase::Decoding, 0.0);
        hasten();
        let read = read_payload(payload.into(), Source::File, None, None, &tell).await;
        session.load.try_set(outcome_of(read));
    };
    let is_over = move || session.wanted.try_get_untracked() != Some(number);
    spawn(async move {
        until(is_over, open).await;
    });
}

fn outcome_of(read: Result<Vec<Arc<Loaded>>, LoadError>) -> Load {
    match read {
        Ok(mut all) if all.len() == 1 => all.pop().map_or(Load::Idle, Load::Ready),
        Ok(all) => Load::Choose(Arc::new(all)),
        Err(error) => Load::Failed(Arc::new(error)),
    }
}

/// Of the tasks in an answer, the one with this id.
pub(super) fn the_one(all: Vec<Arc<Loaded>>, id: Option<&Id>) -> Result<Arc<Loaded>, LoadError> {
    let other = || LoadError { status: Some(200), ..LoadError::new(ErrorKind::Malformed, Detail::AnotherTask) };
    all.into_iter().find(|loaded| loaded.task.id.as_ref() == id).ok_or_else(other)
}

/// One load, from its start to the screen.
struct Attempt {
    session: Session,
    says_progress: bool,
}

impl Attempt {
    fn tell(&self, phase: Phase, bytes: usize, done: Option<f32>) {
        if self.says_progress {
            self.session.load.try_set(Load::Busy(Progress { phase, bytes, done }));
        }
    }

    async fn task(self, id: Id, poller: Poller) {
        let (Some(config), Some(lang)) =
            (self.session.config.try_get_untracked(), self.session.lang.try_get_untracked())
        else {
            return;
        };
        self.tell(Phase::Fetching, 0, None);
        self.session.asking.is_busy.try_set(true);
        let watch = Stopwatch::start("taskscope:fetch");
        let share = |bytes: usize, total: usize| bytes as f32 / total.max(1) as f32;
        let words = Throttle::of_words();
        let arrived = |bytes, total: Option<usize>| {
            self.session.has_come();
            if words.due() {
                self.tell(Phase::Fetching, bytes, total.map(|total| share(bytes, total)));
            }
        };
        let fetched = fetch_task(&config, lang, &id, poller.patience(), &arrived).await;
        watch.stop();
        self.session.has_come();
        let read = match fetched {
            Ok(payload) => {
                let length = payload.sent.length();
                let last = self.session.loaded.try_get_untracked().flatten();
                let last = last.as_ref().map(|last| &*last.0).filter(|last| last.task.id.as_ref() == Some(&id));
                let tell = |phase, done| self.tell(phase, length, Some(done));
                if last.is_none() {
                    hasten();
                }
                read_payload(payload, Source::Api, Some(200), last, &tell).await
            }
            Err(error) => Err(error),
        };
        self.session.asking.is_busy.try_set(false);
        let shown = self.session.loaded.try_get_untracked().flatten();
        let read = read.and_then(|all| match &shown {
            // Of several tasks the one that the reader has chosen stays; no other takes its place.
            Some(shown) => the_one(all, shown.0.task.id.as_ref()).map(Load::Ready),
            None => Ok(outcome_of(Ok(all))),
        });
        match read {
            Err(error) => {
                poller.after_failure(&error, shown.is_some_and(|shown| shown.0.may_change));
                self.fail(Arc::new(error));
            }
            Ok(load) => {
                if let Load::Ready(loaded) = &load {
                    remember(&id, loaded);
                    poller.after_success(loaded);
                }
                self.session.stale.try_set(None);
                self.session.load.try_set(load);
                if let Some(shown) = shown {
                    let_go(shown);
                }
            }
        }
    }

    /// Shows an error. A task on the screen is worth more than the news that there is no news. What tells of the same error
    /// already stays as it is, with whatever the reader has selected in it, and is not read out again.
    fn fail(&self, error: Arc<LoadError>) {
        let is_known = self.session.stale.try_get_untracked().flatten().is_some_and(|old| old.is_like(&error));
        match self.session.load.try_get_untracked() {
            Some(Load::Ready(_)) if is_known => {}
            Some(Load::Ready(_)) => self.session.stale.try_set(Some(error)),
            Some(Load::Failed(old)) if old.is_like(&error) => {}
            _ => self.session.load.try_set(Load::Failed(error)),
        }
    }

    async fn snapshot(self, data: String) {
        self.session.has_come();
        self.tell(Phase::Decoding, data.len(), None);
        let read = match unpack(&data).await {
            Ok(payload) => {
                hasten();
                read_payload(payload.into(), Source::Snapshot, None, None, &|_, _| {}).await
            }
            Err(error) => Err(error),
        };
        self.session.load.try_set(outcome_of(read));
    }
}

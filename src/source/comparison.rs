//! The other task of a comparison: fetched whenever the address names another one, and again while it can change.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use taskscope_core::task::Id;

use super::api::fetch_task;
use super::loader::the_one;
use super::open::read_payload;
use super::poll::Poller;
use super::{ErrorKind, LoadError};
use crate::dom::{let_go, spawn};
use crate::state::{Derived, Loaded, Other, Session, Source, follow};

/// Loads the task that the address compares with.
pub fn follow_comparison(session: Session) {
    let asking = session.other_asking;
    let poller = Poller::new(session, asking);
    let wanted = Derived::new(move |_| session.choice.get().compare.clone());
    let newest = Rc::new(Cell::new(0_u32));
    let last = RefCell::new(None::<Id>);
    follow(move || {
        let (wanted, _) = (wanted.get(), asking.reload.get());
        let number = newest.get() + 1;
        newest.set(number);
        // The same task again: what is said of it stays until there is news.
        let again = last.replace(wanted.clone()) == wanted;
        poller.begin(again);
        let Some(id) = wanted else { return session.other.set(Other::None) };
        if !again {
            session.other.set(Other::Busy);
        }
        let (newest, poller) = (newest.clone(), poller.clone());
        spawn(async move {
            asking.is_busy.try_set(true);
            let loaded = load(session, &id, poller.patience()).await;
            if newest.get() != number {
                return;
            }
            asking.is_busy.try_set(false);
            let shown = session.other.try_get_untracked();
            match loaded {
                Ok(loaded) => {
                    poller.after_success(&loaded);
                    let is_first = !matches!(shown, Some(Other::Ready(_)));
                    session.other.try_set(Other::Ready(loaded));
                    if is_first {
                        // The banner takes room from the views: the selected step stays in sight.
                        session.reveal.update(|count| *count += 1);
                    } else {
                        let_go(shown);
                    }
                }
                Err(error) => {
                    let is_live = matches!(&shown, Some(Other::Ready(shown)) if shown.may_change);
                    poller.after_failure(&error, is_live);
                    let keeps = match shown {
                        Some(Other::Ready(_)) => true,
                        Some(Other::Failed(old)) => old.is_like(&error),
                        _ => false,
                    };
                    if !keeps {
                        session.other.try_set(Other::Failed(Arc::new(error)));
                        session.reveal.update(|count| *count += 1);
                    }
                }
            }
        });
    });
}

async fn load(session: Session, id: &Id, patience: i32) -> Result<Arc<Loaded>, LoadError> {
    let gone = || LoadError::new(ErrorKind::Network, "the page was closed");
    let config = session.config.try_get_untracked().ok_or_else(gone)?;
    let lang = session.lang.try_get_untracked().ok_or_else(gone)?;
    let bytes = fetch_task(&config, lang, id, patience, &|_, _| {}).await?;
    let last = match session.other.try_get_untracked() {
        Some(Other::Ready(last)) => Some(last),
        _ => None,
    };
    let all = read_payload(bytes, Source::Api, Some(200), last.as_deref(), &|_, _| {}).await?;
    // Of the several tasks that a payload may hold, this is the one asked for.
    let wanted = last.as_ref().map_or(Some(id), |last| last.task.id.as_ref());
    let first = if last.is_none() { all.first().cloned() } else { None };
    the_one(all, wanted).or_else(|error| first.ok_or(error))
}

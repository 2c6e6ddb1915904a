//! The other task of a comparison: fetched once, whenever the address names another one.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use taskscope_core::task::Id;
use wasm_bindgen_futures::spawn_local;

use super::api::fetch_task;
use super::open::read_payload;
use super::{ErrorKind, LoadError};
use crate::state::{Derived, Loaded, Other, Session, Source, follow};

/// Loads the task that the address compares with. It does not live: what is compared with is over, as a rule.
pub fn follow_comparison(session: Session) {
    let wanted = Derived::new(move |_| session.choice.get().compare.clone());
    let newest = Rc::new(Cell::new(0_u32));
    follow(move || {
        let number = newest.get() + 1;
        newest.set(number);
        let Some(id) = wanted.get() else { return session.other.set(Other::None) };
        session.other.set(Other::Busy);
        let newest = newest.clone();
        spawn_local(async move {
            let other = match load(session, &id).await {
                Ok(other) => Other::Ready(other),
                Err(error) => Other::Failed(Arc::new(error)),
            };
            if newest.get() == number {
                session.other.try_set(other);
                // The banner takes room from the views: the selected step stays in sight.
                session.reveal.update(|count| *count += 1);
            }
        });
    });
}

async fn load(session: Session, id: &Id) -> Result<Arc<Loaded>, LoadError> {
    let gone = || LoadError::new(ErrorKind::Network, "the page was closed");
    let config = session.config.try_get_untracked().ok_or_else(gone)?;
    let lang = session.lang.try_get_untracked().ok_or_else(gone)?;
    let bytes = fetch_task(&config, lang, id, &|_, _| {}).await?;
    let all = read_payload(bytes, Source::Api, Some(200), None, &|_, _| {}).await?;
    // Of the several tasks that a payload may hold, this is the one asked for.
    let place = all.iter().position(|loaded| loaded.task.id.as_ref() == Some(id)).unwrap_or(0);
    all.into_iter().nth(place).ok_or_else(|| LoadError::new(ErrorKind::Malformed, "no task"))
}

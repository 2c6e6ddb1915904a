//! What becomes of a running task, for those who do not see the page.

use std::cell::Cell;

use taskscope_core::words;

use crate::state::{Same, Session, follow};

/// Tells what a later answer of the server brings that nobody may miss: never of the first.
pub(super) fn follow_news(session: Session) {
    let last = Cell::new(None);
    follow(move || {
        let now = session.loaded.get();
        let (Some(Same(before)), Some(Same(now))) = (last.replace(now.clone()), now) else { return };
        let lang = session.lang.get_untracked();
        if now.task.id == before.task.id
            && let Some(news) = words::news(lang, (&before.task, &before.insight), (&now.task, &now.insight))
        {
            session.voice.tell(&news);
        }
    });
}

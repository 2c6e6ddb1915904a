//! The tasks this reader looked at lately, kept in this browser only.

use std::cell::RefCell;

use taskscope_core::task::Id;

use crate::dom::{Json, read_stored, store};
use crate::state::Loaded;

const NAME: &str = "taskscope.recent";
const MOST: usize = 8;

/// A task looked at lately.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recent {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The verdict when it was last seen, by its public name.
    pub verdict: String,
}

/// The tasks looked at lately, the newest first.
#[must_use]
pub fn recent() -> Vec<Recent> {
    let list = read_stored(NAME).and_then(|text| Json::parse(&text)).map(|list| list.entries()).unwrap_or_default();
    let entry = |entry: &Json| {
        let text = |name| entry.get(name).text();
        Some(Recent { id: text("id")?, name: text("name")?, verdict: text("verdict")? })
    };
    list.iter().filter_map(entry).collect()
}

thread_local! {
    /// What this page put at the head of the list last.
    static LAST: RefCell<Option<Recent>> = const { RefCell::new(None) };
}

/// Puts a task at the head of the list. A poll that brings nothing new to it leaves the list to other pages.
pub(super) fn remember(id: &Id, loaded: &Loaded) {
    let entry = Recent {
        id: id.to_string(),
        name: loaded.task.name.to_string(),
        verdict: loaded.insight.verdict.as_str().to_owned(),
    };
    if LAST.replace(Some(entry.clone())).as_ref() == Some(&entry) {
        return;
    }
    let mut list = recent();
    if list.first() == Some(&entry) {
        return;
    }
    list.retain(|other| other.id != entry.id);
    list.insert(0, entry);
    list.truncate(MOST);
    let json =
        |Recent { id, name, verdict }: &Recent| Json::object(&[("id", id), ("name", name), ("verdict", verdict)]);
    store(NAME, &Json::list_text(list.iter().map(json)));
}

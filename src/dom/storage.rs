//! What this browser remembers for the reader. It may refuse to: private windows do.

use super::window;

/// What was stored under a name.
#[must_use]
pub fn read_stored(name: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(name).ok().flatten()
}

/// Stores a text under a name, if the browser lets us.
pub fn store(name: &str, text: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(name, text);
    }
}

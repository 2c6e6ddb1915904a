//! What attributes, properties and classes say: once, or as long as they are there.

use super::super::part::{MaybeWords, Words};

/// What an attribute or property says.
pub enum Said {
    /// This, always; `None`: it is absent.
    Always(Option<String>),
    /// What it is worked out to be.
    Now(MaybeWords),
    /// It is there, or is true, while something holds.
    While(Holds),
}

/// Whether something holds.
pub type Holds = Box<dyn FnMut() -> bool + Send>;

impl From<&str> for Said {
    fn from(text: &str) -> Self {
        Self::Always(Some(text.to_owned()))
    }
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Self::Always(Some(text))
    }
}

impl From<Option<String>> for Said {
    fn from(text: Option<String>) -> Self {
        Self::Always(text)
    }
}

impl From<Option<&str>> for Said {
    fn from(text: Option<&str>) -> Self {
        Self::Always(text.map(str::to_owned))
    }
}

impl From<Words> for Said {
    fn from(mut words: Words) -> Self {
        Self::Now(Box::new(move || Some(words())))
    }
}

impl From<MaybeWords> for Said {
    fn from(words: MaybeWords) -> Self {
        Self::Now(words)
    }
}

impl From<Holds> for Said {
    fn from(holds: Holds) -> Self {
        Self::While(holds)
    }
}

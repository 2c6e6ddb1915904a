//! Values worked out together: what the rows or cards of a list show.
//!
//! A memo a row would do the same. But a poll wakes every memo, and each forgets all that it read and notes it anew: with a
//! hundred rows that takes longer than to work out what they show.
//!
//! ```text
//!   track ──► one effect ──► value of row 1   set only where it became another,
//!                       ├──► value of row 2   so that nothing else is woken
//!                       └──► …
//! ```

use std::cell::RefCell;
use std::rc::{Rc, Weak};
use std::sync::Arc;

use leptos::prelude::untrack;
use leptos::reactive::effect::RenderEffect;

use super::reactive::{Var, keep};

/// Works out values together. It lives with the component that made it; clones are the same.
#[derive(Clone, Default)]
pub struct Together(Rc<RefCell<Vec<Weak<Work>>>>);

/// Works out one value.
type Work = dyn Fn();

impl Together {
    /// Works out all values anew whenever what `track` reads changes. It has to read all that any of them is made of.
    pub fn follow(track: impl Fn() + 'static) -> Self {
        let together = Self::default();
        let own = together.clone();
        // Its first run is now, while there are no values yet: each is worked out as it joins.
        keep(RenderEffect::new(move |_| {
            track();
            untrack(|| own.work());
        }));
        together
    }

    /// A value that is worked out now, and then together with the others for as long as the component or effect lives that
    /// asks for it. What is on its way out has none any more: it keeps what it had.
    pub fn value<T>(&self, work: impl Fn() -> Option<T> + 'static) -> Var<Arc<T>>
    where
        T: Default + PartialEq + Send + Sync + 'static,
    {
        let value = Var::new(Arc::new(untrack(&work).unwrap_or_default()));
        let work: Rc<Work> = Rc::new(move || {
            let last = value.try_get_untracked();
            if let Some(now) = work().filter(|now| last.is_some_and(|last| *last != *now)) {
                value.set(Arc::new(now));
            }
        });
        let mut works = self.0.borrow_mut();
        // A task that has ended brings no poll, and may be scrolled for ever: those that are gone make room for the next.
        works.retain(|work| work.strong_count() > 0);
        works.push(Rc::downgrade(&work));
        keep(work);
        value
    }

    fn work(&self) {
        // Values may be asked for meanwhile.
        let works: Vec<_> = self.0.borrow().iter().filter_map(Weak::upgrade).collect();
        works.iter().for_each(|work| work());
    }
}

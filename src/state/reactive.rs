//! Signals and memos, all of one inner type.
//!
//! Each type that Leptos's own signals are made of brings its own guards, subscribers and arena code to the bundle:
//! some kilobytes a type. Here a value is shared behind one pointer type, so that code is there once, and what a type
//! adds is a comparison and a copy. The names are those of Leptos.

use std::any::Any;
use std::cell::Cell;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::{
    Effect, Get as _, GetUntracked as _, GetValue as _, Memo, RwSignal, Set as _, SetValue as _, StoredValue,
    Track as _,
};
use send_wrapper::SendWrapper;

/// A shared value, whose type is known to its owner alone.
#[derive(Clone)]
struct Value {
    held: Arc<dyn Any + Send + Sync>,
    /// Whether two of this type are equal.
    is_same: fn(&dyn Any, &dyn Any) -> bool,
}

impl Value {
    /// A value of a signal: nobody compares it.
    fn plain<T: Send + Sync + 'static>(value: T) -> Self {
        Self { held: Arc::new(value), is_same: |_, _| false }
    }

    /// A value of a memo: those who read it hear of changes alone.
    fn compared<T: PartialEq + Send + Sync + 'static>(value: T) -> Self {
        fn is_same<T: PartialEq + 'static>(a: &dyn Any, b: &dyn Any) -> bool {
            a.downcast_ref::<T>().zip(b.downcast_ref()).is_some_and(|(a, b)| a == b)
        }
        Self { held: Arc::new(value), is_same: is_same::<T> }
    }

    /// What it is, as the type it was made of.
    #[inline(never)]
    fn of<T: Send + Sync + 'static>(self) -> Arc<T> {
        match self.held.downcast() {
            Ok(value) => value,
            #[expect(clippy::unreachable, reason = "a signal holds the type it was made for")]
            Err(_) => unreachable!("a signal was read as what it is not"),
        }
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        (self.is_same)(&*self.held, &*other.held)
    }
}

/// A value that can be set, and that whoever reads it follows.
pub struct Var<T> {
    inner: RwSignal<Value>,
    of: PhantomData<fn() -> T>,
}

impl<T: Clone + Send + Sync + 'static> Var<T> {
    /// A signal with its first value.
    pub fn new(value: T) -> Self {
        Self { inner: RwSignal::new(Value::plain(value)), of: PhantomData }
    }

    /// Sets the value.
    pub fn set(&self, value: T) {
        self.inner.set(Value::plain(value));
    }

    /// Sets the value, if its owner is still there.
    pub fn try_set(&self, value: T) {
        let _ = self.inner.try_set(Value::plain(value));
    }

    /// Changes the value, if its owner is still there.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        if let Some(mut value) = self.try_get_untracked() {
            change(&mut value);
            self.set(value);
        }
    }
}

/// A value worked out from others; it is worked out anew when they change, and followed only where it changed too.
pub struct Derived<T> {
    inner: Memo<Value>,
    of: PhantomData<fn() -> T>,
}

impl<T: Clone + PartialEq + Send + Sync + 'static> Derived<T> {
    /// A value worked out from what `work` reads, and from what it was before.
    pub fn new(work: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        type Work = Box<dyn Fn(Option<&Value>) -> Value + Send + Sync>;
        fn memo(work: Work) -> Memo<Value> {
            Memo::new(work)
        }
        let work: Work = Box::new(move |last: Option<&Value>| {
            let last = last.map(|last| last.clone().of());
            Value::compared(work(last.as_deref()))
        });
        Self { inner: memo(work), of: PhantomData }
    }
}

/// What a signal and a memo have in common: they are handles, and are read alike.
macro_rules! readable {
    ($name:ident, $($bound:tt)+) => {
        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> Copy for $name<T> {}

        impl<T: $($bound)+> $name<T> {
            /// The value, followed.
            pub fn get(&self) -> T {
                self.with(T::clone)
            }

            /// The value, not followed.
            pub fn get_untracked(&self) -> T {
                self.with_untracked(T::clone)
            }

            /// The value, not followed; `None` once its owner is gone.
            pub fn try_get_untracked(&self) -> Option<T> {
                Some(T::clone(&*self.inner.try_get_untracked()?.of()))
            }

            /// Reads the value, followed.
            pub fn with<R>(&self, see: impl FnOnce(&T) -> R) -> R {
                see(&*self.inner.get().of())
            }

            /// Reads the value, not followed.
            pub fn with_untracked<R>(&self, see: impl FnOnce(&T) -> R) -> R {
                see(&*self.inner.get_untracked().of())
            }

            /// Follows the value without reading it.
            pub fn track(&self) {
                self.inner.track();
            }
        }
    };
}

readable!(Var, Clone + Send + Sync + 'static);
readable!(Derived, Clone + PartialEq + Send + Sync + 'static);

/// Does something now, and again whenever what it reads changes.
pub fn follow(act: impl FnMut() + 'static) {
    fn effect(mut act: Box<dyn FnMut()>) {
        Effect::new(move |_: Option<()>| act());
    }
    effect(Box::new(act));
}

/// Does something whenever a count goes up, not when the view opens.
pub fn on_change(count: Var<u32>, act: impl Fn() + 'static) {
    let last = Cell::new(count.get_untracked());
    follow(move || {
        if last.replace(count.get()) != count.get_untracked() {
            act();
        }
    });
}

/// A place for one thing that goes with its owner: a timer, an observer, a listener. Putting in another lets go of the
/// one before.
#[derive(Clone, Copy)]
pub struct Keep(StoredValue<Option<Kept>>);

/// What is kept.
type Kept = Arc<SendWrapper<Box<dyn Any>>>;

impl Keep {
    /// An empty place.
    pub fn empty() -> Self {
        Self(StoredValue::new(None))
    }

    /// Keeps `thing` instead of what was kept.
    pub fn put(&self, thing: impl Any) {
        self.0.try_set_value(Some(Arc::new(SendWrapper::new(Box::new(thing)))));
    }

    /// Shows `work` the thing, if it is of this type.
    pub fn with<T: Any>(&self, work: impl FnOnce(&T)) {
        let kept = self.0.try_get_value().flatten();
        if let Some(thing) = kept.as_ref().and_then(|kept| kept.downcast_ref()) {
            work(thing);
        }
    }
}

/// Keeps a thing as long as the component or effect that calls this.
pub fn keep(thing: impl Any) {
    Keep::empty().put(thing);
}

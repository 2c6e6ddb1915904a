//! Signals and memos, all of one inner type.
//!
//! Each type that Leptos's own signals are made of brings its own guards, subscribers and arena code to the bundle:
//! some kilobytes a type. Here a value is shared behind one pointer type, so that code is there once, and what a type
//! adds is a comparison and a copy. The names are those of Leptos.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::{
    Effect, Get as _, GetUntracked as _, GetValue as _, Memo, RwSignal, Set as _, SetValue as _, StoredValue,
    Track as _,
};
use send_wrapper::SendWrapper;

/// A value whose type is known to its owner alone.
trait Held: Any + Send + Sync {
    /// Whether `other` holds an equal value.
    fn is_same(&self, other: &dyn Any) -> bool;
}

/// A value of a memo: those who read it hear of changes alone.
struct Compared<T>(T);

impl<T: PartialEq + Send + Sync + 'static> Held for Compared<T> {
    fn is_same(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<Self>().is_some_and(|other| other.0 == self.0)
    }
}

/// A value of a signal: nobody compares it.
struct Plain<T>(T);

impl<T: Send + Sync + 'static> Held for Plain<T> {
    fn is_same(&self, _: &dyn Any) -> bool {
        false
    }
}

/// A shared value.
#[derive(Clone)]
struct Value(Arc<dyn Held>);

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_same(&*other.0)
    }
}

/// Shows `see` what a shared value holds, as the type it was made of. Apart from that type this is one function, however
/// many types there are.
fn read<H: 'static, R>(value: Option<Value>, see: impl FnOnce(&H) -> R) -> Option<R> {
    let mut see = Some(see);
    let mut seen = None;
    show(value, &mut |held| {
        if let (Some(held), Some(see)) = (held.downcast_ref(), see.take()) {
            seen = Some(see(held));
        }
    });
    seen
}

#[inline(never)]
fn show(value: Option<Value>, see: &mut dyn FnMut(&dyn Any)) {
    if let Some(value) = value {
        see(&*value.0);
    }
}

/// What was read of a signal whose owner is still there.
fn there<R>(read: Option<R>) -> R {
    match read {
        Some(read) => read,
        #[expect(clippy::unreachable, reason = "a signal holds the type it was made for")]
        None => unreachable!("a signal was read as what it is not"),
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
        Self { inner: RwSignal::new(Value(Arc::new(Plain(value)))), of: PhantomData }
    }

    /// Sets the value.
    pub fn set(&self, value: T) {
        self.inner.set(Value(Arc::new(Plain(value))));
    }

    /// Sets the value, if its owner is still there.
    pub fn try_set(&self, value: T) {
        let _ = self.inner.try_set(Value(Arc::new(Plain(value))));
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
            let new = match last {
                Some(last) => there(read(Some(last.clone()), |Compared(last)| work(Some(last)))),
                None => work(None),
            };
            Value(Arc::new(Compared(new)))
        });
        Self { inner: memo(work), of: PhantomData }
    }
}

/// What a signal and a memo have in common: they are handles, and are read alike. The one holds [`Plain`] values, the other [`Compared`] ones.
macro_rules! readable {
    ($name:ident, $holds:ident, $($bound:tt)+) => {
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
                read(self.inner.try_get_untracked(), |$holds(value)| T::clone(value))
            }

            /// Reads the value, followed.
            pub fn with<R>(&self, see: impl FnOnce(&T) -> R) -> R {
                there(read(Some(self.inner.get()), |$holds(value)| see(value)))
            }

            /// Reads the value, not followed.
            pub fn with_untracked<R>(&self, see: impl FnOnce(&T) -> R) -> R {
                there(read(Some(self.inner.get_untracked()), |$holds(value)| see(value)))
            }

            /// Follows the value without reading it.
            pub fn track(&self) {
                self.inner.track();
            }
        }
    };
}

readable!(Var, Plain, Clone + Send + Sync + 'static);
readable!(Derived, Compared, Clone + PartialEq + Send + Sync + 'static);

/// Does something now, and again whenever what it reads changes.
pub fn follow(act: impl FnMut() + 'static) {
    fn effect(mut act: Box<dyn FnMut()>) {
        Effect::new(move |_: Option<()>| act());
    }
    effect(Box::new(act));
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

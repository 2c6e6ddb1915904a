//! Patience for values of any type: what is no object or list where one ought to be counts as nothing.

use std::fmt;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};

/// What reads objects or lists; the kind that it can't use is read over.
pub(super) trait Part<'de>: Sized {
    type Value;

    fn object<A: MapAccess<'de>>(self, map: A) -> Result<Option<Self::Value>, A::Error> {
        IgnoredAny.visit_map(map).map(|_| None)
    }

    fn list<A: SeqAccess<'de>>(self, list: A) -> Result<Option<Self::Value>, A::Error> {
        IgnoredAny.visit_seq(list).map(|_| None)
    }
}

/// Reads a value of whatever type for a [`Part`]: one that it can't use counts as nothing, not as an error.
pub(super) struct Patient<P>(pub P);

impl<'de, P: Part<'de>> Visitor<'de> for Patient<P> {
    type Value = Option<P::Value>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        self.0.object(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        self.0.list(list)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

//! Patience for values of any type: what is no object or list where one ought to be counts as nothing, not as an error.

use std::fmt;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};

/// What reads objects or lists; each kind that it can't use is read over.
pub(super) trait Compound<'de>: Sized {
    type Value;

    fn object<A: MapAccess<'de>>(self, map: A) -> Result<Option<Self::Value>, A::Error> {
        IgnoredAny.visit_map(map).map(|_| None)
    }

    fn list<A: SeqAccess<'de>>(self, list: A) -> Result<Option<Self::Value>, A::Error> {
        IgnoredAny.visit_seq(list).map(|_| None)
    }
}

/// Visits a value for a [`Compound`]; gives `None` for every scalar.
pub(super) struct Anything<C>(pub C);

impl<'de, C: Compound<'de>> Visitor<'de> for Anything<C> {
    type Value = Option<C::Value>;

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

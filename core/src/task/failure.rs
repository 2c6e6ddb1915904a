//! What OCP says when it refuses or fails a call.

use std::borrow::Cow;

use super::wire::{ErrorRecord, NodeRecord, Raw, SubErrorRecord};
use super::{Envelope, Id};

/// OCP's own account of a failed call.
#[derive(Clone, Debug, Default)]
pub struct Failure {
    /// `TSK10001`, or a bare number in older versions; `None` where unset (the server writes 0).
    pub code: Option<String>,
    /// For the reader, in the language asked for; may hold an unfilled `{0}`.
    pub message: String,
    /// For OCP's developers.
    pub debug_message: Option<String>,
    /// The parts of it, such as the parameters that were refused.
    pub sub_errors: Vec<SubError>,
    /// `traceId`, `server` and the rest of what came around it.
    pub envelope: Envelope,
}

/// One part of a [`Failure`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubError {
    /// Its own code.
    pub code: Option<Id>,
    /// What it is about: `object.field`, or one of the two.
    pub place: String,
    /// The value that was refused, as JSON.
    pub rejected: Option<String>,
    /// For the reader.
    pub message: String,
}

impl Failure {
    /// Reads the error of an envelope; `None` if the envelope tells of success.
    pub(super) fn of(members: &NodeRecord<'_>, envelope: &Envelope) -> Option<Self> {
        let refused = members.successful.and_then(Raw::flag) == Some(false);
        if members.error.is_none() && !refused {
            return None;
        }
        let envelope = envelope.clone();
        let Some(error) = members.error.and_then(Raw::members::<ErrorRecord<'_>>) else {
            // An error that is no object is still what the server had to say.
            return Some(Self { message: text(members.error), envelope, ..Self::default() });
        };
        let mut sub_errors = Vec::new();
        let mut add = |part: Raw<'_>| sub_errors.extend(part.members().map(SubError::new));
        // A list of them; one alone is told by its being none.
        if let Some(Err(_)) = error.sub_errors.map(|parts| parts.each(&mut add)) {
            error.sub_errors.into_iter().for_each(add);
        }
        Some(Self {
            code: error.code.and_then(Raw::text).filter(|code| !matches!(code.as_ref(), "" | "0")).map(Into::into),
            message: text(error.message),
            debug_message: error.debug_message.map(|message| text(Some(message))),
            sub_errors,
            envelope,
        })
    }
}

impl SubError {
    fn new(record: SubErrorRecord<'_>) -> Self {
        let names = [record.object, record.field].into_iter().flatten().filter_map(Raw::text);
        let place = names.map(Cow::into_owned).collect::<Vec<_>>().join(".");
        Self {
            code: record.code.and_then(Raw::id),
            place,
            rejected: record.rejected_value.map(|value| value.json().to_owned()),
            message: text(record.message),
        }
    }
}

fn text(value: Option<Raw<'_>>) -> String {
    value.and_then(Raw::text).map(Into::into).unwrap_or_default()
}

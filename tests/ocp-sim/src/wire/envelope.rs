//! The envelope: `data` or `error`, and who answered when.

use super::ApiError;
use crate::rng::hash;
use crate::time::{Millis, Offset, TimeText, iso};
use serde::Serialize;

/// What an envelope says about the answer itself.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// When it was answered.
    pub at: Millis,
    /// The offset in which times are written.
    pub offset: Offset,
    /// Who answers.
    pub server: &'static str,
    /// Decides `duration` and `traceId`.
    pub seed: u64,
}

impl Stamp {
    /// The stamp of an answer at an instant.
    pub fn new(at: Millis, seed: u64) -> Self {
        Self { at, offset: Offset::CHINA, server: "10.20.0.11", seed }
    }
}

/// Every JSON answer of OCP.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Envelope<'a, T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<T>,
    duration: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a ApiError>,
    server: &'static str,
    status: u16,
    successful: bool,
    timestamp: TimeText,
    trace_id: String,
}

impl<'a, T> Envelope<'a, T> {
    /// A success that carries data, or none.
    pub fn success(data: Option<T>, stamp: &Stamp) -> Self {
        Self::new(data, None, 200, stamp)
    }

    /// A failure.
    pub fn failure(error: &'a ApiError, stamp: &Stamp) -> Self {
        Self::new(None, Some(error), error.status, stamp)
    }

    fn new(data: Option<T>, error: Option<&'a ApiError>, status: u16, stamp: &Stamp) -> Self {
        let trace = hash(&[stamp.seed, stamp.at.0 as u64]);
        Self {
            data,
            duration: 4 + trace % 60,
            server: stamp.server,
            status,
            successful: error.is_none(),
            timestamp: iso(stamp.at, stamp.offset),
            trace_id: format!("{trace:016x}"),
            error,
        }
    }
}

impl<T: Serialize> Envelope<'_, T> {
    /// The bytes of the answer.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Plain structs into memory: neither a map key nor the writer can fail.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Writes the answer piece by piece; fails when the reader has gone.
    pub fn write_to(&self, out: impl std::io::Write) -> std::io::Result<()> {
        serde_json::to_writer(out, self).map_err(std::io::Error::from)
    }
}

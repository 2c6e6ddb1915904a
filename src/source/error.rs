//! Why there is no task on the screen: each kind has its own words and its next step.

use taskscope_core::task::{DecodeError, Failure};

/// The kinds that others rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// Not signed in.
    Unauthorized,
    /// Signed in, without the right to see tasks.
    Forbidden,
    /// OCP has no such task.
    NotFound,
    /// Too many calls.
    RateLimited,
    /// OCP failed.
    Server,
    /// No answer: the network, or a policy of the browser, which does not say which.
    Network,
    /// No answer in time.
    Timeout,
    /// The answer is no JSON, or a 404 that is none of OCP's.
    NotJson,
    /// The answer is broken JSON, or JSON and no task.
    Malformed,
    /// OCP says that the call failed.
    Rejected,
    /// No id of a task.
    BadId,
}

impl ErrorKind {
    /// Its name in the page.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not-found",
            Self::RateLimited => "rate-limited",
            Self::Server => "server",
            Self::Network => "network",
            Self::Timeout => "timeout",
            Self::NotJson => "not-json",
            Self::Malformed => "malformed",
            Self::Rejected => "rejected",
            Self::BadId => "bad-id",
        }
    }

    /// Whether the same call may go through later by itself. With a task on the screen that may change (`is_live`) all but
    /// one may: the call went through before, so a gateway or one node of several was the cause.
    #[must_use]
    pub const fn may_pass(self, is_live: bool) -> bool {
        match self {
            Self::Unauthorized | Self::BadId => false,
            Self::Forbidden | Self::NotFound | Self::Rejected => is_live,
            _ => true,
        }
    }
}

/// What the program saw.
#[derive(Clone, Debug)]
pub enum Detail {
    /// In the words of a browser or a server; may be empty.
    Words(String),
    /// Where JSON breaks, or ends too early.
    Broken {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// Whether it ends too early.
        truncated: bool,
        /// The decoder's reason.
        reason: String,
    },
    /// JSON without a task in it.
    NotATask,
    /// A link that was cut or changed.
    CutLink,
    /// A task, and not the one asked for.
    AnotherTask,
    /// The browser can't unpack what a link holds.
    NoUnpacking,
}

impl From<String> for Detail {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

impl From<&str> for Detail {
    fn from(words: &str) -> Self {
        Self::Words(words.to_owned())
    }
}

/// Why there is no task, with all that support will ask for.
#[derive(Clone, Debug)]
pub struct LoadError {
    /// Which kind.
    pub kind: ErrorKind,
    /// The HTTP status, where there was an answer.
    pub status: Option<u16>,
    /// OCP's own account, where it gave one.
    pub failure: Option<Box<Failure>>,
    /// What the program saw, for those who look closer.
    pub detail: Detail,
    /// When to ask again, by the reader's clock in milliseconds since the epoch.
    pub retry_at: Option<f64>,
}

impl LoadError {
    /// An error of a kind, with nothing else known.
    #[must_use]
    pub fn new(kind: ErrorKind, detail: impl Into<Detail>) -> Self {
        Self { kind, status: None, failure: None, detail: detail.into(), retry_at: None }
    }

    /// Whether another error says the same to a reader.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        let message =
            |error: &Self| error.failure.as_ref().map(|failure| (failure.code.clone(), failure.message.clone()));
        (self.kind, self.status, message(self)) == (other.kind, other.status, message(other))
    }

    /// Whether it is told in OCP's own words.
    #[must_use]
    pub fn is_ocps(&self) -> bool {
        is_ocps(self.failure.as_deref())
    }

    /// What an answer without a task means. `status` is the HTTP status, `None` for a file or a paste.
    #[must_use]
    pub fn of_answer(status: Option<u16>, error: DecodeError) -> Self {
        let is_empty = matches!(error, DecodeError::Empty);
        let (body, detail, failure) = match error {
            DecodeError::Empty => (ErrorKind::NotJson, "".into(), None),
            DecodeError::NotJson { beginning } => (ErrorKind::NotJson, beginning.into(), None),
            DecodeError::Malformed { line, column, truncated, reason } => {
                (ErrorKind::Malformed, Detail::Broken { line, column, truncated, reason }, None)
            }
            DecodeError::NotATask => (ErrorKind::Malformed, Detail::NotATask, None),
            DecodeError::Rejected(failure) => (ErrorKind::Rejected, "".into(), Some(failure)),
        };
        let kind = match status {
            Some(401) => ErrorKind::Unauthorized,
            Some(403) => ErrorKind::Forbidden,
            Some(429) => ErrorKind::RateLimited,
            // A 404 or a 502 in HTML is a word of a proxy, not of OCP; another server has its own 404 in JSON.
            Some(404) if is_ocps(failure.as_deref()) => ErrorKind::NotFound,
            Some(404) => ErrorKind::NotJson,
            Some(500..) if body != ErrorKind::NotJson || is_empty => ErrorKind::Server,
            _ => body,
        };
        Self { kind, status, failure, detail, retry_at: None }
    }
}

/// Whether a failure has what OCP's have, and other servers' have not: `{"status":404,"error":"Not Found"}` is a failure too.
fn is_ocps(failure: Option<&Failure>) -> bool {
    failure.is_some_and(|failure| failure.code.is_some() || failure.envelope.trace_id.is_some())
}

#[cfg(test)]
mod tests {
    use taskscope_core::task::decode;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn kind(status: u16, body: &str) -> Option<(ErrorKind, bool)> {
        let error = LoadError::of_answer(Some(status), decode(body.as_bytes()).err()?);
        Some((error.kind, error.is_ocps()))
    }

    #[wasm_bindgen_test]
    fn only_ocp_knows_which_tasks_there_are() {
        let ocp = r#"{"successful":false,"status":404,"error":{"code":"TSK10001","message":"No task"},"traceId":"1"}"#;
        assert_eq!(kind(404, ocp), Some((ErrorKind::NotFound, true)));
        assert_eq!(kind(403, ocp), Some((ErrorKind::Forbidden, true)));
        for other in [r#"{"status":404,"error":"Not Found","path":"/api/v2"}"#, "{}", "<h1>404</h1>", ""] {
            assert_eq!(kind(404, other), Some((ErrorKind::NotJson, false)), "{other}");
            assert_eq!(kind(403, other), Some((ErrorKind::Forbidden, false)), "{other}");
        }
    }

    #[wasm_bindgen_test]
    fn a_server_that_fails_without_a_word_is_no_other_page() {
        assert_eq!(kind(500, ""), Some((ErrorKind::Server, false)));
        assert_eq!(kind(502, "<h1>Bad gateway</h1>"), Some((ErrorKind::NotJson, false)));
    }

    #[wasm_bindgen_test]
    fn a_task_on_the_screen_is_asked_for_again_whatever_came_once() {
        let passing = |is_live| {
            let all = [
                ErrorKind::Unauthorized,
                ErrorKind::Forbidden,
                ErrorKind::NotFound,
                ErrorKind::Rejected,
                ErrorKind::Server,
                ErrorKind::Malformed,
            ];
            all.map(|kind| kind.may_pass(is_live))
        };
        assert_eq!(passing(false), [false, false, false, false, true, true]);
        assert_eq!(passing(true), [false, true, true, true, true, true]);
    }
}

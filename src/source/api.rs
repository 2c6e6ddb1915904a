//! OCP's API, read-only, with the reader's own credentials.

use gloo_net::http::{Request, Response};
use js_sys::Uint8Array;
use taskscope_core::task::{Id, Pieces, decode};
use taskscope_core::words::Lang;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader, RequestCache};

use super::open::Payload;
use super::poll::PATIENCE;
use super::retry::retry_at;
use super::{Config, ErrorKind, LoadError, Sent};
use crate::dom::{Json, Throttle, Timer, absolute, now_epoch};

/// The largest answer that is read, in bytes: more would not fit a browser's memory.
const LARGEST: usize = 512 << 20;

/// The address of a task in the API.
fn task_url(config: &Config, id: &Id) -> String {
    format!("{}/tasks/instances/{id}", config.api_base.trim_end_matches('/'))
}

/// Fetches a task's bytes. `patience` is how long the server may be silent, in milliseconds; `arrived` hears of bytes so far
/// and in all.
///
/// # Errors
/// [`LoadError`] of whichever kind keeps the answer from being a success.
pub async fn fetch_task(
    config: &Config,
    lang: Lang,
    id: &Id,
    patience: i32,
    arrived: &dyn Fn(usize, Option<usize>),
) -> Result<Payload, LoadError> {
    fetch(config, lang, &task_url(config, id), patience, arrived).await
}

/// Fetches a subtask's log.
///
/// # Errors
/// [`LoadError`] like [`fetch_task`].
pub async fn fetch_log(config: &Config, lang: Lang, task: &Id, subtask: &Id) -> Result<String, LoadError> {
    let url = format!("{}/subtasks/{subtask}/log", task_url(config, task));
    let bytes = fetch(config, lang, &url, PATIENCE, &|_, _| {}).await?.sent.bytes();
    match Json::parse(&String::from_utf8_lossy(&bytes)).and_then(|json| log_of(&json.get("data"))) {
        Some(log) => Ok(log),
        // Whatever else it is, the decoder has a word for it.
        None => match decode(&bytes) {
            Err(reason) => Err(LoadError::of_answer(Some(200), reason)),
            Ok(_) => Err(LoadError::new(ErrorKind::Malformed, "no log")),
        },
    }
}

/// The log in an answer's data; empty where the step has none yet.
fn log_of(data: &Json) -> Option<String> {
    data.is_object().then(|| data.get("log").text().unwrap_or_default())
}

async fn fetch(
    config: &Config,
    lang: Lang,
    url: &str,
    patience: i32,
    arrived: &dyn Fn(usize, Option<usize>),
) -> Result<Payload, LoadError> {
    let Ok(controller) = AbortController::new() else {
        return Err(LoadError::new(ErrorKind::Network, "this browser cannot abort a request"));
    };
    // `abort` without a reason: any other reason than an error is more than the HTTP library can take.
    let request = Abort(controller);
    let patience = || {
        let controller = request.0.clone();
        Timer::new(patience, move || controller.abort())
    };
    let (mut timer, renewal) = (patience(), Throttle::every(1000.0));
    let sent = Request::get(&absolute(url))
        .credentials(config.credentials.into())
        .cache(RequestCache::NoStore)
        .header("Accept", "application/json")
        .header("Accept-Language", if lang == Lang::Zh { "zh-CN" } else { "en-US" })
        .abort_signal(Some(&request.0.signal()))
        .send()
        .await;
    let answer = sent.map_err(|error| match error {
        gloo_net::Error::JsError(error) => of_exception(&error.name, &error.message),
        other => LoadError::new(ErrorKind::Network, other.to_string()),
    })?;
    let total = answer
        .headers()
        .get("content-length")
        .filter(|_| answer.headers().get("content-encoding").is_none())
        .and_then(|length| length.parse().ok());
    let mut sent = Sent::default();
    if let Some(body) = answer.body() {
        let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
        loop {
            let piece = JsFuture::from(reader.read()).await.map_err(|error| {
                let word =
                    |name: &str| js_sys::Reflect::get(&error, &name.into()).ok().and_then(|word| word.as_string());
                of_exception(&word("name").unwrap_or_default(), &word("message").unwrap_or_default())
            })?;
            let member = |name: &str| js_sys::Reflect::get(&piece, &name.into()).unwrap_or(JsValue::UNDEFINED);
            if member("done").is_truthy() {
                break;
            }
            let piece: Uint8Array = member("value").unchecked_into();
            sent.push(piece);
            arrived(sent.length(), total);
            // A timer for each piece of a large answer would cost more than to read it.
            if renewal.due() {
                drop(std::mem::replace(&mut timer, patience()));
            }
            if sent.length() > LARGEST {
                return Err(LoadError::new(ErrorKind::Malformed, format!("more than {} MiB", LARGEST >> 20)));
            }
        }
    }
    drop(timer);
    // A 204 is a success, and no task.
    if answer.ok() && sent.length() > 0 {
        let kept = sent.kept();
        Ok(Payload { sent, kept })
    } else {
        Err(of_status(&answer, &sent.bytes()))
    }
}

/// A request that ends with whoever waits for it; one that has ended takes no notice.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What an HTTP status other than success means, with OCP's own account if the body has one.
fn of_status(answer: &Response, body: &[u8]) -> LoadError {
    let status = answer.status();
    let error = match decode(body) {
        Err(error) => LoadError::of_answer(Some(status), error),
        // A task with the status of a failure is no task to be trusted.
        Ok(_) => LoadError { status: Some(status), ..LoadError::new(ErrorKind::Server, String::new()) },
    };
    LoadError { retry_at: retry_at(status, now_epoch(), &|name| answer.headers().get(name)), ..error }
}

/// What an exception of `fetch` means. The browser does not tell the network's failures from its own policies'.
fn of_exception(name: &str, message: &str) -> LoadError {
    let kind = if matches!(name, "AbortError" | "TimeoutError") { ErrorKind::Timeout } else { ErrorKind::Network };
    LoadError::new(kind, message)
}

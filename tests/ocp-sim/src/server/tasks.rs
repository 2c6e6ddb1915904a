//! Reading: one task, the list, a subtask's log, the server's clock.

use super::body::written;
use super::world::Found;
use super::{App, error_response, faults, json_response, language, query};
use crate::fixtures::Moment;
use crate::time::{Offset, iso};
use crate::wire::{ApiError, BasicTask, Envelope, Language, Page, Stamp, SubtaskLog, WireTask};
use axum::extract::{OriginalUri, Path, RawQuery, State};
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// Answers of tasks with more subtasks are written while they are sent.
const STREAMED_FROM: usize = 2_000;

/// `GET …/tasks/instances/{task}`.
pub(super) async fn detail(
    State(app): State<App>,
    Path((version, task)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let id = match read_id("taskInstanceId", &task) {
        Ok(id) => id,
        Err(error) => return error_response(&error, &app.stamp()),
    };
    // A big task is run when it is first asked for: not on a thread that serves others.
    let asking = app.clone();
    let found = tokio::task::spawn_blocking(move || asking.world().ask(id)).await;
    match found.unwrap_or(Found::Nothing) {
        Found::Task(moment, poll) => task_response(moment, poll),
        Found::Bytes(bytes) => json_response(200, bytes),
        Found::Fault(fault, before, first) => faults::respond(fault, id, before, first),
        Found::Nothing => error_response(&ApiError::no_such_task(version == "v1", language(&headers)), &app.stamp()),
    }
}

/// A task's envelope.
pub(super) fn task_response(moment: Arc<Moment>, poll: u64) -> Response {
    if moment.task.subtasks.len() < STREAMED_FROM {
        return json_response(200, moment.to_bytes(poll));
    }
    let body = written(move |out| {
        Envelope::success(Some(WireTask::new(&moment.task, poll)), &moment.stamp(poll)).write_to(out)
    });
    json_response(200, body)
}

/// `GET …/tasks/instances`.
pub(super) async fn list(State(app): State<App>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let value = |name| query::value(&query, name).filter(|value| !value.is_empty());
    let number = |name, usual| value(name).and_then(|value| value.parse().ok()).unwrap_or(usual);
    let usual = Page::default();
    let page = Page {
        name: value("name").or_else(|| value("keyword")).unwrap_or_default(),
        status: value("status").map(|words| words.split(',').map(str::to_owned).collect()).unwrap_or_default(),
        number: number("page", usual.number),
        size: number("size", usual.size),
        sort: value("sort").map_or(usual.sort, |sort| {
            let (key, order) = sort.split_once(',').unwrap_or((&sort, "asc"));
            (key.to_owned(), !order.eq_ignore_ascii_case("desc"))
        }),
    };
    let moments = app.world().listed();
    let tasks = moments.iter().map(|moment| BasicTask::new(&moment.task)).collect();
    json_response(200, Envelope::success(Some(page.of(tasks)), &app.stamp()).to_bytes())
}

/// `GET …/subtasks/{subtask}/log`.
pub(super) async fn log(
    State(app): State<App>,
    Path((version, task, subtask)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    let ids = read_id("taskInstanceId", &task).and_then(|id| Ok((id, read_id("subtaskInstanceId", &subtask)?)));
    let (id, subtask) = match ids {
        Ok(ids) => ids,
        Err(error) => return error_response(&error, &app.stamp()),
    };
    let moment = app.world().peek(id);
    let log = moment
        .and_then(|moment| moment.task.plan.index_of(subtask).map(|index| (moment.task.log(index), moment.stamp(0))));
    match log {
        Some((log, stamp)) => json_response(200, Envelope::success(Some(SubtaskLog { log }), &stamp).to_bytes()),
        None => error_response(&ApiError::no_such_task(version == "v1", language(&headers)), &app.stamp()),
    }
}

/// `GET …/time`: plain text, for anyone.
pub(super) async fn time(State(app): State<App>) -> Response {
    iso(app.world().now(), Offset::CHINA).to_string().into_response()
}

/// OCP answers 400 to addresses and methods that it does not know.
pub(super) async fn unknown_address(State(app): State<App>, method: Method, uri: OriginalUri) -> Response {
    error_response(&ApiError::unknown_address(method.as_str(), uri.path()), &app.stamp())
}

/// Reads an id as Java's `Long` does.
pub(super) fn read_id(name: &str, text: &str) -> Result<u64, ApiError> {
    let id: i64 = text.parse().map_err(|_| ApiError::bad_parameter(name, text))?;
    // No task has a negative id; none has this one either.
    Ok(u64::try_from(id).unwrap_or(0))
}

impl App {
    /// The stamp of an answer given now.
    pub(super) fn stamp(&self) -> Stamp {
        Stamp::new(self.world().now(), self.config().seed)
    }
}

/// Whether an address is of the old API, and the language asked for.
pub(super) fn manner(version: &str, headers: &HeaderMap) -> (bool, Language) {
    (version == "v1", language(headers))
}

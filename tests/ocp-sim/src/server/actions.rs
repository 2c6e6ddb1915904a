//! Acting: retry and roll back a task; retry, skip and cancel a subtask.

use super::tasks::{manner, read_id, task_response};
use super::{App, error_response, json_response};
use crate::engine::{Refusal, Task};
use crate::wire::{ApiError, Envelope, WireSubtask};
use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;

/// `POST …/{task}/retry` answers with the task.
pub(super) async fn retry(
    State(app): State<App>,
    Path((version, task)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    match act(&app, &version, &task, &headers, Task::retry) {
        Ok(id) => match app.world().peek(id) {
            Some(moment) => task_response(moment, 0),
            None => no_data(&app),
        },
        Err(error) => error_response(&error, &app.stamp()),
    }
}

/// `POST …/{task}/rollback` answers without data, as OCP Express does.
pub(super) async fn roll_back(
    State(app): State<App>,
    Path((version, task)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    match act(&app, &version, &task, &headers, Task::roll_back) {
        Ok(_) => no_data(&app),
        Err(error) => error_response(&error, &app.stamp()),
    }
}

/// `POST …/subtasks/{subtask}/retry|skip|cancel`: retry answers with the subtask, the others without data.
pub(super) async fn on_subtask(
    State(app): State<App>,
    Path((version, task, subtask, action)): Path<(String, String, String, String)>,
    method: Method,
    uri: OriginalUri,
    headers: HeaderMap,
) -> Response {
    let act_on = match action.as_str() {
        "retry" => Task::retry_subtask,
        "skip" => Task::skip_subtask,
        "cancel" => Task::cancel_subtask,
        _ => return super::tasks::unknown_address(State(app), method, uri).await,
    };
    let subtask = match read_id("subtaskInstanceId", &subtask) {
        Ok(subtask) => subtask,
        Err(error) => return error_response(&error, &app.stamp()),
    };
    let id = match act(&app, &version, &task, &headers, |task| act_on(task, subtask)) {
        Ok(id) => id,
        Err(error) => return error_response(&error, &app.stamp()),
    };
    let moment = app.world().peek(id).filter(|_| action == "retry");
    let Some(moment) = moment else { return no_data(&app) };
    let index = moment.task.plan.index_of(subtask);
    let data = index.and_then(|index| WireSubtask::new(&moment.task, index));
    json_response(200, Envelope::success(data, &moment.stamp(0)).to_bytes())
}

fn act(
    app: &App,
    version: &str,
    task: &str,
    headers: &HeaderMap,
    action: impl FnOnce(&mut Task) -> Result<(), Refusal>,
) -> Result<u64, ApiError> {
    let (v1, language) = manner(version, headers);
    let id = read_id("taskInstanceId", task)?;
    match app.world().act(id, action) {
        Some(Ok(())) => Ok(id),
        Some(Err(refusal)) => Err(ApiError::refused(&refusal, v1, language)),
        None => Err(ApiError::no_such_task(v1, language)),
    }
}

fn no_data(app: &App) -> Response {
    json_response(200, Envelope::<()>::success(None, &app.stamp()).to_bytes())
}

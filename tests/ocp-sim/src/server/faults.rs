//! Group 20 on the wire: statuses and headers, pages of HTML, bodies that are cut, stall or trickle.

use super::body::{Piece, flowing};
use super::json_response;
use crate::fixtures::{Fault, fault};
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::io;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::Sender;

/// In how many pieces a slow body comes, and how long each takes.
const TRICKLE: (usize, Duration) = (25, Duration::from_millis(200));

/// The answer of a fault that was asked for `before` times already, `first` at an instant.
pub(super) fn respond(fault: Fault, id: u64, before: u64, first: Instant) -> Response {
    let recovered = match fault {
        Fault::ServerErrorOnce => before > 0,
        Fault::RateLimitedOnce => before > 0 && first.elapsed() >= Duration::from_secs(2),
        _ => false,
    };
    if recovered {
        return json_response(200, fault::real_task(id));
    }
    match fault {
        Fault::Truncated => json_response(200, fault::half_a_task(id)),
        Fault::Stalled => json_response(200, sent(id, stall)),
        Fault::Dropped => json_response(200, sent(id, drop_connection)),
        Fault::Slow => json_response(200, sent(id, trickle)),
        Fault::LoginRedirect => login_redirect(),
        _ => plain(fault, id),
    }
}

fn plain(fault: Fault, id: u64) -> Response {
    let (status, html, bytes) = fault.answer(id).unwrap_or((500, false, Vec::new()));
    if html {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
        return (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], bytes).into_response();
    }
    let mut response = json_response(status, bytes);
    if let Some(seconds) = fault.reset_s() {
        let headers = response.headers_mut();
        headers.insert("ratelimit-limit", HeaderValue::from_static("100"));
        headers.insert("ratelimit-remaining", HeaderValue::from_static("0"));
        headers.insert("ratelimit-reset", HeaderValue::from(seconds));
    }
    response
}

/// To the login page beside the API: `…/api/v2/tasks/instances/{id}` → `…/sim/login`.
fn login_redirect() -> Response {
    (StatusCode::FOUND, [(header::LOCATION, "../../../../sim/login")]).into_response()
}

fn sent<F: Future<Output = ()> + Send + 'static>(id: u64, send: impl FnOnce(Sender<Piece>, Vec<u8>) -> F) -> Body {
    let (sender, body) = flowing();
    tokio::spawn(send(sender, fault::real_task(id)));
    body
}

async fn stall(sender: Sender<Piece>, mut bytes: Vec<u8>) {
    bytes.truncate(bytes.len() / 2);
    // A failed send means that the reader has gone, here and below.
    let _ = sender.send(Ok(Bytes::from(bytes))).await;
    sender.closed().await;
}

async fn drop_connection(sender: Sender<Piece>, mut bytes: Vec<u8>) {
    bytes.truncate(bytes.len() / 2);
    let _ = sender.send(Ok(Bytes::from(bytes))).await;
    // Lets the first half leave the machine before the connection breaks.
    tokio::time::sleep(Duration::from_millis(50)).await;
    let _ = sender.send(Err(io::ErrorKind::ConnectionReset.into())).await;
}

async fn trickle(sender: Sender<Piece>, bytes: Vec<u8>) {
    let (pieces, pause) = TRICKLE;
    for piece in bytes.chunks(bytes.len().div_ceil(pieces).max(1)) {
        if sender.send(Ok(Bytes::copy_from_slice(piece))).await.is_err() {
            return;
        }
        tokio::time::sleep(pause).await;
    }
}

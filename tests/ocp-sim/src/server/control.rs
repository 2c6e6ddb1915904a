//! What tests use: move the clock, forget everything, see what there is.

use super::{App, json_response, query};
use crate::catalogue;
use crate::fixtures::{self, big};
use crate::time::{Offset, iso};
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Value, json};

/// `GET /sim/clock`.
pub(super) async fn clock(State(app): State<App>) -> Response {
    let world = app.world();
    json_response(200, json!({"now": iso(world.now(), Offset::CHINA), "speed": world.speed()}).to_string())
}

/// `POST /sim/advance?seconds=N`.
pub(super) async fn advance(state: State<App>, RawQuery(query): RawQuery) -> Response {
    let Some(seconds) = number(query.as_deref(), "seconds", 1.0e9) else {
        return (StatusCode::BAD_REQUEST, "seconds: a number from 0 to 1000000000").into_response();
    };
    state.world().advance((seconds * 1_000.0) as i64);
    clock(state).await
}

/// `POST /sim/speed?x=N`; 0 stops the clock.
pub(super) async fn speed(state: State<App>, RawQuery(query): RawQuery) -> Response {
    let Some(speed) = number(query.as_deref(), "x", 1.0e6) else {
        return (StatusCode::BAD_REQUEST, "x: a number from 0 to 1000000").into_response();
    };
    state.world().set_speed(speed);
    clock(state).await
}

/// `POST /sim/reset`: as if just started.
pub(super) async fn reset(state: State<App>) -> Response {
    state.world().reset();
    state.sessions().clear();
    clock(state).await
}

/// `GET /sim/`: every documented id.
pub(super) async fn index() -> Response {
    let entries = entries().into_iter().map(|it| json!({"group": it.group, "id": it.id, "title": it.title}));
    json_response(200, entries.collect::<Value>().to_string())
}

/// The login page to which `login-redirect` leads.
pub(super) async fn login_page() -> Html<&'static str> {
    Html(fixtures::fault::LOGIN_PAGE)
}

/// Every documented id with its title; of the families, examples.
pub fn documented() -> Vec<(u64, String)> {
    entries().into_iter().map(|entry| (entry.id, entry.title)).collect()
}

struct Entry {
    id: u64,
    group: String,
    title: String,
}

fn entries() -> Vec<Entry> {
    let entry = |id, group: &str, title: String| Entry { id, group: group.to_owned(), title };
    let fixed = fixtures::all().into_iter().map(|it| entry(it.id, &it.group.to_string(), it.title.to_owned()));
    let kinds = (0..catalogue::len()).filter_map(|index| Some((index as u64 * 1_000, catalogue::name(index)?)));
    let kinds = kinds.flat_map(|(offset, name)| {
        [
            entry(37_000_003 + offset, "catalogue", format!("{name} on 3 hosts, finished")),
            entry(38_000_003 + offset, "live", format!("{name} on 3 hosts, live from the first request on")),
            entry(39_000_003 + offset, "live-failing", format!("{name} on 3 hosts, live, one step fails at first")),
        ]
    });
    let sizes = [1_000, 10_000, big::MOST];
    let families = (41_u64..).zip(big::FAMILIES).flat_map(|(family, name)| {
        sizes.map(|size| entry(family * 1_000_000 + size, "big", format!("{size} subtasks in {name}")))
    });
    fixed.chain(kinds).chain(families).collect()
}

fn number(query: Option<&str>, name: &str, most: f64) -> Option<f64> {
    let number: f64 = query::value(query?, name)?.parse().ok()?;
    (0.0..=most).contains(&number).then_some(number)
}

//! Who asks: nobody in particular, Basic, or a session cookie. Users: `admin` (password `ocp`), who may do
//! everything, and `viewer-none` (same password), who may not even look at tasks.

use super::query;
use super::{App, error_response, json_response, language, text};
use crate::rng::hash;
use crate::wire::{ApiError, Envelope};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use std::collections::BTreeMap;

/// How readers prove who they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Auth {
    /// They do not.
    #[default]
    None,
    /// `Authorization: Basic`.
    Basic,
    /// `JSESSIONID`, and for changes `X-XSRF-TOKEN`.
    Session,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum User {
    Admin,
    ViewerNone,
}

/// Base64 of `admin:ocp` and of `viewer-none:ocp`.
const CREDENTIALS: [(&str, User); 2] = [("YWRtaW46b2Nw", User::Admin), ("dmlld2VyLW5vbmU6b2Nw", User::ViewerNone)];

const PASSWORD: &str = "ocp";

/// The sessions that are open: the token's number, its XSRF token and its user.
#[derive(Default)]
pub(super) struct Sessions {
    open: BTreeMap<String, (String, User)>,
    opened: u64,
}

impl Sessions {
    /// Ends all sessions.
    pub(super) fn clear(&mut self) {
        self.open.clear();
    }

    fn begin(&mut self, seed: u64, user: User) -> (String, String) {
        self.opened += 1;
        let token =
            |kind| format!("{:016X}{:016X}", hash(&[seed, self.opened, kind]), hash(&[kind, self.opened, seed]));
        let (session, xsrf) = (token(1), token(2).to_lowercase());
        self.open.insert(session.clone(), (xsrf.clone(), user));
        (session, xsrf)
    }
}

/// Lets a request pass, or answers 401 or 403 in JSON, without `WWW-Authenticate`: no browser asks for a password.
pub(super) async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let open = path.ends_with("/time") || path.ends_with("/login");
    if open || app.config().auth == Auth::None {
        return next.run(request).await;
    }
    let headers = request.headers();
    let user = match app.config().auth {
        Auth::Basic => basic(headers),
        _ => match session(&app, headers, request.method()) {
            Ok(user) => user,
            Err(error) => return error_response(&error, &app.stamp()),
        },
    };
    match user {
        Some(User::Admin) => next.run(request).await,
        Some(User::ViewerNone) => error_response(&ApiError::not_authorized(language(headers)), &app.stamp()),
        None => error_response(&ApiError::not_logged_on(language(headers)), &app.stamp()),
    }
}

fn basic(headers: &HeaderMap) -> Option<User> {
    let given = text(headers, &header::AUTHORIZATION)?.strip_prefix("Basic ")?;
    CREDENTIALS.iter().find(|(known, _)| *known == given).map(|(_, user)| *user)
}

fn session(app: &App, headers: &HeaderMap, method: &Method) -> Result<Option<User>, ApiError> {
    let sessions = app.sessions();
    let known = cookie(headers, "JSESSIONID").and_then(|token| sessions.open.get(token));
    let Some((xsrf, user)) = known else { return Ok(None) };
    let safe = [Method::GET, Method::HEAD, Method::OPTIONS].contains(method);
    if !safe && text(headers, &HeaderName::from_static("x-xsrf-token")) != Some(xsrf.as_str()) {
        return Err(ApiError::new(403, 0, "Invalid CSRF token found."));
    }
    Ok(Some(*user))
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// `POST /api/v2/iam/login` with the form fields `username` and `password`.
pub(super) async fn log_in(State(app): State<App>, headers: HeaderMap, form: String) -> Response {
    let user = match query::value(&form, "username").as_deref() {
        Some("admin") => Some(User::Admin),
        Some("viewer-none") => Some(User::ViewerNone),
        _ => None,
    };
    let Some(user) = user.filter(|_| query::value(&form, "password").as_deref() == Some(PASSWORD)) else {
        return error_response(&ApiError::not_logged_on(language(&headers)), &app.stamp());
    };
    let (session, xsrf) = app.sessions().begin(app.config().seed, user);
    let path = &app.config().base_path;
    let mut response = json_response(200, Envelope::<()>::success(None, &app.stamp()).to_bytes());
    for cookie in [
        format!("JSESSIONID={session}; Path={path}; HttpOnly; SameSite=Lax"),
        format!("XSRF-TOKEN={xsrf}; Path={path}; SameSite=Lax"),
    ] {
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}

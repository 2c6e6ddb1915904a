//! A real OCP behind the viewer: the same-origin proxy that makes up for OCP's missing CORS headers.
//!
//! It passes the reader's own credentials and nothing else, stores nothing, and refuses changes unless told
//! otherwise. Bodies stream in both directions.

use super::{error_response, tls};
use crate::time::Millis;
use crate::wire::{ApiError, Stamp};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::uri::{Authority, Scheme};
use axum::http::{Method, Uri};
use axum::response::Response;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

/// A real OCP.
#[derive(Clone, Debug)]
pub struct Upstream {
    /// Its address, such as `https://ocp.example.com:8080`.
    pub url: String,
    /// Certificates to trust instead of the machine's, in PEM.
    pub ca: Option<PathBuf>,
    /// Trust any certificate.
    pub insecure: bool,
    /// Pass more than GET and HEAD.
    pub allow_writes: bool,
}

const REQUEST_HEADERS: [HeaderName; 6] = [
    header::AUTHORIZATION,
    header::COOKIE,
    HeaderName::from_static("x-xsrf-token"),
    header::ACCEPT,
    header::ACCEPT_LANGUAGE,
    header::CONTENT_TYPE,
];

/// Beside these, `Set-Cookie` comes back, but changed. `Content-Encoding` belongs to the body.
const RESPONSE_HEADERS: [HeaderName; 7] = [
    header::CONTENT_TYPE,
    header::CONTENT_ENCODING,
    // When to ask again may be a date, which is read by the server's own clock.
    header::DATE,
    header::RETRY_AFTER,
    HeaderName::from_static("ratelimit-limit"),
    HeaderName::from_static("ratelimit-remaining"),
    HeaderName::from_static("ratelimit-reset"),
];

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const ANSWER_TIMEOUT: Duration = Duration::from_secs(60);

#[derive(Clone)]
struct Proxy {
    client: Client<HttpsConnector<HttpConnector>, Body>,
    scheme: Scheme,
    authority: Authority,
    prefix: String,
    allow_writes: bool,
}

/// The proxy's routes, to be nested below `api`.
pub(super) fn routes(upstream: &Upstream) -> Result<Router, String> {
    let uri: Uri = upstream.url.parse().map_err(|error| format!("--ocp {}: {error}", upstream.url))?;
    let parts = uri.into_parts();
    let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
        return Err(format!("--ocp {}: must begin with http:// or https://", upstream.url));
    };
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_connect_timeout(Some(CONNECT_TIMEOUT));
    let https = HttpsConnectorBuilder::new().with_tls_config(tls::client_config(upstream)?).https_or_http();
    let proxy = Proxy {
        client: Client::builder(TokioExecutor::new()).build(https.enable_http1().wrap_connector(tcp)),
        scheme,
        authority,
        prefix: parts.path_and_query.map_or_else(String::new, |path| path.path().trim_end_matches('/').to_owned()),
        allow_writes: upstream.allow_writes,
    };
    Ok(Router::new().fallback(pass).with_state(proxy))
}

async fn pass(State(proxy): State<Proxy>, request: Request) -> Response {
    let read = request.method() == Method::GET || request.method() == Method::HEAD;
    if !read && !proxy.allow_writes {
        return refuse(403, "This proxy passes only GET and HEAD; --allow-writes lets changes through.".to_owned());
    }
    let host = proxy.authority.clone();
    let request = match proxy.outgoing(request) {
        Ok(request) => request,
        Err(error) => return refuse(400, format!("This request cannot be passed on to {host}: {error}")),
    };
    match tokio::time::timeout(ANSWER_TIMEOUT, proxy.client.request(request)).await {
        Ok(Ok(answer)) => incoming(answer.map(Body::new)),
        Ok(Err(error)) => refuse(502, format!("The OCP at {host} cannot be reached: {}", causes(&error))),
        Err(_) => refuse(504, format!("The OCP at {host} has not answered for {} seconds.", ANSWER_TIMEOUT.as_secs())),
    }
}

impl Proxy {
    fn outgoing(&self, request: Request) -> Result<Request, axum::http::Error> {
        let (head, body) = request.into_parts();
        let rest = head.uri.path_and_query().map_or("/", |rest| rest.as_str());
        let uri = Uri::builder()
            .scheme(self.scheme.clone())
            .authority(self.authority.clone())
            .path_and_query(format!("{}/api{rest}", self.prefix))
            .build()?;
        let mut outgoing = Request::builder().method(head.method).uri(uri).body(body)?;
        copy(&head.headers, outgoing.headers_mut(), &REQUEST_HEADERS);
        Ok(outgoing)
    }
}

fn incoming(answer: Response) -> Response {
    let (head, body) = answer.into_parts();
    let mut response = Response::new(body);
    *response.status_mut() = head.status;
    let headers = response.headers_mut();
    copy(&head.headers, headers, &RESPONSE_HEADERS);
    for cookie in head.headers.get_all(header::SET_COOKIE) {
        let cookie = cookie.to_str().ok().and_then(|cookie| HeaderValue::from_str(&local_cookie(cookie)).ok());
        headers.extend(cookie.map(|cookie| (header::SET_COOKIE, cookie)));
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn copy(from: &HeaderMap, to: &mut HeaderMap, names: &[HeaderName]) {
    for name in names {
        for value in from.get_all(name) {
            to.append(name.clone(), value.clone());
        }
    }
}

/// A cookie for this origin, which speaks plain http: without `Domain`, without `Secure` and what depends on it.
fn local_cookie(cookie: &str) -> String {
    let kept = cookie.split(';').map(str::trim).filter(|part| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let name = name.trim();
        let needs_https = name.eq_ignore_ascii_case("samesite") && value.trim().eq_ignore_ascii_case("none");
        !name.eq_ignore_ascii_case("domain") && !name.eq_ignore_ascii_case("secure") && !needs_https
    });
    kept.collect::<Vec<_>>().join("; ")
}

fn refuse(status: u16, message: String) -> Response {
    let now = Millis::wall_clock();
    let stamp = Stamp { server: "ocp-sim", ..Stamp::new(now, now.0 as u64) };
    error_response(&ApiError::new(status, "PROXY", message), &stamp)
}

/// An error with the errors behind it: the last one says what happened.
fn causes(error: &(dyn Error + 'static)) -> String {
    let chain = std::iter::successors(Some(error), |&error| error.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_become_local() {
        let cookie = "JSESSIONID=8A; Path=/; Domain=ocp.example.com; Secure; HttpOnly; SameSite=None";
        assert_eq!(local_cookie(cookie), "JSESSIONID=8A; Path=/; HttpOnly");
        assert_eq!(local_cookie("XSRF-TOKEN=a=b; path=/ocp; SameSite=Lax"), "XSRF-TOKEN=a=b; path=/ocp; SameSite=Lax");
    }
}

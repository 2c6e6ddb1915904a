//! The built viewer: files of one folder under the base path, compressed siblings where they exist, and the strict
//! content security policy that the viewer is to be deployed with.

use super::{App, query, text};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

/// The policy under which the viewer is served.
pub fn content_security_policy(frame_ancestors: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; \
         connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {frame_ancestors}"
    )
}

/// Any address that is not the API's.
pub(super) async fn serve(State(app): State<App>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let base = &app.config().base_path;
    let path = uri.path();
    if path == base.trim_end_matches('/') && base != "/" {
        return (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, base.clone())]).into_response();
    }
    let (Some(dist), Some(inner)) = (&app.config().dist, path.strip_prefix(base.as_str())) else {
        return not_found();
    };
    let inner = query::decode(inner);
    let inner = if inner.is_empty() { "index.html" } else { &inner };
    let Some(file) = inside(dist, inner) else { return not_found() };
    let mut response = send(&file, inner, &headers).await.unwrap_or_else(not_found);
    let policy = content_security_policy(&app.config().frame_ancestors);
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if inner == "embed.js" {
        // A module comes to another server's page only where that is allowed.
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

fn not_found() -> Response {
    (StatusCode::NOT_FOUND, Html("<!DOCTYPE html><title>404</title><p>There is nothing at this address.</p>"))
        .into_response()
}

/// The file that a path means, if it stays within the folder.
fn inside(dist: &Path, path: &str) -> Option<PathBuf> {
    let path = Path::new(path);
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    plain.then(|| dist.join(path))
}

async fn send(file: &Path, path: &str, headers: &HeaderMap) -> Option<Response> {
    let (encoding, chosen) = best(file, text(headers, &header::ACCEPT_ENCODING).unwrap_or_default()).await;
    let about = tokio::fs::metadata(&chosen).await.ok().filter(std::fs::Metadata::is_file)?;
    let age = about.modified().ok()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    let tag = format!("\"{:x}-{:x}\"", age.as_nanos(), about.len());
    let unchanged = text(headers, &header::IF_NONE_MATCH) == Some(&tag);
    let mut response = if unchanged {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        tokio::fs::read(&chosen).await.ok()?.into_response()
    };
    let cache = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let answered = response.headers_mut();
    answered.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    answered.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    answered.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        answered.insert(header::ETAG, tag);
    }
    if let Some(encoding) = encoding {
        answered.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Some(response)
}

/// The smallest form of a file that the reader takes.
async fn best(file: &Path, accepted: &str) -> (Option<&'static str>, PathBuf) {
    for (encoding, ending) in [("br", ".br"), ("gzip", ".gz")] {
        let mut sibling = file.as_os_str().to_owned();
        sibling.push(ending);
        if accepts(accepted, encoding) && tokio::fs::try_exists(&sibling).await.unwrap_or(false) {
            return (Some(encoding), sibling.into());
        }
    }
    (None, file.to_owned())
}

fn accepts(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|item| {
        let (name, weight) = item.trim().split_once(';').unwrap_or((item.trim(), ""));
        let weight: String = weight.chars().filter(|c| !c.is_whitespace()).collect();
        let refused = weight.strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()) == Some(0.0);
        name.trim().eq_ignore_ascii_case(encoding) && !refused
    })
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let dist = Path::new("/srv/dist");
        assert_eq!(inside(dist, "assets/app.js"), Some(PathBuf::from("/srv/dist/assets/app.js")));
        for path in ["../secret", "assets/../../secret", "/etc/passwd", "./../x"] {
            assert_eq!(inside(dist, path), None, "{path}");
        }
    }

    #[test]
    fn encodings_are_taken_as_offered() {
        assert!(accepts("gzip, deflate, br", "br") && accepts("br;q=0.5", "br") && accepts("BR", "br"));
        assert!(!accepts("gzip", "br") && !accepts("br; q=0", "br") && !accepts("brotli", "br"));
    }
}

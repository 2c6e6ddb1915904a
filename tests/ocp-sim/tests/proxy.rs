//! The proxy before another server, and the files of the viewer.

#![allow(clippy::unwrap_used)]

mod common;

use axum::Router;
use axum::body::Bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::IntoResponse;
use axum::routing::any;
use common::Sim;
use ocp_sim::fixtures::{PAGE_SAMPLE, PAGE_SAMPLE_ID};
use ocp_sim::server::{Auth, Config, Upstream, content_security_policy};
use std::path::PathBuf;
use tokio::net::TcpListener;

async fn before(url: &str, allow_writes: bool) -> Sim {
    let upstream = Upstream { url: url.to_owned(), ca: None, insecure: false, allow_writes };
    Sim::start(Config { upstream: Some(upstream), base_path: "/viewer/".into(), ..Config::default() }).await
}

#[tokio::test]
async fn a_task_comes_through_with_the_readers_own_credentials() {
    let ocp =
        Sim::start(Config { auth: Auth::Basic, speed: 0.0, base_path: "/ocp/".into(), ..Config::default() }).await;
    let proxy = before(&ocp.home, false).await;
    let path = format!("api/v2/tasks/instances/{PAGE_SAMPLE_ID}");
    assert_eq!(proxy.get(&path).await.status, 401, "the proxy has no credentials of its own");
    let answer = proxy.send(Method::GET, &path, &[("authorization", "Basic YWRtaW46b2Nw")], "").await;
    assert_eq!((answer.status.as_u16(), answer.text().as_str()), (200, PAGE_SAMPLE));
    let limited = proxy
        .send(Method::GET, "api/v2/tasks/instances/35102003", &[("authorization", "Basic YWRtaW46b2Nw")], "")
        .await;
    assert_eq!((limited.status.as_u16(), limited.header("ratelimit-reset")), (429, "30"));
    assert_eq!(proxy.get("sim/").await.status, 404, "nothing is simulated here");
}

#[tokio::test]
async fn a_big_task_streams_through() {
    let ocp = Sim::paused().await;
    let big = before(&ocp.home, false).await.task(41_010_000).await;
    assert_eq!(big.json()["data"]["subtasks"].as_array().unwrap().len(), 10_000);
}

#[tokio::test]
async fn only_what_is_listed_passes() {
    // Tells what arrived, and answers with everything that a server might add.
    let echo = any(async |request: Request| {
        let names: Vec<String> = request.headers().keys().map(ToString::to_string).collect();
        let seen = format!("{} {} {}", request.method(), request.uri(), names.join(","));
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("www-authenticate", "Basic realm=ocp"),
            ("set-cookie", "JSESSIONID=1; Path=/; Domain=ocp.example.com; Secure; HttpOnly"),
            ("x-internal", "secret"),
            ("ratelimit-remaining", "7"),
            ("retry-after", "20"),
            ("date", "Mon, 02 Mar 2026 02:00:00 GMT"),
        ] {
            headers.insert(name, value.parse().unwrap());
        }
        (StatusCode::ACCEPTED, headers, Bytes::from(seen)).into_response()
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(echo)).await });

    let proxy = before(&url, true).await;
    let sent = [
        ("authorization", "Basic x"),
        ("cookie", "JSESSIONID=1"),
        ("x-xsrf-token", "t"),
        ("accept-language", "zh-CN"),
        ("origin", "http://evil.example"),
        ("referer", "http://portal.example/secret"),
        ("x-forwarded-for", "10.0.0.9"),
        ("user-agent", "reader"),
    ];
    let answer = proxy.send(Method::POST, "api/v2/tasks/instances/5/retry?x=%20y", &sent, "").await;
    assert_eq!(answer.status, StatusCode::ACCEPTED);
    let seen = answer.text();
    let (line, names) = seen.rsplit_once(' ').unwrap();
    assert_eq!(line, "POST /api/v2/tasks/instances/5/retry?x=%20y");
    let mut names: Vec<&str> = names.split(',').filter(|name| *name != "host" && *name != "content-length").collect();
    names.sort_unstable();
    assert_eq!(names, ["accept-language", "authorization", "cookie", "x-xsrf-token"]);
    assert_eq!(answer.header("set-cookie"), "JSESSIONID=1; Path=/; HttpOnly");
    assert_eq!((answer.header("www-authenticate"), answer.header("x-internal")), ("", ""));
    let kept = ["ratelimit-remaining", "retry-after", "date"].map(|name| answer.header(name).to_owned());
    assert_eq!(kept, ["7", "20", "Mon, 02 Mar 2026 02:00:00 GMT"]);
}

#[tokio::test]
async fn changes_are_refused_unless_allowed() {
    let ocp = Sim::paused().await;
    let retry = "api/v2/tasks/instances/35100300/retry";
    let refused = before(&ocp.home, false).await.post(retry).await;
    assert_eq!(refused.status, 403);
    assert!(refused.json()["error"]["message"].as_str().unwrap().contains("--allow-writes"));
    assert_eq!(ocp.data(35_100_300).await["status"], "FAILED", "it never arrived");
    assert_eq!(before(&ocp.home, true).await.post(retry).await.status, 200);
}

#[tokio::test]
async fn an_ocp_that_is_down_is_named() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let down = before(&format!("http://{address}"), false).await.task(1).await;
    assert_eq!(down.status, 502);
    let message = down.json()["error"]["message"].as_str().unwrap().to_owned();
    assert!(message.starts_with(&format!("The OCP at {address} cannot be reached:")), "{message}");
    assert!(message.contains("refused"), "{message}");
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_at_the_start() {
    for url in ["ocp:8080", "/ocp", "ftp//x"] {
        let upstream = Some(Upstream { url: url.into(), ca: None, insecure: false, allow_writes: false });
        let error = ocp_sim::server::router(Config { upstream, ..Config::default() }).unwrap_err();
        assert!(error.starts_with(&format!("--ocp {url}:")), "{error}");
    }
}

#[tokio::test]
async fn the_viewer_is_served_under_the_strict_policy() {
    let dist = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("dist");
    std::fs::create_dir_all(dist.join("assets")).unwrap();
    for (name, bytes) in [
        ("index.html", "<!DOCTYPE html>"),
        ("assets/app-1.wasm", "\0asm"),
        ("assets/app-1.wasm.br", "br"),
        ("assets/app-1.wasm.gz", "gz"),
        ("taskscope.json", "{}"),
    ] {
        std::fs::write(dist.join(name), bytes).unwrap();
    }
    let frame_ancestors = "https://portal.example".to_owned();
    let base_path = "/x/y/".to_owned();
    let sim = Sim::start(Config { dist: Some(dist), base_path, frame_ancestors, ..Config::default() }).await;

    let home = sim.get("").await;
    assert_eq!((home.status.as_u16(), home.text().as_str()), (200, "<!DOCTYPE html>"));
    assert_eq!(home.header("content-security-policy"), content_security_policy("https://portal.example"));
    assert_eq!((home.header("cache-control"), home.header("x-content-type-options")), ("no-cache", "nosniff"));
    let wasm =
        async |accept: &str| sim.send(Method::GET, "assets/app-1.wasm", &[("accept-encoding", accept)], "").await;
    assert_eq!(wasm("gzip, deflate, br").await.header("content-encoding"), "br");
    assert_eq!(wasm("gzip").await.text(), "gz");
    let plain = wasm("identity").await;
    assert_eq!((plain.header("content-encoding"), plain.header("content-type")), ("", "application/wasm"));
    assert_eq!(plain.header("cache-control"), "public, max-age=31536000, immutable");
    let again = sim
        .send(Method::GET, "taskscope.json", &[("if-none-match", sim.get("taskscope.json").await.header("etag"))], "")
        .await;
    assert_eq!(again.status, 304);

    for missing in ["nothing.js", "../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "assets"] {
        assert_eq!(sim.get(missing).await.status, 404, "{missing}");
    }
    assert_eq!(sim.get(&format!("api/v2/tasks/instances/{PAGE_SAMPLE_ID}")).await.status, 200);
    assert_eq!(sim.post("").await.status, 405);
}

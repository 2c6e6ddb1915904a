//! A server on a free port and a small client.

#![allow(clippy::unwrap_used, clippy::expect_used, dead_code, reason = "each test file uses what it needs")]

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use ocp_sim::server::{self, Config};
use serde_json::Value;
use tokio::net::TcpListener;

/// A running server.
pub struct Sim {
    /// Its address, up to and with the base path.
    pub home: String,
    client: Client<HttpConnector, Body>,
}

/// An answer.
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body, or why there is none.
    pub body: Result<Vec<u8>, String>,
}

impl Answer {
    /// The whole body.
    pub fn bytes(&self) -> &[u8] {
        self.body.as_ref().expect("a whole body")
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(self.bytes()).expect("JSON")
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes().to_vec()).expect("UTF-8")
    }

    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Sim {
    /// Starts a server; its clock stands still.
    pub async fn start(config: Config) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let home = format!("http://{}{}", listener.local_addr().unwrap(), config.base_path);
        tokio::spawn(server::serve(listener, server::router(config).unwrap()));
        Self { home, client: Client::builder(TokioExecutor::new()).build(HttpConnector::new()) }
    }

    /// Starts an ordinary one.
    pub async fn paused() -> Self {
        Self::start(Config { speed: 0.0, ..Config::default() }).await
    }

    /// Sends a request with headers and a body.
    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.home));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = self.client.request(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
        let (head, body) = answer.into_parts();
        let body = body.collect().await.map(|body| body.to_bytes().to_vec()).map_err(|error| error.to_string());
        Answer { status: head.status, headers: head.headers, body }
    }

    /// `GET`.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], "").await
    }

    /// `POST` without a body.
    pub async fn post(&self, path: &str) -> Answer {
        self.send(Method::POST, path, &[], "").await
    }

    /// `GET` of a task.
    pub async fn task(&self, id: u64) -> Answer {
        self.get(&format!("api/v2/tasks/instances/{id}")).await
    }

    /// The task itself.
    pub async fn data(&self, id: u64) -> Value {
        self.task(id).await.json()["data"].take()
    }

    /// Moves the clock.
    pub async fn advance(&self, seconds: u32) {
        assert_eq!(self.post(&format!("sim/advance?seconds={seconds}")).await.status, 200);
    }
}

/// The ids of the subtasks, in the order of the answer.
pub fn ids(task: &Value) -> Vec<u64> {
    task["subtasks"].as_array().unwrap().iter().map(|subtask| subtask["id"].as_u64().unwrap()).collect()
}

/// The subtask of a name.
pub fn step<'a>(task: &'a Value, name: &str) -> &'a Value {
    task["subtasks"].as_array().unwrap().iter().find(|subtask| subtask["name"] == name).unwrap()
}

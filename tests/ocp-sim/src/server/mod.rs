//! The HTTP side: the API below `{base}api/`, control below `{base}sim/`, the built viewer at `{base}`.

mod actions;
mod auth;
mod body;
mod control;
mod faults;
mod files;
mod proxy;
mod query;
mod tasks;
mod tls;
mod world;

pub use auth::Auth;
pub use control::documented;
pub use files::content_security_policy;
pub use proxy::Upstream;

use auth::Sessions;
use axum::Router;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::net::TcpListener;
use world::World;

use crate::wire::{ApiError, Envelope, Language, Stamp};

/// What the server is to do.
#[derive(Clone, Debug)]
pub struct Config {
    /// The path under which everything lies, with a slash at both ends.
    pub base_path: String,
    /// The built viewer.
    pub dist: Option<PathBuf>,
    /// Seed of live tasks.
    pub seed: u64,
    /// Simulated seconds per real second; 0 stands still.
    pub speed: f64,
    /// Begin at the real time instead of a fixed one.
    pub wall_clock: bool,
    /// How readers prove who they are.
    pub auth: Auth,
    /// The `frame-ancestors` of the content security policy.
    pub frame_ancestors: String,
    /// A real OCP instead of the simulated one.
    pub upstream: Option<Upstream>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            base_path: "/".to_owned(),
            dist: None,
            seed: 1,
            speed: 1.0,
            wall_clock: false,
            auth: Auth::None,
            frame_ancestors: "'self'".to_owned(),
            upstream: None,
        }
    }
}

/// What all handlers share.
#[derive(Clone)]
struct App(Arc<Shared>);

struct Shared {
    config: Config,
    world: Mutex<World>,
    sessions: Mutex<Sessions>,
}

impl App {
    fn config(&self) -> &Config {
        &self.0.config
    }

    /// A handler that panicked leaves the world usable: each change to it is complete in itself.
    fn world(&self) -> MutexGuard<'_, World> {
        self.0.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sessions(&self) -> MutexGuard<'_, Sessions> {
        self.0.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All routes. Fails when the upstream's address or certificates cannot be used.
pub fn router(config: Config) -> Result<Router, String> {
    let base = config.base_path.clone();
    let proxied = config.upstream.as_ref().map(proxy::routes).transpose()?;
    let simulated = proxied.is_none();
    let app = App(Arc::new(Shared {
        world: Mutex::new(World::new(config.seed, config.speed, config.wall_clock)),
        sessions: Mutex::default(),
        config,
    }));
    let api = proxied.map_or_else(|| api_routes(&app), |routes| routes.with_state(()));
    let mut homes = vec!["/"];
    homes.extend(Some(&*base).filter(|base| *base != "/"));
    let mut router: Router<App> = Router::new();
    for home in homes {
        router = router.nest(&format!("{home}api"), api.clone());
        if simulated {
            // A nested router never sees its own root with a slash.
            router =
                router.nest(&format!("{home}sim"), control_routes()).route(&format!("{home}sim/"), get(control::index));
        }
    }
    Ok(router.fallback(files::serve).with_state(app))
}

fn api_routes(app: &App) -> Router<App> {
    let task = "/{version}/tasks/instances/{task}";
    Router::new()
        .route("/{version}/time", get(tasks::time))
        .route("/v2/iam/login", post(auth::log_in))
        .route("/v1/login", post(auth::log_in))
        .route("/{version}/tasks/instances", get(tasks::list))
        .route(task, get(tasks::detail))
        .route(&format!("{task}/retry"), post(actions::retry))
        .route(&format!("{task}/rollback"), post(actions::roll_back))
        .route(&format!("{task}/subtasks/{{subtask}}/log"), get(tasks::log))
        .route(&format!("{task}/subtasks/{{subtask}}/{{action}}"), post(actions::on_subtask))
        .fallback(tasks::unknown_address)
        .method_not_allowed_fallback(tasks::unknown_address)
        .layer(axum::middleware::from_fn_with_state(app.clone(), auth::guard))
}

fn control_routes() -> Router<App> {
    Router::new()
        .route("/clock", get(control::clock))
        .route("/advance", post(control::advance))
        .route("/speed", post(control::speed))
        .route("/reset", post(control::reset))
        .route("/login", get(control::login_page))
        .fallback(any(|| async { StatusCode::NOT_FOUND }))
}

/// Serves until the process ends.
pub async fn serve(listener: TcpListener, router: Router) -> std::io::Result<()> {
    axum::serve(listener, router).await
}

/// A JSON answer as OCP sends it: never to be cached.
fn json_response(status: u16, bytes: impl Into<axum::body::Body>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache, no-store, max-age=0, must-revalidate")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, headers, bytes.into()).into_response()
}

fn error_response(error: &ApiError, stamp: &Stamp) -> Response {
    let envelope: Envelope<'_, ()> = Envelope::failure(error, stamp);
    json_response(error.status, envelope.to_bytes())
}

fn language(headers: &HeaderMap) -> Language {
    Language::from_header(text(headers, &header::ACCEPT_LANGUAGE))
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

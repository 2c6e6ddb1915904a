//! What the deployment decides: `taskscope.json` beside the page.

use web_sys::RequestCredentials;

use crate::dom::Json;

/// The deployment's settings. Each can be left out; unknown ones are passed over.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Where OCP's API begins, relative to the page.
    pub api_base: String,
    /// Whether the reader's cookies go along: `same-origin`, `include` or `omit`.
    pub credentials: Credentials,
    /// Seconds between two polls of a task that can still change.
    pub poll_seconds: f64,
    /// The language, where the address names none.
    pub lang: Option<String>,
    /// `light` or `dark`, where the address names none.
    pub theme: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            api_base: "/api/v2".to_owned(),
            credentials: Credentials::default(),
            poll_seconds: 3.0,
            lang: None,
            theme: None,
        }
    }
}

/// Whether the reader's cookies go along.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Credentials {
    /// To the page's own server.
    #[default]
    SameOrigin,
    /// To any server.
    Include,
    /// To none.
    Omit,
}

impl From<Credentials> for RequestCredentials {
    fn from(credentials: Credentials) -> Self {
        match credentials {
            Credentials::SameOrigin => Self::SameOrigin,
            Credentials::Include => Self::Include,
            Credentials::Omit => Self::Omit,
        }
    }
}

impl Config {
    /// Reads `taskscope.json`. A deployment without one is a deployment with all defaults; one that can't be read is
    /// reported on the console and counts as none, because a viewer that runs is worth more than its settings.
    pub async fn fetch() -> Self {
        let answer = gloo_net::http::Request::get("taskscope.json").send().await;
        let Some(answer) = answer.ok().filter(gloo_net::http::Response::ok) else { return Self::default() };
        let text = answer.text().await.unwrap_or_default();
        let Some(json) = Json::parse(&text) else {
            leptos::logging::error!("taskscope.json is not JSON");
            return Self::default();
        };
        Self::read(&json)
    }

    /// Whether the page is dark, where the address says nothing; `None`: as the system has it.
    #[must_use]
    pub fn dark(&self) -> Option<bool> {
        self.theme.as_deref().filter(|theme| matches!(*theme, "dark" | "light")).map(|theme| theme == "dark")
    }

    fn read(json: &Json) -> Self {
        let defaults = Self::default();
        let text = |name| json.get(name).text().filter(|text| !text.is_empty());
        let credentials = text("credentials").and_then(|name| match name.as_str() {
            "same-origin" => Some(Credentials::SameOrigin),
            "include" => Some(Credentials::Include),
            "omit" => Some(Credentials::Omit),
            _ => None,
        });
        Self {
            api_base: text("apiBase").unwrap_or(defaults.api_base),
            credentials: credentials.unwrap_or_default(),
            poll_seconds: json.get("pollSeconds").number().unwrap_or(defaults.poll_seconds),
            lang: text("lang"),
            theme: text("theme"),
        }
    }
}

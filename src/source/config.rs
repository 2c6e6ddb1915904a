//! What the deployment decides: `taskscope.json` beside the page.

use gloo_net::http::Request;
use taskscope_core::words::Lang;
use web_sys::{AbortController, RequestCache, RequestCredentials, Url};

use crate::dom::{Json, Timer, absolute, is_friend};

/// How long the page waits for its settings, in milliseconds.
const PATIENCE: i32 = 3000;

/// The deployment's settings. Each can be left out; unknown ones are passed over.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Where OCP's API begins, relative to the page.
    pub api_base: String,
    /// Whether the reader's cookies go along: `same-origin`, `include` or `omit`.
    pub credentials: Credentials,
    /// Seconds between two polls of a task that can still change: half a second to an hour.
    pub poll_seconds: f64,
    /// The language, where the address names none.
    pub lang: Option<String>,
    /// `light` or `dark`, where the address names none.
    pub theme: Option<String>,
    /// The servers besides its own, by their origins, that a page around the viewer may have it ask.
    pub allowed_api_origins: Vec<String>,
    /// The pages besides those of its own server, by their origins, that may frame the viewer and talk with it.
    pub allowed_parent_origins: Vec<String>,
    /// The address by which the portal links to a task, with `{id}` for its id and `{query}` for the reader's choices.
    pub task_url_template: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            api_base: "/api/v2".to_owned(),
            credentials: Credentials::default(),
            poll_seconds: 3.0,
            lang: None,
            theme: None,
            allowed_api_origins: Vec::new(),
            allowed_parent_origins: Vec::new(),
            task_url_template: None,
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
    /// Reads `taskscope.json`. A deployment without one is a deployment with all defaults; one that can't be read, or not
    /// soon, is reported on the console and counts as none, because a viewer that runs is worth more than its settings.
    pub async fn fetch() -> Self {
        let tell = |what: &str| leptos::logging::error!("taskscope.json: {what}");
        let controller = AbortController::new().ok();
        let signal = controller.as_ref().map(AbortController::signal);
        let limit = Timer::new(PATIENCE, move || controller.iter().for_each(AbortController::abort));
        let file = absolute("taskscope.json");
        let request = Request::get(&file).cache(RequestCache::NoCache).abort_signal(signal.as_ref());
        let text = match request.send().await {
            Ok(answer) if answer.status() == 404 => return Self::default(),
            Ok(answer) if answer.ok() => answer.text().await.map_err(|error| error.to_string()),
            Ok(answer) => Err(format!("HTTP status {}", answer.status())),
            Err(error) => Err(error.to_string()),
        };
        drop(limit);
        match text.map(|text| Json::parse(&text).filter(Json::is_object)) {
            Ok(Some(json)) => return Self::default().read(&json, &tell),
            Ok(None) => tell("not a JSON object"),
            Err(error) => tell(&error),
        }
        Self::default()
    }

    /// Whether the page is dark, where the address says nothing; `None`: as the system has it.
    #[must_use]
    pub fn dark(&self) -> Option<bool> {
        self.theme.as_deref().filter(|theme| matches!(*theme, "dark" | "light")).map(|theme| theme == "dark")
    }

    /// With what a page around the viewer wants of how the server is asked, and of links to it; of what it gives up, that of
    /// the deployment.
    /// Which servers may be asked is the deployment's word alone.
    #[must_use]
    pub fn asked(&self, json: &Json, deployed: &Self, tell: &dyn Fn(&str)) -> Self {
        let own = |name: &str| if json.get(name).written().is_some_and(|it| it.is_empty()) { deployed } else { self };
        let base = Self {
            api_base: own("apiBase").api_base.clone(),
            credentials: own("credentials").credentials,
            poll_seconds: own("pollSeconds").poll_seconds,
            task_url_template: own("taskUrlTemplate").task_url_template.clone(),
            ..self.clone()
        };
        let asked = base.clone().read(json, tell);
        let url = absolute(&asked.api_base);
        let origin = Url::new(&url).map(|url| url.origin()).unwrap_or_default();
        let is_known = is_friend(&origin, &self.allowed_api_origins);
        // Data that a page made (`blob:`) have the origin of that page.
        let is_allowed = is_known && url.starts_with(&origin) || asked.api_base == base.api_base;
        if !is_allowed {
            tell(&format!("allowedApiOrigins lacks {origin}"));
        }
        let api_base = if is_allowed { asked.api_base } else { base.api_base.clone() };
        Self {
            api_base,
            credentials: asked.credentials,
            poll_seconds: asked.poll_seconds,
            task_url_template: asked.task_url_template,
            ..base
        }
    }

    /// With the settings that are in `json`; others stay. `tell` hears of each value that is there and is none: it counts as
    /// left out.
    fn read(self, json: &Json, tell: &dyn Fn(&str)) -> Self {
        let text = |name: &str, is_known: fn(&str) -> bool| {
            let value = json.get(name);
            let text = value.text().filter(|text| is_known(text));
            if text.is_none() && value.is_there() {
                tell(&format!("{name} has no such value"));
            }
            text
        };
        let credentials = text("credentials", |name| matches!(name, "same-origin" | "include" | "omit"));
        let seconds = json.get("pollSeconds");
        let number = seconds.number().or_else(|| seconds.text().map(|text| js_sys::parse_float(&text)));
        let number = number.filter(|number| (0.5..=3600.0).contains(number));
        if number.is_none() && seconds.is_there() {
            tell("pollSeconds is no number from 0.5 to 3600");
        }
        let origins = |name: &str, own: Vec<String>| {
            let list = json.get(name);
            // As browsers write them: without a slash at the end. What has none stays as it is: "null" would be any sandbox's.
            let known = |text: &str| Url::new(text).ok().map(|url| url.origin()).filter(|origin| origin != "null");
            let origin = |text: String| known(&text).unwrap_or(text);
            let origins: Vec<String> = list.entries().iter().filter_map(Json::text).map(origin).collect();
            if list.is_there() && origins.is_empty() {
                tell(&format!("{name} is no list of origins"));
            }
            if origins.is_empty() { own } else { origins }
        };
        Self {
            api_base: text("apiBase", |base| !base.is_empty()).unwrap_or(self.api_base),
            credentials: match credentials.as_deref() {
                Some("include") => Credentials::Include,
                Some("omit") => Credentials::Omit,
                Some(_) => Credentials::SameOrigin,
                None => self.credentials,
            },
            poll_seconds: number.unwrap_or(self.poll_seconds),
            lang: text("lang", |tag| Lang::from_tag(tag).is_some()).or(self.lang),
            theme: text("theme", |theme| matches!(theme, "dark" | "light")).or(self.theme),
            allowed_api_origins: origins("allowedApiOrigins", self.allowed_api_origins),
            allowed_parent_origins: origins("allowedParentOrigins", self.allowed_parent_origins),
            task_url_template: text("taskUrlTemplate", |template| template.contains("{id}")).or(self.task_url_template),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn read(text: &str) -> (Config, Vec<String>) {
        let told = RefCell::new(Vec::new());
        let Some(json) = Json::parse(text) else { return (Config::default(), vec![text.to_owned()]) };
        let config = Config::default().read(&json, &|what| told.borrow_mut().push(what.split(' ').take(1).collect()));
        (config, told.into_inner())
    }

    #[wasm_bindgen_test]
    fn every_setting_is_read() {
        let (config, told) = read(
            r#"{"apiBase":"/x","credentials":"omit","pollSeconds":"10","lang":"zh-CN","theme":"dark","unknown":[],
                "allowedApiOrigins":["https://ocp.test"],"allowedParentOrigins":["https://portal.test/","https://b.test"],
                "taskUrlTemplate":"/task/{id}"}"#,
        );
        assert_eq!(told, Vec::<String>::new());
        let theirs = Config {
            api_base: "/x".to_owned(),
            credentials: Credentials::Omit,
            poll_seconds: 10.0,
            lang: Some("zh-CN".to_owned()),
            theme: Some("dark".to_owned()),
            allowed_api_origins: vec!["https://ocp.test".to_owned()],
            allowed_parent_origins: vec!["https://portal.test".to_owned(), "https://b.test".to_owned()],
            task_url_template: Some("/task/{id}".to_owned()),
        };
        assert_eq!(config, theirs);
    }

    #[wasm_bindgen_test]
    fn a_value_that_is_none_is_told_and_left_out() {
        for bad in [
            r#"{"apiBase":5,"credentials":true,"pollSeconds":[],"lang":7,"theme":[]}"#,
            r#"{"apiBase":"","credentials":"INCLUDE","pollSeconds":0,"lang":"fr","theme":"pink"}"#,
            r#"{"apiBase":{},"credentials":"","pollSeconds":"soon","lang":"","theme":""}"#,
        ] {
            let (config, mut told) = read(bad);
            told.sort();
            assert_eq!(config, Config::default(), "{bad}");
            assert_eq!(told, ["apiBase", "credentials", "lang", "pollSeconds", "theme"], "{bad}");
        }
        assert_eq!(read(r#"{"apiBase":null,"lang":null}"#), (Config::default(), Vec::new()));
        let (odd, _) = read(r#"{"allowedParentOrigins":["data:,portal","portal"]}"#);
        assert_eq!(odd.allowed_parent_origins, ["data:,portal", "portal"]);
        let bad = r#"{"allowedApiOrigins":"https://ocp.test","allowedParentOrigins":[1],"taskUrlTemplate":"/task"}"#;
        let (config, mut told) = read(bad);
        told.sort();
        assert_eq!(config, Config::default());
        assert_eq!(told, ["allowedApiOrigins", "allowedParentOrigins", "taskUrlTemplate"]);
    }

    #[wasm_bindgen_test]
    fn the_page_around_has_no_say_in_which_servers_may_be_asked() {
        let (config, _) = read(r#"{"apiBase":"/x","pollSeconds":5,"allowedApiOrigins":["https://ocp.test"]}"#);
        let deployed = Config { api_base: "/deployed".to_owned(), ..Config::default() };
        let asked = |text: &str| Json::parse(text).map(|json| config.asked(&json, &deployed, &|_| {}));
        let base = |text: &str| asked(text).map(|asked| asked.api_base);
        assert_eq!(base(r#"{"apiBase":"/y"}"#).as_deref(), Some("/y"));
        assert_eq!(base(r#"{"apiBase":"https://ocp.test/api/v2"}"#).as_deref(), Some("https://ocp.test/api/v2"));
        for other in
            ["https://ocp.test.evil.test/", "//evil.test/", "http://ocp.test/", "data:,", "blob:https://ocp.test/1"]
        {
            assert_eq!(base(&format!(r#"{{"apiBase":"{other}"}}"#)).as_deref(), Some("/x"), "{other}");
        }
        // What is given up is as the deployment has it.
        let given_up = asked(r#"{"apiBase":null,"pollSeconds":null}"#);
        let theirs = Config { api_base: "/deployed".to_owned(), poll_seconds: 3.0, ..config.clone() };
        assert_eq!(given_up, Some(theirs));
        let more = r#"{"allowedApiOrigins":["https://evil.test"],"allowedParentOrigins":["https://evil.test"],
            "taskUrlTemplate":"https://portal.test/{id}","lang":"zh-CN","pollSeconds":9}"#;
        let task_url_template = Some("https://portal.test/{id}".to_owned());
        assert_eq!(asked(more), Some(Config { poll_seconds: 9.0, task_url_template, ..config.clone() }));
    }
}

//! The address: everything a link restores, read from and written to the fragment.
//!
//! ```text
//!   #/tasks/35000312?view=graph&subtask=13000336&status=failed,running&portal=7
//!     └─ route ────┘ └─ choice: known ─────────────────────────────┘ └ kept ┘
//! ```
//!
//! The fragment never leaves the browser: it is in no server's log. Unknown parameters are kept as they are; a bad
//! value is left out, with a [`Notice`].

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use taskscope_core::layout::timeline::Sort;
use taskscope_core::task::{Id, Outcome, Timestamp};
use taskscope_core::words::Lang;

/// Letters that stay as they are in a fragment's parameters; the rest is percent-encoded.
const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b',').remove(b':').remove(b'/');

/// Which page.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Route {
    /// The open page.
    #[default]
    Open,
    /// A task of the server.
    Task(Id),
    /// An id that OCP can't have.
    BadId(String),
    /// A task inside the link.
    Snapshot(String),
}

impl Route {
    /// What a reader typed: an id, `#35000312`, or an address of the task. `None` where it is nothing.
    #[must_use]
    pub fn of_typed(text: &str) -> Option<Self> {
        let id = text.trim().rsplit(['/', '#']).next().unwrap_or_default().split('?').next().unwrap_or_default();
        (!id.is_empty()).then(|| task_route(&decoded(id)))
    }
}

/// How the task is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum View {
    /// Rows over time.
    #[default]
    Timeline,
    /// The dependency graph.
    Graph,
    /// Timeline above, graph below.
    Both,
    /// Every field.
    Table,
}

impl View {
    /// All of them, in the order of their keys 1 to 4.
    pub const ALL: [Self; 4] = [Self::Timeline, Self::Graph, Self::Both, Self::Table];

    /// Its name in the address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Timeline => "timeline",
            Self::Graph => "graph",
            Self::Both => "both",
            Self::Table => "table",
        }
    }
}

/// Which zone's clock the times are shown by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum TimeZone {
    /// The offset that the payload was written with.
    #[default]
    Server,
    /// The reader's.
    Local,
    /// UTC.
    Utc,
}

impl TimeZone {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Server, Self::Local, Self::Utc];

    /// Its name in the address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Local => "local",
            Self::Utc => "UTC",
        }
    }
}

/// Which step is selected.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Pick {
    /// The reader chose none: the page shows what matters.
    #[default]
    Auto,
    /// The reader closed the details.
    Nothing,
    /// This one.
    Step(Id),
}

/// The reader's choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// How the task is shown.
    pub view: View,
    /// The selected step.
    pub pick: Pick,
    /// What is searched for.
    pub query: String,
    /// Only these outcomes are shown; empty: all.
    pub status: Vec<Outcome>,
    /// Whether siblings are read as one and barriers are dimmed.
    pub fold: bool,
    /// Whether the timeline has a lane for each OCP node.
    pub lanes: bool,
    /// What the timeline's rows are sorted by.
    pub sort: Sort,
    /// Whether the timeline's idle time is as wide as it was long; else it is drawn short.
    pub idle: bool,
    /// How many edges up and down from the selected step the graph shows; `None`: all of it.
    pub focus: Option<u32>,
    /// The clock.
    pub zone: TimeZone,
    /// Overrides the reader's language.
    pub lang: Option<Lang>,
    /// Overrides the system's light or dark: `true` is dark.
    pub dark: Option<bool>,
    /// Whether the viewer is a part of another page and leaves its own frame out.
    pub embed: bool,
    /// The task that this one is compared with.
    pub compare: Option<Id>,
    /// The instant whose state is replayed; `None`: the newest.
    pub at: Option<Timestamp>,
    /// Parameters that mean nothing here, as they came, to be kept.
    pub kept: Vec<String>,
}

impl Default for Choice {
    fn default() -> Self {
        Self {
            view: View::default(),
            pick: Pick::default(),
            query: String::new(),
            status: Vec::new(),
            fold: true,
            lanes: false,
            sort: Sort::Order,
            idle: true,
            focus: None,
            zone: TimeZone::default(),
            lang: None,
            dark: None,
            embed: false,
            compare: None,
            at: None,
            kept: Vec::new(),
        }
    }
}

/// Something in the address that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The parameter.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// A whole address.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Address {
    /// Which page.
    pub route: Route,
    /// The reader's choices on it.
    pub choice: Choice,
}

impl Address {
    /// Reads a fragment, with or without its `#`.
    #[must_use]
    pub fn parse(fragment: &str) -> (Self, Vec<Notice>) {
        let fragment = fragment.trim_start_matches('#');
        let (path, query) = fragment.split_once('?').unwrap_or((fragment, ""));
        let mut notices = Vec::new();
        let route = match path.trim_matches('/').split_once('/') {
            Some(("tasks", id)) => task_route(&decoded(id)),
            Some(("snapshot", data)) => Route::Snapshot(data.to_owned()),
            _ if path.trim_matches('/').is_empty() => Route::Open,
            _ => {
                notices.push(Notice { name: "#".to_owned(), value: decoded(path) });
                Route::Open
            }
        };
        let mut choice = Choice::default();
        for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let value = decoded(value);
            match choice.set(name, &value) {
                Known::Taken => {}
                Known::Bad => notices.push(Notice { name: name.to_owned(), value }),
                Known::No => choice.kept.push(parameter.to_owned()),
            }
        }
        (Self { route, choice }, notices)
    }

    /// The fragment, with its `#`. What is as it would be anyway is left out.
    #[must_use]
    pub fn fragment(&self) -> String {
        let path = match &self.route {
            Route::Open => "#/".to_owned(),
            Route::Task(id) => format!("#/tasks/{id}"),
            Route::BadId(id) => format!("#/tasks/{}", encoded(id)),
            Route::Snapshot(data) => format!("#/snapshot/{data}"),
        };
        let parameters = self.choice.parameters();
        if parameters.is_empty() { path } else { format!("{path}?{}", parameters.join("&")) }
    }
}

/// Whether a parameter was understood.
enum Known {
    Taken,
    Bad,
    No,
}

impl From<bool> for Known {
    fn from(taken: bool) -> Self {
        if taken { Self::Taken } else { Self::Bad }
    }
}

impl Choice {
    fn set(&mut self, name: &str, value: &str) -> Known {
        match name {
            "view" => keep(&mut self.view, View::ALL.into_iter().find(|view| view.as_str() == value)),
            "subtask" => keep(&mut self.pick, (!value.is_empty()).then(|| Pick::Step(Id::new(value)))),
            "q" => keep(&mut self.query, Some(value.to_owned())),
            "status" => {
                let names = value.split(',').filter(|name| !name.is_empty());
                let outcomes = names.map(|name| Outcome::from_name(&name.to_ascii_lowercase().replace('_', "-")));
                keep(&mut self.status, outcomes.collect())
            }
            "fold" => keep(&mut self.fold, flag(value)),
            "lanes" => keep(&mut self.lanes, (value == "node").then_some(true)),
            "sort" => keep(&mut self.sort, Sort::ALL.into_iter().find(|sort| sort.as_str() == value)),
            "idle" => keep(&mut self.idle, flag(value)),
            "focus" => {
                let depth = value.parse().ok().filter(|depth| *depth > 0);
                keep(&mut self.focus, if value == "all" { Some(Some(u32::MAX)) } else { depth.map(Some) })
            }
            "tz" => {
                keep(&mut self.zone, TimeZone::ALL.into_iter().find(|zone| zone.as_str().eq_ignore_ascii_case(value)))
            }
            "lang" => keep(&mut self.lang, Lang::from_tag(value).map(Some)),
            "theme" => match value {
                "light" | "dark" => keep(&mut self.dark, Some(Some(value == "dark"))),
                _ => Known::Bad,
            },
            "embed" => keep(&mut self.embed, flag(value)),
            "compare" => match task_route(value) {
                Route::Task(id) => keep(&mut self.compare, Some(Some(id))),
                _ => Known::Bad,
            },
            "at" => keep(&mut self.at, instant(value).map(Some)),
            _ => Known::No,
        }
    }

    fn parameters(&self) -> Vec<String> {
        let default = Self::default();
        let mut all = Vec::new();
        let mut add = |differs: bool, name: &str, value: &str| {
            if differs {
                all.push(format!("{name}={}", encoded(value)));
            }
        };
        add(self.view != default.view, "view", self.view.as_str());
        if let Pick::Step(id) = &self.pick {
            add(true, "subtask", &id.to_string());
        }
        add(!self.query.is_empty(), "q", &self.query);
        let status = self.status.iter().map(|outcome| outcome.as_str()).collect::<Vec<_>>().join(",");
        add(!status.is_empty(), "status", &status);
        add(!self.fold, "fold", "0");
        add(self.lanes, "lanes", "node");
        add(self.sort != default.sort, "sort", self.sort.as_str());
        add(!self.idle, "idle", "0");
        if let Some(depth) = self.focus {
            add(true, "focus", &if depth == u32::MAX { "all".to_owned() } else { depth.to_string() });
        }
        add(self.zone != default.zone, "tz", self.zone.as_str());
        if let Some(lang) = self.lang {
            add(true, "lang", lang.tag());
        }
        if let Some(dark) = self.dark {
            add(true, "theme", if dark { "dark" } else { "light" });
        }
        add(self.embed, "embed", "1");
        if let Some(id) = &self.compare {
            add(true, "compare", &id.to_string());
        }
        if let Some(at) = self.at {
            add(true, "at", &at.to_string().replace(".000", ""));
        }
        all.extend(self.kept.iter().cloned());
        all
    }
}

fn keep<T>(slot: &mut T, value: Option<T>) -> Known {
    value.map(|value| *slot = value).is_some().into()
}

fn flag(value: &str) -> Option<bool> {
    match value {
        "1" | "true" | "" => Some(true),
        "0" | "false" => Some(false),
        _ => None,
    }
}

/// A moment. The `+` of its offset is a space to those who decode parameters, unless it was encoded.
fn instant(value: &str) -> Option<Timestamp> {
    let mended = || value.rsplit_once(' ').map(|(time, offset)| format!("{time}+{offset}"));
    Timestamp::parse(value).or_else(|error| Timestamp::parse(&mended().ok_or(error)?)).ok()
}

/// OCP's ids are whole numbers; 40 digits are more than it will ever write.
fn task_route(id: &str) -> Route {
    let is_id = (1..=40).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit());
    if is_id { Route::Task(Id::new(id)) } else { Route::BadId(id.to_owned()) }
}

fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn parsed(fragment: &str) -> Address {
        let (address, notices) = Address::parse(fragment);
        assert_eq!(notices, [], "{fragment}");
        address
    }

    #[wasm_bindgen_test]
    fn an_empty_fragment_is_the_open_page() {
        for fragment in ["", "#", "#/", "/"] {
            assert_eq!(parsed(fragment), Address::default());
        }
    }

    #[wasm_bindgen_test]
    fn every_choice_survives_the_round_trip() {
        let fragment = "#/tasks/35000312?view=both&subtask=13000336&q=a%26b%20%E4%B8%AD&status=failed,never-ran&fold=0\
                        &lanes=node&sort=duration&idle=0&focus=2\
                        &tz=UTC&lang=zh-CN&theme=dark&embed=1&compare=7&at=2021-08-25T15:09:40%2B08:00&portal=7&x";
        let address = parsed(fragment);
        assert_eq!(address.choice.query, "a&b 中");
        assert_eq!(address.choice.status, [Outcome::Failed, Outcome::NeverRan]);
        assert_eq!(address.choice.focus, Some(2));
        assert_eq!(parsed("#/tasks/1?focus=all").fragment(), "#/tasks/1?focus=all");
        assert_eq!(address.choice.compare, Some(Id::new("7")));
        assert_eq!(address.choice.at.map(|at| at.epoch), Some(1_629_875_380_000));
        assert_eq!(address.choice.kept, ["portal=7", "x"]);
        assert_eq!(address.fragment(), fragment);
    }

    #[wasm_bindgen_test]
    fn an_instant_is_read_however_its_offset_is_written() {
        for (written, read) in [
            ("2021-08-25T15:09:40.250%2B08:00", "2021-08-25T15:09:40.250%2B08:00"),
            ("2021-08-25T15:09:40+08:00", "2021-08-25T15:09:40%2B08:00"),
            ("2021-08-25T07:09:40Z", "2021-08-25T07:09:40Z"),
            ("2021-08-25%2007:09:40-03:30", "2021-08-25T07:09:40-03:30"),
        ] {
            assert_eq!(parsed(&format!("#/tasks/1?at={written}")).fragment(), format!("#/tasks/1?at={read}"));
        }
    }

    #[wasm_bindgen_test]
    fn a_bad_value_is_left_out_and_said() {
        let (address, notices) = Address::parse(
            "#/tasks/1?view=cube&status=failed,soon&tz=utc&theme=pink&at=15:09:40&compare=x&lanes=2&sort=x&focus=0",
        );
        assert_eq!(address.choice, Choice { zone: TimeZone::Utc, ..Choice::default() });
        let names: Vec<_> = notices.iter().map(|notice| notice.name.as_str()).collect();
        assert_eq!(names, ["view", "status", "theme", "at", "compare", "lanes", "sort", "focus"]);
    }

    #[wasm_bindgen_test]
    fn an_id_has_digits_alone_and_keeps_them_all() {
        assert_eq!(parsed("#/tasks/98765432109876543210987").fragment(), "#/tasks/98765432109876543210987");
        for id in ["abc", "1a", "-1", "..%2f..", ""] {
            assert!(matches!(Address::parse(&format!("#/tasks/{id}")).0.route, Route::BadId(_) | Route::Open), "{id}");
        }
    }

    #[wasm_bindgen_test]
    fn what_is_typed_may_be_more_than_an_id() {
        for text in ["35000312", " #35000312 ", "https://ocp/x/#/tasks/35000312?view=graph"] {
            assert_eq!(Route::of_typed(text), Some(Route::Task(Id::new("35000312"))), "{text}");
        }
        assert_eq!(Route::of_typed("x1"), Some(Route::BadId("x1".to_owned())));
        assert_eq!(Route::of_typed("  "), None);
    }

    #[wasm_bindgen_test]
    fn a_page_that_is_not_there_is_said() {
        assert_eq!(Address::parse("#/nowhere/1").1.len(), 1);
    }
}

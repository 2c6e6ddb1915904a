//! What the reader chose, and the parameter of the address that each choice is.

use taskscope_core::layout::timeline::Sort;
use taskscope_core::task::{Id, Outcome, Timestamp};
use taskscope_core::words::Lang;

use super::address::{Route, encoded, task_route};

/// What a page around the viewer may choose.
pub(super) const PARAMETERS: [&str; 14] = [
    "view", "subtask", "q", "status", "fold", "lanes", "sort", "idle", "focus", "tz", "lang", "theme", "compare", "at",
];

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
    /// None where the axis is: it counts from the task's start. All else is by the server's.
    Elapsed,
}

impl TimeZone {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Server, Self::Local, Self::Utc, Self::Elapsed];

    /// Its name in the address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Local => "local",
            Self::Utc => "UTC",
            Self::Elapsed => "elapsed",
        }
    }
}

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The step's name.
    Name,
    /// What became of it.
    Outcome,
    /// When it first started.
    Start,
    /// When it last ended.
    Finish,
    /// How long it waited for its turn.
    Wait,
    /// How long it ran.
    Duration,
    /// How long it may run.
    Limit,
    /// How often it was started.
    Attempts,
    /// The OCP node that ran it.
    Node,
    /// Its number among split siblings.
    Index,
    /// How many it waits for.
    Upstream,
    /// How many wait for it.
    Downstream,
    /// Status and operation, as OCP says them.
    Status,
    /// Its id.
    Id,
}

impl Column {
    /// All of them, from left to right.
    pub const ALL: [Self; 14] = [
        Self::Name,
        Self::Outcome,
        Self::Start,
        Self::Finish,
        Self::Wait,
        Self::Duration,
        Self::Limit,
        Self::Attempts,
        Self::Node,
        Self::Index,
        Self::Upstream,
        Self::Downstream,
        Self::Status,
        Self::Id,
    ];

    /// Its name in the address.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Outcome => "outcome",
            Self::Start => "start",
            Self::Finish => "finish",
            Self::Wait => "wait",
            Self::Duration => "duration",
            Self::Limit => "limit",
            Self::Attempts => "attempts",
            Self::Node => "node",
            Self::Index => "index",
            Self::Upstream => "upstream",
            Self::Downstream => "downstream",
            Self::Status => "status",
            Self::Id => "id",
        }
    }

    /// Whether the longest is wanted first. Behind a `-` its name in the address is for the other way round.
    const fn is_longest_first(self) -> bool {
        matches!(self, Self::Wait | Self::Duration)
    }
}

/// By which column of the table the rows are sorted, and whether from its largest down; `None`: in reading order.
pub type Sorting = Option<(Column, bool)>;

/// What is sorted by, as the address writes it; `None` where that means nothing.
fn sorting(written: &str) -> Option<Sorting> {
    let (is_turned, name) = written.strip_prefix('-').map_or((false, written), |name| (true, name));
    let column = Column::ALL.into_iter().find(|column| column.as_str() == name);
    let sorting = column.map(|column| (column, column.is_longest_first() != is_turned));
    (sorting.is_some() || written == Sort::Order.as_str()).then_some(sorting)
}

/// The same the other way.
fn written((column, descends): (Column, bool)) -> String {
    let turned = if column.is_longest_first() == descends { "" } else { "-" };
    format!("{turned}{}", column.as_str())
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
    /// What rows are sorted by.
    pub sort: Sorting,
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
            sort: None,
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

/// Whether a parameter was understood.
pub(super) enum Known {
    /// It was, and is kept in the choice.
    Taken,
    /// Its value was not.
    Bad,
    /// It means nothing here.
    No,
}

impl From<bool> for Known {
    fn from(taken: bool) -> Self {
        if taken { Self::Taken } else { Self::Bad }
    }
}

impl Choice {
    /// How the reader likes to see things, whatever the task.
    pub(super) fn likings(&self) -> Self {
        Self {
            view: self.view,
            fold: self.fold,
            lanes: self.lanes,
            sort: self.sort,
            idle: self.idle,
            zone: self.zone,
            lang: self.lang,
            dark: self.dark,
            embed: self.embed,
            kept: self.kept.clone(),
            ..Self::default()
        }
    }

    /// Sorts as the timeline does.
    pub fn sort_by(&mut self, sort: Sort) {
        self.sort = sorting(sort.as_str()).flatten();
    }

    /// What the timeline sorts its rows by: it knows few of the table's columns, and each of these one way round.
    #[must_use]
    pub fn timeline_sort(&self) -> Sort {
        let is_it = |sort: &Sort| sorting(sort.as_str()) == Some(self.sort);
        Sort::ALL.into_iter().find(is_it).unwrap_or_default()
    }

    /// Takes over a parameter, decoded.
    pub(super) fn set(&mut self, name: &str, value: &str) -> Known {
        match name {
            "view" => keep(&mut self.view, View::ALL.into_iter().find(|view| view.as_str() == value)),
            "subtask" => keep(&mut self.pick, (!value.is_empty()).then(|| Pick::Step(Id::new(value)))),
            "q" => keep(&mut self.query, Some(value.to_owned())),
            "status" => {
                let names = value.split(',').filter(|name| !name.is_empty());
                let outcomes = names.map(|name| Outcome::from_name(&name.to_ascii_lowercase().replace('_', "-")));
                let outcomes: Vec<Option<Outcome>> = outcomes.collect();
                self.status = outcomes.iter().copied().flatten().collect();
                (self.status.len() == outcomes.len()).into()
            }
            "fold" => keep(&mut self.fold, flag(value)),
            "lanes" => keep(&mut self.lanes, (value == "node").then_some(true)),
            "sort" => keep(&mut self.sort, sorting(value)),
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

    /// The parameters, encoded. What is as it would be anyway is left out.
    pub(super) fn parameters(&self) -> Vec<String> {
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
        if let Some(sort) = self.sort {
            add(true, "sort", &written(sort));
        }
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

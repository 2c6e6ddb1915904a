//! The address: everything a link restores, read from and written to the fragment.
//!
//! ```text
//!   #/tasks/35000312?view=graph&subtask=13000336&status=failed,running&portal=7
//!     └─ route ────┘ └─ choice: known ─────────────────────────────┘ └ kept ┘
//! ```
//!
//! The fragment never leaves the browser: it is in no server's log. Unknown parameters are kept as they are; a bad
//! value is left out, with a [`Notice`].

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use taskscope_core::task::Id;

use super::Choice;
use super::choice::Known;

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
    /// A task that the reader gave, by the number of its load: pasted, dropped, from a file. Its address is that of the
    /// open page.
    Given(u32),
}

impl Route {
    /// What a reader typed: an id, `#35000312`, an address of the task, ours or a portal's, or a link with the data inside.
    /// `None` where it is nothing.
    #[must_use]
    pub fn of_typed(text: &str) -> Option<Self> {
        let text = text.trim();
        let snapshot = text.split_once("#/snapshot/").map(|(_, data)| Self::Snapshot(without_query(data).to_owned()));
        let route = |piece: &str| typed_route(&opened(piece));
        // A portal's address may end in a fragment that names no task.
        let mut routes = text.rsplit('#').filter_map(route);
        snapshot.or_else(|| routes.clone().find(|route| matches!(route, Self::Task(_)))).or_else(|| routes.next())
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
        let fragment = opened(fragment.trim_start_matches('#'));
        let (path, query) = fragment.split_once('?').unwrap_or((&fragment, ""));
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
            Route::Open | Route::Given(_) => "#/".to_owned(),
            Route::Task(id) => format!("#/tasks/{id}"),
            Route::BadId(id) => format!("#/tasks/{}", encoded(id)),
            Route::Snapshot(data) => format!("#/snapshot/{data}"),
        };
        let parameters = self.choice.parameters();
        if parameters.is_empty() { path } else { format!("{path}?{}", parameters.join("&")) }
    }
}

fn without_query(text: &str) -> &str {
    text.split('?').next().unwrap_or_default()
}

/// A fragment as it was before a chat or a sign-in encoded all of it: `%2Ftasks%2F35000312%3Fview%3Dgraph`.
fn opened(fragment: &str) -> Cow<'_, str> {
    let has = |code: &str| fragment.to_ascii_uppercase().contains(code);
    let is_encoded = !fragment.contains('/') && has("%2F") || !fragment.contains('?') && has("%3F");
    if is_encoded { percent_decode_str(fragment).decode_utf8_lossy() } else { fragment.into() }
}

/// The task of an address without its fragment, or of a fragment: `…/task/35000312/subtask/13000336`, `…/tasks?id=35000312`,
/// or else what it ends in.
fn typed_route(address: &str) -> Option<Route> {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let mut last = None;
    let mut is_within = false;
    for piece in path.split('/').filter(|piece| !piece.is_empty()) {
        let route = task_route(&decoded(piece));
        let is_task = matches!(route, Route::Task(_));
        last = Some(route);
        if is_task && is_within {
            return last;
        }
        is_within |= matches!(piece, "task" | "tasks");
    }
    let named = |parameter: &str| {
        let id = ["id=", "taskId=", "taskInstanceId="].iter().find_map(|name| parameter.strip_prefix(name))?;
        Some(task_route(&decoded(id))).filter(|route| matches!(route, Route::Task(_)))
    };
    if matches!(last, Some(Route::Task(_))) { last } else { query.split('&').find_map(named).or(last) }
}

/// OCP's ids are whole numbers; 40 digits are more than it will ever write. Whoever types Chinese may type them wide, and a
/// chat takes what follows a link for a part of it.
pub(super) fn task_route(text: &str) -> Route {
    let narrow = |digit: char| match digit {
        '０'..='９' => char::from_u32(u32::from(digit) - 0xfee0).unwrap_or(digit),
        _ => digit,
    };
    let plain: String = text.trim().chars().map(narrow).collect();
    let digits = plain.bytes().take_while(u8::is_ascii_digit).count();
    let (id, rest) = plain.split_at(digits);
    let is_over =
        rest.bytes().all(|byte| byte.is_ascii_punctuation()) || !rest.starts_with(|next: char| next.is_ascii());
    if is_over && (1..=40).contains(&id.len()) { Route::Task(Id::new(id)) } else { Route::BadId(text.to_owned()) }
}

fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// As a value of a parameter.
pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

#[cfg(test)]
mod tests {
    use taskscope_core::layout::timeline::Sort;
    use taskscope_core::task::Outcome;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::super::{Column, TimeZone};
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
        // What is known of a list counts.
        let status = vec![Outcome::Failed];
        assert_eq!(address.choice, Choice { zone: TimeZone::Utc, status, ..Choice::default() });
        let names: Vec<_> = notices.iter().map(|notice| notice.name.as_str()).collect();
        assert_eq!(names, ["view", "status", "theme", "at", "compare", "lanes", "sort", "focus"]);
    }

    #[wasm_bindgen_test]
    fn rows_are_sorted_by_any_column_either_way() {
        for (sort, column, of_timeline) in [
            ("start", Some((Column::Start, false)), Sort::Start),
            ("-start", Some((Column::Start, true)), Sort::Order),
            ("wait", Some((Column::Wait, true)), Sort::Wait),
            ("duration", Some((Column::Duration, true)), Sort::Duration),
            ("-duration", Some((Column::Duration, false)), Sort::Order),
            ("id", Some((Column::Id, false)), Sort::Order),
        ] {
            let address = parsed(&format!("#/tasks/1?sort={sort}"));
            assert_eq!((address.choice.sort, address.choice.timeline_sort()), (column, of_timeline), "{sort}");
            assert_eq!(address.fragment(), format!("#/tasks/1?sort={sort}"));
        }
        assert_eq!(parsed("#/tasks/1?sort=order").fragment(), "#/tasks/1");
        for bad in ["-", "-order", "--start", "Start"] {
            assert_eq!(Address::parse(&format!("#/tasks/1?sort={bad}")).1.len(), 1, "{bad}");
        }
    }

    #[wasm_bindgen_test]
    fn an_id_has_digits_alone_and_keeps_them_all() {
        assert_eq!(parsed("#/tasks/98765432109876543210987").fragment(), "#/tasks/98765432109876543210987");
        for id in ["abc", "1a", "1%201", "-1", "..%2f..", ""] {
            assert!(matches!(Address::parse(&format!("#/tasks/{id}")).0.route, Route::BadId(_) | Route::Open), "{id}");
        }
    }

    #[wasm_bindgen_test]
    fn what_is_typed_may_be_more_than_an_id() {
        for text in [
            "35000312",
            " #35000312 ",
            "https://ocp/x/#/tasks/35000312?view=graph",
            "https://ocp/task/35000312/",
            "https://ocp/task/35000312?backUrl=/task",
            "https://ocp/task/35000312#log",
            "https://ocp/task/35000312/subtask/13000336",
            "https://ocp/api/v2/tasks/instances/35000312/subtasks/13000336/log",
            "https://ocp/tenant/1001/35000312",
            "https://ocp/tenant/1001/task/35000312?id=7",
            "https://ocp/tasks?id=35000312",
            "https://ocp/tasks/?tab=log&taskId=35000312",
            "https://ocp/x/#%2Ftasks%2F35000312%3Fview%3Dgraph",
            "３５０００３１２",
            "35000312。",
        ] {
            assert_eq!(Route::of_typed(text), Some(Route::Task(Id::new("35000312"))), "{text}");
        }
        let snapshot = Route::of_typed("https://ocp/x/#/snapshot/A-_b?view=both");
        assert_eq!(snapshot, Some(Route::Snapshot("A-_b".to_owned())));
        assert_eq!(Route::of_typed("x1"), Some(Route::BadId("x1".to_owned())));
        assert_eq!(Route::of_typed("  "), None);
    }

    #[wasm_bindgen_test]
    fn a_link_is_read_whatever_a_chat_made_of_it() {
        for link in [
            "#%2Ftasks%2F35000312%3Fview%3Dgraph",
            "#%2ftasks%2f35000312?view=graph",
            "#/tasks/35000312%3Fview%3Dgraph",
            "#/tasks/35000312%20?view=graph",
        ] {
            assert_eq!(parsed(link).fragment(), "#/tasks/35000312?view=graph", "{link}");
        }
        for end in ["%20", "。", "%E3%80%82", "，请看", ").", ",", "/"] {
            assert_eq!(parsed(&format!("#/tasks/35000312{end}")).fragment(), "#/tasks/35000312", "{end}");
        }
        // What is encoded within a link stays so.
        assert_eq!(parsed("#/tasks/1?q=%2Fa%3Fb").choice.query, "/a?b");
    }

    #[wasm_bindgen_test]
    fn a_page_that_is_not_there_is_said() {
        assert_eq!(Address::parse("#/nowhere/1").1.len(), 1);
    }
}

//! The list of tasks: filter, order, cut to a page.

use super::BasicTask;
use serde::Serialize;
use std::cmp::Ordering;

/// `data` of a paginated answer.
#[derive(Serialize)]
pub struct Contents {
    contents: Vec<BasicTask>,
    page: PageInfo,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    number: usize,
    size: usize,
    total_elements: usize,
    total_pages: usize,
}

/// What the reader asks for; pages count from 1.
#[derive(Clone, Debug)]
pub struct Page {
    /// Part of the name, in any case.
    pub name: String,
    /// Allowed statuses; empty for all.
    pub status: Vec<String>,
    /// Number of the page.
    pub number: usize,
    /// Items on a page, at most 2000.
    pub size: usize,
    /// `id`, `name`, `status` or `startTime`, then `asc` or `desc`.
    pub sort: (String, bool),
}

impl Default for Page {
    fn default() -> Self {
        Self { name: String::new(), status: Vec::new(), number: 1, size: 20, sort: ("id".to_owned(), false) }
    }
}

impl Page {
    /// The page of these tasks.
    pub fn of(&self, mut tasks: Vec<BasicTask>) -> Contents {
        let wanted = self.name.to_lowercase();
        tasks.retain(|task| task.name().to_lowercase().contains(&wanted));
        tasks.retain(|task| self.status.is_empty() || self.status.iter().any(|status| status == task.status()));
        let (key, ascending) = &self.sort;
        tasks.sort_by(|a, b| {
            let order = by(key, a, b).then(a.sort_id().cmp(&b.sort_id()));
            if *ascending { order } else { order.reverse() }
        });
        let size = self.size.clamp(1, 2_000);
        let number = self.number.max(1);
        let total_elements = tasks.len();
        Contents {
            contents: tasks.into_iter().skip((number - 1).saturating_mul(size)).take(size).collect(),
            page: PageInfo { number, size, total_elements, total_pages: total_elements.div_ceil(size) },
        }
    }
}

fn by(key: &str, a: &BasicTask, b: &BasicTask) -> Ordering {
    match key {
        "name" => a.name().cmp(b.name()),
        "status" => a.status().cmp(b.status()),
        "startTime" => a.started.cmp(&b.started),
        _ => Ordering::Equal,
    }
}

//! The kinds of task that OCP really runs, as templates: names, order, time limits and split steps come from the
//! sample responses of the public API documentation (`catalogue.json`), durations from [`pace_ms`].

mod pace;

pub use pace::pace_ms;

use crate::engine::{Node, Owner, Split, Template};
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize, Default)]
struct Catalogue {
    tasks: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    task: String,
    subtasks: Vec<Sample>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sample {
    name: String,
    #[serde(rename = "timeoutS")]
    timeout_s: Option<u32>,
    #[serde(default)]
    split: bool,
    #[serde(default)]
    prohibit_rollback: bool,
}

static CATALOGUE: LazyLock<Catalogue> =
    LazyLock::new(|| serde_json::from_str(include_str!("catalogue.json")).unwrap_or_default());

/// How many kinds of task there are.
pub fn len() -> usize {
    CATALOGUE.tasks.len()
}

/// The name of a kind of task.
pub fn name(index: usize) -> Option<&'static str> {
    CATALOGUE.tasks.get(index).map(|entry| &*entry.task)
}

/// The first kind of task with this name.
pub fn index_of(name: &str) -> Option<usize> {
    CATALOGUE.tasks.iter().position(|entry| entry.task == name)
}

/// The template of a kind of task for `hosts` hosts: a chain of steps, each split step `hosts` wide. The oldest
/// samples do not say which steps are split; there, the steps that work on a host are.
pub fn template(index: usize, hosts: u32) -> Option<Template> {
    let entry = CATALOGUE.tasks.get(index)?;
    let says_split = entry.subtasks.iter().any(|sample| sample.split);
    let nodes = entry.subtasks.iter().enumerate().map(|(place, sample)| {
        let split = sample.split || (!says_split && hosts > 1 && works_on_a_host(&sample.name));
        let timeout_s = sample.timeout_s.unwrap_or_else(|| pace::usual_timeout_s(&sample.name));
        Node {
            name: sample.name.as_str().into(),
            timeout_s,
            split: if split { Split::Parallel(hosts) } else { Split::Single },
            prohibits_rollback: sample.prohibit_rollback,
            auto_retries: 0,
            pace_ms: pace_ms(&sample.name, timeout_s),
            after: place.checked_sub(1).into_iter().collect(),
        }
    });
    Some(Template { name: entry.task.as_str().into(), nodes: nodes.collect(), prohibits_rollback: false })
}

/// What a kind of task works on, told by its name.
pub fn owner(task: &str) -> Owner {
    if task.contains("tenant") {
        Owner::Tenant { id: 1_024, name: "orders".into(), mode: "MYSQL" }
    } else if task.contains("OB ") {
        Owner::Cluster { id: 17, name: "obtrade".into() }
    } else {
        Owner::Host
    }
}

fn works_on_a_host(step: &str) -> bool {
    const HOSTWORK: [&str; 17] = [
        "Reserve host",
        "Pre check for install OB",
        "Install rpm",
        "Make dir for ob",
        "Start observer process",
        "Start observer process with param",
        "Stop observer process",
        "Restart observer process",
        "Do io bench",
        "Start ocp agent service",
        "Stop ocp agent service",
        "Clean observer host",
        "Refresh ocp agent config",
        "Prepare stop observer",
        "Prepare start observer",
        "Prepare delete observer",
        "Update observer status",
    ];
    HOSTWORK.contains(&step)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn all_kinds_are_read() {
        assert_eq!(len(), 32);
        assert_eq!(name(0), Some("Reinstall OCP agent"));
        assert_eq!(template(20, 1).map(|template| template.nodes.len()), Some(25));
        assert!(template(32, 1).is_none());
    }

    #[test]
    fn split_steps_are_as_wide_as_there_are_hosts() {
        let batch_restart = template(4, 12).unwrap();
        let wide = batch_restart.nodes.iter().filter(|node| node.split == Split::Parallel(12)).count();
        assert_eq!((batch_restart.nodes.len(), wide), (9, 5));
    }

    #[test]
    fn no_step_is_planned_beyond_its_time_limit() {
        for node in (0..len()).filter_map(|index| template(index, 3)).flat_map(|template| template.nodes) {
            let (low, high) = node.pace_ms;
            let limit_ms = if node.timeout_s == 0 { i64::MAX } else { i64::from(node.timeout_s) * 1_000 };
            assert!(0 < low && low <= high && high <= limit_ms, "{}: {low}..{high}", node.name);
        }
    }
}

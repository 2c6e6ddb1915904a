//! Rows: their order, their headings, and what is under them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::sync::Arc;

use proptest::prelude::*;

use super::super::{Arrangement, Arranging, Heading, Item, Row, Sort, busy, rows};
use crate::insight::{Insight, StepTime};
use crate::layout::blocks;
use crate::task::{Millis, SubtaskIdx, Task, Timestamp, decode};

const FOLDED: Arranging = Arranging { fold: true, lanes: false, sort: Sort::Order, at: None };

/// Start → three siblings → end, with the array shuffled.
fn fork() -> (Task, Insight) {
    let step = |id: u32, name: &str, up: &str, down: &str, pidx: i32| {
        format!(
            r#"{{"id":{id},"name":"{name}","status":"PENDING","upstreams":[{up}],"downstreams":[{down}],"parallelIdx":{pidx}}}"#
        )
    };
    let steps = [
        step(4, "Install", "9", "7", 2),
        step(7, "End", "4,5,6", "", -1),
        step(5, "Install", "9", "7", 1),
        step(9, "Start", "", "4,5,6", -1),
        step(6, "Install", "9", "7", 0),
    ];
    let json =
        format!(r#"{{"id":1,"name":"T","status":"RUNNING","operation":"EXECUTE","subtasks":[{}]}}"#, steps.join(","));
    let task = decode(json.as_bytes()).unwrap().tasks.remove(0);
    let insight = Insight::of(&task, None);
    (task, insight)
}

/// A step's id, its node, when it started and ended, in seconds.
type Step<'a> = (u32, &'a str, Option<(u32, u32)>);

/// A task of steps of which none waits for another.
fn task_of(steps: &[Step<'_>]) -> (Task, Insight) {
    let moment = |second: u32| format!("2024-05-01T{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60);
    let step = |&(id, executor, times): &Step<'_>| {
        let node = if executor.is_empty() { String::new() } else { format!(r#""executor":"{executor}","#) };
        let (status, times) = match times {
            Some((start, end)) => {
                ("SUCCESSFUL", format!(r#""startTime":"{}","finishTime":"{}","#, moment(start), moment(end)))
            }
            None => ("PENDING", String::new()),
        };
        format!(r#"{{"id":{id},"name":"S{id}",{node}{times}"status":"{status}","upstreams":[],"downstreams":[]}}"#)
    };
    let steps = steps.iter().map(step).collect::<Vec<_>>().join(",");
    let json = format!(
        r#"{{"id":1,"name":"T","status":"RUNNING","operation":"EXECUTE","startTime":"{}","subtasks":[{steps}]}}"#,
        moment(0)
    );
    let task = decode(json.as_bytes()).unwrap().tasks.remove(0);
    let insight = Insight::of(&task, None);
    (task, insight)
}

/// The rows as text: ids, headings, what is under them indented.
fn lines(task: &Task, insight: &Insight, how: Arranging, open: bool, shows: &dyn Fn(&str) -> bool) -> Vec<String> {
    let arrangement = Arrangement::of(task, insight, how);
    let id = |step| task.get(step).unwrap().id.to_string();
    let text = |row: Row| match (row.item, row.under) {
        (Item::Step(step), None) => id(step),
        (Item::Step(step), Some(_)) => format!("  {}", id(step)),
        (Item::Heading(Heading::Group(group), open), _) => format!("×{} {open}", insight.groups[group].members.len()),
        (Item::Heading(Heading::Lane(lane), open), _) => {
            let lane = &arrangement.lanes[lane];
            format!("{} ×{} {open}", lane.node.as_deref().unwrap_or("none"), lane.steps.len())
        }
    };
    let rows = rows(&arrangement, &|step| shows(&id(step)), &|_| open);
    let sets: Vec<(u32, u32)> = rows.iter().map(|row| (row.position, row.set_size)).collect();
    assert_eq!(sets, counted(&rows), "places and sizes of sets");
    rows.into_iter().map(text).collect()
}

/// The place of each row among those under the same heading and their number, counted one by one.
fn counted(rows: &[Row]) -> Vec<(u32, u32)> {
    let alike = |row: &Row| rows.iter().filter(|other| other.under == row.under).count() as u32;
    let before = |place: usize| rows[..=place].iter().filter(|other| other.under == rows[place].under).count() as u32;
    rows.iter().enumerate().map(|(place, row)| (before(place), alike(row))).collect()
}

fn drawn(fold: bool, open: bool, shows: &dyn Fn(&str) -> bool) -> Vec<String> {
    let (task, insight) = fork();
    lines(&task, &insight, Arranging { fold, ..FOLDED }, open, shows)
}

#[test]
fn siblings_are_one_row_until_they_are_opened() {
    assert_eq!(drawn(true, false, &|_| true), ["9", "×3 false", "7"]);
    assert_eq!(drawn(true, true, &|_| true), ["9", "×3 true", "  6", "  5", "  4", "7"]);
    assert_eq!(drawn(false, false, &|_| true), ["9", "6", "5", "4", "7"]);
}

#[test]
fn a_group_is_shown_as_long_as_one_member_passes() {
    assert_eq!(drawn(true, true, &|id| id == "5"), ["×3 true", "  5"]);
    assert_eq!(drawn(true, false, &|id| id == "5"), ["×3 false"]);
    assert_eq!(drawn(true, true, &|_| false), Vec::<String>::new());
}

#[test]
fn folded_siblings_are_one_node_with_one_edge_to_each_side() {
    let (task, insight) = fork();
    let folded = blocks(&task, &insight, |_| true);
    let sizes: Vec<usize> = folded.blocks.iter().map(|block| block.members.len()).collect();
    assert_eq!(sizes, [3, 1, 1]);
    assert_eq!(folded.edges, [(0, 1), (2, 0)]);
    let plain = blocks(&task, &insight, |_| false);
    assert_eq!((plain.blocks.len(), plain.edges.len()), (5, 6));
}

/// Two nodes that take turns, a step that waits for one, and siblings that would be one row otherwise.
fn shared() -> (Task, Insight) {
    task_of(&[
        (1, "10.0.0.2", Some((50, 60))),
        (2, "10.0.0.1", Some((20, 45))),
        (3, "10.0.0.2", Some((10, 40))),
        (4, "", None),
        (5, "10.0.0.1", Some((30, 40))),
    ])
}

#[test]
fn a_lane_has_the_steps_of_its_node_by_their_starts() {
    let (task, insight) = shared();
    let how = Arranging { lanes: true, ..FOLDED };
    let all = lines(&task, &insight, how, true, &|_| true);
    assert_eq!(all, ["10.0.0.2 ×2 true", "  3", "  1", "10.0.0.1 ×2 true", "  2", "  5", "none ×1 true", "  4"]);
    let folded = lines(&task, &insight, how, false, &|id| id != "4");
    assert_eq!(folded, ["10.0.0.2 ×2 false", "10.0.0.1 ×2 false"]);
    let by_run = lines(&task, &insight, Arranging { sort: Sort::Duration, ..how }, true, &|id| id != "4");
    assert_eq!(by_run, ["10.0.0.2 ×2 true", "  3", "  1", "10.0.0.1 ×2 true", "  2", "  5"]);
}

#[test]
fn rows_go_by_what_they_are_sorted_by_and_siblings_by_their_whole() {
    let (task, insight) = shared();
    let sorted = |sort| lines(&task, &insight, Arranging { sort, fold: false, ..FOLDED }, true, &|_| true);
    assert_eq!(sorted(Sort::Start), ["3", "2", "5", "1", "4"]);
    assert_eq!(sorted(Sort::Duration), ["3", "2", "5", "1", "4"]);
    assert_eq!(sorted(Sort::Wait), ["1", "5", "2", "3", "4"]);
    let same = task_of(&[(1, "n", Some((0, 12))), (2, "n", Some((0, 5))), (3, "n", Some((10, 15)))]);
    let (task, mut insight) = same;
    insight.groups = Arc::new(vec![crate::insight::Group {
        kind: crate::insight::GroupKind::Siblings,
        members: vec![SubtaskIdx(1), SubtaskIdx(2)],
        width: 2,
    }]);
    let sorted = |sort| lines(&task, &insight, Arranging { sort, ..FOLDED }, true, &|_| true);
    assert_eq!(sorted(Sort::Duration), ["×2 true", "  2", "  3", "1"], "15 s from first start to last end");
    assert_eq!(sorted(Sort::Wait), ["×2 true", "  3", "  2", "1"]);
}

#[test]
fn at_an_instant_rows_go_by_what_was_known_then() {
    let (task, insight) = task_of(&[(1, "n", Some((4, 12))), (2, "n", Some((0, 5))), (3, "n", Some((10, 20)))]);
    let sorted =
        |at| lines(&task, &insight, Arranging { sort: Sort::Duration, fold: false, at, ..FOLDED }, true, &|_| true);
    assert_eq!(sorted(None), ["3", "1", "2"]);
    assert_eq!(sorted(insight.times[1].end), ["2", "1", "3"], "one still ran, the other had not begun");
}

#[test]
fn a_node_is_busy_while_one_of_its_steps_runs() {
    let (task, insight) = shared();
    let lane = &Arrangement::of(&task, &insight, Arranging { lanes: true, ..FOLDED }).lanes[1];
    assert_eq!(busy(lane.steps.iter().map(|step| insight.times[step.index()])), Millis(25_000));
    assert_eq!(busy([StepTime::default()].into_iter()), Millis::ZERO);
}

proptest! {
    #[test]
    fn every_step_is_one_row_whatever_the_order(
        steps in prop::collection::vec((0..4_u32, prop::option::of((0..500_u32, 0..500_u32))), 0..40),
        lanes: bool,
        fold: bool,
        sort in prop::sample::select(Sort::ALL.to_vec()),
    ) {
        let names = ["", "a", "b", "c"];
        let steps: Vec<_> = steps
            .into_iter()
            .zip(1..)
            .map(|((node, times), id)| (id, names[node as usize], times.map(|(start, run)| (start, start + run))))
            .collect();
        let (task, insight) = task_of(&steps);
        let arrangement = Arrangement::of(&task, &insight, Arranging { fold, lanes, sort, at: None });
        let rows = rows(&arrangement, &|_| true, &|_| true);
        let mut found: Vec<SubtaskIdx> = rows
            .iter()
            .filter_map(|row| match row.item {
                Item::Step(step) => Some(step),
                Item::Heading(..) => None,
            })
            .collect();
        found.sort();
        prop_assert_eq!(found, task.indexes().collect::<Vec<_>>());
        prop_assert_eq!(rows.iter().map(|row| (row.position, row.set_size)).collect::<Vec<_>>(), counted(&rows));
        let headings: Vec<_> = rows.iter().filter_map(|row| match row.item {
            Item::Heading(heading, _) => Some(heading),
            Item::Step(_) => None,
        }).collect();
        prop_assert!((1..headings.len()).all(|place| !headings[..place].contains(&headings[place])), "one row a heading");
    }

    #[test]
    fn busy_time_is_that_of_the_seconds_covered(runs in prop::collection::vec((0..100_i64, 0..30_i64), 0..20)) {
        let mut runs = runs;
        runs.sort();
        let time = |&(start, run): &(i64, i64)| StepTime {
            start: Some(Timestamp::from_epoch(start)),
            end: Some(Timestamp::from_epoch(start + run)),
            ..StepTime::default()
        };
        let covered = (0..200).filter(|at| runs.iter().any(|(start, run)| (*start..start + run).contains(at))).count();
        prop_assert_eq!(busy(runs.iter().map(time)), Millis(covered as i64));
    }
}

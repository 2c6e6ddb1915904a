//! Rows, scale and ticks, by hand-drawn cases.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::prelude::*;

use super::{Row, RowFilter, Scale, ServerOffsets, TickUnit, rows, ticks};
use crate::insight::Insight;
use crate::layout::blocks;
use crate::task::{Millis, Task, Timestamp, decode};

const HOUR: i64 = 3_600_000;

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

/// The rows as text: ids, groups by their size, members indented.
fn drawn(fold: bool, open: bool, shows: &dyn Fn(&str) -> bool) -> Vec<String> {
    let (task, insight) = fork();
    let id = |step| task.get(step).unwrap().id.to_string();
    let passes = |step| shows(&id(step));
    let filter = RowFilter { shows: &passes, fold, opens: &|_| open };
    let text = |row: Row| match row {
        Row::Step { step, group: None } => id(step),
        Row::Step { step, group: Some(_) } => format!("  {}", id(step)),
        Row::Group { group, open } => format!("×{} {open}", insight.groups[group].members.len()),
    };
    rows(&task, &insight, &filter).into_iter().map(text).collect()
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

fn at(epoch: i64) -> Timestamp {
    Timestamp::from_epoch(epoch)
}

#[test]
fn a_scale_has_its_ends_inside_the_axis() {
    let scale = Scale::around(at(0), at(HOUR));
    assert!((0.0..0.05).contains(&scale.place(at(0))));
    assert!((0.95..1.0).contains(&scale.place(at(HOUR))));
}

#[test]
fn a_task_of_no_length_still_has_an_axis() {
    let scale = Scale::around(at(5), at(5));
    assert!(scale.span() > Millis::ZERO);
    assert!((0.0..1.0).contains(&scale.place(at(5))));
}

#[test]
fn ticks_are_round_in_the_zone_shown() {
    let scale = Scale::around(at(0), at(10 * HOUR));
    let offset = 5 * 60 + 45;
    for tick in ticks(scale, 6, |_| offset) {
        assert_eq!(tick.unit, TickUnit::Minute);
        assert_eq!((tick.moment.epoch + offset * 60_000) % (2 * HOUR), 0);
    }
}

#[test]
fn the_first_tick_of_a_date_names_it() {
    let scale = Scale::around(at(20 * HOUR), at(30 * HOUR));
    let named: Vec<i64> =
        ticks(scale, 8, |_| 0).iter().filter(|tick| tick.names_date).map(|tick| tick.moment.epoch / HOUR).collect();
    assert_eq!(named, [20, 24]);
}

#[test]
fn the_server_s_offset_follows_its_own_timestamps() {
    let json = br#"{"id":1,"name":"T","status":"SUCCESSFUL","operation":"EXECUTE","subtasks":[],
        "startTime":"2024-10-27T00:30:00+02:00","finishTime":"2024-10-27T02:30:00+01:00"}"#;
    let task = decode(json).unwrap().tasks.remove(0);
    let offsets = ServerOffsets::of(&task, None);
    let start = task.start_time.unwrap().epoch;
    assert_eq!(
        [start - HOUR, start, start + HOUR, start + 4 * HOUR].map(|epoch| offsets.at(epoch)),
        [120, 120, 120, 60]
    );
}

proptest! {
    #[test]
    fn ticks_never_crowd_and_never_leave_the_axis(from in 0_i64..2_000_000_000_000, span in 1_i64..400_000_000_000, room in 1_u32..40) {
        let scale = Scale::around(at(from), at(from + span));
        let ticks = ticks(scale, room, |_| 480);
        prop_assert!(ticks.len() <= room as usize + 1, "{} ticks in room for {room}", ticks.len());
        prop_assert!(ticks.windows(2).all(|pair| pair[0].place < pair[1].place));
        prop_assert!(ticks.iter().all(|tick| (0.0..=1.0).contains(&tick.place)));
    }

    #[test]
    fn a_moment_comes_back_from_its_place(from in 0_i64..2_000_000_000_000, span in 1_i64..40_000_000_000, part in 0.0..1.0) {
        let scale = Scale::around(at(from), at(from + span));
        let moment = at(from + (span as f64 * part) as i64);
        prop_assert!((scale.moment(scale.place(moment)) - moment).0.abs() <= 1 + span / 1_000_000_000);
    }

    #[test]
    fn zooming_holds_the_moment_under_the_pointer_and_stays_within_the_task(factor in 1.0..8.0, place in 0.0..1.0) {
        let whole = Scale::around(at(0), at(10 * HOUR));
        let zoomed = whole.zoomed(factor, place, whole);
        prop_assert!((whole.moment(place) - zoomed.moment(place)).0.abs() <= 1);
        prop_assert!(zoomed.moment(0.0) >= whole.moment(0.0) && zoomed.moment(1.0) <= whole.moment(1.0));
        prop_assert_eq!(zoomed.zoomed(1.0 / factor / 2.0, place, whole), whole);
    }
}

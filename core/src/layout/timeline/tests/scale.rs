//! Scale, ticks and idle time.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::prelude::*;

use super::super::{Scale, ServerOffsets, Tick, TickUnit, first_start, idle};
use crate::insight::StepTime;
use crate::task::{Millis, Timestamp, decode};

const HOUR: i64 = 3_600_000;

/// The marks where nothing stands in their way, of labels as wide as there is room for.
fn ticks(scale: &Scale, room: u32, offset: i64) -> Vec<Tick> {
    super::super::ticks(scale, room, |_| offset, |_| 0.99 / f64::from(room), &[])
}

fn at(epoch: i64) -> Timestamp {
    Timestamp::from_epoch(epoch)
}

#[test]
fn a_scale_has_its_ends_inside_the_axis() {
    let scale = Scale::around(at(0), at(HOUR), &[]);
    assert!((0.0..0.05).contains(&scale.place(at(0))));
    assert!((0.95..1.0).contains(&scale.place(at(HOUR))));
}

#[test]
fn a_task_of_no_length_still_has_an_axis() {
    let scale = Scale::around(at(5), at(5), &[]);
    assert!(scale.span() > Millis::ZERO);
    assert!((0.0..1.0).contains(&scale.place(at(5))));
}

#[test]
fn ticks_are_round_in_the_zone_shown() {
    let scale = Scale::around(at(0), at(10 * HOUR), &[]);
    let offset = 5 * HOUR + 45 * 60_000;
    for tick in ticks(&scale, 6, offset) {
        assert_eq!(tick.unit, TickUnit::Minute);
        assert_eq!((tick.moment.epoch + offset) % (2 * HOUR), 0);
    }
}

#[test]
fn ticks_since_the_start_are_round_and_go_on_before_it() {
    let start = 1_629_875_371_740;
    let scale = Scale::around(at(start - 25_000), at(start + 65_000), &[]);
    let since: Vec<i64> = ticks(&scale, 10, -start).iter().map(|tick| tick.moment.epoch - start).collect();
    assert_eq!(since, [-20_000, -10_000, 0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000]);
}

#[test]
fn the_axis_begins_where_the_first_step_does_unless_a_clock_is_wrong() {
    let from = |starts: &[i64]| {
        let times = starts.iter().map(|&start| StepTime { start: Some(at(start)), ..StepTime::default() });
        first_start(at(0), at(1000), times).epoch
    };
    assert_eq!(from(&[]), 0);
    assert_eq!(from(&[10, 20]), 0);
    assert_eq!(from(&[10, -400, -300]), -400);
    assert_eq!(from(&[-1001, -5]), -5, "further away than the task was long");
}

#[test]
fn the_first_tick_of_a_date_names_it() {
    let scale = Scale::around(at(20 * HOUR), at(30 * HOUR), &[]);
    let named: Vec<i64> =
        ticks(&scale, 8, 0).iter().filter(|tick| tick.names_date).map(|tick| tick.moment.epoch / HOUR).collect();
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
        let scale = Scale::around(at(from), at(from + span), &[]);
        let ticks = ticks(&scale, room, 8 * HOUR);
        prop_assert!(ticks.len() <= room as usize + 1, "{} ticks in room for {room}", ticks.len());
        prop_assert!(ticks.windows(2).all(|pair| pair[0].place < pair[1].place));
        prop_assert!(ticks.iter().all(|tick| (0.0..=1.0).contains(&tick.place)));
    }

    #[test]
    fn a_moment_comes_back_from_its_place(from in 0_i64..2_000_000_000_000, span in 1_i64..40_000_000_000, part in 0.0..1.0) {
        let scale = Scale::around(at(from), at(from + span), &[]);
        let moment = at(from + (span as f64 * part) as i64);
        prop_assert!((scale.moment(scale.place(moment)) - moment).0.abs() <= 1 + span / 1_000_000_000);
    }

    #[test]
    fn zooming_holds_the_moment_under_the_pointer_and_stays_within_the_task(factor in 1.0..8.0, place in 0.0..1.0) {
        let whole = Scale::around(at(0), at(10 * HOUR), &[]);
        let zoomed = whole.zoomed(factor, place, &whole);
        prop_assert!((whole.moment(place) - zoomed.moment(place)).0.abs() <= 1);
        prop_assert!(zoomed.moment(0.0) >= whole.moment(0.0) && zoomed.moment(1.0) <= whole.moment(1.0));
        prop_assert_eq!(zoomed.zoomed(1.0 / factor / 2.0, place, &whole), whole);
    }
}

fn run(start: i64, end: i64) -> StepTime {
    StepTime { start: Some(at(start)), end: Some(at(end)), ..StepTime::default() }
}

/// Idle stretches as whole seconds.
fn idle_seconds(end: i64, times: &[StepTime]) -> Vec<(i64, i64)> {
    let seconds = |moment: Timestamp| moment.epoch / 1000;
    idle(at(0), at(end * 1000), times.iter().copied())
        .into_iter()
        .map(|(from, to)| (seconds(from), seconds(to)))
        .collect()
}

#[test]
fn what_is_idle_lies_between_the_runs() {
    let runs = [run(60_000, 90_000), run(0, 20_000), run(10_000, 30_000), run(92_000, 95_000)];
    assert_eq!(idle_seconds(200, &runs), [(30, 60), (95, 200)], "2 s are not worth it");
    assert_eq!(idle_seconds(200, &[]), [], "no times are known");
    assert_eq!(idle_seconds(4, &[run(0, 0)]), [], "shorter than is worth a mark");
}

#[test]
fn a_step_of_several_attempts_is_known_to_run_at_its_ends_alone() {
    let attempts = StepTime { is_span: true, ..run(100_000, 900_000) };
    assert_eq!(idle_seconds(1000, &[attempts]), [(0, 100), (100, 900), (900, 1000)]);
    assert_eq!(
        idle_seconds(900, &[StepTime { is_open: true, ..attempts }]),
        [(0, 100)],
        "under way, nobody knows since when"
    );
}

#[test]
fn a_gap_is_narrow_and_the_rest_as_wide_as_its_time() {
    let scale = Scale::around(at(0), at(10 * HOUR), &[(at(HOUR), at(9 * HOUR))]);
    let [left, right] = [HOUR, 9 * HOUR].map(|moment| scale.place(at(moment)));
    assert_eq!(scale.gaps().collect::<Vec<_>>(), [(left, right, Millis(8 * HOUR))]);
    assert!((0.04..0.06).contains(&(right - left)), "{left} to {right}");
    let [first, last] =
        [(0, HOUR), (9 * HOUR, 10 * HOUR)].map(|(from, to)| scale.place(at(to)) - scale.place(at(from)));
    assert!((first - last).abs() < 1e-9 && first > 0.45, "{first} and {last}");
}

#[test]
fn marks_stand_outside_of_gaps_and_where_there_is_room() {
    let scale = Scale::around(at(0), at(10 * HOUR), &[(at(HOUR), at(9 * HOUR))]);
    let all = ticks(&scale, 8, 0);
    assert!(all.iter().any(|tick| tick.moment.epoch < HOUR) && all.iter().any(|tick| tick.moment.epoch > 9 * HOUR));
    assert!(all.iter().all(|tick| !(HOUR + 1..9 * HOUR).contains(&tick.moment.epoch)));
    let right = super::super::ticks(&scale, 8, |_| 0, |_| 0.1, &[(0.0, 0.5)]);
    assert!(!right.is_empty() && right.iter().all(|tick| tick.place > 0.5));
    assert!(right[0].names_date, "the first that is shown names the date");
}

/// A scale of a day with idle stretches at random, and these stretches.
fn gapped() -> impl Strategy<Value = (Scale, Vec<(i64, i64)>)> {
    prop::collection::vec(0..24 * HOUR, 0..10).prop_map(|mut ends| {
        ends.sort();
        ends.dedup();
        let idle: Vec<_> = ends.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
        let moments: Vec<_> = idle.iter().map(|&(from, to)| (at(from), at(to))).collect();
        (Scale::around(at(0), at(24 * HOUR), &moments), idle)
    })
}

proptest! {
    #[test]
    fn places_rise_with_moments_and_fill_the_axis((scale, _) in gapped(), mut moments in prop::collection::vec(0..=24 * HOUR, 2..40)) {
        moments.sort();
        moments.dedup();
        let places: Vec<f64> = moments.iter().map(|&moment| scale.place(at(moment))).collect();
        prop_assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "{places:?}");
        prop_assert!(places.iter().all(|place| (0.0..=1.0).contains(place)));
        let room = scale.place(at(0));
        prop_assert!((1.0 - scale.place(at(24 * HOUR)) - room).abs() < 1e-6, "as much room at the right as at the left");
    }

    #[test]
    fn outside_of_gaps_a_moment_comes_back_from_its_place((scale, idle) in gapped(), moment in 0..=24 * HOUR) {
        let back = scale.moment(scale.place(at(moment)));
        match idle.iter().find(|(from, to)| (*from..=*to).contains(&moment)) {
            Some((from, to)) => prop_assert!((at(*from)..=at(*to)).contains(&back)),
            None => prop_assert_eq!(back, at(moment)),
        }
    }

    #[test]
    fn equal_times_outside_of_gaps_are_equally_wide((scale, idle) in gapped()) {
        let mut straight = vec![0];
        straight.extend(idle.iter().flat_map(|&(from, to)| [from, to]));
        straight.push(24 * HOUR);
        let rates: Vec<f64> = straight
            .chunks_exact(2)
            .filter(|pair| pair[1] > pair[0])
            .map(|pair| (scale.place(at(pair[1])) - scale.place(at(pair[0]))) / (pair[1] - pair[0]) as f64)
            .collect();
        prop_assert!(rates.windows(2).all(|pair| (pair[0] / pair[1] - 1.0).abs() < 1e-3), "{rates:?}");
    }

    #[test]
    fn a_stretch_keeps_its_ends_when_gaps_come_and_go((whole, _) in gapped(), left in 0.0..0.4, right in 0.6..1.0) {
        let plain = Scale::around(at(0), at(24 * HOUR), &[]);
        let stretch = whole.between(left, right, &whole);
        let redrawn = stretch.redrawn(&plain);
        for place in [0.0, 1.0] {
            // Where the stretch ended in the room beside the task there is less of it now, or more.
            let kept = (redrawn.moment(place) - stretch.moment(place)).0.abs() <= 2;
            let was_outside = !(0..=24 * HOUR).contains(&stretch.moment(place).epoch);
            prop_assert!(kept || was_outside, "{:?} and {:?}", redrawn.moment(place), stretch.moment(place));
        }
        prop_assert_eq!(stretch.redrawn(&whole), stretch);
    }

    #[test]
    fn labels_never_touch_each_other_or_what_stands_there(
        (scale, _) in gapped(), room in 1_u32..40, wide in 0.01..0.5, taken in prop::collection::vec((0.0..1.0, 0.0..0.2), 0..4),
    ) {
        let taken: Vec<_> = taken.into_iter().map(|(left, wide)| (left, left + wide)).collect();
        // Of different widths, as words are.
        let wide = |tick: &Tick| wide * (1.0 + (tick.moment.epoch / HOUR % 3) as f64);
        let ticks = super::super::ticks(&scale, room, |_| 8 * HOUR, wide, &taken);
        prop_assert!(ticks.windows(2).all(|pair| pair[0].place + wide(&pair[0]) <= pair[1].place));
        let touches = |tick: &Tick| taken.iter().any(|&(left, right)| tick.place < right && tick.place + wide(tick) > left);
        prop_assert!(!ticks.iter().any(touches));
    }
}

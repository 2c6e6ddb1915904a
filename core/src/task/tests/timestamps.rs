//! Points in time in every spelling seen.

use super::*;

fn epoch(text: &str) -> Result<i64, usize> {
    Timestamp::parse(text).map(|time| time.epoch).map_err(|error| error.position)
}

fn start(value: Value) -> Option<Timestamp> {
    only_step(json!({"startTime": value})).0.start_time
}

#[test]
fn an_offset_is_less_than_a_day_and_a_time_that_may_be_missing_is_no_larger_for_it() {
    for (minutes, kept) in [(0, 0), (-1439, -1439), (1439, 1439), (1440, 1439), (i64::MIN, -1439)] {
        assert_eq!(Offset::from_minutes(minutes).minutes(), kept, "{minutes}");
    }
    assert_eq!(size_of::<Option<Timestamp>>(), size_of::<Timestamp>());
}

#[test]
fn a_fraction_has_any_number_of_digits_and_finer_ones_are_cut_off() {
    let whole = 1_629_875_371_000;
    for (fraction, millis) in [
        ("", 0),
        (".7", 700),
        (".74", 740),
        (".067", 67),
        (".0671", 67),
        (".999999999", 999),
        (".9999999999999", 999),
        (",5", 500),
    ] {
        assert_eq!(epoch(&format!("2021-08-25T15:09:31{fraction}+08:00")), Ok(whole + millis), "{fraction}");
    }
}

#[test]
fn an_offset_is_written_with_a_colon_without_one_or_as_z() {
    for (text, offset) in [
        ("2021-08-25T07:09:31Z", 0),
        ("2021-08-25t07:09:31z", 0),
        ("2021-08-25 07:09:31+00:00", 0),
        ("2021-08-25T07:09:31-00:00", 0),
        ("2021-08-25T15:09:31+08:00", 480),
        ("2021-08-25T15:09:31+0800", 480),
        ("2021-08-25T15:09:31+08", 480),
        ("2021-08-25T01:39:31-05:30", -330),
        ("2021-08-26T07:08:31+23:59", 1439),
        ("2021-08-24T07:10:31-2359", -1439),
    ] {
        let time = Timestamp::parse(text).unwrap();
        assert_eq!((time.epoch, time.offset.minutes()), (1_629_875_371_000, offset), "{text}");
    }
}

#[test]
fn days_that_do_not_exist_are_refused_and_leap_days_are_not() {
    assert_eq!(epoch("2024-02-29T00:00:00Z"), Ok(1_709_164_800_000));
    assert_eq!(epoch("2000-02-29T00:00:00Z"), Ok(951_782_400_000));
    for (text, position) in [
        ("2023-02-29T00:00:00Z", 8),
        ("1900-02-29T00:00:00Z", 8),
        ("2023-04-31T00:00:00Z", 8),
        ("2023-00-10T00:00:00Z", 5),
        ("2023-13-10T00:00:00Z", 5),
        ("2023-01-00T00:00:00Z", 8),
        ("2023-01-01T24:00:00Z", 11),
        ("2023-01-01T00:60:00Z", 14),
        ("2023-01-01T00:00:61Z", 17),
        ("2023-01-01T00:00:00+24:00", 20),
        ("2023-01-01T00:00:00+08:60", 23),
    ] {
        assert_eq!(epoch(text), Err(position), "{text}");
    }
}

#[test]
fn a_leap_second_is_the_first_moment_of_the_next_minute() {
    assert_eq!(epoch("2016-12-31T23:59:60Z"), epoch("2017-01-01T00:00:00Z"));
}

#[test]
fn what_is_no_time_is_refused_where_it_stops_to_be_one() {
    for (text, position) in [
        ("", 0),
        ("x", 0),
        ("2021", 4),
        ("21-08-25", 2),
        ("2021-8-25T00:00:00Z", 5),
        ("2021-08-25", 10),
        ("2021-08-25T15:09", 16),
        ("2021-08-25T15:09:31", 19),
        ("2021-08-25T15:09:31.Z", 20),
        ("2021-08-25T15:09:31 +08:00", 19),
        ("2021-08-25T15:09:31+8:00", 20),
        ("2021-08-25T15:09:31Zz", 20),
        ("2021-08-25T15:09:31+08:", 23),
        ("２０２１-08-25", 0),
    ] {
        assert_eq!(epoch(text), Err(position), "{text}");
    }
}

#[test]
fn milliseconds_since_the_epoch_are_read_as_a_number_and_as_a_string() {
    for value in [json!(1_629_875_371_740_i64), json!("1629875371740"), json!(1_629_875_371_740.0)] {
        assert_eq!(start(value), Some(Timestamp::from_epoch(1_629_875_371_740)));
    }
}

#[test]
fn nothing_blanks_and_the_epoch_itself_are_unset() {
    let unset = [
        json!(null),
        json!(""),
        json!(0),
        json!("0"),
        json!("1970-01-01T00:00:00Z"),
        json!("1970-01-01T08:00:00+08:00"),
    ];
    for value in unset {
        let (subtask, findings) = only_step(json!({"startTime": value}));
        assert_eq!((subtask.start_time, findings), (None, vec![]), "{value}");
    }
}

#[test]
fn white_space_around_a_time_is_passed_over() {
    assert_eq!(start(json!(" 2021-08-25T15:09:31+08:00\n")).map(|time| time.epoch), Some(1_629_875_371_000));
}

#[test]
fn what_no_calendar_holds_is_told() {
    for value in [
        json!(i64::MAX),
        json!(-8_640_000_000_000_001_i64),
        json!("yesterday"),
        json!(" "),
        json!("2021-08-25"),
        json!(-1.5),
    ] {
        let (subtask, findings) = only_step(json!({"startTime": value}));
        assert_eq!((subtask.start_time, findings.len()), (None, 1), "{value}: {findings:?}");
        assert_eq!(findings[0].code(), "malformed-field");
    }
    assert_eq!(start(json!(8_640_000_000_000_000_i64)), Some(Timestamp::from_epoch(8_640_000_000_000_000)));
}

#[test]
fn a_time_is_shown_with_its_milliseconds_and_in_the_offset_that_it_came_with() {
    for (text, shown) in [
        ("2021-08-25T15:09:31.74+08:00", "2021-08-25T15:09:31.740+08:00"),
        ("2021-08-25T07:09:31Z", "2021-08-25T07:09:31.000Z"),
        ("1969-12-31T23:59:59.999-03:30", "1969-12-31T23:59:59.999-03:30"),
        ("0000-03-01T00:00:00Z", "0000-03-01T00:00:00.000Z"),
    ] {
        assert_eq!(Timestamp::parse(text).unwrap().to_string(), shown);
    }
}

#[test]
fn two_times_are_compared_by_the_moment_alone() {
    let [here, there] =
        ["2021-08-25T15:09:31+08:00", "2021-08-25T07:09:31Z"].map(|text| Timestamp::parse(text).unwrap());
    assert_eq!(here, there);
    assert_eq!(here - there, Millis::ZERO);
    assert!(here + Millis(1) > there);
}

#[test]
fn spans_at_the_ends_of_what_can_be_counted_do_not_wrap() {
    let (first, last) = (Timestamp::from_epoch(i64::MIN), Timestamp::from_epoch(i64::MAX));
    assert_eq!(last - first, Millis(i64::MAX));
    assert_eq!(last + Millis(1), last);
    assert_eq!(Millis(i64::MAX) + Millis(1), Millis(i64::MAX));
    assert_eq!([Millis(2), Millis(3)].into_iter().sum::<Millis>(), Millis(5));
    assert!(!last.to_string().is_empty() && !first.to_string().is_empty());
}

#[test]
fn the_year_one_in_which_go_counts_from_is_unset() {
    for text in
        ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00+08:00", "0001-01-01T08:05:43+08:05", "0000-12-31T23:59:59-05:00"]
    {
        for value in [json!(text), json!(Timestamp::parse(text).unwrap().epoch)] {
            let (subtask, findings) = only_step(json!({"startTime": value, "finishTime": value}));
            assert_eq!((subtask.start_time, subtask.finish_time, findings), (None, None, vec![]), "{value}");
        }
    }
    assert!(start(json!("0002-01-01T00:00:00Z")).is_some());
    assert_eq!(start(json!(-62_135_596_800_i64)), None, "in seconds");
}

#[test]
fn numbers_that_are_too_small_for_milliseconds_are_seconds() {
    let moment = |value: &str| {
        let payload = format!(r#"{{"id": 1, "startTime": {value}, "subtasks": []}}"#);
        decode(payload.as_bytes()).unwrap().tasks[0].start_time.map(|time| time.epoch)
    };
    for (value, epoch) in [
        ("1629875371", 1_629_875_371_000),
        ("\"1629875371\"", 1_629_875_371_000),
        ("1629875371.0", 1_629_875_371_000),
        ("1629875371.74", 1_629_875_371_740),
        ("\"1629875371.743215\"", 1_629_875_371_743),
        ("1629875371.740000000", 1_629_875_371_740),
        ("1.62987537174E9", 1_629_875_371_740),
        ("1629875371740", 1_629_875_371_740),
        ("99999999999", 99_999_999_999_000),
        ("100000000000", 100_000_000_000),
        ("-1000", -1000),
    ] {
        assert_eq!(moment(value), Some(epoch), "{value}");
    }
    for value in ["1629875371740.5", "-1.5", "\"1.5x\"", "1e400", "\"1.6.2\""] {
        assert_eq!(moment(value), None, "{value}");
    }
}

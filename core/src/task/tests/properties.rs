//! What holds of every payload.

use proptest::collection::vec;
use proptest::prelude::*;

use super::generate::{any_json, clean, messy};
use super::*;

const SAMPLE: &[u8] = include_bytes!("../../../../tests/fixtures/01-reinstall-ocp-agent.json");

/// All that a model holds, word by word, apart from places in the array.
fn account(task: &Task) -> String {
    let mut task = task.clone();
    task.json = Vec::new();
    format!("{task:#?}")
}

/// How many steps a walk against the edges comes to, each after its upstreams.
fn walked(task: &Task) -> usize {
    let mut open: Vec<usize> = task.indexes().map(|step| task.upstream.of(step).len()).collect();
    let mut free: Vec<SubtaskIdx> = task.indexes().filter(|step| open[step.index()] == 0).collect();
    let mut count = 0;
    while let Some(step) = free.pop() {
        count += 1;
        for &next in task.downstream.of(step) {
            open[next.index()] -= 1;
            if open[next.index()] == 0 {
                free.push(next);
            }
        }
    }
    count
}

proptest! {
    #[test]
    fn a_task_that_is_written_and_decoded_is_itself((payload, expected) in clean()) {
        let mut task = decoded(&payload);
        task.json = Vec::new();
        task.of_steps = 0..0;
        let about_times_or_gaps = [
            "end-before-start", "start-before-upstream-end", "stale-finish-time", "unknown-enum", "missing-field",
            "outside-of-task",
        ];
        for finding in task.findings.drain(..) {
            prop_assert!(about_times_or_gaps.contains(&finding.code()), "{finding:?}");
        }
        prop_assert_eq!(format!("{task:#?}"), format!("{expected:#?}"));
    }

    #[test]
    fn the_order_of_the_array_changes_nothing_but_the_place_of_the_json(
        (steps, shuffled) in messy().prop_flat_map(|steps| (Just(steps.clone()), Just(steps).prop_shuffle())),
    ) {
        prop_assert_eq!(account(&task_with(Value::Array(steps))), account(&task_with(Value::Array(shuffled))));
    }

    #[test]
    fn edges_are_those_that_some_end_names_and_have_no_cycle(steps in messy()) {
        let task = task_with(Value::Array(steps));
        prop_assert_eq!(walked(&task), task.subtasks.len());
        prop_assert_eq!(&*task.upstream, &task.downstream.mirrored());
        for &(from, to) in &task.cut_edges {
            prop_assert!(!task.downstream.of(from).contains(&to));
        }
        for step in task.indexes() {
            prop_assert!(task.downstream.of(step).is_sorted_by(|a, b| a < b), "sorted and distinct");
        }
    }

    #[test]
    fn each_subtask_has_an_id_of_its_own(steps in messy()) {
        let task = task_with(Value::Array(steps.clone()));
        prop_assert_eq!(task.subtasks.len(), steps.len());
        for (step, subtask) in task.indexes().zip(&task.subtasks) {
            prop_assert_eq!(task.find(&subtask.id), Some(step));
        }
    }

    #[test]
    fn each_subtask_has_its_json(steps in messy()) {
        let payload = json!([{"page": 1}, {"data": {"id": 1, "subtasks": steps}}]).to_string();
        let task = decode(payload.as_bytes()).expect("a task").tasks.remove(0);
        let json = |step: SubtaskIdx| json_in(&task, step.index(), payload.as_bytes()).map(str::to_owned);
        let mut all: Vec<String> = task.indexes().filter_map(json).collect();
        let mut sent: Vec<String> = steps.iter().map(Value::to_string).collect();
        all.sort();
        sent.sort();
        prop_assert_eq!(all, sent);
        for (step, subtask) in task.indexes().zip(&task.subtasks) {
            let json: Value = serde_json::from_str(&json(step).expect("its JSON")).expect("JSON");
            prop_assert_eq!(json["name"].as_str().unwrap_or_default(), &*subtask.name);
        }
    }

    #[test]
    fn any_json_gives_a_task_or_an_error_and_any_other_text_an_error(json in any_json()) {
        if let Ok(decoded) = decode(json.to_string().as_bytes()) {
            prop_assert!(!decoded.tasks.is_empty());
            prop_assert!(decoded.tasks.iter().all(|task| walked(task) == task.subtasks.len()));
        }
        let text = json.to_string() + "]";
        prop_assert!(decode(text.as_bytes()).is_err());
    }

    #[test]
    fn bytes_without_sense_give_an_error(bytes in vec(any::<u8>(), 0..200)) {
        prop_assert!(decode(&bytes).is_err());
    }

    #[test]
    fn the_sample_with_damage_never_panics(
        damage in vec((0..SAMPLE.len(), any::<u8>()), 1..8),
        end in SAMPLE.len() / 2..=SAMPLE.len(),
    ) {
        let mut payload = SAMPLE.to_vec();
        for (place, byte) in damage {
            payload[place] = byte;
        }
        payload.truncate(end);
        if let Ok(decoded) = decode(&payload) {
            prop_assert!(!decoded.tasks.is_empty());
        }
    }

    #[test]
    fn an_id_is_shown_as_it_was_sent(text in "[0-9]{1,25}|\\PC{1,12}|[-+0-9.e]{1,8}", number: u64) {
        prop_assert_eq!(Id::new(&text).to_string(), text);
        prop_assert_eq!(Id::new(&number.to_string()), Id::Number(number));
    }

    #[test]
    fn a_time_of_jiff_is_read_as_jiff_means_it(
        second in -62_135_500_000..253_402_200_000_i64, nanosecond in 0..1_000_000_000_i32, offset in -1439..1440_i32,
        digits in 0..10_usize, colon: bool,
    ) {
        let zone = jiff::tz::Offset::from_seconds(offset * 60).unwrap().to_time_zone();
        let time = jiff::Timestamp::new(second, if second < 0 { 0 } else { nanosecond }).unwrap().to_zoned(zone);
        let form = match (digits, colon) {
            (0, true) => "%Y-%m-%dT%H:%M:%S%:z".to_owned(),
            (0, false) => "%Y-%m-%dT%H:%M:%S%z".to_owned(),
            (digits, true) => format!("%Y-%m-%dT%H:%M:%S.%{digits}f%:z"),
            (digits, false) => format!("%Y-%m-%dT%H:%M:%S.%{digits}f%z"),
        };
        let text = time.strftime(&form).to_string();
        let read = Timestamp::parse(&text).unwrap();
        let unit = 10_i64.pow(9 - u32::try_from(digits).unwrap());
        let kept = i64::from(time.subsec_nanosecond()) / unit * unit / 1_000_000;
        prop_assert_eq!(read.epoch, second * 1000 + kept, "{}", text);
        prop_assert_eq!(i32::from(read.offset.minutes()), offset);
    }

    #[test]
    fn a_time_that_is_shown_is_read_by_jiff_and_by_us_as_the_same(
        epoch in -62_135_500_000_000..253_402_200_000_000_i64, minutes in -1439..1440_i64,
    ) {
        let text = Timestamp { epoch, offset: Offset::from_minutes(minutes) }.to_string();
        prop_assert_eq!(text.parse::<jiff::Timestamp>().unwrap().as_millisecond(), epoch);
        let read = Timestamp::parse(&text).unwrap();
        prop_assert_eq!((read.epoch, i64::from(read.offset.minutes())), (epoch, minutes));
    }

    #[test]
    fn what_jiff_refuses_is_no_time_and_what_it_reads_is_the_same(
        text in "(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-][0-2][0-9]:[0-5][0-9])",
    ) {
        // jiff knows offsets up to 25:59:59.
        let is_beyond = text.get(text.len() - 6..text.len() - 3).is_some_and(|hours| matches!(hours, "+24" | "-24" | "+25" | "-25"));
        match (Timestamp::parse(&text), text.parse::<jiff::Timestamp>()) {
            (Ok(time), Ok(jiff)) => prop_assert_eq!(time.epoch, jiff.as_nanosecond().div_euclid(1_000_000) as i64),
            (Err(_), Err(_)) => {}
            (Err(_), Ok(_)) if is_beyond => {}
            (ours, theirs) => prop_assert!(false, "{}: {:?}, {:?}", text, ours, theirs),
        }
    }

    #[test]
    fn no_text_makes_the_parser_of_times_panic(text in "\\PC{0,30}|[-0-9T:.+Z]{0,30}") {
        if let Err(error) = Timestamp::parse(&text) {
            prop_assert!(error.position <= text.len());
        }
    }
}

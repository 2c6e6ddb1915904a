//! What is not known is not said: small payloads of which a bold answer would be a wrong one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::needless_pass_by_value)]

use std::future::Future;
use std::task::{Context, Poll, Waker};

use serde_json::{Value, json};
use taskscope_core::insight::{Insight, blocked_by, spread, step_actions, task_actions, wall_if, why};
use taskscope_core::pace::Unpaced;
use taskscope_core::task::{Millis, Outcome, SubtaskIdx, Task, Verdict, decode};
use taskscope_core::words::{self, Lang};

fn at(time: &str) -> String {
    format!("2021-08-25T{time}+08:00")
}

/// A step of an id and its upstreams, with members over what each step has.
fn step(id: u64, upstreams: &[u64], members: Value) -> Value {
    over(
        json!({"id": id, "name": format!("S{id}"), "status": "PENDING", "operation": "EXECUTE", "upstreams": upstreams,
            "timeout": 1800, "parallelIdx": -1, "executor": "10.0.0.1", "prohibitRollback": false}),
        members,
    )
}

/// A step that ran from one time to another.
fn ran(id: u64, upstreams: &[u64], words: [&str; 2], times: [&str; 2]) -> Value {
    let [status, operation] = words;
    let time = |time: &str| if time.is_empty() { Value::Null } else { at(time).into() };
    let [start, finish] = times.map(time);
    let members = json!({"status": status, "operation": operation, "startTime": start, "finishTime": finish});
    step(id, upstreams, members)
}

fn over(mut object: Value, members: Value) -> Value {
    object.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    object
}

/// A task that started at 15:00:00, seen at 16:00:00; it ended at 15:10:00 unless it runs.
fn read(words: [&str; 2], steps: &[Value], members: Value) -> (Task, Insight) {
    let [status, operation] = words;
    let finish = if status == "RUNNING" { Value::Null } else { at("15:10:00").into() };
    let task = over(
        json!({"id": 1, "name": "T", "status": status, "operation": operation, "prohibitRollback": false,
            "startTime": at("15:00:00"), "finishTime": finish, "subtasks": steps}),
        members,
    );
    let mut decoded = decode(json!({"timestamp": at("16:00:00"), "data": task}).to_string().as_bytes()).unwrap();
    let task = decoded.tasks.remove(0);
    let insight = Insight::of(&task, decoded.envelope.timestamp);
    (task, insight)
}

fn of(words: [&str; 2], steps: &[Value]) -> (Task, Insight) {
    read(words, steps, json!({}))
}

/// The same as a poll after an answer in which no step had begun.
fn polled(words: [&str; 2], steps: &[Value]) -> Insight {
    let idle = |one: &Value| over(one.clone(), json!({"status": "PENDING", "startTime": null, "finishTime": null}));
    let idle: Vec<Value> = steps.iter().map(idle).collect();
    let (before, last) = of(["RUNNING", "EXECUTE"], &idle);
    let (task, alone) = of(words, steps);
    let mut work = std::pin::pin!(Insight::in_slices(&task, alone.now, Some((&before, &last)), &Unpaced));
    let Poll::Ready(insight) = work.as_mut().poll(&mut Context::from_waker(Waker::noop())) else { panic!("it pauses") };
    assert_eq!(insight.order, last.order, "rows stay where they are");
    insight
}

#[test]
fn the_point_of_no_return_depends_on_no_earlier_answer() {
    // In reading order the third step, of the greatest id, comes last, and it began first.
    let words = ["RUNNING", "EXECUTE"];
    let forbids = |one: Value| over(one, json!({"prohibitRollback": true}));
    let steps = [
        forbids(ran(1, &[], words, ["15:04:00", ""])),
        forbids(ran(2, &[], words, ["15:03:00", ""])),
        forbids(ran(3, &[], words, ["15:02:00", ""])),
    ];
    assert_eq!(of(words, &steps).1.rollback.since, Some(SubtaskIdx(2)));
    assert_eq!(polled(words, &steps).rollback.since, Some(SubtaskIdx(2)));
}

fn sentence((task, insight): &(Task, Insight)) -> String {
    words::verdict_sentence(Lang::En, task, insight)
}

/// Why the step at a place is not further.
fn reason((task, insight): &(Task, Insight), place: u32) -> String {
    why(task, insight, SubtaskIdx(place)).map(|why| words::why(Lang::En, task, &why)).unwrap_or_default()
}

fn reason_zh((task, insight): &(Task, Insight), place: u32) -> String {
    why(task, insight, SubtaskIdx(place)).map(|why| words::why(Lang::Zh, task, &why)).unwrap_or_default()
}

const DONE: [&str; 2] = ["SUCCESSFUL", "EXECUTE"];
const FAILED: [&str; 2] = ["FAILED", "EXECUTE"];
const RUNS: [&str; 2] = ["RUNNING", "EXECUTE"];
const UNDONE: [&str; 2] = ["SUCCESSFUL", "ROLLBACK"];
const FIRST: [&str; 2] = ["15:00:01", "15:00:02"];
const SECOND: [&str; 2] = ["15:00:03", "15:00:04"];

#[test]
fn an_upstream_that_is_not_in_the_payload_is_waited_for() {
    let read = of(RUNS, &[ran(1, &[], RUNS, ["15:00:01", ""]), step(3, &[2], json!({}))]);
    assert_eq!(read.1.outcomes, [Outcome::Running, Outcome::Waiting]);
    let unknown = "Waits for an upstream that is not known, or that waits for it in turn";
    assert_eq!(reason(&read, 1), unknown);
    let read = of(RUNS, &[ran(1, &[], FAILED, FIRST), step(3, &[2], json!({})), step(4, &[4], json!({}))]);
    for place in [1, 2] {
        assert_eq!(reason(&read, place), unknown);
        assert_eq!(blocked_by(&read.0, &read.1, SubtaskIdx(place)), [], "that failure is none of its business");
    }
    let (_, insight) = of(DONE, &[ran(1, &[], DONE, FIRST), ran(3, &[1, 2], DONE, SECOND)]);
    assert_eq!(insight.times[1].wait(), None);
    assert_eq!(insight.totals.wait, Millis(1000));
    let (_, insight) = of(DONE, &[ran(3, &[2], DONE, SECOND)]);
    assert_eq!((insight.path.wait, insight.path.parts[0].wait), (None, Millis::ZERO), "it may have been work");
    let ring = |other: [&str; 2]| of(RUNS, &[step(1, &[2], json!({})), ran(2, &[1], other, ["", ""])]);
    assert_eq!(ring(["PENDING", "EXECUTE"]).1.outcomes, [Outcome::Waiting; 2]);
    assert_eq!(ring(DONE).1.outcomes, [Outcome::Eligible, Outcome::Succeeded]);
    // What was cut may have been all that the first one waited for.
    let (_, ring) = of(DONE, &[ran(1, &[2], DONE, SECOND), ran(2, &[1], DONE, FIRST)]);
    assert!(ring.times.iter().any(|time| time.wait().is_none()));
}

#[test]
fn a_rollback_of_which_steps_were_left_out_is_not_called_complete() {
    let left = of(UNDONE, &[ran(1, &[], DONE, FIRST), ran(2, &[1], FAILED, SECOND), step(3, &[2], json!({}))]);
    assert_eq!(sentence(&left), "Rolled back, though only 0 of 2 steps were undone");
    let half = of(UNDONE, &[ran(1, &[], UNDONE, FIRST), ran(2, &[1], ["PENDING", "ROLLBACK"], SECOND)]);
    assert_eq!(sentence(&half), "Rolled back, though only 1 of 2 steps were undone");
    let whole = of(UNDONE, &[ran(1, &[], ["PENDING", "ROLLBACK"], FIRST), step(2, &[1], json!({}))]);
    assert_eq!(sentence(&whole), "Rolled back: the work was undone");
    for none in [vec![], vec![step(1, &[], json!({}))]] {
        assert_eq!(sentence(&of(UNDONE, &none)), "Rolled back: there was no step to undo");
    }
    assert_eq!(left.1.verdict, Verdict::RolledBack);
}

#[test]
fn what_lies_behind_an_unknown_end_is_neither_wait_nor_closing() {
    let (_, insight) = of(FAILED, &[ran(1, &[], DONE, FIRST), ran(2, &[1], FAILED, ["15:00:03", ""])]);
    assert_eq!(insight.totals.closing, None);
    assert_eq!((insight.path.run, insight.path.wait), (None, None));
    let (_, insight) = of(DONE, &[ran(1, &[], DONE, ["15:00:01", ""]), ran(2, &[1], DONE, ["15:09:58", "15:09:59"])]);
    assert_eq!(insight.totals.closing, Some(Millis(1000)), "what came after it ended last");
    assert_eq!((insight.path.run, insight.path.wait), (None, None));
    assert_eq!(insight.path.parts[1].wait, Millis::ZERO);
    let (_, insight) = read(DONE, &[ran(1, &[], DONE, FIRST)], json!({"finishTime": null}));
    assert_eq!(insight.totals.closing, None, "nor is the end of a task that does not tell it");
}

#[test]
fn what_lies_around_a_step_that_tells_no_times_is_neither_wait_nor_closing() {
    let untimed = |id: u64, upstreams: &[u64], words: [&str; 2]| ran(id, upstreams, words, ["", ""]);
    let known = |insight: &Insight| (insight.totals.closing, insight.path.run, insight.path.wait);
    let late = ["15:09:58", "15:09:59"];
    let closing = Some(Millis(1000));
    let through = [ran(1, &[], DONE, FIRST), untimed(2, &[1], DONE), ran(3, &[2], DONE, late)];
    let first = [untimed(2, &[], DONE), ran(3, &[2], DONE, late)];
    let diamond =
        [ran(1, &[], DONE, FIRST), untimed(2, &[1], DONE), ran(3, &[1], DONE, SECOND), ran(4, &[2, 3], DONE, late)];
    for (steps, slack) in [(&through[..], 2), (&first, 1), (&diamond, 3)] {
        let (task, insight) = of(DONE, steps);
        assert_eq!(known(&insight), (closing, None, None));
        let last = insight.path.parts.last().unwrap();
        assert_eq!((last.wait, last.run), (Millis::ZERO, Millis(1000)));
        assert!(insight.slack.iter().take(slack).all(Option::is_none), "{:?}", insight.slack);
        assert_eq!(insight.slack.last(), Some(&Some(Millis::ZERO)));
        assert_eq!(wall_if(&task, &insight, SubtaskIdx(0), Millis(0)), None);
    }
    for (words, last) in [(DONE, DONE), (FAILED, FAILED), (RUNS, RUNS)] {
        let (_, insight) = of(words, &[ran(1, &[], DONE, FIRST), untimed(3, &[1], last)]);
        assert_eq!(known(&insight), (None, None, None), "{words:?}");
        assert_eq!(insight.slack, [None; 2]);
    }
    let beside = [ran(1, &[], DONE, FIRST), untimed(2, &[], DONE)];
    assert_eq!(known(&of(DONE, &beside).1), (None, None, None), "that may have ended last");
    let (_, insight) = of(RUNS, &[ran(1, &[], RUNS, ["15:00:01", ""]), untimed(2, &[], DONE)]);
    assert_eq!(insight.path.wait, closing, "what runs until now is surely the last");
    let (_, insight) =
        of(DONE, &[ran(1, &[], DONE, FIRST), ran(2, &[1], DONE, ["", "15:00:05"]), ran(3, &[2], DONE, late)]);
    assert_eq!((insight.path.wait, insight.slack), (None, vec![Some(Millis::ZERO); 3]), "its end is all that matters");
    let waits = of(FAILED, &[ran(1, &[], FAILED, FIRST), step(2, &[1], json!({}))]);
    assert_eq!(known(&waits.1), (Some(Millis(598_000)), closing, closing), "what never ran has no times to tell");
}

#[test]
fn a_time_that_cannot_be_true_makes_no_long_wait_and_no_long_run() {
    let highlights = |words: [&str; 2], steps: &[Value]| of(words, steps).1.highlights;
    let first = || ran(1, &[], DONE, FIRST);
    let (past, future) =
        (json!({"startTime": "1970-01-01T08:00:00+08:00"}), json!({"startTime": "2099-01-01T00:00:00+08:00"}));
    let true_waits = vec![SubtaskIdx(0)];
    // After the end of the task, or later than now.
    for (task, words) in [(RUNS, RUNS), (FAILED, FAILED), (DONE, DONE)] {
        let late = over(ran(2, &[1], words, ["", ""]), future.clone());
        assert_eq!(highlights(task, &[first(), late]).waits, true_waits, "{task:?}");
    }
    // Before its own start; and what waited for such a step waited for nobody knows how long.
    let backwards = over(ran(2, &[1], DONE, SECOND), future);
    let behind = ran(3, &[2], DONE, ["15:05:00", "15:05:01"]);
    assert_eq!(highlights(DONE, &[first(), backwards, behind.clone()]).waits, true_waits);
    let backwards = ran(2, &[1], DONE, ["15:00:03", "14:00:00"]);
    assert_eq!(highlights(DONE, &[first(), backwards, behind]).waits, true_waits);
    // Before the start of the task.
    let early = |id: u64, words: [&str; 2]| over(ran(id, &[1], words, SECOND), past.clone());
    let limited = highlights(FAILED, &[first(), early(2, FAILED)]);
    assert_eq!((limited.over_limit, limited.savings.len()), (vec![], 1), "the run of the first is one");
    let siblings = |last: Value| -> Vec<Value> {
        let sibling = |(index, step): (usize, Value)| over(step, json!({"name": "S", "parallelIdx": index}));
        let all = (2..6).map(|id| ran(id, &[1], DONE, SECOND)).chain([last]);
        [first()].into_iter().chain(all.enumerate().map(sibling)).collect()
    };
    let slow = highlights(DONE, &siblings(ran(6, &[1], DONE, ["15:00:03", "15:05:00"])));
    assert_eq!(slow.outliers.len(), 1, "one that is really slow stands out");
    assert_eq!(highlights(DONE, &siblings(early(6, DONE))).outliers, []);
}

#[test]
fn a_word_that_is_not_known_with_a_finish_time_ends_a_task() {
    let read = of(["ABORTED", "EXECUTE"], &[ran(1, &[], DONE, FIRST), step(2, &[1], json!({}))]);
    assert_eq!(read.1.outcomes[1], Outcome::NeverRan);
    assert_eq!(reason(&read, 1), "Never ran, though no step failed");
    assert_eq!(words::rollback(Lang::En, &read.0, &read.1), "Not known");
    let moves = of(["ABORTED", "EXECUTE"], &[ran(1, &[], RUNS, ["15:00:01", ""]), step(2, &[], json!({}))]);
    assert_eq!(moves.1.outcomes[1], Outcome::Eligible);
}

#[test]
fn an_operation_that_is_not_known_leaves_the_status_as_it_is() {
    let failed = of(FAILED, &[ran(1, &[], ["FAILED", "ABORT"], FIRST), step(2, &[1], json!({}))]);
    assert_eq!(sentence(&failed), "Failed at “S1”: 0 of 2 steps done, 1 never ran");
    assert_eq!(reason(&failed, 1), "Never ran: it comes after “S1”, which did not succeed");
    let forced = ["SUCCESSFUL", "FORCE"];
    let next = of(RUNS, &[ran(1, &[], forced, FIRST), step(2, &[1], json!({}))]);
    assert_eq!((next.1.outcomes[1], blocked_by(&next.0, &next.1, SubtaskIdx(1))), (Outcome::Eligible, vec![]));
    let done = of(DONE, &[ran(1, &[], DONE, FIRST), ran(2, &[1], forced, SECOND)]);
    assert_eq!(sentence(&done), "Succeeded: all 2 steps done");
    assert_eq!(done.1.outcomes[1], Outcome::Unknown);
}

#[test]
fn attempts_are_told_of_what_ran_and_an_undoing_as_far_as_it_came() {
    let told = |words: [&str; 2], times: [&str; 2]| {
        words::attempts(Lang::En, of(RUNS, &[ran(1, &[], words, times)]).0.subtasks.first().unwrap())
    };
    assert_eq!(told(["PENDING", "EXECUTE"], ["", ""]), "");
    assert_eq!(told(DONE, ["", ""]), "1 attempt");
    assert_eq!(told(DONE, FIRST), "1 attempt");
    assert_eq!(told(UNDONE, FIRST), "1 attempt");
    let then_undone = "1 attempt, then undone: from its start to then, idle time included";
    assert_eq!(told(["PENDING", "ROLLBACK"], FIRST), then_undone);
    let was_tried = "1 attempt, then a rollback: from its start to the end of both, idle time included";
    for words in [["PENDING", "ROLLBACK_SKIP"], ["SUCCESSFUL", "ROLLBACK_SKIP"], ["FAILED", "ROLLBACK"]] {
        assert_eq!(told(words, FIRST), was_tried, "{words:?}");
    }
    for words in [["RUNNING", "ROLLBACK"], ["READY", "ROLLBACK_SKIP"]] {
        assert_eq!(told(words, FIRST), was_tried, "{words:?}");
    }
}

#[test]
fn only_one_clean_attempt_uses_up_a_time_limit() {
    let over = |words: [&str; 2]| {
        let (_, insight) = of(["FAILED", "EXECUTE"], &[ran(1, &[], words, ["15:00:01", "15:50:00"])]);
        insight.highlights.over_limit.len()
    };
    assert_eq!(over(FAILED), 1);
    assert_eq!(over(["FAILED", "CANCEL"]), 0);
    assert_eq!(over(["SUCCESSFUL", "ROLLBACK"]), 0);
}

#[test]
fn a_stop_is_lost_only_of_one_attempt_beyond_its_limit() {
    let told = |members: Value| {
        let start = json!({"status": "CANCELING", "operation": "CANCEL", "startTime": "2021-08-24T09:00:00+08:00"});
        sentence(&of(RUNS, &[step(1, &[], over(start, members))]))
    };
    let lost = "Stopping “S1”, which OCP may have lost sight of: 0 of 1 step done";
    let not = "Stopping “S1”: 0 of 1 step done";
    assert_eq!(told(json!({})), lost);
    assert_eq!(told(json!({"timeout": 604_800})), not);
    assert_eq!(told(json!({"timeout": 0})), not);
    assert_eq!(told(json!({"runTime": 2})), not);
}

#[test]
fn forced_steps_do_not_hide_those_that_are_not_done() {
    let forced = ["SUCCESSFUL", "SKIP"];
    let read = of(DONE, &[ran(1, &[], forced, FIRST), ran(2, &[1], FAILED, SECOND), step(3, &[2], json!({}))]);
    assert_eq!(sentence(&read), "Succeeded, though only 1 of 3 steps are done, 1 step was forced");
    assert_eq!(
        words::verdict_sentence(Lang::Zh, &read.0, &read.1),
        "任务已完成，但 3 个子任务中只完成了 1 个，其中 1 个子任务被人工设置为成功"
    );
    assert_eq!(sentence(&of(DONE, &[ran(1, &[], forced, FIRST)])), "Succeeded, 1 step was forced");
}

#[test]
fn what_was_not_sent_is_no_word_that_is_not_known() {
    let read = of(RUNS, &[step(1, &[], json!({"status": null}))]);
    assert_eq!(reason(&read, 0), "OCP does not say how it stands");
    let refusals = |permissions: &[(_, Result<(), _>)]| {
        permissions
            .iter()
            .map(|&(_, refused)| words::refusal(Lang::En, &read.0, refused.unwrap_err()))
            .collect::<Vec<_>>()
    };
    let not_said = "Not known: the field that tells is missing";
    assert_eq!(refusals(&step_actions(&read.0, SubtaskIdx(0))), [not_said; 3]);
    let bare = of(FAILED, &[step(1, &[], json!({}))]);
    assert_eq!(task_actions(&bare.0, &bare.1)[0].1, Ok(()));
    let (task, insight) = self::read(FAILED, &[], json!({"prohibitRollback": null}));
    assert_eq!(words::refusal(Lang::En, &task, task_actions(&task, &insight)[1].1.unwrap_err()), not_said);
    let odd = of(RUNS, &[step(1, &[], json!({"status": "ODD"}))]);
    assert_eq!(reason(&odd, 0), "OCP describes it with a word that this version does not know");
}

#[test]
fn a_failed_rollback_is_not_retried_by_the_tasks_word_alone() {
    let stuck = ran(1, &[], ["FAILED", "ROLLBACK"], FIRST);
    let (task, insight) = read(FAILED, &[stuck], json!({"operation": null}));
    assert_eq!(insight.verdict, Verdict::RollbackFailed);
    assert!(task_actions(&task, &insight)[0].1.is_err());
    let (task, insight) = read(FAILED, &[ran(1, &[], FAILED, FIRST)], json!({"isRemote": true}));
    assert_eq!(words::rollback(Lang::En, &task, &insight), "Only the remote OCP that started the task can");
}

#[test]
fn of_a_rollback_only_what_is_undone_is_called_so() {
    let undoing = ["RUNNING", "ROLLBACK"];
    let read =
        of(undoing, &[ran(1, &[], UNDONE, FIRST), ran(2, &[1], undoing, SECOND), ran(3, &[1], RUNS, ["15:00:03", ""])]);
    assert_eq!(sentence(&read), "Rolling back “S2”: 0 of 3 steps undone");
    let left = of(undoing, &[ran(1, &[], ["READY", "ROLLBACK_SKIP"], FIRST)]);
    assert_eq!(reason(&left, 0), "A person chose to skip its undoing; it may leave something behind");
    assert_eq!(reason_zh(&left, 0), "正在被人工跳过回滚；可能有残留");
    let forced = of(RUNS, &[step(1, &[], json!({"status": "READY", "operation": "SKIP"}))]);
    assert_eq!(reason(&forced, 0), "Set to successful by a person; waits for a thread");
    let both = |id| ran(id, &[1], ["FAILED", "ROLLBACK"], SECOND);
    let held = of(["FAILED", "ROLLBACK"], &[ran(1, &[], UNDONE, FIRST), both(2), both(3)]);
    assert_eq!(
        reason(&held, 0),
        "Has not been undone: the rollback stopped before it, and “S2” and 1 other are to be undone first"
    );
}

#[test]
fn what_has_run_is_still_to_be_undone_whatever_it_says() {
    let undoing = ["RUNNING", "ROLLBACK"];
    let left =
        of(undoing, &[ran(1, &[], DONE, FIRST), ran(2, &[1], undoing, ["15:00:03", ""]), step(3, &[2], json!({}))]);
    assert_eq!(sentence(&left), "Rolling back “S2”: 0 of 2 steps undone");
    let (first, last) = (ran(1, &[], UNDONE, FIRST), ran(3, &[2], ["PENDING", "ROLLBACK"], SECOND));
    let stops = of(undoing, &[first.clone(), ran(2, &[1], ["CANCELING", "ROLLBACK"], SECOND), last.clone()]);
    assert_eq!(sentence(&stops), "Rolling back: 1 of 3 steps undone");
    let stopped = of(["FAILED", "ROLLBACK"], &[first, ran(2, &[1], ["FAILED", "CANCEL"], SECOND), last]);
    assert_eq!(sentence(&stopped), "Rollback failed at “S2”: 1 of 3 steps undone");
    assert_eq!(stopped.1.rollback.progress.map(|progress| progress.total()), Some(3));
    let forward = of(FAILED, &[ran(1, &[], UNDONE, FIRST), ran(2, &[1], FAILED, SECOND)]);
    assert_eq!(forward.1.rollback.progress.map(|progress| progress.total()), Some(1));
}

#[test]
fn edges_are_not_counted_as_steps() {
    let mut steps: Vec<Value> = (1..=5).map(|id| ran(id, &[], DONE, ["15:00:01", "15:00:32"])).collect();
    let last = ran(9, &[1, 2, 3, 4, 5], DONE, ["15:00:20", "15:00:22"]);
    steps.push(over(last, json!({"executor": "10.0.0.2"})));
    let (_, insight) = of(DONE, &steps);
    let told = words::skew(Lang::En, &insight.skews[0]);
    assert!(told.ends_with(": in 5 places a step started before its upstream had ended"), "{told}");
}

#[test]
fn a_retried_step_is_no_slow_one() {
    let sibling = |id: u64, run_time: u32, end: &str| {
        let members = json!({"name": "X", "parallelIdx": id - 1, "runTime": run_time});
        over(ran(id, &[], DONE, ["15:00:01", end]), members)
    };
    let siblings = |run_time| -> Vec<Value> {
        let usual = (1..6).map(|id| sibling(id, 1, "15:00:05"));
        usual.chain([sibling(6, run_time, "15:05:00")]).collect()
    };
    let outlier = |run_time| {
        let (task, insight) = of(DONE, &siblings(run_time));
        spread(&insight.times, task.indexes()).and_then(|spread| spread.outlier)
    };
    assert_eq!(outlier(1), Some(SubtaskIdx(5)));
    assert_eq!(outlier(2), None);
}

#[test]
fn steps_outside_of_their_tasks_time_are_told_once() {
    let told = |words: [&str; 2], steps: &[Value]| -> Vec<String> {
        let (task, _) = of(words, steps);
        let outside = task.findings.iter().filter(|finding| finding.code() == "outside-of-task");
        outside.map(|finding| words::finding(Lang::En, &task, finding)).collect()
    };
    let early = [ran(1, &[], DONE, ["14:55:01", "14:55:11"]), ran(2, &[1], DONE, ["14:55:12", "14:55:22"])];
    assert_eq!(
        told(DONE, &early),
        ["2 steps lie outside of the task’s own time, “S1” by 4 m 59 s; clocks of OCP nodes may disagree"]
    );
    let until = |words, end| told(words, &[ran(1, &[], words, ["15:09:00", end])]).len();
    assert_eq!(until(DONE, "15:10:01"), 0, "as much as clocks may differ");
    assert_eq!(until(DONE, "15:10:02"), 1);
    assert_eq!(until(FAILED, "15:10:02"), 0, "a thread may stop after its task has failed");
}

#[test]
fn a_task_that_never_says_that_it_started_is_stuck_since_it_was_made() {
    let made = json!({"startTime": null, "createTime": at("15:00:00")});
    let read = read(RUNS, &[step(1, &[], json!({}))], made);
    assert_eq!(reason(&read, 0), "Could have started 1 h ago, but OCP has not picked it up: the engine may be stuck");
}

#[test]
fn what_is_being_stopped_takes_up_a_place_as_long_as_it_runs() {
    let busy = |words: [&str; 2]| -> Vec<Value> {
        let first = (1..=10).map(|id| ran(id, &[], words, ["15:00:01", ""]));
        first.chain([step(11, &[], json!({}))]).collect()
    };
    let told = |words| reason(&of(RUNS, &busy(words)), 10);
    let capped = "Could start and waits its turn: OCP works on 10 steps of a task at a time, 1 wait";
    assert_eq!(told(RUNS), capped);
    assert_eq!(told(["RUNNING", "CANCEL"]), capped);
    assert_ne!(told(["CANCELING", "CANCEL"]), capped);
}

#[test]
fn the_steps_of_a_large_hub_are_named() {
    let hub = 3_000;
    let child = |id: u64| over(ran(id, &[hub], FAILED, SECOND), json!({"parallelIdx": 0}));
    let mut steps: Vec<Value> = (1..hub).map(child).collect();
    steps.push(ran(hub, &[], DONE, FIRST));
    let (task, insight) = of(FAILED, &steps);
    assert!(task.indexes().all(|step| !words::step(Lang::En, &task, step).is_empty()));
    assert_eq!(insight.failures.roots.len(), 2_999);
}

#[test]
fn only_a_limit_that_ocp_tells_is_told() {
    let told = |words: [&str; 2], members: Value| {
        let end = if words[0] == "RUNNING" { "" } else { "15:10:00" };
        let read = of(words, &[over(ran(1, &[], words, ["15:00:00", end]), members)]);
        (reason(&read, 0), reason_zh(&read, 0))
    };
    let is = |told: (String, String), en, zh| assert_eq!((&*told.0, &*told.1), (en, zh));
    for unknown in [json!({"timeout": null}), json!({"timeout": -1}), json!({"timeout": "soon"})] {
        is(told(RUNS, unknown.clone()), "Has run for 1 h", "已运行 1 小时");
        is(told(FAILED, unknown), "Failed after 10 m", "运行 10 分后失败");
    }
    let none = json!({"timeout": 0});
    is(told(RUNS, none.clone()), "Has run for 1 h, without a limit", "已运行 1 小时，无超时限制");
    is(told(FAILED, none), "Failed after 10 m", "运行 10 分后失败");
    for retried in [json!({"timeout": 0, "runTime": 2}), json!({"timeout": null, "runTime": 2})] {
        is(told(RUNS, retried.clone()), "First started 1 h ago", "1 小时前首次开始");
        is(told(FAILED, retried), "Failed", "失败");
    }
}

#[test]
fn the_first_of_a_split_is_numbered_wherever_the_others_are() {
    let one = |id, upstreams: &[u64], name: &str, index: i64| {
        over(ran(id, upstreams, RUNS, ["15:00:01", ""]), json!({"name": name, "parallelIdx": index}))
    };
    let lanes = [
        one(1, &[], "Stop", 0),
        one(2, &[], "Stop", 1),
        one(3, &[1], "Start", 0),
        one(4, &[2], "Start", 1),
        one(5, &[3], "Alone", 0),
        one(6, &[5], "Restart", 0),
        one(7, &[6], "Restart", 1),
        one(8, &[7], "Alone", -1),
    ];
    let (task, _) = of(RUNS, &lanes);
    let names: Vec<_> = task.indexes().map(|step| words::step(Lang::En, &task, step)).collect();
    let expected =
        ["“Stop” [0]", "“Stop” [1]", "“Start” [0]", "“Start” [1]", "“Alone”", "“Restart” [0]", "“Restart” [1]"];
    assert_eq!(names, [&expected[..], &["“Alone”"]].concat());
}

#[test]
fn only_what_stands_side_by_side_is_called_a_sibling() {
    let waits = |id, upstreams: &[u64], words: [&str; 2], index: i64| {
        let times = if words == RUNS { ["15:00:03", ""] } else { SECOND };
        over(ran(id, upstreams, words, times), json!({"name": "Wait node", "parallelIdx": index}))
    };
    let root = || ran(1, &[], DONE, FIRST);
    let apart = of(RUNS, &[root(), waits(2, &[1], FAILED, -1), ran(3, &[1], DONE, FIRST), waits(4, &[3], RUNS, -1)]);
    assert_eq!(sentence(&apart), "Failing: “Wait node” failed, 1 other step still running");
    let beside = of(RUNS, &[root(), waits(2, &[1], FAILED, -1), waits(3, &[1], RUNS, -1)]);
    assert_eq!(sentence(&beside), "Failing: “Wait node” failed, 1 sibling still running");
    let lane = |id: u64, words, index| {
        [
            over(ran(id, &[1], DONE, FIRST), json!({"name": "Stop", "parallelIdx": index})),
            waits(id + 1, &[id], words, index),
        ]
    };
    let lanes = [vec![root()], lane(2, FAILED, 0).to_vec(), lane(4, RUNS, 1).to_vec(), lane(6, DONE, 2).to_vec()];
    let lanes = of(RUNS, &lanes.concat());
    assert_eq!(sentence(&lanes), "Failing: “Wait node” [0] failed, 1 sibling still running");
}

#[test]
fn nothing_is_stuck_in_a_task_that_has_ended() {
    let left = |words: [&str; 2], upstreams: &[u64]| {
        of(words, &[ran(1, &[], DONE, FIRST), ran(2, upstreams, ["PENDING", "EXECUTE"], SECOND)])
    };
    let read = left(DONE, &[1]);
    assert_eq!(reason(&read, 1), "Started once and is pending again, though the task has ended");
    assert_eq!(reason_zh(&read, 1), "曾开始执行，现为待执行，但任务已结束");
    assert_eq!(reason(&left(DONE, &[7]), 1), reason(&read, 1));
    assert!(reason(&left(RUNS, &[1]), 1).ends_with("the engine may be stuck"));
}

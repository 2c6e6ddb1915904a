#![allow(clippy::unwrap_used)]

use super::*;
use crate::insight::Insight;
use crate::task::{Millis, Task, decode};

#[test]
fn a_duration_is_short_and_cuts_off_what_it_leaves_out() {
    let cases = [
        (0, "0 ms", "0 毫秒"),
        (394, "394 ms", "394 毫秒"),
        (999, "999 ms", "999 毫秒"),
        (1000, "1 s", "1 秒"),
        (22_327, "22.3 s", "22.3 秒"),
        (59_999, "59.9 s", "59.9 秒"),
        (60_000, "1 m", "1 分"),
        (60_001, "1 m 00 s", "1 分 0 秒"),
        (271_000, "4 m 31 s", "4 分 31 秒"),
        (1_800_000, "30 m", "30 分"),
        (3_600_000, "1 h", "1 小时"),
        (3_723_000, "1 h 02 m 03 s", "1 小时 2 分 3 秒"),
        (503_520_000, "5 d 19 h 52 m", "5 天 19 小时 52 分"),
        (604_800_000, "7 d", "7 天"),
        (-394, "−394 ms", "−394 毫秒"),
        (i64::MIN, "−106751991167 d 7 h 12 m", "−106751991167 天 7 小时 12 分"),
    ];
    for (span, en, zh) in cases {
        assert_eq!(duration(Lang::En, Millis(span)), en);
        assert_eq!(duration(Lang::Zh, Millis(span)), zh);
    }
}

#[test]
fn a_moment_since_another_leaves_nothing_out_but_zeros_at_its_end() {
    let cases = [
        (0, "0", "0"),
        (250, "250 ms", "250 毫秒"),
        (1250, "1.25 s", "1.25 秒"),
        (10_000, "10 s", "10 秒"),
        (-10_000, "−10 s", "−10 秒"),
        (60_000, "1 m", "1 分"),
        (90_000, "1 m 30 s", "1 分 30 秒"),
        (600_020, "10 m 00.02 s", "10 分 0.02 秒"),
        (7_200_000, "2 h", "2 小时"),
        (-93_784_500, "−1 d 2 h 03 m 04.5 s", "−1 天 2 小时 3 分 4.5 秒"),
        (172_800_000, "2 d", "2 天"),
    ];
    for (span, en, zh) in cases {
        assert_eq!(elapsed(Lang::En, Millis(span)), en);
        assert_eq!(elapsed(Lang::Zh, Millis(span)), zh);
    }
}

/// Name, status and operation.
type Step = (&'static str, &'static str, &'static str);

/// A task of steps without edges.
fn task(status: &str, operation: &str, steps: &[Step]) -> (Task, Insight) {
    let steps = steps.iter().enumerate().map(|(id, (name, status, operation))| {
        format!(
            r#"{{"id":{id},"name":"{name}","status":"{status}","operation":"{operation}","upstreams":[],"downstreams":[]}}"#
        )
    });
    let steps = steps.collect::<Vec<_>>().join(",");
    let json = format!(r#"{{"id":1,"name":"T","status":"{status}","operation":"{operation}","subtasks":[{steps}]}}"#);
    let task = decode(json.as_bytes()).unwrap().tasks.remove(0);
    let insight = Insight::of(&task, None);
    (task, insight)
}

fn sentence(status: &str, operation: &str, steps: &[Step]) -> String {
    let (task, insight) = task(status, operation, steps);
    verdict_sentence(Lang::En, &task, &insight)
}

const DONE: Step = ("D", "SUCCESSFUL", "EXECUTE");
const FORCED: Step = ("S", "SUCCESSFUL", "SKIP");
const FAILED: Step = ("F", "FAILED", "EXECUTE");
const STOPPED: Step = ("C", "FAILED", "CANCEL");
const RUNS: Step = ("R", "RUNNING", "EXECUTE");
const IDLE: Step = ("P", "PENDING", "EXECUTE");
const UNDONE: Step = ("U", "PENDING", "ROLLBACK");
const LEFT: Step = ("L", "PENDING", "ROLLBACK_SKIP");
const STUCK: Step = ("X", "FAILED", "ROLLBACK");

#[test]
fn the_sentence_counts_none_one_and_many() {
    let (run, fail, done) = ("RUNNING", "FAILED", "SUCCESSFUL");
    let cases: &[(&str, &str, &[Step], &str)] = &[
        (done, "EXECUTE", &[], "Succeeded, without any step"),
        (done, "EXECUTE", &[DONE], "Succeeded: its only step is done"),
        (done, "EXECUTE", &[DONE, DONE], "Succeeded: all 2 steps done"),
        (done, "EXECUTE", &[DONE, IDLE], "Succeeded, though only 1 of 2 steps are done"),
        (done, "EXECUTE", &[IDLE], "Succeeded, though only 0 of 1 step is done"),
        (done, "EXECUTE", &[DONE, FORCED], "Succeeded, 1 step was forced"),
        (done, "RETRY", &[FORCED, FORCED], "Succeeded, 2 steps were forced"),
        (done, "ROLLBACK", &[UNDONE], "Rolled back: the work was undone"),
        (run, "EXECUTE", &[], "Running, without any step"),
        (run, "EXECUTE", &[RUNS], "Running “R”: 0 of 1 step done"),
        (run, "EXECUTE", &[RUNS, RUNS, DONE], "Running “R” ×2: 1 of 3 steps done"),
        (run, "EXECUTE", &[RUNS, ("", "RUNNING", "EXECUTE")], "Running 2 steps at once: 0 of 2 steps done"),
        (run, "EXECUTE", &[("", "RUNNING", "EXECUTE")], "Running step 0: 0 of 1 step done"),
        (run, "EXECUTE", &[("T", "CANCELING", "EXECUTE"), DONE], "Stopping “T”: 1 of 2 steps done"),
        (run, "RETRY", &[("R", "RUNNING", "RETRY")], "Retrying “R”: 0 of 1 step done"),
        (run, "EXECUTE", &[("Q", "READY", "EXECUTE")], "Running: “Q” waits for a thread, 0 of 1 step done"),
        (run, "EXECUTE", &[IDLE, IDLE], "Running: “P” ×2 wait to be scheduled, 0 of 2 steps done"),
        (run, "EXECUTE", &[DONE], "Running: 1 of 1 step done, OCP has yet to close the task"),
        (run, "EXECUTE", &[FAILED, RUNS], "Failing: “F” failed, 1 other step still running"),
        (run, "EXECUTE", &[FAILED, ("F", "RUNNING", "EXECUTE")], "Failing: “F” failed, 1 sibling still running"),
        (run, "EXECUTE", &[("F", "FAILED", "ABORT")], "Failing: “F” failed, no step runs any more"),
        (
            run,
            "EXECUTE",
            &[STOPPED, FAILED, RUNS],
            "Failing: “F” failed (1 more terminated), 1 other step still running",
        ),
        (fail, "ROLLBACK", &[STOPPED, FAILED], "Rollback failed at “F” (1 more terminated): 0 of 2 steps undone"),
        (run, "RETRY", &[RUNS, ("A", "SUCCESSFUL", "RETRY")], "Retrying, now running “R”: 1 of 2 steps done"),
        (run, "RETRY", &[RUNS, ("A", "RUNNING", "RETRY")], "Retrying 2 steps at once: 0 of 2 steps done"),
        (run, "RETRY", &[("T", "CANCELING", "EXECUTE")], "Stopping “T”: 0 of 1 step done"),
        (done, "ROLLBACK", &[LEFT], "Rolled back, but nothing was undone: 1 step was skipped"),
        (done, "ROLLBACK", &[LEFT, LEFT, IDLE], "Rolled back, but nothing was undone: 2 steps were skipped"),
        (done, "ROLLBACK", &[LEFT, UNDONE], "Rolled back: the work was undone, except for 1 step that was skipped"),
        (run, "EXECUTE", &[STOPPED], "Failing: “C” was terminated, no step runs any more"),
        (run, "ROLLBACK", &[("B", "RUNNING", "ROLLBACK"), UNDONE], "Rolling back “B”: 1 of 2 steps undone"),
        (run, "ROLLBACK", &[STUCK, UNDONE], "Rolling back: 1 of 2 steps undone, but “X” could not be undone"),
        (fail, "EXECUTE", &[], "Failed, without any step"),
        (fail, "EXECUTE", &[DONE], "Failed, though no step says so: 1 of 1 step done"),
        (fail, "EXECUTE", &[FAILED, IDLE, DONE], "Failed at “F”: 1 of 3 steps done, 1 never ran"),
        (
            fail,
            "EXECUTE",
            &[FAILED, STOPPED, RUNS],
            "Failed at “F” (1 more terminated): 0 of 3 steps done, 1 still running",
        ),
        (fail, "EXECUTE", &[STOPPED, STOPPED], "Terminated at “C” ×2: 0 of 2 steps done"),
        (fail, "ROLLBACK", &[STUCK, UNDONE], "Rollback failed at “X”: 1 of 2 steps undone"),
        ("GONE", "EXECUTE", &[DONE], "OCP gives the task the status “GONE”, a word that this version does not know"),
        (
            done,
            "ABANDON",
            &[DONE],
            "OCP gives the task the operation “ABANDON”, a word that this version does not know",
        ),
    ];
    for (status, operation, steps, expected) in cases {
        assert_eq!(sentence(status, operation, steps), *expected);
    }
}

#[test]
fn the_sentence_says_the_same_in_chinese() {
    let cases: &[(&str, &str, &[Step], &str)] = &[
        ("FAILED", "EXECUTE", &[STOPPED, FAILED], "任务在“F”失败（另有 1 个被终止）：2 个子任务中已完成 0 个"),
        ("RUNNING", "EXECUTE", &[STOPPED, FAILED], "即将失败：“F”失败（另有 1 个被终止），已没有子任务在运行"),
        ("FAILED", "ROLLBACK", &[STOPPED, FAILED], "在“F”回滚失败（另有 1 个被终止）：2 个子任务中已回滚 0 个"),
        ("RUNNING", "RETRY", &[RUNS], "正在重试，当前正在执行“R”：1 个子任务中已完成 0 个"),
        ("SUCCESSFUL", "ROLLBACK", &[LEFT], "已回滚，但没有撤销任何工作：1 个子任务跳过了回滚"),
    ];
    for (status, operation, steps, expected) in cases {
        let (task, insight) = task(status, operation, steps);
        assert_eq!(verdict_sentence(Lang::Zh, &task, &insight), *expected);
    }
}

#[test]
fn news_are_another_verdict_and_steps_that_failed_since() {
    let (run, fail) = ("RUNNING", "FAILED");
    let told = |lang, (status, before): (&str, &[Step]), (new_status, after): (&str, &[Step])| {
        let operation = if before.contains(&UNDONE) { "ROLLBACK" } else { "EXECUTE" };
        let (old, new) = (task(status, operation, before), task(new_status, operation, after));
        news(lang, (&old.0, &old.1), (&new.0, &new.1))
    };
    let also = ("G", "FAILED", "EXECUTE");
    /// Status and steps before, the same after, and what is told in English and Chinese.
    type Case<'a> = (&'a str, &'a [Step], &'a str, &'a [Step], Option<(&'a str, &'a str)>);
    let cases: &[Case<'_>] = &[
        (run, &[RUNS, IDLE], run, &[RUNS, RUNS], None),
        (run, &[RUNS, IDLE], run, &[DONE, RUNS], None),
        (fail, &[FAILED, RUNS], fail, &[FAILED, DONE], None),
        (
            run,
            &[RUNS, IDLE],
            fail,
            &[FAILED, IDLE],
            Some((
                "Failed at “F”: 0 of 2 steps done, 1 never ran",
                "任务在“F”失败：2 个子任务中已完成 0 个，1 个未执行",
            )),
        ),
        (
            run,
            &[RUNS, RUNS],
            run,
            &[FAILED, RUNS],
            Some(("Failing: “F” failed, 1 other step still running", "即将失败：“F”失败，还有 1 个子任务在运行")),
        ),
        (
            run,
            &[FAILED, RUNS, RUNS],
            run,
            &[FAILED, also, RUNS],
            Some(("“G” failed, 2 steps failed in all", "“G”失败，共 2 个子任务失败")),
        ),
        (
            run,
            &[FAILED, RUNS, RUNS],
            run,
            &[FAILED, STOPPED, STOPPED],
            Some(("“C” ×2 were terminated, 3 steps failed in all", "“C” ×2 已终止，共 3 个子任务失败")),
        ),
        (run, &[RUNS, UNDONE], run, &[STUCK, UNDONE], Some(("“X” could not be undone", "“X”回滚失败"))),
    ];
    for (status, before, new_status, after, expected) in cases {
        let told = |lang| told(lang, (status, before), (new_status, after));
        assert_eq!(told(Lang::En).as_deref(), expected.map(|(en, _)| en));
        assert_eq!(told(Lang::Zh).as_deref(), expected.map(|(_, zh)| zh));
    }
}

#[test]
fn retries_are_counted() {
    let retried = ("R", "SUCCESSFUL", "RETRY");
    let told = |steps: &[_]| retries(Lang::En, &task("SUCCESSFUL", "EXECUTE", steps).0);
    assert_eq!(told(&[DONE]), "No");
    assert_eq!(told(&[DONE, retried]), "1 step, 2 attempts");
    assert_eq!(told(&[retried, retried]), "2 steps, up to 2 attempts");
}

#[test]
fn a_tag_of_any_region_names_its_language() {
    assert_eq!(Lang::from_tag("zh-Hans-CN"), Some(Lang::Zh));
    assert_eq!(Lang::from_tag("en_GB"), Some(Lang::En));
    assert_eq!(Lang::from_tag("fr"), None);
}

//! The engine's invariants, over every kind of task, several widths and seeds, with and without mishaps.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::catalogue;
use crate::fixtures::submit;
use crate::rng::Rng;
use crate::time::Millis;
use crate::wire::{Envelope, Stamp, WireTask};

const SUBMITTED: Millis = Millis::china(2024, 1, 5, 8, 0, 0).plus(250);
const MONTH_MS: i64 = 30 * 86_400_000;

fn task(kind: usize, hosts: u32, script: Script, cluster: Cluster) -> Task {
    submit(38_000_001, &catalogue::template(kind, hosts).unwrap(), script, cluster, SUBMITTED)
}

fn bytes(task: &Task) -> Vec<u8> {
    Envelope::success(Some(WireTask::new(task, 0)), &Stamp::new(task.now(), 1)).to_bytes()
}

/// What must hold at every instant.
fn check(task: &Task) {
    let busy = task.count(Status::Ready) + task.count(Status::Running);
    assert!(busy <= CONCURRENCY, "{busy} READY and RUNNING");
    let counted: usize = task.subtasks.iter().filter(|subtask| subtask.status == Status::Running).count();
    assert_eq!(counted, task.count(Status::Running), "the counters tell the truth");

    for (index, (step, subtask)) in task.plan.steps.iter().zip(&task.subtasks).enumerate() {
        let status_of = |other: &u32| task.subtasks[*other as usize].status;
        let begun = subtask.attempts != [0, 0];
        assert_eq!(begun, subtask.start.is_some());
        if begun && task.operation != TaskOperation::Rollback {
            for upstream in &step.upstreams {
                let ended = task.engine_span(*upstream as usize).unwrap().1.expect("an upstream is still at work");
                assert!(ended <= task.engine_span(index).unwrap().0, "{} began before its upstream ended", step.name);
            }
        }
        if subtask.status == Status::Pending && begun {
            assert!(matches!(subtask.operation, Operation::Rollback | Operation::RollbackSkip));
            assert!(subtask.finish.is_some(), "what was undone keeps its times");
            assert!(step.downstreams.iter().all(|other| status_of(other) == Status::Pending), "undone too early");
        }
        if matches!(subtask.status, Status::Running | Status::Canceling) {
            assert!(subtask.finish.is_none(), "a finish time is cleared when work begins");
        }
    }
}

fn run_checked(task: &mut Task, stride_ms: i64) {
    let limit = task.now().plus(MONTH_MS);
    while task.status == TaskStatus::Running && task.now() < limit {
        let quiet = task.busy.iter().filter_map(|busy| busy.next).map(|(at, _)| at).min();
        // Looks closely while much happens, and leaps over long waits.
        let leap = quiet.map_or(stride_ms, |at| at.since(task.now()).max(stride_ms));
        task.advance(task.now().plus(leap));
        check(task);
    }
}

#[test]
fn every_kind_of_task_runs_to_its_end() {
    for kind in 0..catalogue::len() {
        for hosts in [1, 3, 14] {
            let mut task = task(kind, hosts, Script::smooth(hosts.into()), Cluster::of_three());
            run_checked(&mut task, 130);
            assert_eq!(task.status, TaskStatus::Successful);
            assert!(task.subtasks.iter().all(|subtask| subtask.status == Status::Successful));
            assert!(task.finish.unwrap() > task.start);
        }
    }
}

#[test]
fn a_stage_wider_than_ten_runs_in_waves() {
    let mut task = task(4, 30, Script::smooth(5), Cluster::default());
    let mut most = 0;
    while task.status == TaskStatus::Running {
        task.advance(task.now().plus(200));
        most = most.max(task.count(Status::Ready) + task.count(Status::Running));
        check(&task);
    }
    assert_eq!(most, CONCURRENCY);
}

#[test]
fn the_same_seed_gives_the_same_bytes_however_often_one_looks() {
    for seed in 0..5 {
        let mut at_once = task(20, 3, Script::smooth(seed), Cluster::of_three());
        let mut in_steps = at_once.clone();
        at_once.advance(SUBMITTED.plus(150_000));
        for ms in (0..=150_000).step_by(170) {
            in_steps.advance(SUBMITTED.plus(ms));
        }
        in_steps.advance(SUBMITTED.plus(150_000));
        assert_eq!(bytes(&at_once), bytes(&in_steps), "seed {seed}");
    }
    let other = task(20, 3, Script::smooth(99), Cluster::of_three());
    let mut one = task(20, 3, Script::smooth(0), Cluster::of_three());
    let mut two = other;
    one.advance(SUBMITTED.plus(150_000));
    two.advance(SUBMITTED.plus(150_000));
    assert_ne!(bytes(&one), bytes(&two));
}

#[test]
fn every_edge_costs_a_wait_of_up_to_a_few_seconds() {
    let mut task = task(0, 1, Script::smooth(2), Cluster::default());
    task.settle(MONTH_MS);
    for step in 1..4 {
        let wait = task.engine_span(step).unwrap().0.since(task.engine_span(step - 1).unwrap().1.unwrap());
        assert!((1..3_500).contains(&wait), "{wait} ms");
    }
}

fn fails(step: &'static str) -> Script {
    Script::smooth(1).with(step, Attempt::Nth(1), Fate::Fails(2_000, "out of luck"))
}

#[test]
fn a_retry_keeps_the_first_start_and_the_tasks_old_finish() {
    let mut task = task(0, 1, fails("Install ocp agent"), Cluster::default());
    run_checked(&mut task, 100);
    assert_eq!((task.status, task.subtasks[2].status), (TaskStatus::Failed, Status::Failed));
    let (first_start, failed_at, task_failed_at) = (task.subtasks[2].start, task.subtasks[2].finish, task.finish);
    task.advance(task.now().plus(600_000));
    task.retry().unwrap();
    assert_eq!((task.subtasks[2].status, task.subtasks[2].finish), (Status::Ready, failed_at));
    assert_eq!((task.status, task.finish), (TaskStatus::Running, task_failed_at), "stale, not cleared");
    run_checked(&mut task, 100);
    let retried = &task.subtasks[2];
    assert_eq!((retried.operation, retried.run_time, retried.start), (Operation::Retry, 2, first_start));
    assert_eq!((task.status, task.operation), (TaskStatus::Successful, TaskOperation::Retry));
    assert!(task.finish > task_failed_at);
    assert!(task.retry().is_err(), "a finished task cannot be retried");
}

#[test]
fn retrying_one_step_does_not_count_as_a_run() {
    let mut task = task(0, 1, fails("Install ocp agent"), Cluster::default());
    task.settle(MONTH_MS);
    let id = task.plan.steps[2].id;
    task.retry_subtask(id).unwrap();
    task.settle(MONTH_MS);
    assert_eq!((task.subtasks[2].run_time, task.subtasks[2].operation), (1, Operation::Retry));
    assert_eq!(task.operation, TaskOperation::Execute);
    assert_eq!(task.retry_subtask(id), Err(Refusal::NotNow { id, because: "SUCCESSFUL" }));
    assert_eq!(task.retry_subtask(1), Err(Refusal::NoSuchSubtask));
}

#[test]
fn the_engine_retries_by_itself_within_a_round() {
    let mut kind = catalogue::template(0, 1).unwrap();
    kind.nodes[2].auto_retries = 1;
    let mut task = submit(1, &kind, fails("Install ocp agent"), Cluster::default(), SUBMITTED);
    run_checked(&mut task, 100);
    assert_eq!((task.status, task.subtasks[2].run_time), (TaskStatus::Successful, 2));
    assert_eq!(task.operation, TaskOperation::Execute);
}

#[test]
fn a_rollback_goes_from_the_last_step_to_the_first() {
    for hosts in [1, 14] {
        let mut task = task(4, hosts, fails("Start all OCP agent processes"), Cluster::of_three());
        run_checked(&mut task, 100);
        assert_eq!(task.status, TaskStatus::Failed);
        task.roll_back().unwrap();
        run_checked(&mut task, 40);
        assert_eq!((task.status, task.operation), (TaskStatus::Successful, TaskOperation::Rollback));
        for (step, subtask) in task.plan.steps.iter().zip(&task.subtasks) {
            assert_eq!(subtask.status, Status::Pending);
            let ran = subtask.start.is_some();
            assert_eq!(subtask.operation, if ran { Operation::Rollback } else { Operation::Execute }, "{}", step.name);
        }
    }
}

#[test]
fn a_failed_rollback_can_be_skipped() {
    let script =
        fails("Install ocp agent").with_rollback("Uninstall ocp agent", Attempt::Every, Fate::Fails(300, "no"));
    let mut task = task(0, 1, script, Cluster::default());
    task.settle(MONTH_MS);
    task.roll_back().unwrap();
    run_checked(&mut task, 50);
    assert_eq!((task.status, task.operation), (TaskStatus::Failed, TaskOperation::Rollback));
    assert_eq!((task.subtasks[1].status, task.subtasks[0].status), (Status::Failed, Status::Successful));
    assert!(task.retry().is_err(), "a rollback is not retried");
    let id = task.plan.steps[1].id;
    assert_eq!(task.retry_subtask(id), Err(Refusal::NotNow { id, because: "ROLLBACK" }));
    task.skip_subtask(id).unwrap();
    run_checked(&mut task, 50);
    assert_eq!(task.status, TaskStatus::Successful);
    assert_eq!((task.subtasks[1].status, task.subtasks[1].operation), (Status::Pending, Operation::RollbackSkip));
}

#[test]
fn a_skipped_step_succeeds_without_working() {
    let mut task = task(0, 1, fails("Install ocp agent"), Cluster::default());
    task.settle(MONTH_MS);
    task.skip_subtask(task.plan.steps[2].id).unwrap();
    task.settle(MONTH_MS);
    assert_eq!((task.subtasks[2].status, task.subtasks[2].operation), (Status::Successful, Operation::Skip));
    assert!(task.log(2).contains("Operation is SKIP, do nothing"));
}

#[test]
fn a_canceled_step_passes_through_three_states() {
    let script = Script::smooth(1).with("Install ocp agent", Attempt::Every, Fate::Hangs);
    let mut task = task(0, 1, script, Cluster::default());
    let limit = task.now().plus(MONTH_MS);
    task.advance_until(limit, |task| task.subtasks[2].status == Status::Running);
    let id = task.plan.steps[2].id;
    task.cancel_subtask(id).unwrap();
    assert_eq!(task.subtasks[2].status, Status::Canceling);
    task.advance_until(limit, |task| task.subtasks[2].status != Status::Canceling);
    assert_eq!((task.subtasks[2].status, task.subtasks[2].operation), (Status::Running, Operation::Cancel));
    task.advance_until(limit, |task| task.subtasks[2].status != Status::Running);
    assert_eq!((task.subtasks[2].status, task.subtasks[2].operation), (Status::Failed, Operation::Cancel));
    task.settle(5_000);
    assert_eq!(task.status, TaskStatus::Failed);
    assert_eq!(task.cancel_subtask(id), Err(Refusal::NotNow { id, because: "FAILED" }));
}

#[test]
fn a_timer_ends_what_hangs_but_not_what_is_lost() {
    let limit_ms = 60_000;
    for (fate, ended) in [(Fate::Hangs, true), (Fate::Lost, false)] {
        let script = Script::smooth(1).with("Finish reinstalling OCP agent", Attempt::Every, fate);
        let mut task = task(0, 1, script, Cluster::default());
        task.settle(86_400_000);
        let (start, finish) = task.engine_span(3).unwrap();
        assert_eq!(finish.map(|at| at.since(start)), ended.then_some(limit_ms));
        assert_eq!(task.subtasks[3].operation, Operation::Execute);
        assert_eq!(task.status == TaskStatus::Failed, ended);
    }
}

#[test]
fn rolling_back_becomes_forbidden_when_a_step_that_forbids_it_begins() {
    let mut task = task(31, 2, Script::smooth(3), Cluster::default());
    let mut forbidden = false;
    while task.status == TaskStatus::Running {
        task.advance(task.now().plus(100));
        assert!(task.prohibits_rollback() || !forbidden, "it never turns back while running");
        let begun = !matches!(task.subtasks[1].status, Status::Pending | Status::Ready);
        assert_eq!(task.prohibits_rollback(), begun);
        forbidden = task.prohibits_rollback();
    }
    let mut failed = self::task(31, 2, fails("Failover to Primary"), Cluster::default());
    failed.settle(MONTH_MS);
    assert_eq!(failed.roll_back(), Err(Refusal::RollbackProhibited { id: 38_000_001 }));
}

#[test]
fn times_are_those_of_the_executors_clock() {
    let skewed = Cluster { nodes: vec![("10.0.0.1", -2_000), ("10.0.0.2", 2_000)], ..Cluster::default() };
    let mut task = task(13, 1, Script::smooth(4), skewed);
    task.settle(MONTH_MS);
    let mut early = 0;
    for (index, subtask) in task.subtasks.iter().enumerate() {
        let skew = if subtask.node == Some(0) { -2_000 } else { 2_000 };
        assert_eq!(subtask.start.unwrap().since(task.engine_span(index).unwrap().0), skew);
        let upstreams = &task.plan.steps[index].upstreams;
        early += upstreams.iter().filter(|up| task.subtasks[**up as usize].finish > subtask.start).count();
    }
    assert!(early > 0, "some step seems to begin before its upstream ended");
}

#[test]
fn ids_and_series_say_nothing_about_the_order() {
    let task = task(20, 1, Script::smooth(1), Cluster::default());
    let ids: Vec<u64> = task.plan.steps.iter().map(|step| step.id).collect();
    let series: Vec<u32> = task.plan.steps.iter().map(|step| step.series).collect();
    assert!(!ids.is_sorted() && !series.is_sorted());
    let (least, most) = (ids.iter().min().unwrap(), ids.iter().max().unwrap());
    assert_eq!(most - least + 1, ids.len() as u64, "one block");
}

#[test]
fn a_log_tells_each_attempt() {
    let mut task = task(0, 1, fails("Install ocp agent"), Cluster::default());
    task.settle(MONTH_MS);
    task.retry().unwrap();
    task.settle(MONTH_MS);
    let log = task.log(2);
    for part in [
        "############{EXECUTE}{2024-01-05T08:00:",
        "############{RETRY}{",
        "UnexpectedException: out of luck",
        "state: FAILED",
        "state: SUCCESSFUL",
    ] {
        assert!(log.contains(part), "{part} in\n{log}");
    }
    assert_eq!(log.matches("############{").count(), 2);
}

#[test]
fn nothing_breaks_under_a_random_operator() {
    for seed in 0..60 {
        let mut rng = Rng::new(seed);
        let mut script = Script::smooth(seed);
        let kind = rng.below(catalogue::len() as u64) as usize;
        let template = catalogue::template(kind, 1 + rng.below(13) as u32).unwrap();
        for node in &template.nodes {
            if rng.percent(25) {
                let fate = match rng.below(4) {
                    0 => Fate::Hangs,
                    1 => Fate::Lost,
                    _ => Fate::Fails(rng.between(10, 9_000), "chance"),
                };
                script = script.with(&node.name, Attempt::Nth(1), fate);
            }
        }
        let mut task = submit(9, &template, script, Cluster::of_three(), SUBMITTED);
        for _ in 0..400 {
            task.advance(task.now().plus(rng.between(0, 4_000)));
            let id = task.plan.steps[rng.below(task.plan.steps.len() as u64) as usize].id;
            // Most are refused: that is the point.
            let _ = match rng.below(12) {
                0 => task.retry(),
                1 if rng.percent(20) => task.roll_back(),
                2 | 3 => task.retry_subtask(id),
                4 => task.skip_subtask(id),
                5 => task.cancel_subtask(id),
                _ => Ok(()),
            };
            let counted: usize = task.counts.iter().sum();
            assert_eq!(counted, task.subtasks.len());
            let at_work = task.count(Status::Ready) + task.count(Status::Running);
            assert_eq!(at_work, task.busy.len(), "each is known to the engine, once");
            assert!(task.canceling.len() <= task.count(Status::Canceling));
            assert!(task.finish.is_none_or(|finish| finish >= task.start));
        }
    }
}

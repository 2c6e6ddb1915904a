//! What must hold of the analysis of any task, over generated ones.
//!
//! Two kinds are made: tasks that ran as OCP runs them, with times that fit their edges, and tasks of chance, in which
//! any status, operation and time may stand beside any other.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod restless;

use std::cmp::Reverse;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use restless::{Restless, run};
use serde_json::{Value, json};
use taskscope_core::insight::{
    Comparison, GroupKind, Insight, LimitUse, blast_radius, blocked_by, outcomes_at, wall_if, why,
};
use taskscope_core::task::{Millis, Outcome, SubtaskIdx, Task, TaskStatus, Timestamp, decode};
use taskscope_core::words::{self, Lang};

const EPOCH: i64 = 1_629_875_371_740;

/// One step before it is written down: what it waits for, and the dice for the rest.
#[derive(Clone, Debug)]
struct Draft {
    name: &'static str,
    /// Fractions that pick upstreams among the steps before.
    upstreams: Vec<Index>,
    wait: i64,
    run: i64,
    status: &'static str,
    operation: &'static str,
    executor: &'static str,
    parallel_index: i64,
    prohibits: bool,
    has_times: (bool, bool),
}

fn draft() -> impl Strategy<Value = Draft> {
    let words = (
        select(vec!["Install rpm", "Start observer", "Wait node", ""]),
        select(vec!["PENDING", "READY", "RUNNING", "CANCELING", "FAILED", "SUCCESSFUL", "SUCCESSFUL", "ODD"]),
        select(vec!["EXECUTE", "EXECUTE", "RETRY", "ROLLBACK", "SKIP", "CANCEL", "ROLLBACK_SKIP", "ODD"]),
        select(vec!["10.0.0.1", "10.0.0.2"]),
    );
    let numbers = (-3000..9000_i64, 0..60_000_i64, -1..4_i64, any::<bool>(), any::<(bool, bool)>());
    (prop::collection::vec(any::<Index>(), 0..4), words, numbers).prop_map(
        |(upstreams, (name, status, operation, executor), (wait, run, parallel_index, prohibits, has_times))| Draft {
            name,
            upstreams,
            wait,
            run,
            status,
            operation,
            executor,
            parallel_index,
            prohibits,
            has_times,
        },
    )
}

fn drafts() -> impl Strategy<Value = Vec<Draft>> {
    prop::collection::vec(draft(), 0..24)
}

fn time(after_start: i64) -> String {
    Timestamp::from_epoch(EPOCH + after_start).to_string()
}

/// The upstreams of each draft: always among those before it, so no cycle comes about.
fn upstreams(drafts: &[Draft]) -> Vec<Vec<usize>> {
    drafts
        .iter()
        .enumerate()
        .map(|(place, draft)| match place {
            0 => Vec::new(),
            _ => draft.upstreams.iter().map(|index| index.index(place)).collect(),
        })
        .collect()
}

/// The payload of a task; `entry` fills in what a step came to.
fn payload(
    drafts: &[Draft],
    status: &str,
    operation: &str,
    finish: Option<i64>,
    mut entry: impl FnMut(usize, &Draft) -> Value,
) -> Value {
    let upstreams = upstreams(drafts);
    let subtasks: Vec<Value> = drafts
        .iter()
        .enumerate()
        .map(|(place, draft)| {
            let downstreams: Vec<_> = (0..drafts.len()).filter(|&next| upstreams[next].contains(&place)).collect();
            let mut subtask = entry(place, draft);
            let members = subtask.as_object_mut().unwrap();
            members.insert("id".into(), json!(place));
            members.insert("name".into(), json!(draft.name));
            members.insert("parallelIdx".into(), json!(draft.parallel_index));
            members.insert("executor".into(), json!(draft.executor));
            members.insert("prohibitRollback".into(), json!(draft.prohibits));
            members.insert("timeout".into(), json!(30));
            members.insert("upstreams".into(), json!(upstreams[place]));
            members.insert("downstreams".into(), json!(downstreams));
            subtask
        })
        .collect();
    json!({
        "timestamp": time(400_000),
        "data": {
            "id": 1, "name": "Task", "status": status, "operation": operation, "startTime": time(0),
            "finishTime": finish.map(time), "subtasks": subtasks,
        },
    })
}

/// A task that succeeded: each step starts a while after its last upstream's end.
fn finished(drafts: &[Draft]) -> Value {
    let upstreams = upstreams(drafts);
    let mut ends: Vec<i64> = Vec::new();
    let mut times = Vec::new();
    for (place, draft) in drafts.iter().enumerate() {
        let ready = upstreams[place].iter().map(|&upstream| ends[upstream]).max().unwrap_or(0);
        let start = ready + draft.wait.abs();
        ends.push(start + draft.run);
        times.push((start, start + draft.run));
    }
    let finish = ends.iter().max().copied().unwrap_or(0) + 815;
    payload(drafts, "SUCCESSFUL", "EXECUTE", Some(finish), |place, _| {
        json!({
            "status": "SUCCESSFUL", "operation": "EXECUTE",
            "startTime": time(times[place].0), "finishTime": time(times[place].1),
        })
    })
}

/// A task in which anything stands beside anything.
fn chance(drafts: &[Draft], status: &str, operation: &str, finish: Option<i64>) -> Value {
    payload(drafts, status, operation, finish, |_, draft| {
        let (has_start, has_finish) = draft.has_times;
        json!({
            "status": draft.status, "operation": draft.operation,
            "startTime": has_start.then(|| time(draft.wait * 30)),
            "finishTime": has_finish.then(|| time(draft.wait * 30 + draft.run)),
        })
    })
}

fn read(payload: &Value) -> (Task, Insight) {
    let mut decoded = decode(payload.to_string().as_bytes()).unwrap();
    let task = decoded.tasks.remove(0);
    let insight = Insight::of(&task, decoded.envelope.timestamp);
    (task, insight)
}

/// Whether a step ran forwards, and while its task did: a second is left to the clocks.
fn can_be_true(task: &Task, insight: &Insight, step: SubtaskIdx) -> bool {
    let subtask = &task.subtasks.get(step.index()).unwrap();
    let runs_forwards =
        subtask.is_active() || subtask.finish_time.is_none() || subtask.finish_time >= subtask.start_time;
    let later = |moment: Option<Timestamp>, than: Option<Timestamp>| {
        moment.zip(than).is_some_and(|(moment, than)| moment.epoch > than.epoch + 1000)
    };
    let is_early = later(task.start_time, subtask.start_time);
    let starts_late = later(subtask.start_time, insight.totals.end);
    let has_succeeded = task.status == TaskStatus::Successful;
    let ends_late = has_succeeded && later(subtask.end(), task.finish_time);
    runs_forwards && !is_early && !starts_late && !ends_late
}

fn any_task() -> impl Strategy<Value = Value> {
    let status = select(vec!["RUNNING", "FAILED", "SUCCESSFUL", "ODD"]);
    let operation = select(vec!["EXECUTE", "RETRY", "ROLLBACK", "ODD"]);
    let finish = prop::option::of(0..300_000_i64);
    (drafts(), status, operation, finish, any::<bool>()).prop_map(|(drafts, status, operation, finish, runs_well)| {
        if runs_well { finished(&drafts) } else { chance(&drafts, status, operation, finish) }
    })
}

proptest! {
    // A failure is reported with its payload, which is all that is needed to pin it in a test of its own.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_parts_of_the_wall_time_add_up(payload in any_task()) {
        let (_, insight) = read(&payload);
        if let (Some(wall), Some(run), Some(wait)) = (insight.totals.wall, insight.path.run, insight.path.wait) {
            prop_assert_eq!(run + wait + insight.totals.closing.unwrap_or_default(), wall);
            let parts = &insight.path.parts;
            prop_assert_eq!(parts.iter().map(|part| part.run).sum::<Millis>(), run);
            prop_assert_eq!(parts.iter().map(|part| part.wait).sum::<Millis>() + insight.path.tail, wait);
            prop_assert!(parts.iter().all(|part| part.run >= Millis::ZERO && part.wait >= Millis::ZERO));
        }
    }

    #[test]
    fn each_instant_belongs_to_the_deepest_step_of_the_path_under_way(drafts in drafts(), finish in 0..300_000_i64) {
        let (_, insight) = read(&chance(&drafts, "FAILED", "EXECUTE", Some(finish)));
        let (Some(from), Some(to)) = (insight.totals.start, insight.totals.end) else { return Ok(()) };
        let intervals: Vec<(Timestamp, Timestamp)> = insight.path.parts.iter().map(|part| {
            let time = insight.times[part.step.index()];
            let (start, end) = (time.start.or(time.end).unwrap(), time.end.or(time.start).unwrap());
            (start.clamp(from, to), end.clamp(from, to).max(start.clamp(from, to)))
        }).collect();
        let mut moments: Vec<Timestamp> = intervals.iter().flat_map(|&(start, end)| [start, end]).collect();
        moments.sort_unstable();
        let mut runs = vec![Millis::ZERO; intervals.len()];
        for pair in moments.windows(2) {
            let is_under_way = |&(start, end): &(Timestamp, Timestamp)| start <= pair[0] && pair[1] <= end;
            if let Some(deepest) = intervals.iter().rposition(is_under_way) {
                runs[deepest] += pair[1] - pair[0];
            }
        }
        prop_assert_eq!(insight.path.parts.iter().map(|part| part.run).collect::<Vec<_>>(), runs);
    }

    #[test]
    fn a_later_answer_of_a_task_keeps_its_reading_order_and_groups(drafts in drafts()) {
        let late = finished(&drafts);
        let mut early = late.clone();
        for subtask in early["data"]["subtasks"].as_array_mut().expect("a list") {
            let fields = subtask.as_object_mut().expect("an object");
            fields.retain(|name, _| name != "startTime" && name != "finishTime");
            fields.insert("status".to_owned(), json!("PENDING"));
        }
        let (early_task, early) = read(&early);
        let (late_task, _) = read(&late);
        let after = run(Insight::in_slices(&late_task, None, Some((&early_task, &early)), &Restless::default()));
        prop_assert_eq!(&after.order, &early.order);
        prop_assert_eq!(&after.groups, &early.groups);
        for step in late_task.indexes() {
            let place = |step| after.order.iter().position(|&other| other == step);
            prop_assert!(late_task.upstream.of(step).iter().all(|&upstream| place(upstream) < place(step)));
        }
    }

    #[test]
    fn in_slices_it_comes_to_the_same(payload in any_task()) {
        let (task, insight) = read(&payload);
        let pace = Restless::default();
        let sliced = run(Insight::in_slices(&task, insight.now, None, &pace));
        prop_assert_eq!(format!("{sliced:?}"), format!("{insight:?}"));
        prop_assert!(pace.pauses.get() > 10);
    }

    #[test]
    fn the_path_follows_the_edges(payload in any_task()) {
        let (task, insight) = read(&payload);
        for pair in insight.path.parts.windows(2) {
            prop_assert!(task.downstream.of(pair[0].step).contains(&pair[1].step));
        }
        let is_part = |step| insight.path.parts.iter().any(|part| part.step == step);
        prop_assert!(task.indexes().all(|step| insight.path.contains[step.index()] == is_part(step)));
    }

    #[test]
    fn slack_is_never_negative_and_zero_along_the_path(payload in any_task()) {
        let (task, insight) = read(&payload);
        for step in task.indexes() {
            let slack = insight.slack[step.index()];
            prop_assert!(slack.is_none_or(|slack| slack >= Millis::ZERO));
            if insight.path.contains[step.index()] && insight.rollback.progress.is_none() {
                let is_unknown = slack.is_none() && insight.path.run.is_none();
                prop_assert!(is_unknown || slack == Some(Millis::ZERO));
            }
        }
    }

    #[test]
    fn recomputed_without_change_the_schedule_gives_the_wall_time_back(payload in any_task()) {
        let (task, insight) = read(&payload);
        // The window of the task cuts off what lies outside; what was picked up again lasts until it goes on.
        let waits_to_go_on = |outcome| matches!(outcome, Outcome::Ready | Outcome::Eligible);
        let is_whole = |step: &SubtaskIdx| {
            let (time, totals) = (insight.times[step.index()], insight.totals);
            let is_inside = time.start >= totals.start && time.end <= totals.end;
            time.run().is_some() && is_inside && !waits_to_go_on(insight.outcomes[step.index()])
        };
        for step in task.indexes().filter(is_whole) {
            let wall = wall_if(&task, &insight, step, insight.times[step.index()].run().unwrap());
            prop_assert!(wall.is_none() || wall == insight.totals.wall);
        }
    }

    #[test]
    fn halving_a_step_that_has_slack_changes_nothing(drafts in drafts()) {
        let (task, insight) = read(&finished(&drafts));
        for step in task.indexes() {
            let run = insight.times[step.index()].run().unwrap();
            let half = wall_if(&task, &insight, step, Millis(run.0 / 2));
            prop_assert!(half <= insight.totals.wall);
            if insight.slack[step.index()] > Some(Millis::ZERO) {
                prop_assert_eq!(half, insight.totals.wall);
            }
        }
    }

    #[test]
    fn what_stands_out_is_what_a_search_of_all_steps_finds(payload in any_task()) {
        let (task, insight) = read(&payload);
        let found = &insight.highlights;
        let is_true = |step: SubtaskIdx| can_be_true(&task, &insight, step);
        let is_wait_true = |step: &SubtaskIdx| {
            is_true(*step) && task.upstream.of(*step).iter().all(|&upstream| is_true(upstream))
        };
        let true_waits = task.indexes().filter(is_wait_true).filter_map(|step| insight.times[step.index()].wait());
        let mut waits: Vec<Millis> = true_waits.filter(|wait| *wait > Millis::ZERO).collect();
        waits.sort_by_key(|wait| Reverse(*wait));
        waits.truncate(5);
        let wait = |step: &SubtaskIdx| insight.times[step.index()].wait().unwrap();
        prop_assert_eq!(found.waits.iter().map(wait).collect::<Vec<_>>(), waits);
        for &(step, wall) in &found.savings {
            let run = insight.times[step.index()].run().unwrap();
            prop_assert!(insight.path.contains[step.index()] && is_true(step));
            prop_assert_eq!(Some(wall), wall_if(&task, &insight, step, Millis(run.0 / 2)));
        }
        let is_over = |step: &SubtaskIdx| {
            is_true(*step) && LimitUse::of(task.subtasks.get(step.index()).unwrap(), &insight.times[step.index()]).is_exceeded()
        };
        let over: Vec<SubtaskIdx> = insight.order.iter().copied().filter(is_over).take(5).collect();
        prop_assert_eq!(&found.over_limit, &over);
        for &(step, spread) in &found.outliers {
            prop_assert!(spread.outlier == Some(step) && is_true(step));
            prop_assert_eq!(insight.times[step.index()].run(), Some(spread.most));
        }
    }

    #[test]
    fn the_order_of_the_array_does_not_matter(payload in any_task(), shuffle in any::<[Index; 24]>()) {
        let mut shuffled = payload.clone();
        let subtasks = shuffled["data"]["subtasks"].as_array_mut().unwrap();
        for place in (1..subtasks.len()).rev() {
            subtasks.swap(place, shuffle[place].index(place + 1));
        }
        let ((_, insight), (_, other)) = (read(&payload), read(&shuffled));
        prop_assert_eq!(format!("{insight:?}"), format!("{other:?}"));
    }

    #[test]
    fn the_order_is_topological(payload in any_task()) {
        let (task, insight) = read(&payload);
        let mut places = vec![None; task.subtasks.len()];
        insight.order.iter().enumerate().for_each(|(place, step)| places[step.index()] = Some(place));
        prop_assert!(places.iter().all(Option::is_some));
        for step in task.indexes() {
            prop_assert!(task.upstream.of(step).iter().all(|other| places[other.index()] < places[step.index()]));
        }
    }

    #[test]
    fn groups_do_not_overlap_and_are_what_they_say(payload in any_task()) {
        let (task, insight) = read(&payload);
        let mut taken = vec![false; task.subtasks.len()];
        for group in insight.groups.iter() {
            for member in &group.members {
                prop_assert!(!std::mem::replace(&mut taken[member.index()], true));
            }
            let same = |a: SubtaskIdx, b: SubtaskIdx| task.get(a).unwrap().name == task.get(b).unwrap().name;
            match group.kind {
                GroupKind::Siblings => {
                    prop_assert!(group.width == group.members.len() && group.width > 1);
                    for &member in &group.members {
                        prop_assert!(same(member, group.members[0]));
                    }
                }
                GroupKind::Lanes => {
                    prop_assert_eq!(group.members.len() % group.width, 0);
                    for mut stage in group.stages() {
                        let first = stage.next().unwrap();
                        prop_assert!(stage.all(|member| same(first, member)));
                    }
                }
                GroupKind::Serial => {
                    for pair in group.members.windows(2) {
                        prop_assert!(task.downstream.of(pair[0]).contains(&pair[1]) && same(pair[0], pair[1]));
                    }
                }
                GroupKind::Barrier => prop_assert!(task.get(group.members[0]).unwrap().is_barrier()),
            }
        }
    }

    #[test]
    fn replay_ends_at_what_the_task_says(payload in any_task(), back in 0..300_000_i64) {
        let (task, insight) = read(&payload);
        let end = insight.now.max(insight.last_event).unwrap();
        prop_assert_eq!(&outcomes_at(&task, &insight, end), &insight.outcomes);
        prop_assert_eq!(outcomes_at(&task, &insight, end + Millis(-back)).len(), insight.outcomes.len());
        let early = outcomes_at(&task, &insight, Timestamp::from_epoch(EPOCH - 10_000_000));
        for step in task.indexes().filter(|step| insight.times[step.index()].start.is_some()) {
            prop_assert!(matches!(early[step.index()], Outcome::Waiting | Outcome::Eligible));
        }
    }

    #[test]
    fn in_a_task_that_ran_well_what_runs_has_its_upstreams_done(drafts in drafts(), after in 0..300_000_i64) {
        let (task, insight) = read(&finished(&drafts));
        let then = outcomes_at(&task, &insight, Timestamp::from_epoch(EPOCH + after));
        for step in task.indexes().filter(|step| then[step.index()] != Outcome::Waiting) {
            prop_assert!(task.upstream.of(step).iter().all(|other| then[other.index()].is_done()));
        }
    }

    #[test]
    fn a_task_does_not_differ_from_itself(payload in any_task()) {
        let (task, insight) = read(&payload);
        let comparison = Comparison::of((&task, &insight), (&task, &insight));
        prop_assert!(comparison.is_empty());
        prop_assert_eq!(comparison.steps.len(), task.subtasks.len());
    }

    #[test]
    fn a_difference_of_wall_times_is_explained_to_the_millisecond(one in any_task(), other in any_task()) {
        let ((old, before), (new, after)) = (read(&one), read(&other));
        let comparison = Comparison::of((&old, &before), (&new, &after));
        let matched = comparison.steps.iter().filter(|step| step.before.is_some() && step.after.is_some()).count();
        prop_assert_eq!(comparison.steps.len() + matched, old.subtasks.len() + new.subtasks.len());
        if let (Some(wall), Some(_), Some(_)) = (comparison.wall, before.path.run, after.path.run) {
            let explained: Millis = comparison.steps.iter().map(|step| step.wall).sum();
            prop_assert_eq!(explained + comparison.rest, wall);
        }
    }

    #[test]
    fn whoever_is_blocked_has_a_reason_and_every_sentence_is_said(payload in any_task()) {
        let (task, insight) = read(&payload);
        for lang in [Lang::En, Lang::Zh] {
            prop_assert!(!words::verdict_sentence(lang, &task, &insight).is_empty());
            for step in task.indexes() {
                let reason = why(&task, &insight, step);
                prop_assert!(reason.is_some() || blocked_by(&task, &insight, step).is_empty());
                prop_assert!(reason.is_none_or(|reason| !words::why(lang, &task, &reason).is_empty()));
            }
        }
        let mut radius: Vec<SubtaskIdx> =
            insight.failures.roots.iter().flat_map(|&root| blast_radius(&task, &insight, root)).collect();
        radius.sort_unstable();
        radius.dedup();
        let mut blocked = insight.failures.blocked.clone();
        blocked.sort_unstable();
        prop_assert_eq!(radius, blocked);
    }
}

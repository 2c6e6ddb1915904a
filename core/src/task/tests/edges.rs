//! Edges: the union of what both ends say, made acyclic, whatever the order of the payload.

use super::*;

/// Subtasks by id, with the lists of both sides.
fn graph(lists: &[(u64, Value, Value)]) -> Task {
    let steps = lists.iter().map(|(id, up, down)| step(*id, json!({"upstreams": up, "downstreams": down})));
    task_with(steps.collect())
}

#[test]
fn an_edge_that_both_ends_name_is_one_edge() {
    let task = graph(&[(1, json!([]), json!([2, 3])), (2, json!([1]), json!([3])), (3, json!([1, 2]), json!([]))]);
    assert_eq!(edges_of(&task), ["1>2", "1>3", "2>3"]);
    assert_eq!(task.upstream.of(SubtaskIdx(2)), [SubtaskIdx(0), SubtaskIdx(1)]);
    assert_eq!((task.upstream.edge_count(), told(&task)), (3, vec![]));
}

#[test]
fn an_edge_that_one_end_names_is_kept_and_told() {
    let task = graph(&[(1, json!([]), json!([2])), (2, json!([]), json!([])), (3, json!([2]), json!([]))]);
    assert_eq!(edges_of(&task), ["1>2", "2>3"]);
    let one_sided =
        |subtask, side, other| Finding::OneSided { subtask: SubtaskIdx(subtask), side, other: SubtaskIdx(other) };
    assert_eq!(task.findings, [one_sided(0, Side::Downstream, 1), one_sided(2, Side::Upstream, 1)]);
}

#[test]
fn an_end_without_a_list_is_not_blamed() {
    let only = |side: &str| {
        let mut steps = vec![];
        for (id, other) in [(1, 2), (2, 3), (3, 0)] {
            let mut step = json!({"id": id, "name": "a", "status": "READY", "operation": "RETRY"});
            let (up, down) =
                if other == 0 { (vec![2], vec![]) } else { (if id == 2 { vec![1] } else { vec![] }, vec![other]) };
            over(&mut step, if side == "upstreams" { json!({"upstreams": up}) } else { json!({"downstreams": down}) });
            steps.push(step);
        }
        task_with(Value::Array(steps))
    };
    for (side, missing) in [("upstreams", "subtasks[].downstreams"), ("downstreams", "subtasks[].upstreams")] {
        let task = only(side);
        assert_eq!(edges_of(&task), ["1>2", "2>3"]);
        assert_eq!(task.findings, [Finding::MissingField { subtask: None, field: missing }]);
    }
}

#[test]
fn an_id_that_leads_nowhere_is_told_once_for_each_list() {
    let task = graph(&[(1, json!([9, 8, 9]), json!([9])), (2, json!([]), json!(["x"]))]);
    let dangling =
        |subtask, side, id: &str| Finding::Dangling { subtask: SubtaskIdx(subtask), side, missing: Id::new(id) };
    let (up, down) = (Side::Upstream, Side::Downstream);
    assert_eq!(
        task.findings,
        [dangling(0, up, "8"), dangling(0, up, "9"), dangling(0, down, "9"), dangling(1, down, "x")]
    );
    assert_eq!(edges_of(&task), [""; 0]);
}

#[test]
fn an_edge_to_itself_is_left_out_and_told_once() {
    let task = graph(&[(1, json!([1, 1]), json!([1, 2])), (2, json!([1]), json!([]))]);
    assert_eq!(edges_of(&task), ["1>2"]);
    assert_eq!(task.findings, [Finding::SelfLoop { subtask: SubtaskIdx(0) }]);
}

#[test]
fn an_edge_that_is_named_twice_is_one_edge() {
    let task = graph(&[(1, json!([]), json!([2, 2])), (2, json!([1, 1, 1]), json!([]))]);
    assert_eq!((edges_of(&task), told(&task)), (vec!["1>2".to_owned()], vec![]));
}

#[test]
fn a_cycle_is_cut_where_it_leads_back() {
    let task = graph(&[
        (1, json!([]), json!([2])),
        (2, json!([1, 4]), json!([3])),
        (3, json!([2]), json!([4])),
        (4, json!([3]), json!([2])),
    ]);
    assert_eq!(edges_of(&task), ["1>2", "2>3", "3>4"]);
    assert_eq!(task.cut_edges, [(SubtaskIdx(3), SubtaskIdx(1))]);
    assert_eq!(task.findings, [Finding::Cycle { subtask: SubtaskIdx(3), to: SubtaskIdx(1) }]);
}

#[test]
fn a_cycle_that_the_task_enters_in_its_middle_is_cut_there() {
    // Without 9 the walk would start at 1; but the task starts at 9 and comes to 2 first.
    let task = graph(&[(1, json!([2]), json!([2])), (2, json!([1, 9]), json!([1])), (9, json!([]), json!([2]))]);
    assert_eq!(task.cut_edges, [(SubtaskIdx(0), SubtaskIdx(1))]);
    assert_eq!(edges_of(&task), ["2>1", "9>2"]);
}

#[test]
fn a_ring_of_all_subtasks_is_cut_once() {
    let count = 1000;
    let ring: Vec<_> =
        (0..count).map(|id| (id, json!([(id + count - 1) % count]), json!([(id + 1) % count]))).collect();
    let task = graph(&ring);
    assert_eq!(task.cut_edges, [(SubtaskIdx(999), SubtaskIdx(0))]);
    assert_eq!(task.downstream.edge_count(), 999);
}

#[test]
fn a_ring_that_came_to_its_end_is_cut_before_what_began_first() {
    let ran = |id: u64, up: u64, down: u64, second: u64| {
        let start = format!("2021-08-25T15:09:{second}+08:00");
        step(id, json!({"upstreams": [up], "downstreams": [down], "startTime": start}))
    };
    let ring = [ran(3, 1, 2, 32), ran(2, 3, 1, 34), ran(1, 2, 3, 46)];
    for shift in 0..3 {
        let mut ring = ring.clone();
        ring.rotate_left(shift);
        assert_eq!(edges_of(&task_with(ring.to_vec().into())), ["2>1", "3>2"]);
    }
}

#[test]
fn several_cycles_are_each_cut() {
    let task = graph(&[
        (1, json!([2]), json!([2])),
        (2, json!([1]), json!([1])),
        (3, json!([5]), json!([4])),
        (4, json!([3]), json!([5])),
        (5, json!([4]), json!([3])),
    ]);
    assert_eq!(task.cut_edges.len(), 2);
    assert_eq!(edges_of(&task), ["1>2", "3>4", "4>5"]);
}

#[test]
fn a_chain_of_100_000_needs_no_deep_stack() {
    let count = 100_000_u64;
    let steps: Vec<Value> =
        (0..count).map(|id| json!({"id": id, "upstreams": if id == 0 { vec![] } else { vec![id - 1] }})).collect();
    let work = move || {
        let task = decoded(&json!({"subtasks": steps}));
        assert_eq!(task.downstream.edge_count(), 99_999);
    };
    std::thread::Builder::new().stack_size(256 * 1024).spawn(work).unwrap().join().unwrap();
}

//! The API over a real connection: envelopes, errors, the life of a task, actions, control.

#![allow(clippy::unwrap_used)]

mod common;

use axum::http::Method;
use common::{Sim, ids, step};
use ocp_sim::fixtures::{PAGE_SAMPLE, PAGE_SAMPLE_ID};
use ocp_sim::server::{Auth, Config};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const TASKS: &str = "api/v2/tasks/instances";

#[tokio::test]
async fn the_pages_sample_is_served_byte_for_byte() {
    let sim = Sim::paused().await;
    let answer = sim.task(PAGE_SAMPLE_ID).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.text(), PAGE_SAMPLE);
    assert_eq!(sim.get(&format!("api/v1/tasks/instances/{PAGE_SAMPLE_ID}")).await.text(), PAGE_SAMPLE);
}

#[tokio::test]
async fn an_envelope_is_sorted_and_omits_nulls() {
    let sim = Sim::paused().await;
    let text = sim.task(35_100_200).await.text();
    let envelope: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(text, envelope.to_string(), "serde_json's map sorts its keys");
    assert!(!text.contains("null"));
    let names: Vec<&String> = envelope.as_object().unwrap().keys().collect();
    assert_eq!(names, ["data", "duration", "server", "status", "successful", "timestamp", "traceId"]);
    assert!(envelope["data"].get("finishTime").is_none(), "it still runs");
}

#[tokio::test]
async fn ids_beyond_two_to_the_53_are_strings() {
    let task = Sim::paused().await.data(35_101_701).await;
    assert_eq!(task["id"], json!(((1_u64 << 60) + 35_101_701).to_string()));
    assert!(task["subtasks"].as_array().unwrap().iter().all(|subtask| subtask["id"].is_string()));
}

#[tokio::test]
async fn each_poll_has_another_order_and_the_same_content() {
    let sim = Sim::paused().await;
    let (first, second) = (sim.data(35_100_300).await, sim.data(35_100_300).await);
    assert_ne!(ids(&first), ids(&second));
    let sorted = |task: &Value| {
        let mut subtasks = task["subtasks"].as_array().unwrap().clone();
        subtasks.sort_by_key(|subtask| subtask["id"].as_u64());
        subtasks
    };
    assert_eq!(sorted(&first), sorted(&second));
    sim.post("sim/reset").await;
    assert_eq!(ids(&sim.data(35_100_300).await), ids(&first), "polls are counted from the reset");
}

#[tokio::test]
async fn errors_have_their_status_code_and_sentence() {
    let sim = Sim::paused().await;
    let cases = [
        (
            "api/v2/tasks/instances/abc",
            400,
            json!(0),
            "The parameter 'taskInstanceId' of value 'abc' could not be converted to type 'Long'",
        ),
        (
            "api/v2/tasks/instances/99999999999999999999",
            400,
            json!(0),
            "The parameter 'taskInstanceId' of value '99999999999999999999' could not be converted to type 'Long'",
        ),
        ("api/v2/tasks/instances/7", 404, json!("TSK10001"), "The {0} task does not exist."),
        ("api/v1/tasks/instances/7", 404, json!(20_000), "The {0} task does not exist."),
        ("api/v2/nothing", 400, json!(0), "Could not find the GET method for URL /api/v2/nothing"),
    ];
    for (path, status, code, message) in cases {
        let answer = sim.get(path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
        let envelope = answer.json();
        assert_eq!((&envelope["error"]["code"], &envelope["error"]["message"]), (&code, &json!(message)));
        assert_eq!((&envelope["status"], &envelope["successful"]), (&json!(status), &json!(false)));
    }
    let chinese = sim.send(Method::GET, "api/v2/tasks/instances/7", &[("accept-language", "zh-CN,zh;q=0.9")], "").await;
    assert_eq!(chinese.json()["error"]["message"], "任务 {0} 不存在");
}

#[tokio::test]
async fn a_live_task_begins_at_the_first_request_and_follows_the_clock() {
    let sim = Sim::paused().await;
    sim.advance(100).await;
    let begun = sim.data(38_000_001).await;
    assert_eq!(begun["startTime"], "2026-03-02T10:01:40+08:00");
    assert_eq!(begun["status"], "RUNNING");
    sim.advance(4).await;
    let task = sim.data(38_000_001).await;
    assert_eq!(step(&task, "Prepare reinstalling OCP agent")["status"], "SUCCESSFUL");
    sim.advance(200).await;
    assert_eq!(sim.data(38_000_001).await["status"], "SUCCESSFUL");
    assert_eq!(sim.get("api/v2/time").await.text(), "2026-03-02T10:05:04+08:00");
}

#[tokio::test]
async fn the_clock_runs_at_the_speed_asked_for() {
    let sim = Sim::paused().await;
    assert_eq!(sim.post("sim/speed?x=100000").await.status, 200);
    tokio::time::sleep(Duration::from_millis(50)).await;
    sim.post("sim/speed?x=0").await;
    let clock = sim.get("sim/clock").await.json();
    assert!(clock["now"].as_str().unwrap() > "2026-03-02T11:00:00", "{clock}");
    assert_eq!(sim.get("sim/clock").await.json(), clock, "it stands still");
    assert_eq!(sim.post("sim/speed?x=-1").await.status, 400);
}

#[tokio::test]
async fn a_failing_live_task_can_be_retried_skipped_and_rolled_back() {
    let sim = Sim::paused().await;
    let id = 39_000_001;
    sim.task(id).await;
    sim.advance(600).await;
    let failed = sim.data(id).await;
    assert_eq!(failed["status"], "FAILED");
    let broken = failed["subtasks"].as_array().unwrap().iter().find(|subtask| subtask["status"] == "FAILED").unwrap();
    let log = sim.get(&format!("{TASKS}/{id}/subtasks/{}/log", broken["id"])).await.json();
    assert!(log["data"]["log"].as_str().unwrap().contains("Connection refused"));

    let retried = sim.post(&format!("{TASKS}/{id}/retry")).await.json();
    assert_eq!((&retried["data"]["status"], &retried["data"]["operation"]), (&json!("RUNNING"), &json!("RETRY")));
    let twice = sim.post(&format!("{TASKS}/{id}/retry")).await;
    assert_eq!(twice.status, 400);
    assert_eq!(twice.json()["error"]["code"], "TSK10007");
    sim.advance(600).await;
    assert_eq!(sim.data(id).await["status"], "SUCCESSFUL");

    sim.post("sim/reset").await;
    sim.task(id).await;
    sim.advance(600).await;
    let rolled = sim.post(&format!("{TASKS}/{id}/rollback")).await.json();
    assert!(rolled["successful"] == true && rolled.get("data").is_none());
    sim.advance(600).await;
    let undone = sim.data(id).await;
    assert_eq!((&undone["status"], &undone["operation"]), (&json!("SUCCESSFUL"), &json!("ROLLBACK")));
}

#[tokio::test]
async fn a_frozen_task_lives_once_it_is_acted_on() {
    let sim = Sim::paused().await;
    let id = 35_100_300;
    let bootstrap = step(&sim.data(id).await, "Bootstrap ob")["id"].clone();
    let skip = sim.post(&format!("{TASKS}/{id}/subtasks/{bootstrap}/skip")).await;
    assert_eq!(skip.status, 200);
    sim.advance(3).await;
    let task = sim.data(id).await;
    assert_eq!(step(&task, "Bootstrap ob")["operation"], "SKIP");
    assert!(sim.task(id).await.json()["timestamp"].as_str().unwrap().starts_with("2024-03-14T10:33:10"));
    let again = sim.post(&format!("{TASKS}/{id}/subtasks/{bootstrap}/cancel")).await;
    assert_eq!(again.status, 400);
    assert_eq!(sim.post(&format!("{TASKS}/{id}/subtasks/1/retry")).await.status, 404);
    assert_eq!(sim.post(&format!("{TASKS}/{id}/subtasks/1/explode")).await.status, 400);
}

#[tokio::test]
async fn rolling_back_what_forbids_it_is_refused() {
    let refused = Sim::paused().await.post(&format!("{TASKS}/35100902/rollback")).await;
    assert_eq!(refused.status, 400);
    assert_eq!(refused.json()["error"], json!({"code": "TSK10009", "message": "Task 35100902 can not rollback."}));
}

#[tokio::test]
async fn the_list_filters_sorts_and_pages() {
    let sim = Sim::paused().await;
    let list = async |query: &str| sim.get(&format!("{TASKS}?{query}")).await.json()["data"].take();
    let failed = list("status=FAILED&sort=id,asc&size=3").await;
    let found = failed["contents"].as_array().unwrap();
    assert_eq!(found.len(), 3);
    assert_eq!(found[0]["id"], 35_100_300);
    assert!(found[0]["subtasks"][0].get("upstreams").is_none());
    let total = failed["page"]["totalElements"].as_u64().unwrap();
    assert_eq!(
        failed["page"],
        json!({"number": 1, "size": 3, "totalElements": total, "totalPages": total.div_ceil(3)})
    );
    let named = list("name=create+TENANT&size=2000").await;
    assert!(named["contents"].as_array().unwrap().iter().all(|task| task["name"] == "Create tenant"));
    let page = list("size=2&page=2&sort=name,desc").await;
    assert_eq!(page["page"]["number"], 2);
}

#[tokio::test]
async fn a_task_of_100_000_steps_is_streamed_whole() {
    let task = Sim::paused().await.data(46_100_000).await;
    assert_eq!(task["subtasks"].as_array().unwrap().len(), 100_000);
    assert_eq!(task["status"], "RUNNING");
}

#[tokio::test]
async fn faults_misbehave_as_documented() {
    let sim = Sim::paused().await;
    let limited = sim.task(35_102_003).await;
    assert_eq!((limited.status.as_u16(), limited.header("ratelimit-reset")), (429, "30"));
    assert_eq!(sim.task(35_102_004).await.json()["error"]["subErrors"].as_array().unwrap().len(), 2);
    let gateway = sim.task(35_102_005).await;
    assert_eq!((gateway.status.as_u16(), gateway.header("content-type")), (502, "text/html; charset=utf-8"));
    assert!(serde_json::from_slice::<Value>(sim.task(35_102_006).await.bytes()).is_err(), "cut in the middle");
    let rejected = sim.task(35_102_007).await;
    assert_eq!((rejected.status.as_u16(), rejected.json()["successful"].clone()), (200, json!(false)));
    let login = sim.task(35_102_008).await;
    assert_eq!((login.status.as_u16(), login.header("location")), (302, "../../../../sim/login"));
    assert!(sim.get("sim/login").await.text().contains("<form"));
    assert!(sim.task(35_102_011).await.body.is_err(), "the connection breaks");

    let slow = Instant::now();
    assert_eq!(sim.task(35_102_010).await.json()["data"]["name"], "Create primary OB cluster");
    assert!(slow.elapsed() > Duration::from_secs(4));
    let stalled = tokio::time::timeout(Duration::from_millis(700), sim.task(35_102_009)).await;
    assert!(stalled.is_err(), "it never ends");
}

#[tokio::test]
async fn some_faults_pass() {
    let sim = Sim::paused().await;
    for _ in 0..2 {
        assert_eq!(sim.task(35_102_012).await.status, 500);
        assert_eq!(sim.task(35_102_012).await.status, 200);
        sim.post("sim/reset").await;
    }
    let limited = sim.task(35_102_013).await;
    assert_eq!((limited.status.as_u16(), limited.header("ratelimit-reset")), (429, "2"));
    assert_eq!(sim.task(35_102_013).await.status, 429, "too early");
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(sim.task(35_102_013).await.status, 200);
}

#[tokio::test]
async fn basic_authentication() {
    let sim = Sim::start(Config { auth: Auth::Basic, speed: 0.0, ..Config::default() }).await;
    let path = format!("{TASKS}/{PAGE_SAMPLE_ID}");
    let nobody = sim.get(&path).await;
    assert_eq!((nobody.status.as_u16(), nobody.json()["error"]["code"].clone()), (401, json!("IAM10000")));
    assert_eq!(nobody.header("www-authenticate"), "", "no browser shall ask for a password");
    let with =
        async |credentials: &str| sim.send(Method::GET, &path, &[("authorization", credentials)], "").await.status;
    assert_eq!(with("Basic YWRtaW46b2Nw").await, 200);
    assert_eq!(with("Basic dmlld2VyLW5vbmU6b2Nw").await, 403);
    assert_eq!(with("Basic YWRtaW46d3Jvbmc=").await, 401);
    assert_eq!(sim.get("api/v2/time").await.status, 200, "the clock is for anyone");
}

#[tokio::test]
async fn session_authentication() {
    let sim =
        Sim::start(Config { auth: Auth::Session, speed: 0.0, base_path: "/ocp/".into(), ..Config::default() }).await;
    let failing = format!("{TASKS}/35100300");
    assert_eq!(sim.get(&failing).await.status, 401);
    let wrong = sim.send(Method::POST, "api/v2/iam/login", &[], "username=admin&password=x").await;
    assert_eq!(wrong.status, 401);
    let login = sim.send(Method::POST, "api/v2/iam/login", &[], "username=admin&password=ocp").await;
    let set: Vec<&str> = login.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    assert!(set[0].ends_with("; Path=/ocp/; HttpOnly; SameSite=Lax") && set[1].starts_with("XSRF-TOKEN="));
    let cookies: Vec<&str> = set.iter().map(|cookie| cookie.split(';').next().unwrap()).collect();
    let cookie = cookies.join("; ");
    assert_eq!(sim.send(Method::GET, &failing, &[("cookie", &cookie)], "").await.status, 200);
    let retry = format!("{failing}/retry");
    assert_eq!(sim.send(Method::POST, &retry, &[("cookie", &cookie)], "").await.status, 403, "no XSRF token");
    let token = cookies[1].strip_prefix("XSRF-TOKEN=").unwrap();
    assert_eq!(sim.send(Method::POST, &retry, &[("cookie", &cookie), ("x-xsrf-token", token)], "").await.status, 200);
    sim.post("sim/reset").await;
    assert_eq!(sim.send(Method::GET, &failing, &[("cookie", &cookie)], "").await.status, 401);
}

#[tokio::test]
async fn every_documented_id_answers() {
    let sim = Sim::paused().await;
    let index = sim.get("sim/").await.json();
    let entries = index.as_array().unwrap();
    assert!(entries.len() > 150);
    for entry in entries {
        let (id, group) = (entry["id"].as_u64().unwrap(), entry["group"].as_str().unwrap());
        assert!(!entry["title"].as_str().unwrap().is_empty());
        if group != "20" && group != "big" {
            assert_eq!(sim.task(id).await.status, 200, "{entry}");
        }
    }
}

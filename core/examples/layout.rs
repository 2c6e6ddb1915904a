//! Reads the payload of a task and prints the layout of its graph as one JSON object.
//!
//! `cargo run --release -p taskscope-core --example layout -- FILE`
//!
//! ```text
//! {"nodes":[{"id","x","y","w","h"}],"edges":[{"from","to","points":[[x,y],…]}],"ms":…}
//! ```
//!
//! Every step is a node of its own and every edge is there, those too that were cut to break a cycle. Left to right; `x`
//! and `y` are the left top of a node; `ms` is the time of the layout alone. What holds no task is one line on the error
//! stream, and exit code 1.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use taskscope_core::layout::dag::{Graph, Layout, Options, Size, layout};
use taskscope_core::task::{SubtaskIdx, Task, decode};

/// The size of every node.
const NODE: Size = Size { w: 180.0, h: 40.0 };

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(json) => {
            // Whoever reads may have seen enough, and have closed the pipe.
            let _ = writeln!(std::io::stdout(), "{json}");
            ExitCode::SUCCESS
        }
        Err(complaint) => {
            eprintln!("layout: {complaint}");
            ExitCode::FAILURE
        }
    }
}

/// Does what the command line asks; the error is the line to say why not.
pub fn run(mut arguments: impl Iterator<Item = String>) -> Result<String, String> {
    let (Some(file), None) = (arguments.next(), arguments.next()) else { return Err("usage: layout FILE".to_owned()) };
    let payload = std::fs::read(&file).map_err(|error| format!("{file}: {error}"))?;
    let decoded = decode(&payload).map_err(|error| format!("{file}: no task: {error:?}"))?;
    let task = decoded.tasks.first().ok_or("no task")?;
    let edges = edges(task);
    let graph = Graph {
        sizes: vec![NODE; task.subtasks.len()],
        edges: edges.iter().map(|&(from, to)| (from.0, to.0)).collect(),
        against: (0..edges.len() as u32).rev().take(task.cut_edges.len()).collect(),
        ..Graph::default()
    };
    let start = Instant::now();
    let picture = layout(&graph, &Options::default());
    let took = start.elapsed();
    report(task, &edges, &picture, took).map_err(|error| error.to_string())
}

/// Those that are followed, then those that were cut.
fn edges(task: &Task) -> Vec<(SubtaskIdx, SubtaskIdx)> {
    let followed = task.indexes().flat_map(|from| task.downstream.of(from).iter().map(move |&to| (from, to)));
    followed.chain(task.cut_edges.iter().copied()).collect()
}

/// Written by hand, for serde_json would show each `f32` with the seventeen digits of an `f64`.
fn report(
    task: &Task,
    edges: &[(SubtaskIdx, SubtaskIdx)],
    picture: &Layout,
    took: Duration,
) -> Result<String, std::fmt::Error> {
    let ids: Vec<String> =
        task.subtasks.iter().map(|subtask| serde_json::Value::from(subtask.id.to_string()).to_string()).collect();
    let id = |step: &SubtaskIdx| ids.get(step.index()).map_or("null", String::as_str);
    let mut json = String::from(r#"{"nodes":["#);
    for (nth, (id, node)) in ids.iter().zip(&picture.nodes).enumerate() {
        let comma = if nth == 0 { "" } else { "," };
        write!(json, r#"{comma}{{"id":{id},"x":{},"y":{},"w":{},"h":{}}}"#, node.x, node.y, node.w, node.h)?;
    }
    json += r#"],"edges":["#;
    for (nth, ((from, to), route)) in edges.iter().zip(picture.edges.iter()).enumerate() {
        let comma = if nth == 0 { "" } else { "," };
        let points: Vec<String> = route.points.iter().map(|point| format!("[{},{}]", point.x, point.y)).collect();
        write!(json, r#"{comma}{{"from":{},"to":{},"points":[{}]}}"#, id(from), id(to), points.join(","))?;
    }
    write!(json, r#"],"ms":{:.3}}}"#, took.as_secs_f64() * 1e3)?;
    Ok(json)
}

//! The engines that run under Node, each run in a process of its own.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use taskscope_bench::Case;
use taskscope_bench::pictures::Picture;

/// What came of a run.
pub enum Outcome {
    /// A picture, and the CPU milliseconds of each run.
    Drawn(Picture, Vec<f64>),
    /// Why there is none.
    Failed(String),
}

/// Runs engines, and remembers who was too slow.
pub struct Engines<'a> {
    script: &'a Path,
    wasm: &'a Path,
    seconds: u64,
    slow: Vec<(String, &'static str)>,
}

impl<'a> Engines<'a> {
    /// Engines of a script, ours from a module; no run may take longer than so many seconds.
    pub fn new(script: &'a Path, wasm: &'a Path, seconds: u64) -> Self {
        Self { script, wasm, seconds, slow: Vec::new() }
    }

    /// Has an engine lay out a graph.
    pub fn run(&mut self, engine: &str, case: &Case) -> Result<Outcome, String> {
        if self.slow.contains(&(engine.to_owned(), case.family)) {
            return Ok(Outcome::Failed("skipped: too slow before".to_owned()));
        }
        let folder = std::env::temp_dir();
        let file = |what: &str| folder.join(format!("taskscope-bench-{}.{what}", std::process::id()));
        let (graph, drawn, said) = (file("graph"), file("picture"), file("errors"));
        let failed = |e: std::io::Error| format!("{engine}: {e}");
        std::fs::write(&graph, case.to_text()).map_err(failed)?;
        let mut child = Command::new("node")
            // dagre recurses over the graph's depth.
            .arg("--stack-size=4000")
            .arg(self.script)
            .arg(engine)
            .arg(&graph)
            .arg(self.wasm)
            .arg((self.seconds / 5).max(1).to_string())
            .stdout(Stdio::from(File::create(&drawn).map_err(failed)?))
            .stderr(Stdio::from(File::create(&said).map_err(failed)?))
            .spawn()
            .map_err(failed)?;
        // Starting Node and writing the picture take their time too.
        let (start, limit) = (Instant::now(), Duration::from_secs(self.seconds + 2));
        let status = loop {
            match child.try_wait().map_err(failed)? {
                Some(status) => break Some(status),
                None if start.elapsed() > limit => break None,
                None => std::thread::sleep(Duration::from_millis(20)),
            }
        };
        let outcome = match status {
            Some(status) if status.success() => {
                let text = std::fs::read_to_string(&drawn).map_err(failed)?;
                let nodes = if engine == "wasm" { 1 } else { case.nodes as usize };
                match Picture::read(&text, nodes) {
                    Some((picture, times)) => Outcome::Drawn(picture, times),
                    None => Outcome::Failed("no answer".to_owned()),
                }
            }
            Some(_) => {
                let text = std::fs::read_to_string(&said).unwrap_or_default();
                self.slow.push((engine.to_owned(), case.family));
                Outcome::Failed(reason(&text))
            }
            None => {
                child.kill().and_then(|()| child.wait()).map_err(failed)?;
                self.slow.push((engine.to_owned(), case.family));
                Outcome::Failed(format!("> {} s", self.seconds))
            }
        };
        for file in [graph, drawn, said] {
            remove(&file);
        }
        Ok(outcome)
    }
}

/// The line of an engine's complaint that tells the error.
fn reason(text: &str) -> String {
    let line = text.lines().find(|line| line.contains("Error")).or_else(|| text.lines().next());
    line.unwrap_or("failed").chars().take(60).filter(|c| *c != '|').collect()
}

fn remove(file: &PathBuf) {
    // A file that stays in the temporary folder harms nobody.
    let _ = std::fs::remove_file(file);
}

//! Measures the whole page beside its peers, all in headless Chromium and in the same run. `cargo xtask bench page` starts
//! it: `bench/pages/` drives the browser and tells what it saw, here it becomes tables.

mod cases;
mod measure;
mod report;
mod runs;
mod statistics;

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};

use cases::Plan;
use runs::Runs;
use serde_json::json;

/// What the command line says.
#[derive(Default)]
struct Options {
    plan: Plan,
    simulator: PathBuf,
    dist: PathBuf,
    scripts: PathBuf,
    pages: PathBuf,
    playwright: PathBuf,
    chromium: PathBuf,
    out: PathBuf,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match options(&arguments).and_then(|options| run(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("bench: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn options(arguments: &[String]) -> Result<Options, String> {
    let mut options = Options::default();
    let mut words = arguments.iter();
    while let Some(name) = words.next() {
        let value = words.next().ok_or_else(|| format!("{name} wants a value"))?;
        match name.as_str() {
            "--simulator" => options.simulator = value.into(),
            "--dist" => options.dist = value.into(),
            "--scripts" => options.scripts = value.into(),
            "--pages" => options.pages = value.into(),
            "--playwright" => options.playwright = value.into(),
            "--chromium" => options.chromium = value.into(),
            "--out" => options.out = value.into(),
            _ => options.plan.set(name, value)?,
        }
    }
    Ok(options)
}

fn run(options: &Options) -> Result<(), String> {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load: Vec<&str> = load.split(' ').take(3).collect();
    let simulator = Simulator::start(&options.simulator, &options.dist)?;
    let runs = measured(options, &simulator.address)?;
    drop(simulator);
    let text = serde_json::to_string_pretty(&json!({ "load": load, "runs": runs.lines() }));
    let failed = |e| format!("cannot write {}: {e}", options.out.display());
    std::fs::write(&options.out, text.map_err(|e| e.to_string())?).map_err(failed)?;
    println!("Load of the machine at the start: {}.\n", load.join(", "));
    println!("{}\n\n{}\n\n{}", report::beside(&runs), report::alone(&runs), report::bars(&runs));
    Ok(())
}

/// Has the browser driven through all cases, one after the other.
fn measured(options: &Options, simulator: &str) -> Result<Runs, String> {
    let mut runs = Runs::default();
    // A page that was too slow is not asked for more of that family; what ran long is run once.
    for case in options.plan.cases() {
        for number in 0..options.plan.runs {
            if runs.is_enough(&case) {
                break;
            }
            let order = json!({
                "simulator": simulator,
                "folder": options.pages,
                "playwright": options.playwright,
                "chromium": options.chromium,
                "cases": [case.order(number, options.plan.seconds)],
            });
            let line = told(Command::new("node").arg(options.scripts.join("run.mjs")).arg(order.to_string()))?;
            eprintln!("bench: {} {} {}, run {}", case.page, case.family, case.nodes, number + 1);
            runs.add(&line)?;
        }
    }
    Ok(runs)
}

/// The one line that a program prints.
fn told(command: &mut Command) -> Result<String, String> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|e| format!("cannot run node: {e}"))?;
    if !output.status.success() {
        return Err(format!("the browser's driver failed ({})", output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The simulated OCP, for as long as this lives.
struct Simulator {
    process: Child,
    address: String,
}

impl Simulator {
    fn start(program: &Path, dist: &Path) -> Result<Self, String> {
        let failed = |e: std::io::Error| format!("cannot start {}: {e}", program.display());
        let mut command = Command::new(program);
        command.args(["--listen", "127.0.0.1:0", "--dist"]).arg(dist).stdout(Stdio::piped());
        let mut simulator = Self { process: command.spawn().map_err(failed)?, address: String::new() };
        let mut line = String::new();
        if let Some(output) = simulator.process.stdout.take() {
            BufReader::new(output).read_line(&mut line).map_err(failed)?;
        }
        let address =
            line.trim().strip_prefix("listening on ").ok_or("the simulated OCP did not say where it listens")?;
        simulator.address = address.trim_end_matches('/').to_owned();
        Ok(simulator)
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        // One that has ended by itself is as good.
        let _ = self.process.kill().and_then(|()| self.process.wait());
    }
}

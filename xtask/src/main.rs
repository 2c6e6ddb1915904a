//! `cargo xtask <command>`: everything that a contributor or CI runs, as one program.
//!
//! Each command sets up what it needs by itself (see [`setup`]), says what it does and how long that may take, and
//! ends on failure with one line that names what is missing. `xtask/README.md` says what each is for.

mod bench;
mod bundle;
mod check;
mod demo;
mod files;
mod project;
mod setup;
mod shots;
mod sim;
mod test;

use std::process::ExitCode;

use project::{Project, Result};

const HELP: &str = "\
cargo xtask <command>

  demo    build the viewer, start the simulated OCP, open the sample task
            --ocp URL    put a real OCP behind the viewer instead
            --port N     listen on port N (8080)
            --speed X    let the simulated OCP live X times as fast
            --no-open    open no browser
  test    every test: native, in-browser, end to end
            native | web | e2e   only these; arguments after -- go to their runner
  check   formatting, lints, documentation, types, size budget, house rules
  dist    the deployable bundle: dist/ and a tarball under target/
  bench   prints the README's tables
            layout       the layout beside dagre, elkjs and Graphviz (what is measured where nothing is named)
              --sizes A,B  nodes of the graphs (100,1000,5000,10000)
              --seed N     other graphs of the same families (1)
              --seconds N  what a peer may take for a graph (20)
            page         the page beside G6 and React Flow, in a browser
              --sizes A,B  steps of the tasks (100,500,1000,2000,5000)
              --alone A,B  steps of tasks for this page alone (10000,100000)
              --families A which tasks (stages,layered)
              --only A,B   which pages (taskscope,g6,reactflow,reactflow-tuned,…)
              --runs N     runs of each, in browsers of their own (3)
              --seconds N  what a peer may take for a picture (60)
  shots   the README's screenshots, into docs/
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("xtask: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<ExitCode> {
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", arguments),
    };
    let project = Project::find()?;
    match command {
        "demo" => demo::run(&project, demo::Options::parse(rest)?)?,
        "test" => return test::run(&project, &test::Options::parse(rest)?),
        "check" | "dist" | "shots" if !rest.is_empty() => return Err(format!("{command} takes no arguments").into()),
        "check" => check::run(&project)?,
        "dist" => bundle::run(&project)?,
        "shots" => shots::run(&project)?,
        "bench" => bench::run(&project, rest)?,
        "help" | "--help" | "-h" => print!("{HELP}"),
        unknown => return Err(format!("there is no command {unknown:?}; `cargo xtask help` lists them").into()),
    }
    Ok(ExitCode::SUCCESS)
}

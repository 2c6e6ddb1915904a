//! `cargo xtask check`: all that must hold besides the tests. Runs every step, even after one that failed.

mod budget;
mod rules;

use std::process::Command;
use std::time::Instant;

use crate::project::{Project, Result, run as run_command, say};
use crate::{bundle, setup};

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];
/// The root package is checked for the browser, which is the only place where it runs.
const NATIVE: [&str; 3] = ["--workspace", "--exclude", "taskscope"];

/// A step: what it is called on the terminal, and what it does.
type Step = (&'static str, fn(&Project) -> Result<()>);

/// Runs the steps, quick ones first.
pub fn run(project: &Project) -> Result<()> {
    let steps: [Step; 8] = [
        ("formatting", formatting),
        ("house rules", rules::check),
        ("types of the end to end tests", types),
        ("lints, native", native_lints),
        ("lints, wasm", wasm_lints),
        ("documentation, native", native_documentation),
        ("documentation, wasm", wasm_documentation),
        ("size budget", |project| budget::check(&bundle::build(project)?)),
    ];
    let mut failed = Vec::new();
    for (name, step) in steps {
        say(&format!("check: {name}"));
        let start = Instant::now();
        match step(project) {
            Ok(()) => say(&format!("check: {name}: ok ({:.1} s)", start.elapsed().as_secs_f64())),
            Err(problem) => {
                say(&format!("check: {name}: {problem}"));
                failed.push(name);
            }
        }
    }
    if failed.is_empty() {
        println!("all checks hold");
        Ok(())
    } else {
        Err(format!("checks failed: {}", failed.join("; ")).into())
    }
}

fn formatting(project: &Project) -> Result<()> {
    run_command("cargo fmt", project.command("cargo").args(["fmt", "--all", "--check"]))
}

fn types(project: &Project) -> Result<()> {
    setup::for_type_check(project)?;
    let folder = project.root.join("tests/e2e");
    run_command("tsc", project.command(folder.join("node_modules/.bin/tsc")).arg("--noEmit").current_dir(folder))
}

fn clippy(project: &Project) -> Command {
    let mut command = project.command("cargo");
    command.args(["clippy", "--locked"]);
    command
}

const NO_WARNINGS: [&str; 3] = ["--", "-D", "warnings"];

fn native_lints(project: &Project) -> Result<()> {
    run_command("clippy", clippy(project).args(NATIVE).arg("--all-targets").args(NO_WARNINGS))
}

fn wasm_lints(project: &Project) -> Result<()> {
    setup::for_wasm_check(project)?;
    // Of the core only the library: its tests and examples use crates for this machine.
    run_command("clippy", clippy(project).args(WASM).args(["-p", "taskscope-core", "--lib"]).args(NO_WARNINGS))?;
    run_command("clippy", clippy(project).args(WASM).args(["-p", "taskscope", "--all-targets"]).args(NO_WARNINGS))
}

/// Private items too: the rooms' own documentation is for the people who work in them.
fn documentation(project: &Project) -> Command {
    let mut command = project.command("cargo");
    command.args(["doc", "--locked", "--no-deps", "--document-private-items"]);
    command.env("RUSTDOCFLAGS", "-D warnings");
    command
}

fn native_documentation(project: &Project) -> Result<()> {
    run_command("rustdoc", documentation(project).args(NATIVE))
}

fn wasm_documentation(project: &Project) -> Result<()> {
    setup::for_wasm_check(project)?;
    run_command("rustdoc", documentation(project).args(WASM).args(["-p", "taskscope"]))
}

//! `cargo xtask bench`: what the README quotes. Builds the engine for this machine and as wasm, as the bundle does it, and
//! starts `bench/`, which measures both beside their peers.

use crate::project::{Project, Result, run as run_command, say};
use crate::setup;

/// Sizes unless the command line names others.
const SIZES: &str = "100,1000,5000,10000";

/// Runs the benchmarks that the arguments name: there is one so far.
pub fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let arguments = match arguments.split_first() {
        Some((word, rest)) if !word.starts_with("--") => {
            if word != "layout" {
                return Err(format!("there is no benchmark {word:?}: name layout").into());
            }
            rest
        }
        _ => arguments,
    };
    setup::for_layout_bench(project)?;
    let wasm = engine(project)?;
    say("measuring: minutes at the largest sizes, and best on a machine that does nothing else");
    let mut command = project.command("cargo");
    command
        .args(["run", "--quiet", "--release", "--locked", "--package", "taskscope-bench", "--"])
        .args(["--sizes", SIZES])
        .arg("--engines")
        .arg(project.root.join("bench/npm/engines.mjs"))
        .arg("--wasm")
        .arg(wasm)
        .args(arguments);
    run_command("the benchmark", &mut command)
}

/// The engine as a module for Node, optimised as the bundle is.
fn engine(project: &Project) -> Result<std::path::PathBuf> {
    const TARGET: &str = "wasm32-unknown-unknown";
    say("building the engine as wasm (under a minute)");
    run_command(
        "building the engine as wasm",
        project
            .command("cargo")
            .args(["build", "--release", "--locked", "--package", "taskscope-bench"])
            .args(["--lib", "--target", TARGET]),
    )?;
    let out = project.target.join("bench");
    let module = |name: &str| out.join(format!("taskscope_bench{name}"));
    run_command(
        "wasm-bindgen",
        project
            .command("wasm-bindgen")
            .arg(project.target.join(TARGET).join("release/taskscope_bench.wasm"))
            .args(["--target", "nodejs", "--no-typescript", "--out-dir"])
            .arg(&out),
    )?;
    let wasm = module("_bg.wasm");
    run_command("wasm-opt", project.command("wasm-opt").arg("-O3").arg(&wasm).arg("-o").arg(&wasm))?;
    Ok(module(".js"))
}

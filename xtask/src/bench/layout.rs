//! The layout's benchmark: builds the engine for this machine and as wasm, as the bundle does it, and starts `bench/`,
//! which measures both beside their peers.

use crate::bundle;
use crate::project::{Project, Result, run as run_command, say};
use crate::setup;

/// Sizes unless the command line names others.
const SIZES: &str = "100,1000,5000,10000";

/// Measures the layout.
pub fn run(project: &Project, arguments: &[String]) -> Result<()> {
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
            .args(["build", "--profile", "web", "--locked", "--package", "taskscope-bench"])
            .args(["--lib", "--target", TARGET]),
    )?;
    let out = project.target.join("bench");
    let module = |name: &str| out.join(format!("taskscope_bench{name}"));
    run_command(
        "wasm-bindgen",
        project
            .command("wasm-bindgen")
            .arg(project.target.join(TARGET).join("web/taskscope_bench.wasm"))
            .args(["--target", "nodejs", "--no-typescript", "--out-dir"])
            .arg(&out),
    )?;
    let wasm = module("_bg.wasm");
    let flags = bundle::optimiser_flags(project)?;
    run_command("wasm-opt", project.command("wasm-opt").args(flags).arg(&wasm).arg("-o").arg(&wasm))?;
    Ok(module(".js"))
}

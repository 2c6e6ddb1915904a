//! What rustup and cargo install: the wasm target, wasm-bindgen and trunk.

use super::version;
use crate::files;
use crate::project::{Project, Result, run, say};

/// trunk 0.22 needs a newer Rust than this project does.
const TRUNK: &str = "0.21.14";

/// The standard library for the browser.
pub fn wasm_target(project: &Project) -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let library = project.output_of("rustc", &["--print", "target-libdir", "--target", TARGET]);
    if library.is_some_and(|folder| std::path::Path::new(folder.trim()).is_dir()) {
        return Ok(());
    }
    say("installing Rust's wasm32-unknown-unknown target (under a minute)");
    if project.which("rustup").is_none() {
        return Err(format!("rustup is missing, and with it the way to install Rust's {TARGET} target").into());
    }
    run("installing the wasm target", project.command("rustup").args(["target", "add", TARGET]))
}

/// wasm-bindgen and its test runner, in exactly the version of the crate: any other refuses to read the crate's output.
pub fn wasm_bindgen(project: &Project) -> Result<()> {
    let lock = files::read_text(&project.root.join("Cargo.lock"))?;
    let wanted = version::locked(&lock, "wasm-bindgen").ok_or("Cargo.lock names no wasm-bindgen")?;
    install(project, "wasm-bindgen-cli", &["wasm-bindgen", "wasm-bindgen-test-runner"], wanted, "3 to 6 minutes")
}

/// The bundler.
pub fn trunk(project: &Project) -> Result<()> {
    install(project, "trunk", &["trunk"], TRUNK, "7 to 15 minutes")
}

/// Installs `package` unless all its `programs` are there in the wanted version.
fn install(project: &Project, package: &str, programs: &[&str], wanted: &str, time: &str) -> Result<()> {
    let there = |program: &&str| {
        let output = project.output_of(program, &["--version"]);
        output.as_deref().and_then(version::printed) == Some(wanted)
    };
    if programs.iter().all(there) {
        return Ok(());
    }
    say(&format!("installing {package} {wanted} from source ({time} on two cores)"));
    run(
        &format!("installing {package} {wanted}"),
        project
            .command("cargo")
            .args(["install", package, "--version", wanted, "--locked", "--force"])
            // The tools' own profiles optimise at link time, which is long to wait for; neither tool is what a build
            // spends its time in.
            .envs([("CARGO_PROFILE_RELEASE_LTO", "off"), ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")])
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            // Builds in a folder of its own that is deleted afterwards, not among the project's artefacts.
            .env_remove("CARGO_TARGET_DIR"),
    )?;
    if let Some(missing) = programs.iter().find(|program| !there(program)) {
        return Err(format!("{package} {wanted} is installed, but another {missing} is found before it on PATH").into());
    }
    Ok(())
}

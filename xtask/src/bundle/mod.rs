//! The deployable bundle.
//!
//! ```text
//!  sources ──trunk──► target/trunk/ ──finish──► dist/ ──compress──► dist/ + .gz, .br ──► manifest.json
//!           rustc, wasm-bindgen,      minify,            zlib                             sizes, hashes
//!           wasm-opt                  content-hashed names
//! ```
//!
//! Nothing happens when the sources are those that `dist/manifest.json` was made from and `dist/` is still whole.

mod compress;
mod finish;
mod inputs;
mod manifest;
mod names;
mod order;
mod program;
mod sheets;
mod tarball;

use std::path::Path;
use std::time::Instant;

use crate::files;
use crate::project::{Project, Result, run as run_command, say};
use crate::setup;

pub use manifest::Manifest;

/// `cargo xtask dist`: the bundle and its tarball.
pub fn run(project: &Project) -> Result<()> {
    let manifest = build(project)?;
    print!("{}", manifest.table());
    let tarball = tarball::write(project)?;
    println!("dist/ is ready to be served from any path; the same as one file: {}", tarball.display());
    Ok(())
}

/// Brings `dist/` up to date.
pub fn build(project: &Project) -> Result<Manifest> {
    let turn = setup::Turn::take(project)?;
    let source = inputs::digest(project)?;
    let dist = project.dist();
    let recorded = files::read_text(&dist.join(manifest::NAME)).unwrap_or_default();
    if let Ok(found) = Manifest::of(&dist, &source)
        && found.to_json() == recorded
    {
        say("dist/ is up to date");
        return Ok(found);
    }
    setup::for_bundle(project, &turn)?;
    let start = Instant::now();
    say("building the bundle (3 to 5 minutes the first time, else under one)");
    compile(project)?;
    finish::finish(project, &project.root.join(STAGE), &dist)?;
    compress::twins(project, &dist)?;
    let manifest = Manifest::of(&dist, &source)?;
    files::write(&dist.join(manifest::NAME), manifest.to_json().as_bytes())?;
    say(&format!("dist/ is built ({:.0} s)", start.elapsed().as_secs_f64()));
    Ok(manifest)
}

/// What `index.html` has trunk tell wasm-opt.
pub fn optimiser_flags(project: &Project) -> Result<Vec<String>> {
    let page = files::read_text(&project.root.join("index.html"))?;
    let attribute = |name: &str| {
        let value = page.split_once(&format!("{name}=\""))?.1.split_once('"')?.0;
        Some(value.to_owned())
    };
    let level = attribute("data-wasm-opt").ok_or("index.html names no data-wasm-opt")?;
    let more = attribute("data-wasm-opt-params").unwrap_or_default();
    Ok(std::iter::once(format!("-O{level}")).chain(more.split_whitespace().map(str::to_owned)).collect())
}

/// Where trunk puts what it builds; `Trunk.toml` names the same folder.
const STAGE: &str = "target/trunk";

fn compile(project: &Project) -> Result<()> {
    let settings = files::read_text(&project.root.join("Trunk.toml"))?;
    let wanted = setup::version::field(&settings, "wasm_opt").ok_or("Trunk.toml names no wasm_opt")?;
    // Of another version than it expects, trunk would go and download its own.
    if !project.output_of("wasm-opt", &["--version"]).is_some_and(|printed| printed.contains(wanted)) {
        return Err(format!("wasm-opt of xtask/npm is not the {wanted} that Trunk.toml asks for").into());
    }
    // A panic's message names its source file. Without this it would be a path of the machine that built the bundle,
    // and two machines would build two bundles.
    let remap = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
    // The standard library's own: where its sources are installed, rustc names them by where they are.
    let library = || {
        let sysroot = project.output_of("rustc", &["--print", "sysroot"])?;
        let about = project.output_of("rustc", &["--version", "--verbose"])?;
        let commit = about.lines().find_map(|line| line.strip_prefix("commit-hash: "))?;
        Some(remap(&Path::new(sysroot.trim()).join("lib/rustlib/src/rust"), &format!("/rustc/{commit}")))
    };
    let flags = [Some(remap(&project.cargo_home, "cargo")), Some(remap(&project.root, "taskscope")), library()];
    let flags = flags.into_iter().flatten().collect::<Vec<_>>().join("\u{1f}");
    run_command(
        "trunk build",
        project
            .command("trunk")
            .args(["--skip-version-check", "build", "--release"])
            .env("CARGO_ENCODED_RUSTFLAGS", flags)
            // trunk takes the usual NO_COLOR=1 for a flag with a bad value.
            .env_remove("NO_COLOR"),
    )
}

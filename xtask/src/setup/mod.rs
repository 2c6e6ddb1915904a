//! Set-up: whatever a command needs and this machine lacks is installed before the command begins.
//!
//! Nothing is asked over the network when all is there. Installed are: the wasm target (rustup), trunk and
//! wasm-bindgen (cargo), the build and test tools of npm (into `node_modules`), and the browser with its driver and a
//! font with Chinese letters (apt). `CHROMIUM` and `CHROMEDRIVER` name a browser and a driver to use instead.

mod browser;
mod cargo;
mod npm;
pub mod version;

use std::fs::File;

pub use browser::Browser;

use crate::files;
use crate::project::{Problem, Project, Result, say};

/// Held while tools are installed or the bundle is built, so that two runs do not do it at the same time.
pub struct Turn {
    _locked: File,
}

impl Turn {
    /// Waits until no other xtask of this target folder is at it.
    pub fn take(project: &Project) -> Result<Self> {
        let path = project.target.join("xtask.lock");
        files::write(&path, b"")?;
        let failed = |e| Problem::from(format!("cannot lock {}: {e}", path.display()));
        let file = File::open(&path).map_err(failed)?;
        if file.try_lock().is_err() {
            say("waiting for another xtask to finish its set-up or build");
            file.lock().map_err(failed)?;
        }
        Ok(Self { _locked: file })
    }
}

/// What building the bundle needs. The caller holds the [`Turn`].
pub fn for_bundle(project: &Project, _turn: &Turn) -> Result<()> {
    cargo::wasm_target(project)?;
    npm::install(project, "xtask/npm", "wasm-opt and esbuild")?;
    cargo::wasm_bindgen(project)?;
    cargo::trunk(project)
}

/// What tests that run in wasm need besides the bundle's tools.
pub fn for_web_tests(project: &Project) -> Result<Browser> {
    let _turn = Turn::take(project)?;
    cargo::wasm_target(project)?;
    cargo::wasm_bindgen(project)?;
    browser::install(project)
}

/// What the end to end tests need besides the bundle.
pub fn for_end_to_end(project: &Project) -> Result<Browser> {
    for_type_check(project)?;
    let _turn = Turn::take(project)?;
    browser::install(project)
}

/// What compiling the end to end tests needs.
pub fn for_type_check(project: &Project) -> Result<()> {
    let _turn = Turn::take(project)?;
    npm::install(project, "tests/e2e", "Playwright and TypeScript")
}

/// What the layout's benchmark needs: the engine as wasm, and the engines that it is measured beside.
pub fn for_layout_bench(project: &Project) -> Result<()> {
    let _turn = Turn::take(project)?;
    cargo::wasm_target(project)?;
    cargo::wasm_bindgen(project)?;
    npm::install(project, "xtask/npm", "wasm-opt and esbuild")?;
    npm::install(project, "bench/npm", "dagre, elkjs and Graphviz")
}

/// What the page's benchmark needs besides the bundle: the browser, what drives it, and the pages that it is measured
/// beside.
pub fn for_page_bench(project: &Project) -> Result<Browser> {
    let browser = for_end_to_end(project)?;
    let _turn = Turn::take(project)?;
    npm::install(project, "xtask/npm", "wasm-opt and esbuild")?;
    npm::install(project, "bench/pages", "G6, React Flow and dagre")?;
    Ok(browser)
}

/// What checking the code for the browser needs.
pub fn for_wasm_check(project: &Project) -> Result<()> {
    let _turn = Turn::take(project)?;
    cargo::wasm_target(project)
}

//! The page's benchmark: builds the bundle, the simulated OCP and the peers' pages, and starts `bench/`, which has a
//! browser driven over them.

use std::path::PathBuf;

use crate::project::{Project, Result, run as run_command, say};
use crate::{bundle, setup, sim};

/// The peers' scripts and their style.
const SOURCES: [&str; 3] = ["g6.js", "reactflow.jsx", "peer.css"];

/// Measures the page.
pub fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let browser = setup::for_page_bench(project)?;
    bundle::build(project)?;
    let simulator = sim::build(project)?;
    let pages = peers(project)?;
    say("measuring: about half an hour, and best on a machine that does nothing else");
    let out = project.target.join("bench/page.json");
    let mut command = project.command("cargo");
    command
        .args(["run", "--quiet", "--release", "--locked", "--package", "taskscope-bench", "--bin", "page", "--"])
        .arg("--simulator")
        .arg(simulator)
        .arg("--dist")
        .arg(project.dist())
        .arg("--scripts")
        .arg(project.root.join("bench/pages"))
        .arg("--pages")
        .arg(pages)
        .arg("--playwright")
        .arg(project.root.join("tests/e2e/package.json"))
        .arg("--chromium")
        .arg(browser.chromium)
        .arg("--out")
        .arg(&out)
        .args(arguments);
    run_command("the benchmark", &mut command)?;
    say(&format!("every run's figures are in {}", out.display()));
    Ok(())
}

/// The peers' pages, bundled and minified as for production.
fn peers(project: &Project) -> Result<PathBuf> {
    let out = project.target.join("bench/pages");
    let mut command = project.command("esbuild");
    command
        .args(SOURCES)
        .args(["--bundle", "--minify", "--target=es2022", "--jsx=automatic", "--log-level=warning"])
        .arg("--define:process.env.NODE_ENV=\"production\"")
        .arg(format!("--outdir={}", out.display()))
        .current_dir(project.root.join("bench/pages"));
    run_command("bundling the peers' pages", &mut command)?;
    Ok(out)
}

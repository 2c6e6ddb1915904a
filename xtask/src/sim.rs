//! The simulated OCP, as a program to start.

use std::path::PathBuf;

use crate::project::{Project, Result, run, say};

/// Builds the simulator, in the profile that its tests use, and says where it is.
pub fn build(project: &Project) -> Result<PathBuf> {
    say("building the simulated OCP (1 to 2 minutes the first time)");
    run("building ocp-sim", project.command("cargo").args(["build", "--locked", "--package", "ocp-sim"]))?;
    Ok(project.target.join("debug/ocp-sim"))
}

//! `cargo xtask shots`: the README's screenshots, taken by `tests/e2e/shots.ts` into `docs/`.

use crate::project::{Project, Result, run as run_command};
use crate::test;

/// Takes them all.
pub fn run(project: &Project) -> Result<()> {
    run_command("taking the screenshots", test::playwright(project)?.arg("--project=shots"))
}

//! The compressed twins, for servers that serve `.gz` and `.br` from the disk.

use std::path::Path;

use super::manifest;
use crate::files;
use crate::project::{Project, Result, run, say};

/// Whether a file has compressed twins. One that a deployer edits (`taskscope.json`) must not: its stale twin would be
/// served in its place.
pub fn has_twins(name: &str) -> bool {
    let is_at_top = matches!(name, "index.html" | "embed.js");
    !name.ends_with(".gz")
        && !name.ends_with(".br")
        && (is_at_top || ["assets/", "samples/"].iter().any(|folder| name.starts_with(folder)))
}

/// Writes the twins of all files in `dist`, at the highest level. Node does it: it is needed anyway, has both formats
/// built in, and they need no compiling on a fresh machine.
pub fn twins(project: &Project, dist: &Path) -> Result<()> {
    say("compressing");
    let files: Vec<_> = files::walk(dist, |_| true)?.into_iter().filter(|name| has_twins(name)).collect();
    let script = project.root.join("xtask/npm/compress.mjs");
    debug_assert!(!files.iter().any(|name| name == manifest::NAME));
    run("compressing", project.command("node").arg(script).args(files).current_dir(dist))
}

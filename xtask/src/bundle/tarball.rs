//! The bundle as one file: the same `dist/` gives the same bytes, whoever packs it and when.

use std::path::PathBuf;

use crate::project::{Project, Result, run};

/// Packs `dist/` into `taskscope-<version>.tar.gz` in the target folder.
pub fn write(project: &Project) -> Result<PathBuf> {
    let name = format!("taskscope-{}", env!("CARGO_PKG_VERSION"));
    let file = project.target.join(format!("{name}.tar.gz"));
    run(
        "packing the bundle",
        project
            .command("tar")
            .args(["--create", "--use-compress-program=gzip --no-name -9", "--format=ustar", "--sort=name"])
            .args(["--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--mode=u=rwX,go=rX"])
            .arg(format!("--transform=s,^dist,{name},"))
            .arg(format!("--file={}", file.display()))
            .arg("dist"),
    )?;
    Ok(file)
}

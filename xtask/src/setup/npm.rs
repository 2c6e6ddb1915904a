//! What npm installs, into the `node_modules` beside each `package.json`.

use crate::files;
use crate::project::{Project, Result, run, say};

/// Installs exactly what `folder/package-lock.json` names, unless that has been done. No package may run a script.
pub fn install(project: &Project, folder: &str, what: &str) -> Result<()> {
    let folder = project.root.join(folder);
    let lock = files::read(&folder.join("package-lock.json"))?;
    // A copy of the lock that was installed: the only reliable sign that the installation came to its end.
    let installed = folder.join("node_modules/.installed-lock.json");
    if files::read(&installed).is_ok_and(|copy| copy == lock) {
        return Ok(());
    }
    if project.which("npm").is_none() {
        return Err("npm is missing: install Node 20 or newer, with npm".into());
    }
    say(&format!("installing {what} with npm (under a minute)"));
    run(
        &format!("installing {what}"),
        project.command("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&folder),
    )?;
    files::write(&installed, &lock)
}

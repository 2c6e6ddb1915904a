//! What the bundle is made from, as one digest: equal digests mean that there is nothing to build.

use crate::files;
use crate::project::{Project, Result};

/// Folders that no bundle is made from. All others are inputs, so that a new one is never forgotten.
const APART: [&str; 9] =
    ["target", "dist", "docs", "tests", "fuzz", "bench", "core/tests", "core/benches", "core/examples"];

/// The digest of every source and of the compiler.
pub fn digest(project: &Project) -> Result<String> {
    let enter = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        !APART.contains(&path) && name != "node_modules" && (!name.starts_with('.') || name == ".cargo")
    };
    let mut text = project.output_of("rustc", &["--version"]).unwrap_or_default();
    for path in files::walk(&project.root, enter)? {
        if !path.ends_with(".md") && !path.starts_with('.') {
            let hash = files::hex(&files::sha384(&files::read(&project.root.join(&path))?));
            text.push_str(&format!("{hash}  {path}\n"));
        }
    }
    Ok(files::hex(&files::sha384(text.as_bytes())))
}

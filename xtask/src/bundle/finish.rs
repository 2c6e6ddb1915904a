//! From trunk's output to the files that are served: bundled, minified, and named by their content.

use std::path::Path;

use super::{names, program, sheets};
use crate::files;
use crate::project::{Project, Result, run};

/// What trunk calls the two halves of the program.
const GLUE: &str = "taskscope.js";
const WASM: &str = "taskscope_bg.wasm";
const PAGE: &str = "index.html";
/// What other pages load: they know it by this name.
const ELEMENT: &str = "embed.js";

/// Writes `dist` anew from `stage`.
///
/// A file that the page refers to goes to `assets/` under its content's name. The element for other pages keeps its own.
/// Other scripts and style sheets are parts of those and have been bundled into them; all else (such as `taskscope.json`)
/// keeps its path.
pub fn finish(project: &Project, stage: &Path, dist: &Path) -> Result<()> {
    files::remove_folder(dist)?;
    let mut page = sheets::join(stage, &files::read_text(&stage.join(PAGE))?)?;
    let referred: Vec<String> = names::references(&page).into_iter().map(str::to_owned).collect();

    let glue = minified(project, stage, GLUE)?;
    let (wasm, glue) = program::pack(&files::read(&stage.join(WASM))?, &glue)?;
    let wasm_name = names::hashed(WASM, &wasm);
    for name in &referred {
        let bytes = match name.as_str() {
            WASM => wasm.clone(),
            GLUE => names::rewrite(&glue, WASM, names::last_part(&wasm_name)).into_bytes(),
            script if is_code(script) => minified(project, stage, name)?.into_bytes(),
            _ => files::read(&stage.join(name))?,
        };
        let hashed = names::hashed(name, &bytes);
        files::write(&dist.join(&hashed), &bytes)?;
        page = names::rewrite(&page, name, &hashed);
    }
    for name in files::walk(stage, |_| true)? {
        if name != PAGE && !referred.contains(&name) && !is_code(&name) {
            files::write(&dist.join(&name), &files::read(&stage.join(&name))?)?;
        }
    }
    files::write(&dist.join(ELEMENT), minified(project, stage, ELEMENT)?.as_bytes())?;
    files::write(&dist.join(PAGE), page.as_bytes())?;
    whole(&page, dist)
}

fn is_code(name: &str) -> bool {
    [".js", ".css"].iter().any(|extension| name.ends_with(extension))
}

/// The script or style sheet with all its imports, without what only a reader of the source needs.
fn minified(project: &Project, stage: &Path, name: &str) -> Result<String> {
    let out = project.target.join("minified").join(name);
    run(
        &format!("minifying {name}"),
        project
            .command("esbuild")
            .arg(stage.join(name))
            .args(["--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8"])
            .args(["--legal-comments=none", "--log-level=warning"])
            .arg(format!("--outfile={}", out.display())),
    )?;
    files::read_text(&out)
}

/// Fails if the page refers to a file that is not there.
fn whole(page: &str, dist: &Path) -> Result<()> {
    match names::references(page).into_iter().find(|path| !dist.join(path).is_file()) {
        Some(path) => Err(format!("{PAGE} refers to {path}, which the build did not make").into()),
        None => Ok(()),
    }
}

//! What the page may weigh.

use crate::bundle::Manifest;
use crate::project::Result;

/// All of wasm, js and css, as brotli sends them. A ratchet: it stands where the page stands, so that whatever makes the
/// page grow says so here. It ought to weigh 250 KiB; lower it with each step that way.
const BUDGET: usize = 368 * 1024;

/// Prints the sizes; fails above the budget.
pub fn check(manifest: &Manifest) -> Result<()> {
    print!("{}", manifest.table());
    let counted = |path: &str| [".wasm", ".js", ".css"].iter().any(|extension| path.ends_with(extension));
    let files = manifest.files().iter().filter(|file| counted(&file.path));
    let total: usize = files.filter_map(|file| Some(file.twins.as_ref()?.brotli)).sum();
    let sentence = format!("wasm, js and css weigh {total} bytes in brotli; the budget is {BUDGET}");
    if total > BUDGET {
        return Err(sentence.into());
    }
    println!("{sentence}");
    Ok(())
}

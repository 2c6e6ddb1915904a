//! One style sheet of all that the page links to: one request, and brotli finds in it the words that they share.

use std::path::Path;

use super::names;
use crate::files;
use crate::project::Result;

/// What the one is called.
const SHEET: &str = "taskscope.css";

/// Writes it to `stage` as the imports of the others, in their order. Returns the page with the first link led to it, and
/// without the other links.
pub fn join(stage: &Path, page: &str) -> Result<String> {
    let sheets: Vec<&str> = names::references(page).into_iter().filter(|name| name.ends_with(".css")).collect();
    let Some((first, others)) = sheets.split_first() else { return Ok(page.to_owned()) };
    let imports: String = sheets.iter().map(|name| format!("@import \"./{name}\";\n")).collect();
    files::write(&stage.join(SHEET), imports.as_bytes())?;
    let page = others.iter().fold(page.to_owned(), |page, name| without_link(&page, name));
    Ok(names::rewrite(&page, first, SHEET))
}

/// The page without the line that links to a file.
fn without_link(page: &str, name: &str) -> String {
    let links = |line: &&str| line.trim_start().starts_with("<link") && names::references(line) == [name];
    page.split_inclusive('\n').filter(|line| !links(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_others_lose_their_links() {
        let page = "<link href=\"./a.css\"/>\n  <link href=\"./b.css\"/>\n<script src=\"b.css.js\"></script>\n";
        assert_eq!(without_link(page, "b.css"), "<link href=\"./a.css\"/>\n<script src=\"b.css.js\"></script>\n");
    }
}

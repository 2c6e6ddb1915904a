//! House rules that no linter knows.

use std::path::Path;

use crate::files;
use crate::project::{Project, Result};

/// Beyond this a file is asking to be two; the house says about 400, which leaves room for one last thought.
const MOST_LINES: usize = 450;

/// Where code lives.
const CODE: [&str; 10] = [
    "bench",
    "core/src",
    "macros/src",
    "src",
    "style",
    "tests/ocp-sim/src",
    "tests/e2e",
    "tests/web.rs",
    "vendor",
    "xtask/src",
];

/// Fails with a line for each breach.
pub fn check(project: &Project) -> Result<()> {
    let mut breaches = Vec::new();
    for folder in CODE {
        for path in sources(&project.root, folder)? {
            let text = files::read_text(&project.root.join(&path))?;
            breaches.extend(length(&path, &text));
            if path.starts_with("src/") {
                breaches.extend(page(&path, &text));
            }
        }
    }
    breaches.extend(page("index.html", &files::read_text(&project.root.join("index.html"))?));
    for folder in ["bench/npm", "bench/pages", "xtask/npm", "tests/e2e"] {
        let path = &format!("{folder}/package-lock.json");
        breaches.extend(lock(path, &files::read_text(&project.root.join(path))?));
    }
    if breaches.is_empty() { Ok(()) } else { Err(breaches.join("\n  ").into()) }
}

/// The source files of a folder, or the file itself.
fn sources(root: &Path, place: &str) -> Result<Vec<String>> {
    if root.join(place).is_file() {
        return Ok(vec![place.to_owned()]);
    }
    if !root.join(place).exists() {
        return Ok(Vec::new());
    }
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let enter = |path: &str| !["node_modules", "report", "results"].contains(&&*name(path));
    let files = files::walk(&root.join(place), enter)?.into_iter();
    let code = |path: &String| [".rs", ".ts", ".css", ".js"].iter().any(|extension| path.ends_with(extension));
    Ok(files.filter(code).map(|path| format!("{place}/{path}")).collect())
}

fn length(path: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    (lines > MOST_LINES).then(|| format!("{path} has {lines} lines; a file holds one idea, in about 400"))
}

/// The page runs under a strict content security policy, which these would break at run time.
fn page(path: &str, text: &str) -> Vec<String> {
    let mut breaches = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let at = |what: &str| format!("{path}:{}: {what}", number + 1);
        if line.contains(" style=\"") {
            breaches.push(at("a style attribute is blocked: use a class or a style: property"));
        }
        if line.contains("innerHTML") || line.contains("inner_html") {
            breaches.push(at("text from outside must be text: use text nodes, not innerHTML"));
        }
        if line.contains("<script") && !line.contains(" src=") {
            breaches.push(at("an inline script is blocked: load a file"));
        }
    }
    breaches
}

/// Where a package comes from is the machine's matter, not the repository's.
fn lock(path: &str, text: &str) -> Option<String> {
    text.contains("\"resolved\"").then(|| format!("{path} names a registry: its .npmrc must keep \"resolved\" out"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_is_told() {
        assert_eq!(length("a.rs", &"x\n".repeat(450)), None);
        assert_eq!(
            length("a.rs", &"x\n".repeat(451)).as_deref(),
            Some("a.rs has 451 lines; a file holds one idea, in about 400")
        );
    }

    #[test]
    fn what_the_policy_blocks_is_told_with_its_line() {
        let text = "<p class=\"style\" style:left=x>\n<p style=\"left:0\">\n<script>1</script>\n<script src=\"a.js\"></script>";
        let breaches = page("index.html", text);
        assert_eq!(breaches.len(), 2, "{breaches:?}");
        assert!(breaches.iter().any(|b| b.starts_with("index.html:2: a style attribute")));
        assert!(breaches.iter().any(|b| b.starts_with("index.html:3: an inline script")));
        assert_eq!(page("src/a.rs", "node.set_inner_html(text)").len(), 1);
    }

    #[test]
    fn a_lock_names_no_registry() {
        assert_eq!(lock("l", r#"{"node_modules/a": {"version": "1.0.0", "integrity": "sha512-x"}}"#), None);
        assert!(lock("l", r#"{"resolved": "somewhere"}"#).is_some());
    }
}

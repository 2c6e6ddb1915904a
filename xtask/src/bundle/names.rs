//! Names that change with the content, and the references to them.
//!
//! A file called `assets/<stem>-<hash>.<extension>` may be cached for ever: other bytes have another name. The hash is
//! of the final bytes, after every optimiser; trunk's own is taken before them.

use crate::files;

/// The name under which `bytes`, built as `name`, are served.
pub fn hashed(name: &str, bytes: &[u8]) -> String {
    let hash = files::hex(&files::sha384(bytes));
    let (stem, extension) = last_part(name).rsplit_once('.').unwrap_or((last_part(name), "bin"));
    format!("assets/{stem}-{}.{extension}", hash.get(..16).unwrap_or(&hash))
}

/// The part of a path behind its last slash.
pub fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Points every reference to `from` in `text` at `to`.
///
/// A reference in an attribute or string is a path from the page, and may begin with `./`. One in a query (`boot.js?js=`…)
/// is read by a script that lies in the same folder as its target, so it gets the last part of `to` alone. A longer
/// name that merely contains `from` is not touched.
pub fn rewrite(text: &str, from: &str, to: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let (before, found) = rest.split_at(at);
        let after = found.get(from.len()..).unwrap_or_default();
        let lead = before.strip_suffix("./").unwrap_or(before);
        out.push_str(before);
        let ends = !after.starts_with(|c: char| c.is_ascii_alphanumeric() || "-_./".contains(c));
        match lead.chars().next_back() {
            Some('"' | '\'') if ends => out.push_str(to),
            Some('=') if ends => out.push_str(last_part(to)),
            _ => out.push_str(from),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The paths that a page refers to in `href` and `src`, without query, fragment and leading `./`; not those on other
/// servers, nor data.
pub fn references(page: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for attribute in ["href=\"", "src=\""] {
        for (at, _) in page.match_indices(attribute) {
            let value = page.get(at + attribute.len()..).and_then(|rest| rest.split('"').next()).unwrap_or_default();
            let path = value.split(['?', '#']).next().unwrap_or_default();
            let path = path.strip_prefix("./").unwrap_or(path);
            if !path.is_empty() && !path.contains(':') && !path.starts_with("//") && !found.contains(&path) {
                found.push(path);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<link rel="modulepreload" href="./app.js"><link href="./app_bg.wasm">
<script src="./boot.js?js=app.js&wasm=app_bg.wasm"></script><a href="https://example.org/app.js">myapp.js app.json</a>"#;

    #[test]
    fn the_name_follows_the_bytes() {
        let name = hashed("style/main.css", b"a{}");
        assert!(name.starts_with("assets/main-") && name.ends_with(".css"), "{name}");
        assert_eq!(name.len(), "assets/main-.css".len() + 16);
        assert_eq!(name, hashed("style/main.css", b"a{}"));
        assert_ne!(name, hashed("style/main.css", b"b{}"));
    }

    #[test]
    fn references_follow_by_path_and_by_query() {
        let page = rewrite(PAGE, "app.js", "assets/app-1.js");
        let page = rewrite(&page, "app_bg.wasm", "assets/app_bg-2.wasm");
        let page = rewrite(&page, "boot.js", "assets/boot-3.js");
        assert_eq!(
            page,
            r#"<link rel="modulepreload" href="./assets/app-1.js"><link href="./assets/app_bg-2.wasm">
<script src="./assets/boot-3.js?js=app-1.js&wasm=app_bg-2.wasm"></script><a href="https://example.org/app.js">myapp.js app.json</a>"#
        );
    }

    #[test]
    fn a_script_in_either_quotes_is_rewritten() {
        assert_eq!(rewrite("new URL('x.wasm', u)", "x.wasm", "x-1.wasm"), "new URL('x-1.wasm', u)");
        assert_eq!(rewrite("new URL(\"x.wasm\",u)", "x.wasm", "x-1.wasm"), "new URL(\"x-1.wasm\",u)");
        assert_eq!(rewrite("'x.wasm.map'", "x.wasm", "x-1.wasm"), "'x.wasm.map'");
    }

    #[test]
    fn only_local_references_count() {
        assert_eq!(references(PAGE), ["app.js", "app_bg.wasm", "boot.js"]);
        assert_eq!(references(r##"<a href="#top"><img src="data:image/png,x"><i src="//cdn/x">"##), Vec::<&str>::new());
    }
}

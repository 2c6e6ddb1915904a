//! `cargo xtask bench`: what the README quotes.

mod layout;
mod page;

use crate::project::{Project, Result};

/// Runs the benchmark that the arguments name, or the layout's.
pub fn run(project: &Project, arguments: &[String]) -> Result<()> {
    match arguments.split_first() {
        Some((word, rest)) if word == "page" => page::run(project, rest),
        Some((word, rest)) if word == "layout" => layout::run(project, rest),
        Some((word, _)) if !word.starts_with("--") => {
            Err(format!("there is no benchmark {word:?}: name layout or page").into())
        }
        _ => layout::run(project, arguments),
    }
}

//! The files in `tests/fixtures/` are what the code makes: `ocp-sim --dump tests/fixtures` brings them up to date.

#![allow(clippy::unwrap_used)]

use ocp_sim::fixtures::{all, dump};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

#[test]
fn the_files_are_what_the_code_makes() {
    let made = dump::files();
    for (name, bytes) in &made {
        let file = fs::read(folder().join(name)).unwrap_or_default();
        assert!(file == *bytes, "tests/fixtures/{name} differs; `ocp-sim --dump tests/fixtures` writes it anew");
    }
    let made: BTreeSet<String> = made.into_iter().map(|(name, _)| name).collect();
    let there = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let stray: Vec<String> = there.filter(|name| name != "README.md" && !made.contains(name)).collect();
    assert!(stray.is_empty(), "no fixture is called {stray:?}");
}

#[test]
fn the_readme_lists_every_file() {
    let readme = fs::read_to_string(folder().join("README.md")).unwrap();
    for fixture in all() {
        assert!(readme.contains(&format!("| {} | {} |", fixture.id, fixture.title)), "{fixture:?}");
    }
    for (name, _) in dump::files() {
        assert!(readme.contains(&format!("`{name}`")), "{name}");
    }
}

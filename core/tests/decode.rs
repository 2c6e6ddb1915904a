//! What the decoder finds odd in each fixture, by code and count.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod restless;

use std::collections::BTreeMap;
use std::path::Path;

use restless::{Restless, run};
use taskscope_core::task::{DecodeError, Decoded, decode, decode_in_slices};

fn line(payload: &[u8]) -> String {
    match decode(payload) {
        Ok(Decoded { tasks, .. }) => {
            let about = tasks.iter().map(|task| {
                let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
                task.findings.iter().for_each(|finding| *counts.entry(finding.code()).or_default() += 1);
                let counts: Vec<String> = counts.iter().map(|(code, count)| format!("{count} {code}")).collect();
                format!(
                    "{} subtasks: {}",
                    task.subtasks.len(),
                    if counts.is_empty() { "-".into() } else { counts.join(", ") }
                )
            });
            about.collect::<Vec<_>>().join(" | ")
        }
        Err(DecodeError::Rejected(failure)) => {
            let code = failure.code.unwrap_or_else(|| "no code".to_owned());
            format!("rejected: {code}, {:?}, {} parts", failure.message, failure.sub_errors.len())
        }
        Err(DecodeError::Malformed { truncated, reason, .. }) => format!("malformed, truncated {truncated}: {reason}"),
        Err(DecodeError::NotJson { beginning }) => {
            format!("not JSON: {:?}", beginning.lines().next().unwrap_or_default())
        }
        Err(error @ (DecodeError::Empty | DecodeError::NotATask)) => format!("{error:?}"),
    }
}

#[test]
fn findings_of_every_fixture() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|kind| kind == "json" || kind == "html"));
    files.sort();
    let table = files.iter().map(|file| {
        let name = file.file_stem().unwrap().to_str().unwrap();
        format!("{name:<32} {}\n", line(&std::fs::read(file).unwrap()))
    });
    insta::assert_snapshot!("decode", table.collect::<String>());
}

#[test]
fn in_slices_it_is_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures");
    for file in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
        let payload = std::fs::read(&file).unwrap();
        let pace = Restless::default();
        let sliced = run(decode_in_slices(&&payload[..], None, &pace));
        assert_eq!(format!("{sliced:?}"), format!("{:?}", decode(&payload)), "{}", file.display());
        assert!(pace.pauses.get() > 0);
    }
}

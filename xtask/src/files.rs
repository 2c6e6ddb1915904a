//! Reading and writing files, with errors that name the file.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha384};

use crate::project::{Problem, Result};

fn failed(verb: &str, path: &Path, error: &std::io::Error) -> Problem {
    format!("cannot {verb} {}: {error}", path.display()).into()
}

/// The bytes of a file.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|e| failed("read", path, &e))
}

/// The text of a file.
pub fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|e| failed("read", path, &e))
}

/// Writes a file, and the folders above it where they are missing.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| failed("create", folder, &e))?;
    }
    fs::write(path, bytes).map_err(|e| failed("write", path, &e))
}

/// Removes a folder and all in it; a folder that is not there is fine.
pub fn remove_folder(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(failed("remove", path, &e)),
        _ => Ok(()),
    }
}

/// Every file below `folder` as sorted paths relative to it, with `/` between the parts. A folder for which `enter`
/// says no (it sees the relative path) is left out.
pub fn walk(folder: &Path, enter: impl Fn(&str) -> bool) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut pending = vec![String::new()];
    while let Some(relative) = pending.pop() {
        let here = folder.join(&relative);
        for entry in fs::read_dir(&here).map_err(|e| failed("list", &here, &e))? {
            let entry = entry.map_err(|e| failed("list", &here, &e))?;
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                return Err(format!("the name of {} is not text", entry.path().display()).into());
            };
            let path = if relative.is_empty() { name.to_owned() } else { format!("{relative}/{name}") };
            if !entry.path().is_dir() {
                found.push(path);
            } else if enter(&path) {
                pending.push(path);
            }
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// The SHA-384 of some bytes.
pub fn sha384(bytes: &[u8]) -> [u8; 48] {
    Sha384::digest(bytes).into()
}

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

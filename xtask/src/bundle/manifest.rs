//! `dist/manifest.json`: every file of the bundle with its sizes and its hash, and the digest of what it was made from.

use std::path::Path;

use super::compress;
use crate::files;
use crate::project::Result;

/// The manifest's own name in `dist/`.
pub const NAME: &str = "manifest.json";

/// What the bundle holds.
pub struct Manifest {
    source: String,
    files: Vec<Entry>,
}

/// One file of the bundle.
pub struct Entry {
    /// Its path in `dist/`.
    pub path: String,
    /// Its length in bytes.
    pub bytes: usize,
    /// The lengths of its compressed twins, where it has them.
    pub twins: Option<Twins>,
    integrity: String,
}

/// The lengths of a file's compressed twins, in bytes.
pub struct Twins {
    /// As gzip.
    pub gzip: usize,
    /// As brotli.
    pub brotli: usize,
}

impl Manifest {
    /// Reads the files of `dist`. `source` is the digest of the sources that they were built from.
    pub fn of(dist: &Path, source: &str) -> Result<Self> {
        let mut entries = Vec::new();
        for path in files::walk(dist, |_| true)? {
            if path == NAME || path.ends_with(".gz") || path.ends_with(".br") {
                continue;
            }
            let bytes = files::read(&dist.join(&path))?;
            let twin = |extension: &str| files::read(&dist.join(format!("{path}.{extension}")));
            let twins = match compress::has_twins(&path) {
                true => Some(Twins { gzip: twin("gz")?.len(), brotli: twin("br")?.len() }),
                false => None,
            };
            let integrity = format!("sha384-{}", base64(&files::sha384(&bytes)));
            entries.push(Entry { path, bytes: bytes.len(), twins, integrity });
        }
        Ok(Self { source: source.to_owned(), files: entries })
    }

    /// The files, sorted by path.
    pub fn files(&self) -> &[Entry] {
        &self.files
    }

    /// The manifest's text. Paths are names that this program made or that lie in the repository: none needs escaping.
    pub fn to_json(&self) -> String {
        let lines: Vec<String> = self.files.iter().map(Entry::to_json).collect();
        format!(
            "{{\n  \"version\": \"{}\",\n  \"source\": \"{}\",\n  \"files\": [\n{}\n  ]\n}}\n",
            env!("CARGO_PKG_VERSION"),
            self.source,
            lines.join(",\n")
        )
    }

    /// The sizes for the terminal.
    pub fn table(&self) -> String {
        let mut out = format!("{:>9} {:>9} {:>9}\n", "bytes", "gzip", "brotli");
        for file in &self.files {
            let (gzip, brotli) = match &file.twins {
                Some(twins) => (twins.gzip.to_string(), twins.brotli.to_string()),
                None => ("–".to_owned(), "–".to_owned()),
            };
            out.push_str(&format!("{:>9} {gzip:>9} {brotli:>9}  {}\n", file.bytes, file.path));
        }
        out
    }
}

impl Entry {
    fn to_json(&self) -> String {
        let twins = match &self.twins {
            Some(twins) => format!(", \"gzip\": {}, \"brotli\": {}", twins.gzip, twins.brotli),
            None => String::new(),
        };
        let Self { path, bytes, integrity, .. } = self;
        format!("    {{ \"path\": \"{path}\", \"bytes\": {bytes}{twins}, \"integrity\": \"{integrity}\" }}")
    }
}

/// Base 64 of a whole number of three-byte groups, as a SHA-384 is: no padding ever.
fn base64(hash: &[u8; 48]) -> String {
    const LETTERS: [u8; 64] = *b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (groups, _) = hash.as_chunks::<3>();
    let letters = groups.iter().flat_map(|[a, b, c]| {
        let bits = u32::from(*a) << 16 | u32::from(*b) << 8 | u32::from(*c);
        [18, 12, 6, 0].map(|shift| char::from(LETTERS[(bits >> shift & 63) as usize]))
    });
    letters.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_what_browsers_call_integrity() {
        // The digest of nothing, as the Subresource Integrity specification's tools print it.
        assert_eq!(base64(&files::sha384(b"")), "OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb");
    }

    #[test]
    fn the_manifest_is_json_by_eye() {
        let file =
            |path: &str, twins| Entry { path: path.to_owned(), bytes: 9, twins, integrity: "sha384-x".to_owned() };
        let manifest = Manifest {
            source: "abc".to_owned(),
            files: vec![file("assets/a.js", Some(Twins { gzip: 8, brotli: 7 })), file("taskscope.json", None)],
        };
        let expected = format!(
            r#"{{
  "version": "{}",
  "source": "abc",
  "files": [
    {{ "path": "assets/a.js", "bytes": 9, "gzip": 8, "brotli": 7, "integrity": "sha384-x" }},
    {{ "path": "taskscope.json", "bytes": 9, "integrity": "sha384-x" }}
  ]
}}
"#,
            env!("CARGO_PKG_VERSION")
        );
        assert_eq!(manifest.to_json(), expected);
    }
}

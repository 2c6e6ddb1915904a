//! Versions as files and tools spell them.

/// The version of `package` in the text of a `Cargo.lock`.
///
/// Of several versions of one package it is the first; the crates that are asked for here are pinned with `=`.
pub fn locked<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let entry = lock.split("[[package]]").find(|entry| field(entry, "name") == Some(package))?;
    field(entry, "version")
}

/// The value of the first `key = "value"` line.
pub fn field<'a>(toml: &'a str, key: &str) -> Option<&'a str> {
    toml.lines().find_map(|line| {
        let (name, value) = line.split_once('=')?;
        (name.trim() == key).then(|| value.trim().trim_matches('"'))
    })
}

/// The version in what `tool --version` prints: the first word after the tool's name.
pub fn printed(output: &str) -> Option<&str> {
    output.split_whitespace().nth(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
version = 4

[[package]]
name = "wasm-bindgen-futures"
version = "0.4.79"
dependencies = [
 "wasm-bindgen",
]

[[package]]
name = "wasm-bindgen"
version = "0.2.129"
"#;

    #[test]
    fn the_lock_names_the_exact_package() {
        assert_eq!(locked(LOCK, "wasm-bindgen"), Some("0.2.129"));
        assert_eq!(locked(LOCK, "wasm-bindgen-futures"), Some("0.4.79"));
        assert_eq!(locked(LOCK, "wasm"), None);
    }

    #[test]
    fn a_field_is_found_by_its_whole_name() {
        let trunk = "[tools]\nwasm_opt_extra = \"no\"\nwasm_opt = \"version_132\"\n";
        assert_eq!(field(trunk, "wasm_opt"), Some("version_132"));
        assert_eq!(field(trunk, "opt"), None);
    }

    #[test]
    fn tools_print_their_name_first() {
        assert_eq!(printed("trunk 0.21.14\n"), Some("0.21.14"));
        assert_eq!(printed("wasm-bindgen 0.2.129 (abc1234)\n"), Some("0.2.129"));
        assert_eq!(printed(""), None);
    }
}

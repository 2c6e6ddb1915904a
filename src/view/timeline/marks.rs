//! What the reader searches for, marked where it stands in a name.

/// A name in pieces, each with whether it is one that is searched for. The terms are in lower case.
pub(super) fn pieces(name: &str, terms: &[String]) -> Vec<(bool, String)> {
    let lower = name.to_ascii_lowercase();
    let mut is_found = vec![false; name.len()];
    for term in terms {
        for (place, _) in lower.match_indices(term.as_str()) {
            is_found.iter_mut().skip(place).take(term.len()).for_each(|flag| *flag = true);
        }
    }
    let mut pieces: Vec<(bool, String)> = Vec::new();
    for (place, letter) in name.char_indices() {
        let flag = is_found.get(place) == Some(&true);
        match pieces.last_mut().filter(|piece| piece.0 == flag) {
            Some((_, piece)) => piece.push(letter),
            None => pieces.push((flag, letter.into())),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    /// The pieces in one text, what is found in brackets.
    fn marked(name: &str, terms: &[&str]) -> String {
        let terms: Vec<String> = terms.iter().map(|&term| term.to_owned()).collect();
        let piece = |(is_found, piece)| if is_found { format!("[{piece}]") } else { piece };
        pieces(name, &terms).into_iter().map(piece).collect()
    }

    #[wasm_bindgen_test]
    fn every_match_is_marked_whatever_its_case() {
        assert_eq!(marked("Bootstrap ob", &["ob"]), "Bootstrap [ob]");
        assert_eq!(marked("Observer of OB", &["ob"]), "[Ob]server of [OB]");
        assert_eq!(marked("重启 observer 进程", &["observer", "进程"]), "重启 [observer] [进程]");
    }

    #[wasm_bindgen_test]
    fn matches_that_touch_or_overlap_are_one() {
        assert_eq!(marked("restart", &["star", "art"]), "re[start]");
        assert_eq!(marked("abab", &["ab"]), "[abab]");
        assert_eq!(marked("none", &["x"]), "none");
    }
}

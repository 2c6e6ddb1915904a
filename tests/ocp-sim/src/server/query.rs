//! `a=b&c=d` and `%41`.

/// The value of a name in a query or form, decoded; the last one, if there are several.
pub(super) fn value(query: &str, name: &str) -> Option<String> {
    let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.rev().find(|(key, _)| *key == name).map(|(_, value)| decode(&value.replace('+', " ")))
}

/// Undoes percent-encoding; what is no valid escape stays as it is, what is no UTF-8 becomes U+FFFD.
pub(super) fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut place = 0;
    while let Some(&byte) = bytes.get(place) {
        let digits = text.get(place + 1..place + 3).filter(|_| byte == b'%');
        if let Some(escaped) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            decoded.push(escaped);
            place += 3;
        } else {
            decoded.push(byte);
            place += 1;
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_and_decoded() {
        assert_eq!(value("name=Create+tenant&size=5", "name").as_deref(), Some("Create tenant"));
        assert_eq!(value("sort=id%2Casc", "sort").as_deref(), Some("id,asc"));
        assert_eq!(value("a=1&a=2", "a").as_deref(), Some("2"));
        assert_eq!(value("ab=1", "a"), None);
    }

    #[test]
    fn broken_escapes_stay() {
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%zz%4"), "%zz%4");
        assert_eq!(decode("%e4%bb%bb"), "任");
        assert_eq!(decode("%é1"), "%é1");
    }
}

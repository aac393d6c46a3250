//! Addresses of a site and the files that answer at them.

use std::fmt;

/// The address of a page or file within the site: begins with `/`, unencoded, without the path of `base_url`.
///
/// A page's address ends with `/` and is answered by `index.html` below it: `/coast/tides/`. A file's address is its
/// path: `/coast/quay.jpg`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route(String);

impl Route {
    /// The route of an address that begins with `/` and is already clean.
    pub fn new(address: impl Into<String>) -> Route {
        Route(address.into())
    }

    /// The route of a page below the given parts: `["coast", "tides"]` → `/coast/tides/`.
    pub fn page<'a>(parts: impl IntoIterator<Item = &'a str>) -> Route {
        let mut address = String::from("/");
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            address.push_str(part);
            address.push('/');
        }
        Route(address)
    }

    /// The address, unencoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file in the output: `coast/tides/index.html`.
    pub fn file(&self) -> String {
        let path = self.0.trim_start_matches('/');
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
    }

    /// The address as it stands in a link: the path of `base_url` in front, percent-encoded.
    pub fn href(&self, base_path: &str) -> String {
        let mut href = String::with_capacity(base_path.len() + self.0.len());
        href.push_str(base_path);
        encode_path(&self.0, &mut href);
        href
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Percent-encodes a path: all but the characters that RFC 3986 allows in a path, and `/`.
pub fn encode_path(path: &str, into: &mut String) {
    let mut start = 0;
    for (at, byte) in path.bytes().enumerate().filter(|(_, byte)| !ALLOWED[usize::from(*byte)]) {
        // Between escapes lie only ASCII characters.
        into.push_str(path.get(start..at).unwrap_or_default());
        into.push('%');
        into.push(char::from(b"0123456789ABCDEF"[usize::from(byte >> 4)]));
        into.push(char::from(b"0123456789ABCDEF"[usize::from(byte & 15)]));
        start = at + 1;
    }
    into.push_str(path.get(start..).unwrap_or_default());
}

/// By byte: whether it stands in a path as it is.
const ALLOWED: [bool; 256] = {
    let mut allowed = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        allowed[byte] = matches!(
            byte as u8,
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b'!' | b'$' | b'(' | b')'
                | b'*' | b'+' | b',' | b';' | b'=' | b':' | b'@'
        );
        byte += 1;
    }
    allowed
};

/// Decodes `%XX`; `None` if the result is not UTF-8 or an escape is broken.
pub fn decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// Whether a path leads to the disk of whoever wrote it: `file:///tides.md`, `C:\tides.md`.
pub fn is_on_disk(path: &str) -> bool {
    path.split_once(':').is_some_and(|(scheme, _)| match scheme.as_bytes() {
        [drive] => drive.is_ascii_alphabetic(),
        _ => scheme.eq_ignore_ascii_case("file"),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encoded(path: &str) -> String {
        let mut into = String::new();
        encode_path(path, &mut into);
        into
    }

    #[test]
    fn a_page_is_answered_by_an_index_below_its_address() {
        assert_eq!(Route::page(["coast", "tides"]).as_str(), "/coast/tides/");
        assert_eq!(Route::page(["coast", "tides"]).file(), "coast/tides/index.html");
        assert_eq!(Route::page([]).file(), "index.html");
        assert_eq!(Route::page(["", "coast"]).as_str(), "/coast/");
        assert_eq!(Route::new("/coast/quay.jpg").file(), "coast/quay.jpg");
    }

    #[test]
    fn an_address_that_is_not_clean_still_names_a_file_below_the_output() {
        for address in ["", "/", "//", "x", "é", "//etc/passwd"] {
            assert!(!Route::new(address).file().starts_with('/'), "{address}");
            assert!(!Route::new(address).file().is_empty(), "{address}");
        }
    }

    #[test]
    fn a_link_has_the_path_of_the_base_url_and_is_percent_encoded() {
        assert_eq!(Route::new("/a b/é/").href("/sub"), "/sub/a%20b/%C3%A9/");
        assert_eq!(Route::new("/").href(""), "/");
        assert_eq!(encoded("a?b#c%d&e\"f'g<h>i\\j"), "a%3Fb%23c%25d%26e%22f%27g%3Ch%3Ei%5Cj");
        assert_eq!(encoded("A-z.0_9~!$()*+,;=:@/"), "A-z.0_9~!$()*+,;=:@/");
    }

    #[test]
    fn a_broken_escape_is_not_decoded() {
        for text in ["%", "%1", "%zz", "a%2", "%ff", "%C3", "%+1", "%é"] {
            assert_eq!(decode(text), None, "{text}");
        }
        assert_eq!(decode("%2e%2E%2f").as_deref(), Some("../"));
        assert_eq!(decode("a+b").as_deref(), Some("a+b"));
    }

    proptest! {
        #[test]
        fn what_was_encoded_decodes_to_itself(path in any::<String>()) {
            let encoded = encoded(&path);
            prop_assert!(encoded.is_ascii() && !encoded.contains(['"', '<', '>', '&', '\'', ' ']));
            prop_assert_eq!(decode(&encoded), Some(path));
        }

        #[test]
        fn decoding_never_panics(text in "[%0-9a-fé]{0,12}") {
            let _ = decode(&text);
        }
    }
}

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
        let path = &self.0[1..];
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
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => into.push(char::from(byte)),
            b'-' | b'.' | b'_' | b'~' | b'/' | b'!' | b'$' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=' | b':'
            | b'@' => {
                into.push(char::from(byte));
            }
            byte => {
                into.push('%');
                into.push(char::from(b"0123456789ABCDEF"[usize::from(byte >> 4)]));
                into.push(char::from(b"0123456789ABCDEF"[usize::from(byte & 15)]));
            }
        }
    }
}

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

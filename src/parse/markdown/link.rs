//! Destinations of links and pictures.

use std::ops::Range;

use crate::parse::document::LinkTarget;
use crate::route::is_on_disk;

/// What a destination leads to.
pub(super) enum Destination {
    /// Another site, or a program such as the reader's mail.
    Outside,
    /// It would run a program.
    Unsafe,
    /// This site.
    Inside(LinkTarget),
}

/// Tells where a destination leads; `picture` allows `data:image/…`.
pub(super) fn classify(destination: &str, picture: bool) -> Destination {
    if destination.starts_with("https://") {
        return Destination::Outside;
    }
    // Browsers drop control characters and white space within a scheme, so `java\nscript:` would run.
    let shown = destination.chars().filter(|c| !c.is_control() && !c.is_whitespace());
    let plain: String = match destination.contains(':') {
        true => shown.take(64).flat_map(char::to_lowercase).collect(),
        false => String::new(),
    };
    if let Some((scheme, rest)) = scheme(&plain) {
        return match scheme {
            "javascript" | "vbscript" | "vscript" => Destination::Unsafe,
            "data" if !(picture && rest.starts_with("image/")) => Destination::Unsafe,
            _ if is_on_disk(destination) => {
                Destination::Inside(LinkTarget::File { path: decode(destination), fragment: String::new() })
            }
            _ => Destination::Outside,
        };
    }
    if destination.starts_with("//") {
        return Destination::Outside;
    }
    let (path, fragment) = destination.split_once('#').unwrap_or((destination, ""));
    let fragment = decode(fragment);
    if path.is_empty() {
        return Destination::Inside(LinkTarget::Anchor(fragment));
    }
    Destination::Inside(if path.starts_with('/') {
        LinkTarget::Address { path: decode(path), fragment }
    } else {
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        LinkTarget::File { path: decode(path), fragment }
    })
}

fn scheme(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let mut chars = scheme.chars();
    let named = chars.next()?.is_ascii_alphabetic() && chars.all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    named.then_some((scheme, rest))
}

/// The target of a wiki link: `Title`, `title#anchor`.
pub(super) fn wiki(text: &str) -> LinkTarget {
    let (name, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (name, fragment) = (name.trim(), fragment.trim().to_owned());
    if name.is_empty() { LinkTarget::Anchor(fragment) } else { LinkTarget::Wiki { name: name.to_owned(), fragment } }
}

/// Percent-decodes; text that would not be UTF-8 stays as it is.
pub(super) fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let digit = |byte: Option<&u8>| byte.and_then(|byte| (*byte as char).to_digit(16));
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (byte, digit(bytes.get(at + 1)), digit(bytes.get(at + 2))) {
            (b'%', Some(high), Some(low)) => {
                decoded.push(u8::try_from(high * 16 + low).unwrap_or(b'%'));
                at += 3;
            }
            (byte, ..) => {
                decoded.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

/// Appends an address for `href="…"`: what must not stand in an address is percent-encoded, `&` and `'` are escaped.
pub(super) fn escape_href(address: &str, into: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut rest = address;
    loop {
        let plain = rest.bytes().position(|byte| !is_address(byte)).unwrap_or(rest.len());
        let (plain, others) = rest.split_at(plain);
        into.push_str(plain);
        let Some(c) = others.chars().next() else { return };
        match c {
            '&' => into.push_str("&amp;"),
            '\'' => into.push_str("&#x27;"),
            _ => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    into.push('%');
                    into.push(HEX[usize::from(byte >> 4)] as char);
                    into.push(HEX[usize::from(byte & 15)] as char);
                }
            }
        }
        rest = &others[c.len_utf8()..];
    }
}

fn is_address(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.+!*(),%#@?=;:/$~".contains(&byte)
}

/// Where the destination stands in the rest of a link after its text, `](destination "title")`.
pub(super) fn destination_range(rest: &str) -> Option<Range<usize>> {
    let bytes = rest.as_bytes();
    let open = rest.find("](")? + 2;
    let start = open + bytes.get(open..)?.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    if bytes.get(start) == Some(&b'<') {
        let len = rest.get(start + 1..)?.find('>')?;
        return Some(start + 1..start + 1 + len);
    }
    let mut depth = 0_usize;
    let mut escaped = false;
    for (offset, byte) in bytes.get(start..)?.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(start..start + offset),
            b')' => depth -= 1,
            byte if byte.is_ascii_whitespace() => return Some(start..start + offset),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_that_runs_a_program_is_unsafe_however_it_is_hidden() {
        for text in [
            "javascript:alert(1)",
            " JavaScript:x",
            "java\nscript:x",
            "\u{1}vbscript:x",
            "vscript:x",
            "data:text/html,x",
        ] {
            assert!(matches!(classify(text, false), Destination::Unsafe), "{text:?}");
        }
        assert!(matches!(classify("data:image/png;base64,x", true), Destination::Outside));
        assert!(matches!(classify("data:image/png;base64,x", false), Destination::Unsafe));
        for text in ["C:\\tides.md", "c:/tides.md", "file:///tides.md", "FILE:tides.md"] {
            assert!(matches!(classify(text, false), Destination::Inside(LinkTarget::File { .. })), "{text:?}");
        }
        for text in ["https://x", "mailto:a@b", "tel:1", "//host/x"] {
            assert!(matches!(classify(text, false), Destination::Outside), "{text:?}");
        }
    }

    #[test]
    fn a_target_is_told_by_how_it_begins() {
        let target = |text| match classify(text, false) {
            Destination::Inside(target) => target,
            _ => panic!("{text} is inside"),
        };
        let file = |path: &str, fragment: &str| LinkTarget::File { path: path.into(), fragment: fragment.into() };
        assert_eq!(target("#a%20b"), LinkTarget::Anchor("a b".into()));
        assert_eq!(target("../a%20b.md?x=1#c"), file("../a b.md", "c"));
        assert_eq!(target("/a/?q=1#c"), LinkTarget::Address { path: "/a/?q=1".into(), fragment: "c".into() });
        assert_eq!(target("?x"), file("", ""));
        assert_eq!(target("a%FFb"), file("a%FFb", ""));
    }

    #[test]
    fn the_place_of_a_destination_is_found() {
        for (rest, expected) in [
            ("](a.md)", "a.md"),
            ("]( a(b).md \"t\")", "a(b).md"),
            ("](<a b.md> 't')", "a b.md"),
            ("](a\\)b)", "a\\)b"),
        ] {
            assert_eq!(destination_range(rest).map(|range| &rest[range]), Some(expected));
        }
        assert_eq!(destination_range("][ref]"), None);
    }
}

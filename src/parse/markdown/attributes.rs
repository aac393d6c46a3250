//! Attribute blocks: `{key="value" key='value' key=value flag #id .class}`.

use std::ops::Range;

use crate::text::{Span, Spanned};

/// What stands in an attribute block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Attributes {
    /// `#id`.
    pub id: Option<Spanned<String>>,
    /// `.class`.
    pub classes: Vec<String>,
    /// Names and values; a bare name has the value `true`.
    pub pairs: Vec<(Spanned<String>, Spanned<String>)>,
}

/// Reads the block that begins at the start of `text`, and says how long it is; `None` if it is broken.
///
/// `span` gives the place in the file of a range of `text`.
pub(super) fn read(text: &str, span: &dyn Fn(Range<usize>) -> Span) -> Option<(Attributes, usize)> {
    let bytes = text.as_bytes();
    if bytes.first() != Some(&b'{') {
        return None;
    }
    let mut attributes = Attributes::default();
    let mut at = 1;
    loop {
        let gap = run(bytes, at, |byte| byte.is_ascii_whitespace());
        let separated = gap > 0 || at == 1;
        at += gap;
        let byte = *bytes.get(at)?;
        if byte == b'}' {
            return Some((attributes, at + 1));
        }
        if !separated {
            return None;
        }
        if byte == b'#' || byte == b'.' {
            let from = at + 1;
            let len = run(bytes, from, is_value);
            if len == 0 {
                return None;
            }
            let word = text.get(from..from + len)?.to_owned();
            if byte == b'.' {
                attributes.classes.push(word);
            } else if attributes.id.replace(Spanned::new(word, span(from..from + len))).is_some() {
                return None;
            }
            at = from + len;
            continue;
        }
        let len = name_len(bytes.get(at..)?);
        if len == 0 {
            return None;
        }
        let name = Spanned::new(text.get(at..at + len)?.to_owned(), span(at..at + len));
        if attributes.pairs.iter().any(|(known, _)| known.value == name.value) {
            return None;
        }
        at += len;
        let value = if bytes.get(at) == Some(&b'=') {
            let (value, range) = value(text, at + 1)?;
            at = range.end + usize::from(matches!(bytes.get(range.end), Some(b'"' | b'\'')));
            Spanned::new(value, span(range))
        } else {
            Spanned::new("true".to_owned(), name.span)
        };
        attributes.pairs.push((name, value));
    }
}

/// The name that the block at the start of `text` gives a second value, which is what may be wrong with a broken one.
pub(super) fn repeated(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let mut known: Vec<&str> = Vec::new();
    let mut at = 1;
    loop {
        at += run(bytes, at, |byte| byte.is_ascii_whitespace());
        if matches!(bytes.get(at)?, b'#' | b'.') {
            at += 1 + run(bytes, at + 1, is_value);
            continue;
        }
        let len = Some(name_len(bytes.get(at..)?)).filter(|len| *len > 0)?;
        let name = text.get(at..at + len)?;
        if known.contains(&name) {
            return Some(name);
        }
        known.push(name);
        at += len;
        if bytes.get(at) == Some(&b'=') {
            let (_, range) = value(text, at + 1)?;
            at = range.end + usize::from(matches!(bytes.get(range.end), Some(b'"' | b'\'')));
        }
    }
}

/// The length of the name at the start of `bytes`: a letter, then letters, digits, `-` and `_`.
pub(super) fn name_len(bytes: &[u8]) -> usize {
    match bytes.first() {
        Some(first) if first.is_ascii_alphabetic() => run(bytes, 0, is_name),
        _ => 0,
    }
}

/// Whether a byte can stand in a name.
pub(super) fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

fn is_value(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !matches!(byte, b'{' | b'}' | b'"' | b'\'' | b'=' | b'<' | b'>' | b'`')
}

fn run(bytes: &[u8], from: usize, fits: impl Fn(u8) -> bool) -> usize {
    bytes.get(from..).map_or(0, |rest| rest.iter().take_while(|byte| fits(**byte)).count())
}

/// The value at `at`, and its range without quotes. A backslash in quotes keeps the quote after it, and the
/// bar, which in a table has to have one.
fn value(text: &str, at: usize) -> Option<(String, Range<usize>)> {
    let bytes = text.as_bytes();
    let quote = match bytes.get(at)? {
        quote @ (b'"' | b'\'') => *quote,
        _ => {
            let len = run(bytes, at, |byte| {
                !byte.is_ascii_whitespace() && !matches!(byte, b'{' | b'}' | b'"' | b'\'' | b'<' | b'>' | b'`')
            });
            if len == 0 {
                return None;
            }
            return Some((text.get(at..at + len)?.to_owned(), at..at + len));
        }
    };
    let from = at + 1;
    let mut value = String::new();
    let mut escaped = false;
    for (offset, c) in text.get(from..)?.char_indices() {
        if escaped {
            if c != quote as char && !matches!(c, '\\' | '|') {
                value.push('\\');
            }
            value.push(c);
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == quote as char {
            return Some((value, from..from + offset));
        } else {
            value.push(c);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(text: &str) -> Option<(Attributes, usize)> {
        read(text, &|range| Span::from(range))
    }

    #[test]
    fn every_form_of_attribute_is_read_with_its_place() {
        let text = r#"{a="x \"y\" }" b='z' c=w flag #id .one .two} rest"#;
        let (attributes, len) = block(text).expect("the block is well formed");
        let pairs: Vec<_> = attributes.pairs.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(pairs, [("a", "x \"y\" }"), ("b", "z"), ("c", "w"), ("flag", "true")]);
        assert_eq!(attributes.id.as_ref().map(|id| id.value.as_str()), Some("id"));
        assert_eq!(attributes.classes, ["one", "two"]);
        assert_eq!(&text[len..], " rest");
        assert_eq!(&text[attributes.pairs[1].1.span.range()], "z");
    }

    #[test]
    fn a_broken_block_is_none() {
        for text in ["{", "{a=\"x}", "{a=}", "{a b", "{=x}", "{#}", "{a=\"x\"b=y}", "{a=1 a=2}", "{#x #y}", "x"] {
            assert_eq!(block(text), None, "{text}");
        }
    }
}

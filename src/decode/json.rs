//! JSON → a tree with places.
//!
//! `serde_json` says whether the text is JSON at all, and where it stops being so; what it accepts is then read here,
//! because it tells no places of the values.

use super::{Node, Value};
use crate::diagnostics::{Code, Diagnosed, Diagnostic};
use crate::text::{RelPath, SourceMap, Span, Spanned, Text};

/// Reads a file of JSON (RFC 8259); `None`, and a diagnostic, if it is none, or nested deeper than 128 levels.
pub fn json(path: &RelPath, text: &str) -> Diagnosed<Option<Node>> {
    if let Err(fault) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        let at = offset(text, fault.line(), fault.column());
        let words = fault.to_string();
        let words = words.split(" at line ").next().unwrap_or_default();
        let diagnostic = Diagnostic::new(Code::JsonSyntax, path, Span::at(at), format!("this is not JSON: {words}"))
            .help("export the file again, or correct it by hand");
        return Diagnosed { value: None, diagnostics: vec![diagnostic] };
    }
    let mut reader = Reader { text, at: 0 };
    Diagnosed::clean(Some(reader.value()))
}

/// The offset of a line and a column from 1, both of which `serde_json` counts in bytes.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut at = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Reads a text that is known to be JSON.
struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    fn value(&mut self) -> Node {
        let first = self.peek();
        let start = self.at;
        let value = match first {
            Some(b'{') => Value::Map(self.items(|reader| {
                let key = reader.string();
                reader.peek();
                // The colon.
                reader.at += 1;
                (Spanned::new(key.value, key.span), reader.value())
            })),
            Some(b'[') => Value::List(self.items(Reader::value)),
            Some(b'"') => Value::Text(self.string()),
            _ => {
                let rest = self.text.get(self.at..).unwrap_or_default();
                let length = rest.find([',', ']', '}', ' ', '\t', '\n', '\r']).unwrap_or(rest.len());
                self.at += length;
                match &rest[..length] {
                    "null" => Value::Null,
                    "true" => Value::Bool(true),
                    "false" => Value::Bool(false),
                    number => Value::Number(number.to_owned()),
                }
            }
        };
        Node::new(value, Span::new(start, self.at))
    }

    /// What stands between brackets, separated by commas.
    fn items<T>(&mut self, read: impl Fn(&mut Self) -> T) -> Vec<T> {
        let mut items = Vec::new();
        self.at += 1;
        loop {
            match self.peek() {
                Some(b']' | b'}') | None => break,
                Some(b',') => self.at += 1,
                Some(_) => items.push(read(self)),
            }
        }
        self.at = (self.at + 1).min(self.text.len());
        items
    }

    fn string(&mut self) -> Text {
        self.peek();
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut end = start + 1;
        while let Some(byte) = bytes.get(end).filter(|byte| **byte != b'"') {
            end += if *byte == b'\\' { 2 } else { 1 };
        }
        self.at = (end + 1).min(self.text.len());
        let written = self.text.get(start..self.at).unwrap_or_default();
        let value: String = serde_json::from_str(written).unwrap_or_default();
        let mut map = SourceMap::default();
        if value.len() + 2 == written.len() {
            map.copied(0, Span::new(start + 1, end));
        } else {
            map.stands_for(0, Span::new(start + 1, end));
        }
        Text { value, map, span: Span::new(start, self.at) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn path() -> RelPath {
        RelPath::new("content/sources.json").expect("a path")
    }

    #[test]
    fn every_value_has_its_place() {
        let text = "[{\"a\": \"b\\ud83d\\ude00\",\t\"n\": [1.50, null]}]";
        let Some(Node { value: Value::List(items), .. }) = json(&path(), text).value else { panic!("no list") };
        let Value::Map(entries) = &items[0].value else { panic!("no map") };
        let [(a, b), (_, n)] = entries.as_slice() else { panic!("{entries:?}") };
        assert_eq!((&text[a.span.range()], &text[b.span.range()]), ("\"a\"", "\"b\\ud83d\\ude00\""));
        assert_eq!(b.clone().into_text().map(|text| text.value).as_deref(), Some("b😀"));
        assert_eq!(&text[n.span.range()], "[1.50, null]");
    }

    #[test]
    fn what_is_no_json_is_reported_where_it_stops_being_so() {
        let found = json(&path(), "[\n  {\"ä\": 1,}\n]");
        let place = found.diagnostics[0].place.as_ref().and_then(|place| place.span);
        assert_eq!(place, Some(Span::at(13)));
    }

    proptest! {
        #[test]
        fn the_tree_says_what_serde_json_says(text in r#"[\[\]{}",: \\a1\t]{0,24}"#) {
            let read = json(&path(), &text).value.map(Node::into_json);
            let expected = serde_json::from_str::<serde_json::Value>(&text);
            // A key that stands twice is two entries here.
            prop_assert_eq!(read.is_some(), expected.is_ok());
            if let (Some(read), Ok(expected)) = (read, expected) {
                prop_assert_eq!(read, expected);
            }
        }
    }
}

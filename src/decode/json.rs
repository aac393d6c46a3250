//! JSON → a tree with places.
//!
//! `serde_json` says whether the text is JSON at all, and where it stops being so; what it accepts is then read here,
//! because it tells no places of the values.

use super::{Mistakes, Node, Syntax, Value};
use crate::diagnostics::{Code, Diagnosed, Diagnostic};
use crate::text::{RelPath, SourceMap, Span, Spanned, Text};

/// Reads a file of JSON (RFC 8259); `None`, and a diagnostic, if it is none, or nested deeper than 128 levels.
///
/// A mark of the byte order at its beginning, which some programs write, is passed over. Of a key that stands twice in one
/// object the first counts, and the other is a mistake.
pub fn json(path: &RelPath, text: &str) -> Diagnosed<Option<Node>> {
    let begin = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    if let Err(fault) = serde_json::from_str::<serde::de::IgnoredAny>(&text[begin..]) {
        let at = begin + offset(&text[begin..], fault.line(), fault.column());
        let words = fault.to_string();
        let words = words.split(" at line ").next().unwrap_or_default();
        let diagnostic = Diagnostic::new(Code::JsonSyntax, path, Span::at(at), format!("this is not JSON: {words}"))
            .help("export the file again, or correct it by hand");
        return Diagnosed { value: None, diagnostics: vec![diagnostic] };
    }
    let mistakes = Mistakes::new(path, Syntax::Json);
    let root = Reader { text, at: begin, mistakes: &mistakes }.value();
    mistakes.with(Some(root))
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
    mistakes: &'t Mistakes<'t>,
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
            Some(b'{') => {
                let mut entries = self.items(|reader| {
                    let key = reader.string();
                    reader.peek();
                    // The colon.
                    reader.at += 1;
                    (Spanned::new(key.value, key.span), reader.value())
                });
                self.mistakes.drop_duplicates(&mut entries);
                Value::Map(entries)
            }
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
        let value = serde_json::from_str(written).unwrap_or_else(|_| self.without_halves(start, written));
        let mut map = SourceMap::default();
        if value.len() + 2 == written.len() {
            map.copied(0, Span::new(start + 1, end));
        } else {
            map.stands_for(0, Span::new(start + 1, end));
        }
        Text { value, map, span: Span::new(start, self.at) }
    }

    /// The text of a string that begins at `start` and of which all is right but that some of its escapes stand for half a
    /// character; they are reported.
    fn without_halves(&self, start: usize, written: &str) -> String {
        let mut whole = String::with_capacity(written.len());
        let mut rest = written;
        while let Some(at) = rest.find('\\') {
            let (before, escape) = rest.split_at(at);
            whole.push_str(before);
            let unit = utf16(escape);
            let is_pair = matches!(unit, Some(0xd800..=0xdbff))
                && matches!(escape.get(6..).and_then(utf16), Some(0xdc00..=0xdfff));
            let length = match unit {
                Some(_) if is_pair => 12,
                Some(_) => 6,
                None => 2,
            };
            let (escape, after) = escape.split_at_checked(length).unwrap_or((escape, ""));
            if !is_pair && matches!(unit, Some(0xd800..=0xdfff)) {
                let at = start + (written.len() - rest.len()) + before.len();
                let message = format!("`{escape}` is half of a character, and the other half is missing");
                let fault = self.mistakes.at(Code::JsonSyntax, Span::new(at, at + escape.len()), message);
                self.mistakes.add(fault.help("write the character itself, or export the file again"));
                whole.push(char::REPLACEMENT_CHARACTER);
            } else {
                whole.push_str(escape);
            }
            rest = after;
        }
        whole.push_str(rest);
        serde_json::from_str(&whole).unwrap_or_default()
    }
}

/// The number of the escape `\uXXXX` that a text begins with.
fn utf16(text: &str) -> Option<u16> {
    u16::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok()
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

    #[test]
    fn a_mark_of_the_byte_order_is_passed_over() {
        let text = "\u{feff}[{\"a\": 1}]";
        let Some(Node { value: Value::List(items), .. }) = json(&path(), text).value else { panic!("no list") };
        assert_eq!(&text[items[0].span.range()], "{\"a\": 1}");
        let text = "\u{feff}[x]";
        let place = json(&path(), text).diagnostics[0].place.as_ref().and_then(|place| place.span);
        assert_eq!(place, Some(Span::at(4)));
    }

    #[test]
    fn a_key_that_stands_twice_is_told_and_the_first_counts() {
        let read = json(&path(), "{\"a\": 1, \"b\": {\"c\": 2, \"\\u0063\": 3}, \"a\": 4}");
        let messages: Vec<&str> = read.diagnostics.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(messages, ["duplicate field `c`", "duplicate field `a`"]);
        assert_eq!(read.value.map(|node| node.into_json().to_string()).as_deref(), Some("{\"a\":1,\"b\":{\"c\":2}}"));
    }

    #[test]
    fn half_a_character_is_told_where_it_stands_and_the_rest_of_its_text_is_read() {
        let text = "[\"\\\\\\ud83d\\ude00\\ud83dé\\n\"]";
        let read = json(&path(), text);
        let [fault] = read.diagnostics.as_slice() else { panic!("{:?}", read.diagnostics) };
        let span = fault.place.as_ref().and_then(|place| place.span).expect("a place");
        assert_eq!((fault.code, span.start, &text[span.range()]), (Code::JsonSyntax, 16, "\\ud83d"));
        let read = read.value.map(Node::into_json);
        assert_eq!(read, Some(serde_json::json!(["\\😀\u{fffd}é\n"])));
    }

    proptest! {
        #[test]
        fn the_tree_says_what_serde_json_says(text in r#"[\[\]{}",: \\a1\t]{0,24}"#) {
            let read = json(&path(), &text);
            // There the last of two keys counts.
            let twice = read.value.is_some() && !read.diagnostics.is_empty();
            let read = read.value.map(Node::into_json);
            let expected = serde_json::from_str::<serde_json::Value>(&text);
            prop_assert_eq!(read.is_some(), expected.is_ok());
            if let (Some(read), Ok(expected)) = (read, expected)
                && !twice
            {
                prop_assert_eq!(read, expected);
            }
        }
    }
}

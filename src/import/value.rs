//! Values of front matter, and how they are written as YAML and TOML.

use crate::decode::{self, Node};

/// A value, without its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as written; dates that are written by byline are such words, too.
    Plain(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// A mapping in written order.
    Map(Vec<(String, Value)>),
}

impl From<Node> for Value {
    fn from(node: Node) -> Value {
        match node.value {
            decode::Value::Null => Value::Null,
            decode::Value::Bool(value) => Value::Bool(value),
            decode::Value::Number(written) => Value::Plain(written),
            decode::Value::Text(text) => Value::Text(text.value),
            decode::Value::List(items) => Value::List(items.into_iter().map(Value::from).collect()),
            decode::Value::Map(entries) => {
                Value::Map(entries.into_iter().map(|(key, node)| (key.value, Value::from(node))).collect())
            }
        }
    }
}

impl Value {
    /// A text.
    pub fn text(text: impl Into<String>) -> Value {
        Value::Text(text.into())
    }

    /// Makes a list of one text that names several things with commas between them.
    pub fn divide_at_commas(&mut self) {
        if let Value::Text(text) = self
            && text.contains(',')
        {
            let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
            *self = Value::List(parts.map(Value::text).collect());
        }
    }

    /// The text of a text or number.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) | Value::Plain(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is `true`, also as a text or as YAML 1.1 has it: `yes`, `on`.
    pub fn is_true(&self) -> bool {
        matches!(self, Value::Bool(true)) || self.is_word(&["true", "yes", "on", "y", "1"])
    }

    /// Whether it is `false`, also as a text or as YAML 1.1 has it: `no`, `off`.
    pub fn is_false(&self) -> bool {
        matches!(self, Value::Bool(false)) || self.is_word(&["false", "no", "off", "n", "0"])
    }

    fn is_word(&self, words: &[&str]) -> bool {
        self.as_text().is_some_and(|text| words.iter().any(|word| text.trim().eq_ignore_ascii_case(word)))
    }

    /// Whether a field of this name and value keeps a page from the public: a page is a draft whenever that is in doubt.
    pub fn hides(&self, key: &str) -> bool {
        match key {
            "draft" => !self.is_false() && !matches!(self, Value::Null),
            "published" | "publish" => self.is_false(),
            _ => false,
        }
    }

    /// The entry of a mapping.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Map(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The entries of a mapping.
    pub fn entries(&self) -> &[(String, Value)] {
        match self {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; anything else but nothing is a list of itself.
    pub fn items(&self) -> Vec<&Value> {
        match self {
            Value::List(items) => items.iter().collect(),
            Value::Null => Vec::new(),
            one => vec![one],
        }
    }

    /// The texts of a list, or the one text.
    pub fn texts(&self) -> Vec<&str> {
        let texts = self.items().into_iter().filter_map(Value::as_text).map(str::trim);
        texts.filter(|text| !text.is_empty()).collect()
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Null => true,
            Value::Text(text) => text.trim().is_empty(),
            Value::List(items) => items.iter().all(Value::is_empty),
            Value::Map(entries) => entries.is_empty(),
            Value::Bool(_) | Value::Plain(_) => false,
        }
    }

    /// The value on one line, for reports.
    pub fn shown(&self) -> String {
        let mut yaml = String::new();
        flow(self, &mut yaml);
        yaml
    }
}

/// The mapping as YAML, one field a line, lists of short texts on theirs.
pub fn yaml(fields: &[(String, Value)]) -> String {
    let mut out = String::new();
    mapping(fields, 0, &mut out);
    out
}

fn mapping(fields: &[(String, Value)], indent: usize, out: &mut String) {
    for (number, (key, value)) in fields.iter().enumerate() {
        if number > 0 {
            out.push_str(&" ".repeat(indent));
        }
        scalar(key, out);
        out.push(':');
        entry(value, indent, out);
    }
}

/// What follows the colon of a field that is indented so far, with the end of the line.
fn entry(value: &Value, indent: usize, out: &mut String) {
    match value {
        Value::Map(entries) if !entries.is_empty() => {
            out.push('\n');
            out.push_str(&" ".repeat(indent + 2));
            mapping(entries, indent + 2, out);
        }
        Value::List(items) if !is_short(items) => {
            for item in items {
                out.push('\n');
                out.push_str(&" ".repeat(indent + 2));
                out.push('-');
                match item {
                    Value::Map(entries) if !entries.is_empty() => {
                        out.push(' ');
                        mapping(entries, indent + 4, out);
                        out.pop();
                    }
                    item => {
                        entry(item, indent + 2, out);
                        out.pop();
                    }
                }
            }
            out.push('\n');
        }
        Value::Text(text) if is_block(text) => block(text, indent + 2, out),
        value => {
            out.push(' ');
            flow(value, out);
            out.push('\n');
        }
    }
}

/// Whether a list fits on a line.
fn is_short(items: &[Value]) -> bool {
    let scalars = items.iter().all(|item| match item {
        Value::Map(_) | Value::List(_) => false,
        Value::Text(text) => !text.contains('\n'),
        _ => true,
    });
    scalars && items.iter().map(|item| item.as_text().map_or(5, str::len) + 2).sum::<usize>() < 100
}

fn flow(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Plain(written) if is_bare(written) => out.push_str(written),
        Value::Plain(text) | Value::Text(text) => scalar(text, out),
        Value::List(items) => {
            out.push('[');
            for (number, item) in items.iter().enumerate() {
                out.push_str(if number > 0 { ", " } else { "" });
                flow(item, out);
            }
            out.push(']');
        }
        Value::Map(entries) => {
            out.push('{');
            for (number, (key, value)) in entries.iter().enumerate() {
                out.push_str(if number > 0 { ", " } else { "" });
                scalar(key, out);
                out.push_str(": ");
                flow(value, out);
            }
            out.push('}');
        }
    }
}

/// Whether a word can stand as it is and is no text: a number or a date.
fn is_bare(written: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-' | b':' | b'_');
    let first =
        written.as_bytes().first().is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.'));
    first && written.bytes().all(fits) && written.bytes().any(|byte| byte.is_ascii_digit()) && !written.ends_with(':')
}

/// A text as it must be written to be read as that text, on one line.
fn scalar(text: &str, out: &mut String) {
    if is_plain(text) {
        return out.push_str(text);
    }
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_unprintable(c) => match u32::from(c) {
                code @ 0..=0xFF => out.push_str(&format!("\\x{code:02X}")),
                code @ 0..=0xFFFF => out.push_str(&format!("\\u{code:04X}")),
                code => out.push_str(&format!("\\U{code:08X}")),
            },
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Characters that YAML, or a person who reads it, cannot tell from others.
fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{e000}'..='\u{f8ff}')
}

/// Whether a text means itself without quotes, in a list between brackets as well.
fn is_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let begins =
        first.is_alphabetic() || (first.is_ascii_digit() && text.contains(|c: char| c.is_alphabetic() || c == ' '));
    let clean = text.chars().all(|c| !is_unprintable(c) && !matches!(c, '[' | ']' | '{' | '}' | ',' | '"' | '`'));
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"];
    let is_word = words.iter().any(|word| text.eq_ignore_ascii_case(word));
    // Anything that could be a number or a date in some reader is quoted.
    let is_number = first.is_ascii_digit() && !text.contains(' ');
    begins
        && clean
        && !is_word
        && !is_number
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with([':', ' '])
}

/// Whether a text can be written as lines of a block.
fn is_block(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let clean = |line: &str| !line.ends_with([' ', '\t']) && !line.chars().any(is_unprintable);
    body.contains('\n')
        && !body.starts_with([' ', '\t', '\n'])
        && !body.ends_with('\n')
        && !body.contains('\r')
        && body.split('\n').all(clean)
}

fn block(text: &str, indent: usize, out: &mut String) {
    out.push_str(if text.ends_with('\n') { " |\n" } else { " |-\n" });
    for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
        if !line.is_empty() {
            out.push_str(&" ".repeat(indent));
            out.push_str(line);
        }
        out.push('\n');
    }
}

/// A text in quotes, as TOML writes it.
pub fn toml_text(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_unprintable(c) => out.push_str(&format!("\\U{:08X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::RelPath;

    fn read(yaml: &str) -> Value {
        let path = RelPath::new("content/a.md").expect("a path");
        let read = decode::yaml(&path, yaml, 0);
        assert!(read.diagnostics.is_empty(), "{yaml}\n{:?}", read.diagnostics);
        read.value.map_or(Value::Null, Value::from)
    }

    #[test]
    fn a_field_is_written_as_people_write_it() {
        let fields = [
            ("title".to_owned(), Value::text("How tides: shape #1")),
            ("published".to_owned(), Value::Plain("2024-02-11T08:00:00+01:00".to_owned())),
            ("tags".to_owned(), Value::List(vec![Value::text("tides"), Value::text("2020"), Value::text("a, b")])),
            ("dek".to_owned(), Value::text("one\n\n  two\n")),
            (
                "faqs".to_owned(),
                Value::List(vec![Value::Map(vec![
                    ("question".to_owned(), Value::text("Why?")),
                    ("answer".to_owned(), Value::text("a\nb")),
                ])]),
            ),
            ("extra".to_owned(), Value::Map(vec![("x".to_owned(), Value::Bool(true))])),
        ];
        let expected = "title: \"How tides: shape #1\"\npublished: 2024-02-11T08:00:00+01:00\ntags: [tides, \"2020\", \"a, b\"]\n\
            dek: |\n  one\n\n    two\nfaqs:\n  - question: Why?\n    answer: |-\n      a\n      b\nextra:\n  x: true\n";
        assert_eq!(yaml(&fields), expected);
    }

    fn value() -> impl Strategy<Value = Value> {
        let special = prop::sample::select(
            [
                "",
                " ",
                "~",
                "null",
                "yes",
                "1",
                "1e3",
                "0x1",
                "- a",
                "? b",
                "a: b",
                "a #b",
                "\"",
                "'",
                "é\n  x\n",
                "\n",
                "a\n\nb",
                "@x",
                "`",
                "%",
                "&a",
                "*a",
                "!t",
                "|",
                ">",
                "2020-01-01",
                "\t",
                "a\u{2028}b",
                "\u{feff}",
                "---",
                "...",
                "\\",
                "12:30",
                "[",
                "}",
                ".5",
                "x\n---\ny",
            ]
            .map(str::to_owned)
            .to_vec(),
        );
        let text = prop_oneof![special, "[ -~]{0,12}", any::<String>()];
        let leaf = prop_oneof![text.prop_map(Value::Text), any::<bool>().prop_map(Value::Bool), Just(Value::Null)];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
                prop::collection::btree_map("[a-z:# ]{1,6}", inner, 0..4)
                    .prop_map(|map| Value::Map(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_what_it_was(value in value()) {
            let fields = [("field".to_owned(), value), ("next".to_owned(), Value::text("x"))];
            prop_assert_eq!(read(&yaml(&fields)), Value::Map(fields.to_vec()));
        }

        #[test]
        fn a_text_of_toml_is_read_as_what_it_was(text in any::<String>()) {
            let path = RelPath::new("site.toml").expect("a path");
            let read = decode::toml(&path, &format!("x = {}", toml_text(&text))).value.map(Value::from);
            prop_assert_eq!(read, Some(Value::Map(vec![("x".to_owned(), Value::Text(text))])));
        }
    }
}

//! The tree that YAML and TOML are read into.

use crate::text::{SourceMap, Span, Spanned, Text};

/// A value and where it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The whole value: a text with its quotes, a list with its brackets.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// What a value is, before anybody asked for a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing: `~`, `null`, or no value behind the colon.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as written, so that `1.10` stays `1.10`.
    Number(String),
    /// A text.
    Text(Text),
    /// A list.
    List(Vec<Node>),
    /// A mapping (a table in TOML) in written order; no key stands twice.
    Map(Vec<(Spanned<String>, Node)>),
}

impl Node {
    /// Makes a node.
    pub fn new(value: Value, span: Span) -> Node {
        Node { span, value }
    }

    /// The text of a text or number, with the way back to the file; `None` for anything else.
    pub fn into_text(self) -> Option<Text> {
        match self.value {
            Value::Text(text) => Some(text),
            Value::Number(written) => {
                let map = SourceMap::copied_from(self.span.start as usize, written.len());
                Some(Text { value: written, map, span: self.span })
            }
            Value::Null | Value::Bool(_) | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The value as JSON; a number that JSON cannot write (`.inf`, `0755`) is a text as written.
    pub fn into_json(self) -> serde_json::Value {
        use serde_json::Value as Json;
        match self.value {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(value),
            Value::Number(written) => number(&written).map_or(Json::String(written), Json::Number),
            Value::Text(text) => Json::String(text.value),
            Value::List(items) => Json::Array(items.into_iter().map(Node::into_json).collect()),
            Value::Map(entries) => {
                Json::Object(entries.into_iter().map(|(key, node)| (key.value, node.into_json())).collect())
            }
        }
    }

    /// How many nodes the tree has, this one among them.
    pub(super) fn count(&self) -> usize {
        1 + match &self.value {
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => 0,
            Value::List(items) => items.iter().map(Node::count).sum(),
            Value::Map(entries) => entries.iter().map(|(_, node)| node.count()).sum(),
        }
    }
}

/// The whole number that was written, if it is one: decimal, or with `0x`, `0o` or `0b`; TOML's `_` between digits
/// are allowed.
pub fn whole(written: &str) -> Option<i64> {
    let plain = written.replace('_', "");
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let radixes = [("0x", 16), ("0o", 8), ("0b", 2)];
    let (digits, radix) =
        radixes.iter().find_map(|(prefix, radix)| Some((digits.strip_prefix(prefix)?, *radix))).unwrap_or((digits, 10));
    if !digits.starts_with(|c: char| c.is_digit(radix)) {
        return None;
    }
    i64::from_str_radix(&format!("{sign}{digits}"), radix).ok()
}

fn number(written: &str) -> Option<serde_json::Number> {
    let plain = written.replace('_', "");
    let digits = plain.trim_start_matches(['-', '+']);
    let leading_zero = digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    if leading_zero {
        return None;
    }
    if let Some(whole) = whole(written) {
        return Some(whole.into());
    }
    if let Ok(whole) = plain.parse::<u64>() {
        return Some(whole.into());
    }
    serde_json::Number::from_f64(plain.parse().ok()?)
}

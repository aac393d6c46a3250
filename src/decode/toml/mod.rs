//! TOML 1.0 → the tree of [`Node`]s.
//!
//! `fault` words what the parser complains about and finds where it begins.

mod fault;

use toml::Spanned as At;
use toml::de::{DeTable, DeValue};

use super::{Mistakes, Node, Syntax, Value, scalar};
use crate::diagnostics::Diagnosed;
use crate::text::{RelPath, SourceMap, Span, Spanned, Text};

/// Reads a TOML file.
///
/// A fault costs the setting it stands in; the rest is read all the same. A date is a text as written. Nesting is
/// limited by the parser.
pub fn toml(path: &RelPath, text: &str) -> Diagnosed<Option<Node>> {
    let mistakes = Mistakes::new(path, Syntax::Toml);
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut root = map(text, table.into_inner(), Span::new(bom, text.len()));
    let complaints: Vec<Complaint> = errors
        .iter()
        .map(|error| Complaint {
            at: error.span().map_or(Span::at(bom), Span::from),
            words: error.message().to_owned(),
        })
        .collect();
    let faults = fault::word(path, text, &root, complaints);
    fault::prune(text, &mut root, &faults);
    mistakes.add_all(faults);
    mistakes.with(Some(root))
}

/// What the parser says is wrong.
struct Complaint {
    at: Span,
    words: String,
}

fn map(text: &str, table: DeTable<'_>, span: Span) -> Node {
    let mut entries: Vec<(Spanned<String>, Node)> = table
        .into_iter()
        .map(|(key, value)| {
            let at = Span::from(key.span());
            (Spanned::new(key.into_inner().into_owned(), at), node(text, value))
        })
        .collect();
    // The parser sorts by name; settings such as the policies count in written order.
    entries.sort_by_key(|(key, _)| key.span);
    Node::new(Value::Map(entries), span)
}

fn node(text: &str, value: At<DeValue<'_>>) -> Node {
    let span = Span::from(value.span());
    let written = || text.get(span.range()).unwrap_or("").to_owned();
    match value.into_inner() {
        DeValue::String(value) => {
            let map = scalar::trace_toml(&written(), span.start as usize, &value);
            Node::new(Value::Text(Text { value: value.into_owned(), map, span }), span)
        }
        DeValue::Integer(_) | DeValue::Float(_) => Node::new(Value::Number(written()), span),
        DeValue::Boolean(value) => Node::new(Value::Bool(value), span),
        DeValue::Datetime(_) => {
            let value = written();
            let map = SourceMap::copied_from(span.start as usize, value.len());
            Node::new(Value::Text(Text { value, map, span }), span)
        }
        DeValue::Array(items) => Node::new(Value::List(items.into_iter().map(|item| node(text, item)).collect()), span),
        DeValue::Table(table) => map(text, table, span),
    }
}

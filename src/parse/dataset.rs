//! Data: a file below data/, as rows.

use crate::decode::{self, MAX_DEPTH, Mistakes, Node, Syntax, Value, whole};
use crate::diagnostics::{Code, Diagnosed};
use crate::text::{RelPath, Span, Spanned};

/// The largest file of data that is read, in bytes.
pub const LARGEST: u64 = 16 << 20;

/// How many rows a file may have.
const MOST_ROWS: usize = 200_000;

/// The rows of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dataset {
    /// The file.
    pub path: RelPath,
    /// In written order.
    pub rows: Vec<Row>,
}

/// A row, and where it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The whole row.
    pub span: Span,
    /// What each column holds, in written order; no name stands twice.
    pub fields: Vec<(String, Datum)>,
    /// Where that was written.
    pub places: Vec<Span>,
}

/// A value of a row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Datum {
    /// Nothing.
    Nothing,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Whole(i64),
    /// A text, or any other number as it was written.
    Text(String),
    /// A list.
    List(Vec<Datum>),
    /// A mapping.
    Map(Vec<(String, Datum)>),
}

impl Row {
    /// What a column holds, and where that was written.
    pub fn get(&self, column: &str) -> Option<(&Datum, Span)> {
        let at = self.fields.iter().position(|(name, _)| name == column)?;
        Some((&self.fields.get(at)?.1, self.places.get(at).copied().unwrap_or(self.span)))
    }
}

/// Reads a file by the end of its name.
///
/// A list of mappings, or a mapping with nothing but such a list, which is the only way that TOML has. A faulty row is
/// left out. At most [`MAX_DEPTH`] levels.
pub fn read(path: &RelPath, text: &str) -> Diagnosed<Dataset> {
    let (syntax, tree) = match path.extension() {
        "csv" => (Syntax::Csv, decode::csv(path, text)),
        "json" => (Syntax::Json, decode::json(path, text)),
        "toml" => (Syntax::Toml, decode::toml(path, text)),
        _ => (Syntax::Yaml, decode::yaml(path, text, 0)),
    };
    let mistakes = Mistakes::new(path, syntax);
    let nodes = mistakes.read(tree).map(|root| list(root, &mistakes)).unwrap_or_default();
    if nodes.len() > MOST_ROWS {
        let message = format!("the file has {} rows, and at most {MOST_ROWS} are read", nodes.len());
        mistakes.add(mistakes.at(Code::TooLarge, nodes[MOST_ROWS].span, message).help("divide it into several files"));
    }
    let rows = nodes.into_iter().take(MOST_ROWS).filter_map(|node| row(node, &mistakes)).collect();
    mistakes.with(Dataset { path: path.clone(), rows })
}

/// The nodes of the rows.
fn list(root: Node, mistakes: &Mistakes<'_>) -> Vec<Node> {
    let span = root.span;
    match root.value {
        Value::List(rows) => return rows,
        Value::Null => return Vec::new(),
        Value::Map(mut entries) if entries.len() <= 1 => match entries.pop() {
            Some((_, Node { value: Value::List(rows), .. })) => return rows,
            None => return Vec::new(),
            Some(_) => {}
        },
        _ => {}
    }
    if !mistakes.is_incomplete() {
        let example = if mistakes.syntax == Syntax::Toml { "`[[rows]]` above each" } else { "`- name: …` for each" };
        let begin = Span::at(span.start as usize);
        let fault = mistakes.at(Code::WrongType, begin, "data must be a list of rows, and nothing else");
        mistakes.add(fault.help(match mistakes.syntax {
            Syntax::Json => "write `[{\"name\": \"…\"}, …]`".to_owned(),
            _ => format!("write {example}"),
        }));
    }
    Vec::new()
}

fn row(node: Node, mistakes: &Mistakes<'_>) -> Option<Row> {
    let span = node.span;
    if !matches!(node.value, Value::Map(_)) {
        let message = format!("a row must be {}", mistakes.syntax.mapping());
        mistakes.add(mistakes.at(Code::WrongType, span, message).help("give each of its values a name"));
        return None;
    }
    let Value::Map(entries) = node.value else { return None };
    let mut row = Row { span, fields: Vec::with_capacity(entries.len()), places: Vec::with_capacity(entries.len()) };
    for (key, node) in entries {
        let place = node.span;
        row.places.push(if place == Span::default() { key.span } else { place });
        row.fields.push((key.value, datum(node, 2, mistakes)?));
    }
    Some(row)
}

fn datum(node: Node, depth: usize, mistakes: &Mistakes<'_>) -> Option<Datum> {
    if depth > MAX_DEPTH {
        let message = format!("the data is nested deeper than {MAX_DEPTH} levels");
        mistakes.add(mistakes.at(Code::TooDeep, node.span, message));
        return None;
    }
    Some(match node.value {
        Value::Null => Datum::Nothing,
        Value::Bool(value) => Datum::Bool(value),
        Value::Number(written) => whole(&written).map_or(Datum::Text(written), Datum::Whole),
        Value::Text(text) => Datum::Text(text.value),
        Value::List(items) => {
            Datum::List(items.into_iter().map(|item| datum(item, depth + 1, mistakes)).collect::<Option<_>>()?)
        }
        Value::Map(entries) => {
            let of = |(key, node): (Spanned<String>, Node)| Some((key.value, datum(node, depth + 1, mistakes)?));
            Datum::Map(entries.into_iter().map(of).collect::<Option<_>>()?)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, text: &str) -> Diagnosed<Dataset> {
        read(&RelPath::new(name).expect("a path"), text)
    }

    #[test]
    fn the_same_rows_are_read_from_every_format() {
        let expected = of("data/a.json", r#"[{"name": "Bern", "area": "51.62"}, {"name": "Basel", "area": "1"}]"#);
        let fields = |read: &Diagnosed<Dataset>| {
            assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
            read.value.rows.iter().map(|row| row.fields.clone()).collect::<Vec<_>>()
        };
        let expected = fields(&expected);
        assert_eq!(expected.len(), 2);
        for (name, text) in [
            ("data/a.csv", "name,area\nBern,51.62\nBasel,1\n"),
            ("data/a.yml", "- name: Bern\n  area: 51.62\n- name: Basel\n  area: \"1\"\n"),
            ("data/a.yaml", "cities:\n- name: Bern\n  area: 51.62\n- name: Basel\n  area: \"1\"\n"),
            ("data/a.toml", "[[city]]\nname = \"Bern\"\narea = 51.62\n[[city]]\nname = \"Basel\"\narea = \"1\"\n"),
        ] {
            assert_eq!(fields(&of(name, text)), expected, "{name}");
        }
    }

    #[test]
    fn a_value_keeps_its_type_and_a_number_that_is_not_whole_is_what_was_written() {
        let read = of("data/a.json", r#"[{"a": null, "b": true, "c": -7, "d": 1.50, "e": [1], "f": {"g": "h"}}]"#);
        let values: Vec<Datum> = read.value.rows[0].fields.iter().map(|(_, value)| value.clone()).collect();
        let map = Datum::Map(vec![("g".to_owned(), Datum::Text("h".to_owned()))]);
        let expected = [
            Datum::Nothing,
            Datum::Bool(true),
            Datum::Whole(-7),
            Datum::Text("1.50".to_owned()),
            Datum::List(vec![Datum::Whole(1)]),
            map,
        ];
        assert_eq!(values, expected);
    }

    #[test]
    fn data_that_is_nested_too_deep_or_is_no_list_is_a_mistake_and_no_panic() {
        let deep = format!("[{{\"a\": {}{}}}]", "[".repeat(100), "]".repeat(100));
        assert_eq!(of("data/a.json", &deep).diagnostics[0].code, Code::TooDeep);
        for text in ["{\"a\": 1}", "7", "[7]", "{\"a\": [], \"b\": []}"] {
            let read = of("data/a.json", text);
            assert_eq!((read.diagnostics[0].code, read.value.rows.len()), (Code::WrongType, 0), "{text}");
        }
        let twice = of("data/a.json", "[{\"a\": 1, \"a\": 2}]");
        assert_eq!(twice.diagnostics[0].code, Code::DuplicateField);
    }

    #[test]
    fn a_column_that_stands_twice_is_told_once_however_many_rows_there_are() {
        let read = of("data/a.csv", "a,b,a\n1,2,3\n4,5,6\n");
        let codes: Vec<Code> = read.diagnostics.iter().map(|one| one.code).collect();
        assert_eq!(codes, [Code::DuplicateField]);
        let unnamed = of("data/a.csv", "a,,\n1,2,3\n");
        let codes: Vec<Code> = unnamed.diagnostics.iter().map(|one| one.code).collect();
        assert_eq!(codes, [Code::CsvSyntax, Code::CsvSyntax]);
    }
}

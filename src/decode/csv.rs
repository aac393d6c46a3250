//! CSV → a tree with places: a list of mappings, one for each row, with the names of the first row.
//!
//! A reader of our own, because a mistake is to be shown in the cell that it stands in, and libraries tell the place of
//! whole rows.

use std::collections::BTreeMap;

use super::{Mistakes, Node, Syntax, Value};
use crate::diagnostics::{Code, Diagnosed};
use crate::text::{RelPath, SourceMap, Span, Spanned, Text};

/// Reads a file of CSV (RFC 4180, in UTF-8, lines ended by CR LF or LF); every cell is a text.
///
/// The first row names the columns. A row with more or fewer cells, and a quotation mark that is never closed, are
/// mistakes; a line without anything is no row.
pub fn csv(path: &RelPath, text: &str) -> Diagnosed<Option<Node>> {
    let mistakes = Mistakes::new(path, Syntax::Csv);
    let begin = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut reader = Reader { text, at: begin, is_unclosed: false, mistakes: &mistakes };
    let mut rows = Vec::new();
    let header = reader.row().unwrap_or_default();
    if let [only] = header.as_slice()
        && only.value.contains([';', '\t'])
    {
        let fault = mistakes.at(Code::CsvSyntax, only.span, "the cells are not separated by commas");
        mistakes.add(fault.help("save the file with `,` between the cells"));
        return mistakes.with(None);
    }
    let header = columns(header, &mistakes);
    while let Some(cells) = reader.row() {
        let (first, last) = (cells.first().map(|cell| cell.span), cells.last().map(|cell| cell.span));
        let span = first.unwrap_or_default().to(last.unwrap_or_default());
        if reader.is_unclosed {
            // What is missing in the row stands in the cell that has no end.
            break;
        }
        if cells.len() != header.len() {
            let message = format!("the row has {}, and the first row names {}", count(cells.len()), header.len());
            let at = cells.get(header.len()).map_or(span, |more| more.span);
            let fault = mistakes.at(Code::CsvSyntax, at, message);
            mistakes.add(if cells.len() > header.len() {
                fault.help("put a cell that holds a comma in quotation marks: `\"a, b\"`")
            } else {
                fault.help("write a comma for each cell that is empty")
            });
            continue;
        }
        // Of columns that share a name, which has been said of the first row, the first counts.
        let named = header.iter().zip(cells).filter_map(|(column, cell)| Some((column.clone()?, cell)));
        let entries = named.map(|(name, cell)| {
            let span = cell.span;
            (name, Node::new(Value::Text(cell), span))
        });
        rows.push(Node::new(Value::Map(entries.collect()), span));
    }
    mistakes.with(Some(Node::new(Value::List(rows), Span::new(begin, text.len()))))
}

fn count(cells: usize) -> String {
    if cells == 1 { "1 cell".to_owned() } else { format!("{cells} cells") }
}

/// The names of the columns; `None` of one whose name another has before it.
fn columns(cells: Vec<Text>, mistakes: &Mistakes<'_>) -> Vec<Option<Spanned<String>>> {
    let mut names = Vec::with_capacity(cells.len());
    let mut known: BTreeMap<String, Span> = BTreeMap::new();
    for cell in cells {
        let name = Spanned::new(cell.value.trim().to_owned(), cell.span);
        let first = known.get(&name.value).copied();
        if name.value.is_empty() {
            let fault = mistakes.at(Code::CsvSyntax, name.span, "a column without a name");
            mistakes.add(fault.help("give each column a name in the first row"));
        } else if let Some(first) = first {
            let fault =
                mistakes.at(Code::DuplicateField, name.span, format!("two columns are called `{}`", name.value));
            let fault = fault.related(mistakes.path, Some(first), "the first is here");
            mistakes.add(fault.help("give one of them another name"));
        }
        known.entry(name.value.clone()).or_insert(name.span);
        names.push(first.is_none().then_some(name));
    }
    names
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// Whether a quotation mark has no end.
    is_unclosed: bool,
    mistakes: &'t Mistakes<'t>,
}

impl Reader<'_> {
    /// The cells of the next row; `None` behind the last.
    fn row(&mut self) -> Option<Vec<Text>> {
        while self.end_line() {}
        if self.at >= self.text.len() {
            return None;
        }
        let mut cells = vec![self.cell()];
        while self.rest().starts_with(',') {
            self.at += 1;
            cells.push(self.cell());
        }
        self.end_line();
        Some(cells)
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Goes over the end of a line, if it is here.
    fn end_line(&mut self) -> bool {
        let rest = self.rest();
        let length = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with(['\n', '\r'])) };
        self.at += length;
        length > 0
    }

    fn cell(&mut self) -> Text {
        if self.rest().starts_with('"') {
            return self.quoted();
        }
        let start = self.at;
        let length = self.rest().find([',', '\n', '\r']).unwrap_or(self.rest().len());
        self.at += length;
        let value = self.text[start..self.at].to_owned();
        let map = SourceMap::copied_from(start, value.len());
        Text { value, map, span: Span::new(start, self.at) }
    }

    fn quoted(&mut self) -> Text {
        let start = self.at;
        let mut value = String::new();
        let mut map = SourceMap::default();
        self.at += 1;
        loop {
            let Some(length) = self.rest().find('"') else {
                let opening = Span::new(start, start + 1);
                let fault = self.mistakes.at(Code::CsvSyntax, opening, "the quotation mark is never closed");
                self.mistakes.add(fault.help("write a quotation mark within a cell twice: `\"\"`"));
                self.at = self.text.len();
                self.is_unclosed = true;
                break;
            };
            let written = Span::new(self.at, self.at + length);
            map.copied(value.len(), written);
            value.push_str(&self.text[written.range()]);
            self.at += length + 1;
            if !self.rest().starts_with('"') {
                break;
            }
            map.copied(value.len(), Span::new(self.at, self.at + 1));
            value.push('"');
            self.at += 1;
        }
        let end = self.at;
        let stray = self.rest().find([',', '\n', '\r']).unwrap_or(self.rest().len());
        if stray > 0 {
            let after = Span::new(end, end + stray);
            let fault = self.mistakes.at(Code::CsvSyntax, after, "text behind the closing quotation mark of a cell");
            self.mistakes.add(fault.help("write a quotation mark within a cell twice: `\"\"`"));
            self.at += stray;
        }
        Text { value, map, span: Span::new(start, end) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &str) -> serde_json::Value {
        let path = RelPath::new("data/a.csv").expect("a path");
        let read = csv(&path, text);
        assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
        read.value.expect("a list").into_json()
    }

    #[test]
    fn a_row_is_a_mapping_with_the_names_of_the_first() {
        let text = "\u{feff}name,note\r\nBern,\"the \"\"capital\"\",\nsince 1848\"\r\n\nBasel,\r\n";
        let expected = serde_json::json!([
            {"name": "Bern", "note": "the \"capital\",\nsince 1848"},
            {"name": "Basel", "note": ""}
        ]);
        assert_eq!(rows(text), expected);
        assert_eq!(rows(""), serde_json::json!([]));
    }

    proptest! {
        #[test]
        fn whatever_cells_hold_is_read_as_it_was_written(cells in prop::collection::vec("[a,\"\n\r;ä ]{0,6}", 2..7)) {
            let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let text: String = cells.iter().map(|cell| format!("{},x\n", quoted(cell))).collect();
            let expected: Vec<_> = cells.iter().map(|cell| serde_json::json!({"c": cell, "d": "x"})).collect();
            prop_assert_eq!(rows(&format!("c,d\n{text}")), serde_json::Value::Array(expected));
        }

        #[test]
        fn every_text_is_read_to_its_end_and_every_place_lies_in_it(text in "[a,\"\n\rä]{0,24}") {
            let path = RelPath::new("data/a.csv").expect("a path");
            for found in csv(&path, &text).diagnostics {
                let span = found.place.and_then(|place| place.span).expect("a place");
                prop_assert!(text.get(span.range()).is_some());
            }
        }
    }
}

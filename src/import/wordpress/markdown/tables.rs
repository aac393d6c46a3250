//! Tables and lists of definitions.

use super::{Converter, all};
use crate::import::wordpress::html::Element;

impl Converter<'_> {
    pub(super) fn table(&mut self, element: &Element) -> String {
        let rows = all(element, "tr");
        let is_plain = !rows.is_empty()
            && all(element, "table").is_empty()
            && rows.iter().all(|row| {
                row.elements().all(|cell| {
                    let spans =
                        ["colspan", "rowspan"].iter().any(|name| cell.get(name).is_some_and(|span| span != "1"));
                    let blocks = ["ul", "ol", "p", "div", "pre", "blockquote", "table"]
                        .iter()
                        .any(|name| cell.find(name).is_some());
                    !spans && !blocks
                })
            });
        if !is_plain {
            self.found.push(("table that Markdown cannot hold".to_owned(), element.start, element.text()));
            return self.raw(element);
        }
        let cells: Vec<Vec<String>> = rows
            .iter()
            .map(|row| {
                row.elements()
                    .map(|cell| {
                        self.inline_of(cell.children.iter())
                            .replace("\\\n", "<br>")
                            .replace('\n', " ")
                            .trim()
                            .replace('|', "\\|")
                    })
                    .collect()
            })
            .collect();
        let width = cells.iter().map(Vec::len).max().unwrap_or(1);
        let has_head = rows[0].elements().next().is_some_and(|cell| cell.name == "th");
        let line = |row: &[String]| {
            let cells = (0..width).map(|at| format!(" {} ", row.get(at).map_or("", String::as_str)));
            format!("|{}|", cells.collect::<Vec<_>>().join("|"))
        };
        let empty = Vec::new();
        let (head, body) = if has_head { (&cells[0], &cells[1..]) } else { (&empty, &cells[..]) };
        let rule = format!("|{}", " --- |".repeat(width));
        std::iter::once(line(head)).chain([rule]).chain(body.iter().map(|row| line(row))).collect::<Vec<_>>().join("\n")
    }

    pub(super) fn definitions(&mut self, element: &Element) -> String {
        let mut out = String::new();
        for inner in element.elements() {
            let text = match inner.name.as_str() {
                "dt" => format!(
                    "\n{}",
                    self.inline_of(inner.children.iter()).replace("\\\n", " ").replace('\n', " ").trim()
                ),
                _ => format!(": {}", self.joined(&inner.children).replace('\n', "\n  ")),
            };
            out.push_str(&text);
            out.push('\n');
        }
        out.trim().to_owned()
    }
}

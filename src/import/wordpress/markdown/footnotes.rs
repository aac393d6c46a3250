//! Footnotes: numbers in the text that lead to what the export keeps beside it.

use super::Converter;
use super::text::finish;
use crate::decode::{self, Value};
use crate::import::wordpress::html::{self, Element};
use crate::text::RelPath;

/// A footnote of a text.
pub struct Footnote {
    /// What its number in the text names.
    id: String,
    /// Inline HTML.
    html: String,
}

/// The footnotes that an item of the export has, as it keeps them: JSON, `[{"id": "…", "content": "…"}]`.
pub fn footnotes(json: &str) -> Vec<Footnote> {
    let path = RelPath::new("footnotes").expect("the name of a field");
    let Some(Value::List(items)) = decode::json(&path, json).value.map(|node| node.value) else { return Vec::new() };
    let of = |node: decode::Node| {
        let Value::Map(mut entries) = node.value else { return None };
        let mut text = |name: &str| {
            let at = entries.iter().position(|(key, _)| key.value == name)?;
            entries.swap_remove(at).1.into_text().map(|text| text.value)
        };
        Some(Footnote { id: text("id")?, html: text("content")? })
    };
    items.into_iter().filter_map(of).collect()
}

impl Converter<'_> {
    /// The number that an element shows, if it leads to a footnote.
    pub(super) fn mark(&self, element: &Element) -> Option<String> {
        let id = element.get("data-fn")?;
        let at = self.footnotes.iter().position(|note| note.id == id)?;
        Some(format!("[^{}]", at + 1))
    }

    /// What the footnotes say, each as a block of its own.
    pub fn definitions_of_footnotes(&mut self) -> Vec<String> {
        let notes = std::mem::take(&mut self.footnotes);
        let mut definitions = Vec::with_capacity(notes.len());
        for (at, note) in notes.iter().enumerate() {
            let nodes = html::parse(&note.html);
            let text = finish(&self.inline_of(nodes.iter())).replace('\n', " ");
            definitions.push(format!("[^{}]: {}", at + 1, text.trim()));
        }
        self.footnotes = notes;
        definitions
    }
}

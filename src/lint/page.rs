//! How rules look at a page as it is built, without a browser.
//!
//! A [`PageSubject`] is a page, read; rules say what is wrong with it, and [`origin`](super::origin) where that comes from.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::html::document::{Document, Element, ElementId};

/// A page as it is built.
pub struct PageSubject<'a> {
    /// Its HTML.
    pub document: Document<'a>,
    /// Its blocks of JSON-LD, or why one is none.
    pub graphs: Vec<Result<Value, serde_json::Error>>,
    /// The ids of the headings that its author has written: what is wrong with their order, another rule says with their
    /// lines.
    pub written: BTreeSet<&'a str>,
}

impl<'a> PageSubject<'a> {
    /// Reads a page; `written` are the ids of the headings that its author has written.
    pub fn read(html: &'a str, written: BTreeSet<&'a str>) -> PageSubject<'a> {
        let document = Document::read(html);
        let is_block = |kind: &str| kind.trim().eq_ignore_ascii_case("application/ld+json");
        let scripts = document.elements().filter(|(_, one)| one.name == "script");
        let blocks = scripts.filter(|(_, one)| one.attribute("type").is_some_and(|kind| is_block(&kind)));
        let graphs = blocks.map(|(id, _)| serde_json::from_str(document.raw(id))).collect();
        PageSubject { document, graphs, written }
    }

    /// What a screen reader calls an element (a simple reading of the Accessible Name and Description Computation 1.2):
    /// what names it, what it says, and the texts of pictures in it. Empty if it has no name.
    pub fn name_of(&self, id: ElementId) -> String {
        let Some(element) = self.document.element(id) else { return String::new() };
        if let Some(named) = element.attribute("aria-labelledby") {
            let by_id = |wanted: &str| {
                let is_it = |(_, one): &(ElementId, &Element<'_>)| one.attribute("id").is_some_and(|id| id == wanted);
                self.document.elements().find(is_it).map(|(id, _)| self.content_of(id))
            };
            let names: Vec<String> = named.split_ascii_whitespace().filter_map(by_id).collect();
            let name = names.join(" ");
            if !name.trim().is_empty() {
                return name;
            }
        }
        if let Some(label) = element.attribute("aria-label").filter(|label| !label.trim().is_empty()) {
            return label.into_owned();
        }
        let content = self.content_of(id);
        if !content.trim().is_empty() {
            return content;
        }
        element.attribute("title").unwrap_or_default().into_owned()
    }

    /// What an element says, the texts of pictures in it included.
    pub fn content_of(&self, id: ElementId) -> String {
        let mut content = self.document.text(id);
        for (_, within) in self.document.within(id) {
            let named = match &*within.name {
                "img" => within.attribute("alt"),
                "input" => within.attribute("value"),
                _ => within.attribute("aria-label"),
            };
            content.push_str(&named.unwrap_or_default());
        }
        content
    }

    /// Whether nobody is shown an element, nor told of it.
    pub fn is_hidden(&self, id: ElementId) -> bool {
        let hides = |element: &Element<'_>| {
            element.attribute("hidden").is_some()
                || element.attribute("aria-hidden").is_some_and(|value| value == "true")
                || matches!(&*element.name, "template" | "noscript")
        };
        self.document.element(id).is_some_and(hides) || self.document.around(id).any(hides)
    }
}

/// The beginning of a tag, as it is shown in a message.
pub fn shown(element: &Element<'_>) -> String {
    const LONGEST: usize = 60;
    let words: Vec<&str> = element.markup.split_whitespace().collect();
    let markup = words.join(" ");
    match markup.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", &markup[..end]),
        None => format!("`{markup}`"),
    }
}

//! The ids of a document: those that authors choose, and those made from headings, each unique.

use std::collections::{BTreeMap, BTreeSet};

use crate::slug::slugify;
use crate::text::Span;

/// Ids that byline's own blocks have on a page.
const OWN: [&str; 8] = ["faqs", "sources", "toc", "trust", "newsletter", "related", "main", "content"];

/// How ids begin that byline makes for sources, citations and footnotes.
const OWN_PREFIXES: [&str; 4] = ["source-", "cite-", "fn-", "fnref-"];

/// The ids of one document.
#[derive(Default)]
pub(super) struct Ids {
    /// Chosen by hand and already met, with their places.
    chosen: BTreeMap<String, Span>,
    /// Written in raw HTML and already met, with their places.
    raw: BTreeMap<String, Span>,
    /// Chosen by hand anywhere in the document, perhaps further down.
    planned: BTreeSet<String>,
    /// By slug or id, what was made of it.
    made: BTreeMap<String, Made>,
}

/// What was made of a slug.
#[derive(Default)]
struct Made {
    /// Whether a heading has it as its id.
    taken: bool,
    /// How many numbers have been tried behind it: headings that are all named alike cost no search.
    tried: u32,
}

/// Why an id cannot be used.
pub(super) enum Refused {
    /// It was used before, there.
    Twice(Span),
    /// byline makes ids that begin so.
    Reserved(&'static str),
}

impl Ids {
    /// Notes that the author chooses this id somewhere, so that no heading is given it.
    pub fn plan(&mut self, id: &str) {
        self.planned.insert(id.to_owned());
    }

    /// Notes every id in braces (`{#id}`) of a Markdown text; one too many does no harm.
    pub fn plan_all(&mut self, markdown: &str) {
        for (at, _) in markdown.match_indices('{') {
            let rest = &markdown[at + 1..];
            let Some(end) = rest.bytes().take(256).position(|byte| matches!(byte, b'{' | b'}' | b'\n')) else {
                continue;
            };
            for word in rest[..end].split_ascii_whitespace() {
                if let Some(id) = word.strip_prefix('#').filter(|id| !id.is_empty()) {
                    self.planned.insert(id.to_owned());
                }
            }
        }
    }

    /// Takes an id that the author chose.
    pub fn choose(&mut self, id: &str, span: Span) -> Result<(), Refused> {
        if let Some(prefix) = OWN_PREFIXES.iter().find(|prefix| id.starts_with(**prefix)) {
            return Err(Refused::Reserved(prefix));
        }
        match self.chosen.get(id).or_else(|| self.raw.get(id)) {
            Some(first) => Err(Refused::Twice(*first)),
            None => {
                self.chosen.insert(id.to_owned(), span);
                Ok(())
            }
        }
    }

    /// Takes an id of raw HTML; what stands there twice is the author's own affair.
    pub fn write(&mut self, id: &str, span: Span) -> Result<(), Refused> {
        if let Some(first) = self.chosen.get(id) {
            return Err(Refused::Twice(*first));
        }
        self.raw.entry(id.to_owned()).or_insert(span);
        Ok(())
    }

    /// Makes the id of a heading: its slug, with `-2`, `-3` … where that is taken.
    ///
    /// A slug that begins like an id of byline's own is put behind `section-`: a number at its end would not keep
    /// `source-code-2` apart from the source `code-2`.
    pub fn make(&mut self, text: &str) -> String {
        let mut base = slugify(text);
        if base.is_empty() {
            base.push_str("section");
        } else if OWN_PREFIXES.iter().any(|prefix| base.starts_with(prefix)) {
            base.insert_str(0, "section-");
        }
        if !self.made.contains_key(&base) {
            let free = self.is_free(&base);
            self.made.insert(base.clone(), Made { taken: free, tried: 1 });
            if free {
                return base;
            }
        }
        loop {
            let made = self.made.entry(base.clone()).or_default();
            made.tried += 1;
            let id = if made.tried == 1 { base.clone() } else { format!("{base}-{}", made.tried) };
            if self.is_free(&id) {
                let made = self.made.entry(id.clone()).or_default();
                if !std::mem::replace(&mut made.taken, true) {
                    return id;
                }
            }
        }
    }

    /// Whether neither byline nor the author has another use for an id.
    fn is_free(&self, id: &str) -> bool {
        !OWN.contains(&id) && !self.planned.contains(id) && !self.chosen.contains_key(id) && !self.raw.contains_key(id)
    }
}

//! What the comments of templates say of components.

use std::collections::BTreeSet;

use super::super::layers::Layer;
use super::super::references::{self, Kind, Reference};
use crate::text::RelPath;

/// A component and what the comment above it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Documented {
    /// The component.
    pub name: String,
    /// The template that defines it.
    pub path: RelPath,
    /// The comment: plain text, with examples indented by four blanks; empty if there is none.
    pub comment: String,
    /// Whether articles may call it.
    pub is_for_articles: bool,
}

/// Every component that is in use, by name: of those that share one, the first layer's.
pub(super) fn read(layers: &[Layer]) -> Vec<Documented> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for source in layers.iter().flat_map(|layer| layer.templates.values()) {
        for Reference { kind, name, span } in references::read(&source.text) {
            if kind != Kind::Definition || !seen.insert(name.clone()) {
                continue;
            }
            let (before, from) = source.text.split_at(tag_start(&source.text, span.start as usize));
            let tag = from.split("%}").next().unwrap_or_default();
            found.push(Documented {
                name,
                path: source.path.clone(),
                comment: comment(before),
                is_for_articles: tag.contains("\"directive\""),
            });
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// Where the tag begins that a place lies in.
fn tag_start(text: &str, at: usize) -> usize {
    text[..at].rfind("{%").unwrap_or(at)
}

/// The comment that ends right where a definition begins.
fn comment(before: &str) -> String {
    let before = before.trim_end();
    let Some(inner) = before.strip_suffix("#}") else { return String::new() };
    let inner = inner.rfind("{#").map_or("", |start| &inner[start + 2..]);
    let inner = inner.strip_prefix('-').unwrap_or(inner);
    let inner = inner.strip_suffix('-').unwrap_or(inner);
    inner.trim_matches('\n').trim_end().trim_start_matches(' ').to_owned()
}

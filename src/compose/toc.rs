//! The contents of a page: its sections of level 2 and 3.

use super::view::{TocEntryView, TocView};
use crate::html::Html;
use crate::parse::document::{Heading, References};

/// The deepest level in the contents.
const DEEPEST: u8 = 3;

/// How many headings the contents have.
pub fn size(references: &References) -> usize {
    shown(references).count()
}

/// The contents; `None` without headings.
pub fn view(references: &References) -> Option<TocView> {
    let mut entries: Vec<TocEntryView> = Vec::new();
    for heading in shown(references) {
        let entry =
            TocEntryView { id: heading.id.clone(), title: Html(heading.html().to_owned()), entries: Vec::new() };
        match entries.last_mut() {
            Some(above) if heading.level > 2 => above.entries.push(entry),
            _ => entries.push(entry),
        }
    }
    (!entries.is_empty()).then_some(TocView { entries })
}

fn shown(references: &References) -> impl Iterator<Item = &Heading> {
    references.headings.iter().filter(|heading| heading.top_level && heading.level <= DEEPEST)
}

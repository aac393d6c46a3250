//! Where something on a page was written.
//!
//! Pages hold no places: what was clicked is found again in the source, by its id where it has one, else by its words.

use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use super::{Shown, editor};
use crate::build::preview::PageAt;
use crate::compose::brief::Brief;
use crate::parse::document::References;
use crate::resolve::Connections;
use crate::text::{LineIndex, RelPath, Span};

/// How many letters and digits of a paragraph have to be found in a row.
const FEWEST: usize = 8;

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The heading of an id.
    Heading(String),
    /// The question of an id.
    Question(String),
    /// The source of an entry's id.
    Source(String),
    /// The picture of an address and an alternative text.
    Figure(String, String),
    /// The text that begins like this, and how many that begin so come before it.
    Paragraph(String, usize),
}

/// A place in a file.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct PlaceView {
    file: String,
    line: usize,
    column: usize,
    editor: Option<String>,
}

/// The place where something on a page was written; `None` if it was not written in a document.
pub fn find(shown: &Shown<'_>, page: PageAt, wanted: &Wanted, root: &Path) -> Option<PlaceView> {
    let edition = shown.preview.edition(page)?;
    let brief = shown.preview.brief(page)?;
    let (path, references, connections) = match &brief {
        Brief::Article(brief) => {
            let facts = shown.revision.map_or(&brief.article.facts, |revision| &revision.facts);
            (&facts.path, &facts.references, &brief.article.connections)
        }
        Brief::Home(brief) => (&brief.section.facts.path, &brief.section.facts.references, &brief.section.connections),
        Brief::Section(brief) => {
            (&brief.section.facts.path, &brief.section.facts.references, &brief.section.connections)
        }
        Brief::Person(brief) => {
            let person = brief.member.person;
            (&person.facts.path, &person.facts.references, &person.connections)
        }
        _ => return None,
    };
    let view = |path: &RelPath, offset: usize| {
        let text = read(path, root)?;
        let at = LineIndex::new(&text).line_column(text.floor_char_boundary(offset.min(text.len())));
        let editor = editor::link(edition.config().editor_link.as_deref(), root, path, at.line, at.column);
        Some(PlaceView { file: path.to_string(), line: at.line, column: at.column, editor })
    };
    if let Wanted::Source(id) = wanted {
        let source = source(connections, id)?;
        let ledger = edition.documents().ledger.iter();
        let is_own = |(_, sources): &&(RelPath, Vec<Arc<_>>)| sources.iter().any(|one| Arc::ptr_eq(one, source));
        let path = ledger.into_iter().find(is_own).map_or(path, |(path, _)| path);
        return view(path, source.span.start as usize);
    }
    if let Wanted::Paragraph(text, nth) = wanted {
        return view(path, paragraph(&read(path, root)?, text, *nth)?);
    }
    view(path, span(references, connections, wanted)?.start as usize)
}

fn read(path: &RelPath, root: &Path) -> Option<String> {
    let bytes = std::fs::read(path.on_disk(root)).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The source whose entry has an id: the key, or the key after what the theme puts before it.
fn source<'c>(connections: &'c Connections, id: &str) -> Option<&'c Arc<crate::parse::front_matter::Source>> {
    let sources = connections.sources.iter().map(|numbered| &numbered.source);
    let key = |source: &&Arc<crate::parse::front_matter::Source>| {
        id == source.id.value || id.strip_suffix(source.id.value.as_str()).is_some_and(|rest| rest.ends_with('-'))
    };
    sources.into_iter().find(key)
}

fn span(references: &References, connections: &Connections, wanted: &Wanted) -> Option<Span> {
    match wanted {
        Wanted::Heading(id) => references.headings.iter().find(|heading| heading.id == *id).map(|heading| heading.span),
        Wanted::Question(id) => {
            references.questions.iter().find(|question| question.id == *id).map(|question| question.span)
        }
        Wanted::Figure(address, alt) => {
            let figures = references.figures.iter().zip(&connections.pictures);
            let at = figures.clone().position(|(_, picture)| picture.url == *address);
            let at = at.or_else(|| figures.clone().position(|(figure, _)| figure.alt == *alt))?;
            references.figures.get(at).map(|figure| figure.span)
        }
        Wanted::Source(_) | Wanted::Paragraph(..) => None,
    }
}

/// The offset of the line whose text begins like the one wanted: the `nth` of those where the most letters agree.
fn paragraph(source: &str, wanted: &str, nth: usize) -> Option<usize> {
    let wanted: Vec<char> = letters(wanted).collect();
    if wanted.is_empty() {
        return None;
    }
    let mut best: (usize, Vec<usize>) = (0, Vec::new());
    let mut offset = 0;
    for line in source.split_inclusive('\n') {
        // A text begins on a line that has some of it.
        if letters(line).next().is_none() {
            offset += line.len();
            continue;
        }
        let rest = source.get(offset..).unwrap_or_default();
        // Behind a key of the front matter, a text may begin on the same line.
        let behind_key = line.find(": ").and_then(|at| rest.get(at + 2..));
        let agreeing = std::iter::once(rest).chain(behind_key).map(|rest| agreement(rest, &wanted)).max().unwrap_or(0);
        if agreeing > best.0 {
            best = (agreeing, vec![offset]);
        } else if agreeing == best.0 && agreeing > 0 {
            best.1.push(offset);
        }
        offset += line.len();
    }
    let (agreeing, offsets) = best;
    if agreeing < FEWEST.min(wanted.len()) {
        return None;
    }
    offsets.get(nth).or(offsets.last()).copied()
}

/// How many letters from the start are the same.
fn agreement(source: &str, wanted: &[char]) -> usize {
    letters(source).zip(wanted).take_while(|(a, b)| a == *b).count()
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "---\ntitle: Tides\nfaqs:\n  - question: Why?\n    answer: Because the moon pulls.\n---\n\n\
        The *moon* [pulls](moon.md) at the sea.[@noaa]\n\n- The moon is round.\n\nThe same.\n\nThe same.\n";

    fn line(wanted: &str, nth: usize) -> Option<usize> {
        paragraph(SOURCE, wanted, nth).map(|at| SOURCE[..at].matches('\n').count() + 1)
    }

    #[test]
    fn a_text_is_found_by_its_first_words_through_marks_and_links() {
        assert_eq!(line("The moon pulls at the sea.1", 0), Some(8));
        assert_eq!(line("The moon is round.", 0), Some(10));
        assert_eq!(line("Because the moon pulls.", 0), Some(5));
    }

    #[test]
    fn of_equal_texts_the_one_that_was_counted_is_found() {
        assert_eq!((line("The same.", 0), line("The same.", 1)), (Some(12), Some(14)));
        assert_eq!(line("The same.", 9), Some(14));
    }

    #[test]
    fn what_is_not_in_the_source_is_not_found() {
        assert_eq!(line("Numbered sources", 0), None);
        assert_eq!(line("…", 0), None);
        assert_eq!(line("", 0), None);
    }
}

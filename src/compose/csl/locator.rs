//! Which part of a source a citation means: `p. 3`, `chap. 2`, and the same in the site's language.

use hayagriva::citationberg::taxonomy::{Locator, Term};
use hayagriva::citationberg::{Locale, TermForm};

/// The parts that are told by a word, those first that win where two have the same word.
const PARTS: [Locator; 20] = [
    Locator::Page,
    Locator::Chapter,
    Locator::Section,
    Locator::Paragraph,
    Locator::Figure,
    Locator::Table,
    Locator::Volume,
    Locator::Verse,
    Locator::Line,
    Locator::Note,
    Locator::Column,
    Locator::Folio,
    Locator::Part,
    Locator::Issue,
    Locator::Appendix,
    Locator::Equation,
    Locator::Book,
    Locator::Opus,
    Locator::Rule,
    Locator::Scene,
];

/// The words that name parts, longest first.
#[derive(Clone)]
pub struct Labels(Vec<(String, Locator)>);

impl Labels {
    /// Those of languages, the first of which win.
    pub fn of(locales: &[Locale]) -> Labels {
        let mut labels: Vec<(String, Locator)> = Vec::new();
        for (locale, part) in locales.iter().flat_map(|locale| PARTS.map(|part| (locale, part))) {
            for form in [TermForm::Short, TermForm::Long, TermForm::Symbol] {
                let Some(term) = locale.term(Term::Locator(part), form) else { continue };
                for word in [term.single(), term.multiple()].into_iter().flatten() {
                    let word = word.trim().to_lowercase();
                    if !word.is_empty() && labels.iter().all(|(known, _)| *known != word) {
                        labels.push((word, part));
                    }
                }
            }
        }
        // Stable: of words of one length the first stays the first.
        labels.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        Labels(labels)
    }

    /// The part that an author's words name, and which one: `pp. 3–5` are the pages `3–5`, and so is `3–5` alone.
    ///
    /// `None` if the words say something else, such as `passim`.
    pub fn read<'t>(&self, text: &'t str) -> Option<(Locator, &'t str)> {
        let text = text.trim();
        if text.starts_with(|c: char| c.is_numeric()) {
            return Some((Locator::Page, text));
        }
        self.0.iter().find_map(|(word, part)| {
            let rest = without(text, word)?;
            let is_apart = !word.ends_with(char::is_alphanumeric) || rest.starts_with(char::is_whitespace);
            let which = rest.trim_start();
            // Of what is no number, such as `chapter ii`, styles leave out the word.
            (is_apart && which.starts_with(char::is_numeric)).then_some((*part, which))
        })
    }
}

/// What follows a word at the beginning of a text, whatever its case.
fn without<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let mut rest = text;
    for letter in word.chars() {
        let found = rest.chars().next()?;
        if found != letter && !found.to_lowercase().eq(std::iter::once(letter)) {
            return None;
        }
        rest = &rest[found.len_utf8()..];
    }
    Some(rest)
}

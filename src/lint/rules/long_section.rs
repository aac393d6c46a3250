//! A section that goes on for long without a heading.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{Looks, Rule, WordsSubject};
use crate::parse::passages::{Passage, PassageKind};

/// The rule.
pub const RULE: Rule = Rule { code: Code::LongSection, looks: Looks::Words(look) };

fn look(article: &WordsSubject<'_>, passages: &[Passage], found: &mut Vec<Diagnostic>) {
    let limit = article.settled.limits.section;
    let body: Vec<&Passage> = passages.iter().filter(|passage| is_of_body(passage.kind)).collect();
    for section in body.chunk_by(|a, b| a.headings == b.headings) {
        let [first, ..] = section else { continue };
        let is_heading = |kind| matches!(kind, PassageKind::Heading(_));
        let said = section.iter().filter(|passage| !is_heading(passage.kind));
        let words: usize = said.map(|passage| passage.word_count()).sum();
        if words <= limit {
            continue;
        }
        let (message, place) = if is_heading(first.kind) {
            (format!("this section has {words} words, more than {limit}"), first.whole())
        } else {
            let end = first.words().nth(3).map_or(first.text.len(), |(range, _)| range.end);
            (format!("{words} words stand here without a heading, more than {limit}"), first.span(0..end))
        };
        let help = "put a heading where a new thought begins; `section` below `[lints.limits]` sets the limit";
        found.push(article.at(Code::LongSection, place, message).help(help));
    }
}

/// Whether a passage is read between headings.
fn is_of_body(kind: PassageKind) -> bool {
    match kind {
        PassageKind::Heading(_)
        | PassageKind::Paragraph
        | PassageKind::Item
        | PassageKind::Quotation
        | PassageKind::Cell => true,
        PassageKind::Title | PassageKind::Dek | PassageKind::Footnote | PassageKind::Aside | PassageKind::Object => {
            false
        }
    }
}

//! A heading with nothing below it.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{Looks, Rule, WordsSubject};
use crate::parse::document::Heading;
use crate::parse::passages::{Passage, PassageKind};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule { code: Code::EmptySection, looks: Looks::Words(look) };

fn look(article: &WordsSubject<'_>, passages: &[Passage], found: &mut Vec<Diagnostic>) {
    let headings = article.facts.references.headings.iter().filter(|heading| heading.top_level);
    let headings: BTreeMap<u32, &Heading> = headings.map(|heading| (heading.span.start, heading)).collect();
    let at = |place: Span| {
        let (_, heading) = headings.range(..=place.start).next_back()?;
        (place.end <= heading.span.end).then_some(*heading)
    };
    // Questions belong to no section: they stand below their own title, which is no heading of the body, or at the end.
    let questions: BTreeMap<u32, Span> =
        article.facts.references.questions.iter().map(|question| (question.span.start, question.span)).collect();
    let is_question = |place: Span| {
        let question = questions.range(..=place.start).next_back();
        question.is_some_and(|(_, question)| place.end <= question.end)
    };
    let mut report = |(heading, place): (&Heading, Span)| {
        let message = format!("nothing stands below `{}`", heading.text);
        let help = "write the section, or delete its heading";
        found.push(article.at(Code::EmptySection, place, message).help(help));
    };
    let mut open: Option<(&Heading, Span)> = None;
    for passage in passages {
        match passage.kind {
            PassageKind::Heading(_) => {
                let place = passage.whole();
                let here = at(place);
                if let Some((above, _)) = open
                    && here.map_or_else(|| is_question(place), |here| here.level <= above.level)
                {
                    open.take().into_iter().for_each(&mut report);
                }
                open = here.map(|heading| (heading, place));
            }
            PassageKind::Paragraph
            | PassageKind::Item
            | PassageKind::Quotation
            | PassageKind::Cell
            | PassageKind::Object => open = None,
            PassageKind::Title | PassageKind::Dek | PassageKind::Footnote | PassageKind::Aside => {}
        }
    }
    open.into_iter().for_each(report);
}

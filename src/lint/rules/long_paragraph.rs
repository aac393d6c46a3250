//! A paragraph that is longer than readers like.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{Looks, Rule, WordsSubject};
use crate::parse::passages::{Passage, PassageKind};

/// The rule.
pub const RULE: Rule = Rule { code: Code::LongParagraph, looks: Looks::Words(look) };

fn look(article: &WordsSubject<'_>, passages: &[Passage], found: &mut Vec<Diagnostic>) {
    let limit = article.settled.limits.paragraph;
    for passage in passages.iter().filter(|passage| passage.kind == PassageKind::Paragraph) {
        let words = passage.word_count();
        if words > limit {
            let first = passage.words().nth(3).map_or(passage.text.len(), |(range, _)| range.end);
            let message = format!("this paragraph has {words} words, more than {limit}");
            let help = "divide it where a new thought begins; `paragraph` below `[lints.limits]` sets the limit";
            found.push(article.at(Code::LongParagraph, passage.span(0..first), message).help(help));
        }
    }
}

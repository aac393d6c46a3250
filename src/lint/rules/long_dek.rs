//! A dek that is cut where articles are listed.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{Looks, Rule, WordsSubject};
use crate::parse::passages::{Passage, PassageKind};

/// The rule.
pub const RULE: Rule = Rule { code: Code::LongDek, looks: Looks::Words(look) };

fn look(article: &WordsSubject<'_>, passages: &[Passage], found: &mut Vec<Diagnostic>) {
    let limit = article.settled.limits.dek;
    let Some(dek) = passages.iter().find(|passage| passage.kind == PassageKind::Dek) else { return };
    // The whole dek: where a passage has code, it has one sign in its place.
    let whole = article.facts.dek_text.as_ref().unwrap_or(&dek.text);
    let characters = whole.chars().count();
    if characters > limit {
        let message = format!("this dek has {characters} characters, more than {limit}");
        let help = "leave the rest to the article; `dek` below `[lints.limits]` sets the limit";
        found.push(article.at(Code::LongDek, dek.whole(), message).help(help));
    }
}

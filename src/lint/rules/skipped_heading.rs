//! A heading that is more than one level below the one before.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{ArticleSubject, Looks, Rule};

/// The rule.
pub const RULE: Rule = Rule { code: Code::SkippedHeading, looks: Looks::Article(look) };

fn look(article: &ArticleSubject<'_>, found: &mut Vec<Diagnostic>) {
    // The headline is the heading of level 1.
    let mut above = (1, "the headline");
    for heading in article.facts().references.headings.iter().filter(|heading| heading.top_level) {
        let (level, of) = above;
        if heading.level > level + 1 {
            let wanted = level + 1;
            let message = format!("a heading of level {} follows {of}, which has level {level}", heading.level);
            let help = format!("write `{} {}`", "#".repeat(usize::from(wanted)), heading.text);
            found.push(article.at(Code::SkippedHeading, heading.span, message).help(help));
        }
        above = (heading.level, "a heading");
    }
}

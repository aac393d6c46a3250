//! A heading that is more than one level below the one before.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{ArticleSubject, Looks, Rule, Subject};
use crate::parse::document::Facts;

/// The rule.
pub const RULE: Rule = Rule { code: Code::SkippedHeading, looks: Looks::Article(look) };

/// The rule, for the texts of sections and people.
pub const OF_SITE: Rule = Rule { code: Code::SkippedHeading, looks: Looks::Site(look_at_site) };

fn look(article: &ArticleSubject<'_>, found: &mut Vec<Diagnostic>) {
    of(article.facts(), "the headline", found);
}

fn look_at_site(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    // What introduces other lists is looked at as it is built.
    subject.site.sections.iter().for_each(|section| of(&section.facts, "the title", found));
    subject.site.people.iter().for_each(|person| of(&person.facts, "the name", found));
}

/// Looks at the headings of a document, the first of which stands below what its page is called.
fn of<F>(facts: &Facts<F>, first: &str, found: &mut Vec<Diagnostic>) {
    // That is the heading of level 1.
    let mut above = (1, first);
    for heading in facts.references.headings.iter().filter(|heading| heading.top_level) {
        let (level, of) = above;
        if heading.level > level + 1 {
            let wanted = level + 1;
            let message = format!("a heading of level {} follows {of}, which has level {level}", heading.level);
            let help = format!("write `{} {}`", "#".repeat(usize::from(wanted)), heading.text);
            found.push(Diagnostic::new(Code::SkippedHeading, &facts.path, heading.span, message).help(help));
        }
        above = (heading.level, "a heading");
    }
}

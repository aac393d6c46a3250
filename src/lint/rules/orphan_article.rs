//! An article that no link leads to.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{Looks, Rule, Subject};
use crate::parse::front_matter::Kind;

/// The rule.
pub const RULE: Rule = Rule { code: Code::OrphanArticle, looks: Looks::Site(look) };

fn look(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let orphans = subject.site.orphans.iter().filter_map(|id| subject.site.articles.get(*id));
    // A site of one article has nothing to link from, and pages such as the imprint are found by other ways.
    let orphans = orphans.filter(|article| article.facts.fields.kind != Kind::Page && subject.site.articles.len() > 1);
    found.extend(orphans.map(|article| {
        let title = &article.facts.fields.title;
        let message = format!("no link leads to `{}`", title.value);
        let diagnostic = Diagnostic::new(Code::OrphanArticle, &article.facts.path, title.span, message);
        diagnostic.help(match article.related.first().and_then(|id| subject.site.articles.get(*id)) {
            Some(near) => format!("link to it from an article about the same, such as `{}`", near.facts.path),
            None => "link to it from another article, or from the navigation".to_owned(),
        })
    }));
}

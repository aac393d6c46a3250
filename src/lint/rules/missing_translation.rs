//! An article that a language of the site lacks.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{Looks, Rule, Subject};
use crate::resolve::translations::Untranslated;

/// The rule.
pub const RULE: Rule = Rule { code: Code::MissingTranslation, looks: Looks::Site(look) };

fn look(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for lacking in subject.site.untranslated.chunk_by(|one, other| one.path == other.path) {
        let Some(Untranslated { path, .. }) = lacking.first() else { continue };
        let articles = &subject.site.articles;
        let at = articles.binary_search_by(|article| article.facts.path.cmp(path)).ok();
        let Some(article) = at.and_then(|at| articles.get(at)) else { continue };
        let title = &article.facts.fields.title;
        let languages: Vec<String> = lacking.iter().map(|one| format!("`{}`", one.language)).collect();
        let stem = path.as_str().strip_suffix(".md").unwrap_or(path.as_str());
        let file = |one: &Untranslated| format!("`{stem}.{}.md`", one.language);
        let files: Vec<String> = lacking.iter().map(file).collect();
        let message = format!("`{}` is not in {}", title.value, languages.join(", "));
        let diagnostic = Diagnostic::new(Code::MissingTranslation, path, title.span, message);
        found.push(diagnostic.help(format!("translate it as {}", files.join(", "))));
    }
}

//! A source that its article never cites.

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{ArticleSubject, Looks, Rule};

/// The rule.
pub const RULE: Rule = Rule { code: Code::UnusedSource, looks: Looks::Article(look) };

fn look(article: &ArticleSubject<'_>, found: &mut Vec<Diagnostic>) {
    let citations = article.facts().references.citations.iter();
    let cited: BTreeSet<&str> =
        citations.flat_map(|citation| &citation.items).map(|item| item.key.value.as_str()).collect();
    for source in &article.fields().sources {
        if !source.listed && !cited.contains(source.id.value.as_str()) {
            let id = &source.id.value;
            let diagnostic = article.at(Code::UnusedSource, source.id.span, format!("`{id}` is never cited"));
            let cite = format!("cite it where it is used: `[@{id}]`");
            found.push(diagnostic.help(cite).help("write `listed: true` if it is further reading, or delete it"));
        }
    }
}

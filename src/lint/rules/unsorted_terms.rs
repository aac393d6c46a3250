//! Terms that do not stand in the order of the alphabet.

use crate::diagnostics::{Change, Code, Diagnostic, Edit, Fix};
use crate::lint::{ArticleSubject, Looks, Rule};
use crate::slug;
use crate::text::Spanned;

/// The rule.
pub const RULE: Rule = Rule { code: Code::UnsortedTerms, looks: Looks::Article(look) };

fn look(article: &ArticleSubject<'_>, found: &mut Vec<Diagnostic>) {
    let language = &article.subject.config.language;
    for (taxonomy, terms) in &article.fields().terms {
        let mut sorted: Vec<&Spanned<String>> = terms.iter().collect();
        sorted.sort_by_cached_key(|term| (slug::alphabetical(&term.value, language), term.value.as_str()));
        let moved = || terms.iter().zip(&sorted).filter(|(term, other)| term.span != other.span);
        let Some((first, wanted)) = moved().next() else { continue };
        let message = format!("`{}` stands where `{}` belongs in `{taxonomy}`", first.value, wanted.value);
        let order: Vec<&str> = sorted.iter().map(|term| term.value.as_str()).collect();
        let fix = moved().map(|(term, other)| Edit { span: term.span, change: Change::Copy(other.span) }).collect();
        let diagnostic = article.at(Code::UnsortedTerms, first.span, message);
        found.push(diagnostic.help(format!("write them in this order: {}", order.join(", "))).fix(Fix(fix)));
    }
}

//! Terms that do not stand in the order of the alphabet.

use crate::diagnostics::{Change, Code, Diagnostic, Edit, Fix};
use crate::lint::{ArticleSubject, Looks, Rule};
use crate::slug;
use crate::text::Spanned;

/// The rule.
pub const RULE: Rule = Rule { code: Code::UnsortedTerms, looks: Looks::Article(look) };

fn look(article: &ArticleSubject<'_>, found: &mut Vec<Diagnostic>) {
    let language = article.subject.config.language.split('-').next().unwrap_or_default();
    for (taxonomy, terms) in &article.fields().terms {
        let mut sorted: Vec<&Spanned<String>> = terms.iter().collect();
        sorted.sort_by_cached_key(|term| (key(&term.value, language), term.value.as_str()));
        let moved = || terms.iter().zip(&sorted).filter(|(term, other)| term.span != other.span);
        let Some((first, wanted)) = moved().next() else { continue };
        let message = format!("`{}` stands where `{}` belongs in `{taxonomy}`", first.value, wanted.value);
        let order: Vec<&str> = sorted.iter().map(|term| term.value.as_str()).collect();
        let fix = moved().map(|(term, other)| Edit { span: term.span, change: Change::Copy(other.span) }).collect();
        let diagnostic = article.at(Code::UnsortedTerms, first.span, message);
        found.push(diagnostic.help(format!("write them in this order: {}", order.join(", "))).fix(Fix(fix)));
    }
}

/// Where a term stands in the alphabet: capitals do not count, and a letter with a mark stands with the one without, unless
/// the language has it at the end of its alphabet.
fn key(term: &str, language: &str) -> String {
    let mut key = String::with_capacity(term.len());
    for c in slug::fold(term).chars() {
        // What stands behind `z` in ASCII.
        match (language, c) {
            ("fi" | "sv", 'å') | ("da" | "nb" | "nn" | "no", 'æ' | 'ä') => key.push_str("{1"),
            ("fi" | "sv", 'ä' | 'æ') | ("da" | "nb" | "nn" | "no", 'ø' | 'ö') => key.push_str("{2"),
            ("fi" | "sv", 'ö' | 'ø') | ("da" | "nb" | "nn" | "no", 'å') => key.push_str("{3"),
            (_, c) => key.extend(slug::without_marks(c)),
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn a_letter_with_a_mark_stands_where_its_language_has_it() {
        let sorted = |terms: &[&str], language: &str| terms.is_sorted_by_key(|term| key(term, language));
        assert!(sorted(&["Ärzte", "baden", "Zahn"], "de"));
        assert!(sorted(&["ebb", "Éclair", "école", "elbow"], "fr"));
        assert!(sorted(&["Straße", "strasse", "Strasze"], "de"));
        assert!(sorted(&["ώρα", "Ώρες"], "el"));
        assert!(sorted(&["Zebra", "Åre", "Äpple", "Öl"], "sv"));
        assert!(sorted(&["zebra", "Ærø", "Øl", "Århus"], "da"));
        assert!(sorted(&["Иран", "Йод"], "ru") && !sorted(&["Йа", "Иб"], "ru"));
        assert!(!sorted(&["Zahn", "Ärzte"], "de"));
    }
}

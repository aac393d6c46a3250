//! The language that a page says it is in.

use crate::diagnostics::Code;
use crate::lint::page::{PageSubject, shown};
use crate::lint::{Looks, Rule, Wrong};

/// The rule.
pub const RULE: Rule = Rule { code: Code::PageLanguage, looks: Looks::Page(look) };

fn look(page: &PageSubject<'_>, found: &mut Vec<Wrong>) {
    let help = "write the site's: `<html lang=\"{{ site.language }}\">`";
    let root = page.document.elements().find(|(_, element)| element.name == "html");
    let found_at_root = |message: String| {
        let wrong = Wrong::new(Code::PageLanguage, message).help(help);
        match root {
            Some((id, _)) => wrong.element(&page.document, id),
            None => wrong,
        }
    };
    match root.and_then(|(_, root)| root.attribute("lang")) {
        Some(language) if is_tag(language.trim()) => {}
        Some(language) if !language.trim().is_empty() => {
            let message = format!("the page says that it is in `{}`, which is no language", language.trim());
            found.push(found_at_root(message));
        }
        _ => found.push(found_at_root("the page does not say which language it is in".to_owned())),
    }
    // An empty one says that the language is not known.
    for (id, element) in page.document.elements().filter(|(_, element)| element.name != "html") {
        if element.attribute("lang").is_some_and(|language| !language.is_empty() && !is_tag(&language)) {
            let message = format!("{} is in no language", shown(element));
            let help = "write a tag such as `en`, `de-AT` or `zh-Hant`";
            found.push(Wrong::new(Code::PageLanguage, message).help(help).element(&page.document, id));
        }
    }
}

/// Whether it has the form of a tag (BCP 47): `en`, `de-AT`, `zh-Hant-TW`, `x-klingon`.
fn is_tag(language: &str) -> bool {
    let is_plain = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let mut parts = language.split('-');
    let Some(first) = parts.next() else { return false };
    let is_private = first.eq_ignore_ascii_case("x") || first.eq_ignore_ascii_case("i");
    let is_language = (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
    (is_language || (is_private && language.len() > 2)) && parts.all(is_plain)
}

//! Two headings with the same words below one heading.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{ArticleSubject, Looks, Rule};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule { code: Code::RepeatedHeading, looks: Looks::Article(look) };

fn look(article: &ArticleSubject<'_>, found: &mut Vec<Diagnostic>) {
    // The headings above, the innermost last, each with what stands directly below it. The headline has level 1.
    let mut above: Vec<(u8, BTreeMap<String, Span>)> = vec![(1, BTreeMap::new())];
    for heading in article.facts().references.headings.iter().filter(|heading| heading.top_level) {
        while above.len() > 1 && above.last().is_some_and(|(level, _)| *level >= heading.level) {
            above.pop();
        }
        let Some((_, seen)) = above.last_mut() else { continue };
        let name = heading.text.to_lowercase();
        if let Some(first) = seen.get(&name) {
            let message = format!("`{}` is the heading of two sections", heading.text);
            let repeated = article.at(Code::RepeatedHeading, heading.span, message);
            let repeated = repeated.related(article.path(), Some(*first), "the first is here");
            found.push(repeated.help("say in each what is in it and not in the other, or join them"));
        } else if !name.is_empty() {
            seen.insert(name, heading.span);
        }
        above.push((heading.level, BTreeMap::new()));
    }
}

//! A link to another site without encryption.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{Looks, Rule, WordsSubject};
use crate::parse::passages::Passage;

/// The rule.
pub const RULE: Rule = Rule { code: Code::HttpLink, looks: Looks::Words(look) };

fn look(article: &WordsSubject<'_>, passages: &[Passage], found: &mut Vec<Diagnostic>) {
    let in_text = passages.iter().flat_map(|passage| &passage.links).map(|link| (&link.destination, link.span));
    let sources = article.fields().sources.iter().filter_map(|source| source.url.as_ref());
    for (address, span) in in_text.chain(sources.map(|url| (&url.value, url.span))) {
        if let Some(rest) = address.strip_prefix("http://")
            && !is_local(rest)
        {
            let message = format!("`{address}` is not encrypted");
            found.push(article.at(Code::HttpLink, span, message).help(format!("try `https://{rest}`")));
        }
    }
}

/// Whether an address leads to a machine of one's own.
fn is_local(rest: &str) -> bool {
    let host = rest.split(['/', ':', '?', '#']).next().unwrap_or_default();
    host == "localhost" || host.starts_with("127.") || host.starts_with('[')
}

//! A link to the site itself by its whole address.

use crate::diagnostics::{Code, Diagnostic, Fix};
use crate::lint::{Looks, Rule, WordsSubject};
use crate::parse::passages::Passage;

/// The rule.
pub const RULE: Rule = Rule { code: Code::FullAddress, looks: Looks::Words(look) };

fn look(article: &WordsSubject<'_>, passages: &[Passage], found: &mut Vec<Diagnostic>) {
    let site = article.settled.root_url.trim_end_matches('/');
    for link in passages.iter().flat_map(|passage| &passage.links) {
        let Some(rest) = link.destination.strip_prefix(site).filter(|rest| rest.is_empty() || rest.starts_with('/'))
        else {
            continue;
        };
        let path = if rest.is_empty() { "/" } else { rest };
        let message = format!("`{}` is on this site, and nobody sees when it leads nowhere", link.destination);
        let help = format!("write `{path}`, or better the path of the file, which follows a changed address");
        let told = article.at(Code::FullAddress, link.span, message).help(help);
        found.push(told.fix(Fix::within(link.written, &link.destination, path)));
    }
}

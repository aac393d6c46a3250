//! A link to another site without encryption.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{Looks, Rule, Subject, WordsSubject};
use crate::parse::front_matter::PersonRef;
use crate::parse::passages::Passage;
use crate::text::{RelPath, Span};

/// The rule.
pub const RULE: Rule = Rule { code: Code::HttpLink, looks: Looks::Words(look) };

/// The rule, for what articles share.
pub const OF_SITE: Rule = Rule { code: Code::HttpLink, looks: Looks::Site(look_at_site) };

fn look(article: &WordsSubject<'_>, passages: &[Passage], found: &mut Vec<Diagnostic>) {
    let in_text = passages.iter().flat_map(|passage| &passage.links).map(|link| (&link.destination, link.span));
    let fields = article.fields();
    let sources = fields.sources.iter().filter_map(|source| source.url.as_ref());
    let people = [&fields.authors, &fields.reviewers, &fields.editors, &fields.fact_checkers, &fields.contributors];
    let inline = people.into_iter().flatten().filter_map(|person| match person {
        PersonRef::Inline(person, _) => Some(&person.same_as),
        PersonRef::Id(_) => None,
    });
    let in_fields = sources.chain(inline.flatten()).map(|address| (&address.value, address.span));
    for (address, span) in in_text.chain(in_fields) {
        found.extend(told(&article.facts.path, address, span));
    }
}

fn look_at_site(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for (path, sources) in subject.ledger {
        let addresses = sources.iter().filter_map(|source| source.url.as_ref());
        found.extend(addresses.filter_map(|address| told(path, &address.value, address.span)));
    }
    for person in &subject.site.people {
        let addresses = person.facts.fields.same_as.iter();
        found.extend(addresses.filter_map(|address| told(&person.facts.path, &address.value, address.span)));
    }
}

fn told(path: &RelPath, address: &str, span: Span) -> Option<Diagnostic> {
    let rest = address.strip_prefix("http://").filter(|rest| !is_local(rest))?;
    let wrong = Diagnostic::new(Code::HttpLink, path, span, format!("`{address}` is not encrypted"));
    Some(wrong.help(format!("try `https://{rest}`")))
}

/// Whether an address leads to a machine of one's own.
fn is_local(rest: &str) -> bool {
    let host = rest.split(['/', ':', '?', '#']).next().unwrap_or_default();
    host == "localhost" || host.starts_with("127.") || host.starts_with('[')
}

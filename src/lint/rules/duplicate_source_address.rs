//! Two sources under two ids that are one work.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{Looks, Rule, Subject};
use crate::parse::front_matter::{Source, SourceKind};
use crate::resolve::Article;
use crate::resolve::library::{Identity, identity};
use crate::text::{RelPath, Span};

/// The rule.
pub const RULE: Rule = Rule { code: Code::DuplicateSourceAddress, looks: Looks::Site(look) };

fn look(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let of_ledger = subject.ledger.iter().flat_map(|(path, entries)| entries.iter().map(move |one| (path, &**one)));
    duplicates(of_ledger.map(|(path, source)| Entry { path: Some(path), source, shared: false }), subject, found);
    for Article { facts, connections, .. } in &subject.site.articles {
        let shown = connections.sources.iter().map(|one| Entry {
            path: (!one.shared).then_some(&facts.path),
            source: &one.source,
            shared: one.shared,
        });
        duplicates(shown, subject, found);
    }
}

/// A source, and the file that describes it unless that is the ledger.
#[derive(Clone, Copy)]
struct Entry<'a> {
    path: Option<&'a RelPath>,
    source: &'a Source,
    shared: bool,
}

fn duplicates<'a>(entries: impl Iterator<Item = Entry<'a>>, subject: &Subject<'a>, found: &mut Vec<Diagnostic>) {
    let mut known: BTreeMap<Identity<'a>, Entry<'a>> = BTreeMap::new();
    for entry in entries {
        let mut other = None;
        for (of_doi, identity) in [true, false].into_iter().zip(identity(entry.source)) {
            let Some(identity) = identity else { continue };
            match known.get(&identity) {
                Some(first) => other = other.or(Some((*first, of_doi))),
                None => {
                    known.insert(identity, entry);
                }
            }
        }
        let Some((first, of_doi)) = other.filter(|(first, _)| is_same(first, &entry)) else { continue };
        // One of the article's own is what its author can take out.
        let (here, there) = if entry.shared { (first, entry) } else { (entry, first) };
        let Some(path) = here.path else { continue };
        let Some(there_path) = there.path.or_else(|| subject.ledger_file(there.source)) else { continue };
        let (id, other) = (&here.source.id.value, &there.source.id.value);
        let message = format!("`{id}` and `{other}` are one work, described twice");
        let help =
            format!("cite one of both and delete the other; what differs stands in the citation: `[@{other}, p. 3]`");
        found.push(
            Diagnostic::new(Code::DuplicateSourceAddress, path, place(here.source, of_doi), message)
                .related(there_path, Some(place(there.source, of_doi)), "the other one")
                .help(help),
        );
    }
}

/// Whether two entries describe one thing: chapters of a book have its address and are cited each for itself, and two
/// entries with one id are another mistake.
fn is_same(one: &Entry<'_>, other: &Entry<'_>) -> bool {
    let are_chapters = [one, other].iter().all(|entry| entry.source.kind == Some(SourceKind::Chapter));
    one.source.id.value != other.source.id.value && !(are_chapters && one.source.title != other.source.title)
}

/// Where it is told which work it is: at the DOI if that is what both have, else at the address.
fn place(source: &Source, of_doi: bool) -> Span {
    let (doi, url) = (source.doi.as_ref().map(|doi| doi.span), source.url.as_ref().map(|url| url.span));
    let [first, second] = if of_doi { [doi, url] } else { [url, doi] };
    first.or(second).unwrap_or(source.id.span)
}

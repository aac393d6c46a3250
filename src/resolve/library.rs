//! The works that the articles of the whole site cite or list.
//!
//! Two articles cite one work when both use the ledger's key, or when the DOI or the normalised address is equal; never
//! because the keys that they chose themselves are spelt alike. A work that is only listed is in the library too, but does not count as cited.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::sources::{self, Works};
use super::{ArticleId, NumberedSource};
use crate::fingerprint;
use crate::parse::front_matter::Source;
use crate::route::Route;
use crate::slug;

/// The first part of the address of every source.
pub const SOURCES: &str = "sources";

/// The works that articles cite.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Library {
    /// By author, then by title.
    pub works: Vec<Work>,
    /// The uses of all works, one work after the other.
    uses: Vec<Use>,
}

/// A work.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// As the ledger describes it, else the first article that cites it.
    pub source: Arc<Source>,
    /// Its page, if more than one article cites it.
    pub page: Option<Arc<Route>>,
    /// Where its uses begin, and end.
    uses: (u32, u32),
}

/// A work among the sources of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    article: u32,
    source: u32,
    is_cited: bool,
}

impl Use {
    /// The article.
    pub fn article(self) -> ArticleId {
        self.article as usize
    }

    /// Which of its sources: an index into [`Connections::sources`](super::Connections::sources).
    pub fn source(self) -> usize {
        self.source as usize
    }

    /// Whether the text cites it; else it only stands in the article's list.
    pub fn is_cited(self) -> bool {
        self.is_cited
    }
}

impl Library {
    /// Finds the works among the sources of all articles, and tells each source the page of its work.
    pub fn new(cited: &mut [Works], language: &str) -> Library {
        let uses: Vec<Use> = cited.iter().zip(0..).flat_map(|(works, article)| uses_of(works, article)).collect();
        let roots = joined(cited, &uses);
        let (mut works, uses) = grouped(cited, &uses, &roots);
        name_pages(cited, &mut works, &uses);
        sort(&mut works, language);
        Library { works, uses }
    }

    /// Where a work is used, by article.
    pub fn uses(&self, work: &Work) -> &[Use] {
        self.uses.get(work.uses.0 as usize..work.uses.1 as usize).unwrap_or_default()
    }

    /// How many articles cite a work.
    pub fn articles(&self, work: &Work) -> usize {
        articles(self.uses(work))
    }

    /// The pages of works of the ledger, by key.
    pub fn ledger_pages(&self, cited: &[Works]) -> BTreeMap<String, Arc<Route>> {
        let mut pages = BTreeMap::new();
        for source in cited.iter().flat_map(|works| &works.sources).filter(|source| source.shared) {
            if let Some(page) = &source.page {
                pages.entry(source.source.id.value.clone()).or_insert_with(|| Arc::clone(page));
            }
        }
        pages
    }
}

fn uses_of(works: &Works, article: u32) -> impl Iterator<Item = Use> {
    works.sources.iter().zip(0..).map(move |(numbered, source)| Use { article, source, is_cited: numbered.uses > 0 })
}

fn source_of<'c>(cited: &'c [Works], used: &Use) -> &'c NumberedSource {
    &cited[used.article()].sources[used.source()]
}

/// How many articles cite a work, of whose uses those of an article follow each other.
fn articles(uses: &[Use]) -> usize {
    uses.chunk_by(|one, other| one.article == other.article).filter(|own| own.iter().any(|used| used.is_cited)).count()
}

/// By use: the first use of the same work.
fn joined(cited: &[Works], uses: &[Use]) -> Vec<u32> {
    let marks = |(used, at): (&Use, u32)| identities(source_of(cited, used)).map(move |mark| (mark, at));
    let count = u32::try_from(uses.len()).unwrap_or(u32::MAX);
    let mut marks: Vec<(u64, u32)> = uses.par_iter().zip(0..count).flat_map_iter(marks).collect();
    marks.par_sort_unstable();
    let mut roots: Vec<u32> = (0..count).collect();
    for same in marks.chunk_by(|one, other| one.0 == other.0) {
        for (_, at) in &same[1..] {
            let (one, other) = (root(&mut roots, same[0].1), root(&mut roots, *at));
            roots[one.max(other) as usize] = one.min(other);
        }
    }
    // A root is the smallest of its uses, so whatever stands before it is final.
    for at in 0..roots.len() {
        roots[at] = roots[roots[at] as usize];
    }
    roots
}

fn root(roots: &mut [u32], mut at: u32) -> u32 {
    while roots[at as usize] != at {
        roots[at as usize] = roots[roots[at as usize] as usize];
        at = roots[at as usize];
    }
    at
}

/// What makes two sources one work: the hashes of the ledger's key, of the DOI and of the normalised address.
fn identities(source: &NumberedSource) -> impl Iterator<Item = u64> + use<> {
    let NumberedSource { source, shared, .. } = source;
    let tagged = |tag: u8, text: &str| fingerprint::short(text.as_bytes()) ^ u64::from(tag);
    let key = shared.then(|| tagged(1, &source.id.value));
    let of = |identity: Identity<'_>| match identity {
        Identity::Doi(doi) => tagged(2, &doi),
        Identity::Address(address) => tagged(3, &address),
    };
    let [doi, address] = identity(source).map(|identity| identity.map(of));
    key.into_iter().chain(doi).chain(address)
}

/// What only one work has, however it is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Identity<'s> {
    /// The DOI, in lower case.
    Doi(String),
    /// The address, without what leads to the same page all the same.
    Address(Cow<'s, str>),
}

/// What a source's DOI and its address say of which work it is; the address may be that of a DOI.
pub fn identity(source: &Source) -> [Option<Identity<'_>>; 2] {
    let doi = source.doi.as_ref().map(|doi| Identity::Doi(doi.value.to_ascii_lowercase()));
    let address = source.url.as_ref().map(|url| match doi_of(&url.value) {
        Some(doi) => Identity::Doi(doi.to_ascii_lowercase()),
        None => Identity::Address(normalised(&url.value)),
    });
    [doi, address]
}

/// What stands behind the scheme of an address; `None` without one.
pub(super) fn without_scheme(url: &str) -> Option<&str> {
    // A site has many addresses, and in most the first colon ends the scheme.
    let colon = url.bytes().position(|byte| byte == b':')?;
    match url[colon + 1..].strip_prefix("//") {
        Some(rest) => Some(rest),
        None => url.split_once("://").map(|(_, rest)| rest),
    }
}

/// The DOI in an address of its resolver.
fn doi_of(url: &str) -> Option<&str> {
    let rest = without_scheme(url)?;
    let (host, doi) = rest.split_once('/')?;
    let resolver = ["doi.org", "dx.doi.org", "www.doi.org"].iter().any(|known| host.eq_ignore_ascii_case(known));
    (resolver && doi.starts_with("10.")).then(|| doi.split(['?', '#']).next().unwrap_or(doi))
}

/// An address without what leads to the same page all the same: scheme, `www.`, the case of the host, usual ports,
/// the fragment, what campaigns add to the query, and the last slash.
fn normalised(url: &str) -> Cow<'_, str> {
    let rest = without_scheme(url).unwrap_or(url);
    // The fragment of an application that runs in the browser tells its pages apart.
    let end = rest.find('#').filter(|at| !rest[at + 1..].starts_with(['!', '/'])).unwrap_or(rest.len());
    let rest = &rest[..end];
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let host = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host);
    let bare = if host.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www.")) { &host[4..] } else { host };
    let path = path.strip_suffix('/').unwrap_or(path);
    let plain = !path.contains('?') && !bare.bytes().any(|byte| byte.is_ascii_uppercase());
    if plain && bare.len() + path.len() == rest.len() {
        return Cow::Borrowed(rest);
    }
    let mut whole = bare.to_ascii_lowercase();
    match path.split_once('?') {
        None => whole.push_str(path),
        Some((path, query)) => {
            whole.push_str(path.strip_suffix('/').unwrap_or(path));
            let is_own = |part: &&str| !part.is_empty() && !part.starts_with("utm_") && !part.starts_with("fbclid=");
            for (at, part) in query.split('&').filter(is_own).enumerate() {
                whole.push(if at == 0 { '?' } else { '&' });
                whole.push_str(part);
            }
        }
    }
    Cow::Owned(whole)
}

/// The works in the order of their first uses, and the uses of one after the other.
fn grouped(cited: &[Works], uses: &[Use], roots: &[u32]) -> (Vec<Work>, Vec<Use>) {
    let mut counts = vec![0_u32; uses.len()];
    for root in roots {
        counts[*root as usize] += 1;
    }
    let mut works = Vec::new();
    let mut work_of = vec![0_u32; uses.len()];
    let mut start = 0;
    for (at, used) in uses.iter().enumerate() {
        if counts[at] > 0 {
            work_of[at] = u32::try_from(works.len()).unwrap_or(u32::MAX);
            let source = Arc::clone(&source_of(cited, used).source);
            works.push(Work { source, page: None, uses: (start, start) });
            start += counts[at];
        }
    }
    let mut sorted = vec![Use { article: 0, source: 0, is_cited: false }; uses.len()];
    for (used, root) in uses.iter().zip(roots) {
        let work = &mut works[work_of[*root as usize] as usize];
        sorted[work.uses.1 as usize] = *used;
        work.uses.1 += 1;
        let source = source_of(cited, used);
        if source.shared {
            work.source = Arc::clone(&source.source);
        }
    }
    (works, sorted)
}

/// Gives a page to every work that more than one article cites: by the key of the ledger, else by that of the first
/// article.
fn name_pages(cited: &mut [Works], works: &mut [Work], uses: &[Use]) {
    let of = |work: &Work| &uses[work.uses.0 as usize..work.uses.1 as usize];
    let is_shared = |work: &Work| of(work).iter().any(|used| source_of(cited, used).shared);
    let mut pages: Vec<usize> = (0..works.len()).filter(|at| articles(of(&works[*at])) > 1).collect();
    // A stable sort: those of the ledger by key, then the others in the order of their first uses.
    pages.sort_by_cached_key(|at| {
        let shared = is_shared(&works[*at]);
        (!shared, if shared { works[*at].source.id.value.clone() } else { String::new() })
    });
    let mut names = Names::default();
    for at in pages {
        let name = names.unique(&name(&works[at].source.id.value));
        let page = Arc::new(Route::page([SOURCES, name.as_str()]));
        for used in of(&works[at]) {
            cited[used.article()].sources[used.source()].page = Some(Arc::clone(&page));
        }
        works[at].page = Some(page);
    }
}

/// A key as a part of an address: as it is if every host can serve it.
pub fn name(key: &str) -> String {
    if key.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c)) {
        return key.to_owned();
    }
    let name = slug::slugify(key);
    if name.is_empty() { "source".to_owned() } else { name }
}

/// Names that were given, folded as addresses are, each with the number that was given last.
#[derive(Default)]
struct Names(BTreeMap<String, u32>);

impl Names {
    /// The name, with a number behind it if another has it.
    fn unique(&mut self, name: &str) -> String {
        let mut number = self.0.get(&slug::fold(name)).copied().unwrap_or_default();
        loop {
            number += 1;
            let wanted = if number == 1 { name.to_owned() } else { format!("{name}-{number}") };
            if number == 1 || !self.0.contains_key(&slug::fold(&wanted)) {
                self.0.entry(slug::fold(&wanted)).or_insert(1);
                self.0.insert(slug::fold(name), number);
                return wanted;
            }
        }
    }
}

/// Sorts works by author, then by title.
fn sort(works: &mut [Work], language: &str) {
    works.par_sort_by_cached_key(|work| {
        let Source { title, date, .. } = &*work.source;
        let first = work.source.makers().first().map_or(title.as_str(), |author| sources::family(author));
        let (first, title) = (slug::alphabetical(first, language), slug::alphabetical(title, language));
        // Most are told apart by their first letters, which are compared at once.
        (beginning(&first), first, beginning(&title), title, *date)
    });
}

/// The first bytes of a text as a number that sorts as the text does.
fn beginning(text: &str) -> u64 {
    let mut first = [0; 8];
    first.iter_mut().zip(text.bytes()).for_each(|(to, from)| *to = from);
    u64::from_be_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_page_are_one_address() {
        for (one, other) in [
            ("https://example.org/a", "http://www.example.org/a/"),
            ("https://EXAMPLE.org:443/a?utm_source=x&b=1#part", "https://example.org/a?b=1"),
            ("https://example.org", "https://example.org/#top"),
            ("https://example.org/a/?b=1", "https://example.org/a?b=1"),
        ] {
            assert_eq!(normalised(one), normalised(other));
        }
        for (one, other) in [
            ("https://example.org/a", "https://example.org/A"),
            ("https://example.org/a?b=1", "https://example.org/a?b=2"),
            ("https://example.org/#!/a", "https://example.org/#!/b"),
        ] {
            assert_ne!(normalised(one), normalised(other));
        }
        assert_eq!(doi_of("https://doi.org/10.1000/182?x"), Some("10.1000/182"));
        assert_eq!(doi_of("https://doi.org.example/10.1000/182"), None);
    }

    #[test]
    fn texts_are_sorted_by_their_beginnings_as_they_are_as_a_whole() {
        let texts = ["", "a", "a\0", "ab", "abcdefgh", "abcdefghi", "b", "é", "潮"];
        for pair in texts.windows(2) {
            assert!((beginning(pair[0]), pair[0]) < (beginning(pair[1]), pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn names_that_differ_only_in_case_get_numbers() {
        let mut names = Names::default();
        let given = ["a", "A", "a-2", "a", "b"].map(|name| names.unique(name));
        assert_eq!(given, ["a", "A-2", "a-2-2", "a-3", "b"]);
    }
}

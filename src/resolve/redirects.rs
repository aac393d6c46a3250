//! Former addresses: which there are, and where each leads.
//!
//! 1. [`claim`] gives every `aliases` of a document and every rule of `[redirects.from]` its address, beside the pages.
//! 2. [`resolve`] finds where they lead. A redirect leads to what is there, never to another redirect.

use std::borrow::Cow;
use std::sync::Arc;

use super::assets::is_elsewhere;
use super::dictionary::Dictionary;
use super::links::{Index, address_key, follow, page_of};
use super::publish::Public;
use super::routes::{ALIAS, Addresses, Claim, Claims, Lists, REDIRECT};
use super::sections::Tree;
use super::taxonomies::Terms;
use super::{Input, Introduction, PageId, PublishedFile, Redirect, SETTINGS, Series, Taxonomy, Term};
use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::parse::document::{Facts, Link, LinkTarget};
use crate::parse::front_matter::{PersonFields, address_fault};
use crate::route::{self, Route};
use crate::slug;
use crate::text::{RelPath, Span, Spanned};

/// A former address.
#[derive(Clone, Debug)]
pub struct Former {
    /// The address, within the whole site.
    pub from: Route,
    /// The file that says so.
    pub path: RelPath,
    /// Where.
    pub span: Span,
    to: To,
}

impl Former {
    /// The page that it leads to in an edition; `None` if it is none, or a part of it.
    pub(super) fn page(&self, index: &Index<'_>) -> Option<PageId> {
        match &self.to {
            To::Page(id) => Some(*id),
            To::People => None,
            To::Written(to) if is_elsewhere(&to.value) || to.value.contains('#') => None,
            To::Written(to) => page_of(&RelPath::new(SETTINGS)?, &link_of(to), index),
        }
    }
}

/// Where a former address leads, before links can be followed.
#[derive(Clone, Debug)]
enum To {
    Page(PageId),
    /// The list of people.
    People,
    /// As site.toml says.
    Written(Spanned<String>),
}

/// Takes the addresses of all redirects, unless somebody has them.
pub(super) fn claim<'a>(
    input: &'a Input<'_>,
    public: &'a Public,
    tree: &'a Tree,
    addresses: &Addresses,
    lists: &'a Lists<'a>,
    settings: &'a RelPath,
    claims: &mut Claims<'a, '_>,
) -> Vec<Former> {
    let mut former = Vec::new();
    for (id, facts) in public.articles.iter().enumerate() {
        let own = (To::Page(PageId::Article(id)), &*input.site_route(addresses.article(id)));
        aliases(&facts.path, &facts.fields.aliases, own, claims, &mut former);
    }
    for (id, folder) in tree.folders.iter().enumerate() {
        if let Some(facts) = &folder.facts {
            let own = (To::Page(PageId::Section(id)), &*input.site_route(addresses.section(id)));
            aliases(&facts.path, &facts.fields.aliases, own, claims, &mut former);
        }
    }
    // A person whom several languages share was known by one address, which leads to the page in the first of them.
    let is_shared = |facts: &Facts<PersonFields>| !input.is_first() && *facts.place() == facts.path;
    for (id, facts) in input.people.iter().enumerate().filter(|(_, facts)| !is_shared(facts)) {
        let own = (To::Page(PageId::Person(id)), &*input.site_route(addresses.person(id)));
        aliases(&facts.path, &facts.fields.aliases, own, claims, &mut former);
    }
    if let (Some(facts), Some(people)) = (&tree.people_section, addresses.people_index()) {
        aliases(&facts.path, &facts.fields.aliases, (To::People, &*input.site_route(people)), claims, &mut former);
    }
    let Terms { taxonomies, terms, .. } = lists.terms;
    let of_taxonomies = taxonomies
        .iter()
        .enumerate()
        .map(|(id, Taxonomy { route, introduction, .. })| (PageId::Taxonomy(id), route, introduction));
    let of_terms =
        terms.iter().enumerate().map(|(id, Term { route, introduction, .. })| (PageId::Term(id), route, introduction));
    let of_series = lists.series.series.iter().enumerate();
    let of_series = of_series.map(|(id, Series { route, introduction, .. })| (PageId::Series(id), route, introduction));
    for (page, route, introduction) in of_taxonomies.chain(of_terms).chain(of_series) {
        if let Some(Introduction { facts, .. }) = introduction {
            let own = (To::Page(page), &*input.site_route(route));
            aliases(&facts.path, &facts.fields.aliases, own, claims, &mut former);
        }
    }
    for (from, to) in &input.config.redirects.rules {
        if let Some(fault) = address_fault(&from.value) {
            let message = format!("`{}` in `[redirects.from]` {fault}", from.value.escape_debug());
            let help = "write the path of the old address, like `\"/old/name/\" = \"/new/name/\"`";
            claims.diagnostics.push(Diagnostic::new(Code::BadAddress, settings, from.span, message).help(help));
            continue;
        }
        let address = address_of(&from.value);
        let claim = Claim { what: REDIRECT, place: Some((settings, Some(from.span))), name: &from.value };
        if claims.claim_of_site(Cow::Owned(address.clone()), claim) {
            let to = To::Written(to.clone());
            former.push(Former { from: address, path: settings.clone(), span: from.span, to });
        }
    }
    former.sort_by(|a, b| a.from.cmp(&b.from));
    former
}

fn aliases<'a>(
    path: &'a RelPath,
    aliases: &'a [Spanned<String>],
    (to, own): (To, &Route),
    claims: &mut Claims<'a, '_>,
    former: &mut Vec<Former>,
) {
    for alias in aliases {
        let from = address_of(&alias.value);
        if slug::fold(from.as_str()) == slug::fold(own.as_str()) {
            let message = format!("the alias `{}` is the address of the page itself", alias.value);
            claims
                .diagnostics
                .push(Diagnostic::new(Code::SelfRedirect, path, alias.span, message).help("remove it from `aliases`"));
            continue;
        }
        let claim = Claim { what: ALIAS, place: Some((path, Some(alias.span))), name: &alias.value };
        if claims.claim_of_site(Cow::Owned(from.clone()), claim) {
            former.push(Former { from, path: path.clone(), span: alias.span, to: to.clone() });
        }
    }
}

/// The address of what was written: decoded; that of a page ends with a slash, that of a file has a dot in its name.
fn address_of(written: &str) -> Route {
    let decoded = route::decode(written).unwrap_or_else(|| written.to_owned());
    let address = format!("/{}", decoded.trim_start_matches('/'));
    // The file of a page stands at the address of its folder.
    let address = address.strip_suffix("/index.html").map_or(address.clone(), |folder| format!("{folder}/"));
    let is_file = address.rsplit('/').next().is_some_and(|name| name.contains('.'));
    Route::new(if is_file { address } else { format!("{}/", address.trim_end_matches('/')) })
}

/// Whether a server takes what stands at an address for something else than a page.
fn is_of_file(address: &str) -> bool {
    const FILES: [&str; 30] = [
        "avif", "css", "csv", "doc", "docx", "epub", "gif", "gz", "ico", "jpeg", "jpg", "js", "json", "mov", "mp3",
        "mp4", "ogg", "pdf", "png", "ppt", "pptx", "rss", "svg", "tar", "txt", "webp", "xls", "xlsx", "xml", "zip",
    ];
    let extension = address.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, extension)| extension);
    extension.is_some_and(|extension| FILES.contains(&extension.to_ascii_lowercase().as_str()))
}

/// Finds where every former address leads; a chain or a loop of redirects is a mistake.
pub fn resolve(
    input: &Input<'_>,
    addresses: &Addresses,
    index: &Index<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Redirect> {
    let Config { base_path, root_path, .. } = input.config;
    let own = addresses.former();
    // A rule may lead to an alias of another edition.
    let former: Vec<&Former> = own.iter().chain(index.former_elsewhere()).collect();
    let mut walk = Walk { former: &former, by_address: None, root_path, in_loop: vec![false; former.len()] };
    let mut redirects = Vec::with_capacity(own.len());
    for (at, one) in own.iter().enumerate() {
        let to = match &one.to {
            To::Page(id) => index.target(*id).href,
            To::People => addresses.people_index().map_or_else(Arc::default, |route| route.href(base_path).into()),
            To::Written(to) => match walk.next(to) {
                Some(next) => {
                    diagnostics.extend(walk.mistake(at, to, next));
                    continue;
                }
                None => follow_written(to, index, diagnostics),
            },
        };
        if input.config.redirects.formats.is_empty() && is_of_file(one.from.as_str()) {
            let message =
                format!("`{}` is the address of a file, and a page of HTML will stand there", one.from.as_str());
            diagnostics.push(
                Diagnostic::new(Code::RedirectOfFile, &one.path, one.span, message).help(
                    "let the server redirect: `[redirects] formats = [\"netlify\"]`, or what else serves the site",
                ),
            );
        }
        redirects.push(Redirect { from: one.from.clone(), to });
    }
    redirects
}

/// Reports files below content/ that are published where a redirect or a file of redirects is.
pub fn check_files(
    input: &Input<'_>,
    addresses: &Addresses,
    files: &[PublishedFile],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let hosts = &input.config.redirects.formats;
    if hosts.is_empty() && addresses.former().is_empty() {
        return;
    }
    let published = files;
    let mut files = Dictionary::with_capacity(published.len());
    published.iter().for_each(|file| files.insert(slug::fold(file.route.as_str()), &file.path));
    let mut check = |address: &str, place: Option<Place>, help: &str| {
        if let Some(path) = files.get(&slug::fold(address)) {
            let message = format!("a redirect and the file `{path}` both want the address `{address}`");
            let place = place.or_else(|| Some(Place { path: RelPath::clone(path), span: None }));
            diagnostics.push(Diagnostic::at(Code::AddressClash, place, message).help(help));
        }
    };
    for one in addresses.former() {
        let place = Place { path: one.path.clone(), span: Some(one.span) };
        check(one.from.as_str(), Some(place), "take the redirect out, or rename the file");
    }
    for host in hosts {
        check(&format!("/{}", host.file()), None, "rename the file");
    }
}

/// The address that a rule leads to, ready for `href`.
fn follow_written(to: &Spanned<String>, index: &Index<'_>, diagnostics: &mut Vec<Diagnostic>) -> Arc<str> {
    if is_elsewhere(&to.value) {
        return ascii(&to.value).into();
    }
    let settings = RelPath::new(SETTINGS).expect("the name of a file");
    follow(&settings, &link_of(to), index, diagnostics).href
}

/// What is written in `[redirects.from]`, as a link.
fn link_of(to: &Spanned<String>) -> Link {
    let (path, fragment) = to.value.split_once('#').unwrap_or((&to.value, ""));
    let decoded = |text: &str| route::decode(text).unwrap_or_else(|| text.to_owned());
    let (path, fragment) = (decoded(path), decoded(fragment));
    let target = match path.starts_with('/') {
        true => LinkTarget::Address { path, fragment },
        false => LinkTarget::File { path: path.strip_prefix("content/").unwrap_or(&path).to_owned(), fragment },
    };
    Link { target, empty: false, shown: false, span: to.span }
}

/// An address of another site with everything that is not ASCII percent-encoded.
fn ascii(address: &str) -> String {
    let mut encoded = String::with_capacity(address.len());
    for c in address.chars() {
        if c.is_ascii() { encoded.push(c) } else { route::encode_path(c.encode_utf8(&mut [0; 4]), &mut encoded) }
    }
    encoded
}

/// Goes from redirect to redirect.
struct Walk<'a> {
    former: &'a [&'a Former],
    /// The index of each by its address; listed when it is first asked.
    by_address: Option<Dictionary<String, usize>>,
    root_path: &'a str,
    /// Those whose loop has been reported.
    in_loop: Vec<bool>,
}

impl<'a> Walk<'a> {
    /// The redirect that an address leads to, if it is one.
    fn next(&mut self, to: &Spanned<String>) -> Option<usize> {
        if !to.value.starts_with('/') {
            return None;
        }
        let former = self.former;
        let listed = self.by_address.get_or_insert_with(|| {
            let mut listed = Dictionary::with_capacity(former.len());
            for (at, one) in former.iter().enumerate() {
                listed.insert(address_key(one.from.as_str()), at);
            }
            listed
        });
        let path = to.value.split(['?', '#']).next().unwrap_or_default();
        let path = route::decode(path).unwrap_or_else(|| path.to_owned());
        let below = path.strip_prefix(self.root_path).filter(|below| below.starts_with('/'));
        let found = [Some(path.as_str()), below].into_iter().flatten().find_map(|path| listed.get(&address_key(path)));
        found.copied()
    }

    /// What is wrong with a rule that leads to another redirect; a loop is reported once.
    fn mistake(&mut self, at: usize, to: &Spanned<String>, next: usize) -> Option<Diagnostic> {
        let mut way = vec![at];
        let mut end = next;
        while !way.contains(&end) {
            way.push(end);
            let To::Written(onward) = &self.former[end].to else { break };
            match self.next(onward) {
                Some(next) => end = next,
                None => break,
            }
        }
        if self.in_loop[at] {
            return None;
        }
        let from = &self.former[at].from;
        let path = &self.former[at].path;
        let stations = &way[1..];
        let is_loop = way.contains(&end) && self.continues(end, &way);
        let names = stations.iter().map(|at| format!("`{}`", self.former[*at].from)).collect::<Vec<_>>();
        let mut diagnostic = if is_loop && end == at {
            way.iter().for_each(|at| self.in_loop[*at] = true);
            let message = match names.as_slice() {
                [] => format!("`{from}` redirects to itself"),
                names => format!("`{from}` redirects to {} and back", names.join(", then to ")),
            };
            let help = match names.as_slice() {
                [] => "let it lead to a page, or delete the line",
                _ => "let one of them lead to a page, or delete them",
            };
            Diagnostic::new(Code::RedirectLoop, path, to.span, message).help(help)
        } else {
            let message = format!("`{from}` redirects to {}, which is a redirect too", names.first()?);
            let diagnostic = Diagnostic::new(Code::RedirectChain, path, to.span, message);
            match way.last().map(|last| self.former[*last]) {
                Some(Former { to: To::Written(to), .. }) if !is_loop => {
                    diagnostic.help(format!("write `\"{from}\" = \"{}\"`", to.value))
                }
                Some(Former { to: To::Page(_) | To::People, path, .. }) => {
                    let file = path.below("content").unwrap_or(path.as_str());
                    diagnostic.help(format!("write `\"{from}\" = \"{file}\"`"))
                }
                _ => diagnostic.help("let it lead to a page"),
            }
        };
        for station in stations {
            let Former { path, span, .. } = self.former[*station];
            diagnostic = diagnostic.related(path, Some(*span), "the other redirect");
        }
        Some(diagnostic)
    }

    /// Whether the way goes on from its last station to one that it has passed.
    fn continues(&mut self, end: usize, way: &[usize]) -> bool {
        let Some(To::Written(onward)) = way.last().map(|last| &self.former[*last].to) else { return false };
        self.next(onward) == Some(end)
    }
}

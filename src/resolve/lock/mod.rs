//! The address contract: which of the promised addresses and ids are gone, and what to write so that they stay.
//!
//! 1. [`Promises`] lists what the site has: pages, former addresses, ids.
//! 2. [`check`] finds what is promised and not there. What an article's `expires` took away is meant to be gone.
//!
//! Further pages of lists and files are not promised: the ones move with every new article, and of the others nothing
//! is known but their name. But a file below static/ may answer in a page's place.

mod gone;

use std::borrow::Cow;

use super::dictionary::Dictionary;
use super::links::address_key;
use super::redirects::Former;
use super::{Input, Placed, Redirect, Site};
use crate::diagnostics::Diagnostic;
use crate::parse::document::References;
use crate::parse::lock::{Lock, Promise};
use crate::route::Route;
use crate::text::{RelPath, Span};

use gone::Gone;

/// A page that stays where it is.
struct Page<'a> {
    route: &'a Route,
    /// The document that it is made from, if there is one.
    path: Option<&'a RelPath>,
    references: Option<&'a References>,
    has_aliases: bool,
}

/// What the site has, in all its languages.
pub struct Promises<'a> {
    inputs: &'a [Input<'a>],
    placed: &'a [Placed<'a>],
    redirects: Vec<&'a Redirect>,
    pages: Vec<Page<'a>>,
    by_address: Dictionary<String, usize>,
}

impl<'a> Promises<'a> {
    /// Lists the pages of every edition and their ids.
    pub fn new(inputs: &'a [Input<'a>], placed: &'a [Placed<'a>], sites: &'a [Site]) -> Promises<'a> {
        let expected = placed.iter().map(|placed| placed.addresses.lasting().len()).sum();
        let mut pages = Vec::with_capacity(expected);
        for (input, placed) in inputs.iter().zip(placed) {
            add_pages(input, placed, &mut pages);
        }
        let mut by_address = Dictionary::with_capacity(pages.len());
        for (at, page) in pages.iter().enumerate() {
            by_address.insert(address_key(page.route.as_str()), at);
        }
        let mut redirects: Vec<&Redirect> = sites.iter().flat_map(|site| &site.redirects).collect();
        redirects.sort_by(|a, b| a.from.cmp(&b.from));
        Promises { inputs, placed, redirects, pages, by_address }
    }

    /// The former addresses of all editions.
    fn former(&self) -> impl Iterator<Item = &'a Former> + use<'a> {
        self.placed.iter().flat_map(|placed| placed.addresses.former())
    }

    /// Every address and id as it would be promised now, sorted and each once.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for page in &self.pages {
            let route = page.route.clone();
            lines.push(Promise { route: route.clone(), anchor: None }.line());
            let anchors = page.references.iter().flat_map(|references| references.anchors());
            lines
                .extend(anchors.map(|anchor| Promise { route: route.clone(), anchor: Some(anchor.to_owned()) }.line()));
        }
        lines.extend(self.former().map(|former| Promise { route: former.from.clone(), anchor: None }.line()));
        lines.sort_unstable();
        lines.dedup();
        lines
    }
}

/// Lists the pages of one edition.
fn add_pages<'a>(input: &'a Input<'_>, placed: &'a Placed<'_>, pages: &mut Vec<Page<'a>>) {
    let Placed { public, tree, addresses, .. } = placed;
    let mut known: Dictionary<Cow<'a, str>, Page<'a>> = Dictionary::with_capacity(addresses.lasting().len());
    let mut know = |route: &'a Route, path: &'a RelPath, references: &'a References, has_aliases: bool| {
        let key = match input.site_route(route) {
            Cow::Borrowed(route) => Cow::Borrowed(route.as_str()),
            Cow::Owned(route) => Cow::Owned(route.as_str().to_owned()),
        };
        known.insert(key, Page { route, path: Some(path), references: Some(references), has_aliases });
    };
    for (id, facts) in public.articles.iter().enumerate() {
        know(addresses.article(id), &facts.path, &facts.references, !facts.fields.aliases.is_empty());
    }
    let sections = tree.folders.iter().enumerate();
    let sections = sections.filter_map(|(id, folder)| Some((addresses.section(id), folder.facts.as_ref()?)));
    let people = tree.people_section.as_ref().and_then(|facts| Some((addresses.people_index()?, facts)));
    for (route, facts) in sections.chain(people) {
        know(route, &facts.path, &facts.references, !facts.fields.aliases.is_empty());
    }
    for (id, facts) in input.people.iter().enumerate() {
        know(addresses.person(id), &facts.path, &facts.references, !facts.fields.aliases.is_empty());
    }
    pages.extend(addresses.lasting().iter().map(|route| {
        let page = known.get(route.as_str());
        Page {
            route,
            path: page.and_then(|page| page.path),
            references: page.and_then(|page| page.references),
            has_aliases: page.is_some_and(|page| page.has_aliases),
        }
    }));
}

/// The promises of one address, which follow each other in a sorted file.
struct Promised<'l> {
    route: &'l Route,
    key: String,
    /// The first line.
    span: Span,
    anchors: Vec<(&'l str, Span)>,
}

fn by_address(lock: &Lock) -> Vec<Promised<'_>> {
    let mut promised: Vec<Promised<'_>> = Vec::new();
    for promise in &lock.promises {
        let Promise { route, anchor } = &promise.value;
        if promised.last().is_none_or(|last| last.route != route) {
            let key = address_key(route.as_str());
            promised.push(Promised { route, key, span: promise.span, anchors: Vec::new() });
        }
        if let (Some(last), Some(anchor)) = (promised.last_mut(), anchor) {
            last.anchors.push((anchor, promise.span));
        }
    }
    promised
}

/// What is promised and not there.
pub fn check(lock: &Lock, site: &Promises<'_>) -> Vec<Diagnostic> {
    let promised = by_address(lock);
    let mut former = Dictionary::with_capacity(site.redirects.len());
    for one in site.former() {
        former.insert(address_key(one.from.as_str()), &one.from);
    }
    let gone = Gone::new(lock, &promised, site);
    let mut diagnostics = Vec::new();
    for one in &promised {
        if let Some(at) = site.by_address.get(&one.key) {
            gone.anchors(one, &site.pages[*at], None, &mut diagnostics);
        } else if let Some(from) = former.get(&one.key) {
            if !one.anchors.is_empty()
                && let Some(page) = gone.target_of(from)
            {
                gone.anchors(one, page, Some(one.route), &mut diagnostics);
            }
        } else if !site.inputs.iter().any(|input| input.inventory.has_static(&one.route.file())) {
            diagnostics.extend(gone.address(one));
        }
    }
    diagnostics
}

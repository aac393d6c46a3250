//! What is said of an address or an id that is gone: what may have become of it, and the line to write.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::{Page, Promised, Promises};
use crate::diagnostics::{self, Code, Diagnostic};
use crate::parse::lock::Lock;
use crate::resolve::dictionary::Dictionary;
use crate::resolve::links::address_key;
use crate::resolve::publish::Public;
use crate::resolve::routes::Elsewhere;
use crate::resolve::{self, Input, publish};
use crate::route::Route;
use crate::text::{RelPath, Span};

/// An id that so many new pages have tells none of them from the others.
const COMMON: usize = 8;
/// Among so many new pages one is looked for whose address is spelt alike.
const FEW: usize = 400;

/// Gives an address up.
const ACCEPT: &str = "or give it up: `byline urls accept`";

/// Looks for what became of what is gone; what takes time is looked for when something is.
pub struct Gone<'a> {
    lock: &'a Lock,
    promised: &'a [Promised<'a>],
    site: &'a Promises<'a>,
    by_href: OnceCell<Dictionary<String, usize>>,
    fresh: OnceCell<Fresh<'a>>,
    withheld: OnceCell<Withheld>,
}

/// Pages of which nothing was promised.
#[derive(Default)]
struct Fresh<'a> {
    pages: Vec<&'a Page<'a>>,
    by_anchor: BTreeMap<&'a str, Vec<usize>>,
    by_name: BTreeMap<&'a str, Vec<usize>>,
}

/// Addresses that the site would have if articles were public that are not.
struct Withheld {
    /// If none had expired.
    unexpired: Dictionary<String, ()>,
    /// If all were: the address of each that is a draft or not yet due, with the file and the reason.
    others: Dictionary<String, (RelPath, &'static str)>,
}

impl<'a> Gone<'a> {
    /// Of what was promised by a file.
    pub fn new(lock: &'a Lock, promised: &'a [Promised<'a>], site: &'a Promises<'a>) -> Gone<'a> {
        Gone { lock, promised, site, by_href: OnceCell::new(), fresh: OnceCell::new(), withheld: OnceCell::new() }
    }

    /// The page of the site that a former address leads to; `None` if it leads to an id there or to another site.
    pub fn target_of(&self, from: &Route) -> Option<&'a Page<'a>> {
        let site = self.site;
        let by_href = self.by_href.get_or_init(|| {
            let root_path = site.inputs.first().map_or("", |input| input.config.root_path.as_str());
            let mut listed = Dictionary::with_capacity(site.pages.len());
            for (at, page) in site.pages.iter().enumerate() {
                listed.insert(page.route.href(root_path), at);
            }
            listed
        });
        let at = site.redirects.binary_search_by(|redirect| redirect.from.cmp(from)).ok()?;
        by_href.get(&site.redirects[at].to).map(|at| &site.pages[*at])
    }

    /// The ids of an address that its page, or the one that it redirects to, does not have.
    pub fn anchors(
        &self,
        promised: &Promised<'_>,
        page: &Page<'_>,
        redirected: Option<&Route>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        if promised.anchors.is_empty() {
            return;
        }
        let mut has: Vec<&str> = page.references.iter().flat_map(|one| one.anchors()).collect();
        has.sort_unstable();
        for (anchor, span) in &promised.anchors {
            if has.binary_search(anchor).is_err() {
                diagnostics.push(self.anchor(promised, anchor, *span, page, redirected));
            }
        }
    }

    fn anchor(
        &self,
        promised: &Promised<'_>,
        anchor: &str,
        span: Span,
        page: &Page<'_>,
        redirected: Option<&Route>,
    ) -> Diagnostic {
        let message = match redirected {
            None => format!("`{}` has no `#{anchor}` any more", page.route),
            Some(from) => format!("`{from}` redirects to `{}`, which has no `#{anchor}`", page.route),
        };
        let mut diagnostic = Diagnostic::new(Code::AnchorGone, &self.lock.path, span, message);
        if let (Some(path), Some((text, id, span, what))) = (page.path, resembling(page, promised, anchor)) {
            diagnostic = diagnostic
                .related(path, Some(span), format!("it may be this {what}, whose id is `{id}` now"))
                .help(format!(
                    "write `{{#{anchor}}}` behind the {what} `{text}`, or `id: {anchor}` if it is in the front matter"
                ));
        } else if let Some(path) = page.path {
            diagnostic = diagnostic
                .help(format!("write `{{#{anchor}}}` behind the heading in `{path}` that links should lead to"));
        }
        diagnostic.help(ACCEPT)
    }

    /// Of an address at which nothing answers; `None` if it is meant to be gone.
    pub fn address(&self, promised: &Promised<'_>) -> Option<Diagnostic> {
        let Promised { route, key, span, anchors } = promised;
        let withheld = self.withheld.get_or_init(|| self.look_for_withheld());
        if withheld.unexpired.contains(key) {
            return None;
        }
        let ids = match anchors.len() {
            0 => String::new(),
            1 => ", and the id in it is gone, too".to_owned(),
            count => format!(", and the {count} ids in it are gone, too"),
        };
        let message = format!("nothing answers at `{route}` any more{ids}");
        let diagnostic = Diagnostic::new(Code::AddressGone, &self.lock.path, *span, message);
        let rule =
            format!("or redirect it in site.toml, below `[redirects.from]`: `\"{route}\" = \"{}\"`", self.above(route));
        if let Some((path, reason)) = withheld.others.get(key) {
            return Some(
                diagnostic
                    .related(path, None, format!("it is {reason}"))
                    .help(format!("publish `{path}` again"))
                    .help(rule)
                    .help(ACCEPT),
            );
        }
        let Some((page, path)) = self.renamed(promised).and_then(|page| Some((page, page.path?))) else {
            return Some(diagnostic.help(rule.trim_start_matches("or ")).help(ACCEPT));
        };
        let help = match page.has_aliases {
            true => format!("if it is `{}` now, add `{route}` to the `aliases` of `{path}`", page.route),
            false => format!("if it is `{}` now, write `aliases: [{}]` into `{path}`", page.route, in_yaml(route)),
        };
        Some(diagnostic.related(path, None, "it may be this one now").help(help).help(rule).help(ACCEPT))
    }

    /// The next address above that answers.
    fn above(&self, route: &Route) -> String {
        let mut address = route.as_str().trim_end_matches('/');
        while let Some(at) = address.rfind('/') {
            address = &address[..at];
            if let Some(at) = self.site.by_address.get(&address_key(address)) {
                return self.site.pages[*at].route.to_string();
            }
        }
        "/".to_owned()
    }

    fn look_for_withheld(&self) -> Withheld {
        let mut unexpired = Dictionary::with_capacity(0);
        let mut others = Dictionary::with_capacity(0);
        for (input, placed) in self.site.inputs.iter().zip(self.site.placed) {
            look_in(input, &placed.public, &mut unexpired, &mut others);
        }
        Withheld { unexpired, others }
    }

    /// The new page that an address may have become: one of the same name, else the one with most of its ids, else one
    /// whose address is spelt alike.
    fn renamed(&self, promised: &Promised<'_>) -> Option<&'a Page<'a>> {
        let fresh = self.fresh.get_or_init(|| self.look_for_fresh());
        if let Some([only]) = fresh.by_name.get(name(promised.route)).map(Vec::as_slice) {
            return Some(fresh.pages[*only]);
        }
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for (anchor, _) in &promised.anchors {
            let having = fresh.by_anchor.get(anchor).filter(|having| having.len() <= COMMON);
            having.into_iter().flatten().for_each(|at| *shared.entry(*at).or_default() += 1);
        }
        let best = shared.iter().max_by_key(|(at, count)| (**count, std::cmp::Reverse(**at)));
        if let Some((at, count)) = best.filter(|(_, count)| **count * 2 >= promised.anchors.len()) {
            let rivals = shared.values().filter(|other| *other == count).count();
            if rivals == 1 {
                return Some(fresh.pages[*at]);
            }
        }
        if fresh.pages.len() > FEW {
            return None;
        }
        let near = diagnostics::nearest(promised.route.as_str(), fresh.pages.iter().map(|page| page.route.as_str()))?;
        fresh.pages.iter().copied().find(|page| page.route.as_str() == near)
    }

    fn look_for_fresh(&self) -> Fresh<'a> {
        let mut known = Dictionary::with_capacity(self.promised.len());
        self.promised.iter().for_each(|one| known.insert(one.key.as_str(), ()));
        let is_fresh = |page: &&Page<'_>| page.path.is_some() && !known.contains(&address_key(page.route.as_str()));
        let mut fresh = Fresh { pages: self.site.pages.iter().filter(is_fresh).collect(), ..Fresh::default() };
        for (at, page) in fresh.pages.iter().enumerate() {
            fresh.by_name.entry(name(page.route)).or_default().push(at);
            for anchor in page.references.iter().flat_map(|references| references.anchors()) {
                fresh.by_anchor.entry(anchor).or_default().push(at);
            }
        }
        fresh
    }
}

/// Looks for the addresses that one edition would have.
fn look_in(
    input: &Input<'_>,
    public: &Public,
    unexpired: &mut Dictionary<String, ()>,
    others: &mut Dictionary<String, (RelPath, &'static str)>,
) {
    let world = |with: &[&str]| {
        let mut elsewhere = Elsewhere::default();
        let placed = resolve::place(input, publish::publish_with(input, with), &mut elsewhere, &mut Vec::new());
        (placed.public, placed.addresses)
    };
    if public.withheld.values().any(|reason| *reason == publish::EXPIRED) {
        let (_, addresses) = world(&[publish::EXPIRED]);
        addresses.lasting().iter().for_each(|route| unexpired.insert(address_key(route.as_str()), ()));
        addresses.former().iter().for_each(|one| unexpired.insert(address_key(one.from.as_str()), ()));
    }
    if public.withheld.values().any(|reason| *reason != publish::EXPIRED) {
        let (all, addresses) = world(&[publish::EXPIRED, publish::DRAFT, publish::NOT_DUE]);
        for (id, facts) in all.articles.iter().enumerate() {
            if let Some(reason) = public.withheld.get(&facts.path) {
                others.insert(
                    address_key(input.site_route(addresses.article(id)).as_str()),
                    (facts.path.clone(), *reason),
                );
            }
        }
    }
}

/// The heading or question of a page that resembles an id most and has itself a new id: text, id, place, what it is.
fn resembling<'p>(
    page: &'p Page<'_>,
    promised: &Promised<'_>,
    anchor: &str,
) -> Option<(&'p str, &'p str, Span, &'static str)> {
    let references = page.references?;
    let headings = references.headings.iter().map(|one| (one.text.as_str(), one.id.as_str(), one.span, "heading"));
    let questions = references.questions.iter().map(|one| (one.text.as_str(), one.id.as_str(), one.span, "question"));
    let is_new = |id: &str| promised.anchors.iter().all(|(known, _)| *known != id);
    let fresh: Vec<_> = headings.chain(questions).filter(|(_, id, ..)| is_new(id)).take(FEW).collect();
    if let [only] = fresh.as_slice() {
        return Some(*only);
    }
    let near = diagnostics::nearest(anchor, fresh.iter().map(|(_, id, ..)| *id))?;
    fresh.into_iter().find(|(_, id, ..)| *id == near)
}

/// The last part of an address.
fn name(route: &Route) -> &str {
    route.as_str().trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// An address as it stands in a list of YAML.
fn in_yaml(route: &Route) -> String {
    let is_plain = route.as_str().chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '_' | '.'));
    if is_plain { route.to_string() } else { format!("\"{route}\"") }
}

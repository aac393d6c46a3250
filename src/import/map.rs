//! The old site, read → the new site, not yet checked.
//!
//! Every page is given its place first, so that links can be told where they lead; then all pages are mapped at once, on
//! all cores, and keep their order.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::Dialect;
use super::body::Edit;
use super::fields::{self, Shared, terms_of};
use super::links;
use super::lookup::{Lookup, Target};
use super::markdown;
use super::model::{Asset, Document, Finding, Imported, OldSite, Page, Role, Settings, Taxonomy};
use super::people::People;
use super::places::{self, Place};
use super::settings;
use super::value::{Value, yaml};
use crate::parse::front_matter::address_fault;
use crate::parse::markdown::leading_title;
use crate::slug::{fold, slugify};
use crate::text::RelPath;

/// Maps a site; `file` is what the settings were read from.
pub fn map(mut old: OldSite, dialect: &Dialect, file: &str, findings: &mut Vec<Finding>) -> Imported {
    settings::settle(&mut old.settings, file, findings);
    let people = People::of(&old);
    let OldSite { mut settings, mut pages, assets, people: _, findings: found, redirects } = old;
    findings.extend(found);
    let taxonomies: Vec<String> = settings.taxonomies.iter().map(|taxonomy| taxonomy.name.clone()).collect();
    let places = places::assign(&mut pages, &taxonomies, findings);
    let documents = people.documents();
    let lists = lists(&pages, &settings);
    // Rules of site.toml, not aliases: in a site of several languages, one file is a page in each of them.
    let everybody: Vec<(String, String)> = documents
        .iter()
        .flat_map(|(path, _, old)| old.iter().map(move |from| (from.clone(), format!("/people/{}/", path.stem()))))
        .collect();
    let known = lists.iter().chain(&everybody).cloned().chain(folders(&pages, &places));
    let lookup = Lookup::new(&pages, &places, &assets, &settings.base_url, known);
    let mut claims = Claims::new(&places, &settings, &pages, &documents);
    let aliases: Vec<Vec<String>> =
        pages.iter().zip(&places).map(|(page, place)| claims.aliases(page, place, &lookup, findings)).collect();
    let shared = Shared {
        lookup: &lookup,
        people: &people,
        taxonomies: &settings.taxonomies,
        has_languages: !settings.languages.is_empty(),
    };
    let numbers: Vec<usize> = (0..pages.len()).collect();
    let mut mapped: Vec<Mapped> =
        numbers.par_iter().map(|at| one(&pages[*at], &places[*at], &aliases[*at], dialect, &shared)).collect();
    let placed = place_assets(&assets, &mapped, &places, findings);
    let public = |at: usize| placed.get(&at).map(address_of);
    mapped.par_iter_mut().zip(&pages).for_each(|(mapped, page)| {
        links::rewrite_html(page, &mut mapped.document.body, &lookup, &public, &mut mapped.findings);
    });
    let nav = settings::navigation(&settings, &lookup, file, findings);
    let further = redirects.into_iter().map(|(from, to)| (from, target(&lookup, &to))).collect::<Vec<_>>();
    let of_sections = pages.iter().zip(&places).zip(&aliases).filter(|_| !settings.languages.is_empty());
    let of_sections = of_sections
        .filter(|((page, _), _)| page.role == Role::Section)
        .flat_map(|((_, place), aliases)| aliases.iter().map(|from| (from.clone(), place.address.clone())));
    let of_sections: Vec<(String, String)> = of_sections.collect();
    claims.former.retain(|former| of_sections.iter().all(|(from, _)| key(from) != *former));
    let rules = claims.rules(lists.into_iter().chain(everybody).chain(of_sections).chain(further), &lookup);
    let used_taxonomies = |taxonomy: &Taxonomy| pages.iter().any(|page| !terms_of(page, taxonomy).is_empty());
    let kept: Vec<Taxonomy> = settings.taxonomies.iter().filter(|one| used_taxonomies(one)).cloned().collect();
    let mut imported = Imported { redirects: rules, ..Imported::default() };
    imported.assets = placed.into_iter().map(|(at, path)| (assets[at].source.clone(), path)).collect();
    for ((mapped, place), page) in mapped.into_iter().zip(&places).zip(&pages) {
        findings.extend(mapped.findings);
        let list = if page.role == Role::Section { &mut imported.sections } else { &mut imported.articles };
        list.push((place.path.clone(), mapped.document));
    }
    imported.people = documents.into_iter().map(|(path, document, _)| (path, document)).collect();
    introduce_terms(&kept, &mut imported);
    (settings.nav, settings.taxonomies) = (nav, kept);
    imported.settings = settings;
    imported
}

/// A page that was mapped.
struct Mapped {
    document: Document,
    findings: Vec<Finding>,
    used: BTreeSet<usize>,
    used_by_html: BTreeSet<usize>,
}

fn one(page: &Page, place: &Place, aliases: &[String], dialect: &Dialect, shared: &Shared<'_>) -> Mapped {
    let by_rule = page.role == Role::Section && shared.has_languages;
    let aliases = if by_rule { &[] } else { aliases };
    let mut findings = Vec::new();
    let mut body = page.body.clone();
    let title = page.text("title").unwrap_or_default();
    let mut fallback = fallback_title(page);
    let mut named = page.role == Role::Section;
    if let Some((heading, end)) = leading_title(&body.text).filter(|(heading, _)| !heading.is_empty()) {
        // The headline stands above the text anyway.
        if title.is_empty() || fold(title) == fold(&heading) {
            body.edit(vec![Edit::new(0..end, "")]);
        }
        fallback = heading;
        named = true;
    }
    (dialect.calls)(page, &mut body, shared.lookup, &mut findings);
    markdown::mend(page, &mut body, &mut findings);
    let mut used = links::rewrite(page, place, &mut body, dialect.wiki, shared.lookup, &mut findings);
    let used_by_html = links::used_by_html(page, &body, shared.lookup);
    if title.is_empty() && !named {
        findings.push(Finding::new("page without a title", &page.source, 0, fallback.as_str()));
    }
    let fields::Mapped { fields, rest, used: by_fields } =
        fields::map(page, place, &fallback, aliases, shared, &mut findings);
    used.extend(by_fields);
    let trimmed = body.text.len() - body.text.trim_start_matches('\n').len();
    let end = body.text.trim_end().len();
    let mut edits = vec![Edit::new(0..trimmed, "")];
    if end > trimmed {
        edits.push(Edit::new(end..body.text.len(), "\n"));
    }
    body.edit(edits);
    let mut comments = String::new();
    if !rest.is_empty() {
        comments.push_str(&comment("What the old site said of this page besides:", &yaml(&rest)));
    }
    if let Some(unread) = &page.unread {
        comments.push_str(&comment("The front matter of the old page, not all of which could be read:", unread));
    }
    if !comments.is_empty() {
        let end = body.text.len();
        let comments = if end == 0 { comments.trim_start_matches('\n').to_owned() } else { comments };
        body.edit(vec![Edit::new(end..end, comments)]);
    }
    Mapped { document: Document { source: page.source.clone(), fields, body }, findings, used, used_by_html }
}

/// A comment that authors see and readers do not.
fn comment(title: &str, text: &str) -> String {
    // A blank line would end the comment for some readers of Markdown, and two hyphens for all.
    let text = text.trim_end().replace("--", "- -");
    format!("\n<!--\n{title}\n\n{text}\n-->\n")
}

/// What to call a page that has no title.
fn fallback_title(page: &Page) -> String {
    let last = page.place.rsplit('/').next().unwrap_or_default();
    if last.is_empty() { "Home".to_owned() } else { settings::in_words(last) }
}

/// The lists of terms and every term: old and new address.
fn lists(pages: &[Page], settings: &Settings) -> Vec<(String, String)> {
    let mut lists = Vec::new();
    for taxonomy in &settings.taxonomies {
        let mut terms: BTreeMap<&str, ()> = BTreeMap::new();
        for page in pages.iter().filter(|page| !is_hidden(page) && page.language.is_none()) {
            terms.extend(terms_of(page, taxonomy).into_iter().map(|(term, _)| (term, ())));
        }
        if terms.is_empty() {
            continue;
        }
        let own = format!("/{}/", taxonomy.name);
        let Some(old) = &taxonomy.old else { continue };
        lists.push((old.clone(), own.clone()));
        let known: BTreeMap<String, &str> =
            taxonomy.terms.iter().map(|(name, part, _)| (fold(name), part.as_str())).collect();
        for term in terms.keys() {
            let part = known.get(&fold(term)).map_or_else(|| (taxonomy.term)(term), |part| (*part).to_owned());
            let slug = slugify(term);
            if !part.is_empty() && !slug.is_empty() {
                lists.push((format!("{old}{part}/"), format!("{own}{slug}/")));
            }
        }
    }
    lists
}

/// The lists of the folders that nothing introduces: old and new address. A page at the old address counts before them.
fn folders(pages: &[Page], places: &[Place]) -> BTreeSet<(String, String)> {
    let mut folders = BTreeSet::new();
    let shown = pages.iter().zip(places).filter(|(page, _)| !is_hidden(page) && page.language.is_none());
    for (page, place) in shown.filter(|(page, _)| page.role == Role::Article) {
        let (mut old, mut new) = (page.place.as_str(), place.address.trim_matches('/'));
        while let (Some((above_old, _)), Some((above_new, _))) = (old.rsplit_once('/'), new.rsplit_once('/')) {
            folders.insert((format!("/{above_old}/"), format!("/{above_new}/")));
            (old, new) = (above_old, above_new);
        }
    }
    folders
}

fn is_hidden(page: &Page) -> bool {
    page.front.iter().any(|field| field.value.hides(&field.key))
}

/// Where a redirect of the old site leads now.
fn target(lookup: &Lookup<'_>, to: &str) -> String {
    let found = lookup.pages.first().map(|page| lookup.follow(page, to).0);
    match found {
        Some(Target::Page(at)) => {
            let path = lookup.places[at].path.as_str();
            path.strip_prefix("content/").unwrap_or(path).to_owned()
        }
        Some(Target::List(address)) => address,
        Some(Target::Missing(address)) if address != "/people/" => links::at_old_site(lookup, &address),
        _ => to.to_owned(),
    }
}

/// Who has which address.
struct Claims {
    taken: BTreeSet<String>,
    /// Former addresses that already lead somewhere.
    former: BTreeSet<String>,
}

impl Claims {
    fn new(
        places: &[Place],
        settings: &Settings,
        pages: &[Page],
        people: &[(RelPath, Document, Vec<String>)],
    ) -> Claims {
        let mut taken: BTreeSet<String> = places.iter().map(|place| key(&place.address)).collect();
        taken.extend(lists(pages, settings).iter().map(|(_, new)| key(new)));
        taken.extend(people.iter().map(|(path, ..)| key(&format!("/people/{}/", path.stem()))));
        if !people.is_empty() {
            taken.insert("/people".to_owned());
        }
        taken.extend(["", "/search", "/404.html"].map(str::to_owned));
        for place in places {
            let mut folder = place.path.as_str().strip_prefix("content").unwrap_or_default();
            while let Some((above, _)) = folder.rsplit_once('/') {
                taken.insert(fold(above));
                folder = above;
            }
        }
        Claims { taken, former: BTreeSet::new() }
    }

    /// The former addresses of a page that nobody else has.
    fn aliases(&mut self, page: &Page, place: &Place, lookup: &Lookup<'_>, findings: &mut Vec<Finding>) -> Vec<String> {
        let old = page.old.iter().map(|old| {
            let below = old.strip_prefix(lookup.base_url).filter(|_| old.contains("://"));
            below.unwrap_or(old).to_owned()
        });
        self.take(&place.address, old.collect::<Vec<_>>().as_slice(), &page.source, findings)
    }

    fn take(&mut self, own: &str, old: &[String], source: &str, findings: &mut Vec<Finding>) -> Vec<String> {
        let mut aliases = Vec::new();
        for old in old {
            let address = old.split(['?', '#']).next().unwrap_or_default();
            let address = address.strip_suffix("index.html").unwrap_or(address);
            if address.is_empty() || key(address) == key(own) {
                continue;
            }
            if let Some(fault) = address_fault(address) {
                findings.push(Finding::new(
                    "old address that cannot be kept",
                    source,
                    0,
                    format!("`{address}` {fault}"),
                ));
            } else if self.taken.contains(&key(address)) || !self.former.insert(key(address)) {
                let text = format!("`{address}` is the address of another page now");
                findings.push(Finding::new("old address that another page has", source, 0, text));
            } else {
                aliases.push(address.to_owned());
            }
        }
        aliases
    }

    /// The rules of site.toml for what is no page's own former address.
    fn rules(&mut self, lists: impl Iterator<Item = (String, String)>, lookup: &Lookup<'_>) -> Vec<(String, String)> {
        let mut rules = Vec::new();
        for (from, to) in lists {
            let from = from.strip_prefix(lookup.base_url).filter(|_| from.contains("://")).unwrap_or(&from).to_owned();
            let free = address_fault(&from).is_none() && !self.taken.contains(&key(&from));
            if free && key(&from) != key(&to) && self.former.insert(key(&from)) {
                rules.push((from, to));
            }
        }
        rules.sort();
        rules
    }
}

fn key(address: &str) -> String {
    let address = crate::route::decode(address).unwrap_or_else(|| address.to_owned());
    fold(address.trim_end_matches('/'))
}

/// Where each file goes: beside the page that refers to it, else to where it was on the old site.
fn place_assets(
    assets: &[Asset],
    mapped: &[Mapped],
    places: &[Place],
    findings: &mut Vec<Finding>,
) -> BTreeMap<usize, RelPath> {
    let used: BTreeSet<usize> = mapped.iter().flat_map(|page| page.used.iter().copied()).collect();
    let by_html: BTreeSet<usize> = mapped.iter().flat_map(|page| page.used_by_html.iter().copied()).collect();
    let mut taken: BTreeSet<String> = places.iter().map(|place| fold(place.path.as_str())).collect();
    let pages: BTreeSet<String> = places.iter().map(|place| key(&place.address)).collect();
    let mut placed = BTreeMap::new();
    for (at, asset) in assets.iter().enumerate() {
        let name = asset.source.rsplit('/').next().unwrap_or_default();
        if name.starts_with('.') && name != ".nojekyll" {
            findings.push(Finding::new("file left out", &asset.source, 0, "byline publishes no hidden files"));
            continue;
        }
        let beside = asset.beside.as_ref().filter(|_| used.contains(&at)).map(|beside| format!("content/{beside}"));
        let own = asset.old.as_ref().map(|old| format!("static/{}", old.trim_start_matches('/')));
        let needed = used.contains(&at) || by_html.contains(&at);
        let named = asset.names.first().filter(|_| needed).map(|name| format!("static/{name}"));
        let Some(path) = beside.or(own).or(named).and_then(|path| RelPath::new(&path)) else { continue };
        let address = key(path.as_str().strip_prefix("static").unwrap_or_default().trim_end_matches("index.html"));
        let is_page = path.below("static").is_some() && (pages.contains(&address) || address == "/404.html");
        if is_page || !taken.insert(fold(path.as_str())) {
            findings.push(Finding::new(
                "file left out",
                &asset.source,
                0,
                format!("a page or another file is at `{path}`"),
            ));
            continue;
        }
        placed.insert(at, path);
    }
    placed
}

/// The address of a file of the new site.
fn address_of(path: &RelPath) -> String {
    let below = path.below("static").or_else(|| path.below("content")).unwrap_or(path.as_str());
    format!("/{below}")
}

/// Introductions of terms of which the old site says something.
fn introduce_terms(taxonomies: &[Taxonomy], imported: &mut Imported) {
    for taxonomy in taxonomies {
        for (name, _, text) in taxonomy.terms.iter().filter(|(.., text)| !text.trim().is_empty()) {
            let Some(path) = RelPath::new(&format!("content/{}/{}/_index.md", taxonomy.name, slugify(name))) else {
                continue;
            };
            if imported.sections.iter().any(|(known, _)| *known == path) || slugify(name).is_empty() {
                continue;
            }
            let fields = vec![("title".to_owned(), Value::text(name.split_whitespace().collect::<Vec<_>>().join(" ")))];
            let body = super::body::Body::new(format!("{}\n", text.trim()), 0);
            imported.sections.push((path, Document { source: String::new(), fields, body }));
        }
    }
}

//! Who wants which address, and what clashes.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::machines::are_of_pages;
use super::slugs::code_points;
use super::{Addresses, Lists, NOT_FOUND, page_of, pages_of_list, search, search_index};
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::resolve::dictionary::Dictionary;
use crate::resolve::publish::Public;
use crate::resolve::redirects::{self, Former};
use crate::resolve::sections::Tree;
use crate::resolve::{Input, SETTINGS};
use crate::route::Route;
use crate::slug;
use crate::text::{RelPath, Span};

/// Who wants an address.
pub(in crate::resolve) struct Claim<'a> {
    /// `the article`, `the file`, …
    pub(in crate::resolve) what: &'static str,
    pub(in crate::resolve) place: Option<(&'a RelPath, Option<Span>)>,
    /// The path that made the address, shown with its code points if two look alike.
    pub(in crate::resolve) name: &'a str,
}

/// Takes the address of every page and file; gives those of pages that stay where they are, and former addresses.
#[expect(clippy::too_many_arguments, reason = "each is one of the things that have addresses")]
pub(super) fn claim_all<'a>(
    input: &'a Input<'a>,
    public: &Public,
    tree: &Tree,
    lists: &Lists<'_>,
    lists_of_all: &[(&'static str, Route)],
    addresses: &Addresses,
    elsewhere: &mut Elsewhere,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Route>, Vec<Former>) {
    let Addresses { articles, sections, people, people_index, .. } = addresses;
    let settings = RelPath::new(SETTINGS).expect("the name of a file");
    let expected = sections.len() + people.len() + articles.len() + input.inventory.statics.len();
    let mut claims = Claims { input, taken: Dictionary::with_capacity(expected), elsewhere, diagnostics };
    for (folder, route) in tree.folders.iter().zip(sections) {
        let place = match &folder.facts {
            Some(facts) => Some((&facts.path, None)),
            None => folder
                .articles
                .iter()
                .chain(&folder.pages)
                .next()
                .and_then(|id| public.articles.get(*id))
                .map(|facts| (&facts.path, None)),
        };
        claims.claim(Cow::Borrowed(route), Claim { what: "the section", place, name: &folder.path });
    }
    if let Some(route) = people_index {
        claims.claim(Cow::Borrowed(route), Claim { what: "the list of people", place: None, name: "" });
    }
    if let Some(route) = search(input) {
        claims.claim(Cow::Owned(route), Claim { what: "the search page", place: None, name: "" });
    }
    if let Some(route) = search_index(input) {
        claims.claim(Cow::Owned(route), Claim { what: "the index of the search", place: None, name: "" });
    }
    for (facts, route) in input.people.iter().zip(people) {
        let place = Some((&facts.path, None));
        claims.claim(Cow::Borrowed(route), Claim { what: "the person", place, name: facts.path.as_str() });
    }
    lists.terms.claim(input, public, &mut claims);
    lists.series.claim(public, &mut claims);
    for (facts, route) in public.articles.iter().zip(articles) {
        let span = facts.fields.slug.as_ref().map(|slug| slug.span);
        let place = Some((&facts.path, span));
        claims.claim(Cow::Borrowed(route), Claim { what: "the article", place, name: facts.path.as_str() });
    }
    for (id, folder) in tree.folders.iter().enumerate() {
        claims.claim_pages(&sections[id], folder.articles.len(), input);
    }
    for (what, route) in lists_of_all {
        claims.claim(Cow::Borrowed(route), Claim { what, place: None, name: "" });
    }
    for row in lists.rows {
        let claim = Claim { what: ROW, place: row.place(input), name: "" };
        claims.claim(Cow::Owned(row.route.clone()), claim);
    }
    let claim = Claim { what: "the page for missing addresses", place: None, name: "" };
    claims.claim(Cow::Owned(Route::new(NOT_FOUND)), claim);
    // The files of the site are those of all editions.
    if input.is_first() {
        for file in input.theme_files {
            let claim = Claim { what: FILE_OF_THEME, place: None, name: file };
            claims.claim(Cow::Owned(page_or_file(file)), claim);
        }
    }
    for (route, what) in &addresses.for_machines {
        claims.claim(Cow::Borrowed(route), Claim { what, place: None, name: "" });
    }
    for host in &input.config.redirects.formats {
        let claim = Claim { what: HOST_FILE, place: None, name: "" };
        claims.claim(Cow::Owned(Route::new(format!("/{}", host.file()))), claim);
    }
    for path in input.inventory.statics.iter().filter(|_| input.is_first()) {
        if let Some(address) = path.below("static") {
            let place = Some((path, None));
            claims.claim(Cow::Owned(page_or_file(address)), Claim { what: FILE, place, name: path.as_str() });
        }
    }
    let lasting = if input.is_locked() { claims.lasting() } else { Vec::new() };
    let former = redirects::claim(input, public, tree, addresses, lists, &settings, &mut claims);
    claims.check_folders();
    if input.has_editions() {
        let Claims { taken, .. } = claims;
        taken.keys().filter_map(|key| taken.get(key)).for_each(|(route, claim)| elsewhere.add(route, claim));
    }
    (lasting, former)
}

/// What claims the address of a list of the whole site or of a source.
const LISTS_OF_ALL: [&str; 4] =
    ["the list of sources", "the list of questions", "the list of corrections", "the page of a source"];
/// What claims the address of a further page of a list.
pub(super) const PAGE_OF_LIST: &str = "a page of a list";
/// What claims the address of the list of a taxonomy's terms.
pub(in crate::resolve) const ALL_TERMS: &str = "the list of all terms";
/// What claims the address of a page that is made of a row of data.
const ROW: &str = "the page of a row";
/// What claims the address of a file that a host reads redirects from.
const HOST_FILE: &str = "the file of redirects";

/// What claims the address of a file below `static/`.
const FILE: &str = "the file";
/// What claims the address of a file of the theme.
const FILE_OF_THEME: &str = "a file of the theme";
/// What claims a former address of a page.
pub(in crate::resolve) const ALIAS: &str = "the alias";
/// What claims an address of `[redirects.from]`.
pub(in crate::resolve) const REDIRECT: &str = "the redirect";

/// The address of a file by its path in the output: that of the page in whose folder it is `index.html`.
fn page_or_file(path: &str) -> Route {
    let folder = path.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/'));
    Route::new(format!("/{}", folder.unwrap_or(path)))
}

/// Whether an address is that of a file, and none of a page in a folder of its own.
fn is_file(route: &Route) -> bool {
    !route.as_str().ends_with('/')
}

/// The addresses that other editions have.
#[derive(Default)]
pub struct Elsewhere(Option<Dictionary<String, TakenElsewhere>>);

/// What has an address in another edition, and where it says so.
type TakenElsewhere = (&'static str, Option<Place>);

impl Elsewhere {
    fn add(&mut self, route: &Route, claim: &Claim<'_>) {
        let place = claim.place.map(|(path, span)| Place { path: path.clone(), span });
        let listed = self.0.get_or_insert_with(|| Dictionary::with_capacity(64));
        listed.insert(slug::fold(route.as_str().trim_end_matches('/')), (claim.what, place));
    }
}

pub(in crate::resolve) struct Claims<'a, 'd> {
    input: &'a Input<'a>,
    elsewhere: &'d Elsewhere,
    taken: Dictionary<Cow<'a, str>, (Cow<'a, Route>, Claim<'a>)>,
    pub(in crate::resolve) diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'a> Claims<'a, '_> {
    /// Takes the addresses of the further pages of a list.
    pub(in crate::resolve) fn claim_pages(&mut self, first: &Route, articles: usize, input: &Input<'_>) {
        for page in 2..=pages_of_list(articles, input.config) {
            let claim = Claim { what: PAGE_OF_LIST, place: None, name: "" };
            self.claim(Cow::Owned(page_of(first, page)), claim);
        }
    }

    /// The addresses of pages that byline makes and that stay where they are.
    fn lasting(&self) -> Vec<Route> {
        let passes = [PAGE_OF_LIST, FILE];
        let lasts = |(route, claim): &&(Cow<'_, Route>, Claim<'_>)| {
            route.as_str().ends_with('/') && !passes.contains(&claim.what)
        };
        let taken = self.taken.keys().filter_map(|key| self.taken.get(key.as_ref()));
        taken.filter(lasts).map(|(route, _)| Route::clone(route)).collect()
    }

    /// Reports what lies below a file, which is no folder on any disk.
    ///
    /// What lies in a section is below a section, which has its own address; anything else may lie anywhere.
    fn check_folders(&mut self) {
        const ANYWHERE: [&str; 5] = [ALIAS, REDIRECT, FILE, FILE_OF_THEME, ROW];
        let mut found = Vec::new();
        let mut told = BTreeSet::new();
        for (key, (route, claim)) in self.taken.iter().filter(|(_, (_, claim))| ANYWHERE.contains(&claim.what)) {
            let ends = key.match_indices('/').map(|(end, _)| end).filter(|end| *end > 0);
            let file = ends.filter_map(|end| self.taken.get(key.get(..end)?)).find(|(above, _)| is_file(above));
            let Some((above, other)) = file else { continue };
            // The theme's files have hashes for names, and many lie in one folder.
            let is_of_theme = claim.what == FILE_OF_THEME;
            if is_of_theme && !told.insert(above.as_str()) {
                continue;
            }
            let message = match is_of_theme {
                true => format!("files of the theme would lie below `{above}`, which is a file"),
                false => format!("`{route}` would lie below `{above}`, which is a file"),
            };
            let place = claim.place.or(other.place).map(|(path, span)| Place { path: path.clone(), span });
            let mut diagnostic = Diagnostic::at(Code::AddressClash, place, message);
            if let (Some(_), Some((path, span))) = (claim.place, other.place) {
                diagnostic = diagnostic.related(path, span, "the file");
            }
            found.push(diagnostic.help("give one of the two another address: what is a file cannot be a folder, too"));
        }
        self.diagnostics.extend(found);
    }

    /// Takes an address of the edition, unless somebody has it.
    pub(in crate::resolve) fn claim(&mut self, route: Cow<'a, Route>, claim: Claim<'a>) -> bool {
        match route {
            route if self.input.is_first() => self.claim_of_site(route, claim),
            route => self.claim_of_site(Cow::Owned(self.input.site_route(&route).into_owned()), claim),
        }
    }

    /// Takes an address of the whole site, unless somebody has it.
    pub(in crate::resolve) fn claim_of_site(&mut self, route: Cow<'a, Route>, claim: Claim<'a>) -> bool {
        let key = match &route {
            Cow::Borrowed(route) => slug::folded(route.as_str().trim_end_matches('/')),
            Cow::Owned(route) => Cow::Owned(slug::fold(route.as_str().trim_end_matches('/'))),
        };
        if let Some((other, place)) = self.elsewhere.0.as_ref().and_then(|elsewhere| elsewhere.get(&key)) {
            if are_of_pages(other, claim.what) {
                return false;
            }
            let message = format!("{other} and {} of another language both want the address `{route}`", claim.what);
            let own = claim.place.map(|(path, span)| Place { path: path.clone(), span });
            let mut diagnostic = Diagnostic::at(Code::AddressClash, own.clone().or_else(|| place.clone()), message);
            if let (Some(_), Some(Place { path, span })) = (own, place) {
                diagnostic = diagnostic.related(path, *span, "the other one");
            }
            let help = "rename the folder or the file that begins with the code of a language, or set another `slug`";
            self.diagnostics.push(diagnostic.help(help));
            return false;
        }
        let Err(((other_route, other), (route, claim))) = self.taken.try_insert(key, (route, claim)) else {
            return true;
        };
        if are_of_pages(other.what, claim.what) {
            return false;
        }
        let is_section_of_terms = other.what == "the section" && claim.what == ALL_TERMS;
        let mut message = match (other.what, claim.what) {
            ("the article", "the article") => format!("two articles want the address `{route}`"),
            (ROW, ROW) => format!("two rows want the address `{route}`"),
            ("the section", "the section") => format!("two sections want the address `{route}`"),
            (other, claim) => format!("{other} and {claim} both want the address `{route}`"),
        };
        if *other_route != route {
            message = format!(
                "{} wants the address `{route}`, which differs from `{other_route}` only in case or in how its letters are encoded",
                claim.what
            );
        }
        let (place, related) = match (&claim.place, &other.place) {
            // The file that makes a section of the folder is in the wrong place, not the article that has a term.
            (term, Some(file)) if is_section_of_terms => (Some(*file), *term),
            (Some(place), other) => (Some(*place), *other),
            (None, other) => (*other, None),
        };
        let place = place.map(|(path, span)| Place { path: path.clone(), span });
        let mut diagnostic = Diagnostic::at(Code::AddressClash, place, message);
        if let Some((path, span)) = related {
            let words = if slug::fold(claim.name) == slug::fold(other.name) && claim.name != other.name {
                format!("the other one; the names are {} and {}", code_points(claim.name), code_points(other.name))
            } else if is_section_of_terms {
                "a term of the list".to_owned()
            } else {
                "the other one".to_owned()
            };
            diagnostic = diagnostic.related(path, span, words);
        }
        let of_theme = [&claim, other].into_iter().find(|one| one.what == FILE_OF_THEME).map(|one| one.name);
        if let Some(file) = of_theme {
            let message = "only a file of the site's own `static/` stands in the place of one that byline makes";
            let help = format!("rename `static/{file}` in the theme's folder, or take it out: {message}");
            self.diagnostics.push(diagnostic.help(help));
            return false;
        }
        let help = match (claim.what, other.what) {
            ("the article", "the section") => {
                "rename `index.md` to `_index.md` if it introduces the folder, or set another `slug`"
            }
            (HOST_FILE, FILE) | (FILE, HOST_FILE) => {
                "delete the file below `static/` and write its lines into `[redirects.from]`, or take the format out of `formats`"
            }
            (ROW, _) | (_, ROW) => {
                "change what makes the address of the row, or the `route` below `[pages]` in site.toml"
            }
            (list, _) | (_, list) if LISTS_OF_ALL.contains(&list) => {
                "byline makes the other page: rename the file or its folder, or set another `slug`"
            }
            (FILE, _) | (_, FILE) => "rename the file below `static/`, or set another `slug`",
            (ALL_TERMS, "the section") => {
                "terms alone are introduced in this folder, each by `TERM/_index.md`: move the article to another one, or give the taxonomy another name in site.toml"
            }
            (ALL_TERMS | "the term", _) | (_, ALL_TERMS | "the term") => {
                "rename the folder, set another `slug`, or give the taxonomy another name in site.toml"
            }
            ("the series", _) | (_, "the series") => {
                "rename the folder, set another `slug`, or give the series another id"
            }
            (REDIRECT, _) => "take the line out of `[redirects.from]`, or give the page another address",
            ("the search page", "the article") | ("the article", "the search page") => {
                "set another `slug`, or write `[search] engine = \"none\"` in site.toml"
            }
            ("the search page", _) | (_, "the search page") => {
                "rename the folder, or write `[search] engine = \"none\"` in site.toml"
            }
            // What has no `slug` is called like its file or folder.
            ("the person", "the person") => "rename one of the files",
            ("the section", "the section") => "rename one of the folders",
            ("the section" | "the person", _) | (_, "the section" | "the person") => {
                "set another `slug` in the article, or rename the other's file or folder"
            }
            (ALIAS, _) => "take the alias out, or set another `slug` on the page that has the address now",
            _ => "set another `slug` in one of them",
        };
        self.diagnostics.push(diagnostic.help(help));
        false
    }
}

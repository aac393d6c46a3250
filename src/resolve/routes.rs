//! Every page's address, and what clashes.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::dictionary::Dictionary;
use super::feeds::Format;
use super::library::Library;
use super::publish::Public;
use super::redirects::{self, Former};
use super::sections::{self, Tree};
use super::series::AllSeries;
use super::taxonomies::Terms;
use super::{ArticleId, Input, PersonId, PublishedFile, SETTINGS, SectionId, collected};
use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::parse::document::Facts;
use crate::parse::front_matter::ArticleFields;
use crate::route::Route;
use crate::slug;
use crate::text::{RelPath, Span, Spanned};

/// The addresses of all pages.
pub struct Addresses {
    articles: Vec<Route>,
    sections: Vec<Route>,
    people: Vec<Route>,
    people_index: Option<Route>,
    former: Vec<Former>,
    lasting: Vec<Route>,
    /// Addresses of lists of the whole site and of sources, further pages included.
    lists: Vec<Route>,
    /// Addresses of files that may be made for machines, each with what it is.
    for_machines: Vec<(Route, &'static str)>,
}

/// What the lists of the whole site are made of.
pub struct Lists<'a> {
    /// The terms of articles.
    pub terms: &'a Terms,
    /// The series of articles.
    pub series: &'a AllSeries,
    /// The works that articles cite.
    pub library: &'a Library,
    /// How many questions there are.
    pub questions: usize,
    /// How many corrections there are.
    pub corrections: usize,
}

/// The list of all works.
pub const SOURCES: &str = "/sources/";
/// The list of all questions.
pub const QUESTIONS: &str = "/questions/";
/// The list of all corrections.
pub const CORRECTIONS: &str = "/corrections/";

/// How many works, questions or corrections stand in the place of an article on a page of their list: each is a line.
const LINES: usize = 10;

fn lines_of_page(config: &Config) -> usize {
    config.per_page.max(1) * LINES
}

/// The part of a list of the whole site that one of its pages shows, counted from 1.
pub fn lines<'a, T>(all: &'a [T], page: usize, config: &Config) -> &'a [T] {
    let length = lines_of_page(config);
    let start = (page.saturating_sub(1) * length).min(all.len());
    &all[start..(start + length).min(all.len())]
}

/// How many pages a list of the whole site has: none if it is empty.
pub fn pages_of_lines(count: usize, config: &Config) -> usize {
    count.div_ceil(lines_of_page(config))
}

impl Addresses {
    /// An article's address.
    pub fn article(&self, id: ArticleId) -> &Route {
        &self.articles[id]
    }

    /// A section's address.
    pub fn section(&self, id: SectionId) -> &Route {
        &self.sections[id]
    }

    /// A person's address.
    pub fn person(&self, id: PersonId) -> &Route {
        &self.people[id]
    }

    /// The address of the list of people.
    pub fn people_index(&self) -> Option<&Route> {
        self.people_index.as_ref()
    }

    /// The addresses of all pages that stay where they are, if they are asked for: further pages of lists do not.
    pub fn lasting(&self) -> &[Route] {
        &self.lasting
    }

    /// Former addresses, sorted.
    pub fn former(&self) -> &[Former] {
        &self.former
    }

    /// The addresses of lists of the whole site and of sources.
    pub fn lists(&self) -> &[Route] {
        &self.lists
    }
}

/// Who wants an address.
pub(super) struct Claim<'a> {
    /// `the article`, `the file`, …
    pub(super) what: &'static str,
    pub(super) place: Option<(&'a RelPath, Option<Span>)>,
    /// The path that made the address, shown with its code points if two look alike.
    pub(super) name: &'a str,
}

/// Gives every page its address; two that want one address are an error.
pub fn assign(
    input: &Input<'_>,
    public: &Public,
    tree: &Tree,
    lists: &Lists<'_>,
    elsewhere: &mut Elsewhere,
    diagnostics: &mut Vec<Diagnostic>,
) -> Addresses {
    let sections: Vec<Route> =
        tree.folders.iter().map(|folder| Route::page(folder_parts(&folder.path).iter().map(String::as_str))).collect();
    let articles = collected(&public.articles, diagnostics, |id, facts, diagnostics| {
        article_route(facts, &sections[tree.section_of(id)], diagnostics)
    });
    let people: Vec<Route> = input
        .people
        .iter()
        .map(|facts| {
            let slug = slug_of(&facts.path, facts.place().stem(), diagnostics);
            Route::page([sections::PEOPLE, slug.as_str()])
        })
        .collect();
    let people_index = (!people.is_empty()).then(|| Route::page([sections::PEOPLE]));
    let lists_of_all = claimed_lists(lists, input.config);
    let mut addresses = Addresses {
        articles,
        sections,
        people,
        people_index,
        former: Vec::new(),
        lasting: Vec::new(),
        lists: lists_of_all.iter().map(|(_, route)| route.clone()).collect(),
        for_machines: Vec::new(),
    };
    addresses.for_machines = for_machines(input, public, &addresses, lists);
    (addresses.lasting, addresses.former) =
        claim_all(input, public, tree, lists, &lists_of_all, &addresses, elsewhere, diagnostics);
    addresses
}

/// Takes the address of every page and file; gives those of pages that stay where they are, and former addresses.
#[expect(clippy::too_many_arguments, reason = "each is one of the things that have addresses")]
fn claim_all<'a>(
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
    let claim = Claim { what: "the page for missing addresses", place: None, name: "" };
    claims.claim(Cow::Owned(Route::new(NOT_FOUND)), claim);
    // The files of the site are those of all editions.
    if input.is_first() {
        for file in input.theme_files {
            let claim = Claim { what: "a file of the theme", place: None, name: file };
            claims.claim(Cow::Owned(Route::new(format!("/{file}"))), claim);
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
            let route = Route::new(format!("/{}", address.strip_suffix("index.html").unwrap_or(address)));
            claims.claim(Cow::Owned(route), Claim { what: "the file", place, name: path.as_str() });
        }
    }
    let lasting = if input.is_locked() { claims.lasting() } else { Vec::new() };
    let former = redirects::claim(input, public, tree, addresses, &settings, &mut claims);
    if input.has_editions() {
        let Claims { taken, .. } = claims;
        taken.keys().filter_map(|key| taken.get(key)).for_each(|(route, claim)| elsewhere.add(route, claim));
    }
    (lasting, former)
}

/// The addresses of the lists of the whole site and of sources, each with what claims it.
fn claimed_lists(lists: &Lists<'_>, config: &Config) -> Vec<(&'static str, Route)> {
    let Lists { terms: _, series: _, library, questions, corrections } = lists;
    let mut routes = Vec::new();
    for (what, first, count) in [
        ("the list of sources", SOURCES, library.works.len()),
        ("the list of questions", QUESTIONS, *questions),
        ("the list of corrections", CORRECTIONS, *corrections),
    ] {
        routes.extend(
            (1..=pages_of_lines(count, config))
                .map(|page| (if page == 1 { what } else { PAGE_OF_LIST }, page_of(&Route::new(first), page))),
        );
    }
    let sources = library.works.iter().filter_map(|work| work.page.as_deref());
    routes.extend(sources.map(|route| ("the page of a source", route.clone())));
    routes
}

/// The address of the page for addresses that do not exist.
pub const NOT_FOUND: &str = "/404.html";
/// The address of the sitemap, or of the list of its parts.
pub const SITEMAP: &str = "/sitemap.xml";
/// The address of the rules for robots.
pub const ROBOTS: &str = "/robots.txt";

/// The address of what there is to read, for language models.
pub const LLMS: &str = "/llms.txt";
/// The address of the list of news.
pub const NEWS_SITEMAP: &str = "/news-sitemap.xml";

/// Files that may be made for machines, unless the site has one of the same path below static/, each with what it is.
fn for_machines(
    input: &Input<'_>,
    public: &Public,
    addresses: &Addresses,
    lists: &Lists<'_>,
) -> Vec<(Route, &'static str)> {
    let Addresses { articles, sections, people, .. } = addresses;
    let Config { feeds, sitemap, machines, .. } = input.config;
    let mut files = Vec::new();
    if input.is_first() {
        files.push((Route::new(ROBOTS), "the rules for robots"));
        files.extend(sitemap.enabled.then(|| (Route::new(SITEMAP), "the sitemap")));
        files.extend(sitemap.news.then(|| (Route::new(NEWS_SITEMAP), "the sitemap of news")));
    }
    if machines.llms {
        files.push((Route::new(LLMS), "the list for language models"));
    }
    let copied = public.articles.iter().zip(articles).filter(|(facts, _)| has_copy(&facts.fields, input.config));
    files.extend(copied.map(|(_, route)| (copy_of(route), "the copy of an article in Markdown")));
    let (home, corrections) = (Route::new("/"), Route::new(CORRECTIONS));
    let mut pages = vec![&home];
    pages.extend(sections.iter().skip(1).filter(|_| feeds.sections));
    pages.extend(people.iter().filter(|_| feeds.people));
    pages.extend(lists.terms.terms.iter().map(|term| &term.route).filter(|_| feeds.terms));
    pages.extend((lists.corrections > 0).then_some(&corrections));
    let formats = Format::chosen(input.config);
    files.extend(pages.iter().flat_map(|page| formats.iter().map(|format| (format.route(page), "the feed"))));
    files.retain(|(route, _)| !input.inventory.has_static(&input.site_route(route).file()));
    files
}

/// The address of the copy of an article in Markdown.
pub fn copy_of(article: &Route) -> Route {
    Route::new(format!("{article}index.md"))
}

/// Whether an article has a copy in Markdown: if the site asks for them, and search engines may show the article.
pub fn has_copy(fields: &ArticleFields, config: &Config) -> bool {
    config.machines.markdown && !fields.noindex && fields.canonical.is_none()
}

/// Reports files below content/ that are published where a file for machines is made.
pub fn check_files(
    input: &Input<'_>,
    addresses: &Addresses,
    published: &[PublishedFile],
    diagnostics: &mut Vec<Diagnostic>,
) {
    if published.is_empty() {
        return;
    }
    let made = addresses.for_machines.iter().map(|(route, what)| (slug::fold(input.site_route(route).as_str()), *what));
    let made: BTreeMap<String, &str> = made.collect();
    for PublishedFile { route, path } in published {
        if let Some(what) = made.get(&slug::fold(route.as_str())) {
            let message = format!("{what} and the file `{path}` both want the address `{route}`");
            let help = "rename the file, or put it below `static/`, where it stands in the place of the other";
            diagnostics.push(Diagnostic::in_file(Code::AddressClash, path, message).help(help));
        }
    }
}

/// What claims the address of a list of the whole site or of a source.
const LISTS_OF_ALL: [&str; 4] =
    ["the list of sources", "the list of questions", "the list of corrections", "the page of a source"];
/// What claims the address of a further page of a list.
const PAGE_OF_LIST: &str = "a page of a list";
/// What claims the address of a file that a host reads redirects from.
const HOST_FILE: &str = "the file of redirects";

/// Where the site is searched, unless site.toml or the theme says that it is not.
pub fn search(input: &Input<'_>) -> Option<Route> {
    let is_searched = input.config.search_engine.value != "none" && input.templates.contains("search");
    is_searched.then(|| Route::page(["search"]))
}

/// The address of a further page of a section's list.
pub fn page_of(section: &Route, page: usize) -> Route {
    if page <= 1 { section.clone() } else { Route::new(format!("{section}page/{page}/")) }
}

/// Warns of a template that the theme does not have.
pub fn check_template(
    path: &RelPath,
    template: Option<&Spanned<String>>,
    known: &BTreeSet<String>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(template) = template else { return };
    let name = template.value.strip_suffix(".html").unwrap_or(&template.value);
    if known.contains(name) {
        return;
    }
    let message = format!("the theme has no template `{}`", template.value);
    diagnostics.push(
        Diagnostic::new(Code::UnknownTemplate, path, template.span, message)
            .did_you_mean(name, known.iter().map(String::as_str))
            .help(format!("the templates are {}", listed(&known.iter().collect::<Vec<_>>()))),
    );
}

/// Names in backticks, joined by commas.
pub fn listed<S: AsRef<str>>(names: &[S]) -> String {
    names.iter().map(|name| format!("`{}`", name.as_ref())).collect::<Vec<_>>().join(", ")
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

pub(super) struct Claims<'a, 'd> {
    input: &'a Input<'a>,
    elsewhere: &'d Elsewhere,
    taken: Dictionary<Cow<'a, str>, (Cow<'a, Route>, Claim<'a>)>,
    pub(super) diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'a> Claims<'a, '_> {
    /// Takes the addresses of the further pages of a list.
    pub(super) fn claim_pages(&mut self, first: &Route, articles: usize, input: &Input<'_>) {
        for page in 2..=articles.div_ceil(input.config.per_page.max(1)) {
            let claim = Claim { what: PAGE_OF_LIST, place: None, name: "" };
            self.claim(Cow::Owned(page_of(first, page)), claim);
        }
    }

    /// The addresses of pages that byline makes and that stay where they are.
    fn lasting(&self) -> Vec<Route> {
        let passes = [PAGE_OF_LIST, "the file"];
        let lasts = |(route, claim): &&(Cow<'_, Route>, Claim<'_>)| {
            route.as_str().ends_with('/') && !passes.contains(&claim.what)
        };
        let taken = self.taken.keys().filter_map(|key| self.taken.get(key.as_ref()));
        taken.filter(lasts).map(|(route, _)| Route::clone(route)).collect()
    }

    /// Takes an address of the edition, unless somebody has it.
    pub(super) fn claim(&mut self, route: Cow<'a, Route>, claim: Claim<'a>) -> bool {
        match route {
            route if self.input.is_first() => self.claim_of_site(route, claim),
            route => self.claim_of_site(Cow::Owned(self.input.site_route(&route).into_owned()), claim),
        }
    }

    /// Takes an address of the whole site, unless somebody has it.
    pub(super) fn claim_of_site(&mut self, route: Cow<'a, Route>, claim: Claim<'a>) -> bool {
        let key = match &route {
            Cow::Borrowed(route) => slug::folded(route.as_str().trim_end_matches('/')),
            Cow::Owned(route) => Cow::Owned(slug::fold(route.as_str().trim_end_matches('/'))),
        };
        if let Some((other, place)) = self.elsewhere.0.as_ref().and_then(|elsewhere| elsewhere.get(&key)) {
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
        let mut message = match (other.what, claim.what) {
            ("the article", "the article") => format!("two articles want the address `{route}`"),
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
            (Some(place), other) => (Some(*place), *other),
            (None, other) => (*other, None),
        };
        let place = place.map(|(path, span)| Place { path: path.clone(), span });
        let mut diagnostic = Diagnostic::at(Code::AddressClash, place, message);
        if let Some((path, span)) = related {
            let words = if slug::fold(claim.name) == slug::fold(other.name) && claim.name != other.name {
                format!("the other one; the names are {} and {}", code_points(claim.name), code_points(other.name))
            } else {
                "the other one".to_owned()
            };
            diagnostic = diagnostic.related(path, span, words);
        }
        let help = match (claim.what, other.what) {
            ("the article", "the section") => {
                "rename `index.md` to `_index.md` if it introduces the folder, or set another `slug`"
            }
            (HOST_FILE, "the file") | ("the file", HOST_FILE) => {
                "delete the file below `static/` and write its lines into `[redirects.from]`, or take the format out of `formats`"
            }
            (list, _) | (_, list) if LISTS_OF_ALL.contains(&list) => {
                "byline makes the other page: rename the file or its folder, or set another `slug`"
            }
            ("the file", _) | (_, "the file") => "rename the file below `static/`, or set another `slug`",
            ("the list of all terms" | "the term", _) | (_, "the list of all terms" | "the term") => {
                "rename the folder, set another `slug`, or give the taxonomy another name in site.toml"
            }
            ("the series", _) | (_, "the series") => {
                "rename the folder, set another `slug`, or give the series another id"
            }
            ("the redirect", _) => "take the line out of `[redirects.from]`, or give the page another address",
            ("the search page", _) | (_, "the search page") => {
                "set another `slug`, or write `[search] engine = \"none\"` in site.toml"
            }
            ("the alias", _) => "take the alias out, or set another `slug` on the page that has the address now",
            _ => "set another `slug` in one of them",
        };
        self.diagnostics.push(diagnostic.help(help));
        false
    }
}

fn article_route(facts: &Facts<ArticleFields>, section: &Route, diagnostics: &mut Vec<Diagnostic>) -> Route {
    let slug = match &facts.fields.slug {
        Some(slug) => slug::slugify(&slug.value),
        None if sections::is_bundle(facts.place()) => {
            let folder = sections::folder_of(facts.place());
            slug_of(&facts.path, folder.rsplit('/').next().unwrap_or(folder), diagnostics)
        }
        None => slug_of(&facts.path, facts.place().stem(), diagnostics),
    };
    if slug.is_empty() { section.clone() } else { Route::new(format!("{section}{slug}/")) }
}

/// The slug of a file's name; a name without letters is an error and keeps its place by its code points.
fn slug_of(path: &RelPath, name: &str, diagnostics: &mut Vec<Diagnostic>) -> String {
    let slug = slug::slugify(name);
    if !slug.is_empty() {
        return slug;
    }
    let message = format!("the name `{name}` has no letter or digit to make an address from");
    diagnostics.push(Diagnostic::in_file(Code::BadAddress, path, message).help("set a `slug` in the front matter"));
    code_points(name).replace(['+', ' '], "-").to_lowercase()
}

/// The parts of a folder's address; a part without letters keeps its name.
fn folder_parts(folder: &str) -> Vec<String> {
    folder
        .split('/')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let slug = slug::slugify(part);
            if slug.is_empty() { part.to_owned() } else { slug }
        })
        .collect()
}

fn code_points(name: &str) -> String {
    let name = name.trim_end_matches('/').rsplit('/').next().unwrap_or(name);
    name.chars()
        .map(|c| if c.is_ascii_graphic() { c.to_string() } else { format!("U+{:04X}", u32::from(c)) })
        .collect::<Vec<_>>()
        .join("")
}

//! Every page's address, and what clashes.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::dictionary::Dictionary;
use super::publish::Public;
use super::sections::{self, Tree};
use super::{ArticleId, Input, PersonId, Redirect, SectionId, collected};
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
    redirects: Vec<Redirect>,
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

    /// Former addresses.
    pub fn redirects(&self) -> &[Redirect] {
        &self.redirects
    }
}

/// Who wants an address.
struct Claim<'a> {
    /// `the article`, `the file`, …
    what: &'static str,
    place: Option<(&'a RelPath, Option<Span>)>,
    /// The path that made the address, shown with its code points if two look alike.
    name: &'a str,
}

/// Gives every page its address; two that want one address are an error.
pub fn assign(input: &Input<'_>, public: &Public, tree: &Tree, diagnostics: &mut Vec<Diagnostic>) -> Addresses {
    let sections: Vec<Route> =
        tree.folders.iter().map(|folder| Route::page(folder_parts(&folder.path).iter().map(String::as_str))).collect();
    let articles = collected(&public.articles, diagnostics, |id, facts, diagnostics| {
        article_route(facts, &sections[tree.section_of(id)], diagnostics)
    });
    let people: Vec<Route> = input
        .people
        .iter()
        .map(|facts| {
            let slug = slug_of(&facts.path, facts.path.stem(), diagnostics);
            Route::page([sections::PEOPLE, slug.as_str()])
        })
        .collect();
    let people_index = (!people.is_empty()).then(|| Route::page([sections::PEOPLE]));

    let expected = sections.len() + people.len() + articles.len() + input.inventory.statics.len();
    let mut claims = Claims { taken: Dictionary::with_capacity(expected), diagnostics };
    for (folder, route) in tree.folders.iter().zip(&sections) {
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
    if let Some(route) = &people_index {
        claims.claim(Cow::Borrowed(route), Claim { what: "the list of people", place: None, name: "" });
    }
    if let Some(route) = search(input) {
        claims.claim(Cow::Owned(route), Claim { what: "the search page", place: None, name: "" });
    }
    for (facts, route) in input.people.iter().zip(&people) {
        let place = Some((&facts.path, None));
        claims.claim(Cow::Borrowed(route), Claim { what: "the person", place, name: facts.path.as_str() });
    }
    for (facts, route) in public.articles.iter().zip(&articles) {
        let span = facts.fields.slug.as_ref().map(|slug| slug.span);
        let place = Some((&facts.path, span));
        claims.claim(Cow::Borrowed(route), Claim { what: "the article", place, name: facts.path.as_str() });
    }
    for (id, folder) in tree.folders.iter().enumerate() {
        let pages = folder.articles.len().div_ceil(input.config.per_page.max(1));
        for page in 2..=pages {
            let claim = Claim { what: "a page of a list", place: None, name: "" };
            claims.claim(Cow::Owned(page_of(&sections[id], page)), claim);
        }
    }
    let claim = Claim { what: "the page for missing addresses", place: None, name: "" };
    claims.claim(Cow::Owned(Route::new(NOT_FOUND)), claim);
    for file in input.theme_files {
        let claim = Claim { what: "a file of the theme", place: None, name: file };
        claims.claim(Cow::Owned(Route::new(format!("/{file}"))), claim);
    }
    for (address, what) in FOR_MACHINES {
        let route = Route::new(address);
        if !input.inventory.has_static(&route.file()) {
            claims.claim(Cow::Owned(route), Claim { what, place: None, name: "" });
        }
    }
    for path in &input.inventory.statics {
        if let Some(address) = path.below("static") {
            let place = Some((path, None));
            let route = Route::new(format!("/{}", address.strip_suffix("index.html").unwrap_or(address)));
            claims.claim(Cow::Owned(route), Claim { what: "the file", place, name: path.as_str() });
        }
    }
    let redirects = redirects(public, &articles, &mut claims);
    Addresses { articles, sections, people, people_index, redirects }
}

/// The address of the page for addresses that do not exist.
pub const NOT_FOUND: &str = "/404.html";
/// The address of the sitemap, or of the list of its parts.
pub const SITEMAP: &str = "/sitemap.xml";
/// The address of the rules for robots.
pub const ROBOTS: &str = "/robots.txt";

/// Where the site is searched, unless site.toml or the theme says that it is not.
pub fn search(input: &Input<'_>) -> Option<Route> {
    let is_searched = input.config.search_engine.value != "none" && input.templates.contains("search");
    is_searched.then(|| Route::page(["search"]))
}

/// Files that are made for machines, unless the site has one of the same path below static/.
const FOR_MACHINES: [(&str, &str); 2] = [(ROBOTS, "the rules for robots"), (SITEMAP, "the sitemap")];

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

struct Claims<'a, 'd> {
    taken: Dictionary<Cow<'a, str>, (Cow<'a, Route>, Claim<'a>)>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'a> Claims<'a, '_> {
    /// Takes an address, unless somebody has it.
    fn claim(&mut self, route: Cow<'a, Route>, claim: Claim<'a>) -> bool {
        let key = match &route {
            Cow::Borrowed(route) => slug::folded(route.as_str().trim_end_matches('/')),
            Cow::Owned(route) => Cow::Owned(slug::fold(route.as_str().trim_end_matches('/'))),
        };
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
            ("the file", _) | (_, "the file") => "rename the file below `static/`, or set another `slug`",
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

fn redirects<'a>(public: &'a Public, articles: &'a [Route], claims: &mut Claims<'a, '_>) -> Vec<Redirect> {
    let mut redirects = Vec::new();
    for (facts, to) in public.articles.iter().zip(articles) {
        for alias in &facts.fields.aliases {
            let address = format!("/{}", alias.value.trim_start_matches('/'));
            let is_file = address.rsplit('/').next().is_some_and(|name| name.contains('.'));
            let from = Route::new(if is_file { address } else { format!("{}/", address.trim_end_matches('/')) });
            if slug::fold(from.as_str()) == slug::fold(to.as_str()) {
                let message = format!("the alias `{}` is the address of the article itself", alias.value);
                claims.diagnostics.push(
                    Diagnostic::new(Code::SelfRedirect, &facts.path, alias.span, message)
                        .help("remove it from `aliases`"),
                );
                continue;
            }
            let place = Some((&facts.path, Some(alias.span)));
            if claims.claim(Cow::Owned(from.clone()), Claim { what: "the alias", place, name: &alias.value }) {
                redirects.push(Redirect { from, to: to.clone() });
            }
        }
    }
    redirects.sort_by(|a, b| a.from.cmp(&b.from));
    redirects
}

fn article_route(facts: &Facts<ArticleFields>, section: &Route, diagnostics: &mut Vec<Diagnostic>) -> Route {
    let slug = match &facts.fields.slug {
        Some(slug) => slug::slugify(&slug.value),
        None if sections::is_bundle(&facts.path) => {
            let folder = sections::folder_of(&facts.path);
            slug_of(&facts.path, folder.rsplit('/').next().unwrap_or(folder), diagnostics)
        }
        None => slug_of(&facts.path, facts.path.stem(), diagnostics),
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
    let name = name.rsplit('/').next().unwrap_or(name);
    name.chars()
        .map(|c| if c.is_ascii_graphic() { c.to_string() } else { format!("U+{:04X}", u32::from(c)) })
        .collect::<Vec<_>>()
        .join("")
}

//! Every page's address, and what clashes.
//!
//! `slugs` makes addresses of names, `lists` those of the lists of the whole site, `machines` those of files for machines;
//! `claims` finds two that want the same, `files` what is published in the place of another.

mod claims;
mod files;
mod lists;
mod machines;
mod slugs;

use std::collections::BTreeSet;

use super::publish::Public;
use super::redirects::Former;
use super::sections::{self, Tree};
use super::{ArticleId, Input, PersonId, SectionId, collected};
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::document::Facts;
use crate::parse::front_matter::ArticleFields;
use crate::route::Route;
use crate::text::{RelPath, Spanned};

pub use claims::Elsewhere;
use claims::claim_all;
pub(super) use claims::{ALIAS, ALL_TERMS, Claim, Claims, REDIRECT};
pub use files::check_files;
use lists::claimed_lists;
pub use lists::{CORRECTIONS, Lists, QUESTIONS, SOURCES, lines, pages_of_lines, pages_of_list};
use machines::for_machines;
pub use machines::{LLMS, NEWS_SITEMAP, copy_of, has_copy};
use slugs::{article_route, folder_parts, slug_of};

/// The addresses of all pages.
pub struct Addresses {
    articles: Vec<Route>,
    sections: Vec<Route>,
    people: Vec<Route>,
    people_index: Option<Route>,
    former: Vec<Former>,
    lasting: Vec<Route>,
    /// Addresses of lists of the whole site, of sources and of rows, further pages included.
    lists: Vec<Route>,
    /// Addresses of files that may be made for machines, each with what it is.
    for_machines: Vec<(Route, &'static str)>,
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

    /// The addresses of files that are made for machines, such as feeds.
    pub fn for_machines(&self) -> impl Iterator<Item = &Route> {
        self.for_machines.iter().map(|(route, _)| route)
    }

    /// The addresses of lists of the whole site, of sources and of rows.
    pub fn lists(&self) -> &[Route] {
        &self.lists
    }
}

/// The address that an article has once it is public; what is wrong with its name is said by [`assign`].
pub fn of_article(facts: &Facts<ArticleFields>) -> Route {
    let section = folder_parts(sections::section_folder(facts.place()));
    article_route(facts, &Route::page(section.iter().map(String::as_str)), &mut Vec::new())
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
        lists: lists_of_all
            .iter()
            .map(|(_, route)| route)
            .chain(lists.rows.iter().map(|row| &row.route))
            .cloned()
            .collect(),
        for_machines: Vec::new(),
    };
    addresses.for_machines = for_machines(input, public, &addresses, lists);
    (addresses.lasting, addresses.former) =
        claim_all(input, public, tree, lists, &lists_of_all, &addresses, elsewhere, diagnostics);
    addresses
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

/// The templates that are made for pages of other kinds: what they show, an article does not have.
pub const OF_OTHER_PAGES: [&str; 13] = [
    "home",
    "section",
    "person",
    "people",
    "term",
    "terms",
    "series",
    "source",
    "sources",
    "questions",
    "corrections",
    "search",
    "404",
];

/// Tells of a template of an article that the theme does not have, or that is made for pages of another kind. What the
/// site's own template of such a name shows, its authors know best.
pub fn check_article_template(
    path: &RelPath,
    template: Option<&Spanned<String>>,
    input: &Input<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let fits = |name: &str| !OF_OTHER_PAGES.contains(&name);
    check_fit(path, template, input, ("articles", "an article"), &fits, diagnostics);
}

/// Tells of a template of a list, a section or the home page that the theme does not have, or that is made for another kind
/// of page than its own, which is called like the template that it has by itself.
pub fn check_list_template(
    path: &RelPath,
    template: Option<&Spanned<String>>,
    kind: &str,
    input: &Input<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let (many, one) = match kind {
        "home" => ("home pages", "the home page"),
        "section" => ("sections", "a section"),
        "series" => ("series", "a series"),
        "term" => ("terms", "a term"),
        _ => ("lists of terms", "a list of terms"),
    };
    let fits = |name: &str| name == kind || !(OF_OTHER_PAGES.contains(&name) || ["article", "page"].contains(&name));
    check_fit(path, template, input, (many, one), &fits, diagnostics);
}

/// `many` and `one` are what the pages are called that a template `fits`.
fn check_fit(
    path: &RelPath,
    template: Option<&Spanned<String>>,
    input: &Input<'_>,
    (many, one): (&str, &str),
    fits: &dyn Fn(&str) -> bool,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(template) = template else { return };
    let name = template.value.strip_suffix(".html").unwrap_or(&template.value);
    let own = format!("templates/{name}.html");
    let is_own = || input.inventory.templates.iter().any(|file| file.as_str() == own);
    let is_known = input.templates.contains(name);
    if is_known && (fits(name) || is_own()) {
        return;
    }
    let fitting: Vec<&str> = input.templates.iter().map(String::as_str).filter(|name| fits(name)).collect();
    let message = match is_known {
        true => format!("the template `{}` is made for pages of another kind than {many}", template.value),
        false => format!("the theme has no template `{}`", template.value),
    };
    let mistake = Diagnostic::new(Code::UnknownTemplate, path, template.span, message);
    let mistake = if is_known { mistake } else { mistake.did_you_mean(name, fitting.iter().copied()) };
    let listed = if fitting.is_empty() { String::new() } else { format!("{}, or ", listed(&fitting)) };
    diagnostics.push(mistake.help(format!("{one} may have {listed}a template of your own below `templates/`")));
}

/// Names in backticks, joined by commas.
pub fn listed<S: AsRef<str>>(names: &[S]) -> String {
    names.iter().map(|name| format!("`{}`", name.as_ref())).collect::<Vec<_>>().join(", ")
}

/// The value of `[search] engine` with which byline makes the files of the search.
pub const BUILT_IN_SEARCH: &str = "built-in";
/// The file in which the search begins to read, below the folder of an edition.
pub const SEARCH_INDEX: &str = "search/index.json";

/// The address of that file, if it is made.
fn search_index(input: &Input<'_>) -> Option<Route> {
    let is_built_in = input.config.search_engine.value == BUILT_IN_SEARCH;
    search(input).filter(|_| is_built_in).map(|_| Route::new(format!("/{SEARCH_INDEX}")))
}

//! What each kind of page shows of the site, and the template that it is rendered with.

use super::shown::{Card, Credits, Crumb, Member};
use crate::parse::front_matter::Kind;
use crate::resolve::dataset::RowPage;
use crate::resolve::translations::Translations;
use crate::resolve::{Article, Introduction, PeopleSection, Section, Series, Taxonomy, Term};
use crate::route::Route;
use crate::text::Spanned;

/// Of an article or plain page.
pub struct ArticleBrief<'b> {
    /// As connected.
    pub article: &'b Article,
    /// From the home page to its section.
    pub breadcrumbs: Vec<Crumb<'b>>,
    /// Its section; `None` for an article of the home folder.
    pub section: Option<Crumb<'b>>,
    /// The type of its page: what its section says, or the nearest one above.
    pub page_type: Option<&'b str>,
    /// The people.
    pub credits: Credits<'b>,
    /// Its terms that have pages, each with the title of its taxonomy.
    pub terms: Vec<(Crumb<'b>, &'b str)>,
    /// Its series.
    pub series: Option<Box<InSeries<'b>>>,
    /// Related articles: those that the author names, then others.
    pub related: Vec<&'b Card<'b>>,
    /// The articles that link to it.
    pub mentions: Mentions<'b>,
    /// The article before it in its section.
    pub previous: Option<Crumb<'b>>,
    /// The article after it in its section.
    pub next: Option<Crumb<'b>>,
}

/// The series of an article.
#[derive(Hash)]
pub struct InSeries<'b> {
    /// Its title and address.
    pub series: Crumb<'b>,
    /// Which part the article is.
    pub number: usize,
    /// How many there are.
    pub total: usize,
    /// All parts with their numbers, and whether each is this one; none if they are too many to show.
    pub parts: Vec<(Crumb<'b>, usize, bool)>,
    /// The part before.
    pub previous: Option<Crumb<'b>>,
    /// The part after.
    pub next: Option<Crumb<'b>>,
}

/// The articles that link to an article.
#[derive(Hash)]
pub struct Mentions<'b> {
    /// The newest of them.
    pub articles: Vec<Crumb<'b>>,
    /// How many there are.
    pub count: usize,
}

/// Of the home page.
pub struct HomeBrief<'b> {
    /// As connected.
    pub section: &'b Section,
    /// The newest articles of the whole site.
    pub latest: Vec<&'b Card<'b>>,
    /// The sections directly below.
    pub fronts: Vec<Front<'b>>,
    /// The plain pages of the home folder.
    pub pages: Vec<Crumb<'b>>,
}

/// A section on the page above it.
#[derive(Hash)]
pub struct Front<'b> {
    /// Its title and address.
    pub section: Crumb<'b>,
    /// The standfirst as plain text.
    pub dek: &'b str,
    /// Its first articles.
    pub articles: Vec<&'b Card<'b>>,
    /// How many it has, those of sections below it included.
    pub count: usize,
}

/// Of a section's page of a list.
pub struct SectionBrief<'b> {
    /// As connected.
    pub section: &'b Section,
    /// From the home page to the section above.
    pub breadcrumbs: Vec<Crumb<'b>>,
    /// Which page of the list, from 1.
    pub page: usize,
    /// How many there are.
    pub total: usize,
    /// This page's articles.
    pub articles: Vec<&'b Card<'b>>,
    /// The sections directly below, on the first page.
    pub fronts: Vec<Front<'b>>,
    /// The plain pages, on the first page.
    pub pages: Vec<Crumb<'b>>,
    /// Whether it has feeds of its own.
    pub has_feed: bool,
}

/// Of a person.
pub struct PersonBrief<'b> {
    /// The person.
    pub member: &'b Member<'b>,
    /// The home page.
    pub home: Crumb<'b>,
    /// The list of people; its title is `None` where the theme has a word for it.
    pub people: Option<Crumb<'b>>,
    /// The articles that the person wrote, newest first.
    pub written: Vec<&'b Card<'b>>,
    /// Those that the person reviewed.
    pub reviewed: Vec<&'b Card<'b>>,
    /// Those that the person edited, checked or helped with.
    pub contributed: Vec<&'b Card<'b>>,
    /// Whether it has feeds of its own.
    pub has_feed: bool,
}

/// Of the list of people.
pub struct PeopleBrief<'b> {
    /// The introduction.
    pub section: Option<&'b PeopleSection>,
    /// The home page.
    pub home: Crumb<'b>,
    /// Where the list is.
    pub route: Route,
    /// Everybody, by name.
    pub members: Vec<&'b Member<'b>>,
    /// The same in every language.
    pub translations: &'b Translations,
}

/// Of a term's page of a list.
pub struct TermBrief<'b> {
    /// As connected.
    pub term: &'b Term,
    /// The home page.
    pub home: Crumb<'b>,
    /// The list of all terms.
    pub taxonomy: Crumb<'b>,
    /// Which page of the list, from 1.
    pub page: usize,
    /// How many there are.
    pub total: usize,
    /// This page's articles.
    pub articles: Vec<&'b Card<'b>>,
    /// Whether it has feeds of its own.
    pub has_feed: bool,
}

/// Of the list of all terms of a taxonomy.
pub struct TermsBrief<'b> {
    /// As connected.
    pub taxonomy: &'b Taxonomy,
    /// The home page.
    pub home: Crumb<'b>,
    /// Title, address and number of articles of each term, by title.
    pub terms: Vec<(&'b str, &'b Route, usize)>,
}

/// Of a series.
pub struct SeriesBrief<'b> {
    /// As connected.
    pub series: &'b Series,
    /// The home page.
    pub home: Crumb<'b>,
    /// Its parts in order.
    pub parts: Vec<&'b Card<'b>>,
}

/// Of a page that is made of a row of data.
pub struct RowBrief<'b> {
    /// The page, with what the row holds.
    pub page: &'b RowPage,
    /// The home page.
    pub home: Crumb<'b>,
}

/// Of the page for addresses that do not exist.
pub struct NotFoundBrief<'b> {
    /// The sections below the home page.
    pub sections: Vec<Crumb<'b>>,
}

/// Of the search page.
pub struct SearchBrief<'b> {
    /// The home page.
    pub home: Crumb<'b>,
    /// Where it is.
    pub route: &'b Route,
}

impl ArticleBrief<'_> {
    /// The name of its template, without `.html`.
    pub fn template(&self) -> &str {
        let fields = &self.article.facts.fields;
        named(fields.template.as_ref(), if fields.kind == Kind::Page { "page" } else { "article" })
    }
}

impl HomeBrief<'_> {
    /// The name of its template, without `.html`.
    pub fn template(&self) -> &str {
        named(self.section.facts.fields.template.as_ref(), "home")
    }
}

impl SectionBrief<'_> {
    /// The name of its template, without `.html`.
    pub fn template(&self) -> &str {
        named(self.section.facts.fields.template.as_ref(), "section")
    }
}

impl TermBrief<'_> {
    /// The name of its template, without `.html`.
    pub fn template(&self) -> &str {
        introduced(self.term.introduction.as_ref(), "term")
    }
}

impl TermsBrief<'_> {
    /// The name of its template, without `.html`.
    pub fn template(&self) -> &str {
        introduced(self.taxonomy.introduction.as_ref(), "terms")
    }
}

impl SeriesBrief<'_> {
    /// The name of its template, without `.html`.
    pub fn template(&self) -> &str {
        introduced(self.series.introduction.as_ref(), "series")
    }
}

/// The template that the introduction of a list names, else the usual one.
fn introduced<'t>(introduction: Option<&'t Introduction>, usual: &'t str) -> &'t str {
    named(introduction.and_then(|introduction| introduction.facts.fields.template.as_ref()), usual)
}

/// The template that an author names, else the usual one.
fn named<'t>(written: Option<&'t Spanned<String>>, usual: &'t str) -> &'t str {
    written.map_or(usual, |written| written.value.strip_suffix(".html").unwrap_or(&written.value))
}

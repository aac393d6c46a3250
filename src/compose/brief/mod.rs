//! The brief of a page: all that it shows of the site besides its own document.
//!
//! In: the [`Site`](crate::resolve::Site). Out: a [`Brief`] for each page.
//!
//! 1. [`Briefs`] lists once what many pages show: cards, people, the newest articles.
//! 2. [`Briefs::of`] gathers what one page shows.
//! 3. [`Brief::parts`] tells it from every other, part by part, so that a page need not be composed to know that it
//!    is unchanged, and a changed page can say what changed.
//!
//! Invariant: a page is composed from its brief and its prose; there is no site within reach, so what a page shows is
//! in its brief, and what is in its brief is in its parts.

mod gather;
mod parts;

use std::borrow::Cow;
use std::sync::OnceLock;

use super::shared::Shared;
use super::structured_data::Described;
use super::view::{CardView, PersonView};
use crate::config::Config;
use crate::date::Date;
use crate::parse::front_matter::{Kind, PersonFields};
use crate::resolve::routes::{NOT_FOUND, page_of};
use crate::resolve::{Article, PeopleSection, Person, Section};
use crate::route::Route;
use crate::text::Spanned;

pub use gather::Briefs;
pub use parts::Part;

/// All that a page shows of the site.
pub enum Brief<'b> {
    /// Of an article or plain page.
    Article(ArticleBrief<'b>),
    /// Of the home page.
    Home(HomeBrief<'b>),
    /// Of a section's page of a list.
    Section(SectionBrief<'b>),
    /// Of a person.
    Person(PersonBrief<'b>),
    /// Of the list of people.
    People(PeopleBrief<'b>),
    /// Of the page for addresses that do not exist.
    NotFound(NotFoundBrief<'b>),
    /// Of the search page.
    Search(SearchBrief<'b>),
}

impl Brief<'_> {
    /// The address of the page.
    pub fn route(&self) -> Cow<'_, Route> {
        match self {
            Brief::Article(brief) => Cow::Borrowed(&brief.article.route),
            Brief::Home(brief) => Cow::Borrowed(&brief.section.route),
            Brief::Section(brief) => Cow::Owned(page_of(&brief.section.route, brief.page)),
            Brief::Person(brief) => Cow::Borrowed(&brief.member.person.route),
            Brief::People(brief) => Cow::Borrowed(&brief.route),
            Brief::NotFound(_) => Cow::Owned(Route::new(NOT_FOUND)),
            Brief::Search(brief) => Cow::Borrowed(brief.route),
        }
    }
}

impl Brief<'_> {
    /// Whether search engines may show the page, and it is no copy of another site's.
    pub fn is_indexed(&self) -> bool {
        match self {
            Brief::Article(brief) => {
                let fields = &brief.article.facts.fields;
                !fields.noindex && fields.canonical.is_none()
            }
            Brief::Home(HomeBrief { section, .. }) | Brief::Section(SectionBrief { section, .. }) => {
                !section.facts.fields.noindex
            }
            Brief::Person(_) | Brief::People(_) => true,
            Brief::NotFound(_) | Brief::Search(_) => false,
        }
    }

    /// When its readers see that it changed: an article by its own dates, a list by the newest of what it lists.
    pub fn modified(&self, config: &Config) -> Option<Date> {
        let newest = |cards: &[&Card<'_>]| {
            let dates = cards.iter().map(|card| modified(card.article));
            dates.fold(None, |newest, date| later(newest, date, config))
        };
        match self {
            Brief::Article(brief) => modified(brief.article),
            Brief::Home(brief) => newest(&brief.latest),
            Brief::Section(brief) => newest(&brief.articles),
            Brief::Person(PersonBrief { written, reviewed, contributed, .. }) => [written, reviewed, contributed]
                .map(|cards| newest(cards))
                .into_iter()
                .fold(None, |a, b| later(a, b, config)),
            Brief::People(_) | Brief::NotFound(_) | Brief::Search(_) => None,
        }
    }

    /// The name of its template, without `.html`.
    pub fn template(&self) -> &str {
        match self {
            Brief::Article(brief) => brief.template(),
            Brief::Home(brief) => brief.template(),
            Brief::Section(brief) => brief.template(),
            Brief::Person(_) => "person",
            Brief::People(_) => "people",
            Brief::NotFound(_) => "404",
            Brief::Search(_) => "search",
        }
    }
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

/// The template that an author names, else the usual one.
fn named<'t>(written: Option<&'t Spanned<String>>, usual: &'t str) -> &'t str {
    written.map_or(usual, |written| written.value.strip_suffix(".html").unwrap_or(&written.value))
}

/// When an article was changed, else when it was published.
fn modified(article: &Article) -> Option<Date> {
    article.updated.or(article.published)
}

/// The later of two dates; a missing one is the earliest.
pub fn later(a: Option<Date>, b: Option<Date>, config: &Config) -> Option<Date> {
    let instant = |date: Date| date.instant(&config.timezone);
    match (a, b) {
        (Some(a), Some(b)) => Some(if instant(b) > instant(a) { b } else { a }),
        (date, None) | (None, date) => date,
    }
}

/// A page that another one links to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Crumb<'b> {
    /// The title for navigation; `None` for the home page, which the theme has a word for.
    pub title: Option<&'b str>,
    /// Where it is.
    pub route: &'b Route,
}

/// A person beside an article.
pub enum Credited<'b> {
    /// With a page.
    Member(&'b Member<'b>),
    /// Written inline in the article.
    Inline(&'b PersonFields),
}

/// The people of an article.
#[derive(Default, Hash)]
pub struct Credits<'b> {
    /// Who wrote it.
    pub authors: Vec<Credited<'b>>,
    /// Who reviewed it.
    pub reviewers: Vec<Credited<'b>>,
    /// Who edited it.
    pub editors: Vec<Credited<'b>>,
    /// Who checked its facts.
    pub fact_checkers: Vec<Credited<'b>>,
    /// Who helped.
    pub contributors: Vec<Credited<'b>>,
}

/// A person with a page.
pub struct Member<'b> {
    /// As connected.
    pub person: &'b Person,
    /// What tells it from others.
    print: u64,
    /// As shown, made when a page first shows it.
    pub shown: OnceLock<Shared<PersonView>>,
    /// As described to machines, made when a page first names it.
    pub described: OnceLock<Described>,
}

/// An article in a list.
pub struct Card<'b> {
    /// As connected.
    pub article: &'b Article,
    /// The names of its authors.
    pub authors: Vec<&'b str>,
    /// Its section; `None` for an article of the home folder.
    pub section: Option<Crumb<'b>>,
    /// What tells it from others.
    print: u64,
    /// As shown, made when a page first shows it.
    pub shown: OnceLock<Shared<CardView>>,
}

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
    /// The article before it in its section.
    pub previous: Option<Crumb<'b>>,
    /// The article after it in its section.
    pub next: Option<Crumb<'b>>,
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

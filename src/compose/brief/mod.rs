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

mod evidence;
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
use crate::resolve::dataset::RowPage;
use crate::resolve::routes::{CORRECTIONS, NOT_FOUND, QUESTIONS, SOURCES, page_of};
use crate::resolve::translations::{Translations, of_page};
use crate::resolve::{Article, Introduction, PeopleSection, Person, Section, Series, Taxonomy, Term};
use crate::route::Route;
use crate::text::Spanned;

pub use evidence::{Citing, CorrectionLine, LinesBrief, QuestionLine, SourceBrief, WorkLine};
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
    /// Of a term's page of a list.
    Term(TermBrief<'b>),
    /// Of the list of all terms of a taxonomy.
    Terms(TermsBrief<'b>),
    /// Of a series.
    Series(SeriesBrief<'b>),
    /// Of a source that several articles cite.
    Source(SourceBrief<'b>),
    /// Of a page of the list of works.
    Sources(LinesBrief<'b, WorkLine<'b>>),
    /// Of a page of the list of questions.
    Questions(LinesBrief<'b, QuestionLine<'b>>),
    /// Of a page of the list of corrections.
    Corrections(LinesBrief<'b, CorrectionLine<'b>>),
    /// Of a page that is made of a row of data.
    Row(RowBrief<'b>),
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
            Brief::Term(brief) => Cow::Owned(page_of(&brief.term.route, brief.page)),
            Brief::Terms(brief) => Cow::Borrowed(&brief.taxonomy.route),
            Brief::Series(brief) => Cow::Borrowed(&brief.series.route),
            Brief::Source(brief) => Cow::Borrowed(brief.route),
            Brief::Sources(brief) => brief.route(SOURCES),
            Brief::Questions(brief) => brief.route(QUESTIONS),
            Brief::Corrections(brief) => brief.route(CORRECTIONS),
            Brief::Row(brief) => Cow::Borrowed(&brief.page.route),
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
            Brief::Person(_)
            | Brief::People(_)
            | Brief::Source(_)
            | Brief::Sources(_)
            | Brief::Questions(_)
            | Brief::Corrections(_)
            | Brief::Row(_) => true,
            Brief::Term(brief) => may_be_indexed(brief.term.introduction.as_ref()),
            Brief::Terms(brief) => may_be_indexed(brief.taxonomy.introduction.as_ref()),
            Brief::Series(brief) => may_be_indexed(brief.series.introduction.as_ref()),
            Brief::NotFound(_) | Brief::Search(_) => false,
        }
    }

    /// Whether it shows of its own file the front matter and no body, as the further pages of a list do.
    pub fn shows_front_matter_alone(&self) -> bool {
        match self {
            Brief::Section(SectionBrief { page, .. }) | Brief::Term(TermBrief { page, .. }) => *page > 1,
            _ => false,
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
            Brief::Term(brief) => newest(&brief.articles),
            Brief::Series(brief) => newest(&brief.parts),
            Brief::Source(brief) => {
                let dates = brief.citing.iter().map(|citing| citing.published);
                dates.fold(None, |newest, date| later(newest, date, config))
            }
            Brief::Corrections(brief) => brief.lines.first().map(|line| line.date),
            Brief::People(_)
            | Brief::Terms(_)
            | Brief::Sources(_)
            | Brief::Questions(_)
            | Brief::Row(_)
            | Brief::NotFound(_)
            | Brief::Search(_) => None,
        }
    }

    /// The same page in every language that it is in; `None` if there is only one.
    pub fn translations(&self) -> Option<Translations> {
        let translations = match self {
            Brief::Article(brief) => Translations::clone(&brief.article.translations),
            Brief::Home(brief) => of_page(&brief.section.translations, 1),
            Brief::Section(brief) => of_page(&brief.section.translations, brief.page),
            Brief::Person(brief) => Translations::clone(&brief.member.person.translations),
            Brief::People(brief) => Translations::clone(brief.translations),
            Brief::Term(brief) => of_page(&brief.term.translations, brief.page),
            Brief::Terms(brief) => Translations::clone(&brief.taxonomy.translations),
            Brief::Series(brief) => Translations::clone(&brief.series.translations),
            Brief::Sources(brief) => of_page(brief.translations, brief.page),
            Brief::Questions(brief) => of_page(brief.translations, brief.page),
            Brief::Corrections(brief) => of_page(brief.translations, brief.page),
            Brief::Source(_) | Brief::Row(_) | Brief::NotFound(_) | Brief::Search(_) => return None,
        };
        (!translations.is_empty()).then_some(translations)
    }

    /// The name of its template, without `.html`.
    pub fn template(&self) -> &str {
        match self {
            Brief::Article(brief) => brief.template(),
            Brief::Home(brief) => brief.template(),
            Brief::Section(brief) => brief.template(),
            Brief::Person(_) => "person",
            Brief::People(_) => "people",
            Brief::Term(brief) => brief.template(),
            Brief::Terms(brief) => brief.template(),
            Brief::Series(brief) => brief.template(),
            Brief::Source(_) => "source",
            Brief::Sources(_) => "sources",
            Brief::Questions(_) => "questions",
            Brief::Corrections(_) => "corrections",
            Brief::Row(brief) => &brief.page.template,
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

/// Whether search engines may show a list that has this introduction.
fn may_be_indexed(introduction: Option<&Introduction>) -> bool {
    introduction.is_none_or(|introduction| !introduction.facts.fields.noindex)
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
    /// Its terms that have pages.
    pub terms: Vec<Crumb<'b>>,
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

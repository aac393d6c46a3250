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
mod pages;
mod parts;
mod shown;

use std::borrow::Cow;

use crate::config::Config;
use crate::date::Date;
use crate::resolve::routes::{CORRECTIONS, NOT_FOUND, QUESTIONS, SOURCES, page_of};
use crate::resolve::translations::{Translations, of_page};
use crate::resolve::{Article, Introduction};
use crate::route::Route;

pub use evidence::{Citing, CorrectionLine, LinesBrief, QuestionLine, SourceBrief, WorkLine};
pub use gather::Briefs;
pub use pages::{
    ArticleBrief, Front, HomeBrief, InSeries, Mentions, NotFoundBrief, PeopleBrief, PersonBrief, RowBrief, SearchBrief,
    SectionBrief, SeriesBrief, TermBrief, TermsBrief,
};
pub use parts::Part;
pub use shown::{Card, Credited, Credits, Crumb, Member};

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

/// Whether search engines may show a list that has this introduction.
fn may_be_indexed(introduction: Option<&Introduction>) -> bool {
    introduction.is_none_or(|introduction| !introduction.facts.fields.noindex)
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

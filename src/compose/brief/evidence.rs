//! The briefs of sources, and of the lists of works, questions and corrections of the whole site.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};

use super::parts::translated;
use super::{Briefs, Crumb, Part, gather};
use crate::date::Date;
use crate::fingerprint::print;
use crate::parse::front_matter::Source;
use crate::planted::{self, Bug};
use crate::resolve::library::Work;
use crate::resolve::routes::{self, page_of};
use crate::resolve::translations::{Translations, of_page};
use crate::resolve::{Article, HOME, WorkId};
use crate::route::Route;

/// Of a source that several articles cite.
pub struct SourceBrief<'b> {
    /// The work.
    pub source: &'b Source,
    /// Its address.
    pub route: &'b Route,
    /// The home page.
    pub home: Crumb<'b>,
    /// The articles that cite it, newest first.
    pub citing: Vec<Citing<'b>>,
}

/// An article that cites a work.
#[derive(Hash)]
pub struct Citing<'b> {
    /// Its headline.
    pub title: &'b str,
    /// Where it is.
    pub route: &'b Route,
    /// When it was published.
    pub published: Option<Date>,
    /// The key that it gives the work.
    pub key: &'b str,
    /// The heading above each use, in reading order; none above the first heading.
    pub headings: Vec<Option<&'b str>>,
}

/// Of a page of one of the lists of the whole site.
pub struct LinesBrief<'b, L> {
    /// The home page.
    pub home: Crumb<'b>,
    /// Which page of the list, from 1.
    pub page: usize,
    /// How many there are.
    pub total: usize,
    /// What this page shows.
    pub lines: Vec<L>,
    /// The list in every language.
    pub translations: &'b Translations,
}

/// A work in the list of all works.
pub struct WorkLine<'b> {
    /// The work.
    pub source: &'b Source,
    /// Its page, if several articles cite it.
    pub page: Option<&'b Route>,
    /// The first article that cites it, else the first that lists it.
    pub first: Crumb<'b>,
    /// The key that it gives the work.
    pub key: &'b str,
    /// How many articles cite it.
    pub articles: usize,
}

/// A question in the list of all questions.
#[derive(Hash)]
pub struct QuestionLine<'b> {
    /// The section of its article.
    pub section: Crumb<'b>,
    /// The article.
    pub article: Crumb<'b>,
    /// The question.
    pub text: &'b str,
    /// Its id.
    pub id: &'b str,
}

/// A correction in the list of all corrections.
#[derive(Hash)]
pub struct CorrectionLine<'b> {
    /// When it was made.
    pub date: Date,
    /// What was corrected, plain.
    pub text: &'b str,
    /// The article.
    pub article: Crumb<'b>,
}

impl<L> LinesBrief<'_, L> {
    /// The address of this page of the list that begins at `first`.
    pub fn route(&self, first: &str) -> Cow<'static, Route> {
        Cow::Owned(page_of(&Route::new(first), self.page))
    }
}

impl<L: Hash> LinesBrief<'_, L> {
    /// The fingerprints of its parts.
    pub(super) fn parts(&self) -> Vec<(Part, u64)> {
        let LinesBrief { home, page, total, lines, translations } = self;
        let mut parts = vec![(Part::Breadcrumbs, print(home)), (Part::Lines, print(&(page, total, lines)))];
        translated(&of_page(translations, *page), &mut parts);
        parts
    }
}

impl SourceBrief<'_> {
    /// The fingerprints of its parts.
    pub(super) fn parts(&self) -> Vec<(Part, u64)> {
        let SourceBrief { source, route, home, citing } = self;
        let whole = print(citing);
        let citing = match () {
            () if planted::is_planted(Bug::CitationWithoutHeading) => {
                print(&citing.iter().map(|citing| (citing.route, citing.headings.len())).collect::<Vec<_>>())
            }
            () if planted::is_planted(Bug::CitationWithoutUses) => {
                print(&citing.iter().map(|citing| (citing.route, citing.headings.first())).collect::<Vec<_>>())
            }
            () => whole,
        };
        vec![
            (Part::Address, print(route)),
            (Part::Breadcrumbs, print(home)),
            (Part::Sources, print(source)),
            (Part::Citing, citing),
        ]
    }
}

impl Hash for WorkLine<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let WorkLine { source, page, first, key, articles } = self;
        let Source { id: _, title, authors, publisher, date, .. } = source;
        (title, authors, publisher, date).hash(state);
        // Of a work with a page of its own the line leads there.
        (page, if page.is_some() { None } else { Some((first, key)) }).hash(state);
        planted::either(Bug::WorkWithoutArticles, &0, articles).hash(state);
    }
}

impl<'s> Briefs<'s> {
    pub(super) fn source(&self, id: WorkId) -> Option<SourceBrief<'_>> {
        let library = &self.site.library;
        let work = library.works.get(id)?;
        let mut citing: Vec<(u32, Citing<'_>)> = Vec::new();
        for used in library.uses(work).iter().filter(|used| used.is_cited()) {
            let article = &self.site.articles[used.article()];
            let Some(own) = article.connections.sources.get(used.source()) else { continue };
            let citing_here = Citing {
                title: &article.facts.fields.title.value,
                route: &article.route,
                published: article.published,
                key: &own.source.id.value,
                headings: headings(article, used.source()),
            };
            citing.push((self.ranks[used.article()], citing_here));
        }
        // Stable: an article that lists a work twice has it in its own order.
        citing.sort_by_key(|(rank, _)| *rank);
        Some(SourceBrief {
            source: &work.source,
            route: work.page.as_deref()?,
            home: gather::crumb(self.site, HOME),
            citing: citing.into_iter().map(|(_, citing)| citing).collect(),
        })
    }

    pub(super) fn sources(&self, page: usize) -> LinesBrief<'_, WorkLine<'_>> {
        self.lines(&self.site.library.works, &self.site.of_lists.sources, page, |work| self.work(work))
    }

    pub(super) fn questions(&self, page: usize) -> LinesBrief<'_, QuestionLine<'_>> {
        self.lines(&self.site.questions, &self.site.of_lists.questions, page, |asked| {
            let article = self.site.articles.get(asked.article())?;
            let question = article.facts.references.questions.get(asked.question())?;
            Some(QuestionLine {
                section: gather::crumb(self.site, article.section),
                article: headline(article),
                text: &question.text,
                id: &question.id,
            })
        })
    }

    pub(super) fn corrections(&self, page: usize) -> LinesBrief<'_, CorrectionLine<'_>> {
        self.lines(&self.site.corrections, &self.site.of_lists.corrections, page, |corrected| {
            let article = self.site.articles.get(corrected.article)?;
            let correction = article.facts.fields.corrections.get(corrected.correction)?;
            Some(CorrectionLine { date: correction.date.value, text: &correction.plain, article: headline(article) })
        })
    }

    fn lines<'b, T, L>(
        &'b self,
        all: &'b [T],
        translations: &'b Translations,
        page: usize,
        line: impl Fn(&'b T) -> Option<L>,
    ) -> LinesBrief<'b, L> {
        LinesBrief {
            home: gather::crumb(self.site, HOME),
            page,
            total: routes::pages_of_lines(all.len(), self.config),
            lines: routes::lines(all, page, self.config).iter().filter_map(line).collect(),
            translations,
        }
    }

    fn work<'b>(&'b self, work: &'b Work) -> Option<WorkLine<'b>> {
        let library = &self.site.library;
        let uses = library.uses(work);
        let first = uses.iter().find(|used| used.is_cited()).or(uses.first())?;
        let article = self.site.articles.get(first.article())?;
        let own = article.connections.sources.get(first.source())?;
        Some(WorkLine {
            source: &work.source,
            page: work.page.as_deref(),
            first: headline(article),
            key: &own.source.id.value,
            articles: library.articles(work),
        })
    }
}

fn headline(article: &Article) -> Crumb<'_> {
    Crumb { title: Some(&article.facts.fields.title.value), route: &article.route }
}

/// The heading above each use of one of an article's sources, in reading order.
fn headings(article: &Article, source: usize) -> Vec<Option<&str>> {
    let references = &article.facts.references;
    let uses = references.citations.iter().zip(&article.connections.marks).flat_map(|(citation, marks)| {
        let here = marks.iter().filter(move |mark| mark.source == Some(source));
        here.map(move |_| references.title_of(citation.spot))
    });
    uses.collect()
}

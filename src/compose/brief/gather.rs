//! From the site to the briefs of its pages.

use std::borrow::Cow;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::{
    ArticleBrief, Brief, Card, Credited, Credits, Crumb, Front, HomeBrief, InSeries, Member, Mentions, NotFoundBrief,
    PeopleBrief, PersonBrief, RowBrief, SearchBrief, SectionBrief, SeriesBrief, TermBrief, TermsBrief, parts,
};
use crate::compose::PageKey;
use crate::config::Config;
use crate::resolve::feeds::Channel;
use crate::resolve::people::Credit;
use crate::resolve::routes::{CORRECTIONS, QUESTIONS, SOURCES, page_of, pages_of_list};
use crate::resolve::{Article, ArticleId, HOME, PersonId, SectionId, SeriesId, Site, TaxonomyId, TermId};
use crate::route::Route;
use crate::slug;

/// How many articles a section shows on the page above it.
const FRONT: usize = 9;

/// Up to how many parts of a series each of them shows.
const PARTS: usize = 50;

/// How many of the articles that link to it an article shows.
const MENTIONS: usize = 10;

/// What many pages show, listed once.
pub struct Briefs<'s> {
    pub(super) site: &'s Site,
    pub(super) config: &'s Config,
    members: Vec<Member<'s>>,
    cards: Vec<Card<'s>>,
    /// The articles of all sections, newest first.
    latest: Vec<ArticleId>,
    /// By article: its position among all, newest first.
    pub(super) ranks: Vec<u32>,
    /// By person: the articles of each kind of credit, newest first.
    bylines: Vec<Bylines>,
}

/// The articles that a person wrote, reviewed and contributed to.
#[derive(Clone, Default)]
struct Bylines {
    written: Vec<ArticleId>,
    reviewed: Vec<ArticleId>,
    contributed: Vec<ArticleId>,
}

impl<'s> Briefs<'s> {
    /// Lists what many pages of a site show.
    pub fn new(site: &'s Site, config: &'s Config) -> Briefs<'s> {
        let members = site
            .people
            .iter()
            .map(|person| {
                let print = parts::of_member(person);
                Member { person, print, shown: OnceLock::new(), described: OnceLock::new() }
            })
            .collect();
        let cards: Vec<Card<'s>> = site.articles.par_iter().map(|article| card(site, article)).collect();
        let mut bylines = vec![Bylines::default(); site.people.len()];
        for id in &site.newest {
            credit(&site.articles[*id], *id, &mut bylines);
        }
        let mut listed = vec![false; site.articles.len()];
        for id in site.sections.iter().flat_map(|section| &section.articles) {
            listed[*id] = true;
        }
        let mut ranks = vec![0; site.newest.len()];
        for (rank, id) in (0..).zip(&site.newest) {
            ranks[*id] = rank;
        }
        let latest = site.newest.iter().copied().filter(|id| listed[*id]).collect();
        Briefs { site, config, members, cards, latest, ranks, bylines }
    }

    /// All that a page shows of the site.
    pub fn of(&self, key: PageKey) -> Brief<'_> {
        match key {
            PageKey::Article(id) => Brief::Article(self.article(id)),
            PageKey::Section(id, 1) if self.site.sections[id].parent.is_none() => Brief::Home(self.home(id)),
            PageKey::Section(id, page) => Brief::Section(self.section(id, page)),
            PageKey::Person(id) => Brief::Person(self.person(id)),
            PageKey::People => Brief::People(self.people()),
            PageKey::Term(id, page) => Brief::Term(self.term(id, page)),
            PageKey::Terms(id) => Brief::Terms(self.terms(id)),
            PageKey::Series(id) => Brief::Series(self.series(id)),
            PageKey::Source(id) => self.source(id).map_or_else(|| self.not_found(), Brief::Source),
            PageKey::Sources(page) => Brief::Sources(self.sources(page)),
            PageKey::Questions(page) => Brief::Questions(self.questions(page)),
            PageKey::Corrections(page) => Brief::Corrections(self.corrections(page)),
            PageKey::Row(id) => Brief::Row(RowBrief { page: &self.site.row_pages[id], home: crumb(self.site, HOME) }),
            PageKey::NotFound => self.not_found(),
            PageKey::Search => {
                let home = crumb(self.site, HOME);
                Brief::Search(SearchBrief { home, route: self.site.search.as_ref().unwrap_or(home.route) })
            }
        }
    }

    /// A page's address, without gathering what it shows where there are many of its kind.
    pub fn route(&self, key: PageKey) -> Cow<'_, Route> {
        match key {
            PageKey::Article(id) => Cow::Borrowed(&self.site.articles[id].route),
            PageKey::Section(id, page) => Cow::Owned(page_of(&self.site.sections[id].route, page)),
            PageKey::Person(id) => Cow::Borrowed(&self.site.people[id].route),
            PageKey::Term(id, page) => Cow::Owned(page_of(&self.site.terms[id].route, page)),
            PageKey::Series(id) => Cow::Borrowed(&self.site.series[id].route),
            PageKey::Row(id) => Cow::Borrowed(&self.site.row_pages[id].route),
            PageKey::Source(id) => match self.site.library.works.get(id).and_then(|work| work.page.as_deref()) {
                Some(page) => Cow::Borrowed(page),
                None => Cow::Owned(self.not_found().route().into_owned()),
            },
            PageKey::Sources(page) => Cow::Owned(page_of(&Route::new(SOURCES), page)),
            PageKey::Questions(page) => Cow::Owned(page_of(&Route::new(QUESTIONS), page)),
            PageKey::Corrections(page) => Cow::Owned(page_of(&Route::new(CORRECTIONS), page)),
            PageKey::People | PageKey::Terms(_) | PageKey::NotFound | PageKey::Search => {
                Cow::Owned(self.of(key).route().into_owned())
            }
        }
    }

    fn not_found(&self) -> Brief<'_> {
        let children = &self.site.sections[HOME].children;
        Brief::NotFound(NotFoundBrief { sections: children.iter().map(|id| crumb(self.site, *id)).collect() })
    }

    /// All that an article's page shows of the site.
    pub fn article(&self, id: ArticleId) -> ArticleBrief<'_> {
        let article = &self.site.articles[id];
        let credits = &article.credits;
        ArticleBrief {
            article,
            breadcrumbs: self.breadcrumbs(article.section),
            section: (article.section != HOME).then(|| crumb(self.site, article.section)),
            page_type: self.page_type(article.section),
            credits: Credits {
                authors: self.credited(&credits.authors),
                reviewers: self.credited(&credits.reviewers),
                editors: self.credited(&credits.editors),
                fact_checkers: self.credited(&credits.fact_checkers),
                contributors: self.credited(&credits.contributors),
            },
            terms: article.terms.iter().map(|id| shown_term(self.site, *id)).collect(),
            series: article.series.map(|(series, part)| Box::new(self.in_series(series, part))),
            related: self.cards(article.named.iter().chain(&article.related)),
            mentions: self.mentions(article),
            previous: article.previous.map(|id| self.article_crumb(id)),
            next: article.next.map(|id| self.article_crumb(id)),
        }
    }

    fn in_series(&self, id: SeriesId, at: usize) -> InSeries<'_> {
        let series = &self.site.series[id];
        let crumb = |at: usize| series.parts.get(at).map(|part| self.article_crumb(part.article));
        let parts = series.parts.iter().enumerate();
        InSeries {
            series: Crumb { title: Some(&series.title), route: &series.route },
            number: series.parts[at].number,
            total: series.total,
            parts: if series.parts.len() > PARTS {
                Vec::new()
            } else {
                parts.map(|(one, part)| (self.article_crumb(part.article), part.number, one == at)).collect()
            },
            previous: at.checked_sub(1).and_then(crumb),
            next: crumb(at + 1),
        }
    }

    fn mentions(&self, article: &'s Article) -> Mentions<'_> {
        let shown = article.mentioned_in.iter().take(MENTIONS).map(|id| &self.site.articles[*id]);
        let crumb =
            |article: &'s Article| Crumb { title: Some(&article.facts.fields.title.value), route: &article.route };
        Mentions { articles: shown.map(crumb).collect(), count: article.mentioned_in.len() }
    }

    fn home(&self, id: SectionId) -> HomeBrief<'_> {
        let section = &self.site.sections[id];
        HomeBrief {
            section,
            latest: self.cards(self.latest.iter().take(self.config.per_page)),
            fronts: section.children.iter().map(|id| self.front(*id)).collect(),
            pages: section.pages.iter().map(|id| self.article_crumb(*id)).collect(),
        }
    }

    fn section(&self, id: SectionId, page: usize) -> SectionBrief<'_> {
        let section = &self.site.sections[id];
        let per_page = self.config.per_page.max(1);
        let first = page == 1;
        SectionBrief {
            section,
            breadcrumbs: section.parent.map(|above| self.breadcrumbs(above)).unwrap_or_default(),
            page,
            total: pages_of_list(section.articles.len(), self.config),
            articles: self.cards(section.articles.iter().skip((page - 1) * per_page).take(per_page)),
            fronts: if first { section.children.iter().map(|id| self.front(*id)).collect() } else { Vec::new() },
            pages: if first { section.pages.iter().map(|id| self.article_crumb(*id)).collect() } else { Vec::new() },
            has_feed: self.site.has_feed(Channel::Section(id)),
        }
    }

    fn person(&self, id: PersonId) -> PersonBrief<'_> {
        let Bylines { written, reviewed, contributed } = &self.bylines[id];
        PersonBrief {
            member: &self.members[id],
            home: crumb(self.site, HOME),
            people: self.site.people_index.as_ref().map(|route| Crumb { title: self.people_title(), route }),
            written: self.cards(written),
            reviewed: self.cards(reviewed),
            contributed: self.cards(contributed),
            has_feed: self.site.has_feed(Channel::Person(id)),
        }
    }

    fn people(&self) -> PeopleBrief<'_> {
        let mut members: Vec<&Member<'_>> = self.members.iter().collect();
        // A stable sort: people of one name stay in the order of their files.
        members.sort_by_cached_key(|member| {
            slug::alphabetical(&member.person.facts.fields.name.value, &self.config.language)
        });
        PeopleBrief {
            section: self.site.people_section.as_ref(),
            home: crumb(self.site, HOME),
            route: self.site.people_index.clone().unwrap_or_else(|| Route::page(["people"])),
            members,
            translations: &self.site.of_lists.people,
        }
    }

    fn term(&self, id: TermId, page: usize) -> TermBrief<'_> {
        let term = &self.site.terms[id];
        let taxonomy = &self.site.taxonomies[term.taxonomy];
        let per_page = self.config.per_page.max(1);
        TermBrief {
            term,
            home: crumb(self.site, HOME),
            taxonomy: Crumb { title: Some(&taxonomy.title), route: &taxonomy.route },
            page,
            total: pages_of_list(term.articles.len(), self.config),
            articles: self.cards(term.articles.iter().skip((page - 1) * per_page).take(per_page)),
            has_feed: self.site.has_feed(Channel::Term(id)),
        }
    }

    fn terms(&self, id: TaxonomyId) -> TermsBrief<'_> {
        let taxonomy = &self.site.taxonomies[id];
        let terms = &self.site.terms[taxonomy.terms.clone()];
        let mut terms: Vec<_> =
            terms.iter().map(|term| (term.title.as_str(), &term.route, term.articles.len())).collect();
        // A stable sort: terms of one title stay in the order of their slugs.
        terms.sort_by_cached_key(|(title, ..)| slug::alphabetical(title, &self.config.language));
        TermsBrief { taxonomy, home: crumb(self.site, HOME), terms }
    }

    fn series(&self, id: SeriesId) -> SeriesBrief<'_> {
        let series = &self.site.series[id];
        SeriesBrief {
            series,
            home: crumb(self.site, HOME),
            parts: self.cards(series.parts.iter().map(|part| &part.article)),
        }
    }

    /// The title that the author gives the list of people.
    fn people_title(&self) -> Option<&str> {
        let section = self.site.people_section.as_ref()?;
        section.facts.fields.title.as_ref().map(|title| title.value.as_str())
    }

    /// From the home page down to a section, the section included.
    fn breadcrumbs(&self, section: SectionId) -> Vec<Crumb<'_>> {
        let mut trail = Vec::new();
        let mut above = Some(section);
        while let Some(id) = above {
            trail.push(crumb(self.site, id));
            above = self.site.sections[id].parent;
        }
        trail.reverse();
        trail
    }

    fn page_type(&self, section: SectionId) -> Option<&str> {
        let sections = &self.site.sections;
        let above = std::iter::successors(sections.get(section), |section| sections.get(section.parent?));
        above.into_iter().find_map(|section| Some(section.facts.fields.page_type.as_ref()?.value.as_str()))
    }

    fn front(&self, id: SectionId) -> Front<'_> {
        let section = &self.site.sections[id];
        let mut first: Vec<ArticleId> = Vec::new();
        let mut count = 0;
        let mut below = vec![id];
        let mut next = 0;
        while let Some(child) = below.get(next).copied() {
            next += 1;
            let child = &self.site.sections[child];
            first.extend(child.articles.iter().take(FRONT - first.len()));
            count += child.articles.len();
            below.extend(&child.children);
        }
        Front {
            section: crumb(self.site, id),
            dek: section.facts.dek_text.as_deref().unwrap_or_default(),
            articles: self.cards(&first),
            count,
        }
    }

    fn cards<'i>(&self, ids: impl IntoIterator<Item = &'i ArticleId>) -> Vec<&Card<'_>> {
        ids.into_iter().map(|id| &self.cards[*id]).collect()
    }

    fn credited(&self, credits: &'s [Credit]) -> Vec<Credited<'_>> {
        credits
            .iter()
            .map(|credit| match credit {
                Credit::Member(id) => Credited::Member(&self.members[*id]),
                Credit::Inline(fields) => Credited::Inline(fields),
            })
            .collect()
    }

    fn article_crumb(&self, id: ArticleId) -> Crumb<'_> {
        let article = &self.site.articles[id];
        let fields = &article.facts.fields;
        let title = fields.short_title.as_ref().unwrap_or(&fields.title);
        Crumb { title: Some(&title.value), route: &article.route }
    }
}

pub(super) fn crumb(site: &Site, id: SectionId) -> Crumb<'_> {
    let section = &site.sections[id];
    Crumb { title: section.parent.is_some().then_some(section.title.as_str()), route: &section.route }
}

/// A term, and the title of its taxonomy.
fn shown_term(site: &Site, id: TermId) -> (Crumb<'_>, &str) {
    let term = &site.terms[id];
    (Crumb { title: Some(&term.title), route: &term.route }, &site.taxonomies[term.taxonomy].title)
}

fn card<'s>(site: &'s Site, article: &'s Article) -> Card<'s> {
    let name = |credit: &'s Credit| match credit {
        Credit::Member(id) => site.people[*id].facts.fields.name.value.as_str(),
        Credit::Inline(fields) => fields.name.value.as_str(),
    };
    let authors: Vec<&str> = article.credits.authors.iter().map(name).collect();
    let section = (article.section != HOME).then(|| crumb(site, article.section));
    let print = parts::of_card(article, &authors, &section);
    Card { article, authors, section, print, shown: OnceLock::new() }
}

/// Lists an article with everybody whom it names, once in each list.
fn credit(article: &Article, id: ArticleId, bylines: &mut [Bylines]) {
    type Kind = fn(&mut Bylines) -> &mut Vec<ArticleId>;
    let kinds: [(&[Credit], Kind); 5] = [
        (&article.credits.authors, |bylines| &mut bylines.written),
        (&article.credits.reviewers, |bylines| &mut bylines.reviewed),
        (&article.credits.editors, |bylines| &mut bylines.contributed),
        (&article.credits.fact_checkers, |bylines| &mut bylines.contributed),
        (&article.credits.contributors, |bylines| &mut bylines.contributed),
    ];
    for (people, list) in kinds {
        for person in people {
            let Credit::Member(person) = person else { continue };
            let list = list(&mut bylines[*person]);
            if list.last() != Some(&id) {
                list.push(id);
            }
        }
    }
}

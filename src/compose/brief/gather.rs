//! From the site to the briefs of its pages.

use std::cmp::Reverse;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::{
    ArticleBrief, Brief, Card, Credited, Credits, Crumb, Front, HomeBrief, Member, NotFoundBrief, PeopleBrief,
    PersonBrief, SearchBrief, SectionBrief, parts,
};
use crate::compose::{PageKey, pagination};
use crate::config::Config;
use crate::resolve::people::Credit;
use crate::resolve::{Article, ArticleId, HOME, PersonId, SectionId, Site};
use crate::route::Route;

/// How many articles a section shows on the page above it.
const FRONT: usize = 4;

/// What many pages show, listed once.
pub struct Briefs<'s> {
    site: &'s Site,
    config: &'s Config,
    members: Vec<Member<'s>>,
    cards: Vec<Card<'s>>,
    /// The articles of all sections, newest first.
    latest: Vec<ArticleId>,
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
        let order = newest_first(site, config);
        let mut bylines = vec![Bylines::default(); site.people.len()];
        for id in &order {
            credit(&site.articles[*id], *id, &mut bylines);
        }
        let mut listed = vec![false; site.articles.len()];
        for id in site.sections.iter().flat_map(|section| &section.articles) {
            listed[*id] = true;
        }
        let latest = order.into_iter().filter(|id| listed[*id]).collect();
        Briefs { site, config, members, cards, latest, bylines }
    }

    /// All that a page shows of the site.
    pub fn of(&self, key: PageKey) -> Brief<'_> {
        match key {
            PageKey::Article(id) => Brief::Article(self.article(id)),
            PageKey::Section(id, 1) if self.site.sections[id].parent.is_none() => Brief::Home(self.home(id)),
            PageKey::Section(id, page) => Brief::Section(self.section(id, page)),
            PageKey::Person(id) => Brief::Person(self.person(id)),
            PageKey::People => Brief::People(self.people()),
            PageKey::NotFound => {
                let children = &self.site.sections[HOME].children;
                Brief::NotFound(NotFoundBrief { sections: children.iter().map(|id| crumb(self.site, *id)).collect() })
            }
            PageKey::Search => {
                let home = crumb(self.site, HOME);
                Brief::Search(SearchBrief { home, route: self.site.search.as_ref().unwrap_or(home.route) })
            }
        }
    }

    fn article(&self, id: ArticleId) -> ArticleBrief<'_> {
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
            previous: article.previous.map(|id| self.article_crumb(id)),
            next: article.next.map(|id| self.article_crumb(id)),
        }
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
            total: pagination::pages(section.articles.len(), self.config),
            articles: self.cards(section.articles.iter().skip((page - 1) * per_page).take(per_page)),
            fronts: if first { section.children.iter().map(|id| self.front(*id)).collect() } else { Vec::new() },
            pages: if first { section.pages.iter().map(|id| self.article_crumb(*id)).collect() } else { Vec::new() },
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
        }
    }

    fn people(&self) -> PeopleBrief<'_> {
        let mut members: Vec<&Member<'_>> = self.members.iter().collect();
        // A stable sort: people of one name stay in the order of their files.
        members.sort_by_cached_key(|member| member.person.facts.fields.name.value.to_lowercase());
        PeopleBrief {
            section: self.site.people_section.as_ref(),
            home: crumb(self.site, HOME),
            route: self.site.people_index.clone().unwrap_or_else(|| Route::page(["people"])),
            members,
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

fn crumb(site: &Site, id: SectionId) -> Crumb<'_> {
    let section = &site.sections[id];
    Crumb { title: section.parent.is_some().then_some(section.title.as_str()), route: &section.route }
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

/// All articles: newest first, those without a date last, then by title.
fn newest_first(site: &Site, config: &Config) -> Vec<ArticleId> {
    let mut ids: Vec<ArticleId> = (0..site.articles.len()).collect();
    let instants: Vec<_> =
        site.articles.iter().map(|article| article.published.map(|date| date.instant(&config.timezone))).collect();
    ids.par_sort_unstable_by_key(|id| {
        (instants[*id].is_none(), Reverse(instants[*id]), &site.articles[*id].facts.fields.title.value, *id)
    });
    ids
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

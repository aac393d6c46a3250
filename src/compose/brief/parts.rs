//! What tells a brief from every other, part by part.
//!
//! Structures of other stages are taken apart without `..`, so that a new field must be judged here.

use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

use super::{
    ArticleBrief, Brief, Card, Credited, HomeBrief, Member, NotFoundBrief, PeopleBrief, PersonBrief, RowBrief,
    SearchBrief, SectionBrief, SeriesBrief, TermBrief, TermsBrief,
};
use crate::fingerprint::print;
use crate::parse::document::{Facts, References};
use crate::parse::front_matter::SectionFields;
use crate::planted::{self, Bug};
use crate::resolve::dataset::RowPage;
use crate::resolve::translations::{Translation, of_page};
use crate::resolve::{Article, Connections, Introduction, Person, Section, Series, Target, Taxonomy, Term};

/// One of the things that a page is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Part {
    /// Its template and all that it includes.
    Theme,
    /// What every page shows: settings, navigation, publisher.
    Settings,
    /// Its own file.
    Document,
    /// What pre-processors made of that.
    Preprocessors,
    /// Its address.
    Address,
    /// The pages above it.
    Breadcrumbs,
    /// The people it names.
    People,
    /// Where its links lead, and the titles that they show.
    Links,
    /// Its pictures.
    Pictures,
    /// Its components.
    Components,
    /// Its sources.
    Sources,
    /// Its terms.
    Terms,
    /// Its series.
    Series,
    /// Related articles.
    Related,
    /// The articles that link to it.
    Mentions,
    /// The articles that cite it, and where.
    Citing,
    /// The works, questions or corrections that it lists.
    Lines,
    /// The articles before and after it.
    Neighbours,
    /// The articles that it lists.
    Articles,
    /// The sections and plain pages that it lists.
    Sections,
    /// Its own feeds.
    Feeds,
    /// The redirects that it lists.
    Redirects,
    /// The same page in other languages.
    Translations,
    /// The row of data that it is made of.
    Row,
    /// The data that its template is given.
    Queries,
}

impl Part {
    /// The part in words, as in `links changed`.
    pub fn words(self) -> &'static str {
        match self {
            Part::Theme => "the theme",
            Part::Settings => "settings or navigation",
            Part::Document => "its own file",
            Part::Preprocessors => "what its pre-processors made of it",
            Part::Address => "its address",
            Part::Breadcrumbs => "the pages above it",
            Part::People => "people",
            Part::Links => "what it links to",
            Part::Pictures => "pictures",
            Part::Components => "components",
            Part::Sources => "sources",
            Part::Terms => "the terms that it shows",
            Part::Series => "its series",
            Part::Related => "related articles",
            Part::Mentions => "the articles that link to it",
            Part::Citing => "the articles that cite it",
            Part::Lines => "the works, questions or corrections that it lists",
            Part::Neighbours => "the articles before and after it",
            Part::Articles => "the articles that it lists",
            Part::Sections => "the sections or pages that it lists",
            Part::Feeds => "its feeds",
            Part::Redirects => "the redirects that it lists",
            Part::Translations => "the same page in other languages",
            Part::Row => "its row of data",
            Part::Queries => "the data that its template is given",
        }
    }
}

impl Brief<'_> {
    /// The fingerprints of its parts: equal parts are shown alike. What the page's own file says is none of them, unless
    /// the page [shows the front matter alone](Brief::shows_front_matter_alone).
    pub fn parts(&self) -> Vec<(Part, u64)> {
        match self {
            Brief::Article(brief) => brief.parts(),
            Brief::Home(HomeBrief { section, latest, fronts, pages }) => {
                let mut parts = of_section(section, 1);
                parts.push((Part::Articles, print(latest)));
                parts.push((Part::Sections, print(&(fronts, pages))));
                parts
            }
            Brief::Section(SectionBrief { section, breadcrumbs, page, total, articles, fronts, pages, has_feed }) => {
                let mut parts = of_section(section, *page);
                parts.push((Part::Breadcrumbs, print(breadcrumbs)));
                parts.push((
                    Part::Articles,
                    print(&(page, planted::either(Bug::ListWithoutTotal, &0, total), articles)),
                ));
                parts.push((Part::Sections, print(&(fronts, pages))));
                parts.push((Part::Feeds, print(has_feed)));
                if self.shows_front_matter_alone() {
                    parts.push(of_front_matter(&section.facts));
                }
                parts
            }
            Brief::Person(PersonBrief { member, home, people, written, reviewed, contributed, has_feed }) => {
                let Person { id: _, facts, route: _, image: _, connections, translations } = member.person;
                let mut parts = vec![
                    (Part::Address, print(&member.person.route)),
                    (Part::People, member.print),
                    (Part::Breadcrumbs, print(&(home, people))),
                    (Part::Articles, print(&(written, reviewed, contributed))),
                    (Part::Feeds, print(has_feed)),
                ];
                translated(translations, &mut parts);
                connected(connections, &facts.references, &mut parts);
                parts
            }
            Brief::People(PeopleBrief { section, home, route, members, translations }) => {
                let mut parts = vec![
                    (Part::Address, print(route)),
                    (Part::Breadcrumbs, print(home)),
                    (Part::People, print(members)),
                ];
                translated(translations, &mut parts);
                if let Some(section) = section {
                    connected(&section.connections, &section.facts.references, &mut parts);
                }
                parts
            }
            Brief::Term(TermBrief { term, home, taxonomy, page, total, articles, has_feed }) => {
                let Term {
                    taxonomy: _,
                    title,
                    // Articles show it as they are written.
                    spelling: _,
                    route,
                    // The list shows how many there are, and this page's are in the brief.
                    articles: all,
                    introduction,
                    translations,
                } = term;
                let mut parts = vec![
                    (Part::Address, print(&(route, title))),
                    (Part::Breadcrumbs, print(&(home, taxonomy))),
                    (Part::Articles, print(&(page, total, all.len(), articles))),
                    (Part::Feeds, print(has_feed)),
                ];
                translated(&of_page(translations, *page), &mut parts);
                introduced(introduction.as_ref(), &mut parts);
                if let Some(introduction) = introduction
                    && self.shows_front_matter_alone()
                {
                    parts.push(of_front_matter(&introduction.facts));
                }
                parts
            }
            Brief::Terms(TermsBrief { taxonomy, home, terms }) => {
                let Taxonomy {
                    name: _,
                    title,
                    route,
                    // In the brief they stand with their titles.
                    terms: _,
                    introduction,
                    translations,
                } = taxonomy;
                let mut parts = vec![
                    (Part::Address, print(&(route, title))),
                    (Part::Breadcrumbs, print(home)),
                    (Part::Terms, print(terms)),
                ];
                translated(translations, &mut parts);
                introduced(introduction.as_ref(), &mut parts);
                parts
            }
            Brief::Series(SeriesBrief { series, home, parts: articles }) => {
                let Series { title, route, parts: listed, total, introduction, translations } = series;
                let numbers: Vec<usize> = listed.iter().map(|part| part.number).collect();
                let mut parts = vec![
                    (Part::Address, print(&(route, title))),
                    (Part::Breadcrumbs, print(home)),
                    (Part::Articles, print(&(numbers, total, articles))),
                ];
                translated(translations, &mut parts);
                introduced(introduction.as_ref(), &mut parts);
                parts
            }
            Brief::Source(brief) => brief.parts(),
            Brief::Sources(brief) => brief.parts(),
            Brief::Questions(brief) => brief.parts(),
            Brief::Corrections(brief) => brief.parts(),
            Brief::Row(RowBrief { page, home }) => {
                let RowPage { route, title, description, template: _, fields, .. } = page;
                vec![
                    (Part::Address, print(route)),
                    (Part::Breadcrumbs, print(home)),
                    (Part::Row, print(&(title, description, fields))),
                ]
            }
            Brief::NotFound(NotFoundBrief { sections }) => vec![(Part::Sections, print(sections))],
            Brief::Search(SearchBrief { home, route }) => {
                vec![(Part::Breadcrumbs, print(home)), (Part::Address, print(route))]
            }
        }
    }
}

impl ArticleBrief<'_> {
    /// The fingerprints of its parts, as of [every brief](Brief::parts).
    pub fn parts(&self) -> Vec<(Part, u64)> {
        article(self)
    }
}

fn article(brief: &ArticleBrief<'_>) -> Vec<(Part, u64)> {
    let ArticleBrief {
        article,
        breadcrumbs,
        section,
        page_type,
        credits,
        terms,
        series,
        related,
        mentions,
        previous,
        next,
    } = brief;
    let Article {
        // The article's own file stands for what it says itself.
        facts,
        published: _,
        updated: _,
        reviewed: _,
        route,
        // In the brief these stand with what they lead to.
        section: _,
        credits: _,
        terms: _,
        series: _,
        mentions: _,
        mentioned_in: _,
        named: _,
        related: _,
        previous: _,
        next: _,
        lead_image,
        has_card,
        connections,
        translations,
    } = article;
    let mut parts = vec![
        (Part::Address, print(route)),
        (
            Part::Breadcrumbs,
            print(&(breadcrumbs, section, planted::either(Bug::SectionWithoutPageType, &None, page_type))),
        ),
        (Part::People, print(credits)),
        (Part::Neighbours, print(&(previous, next))),
        (Part::Terms, print(terms)),
        (Part::Series, print(series)),
        (Part::Related, print(related)),
        (Part::Mentions, print(mentions)),
        (Part::Pictures, print(&(lead_image, has_card, &connections.pictures))),
    ];
    translated(translations, &mut parts);
    connected(connections, &facts.references, &mut parts);
    parts
}

fn of_section(section: &Section, page: usize) -> Vec<(Part, u64)> {
    let Section {
        facts,
        route,
        title,
        // In the brief these stand with what they lead to.
        parent: _,
        children: _,
        articles: _,
        pages: _,
        lead_image,
        connections,
        translations,
    } = section;
    // Without a file of its own it may have these from the first language.
    let kept = (facts.fields.noindex, &facts.fields.page_type);
    let mut parts = vec![
        (Part::Address, print(&(route, title, kept))),
        (Part::Pictures, print(&(lead_image, &connections.pictures))),
    ];
    translated(&of_page(translations, page), &mut parts);
    connected(connections, &facts.references, &mut parts);
    parts
}

/// What a further page of a list says of its own file, of which it shows the standfirst, what search engines are told,
/// and no body.
fn of_front_matter(facts: &Facts<SectionFields>) -> (Part, u64) {
    let dek = planted::either(Bug::FurtherPageWithoutDek, None, facts.fields.dek.clone());
    (Part::Document, print(&SectionFields { dek, ..facts.fields.clone() }))
}

/// The same page in other languages, if there are any.
pub(super) fn translated(translations: &[Translation], parts: &mut Vec<(Part, u64)>) {
    if planted::is_planted(Bug::TranslationsWithoutIndexing) {
        let routes: Vec<_> = translations.iter().map(|one| (one.edition, &one.language, &one.route)).collect();
        return parts.push((Part::Translations, print(&routes)));
    }
    if !translations.is_empty() {
        parts.push((Part::Translations, print(&translations)));
    }
}

/// The introduction of a list.
fn introduced(introduction: Option<&Introduction>, parts: &mut Vec<(Part, u64)>) {
    let Some(Introduction { facts, lead_image, connections }) = introduction else { return };
    parts.push((Part::Pictures, print(&(lead_image, &connections.pictures))));
    connected(connections, &facts.references, parts);
}

/// What the Markdown of a document leads to; parts of which there is nothing are left out.
fn connected(connections: &Connections, references: &References, parts: &mut Vec<(Part, u64)>) {
    let Connections { links, pictures, shown: _, calls, marks, sources } = connections;
    if !links.is_empty() {
        parts.push((Part::Links, print(&LinksShown(links, references))));
    }
    if !pictures.is_empty() && !parts.iter().any(|(part, _)| *part == Part::Pictures) {
        parts.push((Part::Pictures, print(pictures)));
    }
    if !calls.is_empty() {
        parts.push((Part::Components, print(calls)));
    }
    if !sources.is_empty() || !marks.is_empty() {
        if planted::is_planted(Bug::SourceWithoutPage) {
            let shown = sources.iter().map(|source| (&source.source, source.uses)).collect::<Vec<_>>();
            parts.push((Part::Sources, print(&(marks, shown))));
            return;
        }
        parts.push((Part::Sources, print(&(marks, sources))));
    }
}

/// A link without text shows the title of what it leads to, every other one its address alone.
struct LinksShown<'a>(&'a [Target], &'a References);

impl Hash for LinksShown<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let LinksShown(links, references) = self;
        for (index, Target { href, title }) in links.iter().enumerate() {
            let written = references.links.get(index).is_some_and(|link| !link.empty);
            let written = planted::either(Bug::LinkWithoutTitle, true, written);
            (href, if written { "" } else { title }).hash(state);
        }
    }
}

/// What tells a person from others, as an article or a list shows them.
pub(super) fn of_member(person: &Person) -> u64 {
    let Person {
        id: _,
        facts,
        route,
        image,
        // The biography stands on the person's own page.
        connections: _,
        translations: _,
    } = person;
    if planted::is_planted(Bug::PersonWithoutRole) {
        return print(&(crate::parse::front_matter::PersonFields { role: None, ..facts.fields.clone() }, route, image));
    }
    print(&(&facts.fields, route, image))
}

/// What tells an article in a list from others: only what its card shows.
pub(super) fn of_card(article: &Article, authors: &[&str], section: &Option<super::Crumb<'_>>) -> u64 {
    let Article {
        facts,
        route,
        section: _,
        credits: _,
        terms: _,
        series: _,
        mentions: _,
        mentioned_in: _,
        named: _,
        related: _,
        published,
        updated,
        reviewed: _,
        previous: _,
        next: _,
        lead_image,
        has_card: _,
        connections: _,
        translations: _,
    } = article;
    let Facts { path: _, translates: _, fields, dek_text: _, excerpt, is_blank: _, references: _, words: _ } = &**facts;
    let title = planted::either(Bug::CardWithoutTitle, "", &fields.title.value);
    let excerpt = planted::either(Bug::CardWithoutExcerpt, "", excerpt);
    let published = planted::either(Bug::CardWithoutDate, &None, published);
    let authors = planted::either(Bug::CardWithoutPeople, &[][..], authors);
    let lead_image = planted::either(Bug::CardWithoutPicture, &None, lead_image);
    print(&((title, route, excerpt, published, updated), authors, section, lead_image, fields.kind as u8))
}

impl Hash for Member<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.print.hash(state);
    }
}

impl Hash for Card<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.print.hash(state);
    }
}

impl Hash for Credited<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Credited::Member(member) => (true, member).hash(state),
            Credited::Inline(fields) => (false, fields).hash(state),
        }
    }
}

//! From what is public and stands somewhere to the connected documents of one edition.

use std::sync::Arc;

use super::routes::Addresses;
use super::sections::{Folder, Tree};
use super::sources::Works;
use super::translations::{OfLists, Translations};
use super::{
    Article, ArticleId, Connections, HOME, Input, Introduction, Lists, PageId, PeopleSection, Person, PersonId,
    Picture, Placed, SETTINGS, Section, SectionId, Site, assets, collected, components, feeds, links, mentions,
    navigation, orphans, people, places, redirects, related, routes, series, sources, taxonomies,
};
use crate::diagnostics::Diagnostic;
use crate::parse::document::{Facts, References};
use crate::parse::front_matter::{ArticleFields, ImageFields, PersonFields, SectionFields};
use crate::text::RelPath;

/// Connects the documents of one edition.
pub(super) fn connect(
    input: &Input<'_>,
    placed: &Placed<'_>,
    lists: Lists,
    index: links::Index<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Site {
    let Placed { public, tree, terms, series, ledger, lists: _, addresses } = placed;
    let Lists { cited, library, row_pages, questions, corrections } = lists;
    let people = people::Directory::new(&input.people);
    let linked = orphans::Linked::new(public.articles.len());
    let connecting = Connecting { input, tree, terms, series, addresses, people, ledger, index, linked };
    let mut articles = collected(&public.articles, diagnostics, |id, facts, diagnostics| {
        connecting.article(id, facts, &cited[id], diagnostics)
    });
    for (article, works) in articles.iter_mut().zip(cited) {
        article.connections.marks = works.marks;
        article.connections.sources = works.sources;
    }
    mentions::note(&mut articles, &public.newest);
    let relating = related::Input {
        public,
        articles: &articles,
        terms: &terms.terms,
        ledger: connecting.ledger,
        limit: input.config.related_limit,
    };
    let relations = related::relate(&relating, input.relations);
    for (article, related) in articles.iter_mut().zip(relations.lists()) {
        article.related = related;
        places::check_related(article, diagnostics);
    }
    let sections =
        collected(&tree.folders, diagnostics, |id, folder, diagnostics| connecting.section(id, folder, diagnostics));
    let members =
        collected(&input.people, diagnostics, |id, facts, diagnostics| connecting.person(id, facts, diagnostics));
    let people_section = tree.people_section.as_ref().map(|facts| {
        let connections = connecting.elsewhere(PageId::Section(HOME), facts, diagnostics);
        PeopleSection { facts: Arc::clone(facts), connections }
    });

    let of_taxonomies = connecting.introductions(
        terms.taxonomies.iter().map(|taxonomy| taxonomy.introduction.as_ref()),
        PageId::Taxonomy,
        diagnostics,
    );
    let of_terms =
        connecting.introductions(terms.terms.iter().map(|term| term.introduction.as_ref()), PageId::Term, diagnostics);

    let of_series = connecting.introductions(
        series.series.iter().map(|series| series.introduction.as_ref()),
        PageId::Series,
        diagnostics,
    );

    let settings_path = RelPath::new(SETTINGS).expect("the name of a file");
    let settings = input
        .settings
        .iter()
        .map(|references| {
            let facts = Facts::<SectionFields> {
                references: References::clone(references),
                ..Facts::empty(settings_path.clone())
            };
            let works = sources::connect(&facts, &[], connecting.ledger, diagnostics);
            connecting.with_works(PageId::Section(HOME), &facts, works, diagnostics)
        })
        .collect();
    let navigation = navigation::resolve(input, tree, &connecting.index, addresses, &connecting.linked, diagnostics);
    let orphans = connecting.linked.orphans();
    let redirects = redirects::resolve(input, addresses, &connecting.index, diagnostics);
    let mut taxonomies = terms.taxonomies.clone();
    let mut all_terms = terms.terms.clone();
    let mut all_series = series.series.clone();
    for (taxonomy, introduction) in taxonomies.iter_mut().zip(of_taxonomies) {
        taxonomy.introduction = introduction;
    }
    for (term, introduction) in all_terms.iter_mut().zip(of_terms) {
        term.introduction = introduction;
    }
    for (series, introduction) in all_series.iter_mut().zip(of_series) {
        series.introduction = introduction;
    }
    let mut site = Site {
        published: Vec::new(),
        relations,
        articles,
        sections,
        people: members,
        people_index: addresses.people_index().cloned(),
        people_section,
        of_lists: OfLists::default(),
        library,
        answers: input.answers.to_vec(),
        row_pages,
        questions,
        corrections,
        taxonomies,
        terms: all_terms,
        series: all_series,
        orphans,
        newest: public.newest.clone(),
        redirects,
        search: routes::search(input),
        navigation,
        settings,
        feeds: Vec::new(),
        news: Vec::new(),
        files: Vec::new(),
        language: input.config.language.clone(),
        untranslated: Vec::new(),
    };
    site.feeds = feeds::feeds(input, &site.articles, &site.sections);
    site.news = feeds::news(input, &site.articles);
    feeds::check_names(&site.articles, diagnostics);
    site
}

/// What one document is connected to.
pub(super) struct Connecting<'a> {
    pub(super) input: &'a Input<'a>,
    pub(super) tree: &'a Tree,
    pub(super) terms: &'a taxonomies::Terms,
    pub(super) series: &'a series::AllSeries,
    pub(super) addresses: &'a Addresses,
    pub(super) people: people::Directory,
    pub(super) ledger: &'a sources::Ledger<'a>,
    pub(super) index: links::Index<'a>,
    pub(super) linked: orphans::Linked,
}

impl Connecting<'_> {
    /// An article, without its sources: they are moved there when all are connected.
    pub(super) fn article(
        &self,
        id: ArticleId,
        facts: &Arc<Facts<ArticleFields>>,
        works: &Works,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Article {
        let (previous, next) = self.tree.neighbours(id);
        let fields = &facts.fields;
        let credits = people::credits(facts, &self.people, diagnostics);
        let lead_image = self.image(&facts.path, fields.image.as_ref(), diagnostics);
        let offered = || places::offered(self.input.config, fields, works, &facts.references);
        places::check(&facts.path, &facts.references, offered, diagnostics);
        routes::check_article_template(&facts.path, fields.template.as_ref(), self.input, diagnostics);
        let named = links::articles(PageId::Article(id), &facts.path, &fields.related, &self.index, diagnostics);
        named.iter().for_each(|named| self.linked.note(PageId::Article(*named)));
        let (connections, pages) = self.connected(PageId::Article(id), facts, works, diagnostics);
        Article {
            route: self.addresses.article(id).clone(),
            section: self.tree.section_of(id),
            credits,
            terms: self.terms.of_article[id].clone(),
            series: self.series.of_article[id],
            mentions: mentions::of(id, pages),
            mentioned_in: Vec::new(),
            named,
            related: Vec::new(),
            published: fields.published.as_ref().map(|date| date.value),
            updated: fields.updated.as_ref().map(|date| date.value),
            reviewed: fields.reviewed.as_ref().map(|date| date.value),
            previous,
            next,
            lead_image,
            has_card: false,
            connections,
            translations: Translations::default(),
            facts: Arc::clone(facts),
        }
    }

    pub(super) fn section(&self, id: SectionId, folder: &Folder, diagnostics: &mut Vec<Diagnostic>) -> Section {
        let facts =
            folder.facts.clone().unwrap_or_else(|| Arc::new(Facts::empty(folder.index_path(self.input.config))));
        let works = self.works(&facts, diagnostics);
        let lead_image = self.image(&facts.path, facts.fields.image.as_ref(), diagnostics);
        self.check_places(&facts, &works, diagnostics);
        let kind = if id == 0 { "home" } else { "section" };
        routes::check_list_template(&facts.path, facts.fields.template.as_ref(), kind, self.input, diagnostics);
        Section {
            route: self.addresses.section(id).clone(),
            title: folder.title(self.input.config),
            parent: folder.parent,
            children: folder.children.clone(),
            articles: folder.articles.clone(),
            pages: folder.pages.clone(),
            lead_image,
            connections: self.with_works(PageId::Section(id), &facts, works, diagnostics),
            translations: Translations::default(),
            facts,
        }
    }

    pub(super) fn person(
        &self,
        id: PersonId,
        facts: &Arc<Facts<PersonFields>>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Person {
        let works = self.works(facts, diagnostics);
        let image = self.image(&facts.path, facts.fields.image.as_ref(), diagnostics);
        self.check_places(facts, &works, diagnostics);
        Person {
            id: facts.place().stem().to_owned(),
            route: self.addresses.person(id).clone(),
            image,
            connections: self.with_works(PageId::Person(id), facts, works, diagnostics),
            translations: Translations::default(),
            facts: Arc::clone(facts),
        }
    }

    /// The connections of a document that is not a page of its own.
    fn elsewhere<F>(&self, page: PageId, facts: &Facts<F>, diagnostics: &mut Vec<Diagnostic>) -> Connections {
        let works = self.works(facts, diagnostics);
        self.check_places(facts, &works, diagnostics);
        self.with_works(page, facts, works, diagnostics)
    }

    /// The introductions of lists, each with what it refers to.
    fn introductions<'i>(
        &self,
        introductions: impl Iterator<Item = Option<&'i Introduction>>,
        page: fn(usize) -> PageId,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Option<Introduction>> {
        introductions
            .enumerate()
            .map(|(id, introduction)| {
                let facts = &introduction?.facts;
                let Facts { path, fields, .. } = &**facts;
                let kind = match page(id) {
                    PageId::Term(_) => "term",
                    PageId::Series(_) => "series",
                    _ => "terms",
                };
                routes::check_list_template(path, fields.template.as_ref(), kind, self.input, diagnostics);
                Some(Introduction {
                    lead_image: self.image(path, fields.image.as_ref(), diagnostics),
                    connections: self.elsewhere(page(id), facts, diagnostics),
                    facts: Arc::clone(facts),
                })
            })
            .collect()
    }

    /// The sources of a document that has none of its own.
    fn works<F>(&self, facts: &Facts<F>, diagnostics: &mut Vec<Diagnostic>) -> Works {
        sources::connect(facts, &[], self.ledger, diagnostics)
    }

    fn check_places<F>(&self, facts: &Facts<F>, works: &Works, diagnostics: &mut Vec<Diagnostic>) {
        let offered = || places::offered_elsewhere(self.input.config, works, &facts.references);
        places::check(&facts.path, &facts.references, offered, diagnostics);
    }

    fn image(&self, path: &RelPath, image: Option<&ImageFields>, diagnostics: &mut Vec<Diagnostic>) -> Option<Picture> {
        assets::lead_image(path, image?, self.input, diagnostics)
    }

    /// What a document's references lead to, its sources included.
    fn with_works<F>(
        &self,
        page: PageId,
        facts: &Facts<F>,
        works: Works,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Connections {
        let connections = self.connected(page, facts, &works, diagnostics).0;
        Connections { marks: works.marks, sources: works.sources, ..connections }
    }

    /// What a document's references lead to, but for its sources, and the pages among that.
    fn connected<F>(
        &self,
        page: PageId,
        facts: &Facts<F>,
        works: &Works,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> (Connections, Vec<PageId>) {
        let Facts { path, references, .. } = facts;
        let Input { signatures, config, answers, .. } = self.input;
        let (links, pages) = links::connect(page, path, references, works, &self.index, diagnostics);
        pages.iter().filter(|to| **to != page).for_each(|to| self.linked.note(*to));
        let connections = Connections {
            shown: assets::shown(references, &links, self.input),
            links,
            pictures: assets::connect(path, references, self.input, diagnostics),
            calls: components::check(path, references, (signatures, answers), &config.markdown, diagnostics),
            marks: Vec::new(),
            sources: Vec::new(),
        };
        (connections, pages)
    }
}

//! Stage 3: documents → the site. The article **as connected**.
//!
//! Each language has a site of its own, its *edition*, so that no feature knows of languages: links alone lead from one to
//! another, and addresses must not clash.
//!
//! In: the facts of all documents, the inventory, the settings, the signatures of the theme's components. Out: a
//! [`Site`].
//!
//! 1. [`publish`] leaves out drafts, articles that are not yet due, and those that have expired.
//! 2. [`sections`] makes the tree of folders and puts every article into its section, in order.
//! 3. [`taxonomies`] collects the terms of articles, [`series`] their series.
//! 4. [`sources`] joins citations and sources and numbers them; [`library`] finds the works that several articles cite.
//!    [`questions`] and [`corrections`] list those of the whole site.
//! 5. [`routes`] gives every page its address and finds clashes.
//! 6. [`people`] finds the people that articles name.
//! 7. [`links`] finds what every link points to.
//! 8. [`mentions`] turns the links round, [`related`] finds articles that are about the same, [`orphans`] those that no
//!    link leads to.
//! 9. [`redirects`] finds where former addresses lead, [`lock`] which of the promised addresses are gone.
//! 10. [`assets`] finds the pictures and files that pages refer to.
//! 11. [`components`] checks calls against the theme's signatures, [`places`] that places have something to show.
//! 12. [`navigation`] resolves what site.toml points to; [`feeds`] lists the articles of each feed.
//! 13. [`translations`] finds what is the same in several editions.
//!
//! Invariant: nothing here reads prose, so an edit of words alone leaves the site as it is.

pub mod assets;
mod author_date;
pub mod components;
pub mod corrections;
mod dictionary;
pub mod feeds;
pub mod library;
pub mod links;
pub mod lock;
pub mod mentions;
pub mod navigation;
pub mod orphans;
pub mod people;
pub mod places;
pub mod publish;
pub mod questions;
pub mod redirects;
pub mod related;
pub mod routes;
pub mod sections;
pub mod series;
mod site;
pub mod sources;
pub mod taxonomies;
pub mod translations;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Config;
use crate::config::theme::Signature;
use crate::date::Instant;
use crate::diagnostics::{Diagnosed, Diagnostic};
use crate::discover::Inventory;
use crate::parse::document::{Facts, References};
use crate::parse::front_matter::{ArticleFields, ImageFields, PersonFields, SectionFields, Source};
use crate::parse::lock::Lock;
use crate::route::Route;
use crate::text::RelPath;

use routes::Addresses;
use sections::{Folder, Tree};
pub use site::*;
use sources::Works;
use translations::Translations;

/// The file of the settings.
pub const SETTINGS: &str = "site.toml";

/// All that resolving one edition reads.
pub struct Input<'a> {
    /// Articles, sorted by path.
    pub articles: Vec<Arc<Facts<ArticleFields>>>,
    /// Sections that have an `_index.md`, sorted by path.
    pub sections: Vec<Arc<Facts<SectionFields>>>,
    /// In an edition of a further language: the sections of the first, for the titles of those that have none.
    pub first_sections: &'a [Arc<Facts<SectionFields>>],
    /// People, sorted by path.
    pub people: Vec<Arc<Facts<PersonFields>>>,
    /// The ledger, file by file.
    pub ledger: Vec<(RelPath, Vec<Arc<Source>>)>,
    /// Credits of pictures by the path of the picture.
    pub sidecars: BTreeMap<RelPath, ImageFields>,
    /// What the Markdown texts of site.toml refer to.
    pub settings: Vec<&'a References>,
    /// The files of the site.
    pub inventory: &'a Inventory,
    /// The settings.
    pub config: &'a Config,
    /// The theme's components.
    pub signatures: &'a [Signature],
    /// The templates that the theme has.
    pub templates: &'a BTreeSet<String>,
    /// Addresses of the theme's own files.
    pub theme_files: &'a [String],
    /// The instant of the build.
    pub now: Instant,
    /// Whether drafts are public.
    pub drafts: bool,
    /// Whether articles that are not yet due are public.
    pub future: bool,
    /// The addresses that the author has promised to keep.
    pub lock: Option<&'a Lock>,
    /// Whether [`Site::published`] is asked for.
    pub lists_published: bool,
}

impl Input<'_> {
    /// Whether it is the edition in the site's first language.
    pub fn is_first(&self) -> bool {
        self.config.edition.is_empty()
    }

    /// Whether the site has several languages.
    fn has_editions(&self) -> bool {
        !self.config.languages.is_empty()
    }

    /// An address of the edition as one of the whole site.
    pub fn site_route<'r>(&self, route: &'r Route) -> Cow<'r, Route> {
        site_route(route, self.config)
    }

    /// Whether the addresses are listed.
    fn is_locked(&self) -> bool {
        self.lock.is_some() || self.lists_published
    }
}

/// An address of an edition as one of the whole site.
pub fn site_route<'r>(route: &'r Route, config: &Config) -> Cow<'r, Route> {
    match config.edition.as_str() {
        "" => Cow::Borrowed(route),
        edition => Cow::Owned(Route::new(format!("/{edition}{route}"))),
    }
}

/// Where everything stands that is public.
pub struct Placed<'a> {
    public: publish::Public,
    tree: Tree,
    terms: taxonomies::Terms,
    series: series::AllSeries,
    ledger: sources::Ledger<'a>,
    lists: Lists,
    addresses: Addresses,
}

/// What no link points to.
#[derive(Default)]
struct Lists {
    /// By article.
    cited: Vec<Works>,
    library: library::Library,
    questions: Vec<questions::Asked>,
    corrections: Vec<corrections::Corrected>,
}

impl Lists {
    fn take(placed: &mut Placed<'_>) -> Lists {
        std::mem::take(&mut placed.lists)
    }
}

/// Gives what is public its section and its address.
fn place<'a>(
    input: &'a Input<'_>,
    public: publish::Public,
    elsewhere: &mut routes::Elsewhere,
    diagnostics: &mut Vec<Diagnostic>,
) -> Placed<'a> {
    let tree = sections::tree(input, &public);
    let introductions = tree.introductions.iter().map(|(folder, facts)| (folder.as_str(), facts)).collect();
    let terms = taxonomies::collect(input, &public, &introductions, diagnostics);
    let series = series::collect(input, &public, &introductions, diagnostics);
    let mut ledger = sources::Ledger::new(&input.ledger, &input.config.source_style, diagnostics);
    let mut cited = collected(&public.articles, diagnostics, |_, facts, diagnostics| {
        sources::connect(facts, &facts.fields.sources, &ledger, diagnostics)
    });
    let library = library::Library::new(&mut cited);
    ledger.pages = library.ledger_pages(&cited);
    let questions = questions::list(&public, &tree);
    questions::check(&public, diagnostics);
    let corrections = corrections::list(input, &public);
    let (asked, corrected) = (questions.len(), corrections.len());
    let lists =
        routes::Lists { terms: &terms, series: &series, library: &library, questions: asked, corrections: corrected };
    let addresses = routes::assign(input, &public, &tree, &lists, elsewhere, diagnostics);
    let lists = Lists { cited, library, questions, corrections };
    Placed { public, tree, terms, series, ledger, lists, addresses }
}

/// Connects the documents of every edition; the first is that of the site's first language.
///
/// The value is only good for composing if no diagnostic is an error.
pub fn resolve(inputs: &[Input<'_>]) -> Diagnosed<Vec<Site>> {
    let mut diagnostics = Vec::new();
    let mut elsewhere = routes::Elsewhere::default();
    let mut placed: Vec<Placed<'_>> =
        inputs.iter().map(|input| place(input, publish::publish(input), &mut elsewhere, &mut diagnostics)).collect();
    let lists: Vec<Lists> = placed.iter_mut().map(Lists::take).collect();
    let pages: Vec<links::Pages<'_>> =
        inputs.iter().zip(&placed).map(|(input, placed)| links::Pages::new(input, placed)).collect();
    let mut sites = Vec::with_capacity(inputs.len());
    for (edition, (input, lists)) in inputs.iter().zip(lists).enumerate() {
        let index = links::Index::new(&pages, edition);
        sites.push(connect(input, &placed[edition], lists, index, &mut diagnostics));
    }
    if let Some(input) = inputs.first().filter(|input| input.is_locked()) {
        let promises = lock::Promises::new(inputs, &placed, &sites);
        diagnostics.extend(input.lock.map(|lock| lock::check(lock, &promises)).unwrap_or_default());
        let published = if input.lists_published { promises.lines() } else { Vec::new() };
        if let Some(first) = sites.first_mut() {
            first.published = published;
        }
    }
    translations::note(inputs, &mut sites);
    let published: Vec<Vec<PublishedFile>> =
        inputs.iter().zip(&sites).map(|(input, site)| assets::published(site, input)).collect();
    let mut published = published.concat();
    published.sort();
    published.dedup();
    for (input, placed) in inputs.iter().zip(&placed) {
        redirects::check_files(input, &placed.addresses, &published, &mut diagnostics);
        routes::check_files(input, &placed.addresses, &published, &mut diagnostics);
    }
    if let Some(first) = sites.first_mut() {
        first.files = published;
    }
    Diagnosed { value: sites, diagnostics }
}

/// Connects the documents of one edition.
fn connect(
    input: &Input<'_>,
    placed: &Placed<'_>,
    lists: Lists,
    index: links::Index<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Site {
    let Placed { public, tree, terms, series, ledger, lists: _, addresses } = placed;
    let Lists { cited, library, questions, corrections } = lists;
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
    let related = related::relate(&relating);
    for (article, related) in articles.iter_mut().zip(related) {
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
        articles,
        sections,
        people: members,
        people_index: addresses.people_index().cloned(),
        people_section,
        people_translations: Translations::default(),
        library,
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

/// Makes a value of each thing on all cores; the diagnostics are in the order of the things.
fn collected<T: Sync, V: Send>(
    things: &[T],
    diagnostics: &mut Vec<Diagnostic>,
    make: impl Fn(usize, &T, &mut Vec<Diagnostic>) -> V + Sync,
) -> Vec<V> {
    let made = things.par_iter().enumerate().map(|(at, thing)| {
        let mut diagnostics = Vec::new();
        (make(at, thing, &mut diagnostics), diagnostics)
    });
    let (values, found): (Vec<V>, Vec<Vec<Diagnostic>>) = made.unzip();
    diagnostics.extend(found.into_iter().flatten());
    values
}

/// What one document is connected to.
struct Connecting<'a> {
    input: &'a Input<'a>,
    tree: &'a Tree,
    terms: &'a taxonomies::Terms,
    series: &'a series::AllSeries,
    addresses: &'a Addresses,
    people: people::Directory,
    ledger: &'a sources::Ledger<'a>,
    index: links::Index<'a>,
    linked: orphans::Linked,
}

impl Connecting<'_> {
    /// An article, without its sources: they are moved there when all are connected.
    fn article(
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
        routes::check_template(&facts.path, fields.template.as_ref(), self.input.templates, diagnostics);
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
            connections,
            translations: Translations::default(),
            facts: Arc::clone(facts),
        }
    }

    fn section(&self, id: SectionId, folder: &Folder, diagnostics: &mut Vec<Diagnostic>) -> Section {
        let facts =
            folder.facts.clone().unwrap_or_else(|| Arc::new(Facts::empty(folder.index_path(self.input.config))));
        let works = self.works(&facts, diagnostics);
        let lead_image = self.image(&facts.path, facts.fields.image.as_ref(), diagnostics);
        self.check_places(&facts, &works, diagnostics);
        routes::check_template(&facts.path, facts.fields.template.as_ref(), self.input.templates, diagnostics);
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

    fn person(&self, id: PersonId, facts: &Arc<Facts<PersonFields>>, diagnostics: &mut Vec<Diagnostic>) -> Person {
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
                routes::check_template(path, fields.template.as_ref(), self.input.templates, diagnostics);
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
        let Input { signatures, config, .. } = self.input;
        let (links, pages) = links::connect(page, path, references, works, &self.index, diagnostics);
        pages.iter().filter(|to| **to != page).for_each(|to| self.linked.note(*to));
        let connections = Connections {
            links,
            pictures: assets::connect(path, references, self.input, diagnostics),
            calls: components::check(path, references, signatures, &config.markdown, diagnostics),
            marks: Vec::new(),
            sources: Vec::new(),
        };
        (connections, pages)
    }
}

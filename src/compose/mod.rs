//! Stage 4: the site and one page's prose → the page's view. The article **as shown**.
//!
//! In: the [`Site`], the prose of the page, the theme's components and words. Out: a [`Page`].
//!
//! 1. [`keys`] lists the pages; [`brief`] gathers what each shows of the site besides its own document.
//! 2. [`site_view`] makes what every page shows; [`Composer::new`] joins what pages are composed from.
//! 3. [`Composer::compose`] makes a page from its brief and its prose; each kind has its file: [`article`], [`section`] (and the home page),
//!    [`person`], [`people`], [`term`], [`terms`], [`series`], [`library`] (the works of the site, and the page of one),
//!    [`questions`], [`corrections`], [`search`], [`not_found`], and [`dataset`] those that are made of rows of data. [`redirect`] makes the pages of former addresses, [`files`] what
//!    machines read.
//! 4. [`body`] fills the holes of the prose: links, citations ([`sources`]; [`csl`] in styles that are not our own), figures ([`figure`]), call-outs, components
//!    and places ([`faqs`], [`toc`], [`trust`], [`related`]).
//! 5. [`card`], [`credit`], [`date`], [`introduction`], [`mentions`], [`pagination`] make the smaller views, and those that many pages show are
//!    [`shared`]; [`meta`] what stands in `<head>`, with
//!    [`structured_data`]; [`social_card`] what stands on an article's card.
//!
//! Invariant: a view is the complete list of what its page shows, and depends on what all pages share, the page's brief
//! and its prose alone.

pub mod article;
mod author_date;
pub mod body;
pub mod brief;
pub mod card;
pub mod corrections;
pub mod credit;
pub mod csl;
pub mod dataset;
pub mod date;
pub mod faqs;
pub mod figure;
pub mod files;
pub mod icons;
pub mod introduction;
pub mod library;
pub mod mentions;
pub mod meta;
pub mod not_found;
pub mod pagination;
pub mod people;
pub mod person;
pub mod questions;
pub mod redirect;
pub mod related;
pub mod search;
pub mod section;
pub mod series;
pub mod shared;
pub mod social_card;
pub mod sources;
pub mod structured_data;
pub mod term;
pub mod terms;
pub mod toc;
pub mod trust;
pub mod view;

use std::sync::OnceLock;

use serde::Serialize;

use crate::config::Config;
use crate::config::theme::Words;
use crate::diagnostics::Diagnostic;
use crate::html::{Html, Value};
use crate::parse::document::{Prose, References};
use crate::resolve::dataset::Answer;
use crate::resolve::feeds::Channel;
use crate::resolve::routes::{CORRECTIONS, QUESTIONS, SOURCES, pages_of_lines, pages_of_list};
use crate::resolve::{
    ArticleId, Connections, Navigation, PersonId, RowId, SectionId, SeriesId, Site, TaxonomyId, TermId, WorkId,
};
use crate::route::Route;
use crate::text::Span;

use brief::{Brief, Crumb};
use date::Calendar;
use files::feeds;
use shared::Shared;
use view::{FeedView, IconView, LinkView, PublisherView, SiteView};

/// A page that can be rendered.
pub struct Page {
    /// Where it stands.
    pub route: Route,
    /// The template's name without `.html`: `article`, `home`, …
    pub template: String,
    /// The names that the template sees besides `words`: `site`, `meta`, `page` and `queries` (see [`view`]).
    pub view: Vec<(&'static str, Value)>,
}

/// The theme's components, as `compose` calls them.
pub trait Components: Sync {
    /// Renders a component to HTML; `body` is the content of a container.
    ///
    /// # Errors
    /// A mistake in the theme: the template's diagnostic.
    fn render(&self, name: &str, arguments: Vec<(String, Value)>, body: Option<Html>) -> Result<Html, Box<Diagnostic>>;
}

/// A Markdown text of site.toml.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Where it was written, which tells it from the others.
    pub span: Span,
    /// What it refers to.
    pub references: References,
    /// The text, as a body.
    pub prose: Prose,
}

/// A page of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageKey {
    /// An article or plain page.
    Article(ArticleId),
    /// A section's page of a list, from 1; the home page is the first section's first.
    Section(SectionId, usize),
    /// A person.
    Person(PersonId),
    /// The list of people.
    People,
    /// A term's page of a list, from 1.
    Term(TermId, usize),
    /// The list of all terms of a taxonomy.
    Terms(TaxonomyId),
    /// A series.
    Series(SeriesId),
    /// A source that several articles cite.
    Source(WorkId),
    /// A page that is made of a row of data.
    Row(RowId),
    /// A page of the list of works, from 1.
    Sources(usize),
    /// A page of the list of questions, from 1.
    Questions(usize),
    /// A page of the list of corrections, from 1.
    Corrections(usize),
    /// The page for addresses that do not exist.
    NotFound,
    /// The search page.
    Search,
}

/// Every page of the site, in the order of the site's lists.
pub fn keys(site: &Site, config: &Config) -> Vec<PageKey> {
    let mut keys: Vec<PageKey> = (0..site.articles.len()).map(PageKey::Article).collect();
    for (id, section) in site.sections.iter().enumerate() {
        let pages = if section.parent.is_none() { 1 } else { pages_of_list(section.articles.len(), config) };
        keys.extend((1..=pages).map(|page| PageKey::Section(id, page)));
    }
    keys.extend((0..site.people.len()).map(PageKey::Person));
    if site.people_index.is_some() {
        keys.push(PageKey::People);
    }
    for (id, term) in site.terms.iter().enumerate() {
        keys.extend((1..=pages_of_list(term.articles.len(), config)).map(|page| PageKey::Term(id, page)));
    }
    keys.extend((0..site.taxonomies.len()).map(PageKey::Terms));
    keys.extend((0..site.series.len()).map(PageKey::Series));
    let works = site.library.works.iter().enumerate().filter(|(_, work)| work.page.is_some());
    keys.extend(works.map(|(id, _)| PageKey::Source(id)));
    keys.extend((1..=pages_of_lines(site.library.works.len(), config)).map(PageKey::Sources));
    keys.extend((1..=pages_of_lines(site.questions.len(), config)).map(PageKey::Questions));
    keys.extend((1..=pages_of_lines(site.corrections.len(), config)).map(PageKey::Corrections));
    keys.extend((0..site.row_pages.len()).map(PageKey::Row));
    keys.push(PageKey::NotFound);
    keys.extend(site.search.is_some().then_some(PageKey::Search));
    keys
}

/// What the pages of one site are composed from.
pub struct Composer<'a> {
    config: &'a Config,
    words: &'a Words,
    /// What each language of the site calls itself.
    languages: &'a [String],
    calendar: Calendar<'a>,
    components: &'a dyn Components,
    settings: &'a [Setting],
    /// What the settings refer to.
    connections: &'a [Connections],
    navigation: &'a Navigation,
    /// The queries, of which each page shows those that its template is given: they are among its parts.
    answers: &'a [Answer],
    /// The rows of each, made when a page first shows them.
    rows: Vec<OnceLock<Value>>,
    publisher: Shared<PublisherView>,
    /// The publisher as described to machines, made when a page first names it.
    publisher_node: OnceLock<String>,
    /// The style of citations and sources, if it is none of our own.
    style: Option<&'a csl::Style>,
    shared: Value,
}

/// What every page shows; `stylesheet` and `script` are the paths of the theme's stylesheet and of the search page's
/// script in the output.
pub fn site_view(
    site: &Site,
    config: &Config,
    icons: Vec<IconView>,
    stylesheet: &str,
    script: Option<&str>,
) -> SiteView {
    let list = |address: &str, is_there: bool| is_there.then(|| Route::new(address).href(&config.base_path));
    SiteView {
        title: config.title.clone(),
        description: config.description.clone(),
        language: config.language.clone(),
        locale: meta::locale(&config.language),
        direction: date::direction(&config.language),
        home: Route::new("/").href(&config.base_path),
        nav: links(site.navigation.entries.iter().map(|(title, url)| (title, url))),
        publisher: Shared::new(&publisher(&site.navigation, config)),
        icons,
        head_extra: Html(config.head_extra.clone()),
        stylesheet: Route::new(format!("/{stylesheet}")).href(&config.root_path),
        people_url: site.people_index.as_ref().map(|route| route.href(&config.base_path)),
        feeds: if site.has_feed(Channel::Site) { feeds::links(config, None, &Route::new("/")) } else { Vec::new() },
        sources_url: list(SOURCES, !site.library.works.is_empty()),
        questions_url: list(QUESTIONS, !site.questions.is_empty()),
        corrections_url: list(CORRECTIONS, !site.corrections.is_empty()),
        search: search::of_site(site, config, script),
    }
}

fn publisher(navigation: &Navigation, config: &Config) -> PublisherView {
    PublisherView {
        name: config.publisher.name.clone(),
        founded: config.publisher.founded,
        logo: navigation.logo.as_ref().map(|logo| figure::image(logo, &config.publisher.name)),
        policies: links(navigation.policies.iter().map(|(_, title, url)| (title, url))),
    }
}

impl<'a> Composer<'a> {
    /// Joins what the pages are composed from; `shared` is the [`SiteView`] as the components were given it.
    pub fn new(
        site: &'a Site,
        config: &'a Config,
        words: &'a Words,
        languages: &'a [String],
        components: &'a dyn Components,
        settings: &'a [Setting],
        shared: Value,
    ) -> Composer<'a> {
        // Of the site only what every page may show: a page's own part of it is in its brief.
        let Site { settings: connections, navigation, answers, .. } = site;
        let publisher = Shared::new(&publisher(navigation, config));
        Composer {
            config,
            words,
            languages,
            calendar: Calendar::new(words),
            components,
            settings,
            connections,
            navigation,
            answers,
            rows: answers.iter().map(|_| OnceLock::new()).collect(),
            publisher,
            publisher_node: OnceLock::new(),
            style: None,
            shared,
        }
    }

    /// Writes citations and sources in a style, unless the site has one of our own.
    pub fn in_style(self, style: Option<&'a csl::Style>) -> Composer<'a> {
        Composer { style, ..self }
    }

    /// Composes a page from its brief and its own prose.
    ///
    /// # Errors
    /// A mistake in a component of the theme.
    pub fn compose(&self, brief: &Brief<'_>, prose: &Prose) -> Result<Page, Box<Diagnostic>> {
        match brief {
            Brief::Article(brief) => article::compose(self, brief, prose),
            Brief::Home(brief) => section::compose_home(self, brief, prose),
            Brief::Section(brief) => section::compose(self, brief, prose),
            Brief::Person(brief) => person::compose(self, brief, prose),
            Brief::People(brief) => people::compose(self, brief, prose),
            Brief::Term(brief) => term::compose(self, brief, prose),
            Brief::Terms(brief) => terms::compose(self, brief, prose),
            Brief::Series(brief) => series::compose(self, brief, prose),
            Brief::Source(brief) => Ok(library::compose_source(self, brief)),
            Brief::Sources(brief) => Ok(library::compose(self, brief)),
            Brief::Questions(brief) => Ok(questions::compose(self, brief)),
            Brief::Corrections(brief) => Ok(corrections::compose(self, brief)),
            Brief::Row(brief) => Ok(dataset::compose(self, brief)),
            Brief::NotFound(brief) => Ok(not_found::compose(self, brief)),
            Brief::Search(brief) => Ok(search::compose(self, brief)),
        }
    }

    /// Puts a page's view together.
    fn page(&self, route: Route, template: &str, meta: &view::MetaView, page: &impl Serialize) -> Page {
        let mut view = vec![
            ("site", self.shared.clone()),
            ("meta", Value::from_serializable(meta)),
            ("page", Value::from_serializable(page)),
        ];
        let answers = self.answers.iter().filter(|answer| answer.is_for(template));
        let queries: Vec<(String, Value)> =
            answers.map(|answer| (answer.name.clone(), self.rows(&answer.name))).collect();
        if !queries.is_empty() {
            view.push(("queries", dataset::named(queries)));
        }
        Page { route, template: template.to_owned(), view }
    }

    /// The rows of a query.
    fn rows(&self, query: &str) -> Value {
        let mut answers = self.answers.iter().zip(&self.rows);
        let found = answers.find(|(answer, _)| answer.name == query);
        found.map_or_else(
            || dataset::rows(&[]),
            |(answer, made)| made.get_or_init(|| dataset::rows(answer.rows())).clone(),
        )
    }

    fn href(&self, route: &Route) -> String {
        route.href(&self.config.base_path)
    }

    /// The address with scheme and host.
    fn absolute(&self, route: &Route) -> String {
        route.href(&self.config.base_url)
    }

    /// The absolute form of an address that is ready for `href`.
    fn absolute_href(&self, href: &str) -> String {
        match href.strip_prefix(self.config.root_path.as_str()) {
            Some(path) if path.starts_with('/') && !path.starts_with("//") => format!("{}{path}", self.config.root_url),
            _ => href.to_owned(),
        }
    }

    /// The feeds of a page that is called `name`, if it has any.
    fn own_feeds(&self, has_feed: bool, name: &str, page: &Route) -> Vec<FeedView> {
        if has_feed { feeds::links(self.config, Some(name), page) } else { Vec::new() }
    }

    fn link(&self, crumb: Crumb<'_>) -> LinkView {
        let title = crumb.title.unwrap_or_else(|| self.words.get("home")).to_owned();
        LinkView { title, url: self.href(crumb.route) }
    }

    fn links(&self, crumbs: &[Crumb<'_>]) -> Vec<LinkView> {
        crumbs.iter().map(|crumb| self.link(*crumb)).collect()
    }
}

fn links<'s>(entries: impl Iterator<Item = (&'s String, &'s String)>) -> Vec<LinkView> {
    entries.map(|(title, url)| LinkView { title: title.clone(), url: url.clone() }).collect()
}

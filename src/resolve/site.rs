//! The site: every page with what it is connected to.
//!
//! Ids are indexes into the site's sorted lists.

use std::ops::Range;
use std::sync::Arc;

use super::corrections::Corrected;
use super::dataset::{Answer, RowPage};
use super::feeds::{Channel, Feed};
use super::library::Library;
use super::people::Credits;
use super::questions::Asked;
use super::related::Relations;
use super::translations::{OfLists, Translations, Untranslated};
use crate::date::Date;
use crate::fingerprint::print;
use crate::media::{Credit, Format, Tint};
use crate::parse::document::Facts;
use crate::parse::front_matter::{ArticleFields, PersonFields, SectionFields, Source};
use crate::route::Route;
use crate::text::RelPath;

/// An index into [`Site::articles`].
pub type ArticleId = usize;
/// An index into [`Site::sections`].
pub type SectionId = usize;
/// An index into the works of [`Site::library`].
pub type WorkId = usize;
/// An index into [`Site::row_pages`].
pub type RowId = usize;
/// An index into [`Site::people`].
pub type PersonId = usize;

/// An index into [`Site::taxonomies`].
pub type TaxonomyId = usize;
/// An index into [`Site::terms`].
pub type TermId = usize;
/// An index into [`Site::series`].
pub type SeriesId = usize;

/// The home page's section.
pub const HOME: SectionId = 0;

/// A page that links can point to by a file or a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageId {
    /// An article or plain page.
    Article(ArticleId),
    /// A section; the first is the home page.
    Section(SectionId),
    /// A person.
    Person(PersonId),
    /// The list of all terms of a taxonomy.
    Taxonomy(TaxonomyId),
    /// A term.
    Term(TermId),
    /// A series.
    Series(SeriesId),
    /// A page of another edition: the edition, and the position of the page there.
    Foreign(usize, usize),
}

/// The site.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Public articles and plain pages, sorted by path.
    pub articles: Vec<Article>,
    /// Sections, sorted by folder; the first is the home page.
    pub sections: Vec<Section>,
    /// People, sorted by path.
    pub people: Vec<Person>,
    /// The list of all people, if there are any.
    pub people_index: Option<Route>,
    /// The lists of people, works, questions and corrections in every language.
    pub of_lists: OfLists,
    /// The `_index.md` of content/people/.
    pub people_section: Option<PeopleSection>,
    /// The taxonomies that have terms, by name.
    pub taxonomies: Vec<Taxonomy>,
    /// By taxonomy, then by slug.
    pub terms: Vec<Term>,
    /// Series, by id.
    pub series: Vec<Series>,
    /// Articles that no link leads to: neither one in a text nor the navigation nor another article's `related`.
    pub orphans: Vec<ArticleId>,
    /// All articles: newest first, those without a date last, then by title.
    pub newest: Vec<ArticleId>,
    /// The works that articles cite.
    pub library: Library,
    /// The queries of the site and its theme, each with its answer, by name.
    pub answers: Vec<Answer>,
    /// The pages that are made of rows of data.
    pub row_pages: Vec<RowPage>,
    /// All questions, section by section.
    pub questions: Vec<Asked>,
    /// All corrections, newest first.
    pub corrections: Vec<Corrected>,
    /// The search page, unless site.toml or the theme has none.
    pub search: Option<Route>,
    /// Former addresses and where they lead.
    pub redirects: Vec<Redirect>,
    /// What site.toml points to.
    pub navigation: Navigation,
    /// What the Markdown texts of site.toml refer to, in the order of [`Input::settings`](super::Input::settings).
    pub settings: Vec<Connections>,
    /// Feeds that have articles, sorted by channel.
    pub feeds: Vec<Feed>,
    /// Articles that are news at the instant of the build, newest first.
    pub news: Vec<ArticleId>,
    /// Files below content/ that pages refer to.
    pub files: Vec<PublishedFile>,
    /// The language.
    pub language: String,
    /// In the site of the first language: the articles that another language lacks, by file, then by language.
    pub untranslated: Vec<Untranslated>,
    /// Every address and id that may be promised to stay, as lines of `urls.lock`, if they are asked for.
    pub published: Vec<String>,
    /// Which articles are related, for the next site.
    pub relations: Relations,
}

impl Site {
    /// Whether a channel has a feed.
    pub fn has_feed(&self, channel: Channel) -> bool {
        self.feeds.binary_search_by_key(&channel, |feed| feed.channel).is_ok()
    }

    /// What tells the rows that a template is given from others; `None` if it is given none.
    pub fn shown_rows(&self, template: &str) -> Option<u64> {
        let given = self.answers.iter().filter(|answer| answer.is_for(template));
        let given: Vec<(&str, u64)> = given.map(|answer| (answer.name.as_str(), answer.print)).collect();
        (!given.is_empty()).then(|| print(&given))
    }

    /// The lead image or portrait of every document, and what it refers to; the texts of site.toml are among them.
    pub fn referring(&self) -> impl Iterator<Item = (Option<&Picture>, &Connections)> {
        let articles = self.articles.iter().map(|article| (article.lead_image.as_ref(), &article.connections));
        let sections = self.sections.iter().map(|section| (section.lead_image.as_ref(), &section.connections));
        let people = self.people.iter().map(|person| (person.image.as_ref(), &person.connections));
        let others = self.people_section.iter().map(|section| &section.connections).chain(&self.settings);
        let introductions = self.taxonomies.iter().filter_map(|taxonomy| taxonomy.introduction.as_ref());
        let introductions = introductions.chain(self.terms.iter().filter_map(|term| term.introduction.as_ref()));
        let introductions = introductions.chain(self.series.iter().filter_map(|series| series.introduction.as_ref()));
        let introductions = introductions.map(|one| (one.lead_image.as_ref(), &one.connections));
        articles.chain(sections).chain(people).chain(introductions).chain(others.map(|connections| (None, connections)))
    }

    /// Every picture that a page shows, to note what is known of its file.
    pub fn pictures_mut(&mut self) -> impl Iterator<Item = &mut Picture> {
        let Site {
            articles, sections, people, people_section, taxonomies, terms, series, navigation, settings, ..
        } = self;
        let articles = articles.iter_mut().map(|article| (article.lead_image.as_mut(), &mut article.connections));
        let sections = sections.iter_mut().map(|section| (section.lead_image.as_mut(), &mut section.connections));
        let people = people.iter_mut().map(|person| (person.image.as_mut(), &mut person.connections));
        let others = people_section.iter_mut().map(|section| &mut section.connections).chain(settings);
        let introductions = taxonomies.iter_mut().filter_map(|taxonomy| taxonomy.introduction.as_mut());
        let introductions = introductions.chain(terms.iter_mut().filter_map(|term| term.introduction.as_mut()));
        let introductions = introductions.chain(series.iter_mut().filter_map(|series| series.introduction.as_mut()));
        let introductions = introductions.map(|one| (one.lead_image.as_mut(), &mut one.connections));
        let others = others.map(|connections| (None, connections));
        let all = articles.chain(sections).chain(people).chain(introductions).chain(others);
        let pictures = all.flat_map(|(image, connections)| image.into_iter().chain(&mut connections.pictures));
        pictures.chain(&mut navigation.logo)
    }
}

/// A public article or plain page.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// As written.
    pub facts: Arc<Facts<ArticleFields>>,
    /// Its address.
    pub route: Route,
    /// The section it belongs to.
    pub section: SectionId,
    /// The people.
    pub credits: Credits,
    /// Its terms that have pages, in written order.
    pub terms: Vec<TermId>,
    /// Its series, and which of the listed parts it is.
    pub series: Option<(SeriesId, usize)>,
    /// The articles that it links to, sorted, each once, without itself.
    pub mentions: Vec<ArticleId>,
    /// The articles that link to it, newest first, each once.
    pub mentioned_in: Vec<ArticleId>,
    /// The articles that its author names as related, each once.
    pub named: Vec<ArticleId>,
    /// Articles about the same, best first, without those that its author names.
    pub related: Vec<ArticleId>,
    /// When it was published.
    pub published: Option<Date>,
    /// When it was changed.
    pub updated: Option<Date>,
    /// When it was reviewed.
    pub reviewed: Option<Date>,
    /// The article before it in its section.
    pub previous: Option<ArticleId>,
    /// The article after it in its section.
    pub next: Option<ArticleId>,
    /// The lead image.
    pub lead_image: Option<Picture>,
    /// Whether a social card is drawn in its place.
    pub has_card: bool,
    /// What its Markdown refers to.
    pub connections: Connections,
    /// The same in every language.
    pub translations: Translations,
}

/// A section, or the home page.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// As written; empty for a folder without `_index.md`.
    pub facts: Arc<Facts<SectionFields>>,
    /// Its address.
    pub route: Route,
    /// The title, from the folder's name if nothing else.
    pub title: String,
    /// The section above; `None` for the home page.
    pub parent: Option<SectionId>,
    /// The sections directly below, in order.
    pub children: Vec<SectionId>,
    /// Its own articles, in order; plain pages are not among them.
    pub articles: Vec<ArticleId>,
    /// Its plain pages, in order.
    pub pages: Vec<ArticleId>,
    /// The lead image.
    pub lead_image: Option<Picture>,
    /// What its Markdown refers to.
    pub connections: Connections,
    /// The same in every language.
    pub translations: Translations,
}

/// The introduction of the list of people.
#[derive(Clone, Debug, PartialEq)]
pub struct PeopleSection {
    /// As written.
    pub facts: Arc<Facts<SectionFields>>,
    /// What its Markdown refers to.
    pub connections: Connections,
}

/// What an author writes above a list that is no section: in the `_index.md` of its folder.
#[derive(Clone, Debug, PartialEq)]
pub struct Introduction {
    /// As written.
    pub facts: Arc<Facts<SectionFields>>,
    /// The lead image.
    pub lead_image: Option<Picture>,
    /// What its Markdown refers to.
    pub connections: Connections,
}

impl Introduction {
    /// One that is not connected yet.
    pub(super) fn of(facts: &Arc<Facts<SectionFields>>) -> Introduction {
        Introduction { facts: Arc::clone(facts), lead_image: None, connections: Connections::default() }
    }

    /// The title, if it gives one.
    pub fn title(&self) -> Option<&str> {
        self.facts.fields.title.as_ref().map(|title| title.value.as_str())
    }
}

/// A taxonomy that has terms.
#[derive(Clone, Debug, PartialEq)]
pub struct Taxonomy {
    /// The name: the field of the front matter.
    pub name: String,
    /// What the reader sees.
    pub title: String,
    /// The address of the list of all terms.
    pub route: Route,
    /// Its terms.
    pub terms: Range<TermId>,
    /// What stands above the list.
    pub introduction: Option<Introduction>,
    /// The same list in every language.
    pub translations: Translations,
}

/// A term, with all spellings that have its slug.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Whose term it is.
    pub taxonomy: TaxonomyId,
    /// What the reader sees.
    pub title: String,
    /// What most articles write.
    pub spelling: String,
    /// The address of its page.
    pub route: Route,
    /// The articles that have it, newest first; at least one.
    pub articles: Vec<ArticleId>,
    /// What stands above them.
    pub introduction: Option<Introduction>,
    /// The same list in every language.
    pub translations: Translations,
}

/// Articles that are read in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// What the reader sees.
    pub title: String,
    /// The address of its page.
    pub route: Route,
    /// Its parts in order; at least one.
    pub parts: Vec<SeriesPart>,
    /// How many parts there are, or will be: the largest number.
    pub total: usize,
    /// What stands above the parts.
    pub introduction: Option<Introduction>,
    /// The same list in every language.
    pub translations: Translations,
}

/// A part of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeriesPart {
    /// The article.
    pub article: ArticleId,
    /// Its number: the author's, else the one after the part before.
    pub number: usize,
}

/// A person with a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The id: the file's name.
    pub id: String,
    /// As written.
    pub facts: Arc<Facts<PersonFields>>,
    /// The person's address.
    pub route: Route,
    /// A portrait.
    pub image: Option<Picture>,
    /// What the biography refers to.
    pub connections: Connections,
    /// The same in every language.
    pub translations: Translations,
}

/// What the Markdown of a document refers to: lists parallel to those of its
/// [`References`](crate::parse::document::References).
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Connections {
    /// By link.
    pub links: Vec<Target>,
    /// By figure.
    pub pictures: Vec<Picture>,
    /// The files that HTML in the text shows.
    pub shown: Vec<RelPath>,
    /// By call: its attributes, typed.
    pub calls: Vec<Vec<(String, Argument)>>,
    /// By citation, then by item.
    pub marks: Vec<Vec<Mark>>,
    /// The sources that the page shows, in the order of their numbers.
    pub sources: Vec<NumberedSource>,
}

/// What a link leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Target {
    /// The address, ready for `href` but for HTML's escapes.
    pub href: Arc<str>,
    /// The target's title.
    pub title: Arc<str>,
}

/// A picture: its address and credits.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Picture {
    /// The address, ready for `src` but for HTML's escapes.
    pub url: String,
    /// The file, unless the picture is on another site.
    pub file: Option<RelPath>,
    /// Width and height in pixels, if the file tells.
    pub size: Option<(u32, u32)>,
    /// The format of the file, if it is one that byline knows.
    pub format: Option<Format>,
    /// The colour that its place has until it is there.
    pub tint: Option<Tint>,
    /// The alternative text.
    pub alt: String,
    /// The caption of the sidecar, inline HTML, if the article gives none.
    pub caption: Option<String>,
    /// The credit line.
    pub credit: Option<String>,
    /// Where the credit leads.
    pub credit_url: Option<String>,
    /// The licence: a name or an address.
    pub license: Option<String>,
    /// Who made it.
    pub creator: Option<String>,
    /// The copyright notice.
    pub copyright: Option<String>,
    /// How it came to be: a term of IPTC's digital source types.
    pub digital_source: Option<String>,
    /// It in several sizes and formats: the narrowest first; of the same width the one in its own format last. It may be
    /// among them itself; empty if there is no copy.
    pub copies: Vec<PictureCopy>,
}

/// A copy of a picture.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PictureCopy {
    /// The address, ready for `src` but for HTML's escapes.
    pub url: String,
    /// The width in pixels.
    pub width: u32,
    /// The height in pixels.
    pub height: u32,
    /// Its format.
    pub format: Format,
}

impl Picture {
    /// Whose it is.
    pub fn credits(&self) -> Credit {
        Credit {
            creator: self.creator.clone(),
            line: self.credit.clone(),
            copyright: self.copyright.clone(),
            license: self.license.clone(),
            digital_source: self.digital_source.clone(),
        }
    }

    /// The copies in its own format.
    pub fn own_copies(&self) -> impl Iterator<Item = &PictureCopy> {
        self.copies.iter().filter(|copy| Some(copy.format) == self.format)
    }
}

/// A typed argument of a component.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Argument {
    /// Text.
    Text(String),
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// The rows of a query, by its name, and what tells them from others.
    Rows(String, u64),
}

/// One source's mark at a citation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mark {
    /// An index into [`Connections::sources`]; `None` if the source is unknown.
    pub source: Option<usize>,
    /// Which use of the source it is, from 1.
    pub nth: usize,
}

/// A source with its number.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct NumberedSource {
    /// As written.
    pub source: Arc<Source>,
    /// How often the page cites it.
    pub uses: usize,
    /// Whether it is the ledger's.
    pub shared: bool,
    /// In the style `author-date` the letter that tells works of one author and year apart: 1 is `a`, 0 none.
    pub letter: u32,
    /// The page of the work, if several articles cite it.
    pub page: Option<Arc<Route>>,
}

/// A former address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Redirect {
    /// The former address, within the whole site.
    pub from: Route,
    /// Where it leads, ready for `href` but for HTML's escapes.
    pub to: Arc<str>,
}

/// A file below content/ that pages refer to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PublishedFile {
    /// Its address.
    pub route: Route,
    /// The file.
    pub path: RelPath,
}

/// What site.toml points to.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Navigation {
    /// The entries of the navigation.
    pub entries: Vec<(String, String)>,
    /// The publisher's policies: key, title and address.
    pub policies: Vec<(String, String, String)>,
    /// The publisher's logo.
    pub logo: Option<Picture>,
    /// Where the newsletter leads.
    pub newsletter: Option<String>,
}

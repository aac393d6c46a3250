//! The site as the last pass connected it, for looking things up.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::build::Output;
use crate::build::draft::Connected;
use crate::build::output::Edition;
use crate::config::Config;
use crate::date::Instant;
use crate::lint::Chosen;
use crate::parse::document::{Document, Facts, LinkTarget, References};
use crate::parse::front_matter::{ArticleFields, ImageFields, PersonFields, PersonRef, SectionFields, Source};
use crate::resolve::links::{address_key, name_key};
use crate::resolve::{self, sections};
use crate::route::Route;
use crate::text::{RelPath, Spanned};

/// The site, and how its documents are found.
pub struct Known {
    /// What the pass made.
    pub output: Arc<Output>,
    /// The same, for documents that are being written.
    pub connected: Connected,
    /// The rules that matter.
    pub chosen: Chosen,
    /// The instant of the pass.
    pub now: Instant,
    documents: BTreeMap<RelPath, At>,
    /// By edition: documents by where they would be in the first language.
    places: Vec<BTreeMap<RelPath, RelPath>>,
    addresses: BTreeMap<String, RelPath>,
    /// Former addresses, with the document that each leads on to.
    former: BTreeMap<String, RelPath>,
    /// The pages of works that several articles cite, each with the file that describes the work, and its key there.
    works: BTreeMap<String, (RelPath, String)>,
    /// By edition: the documents that a wiki link can mean by a name.
    names: Vec<BTreeMap<String, BTreeSet<RelPath>>>,
}

/// Where a document is held.
#[derive(Clone, Copy, Debug)]
struct At {
    edition: usize,
    kind: Kind,
    index: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Article,
    Section,
    Person,
    Sources,
}

/// A document as written, from the last pass or as it stands in the editor.
#[derive(Clone, Copy)]
pub enum Written<'a> {
    /// An article or a plain page.
    Article(&'a Facts<ArticleFields>),
    /// An `_index.md`.
    Section(&'a Facts<SectionFields>),
    /// A person.
    Person(&'a Facts<PersonFields>),
    /// A file of the ledger.
    Sources(&'a [Arc<Source>]),
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A document, drafts among them.
    Document(RelPath),
    /// A picture or another file.
    File(RelPath),
}

impl<'a> Written<'a> {
    /// A document that was just read.
    pub fn of(document: &'a Document) -> Option<Written<'a>> {
        Some(match document {
            Document::Article(article) => Written::Article(&article.facts),
            Document::Section(section) => Written::Section(&section.facts),
            Document::Person(person) => Written::Person(&person.facts),
            Document::Sources(_, sources) => Written::Sources(sources),
            Document::Sidecar(..) => return None,
        })
    }

    /// What its Markdown refers to and offers.
    pub fn references(self) -> Option<&'a References> {
        match self {
            Written::Article(facts) => Some(&facts.references),
            Written::Section(facts) => Some(&facts.references),
            Written::Person(facts) => Some(&facts.references),
            Written::Sources(_) => None,
        }
    }

    /// What readers call it.
    pub fn title(self) -> Option<&'a Spanned<String>> {
        match self {
            Written::Article(facts) => Some(&facts.fields.title),
            Written::Section(facts) => facts.fields.title.as_ref(),
            Written::Person(facts) => Some(&facts.fields.name),
            Written::Sources(_) => None,
        }
    }

    /// The line below the title, or what a person does.
    pub fn dek(self) -> Option<&'a str> {
        match self {
            Written::Article(facts) => facts.dek_text.as_deref(),
            Written::Section(facts) => facts.dek_text.as_deref(),
            Written::Person(facts) => facts.fields.role.as_deref(),
            Written::Sources(_) => None,
        }
    }

    /// Its lead image or portrait.
    pub fn image(self) -> Option<&'a ImageFields> {
        match self {
            Written::Article(facts) => facts.fields.image.as_ref(),
            Written::Section(facts) => facts.fields.image.as_ref(),
            Written::Person(facts) => facts.fields.image.as_ref(),
            Written::Sources(_) => None,
        }
    }

    /// The sources that it describes.
    pub fn sources(self) -> &'a [Arc<Source>] {
        match self {
            Written::Article(facts) => &facts.fields.sources,
            Written::Sources(sources) => sources,
            Written::Section(_) | Written::Person(_) => &[],
        }
    }

    /// The ids of the people that it names.
    pub fn people(self) -> impl Iterator<Item = &'a Spanned<String>> {
        let fields = if let Written::Article(facts) = self { Some(&facts.fields) } else { None };
        let lists = fields.map(|fields| {
            [&fields.authors, &fields.reviewers, &fields.editors, &fields.fact_checkers, &fields.contributors]
        });
        let id = |person: &'a PersonRef| if let PersonRef::Id(id) = person { Some(id) } else { None };
        lists.into_iter().flatten().flatten().filter_map(id)
    }

    /// The files that it names as related.
    pub fn related(self) -> &'a [Spanned<String>] {
        if let Written::Article(facts) = self { &facts.fields.related } else { &[] }
    }
}

impl Known {
    /// Lists what a pass made.
    pub fn new(output: Arc<Output>, connected: Connected, chosen: Chosen, now: Instant) -> Known {
        let mut known = Known {
            documents: BTreeMap::new(),
            places: Vec::new(),
            addresses: BTreeMap::new(),
            former: BTreeMap::new(),
            works: BTreeMap::new(),
            names: Vec::new(),
            output,
            connected,
            chosen,
            now,
        };
        let Known { output, documents, places, addresses, former, works, names, .. } = &mut known;
        for (edition, of) in output.editions().iter().enumerate() {
            let held = of.documents();
            let mut place = BTreeMap::new();
            let mut add = |path: &RelPath, at: &RelPath, kind, index| {
                place.entry(at.clone()).or_insert_with(|| path.clone());
                documents.entry(path.clone()).or_insert(At { edition, kind, index });
            };
            for (index, one) in held.articles.iter().enumerate() {
                add(&one.facts.path, one.facts.place(), Kind::Article, index);
            }
            for (index, one) in held.sections.iter().enumerate() {
                add(&one.facts.path, one.facts.place(), Kind::Section, index);
            }
            for (index, one) in held.people.iter().enumerate() {
                add(&one.facts.path, one.facts.place(), Kind::Person, index);
            }
            for (index, (path, _)) in held.ledger.iter().enumerate() {
                add(path, path, Kind::Sources, index);
            }
            places.push(place);
            names.push(list(of, addresses));
            list_works(of, works);
        }
        list_former(output.editions(), former);
        known
    }

    /// The edition that a file belongs to.
    pub fn edition(&self, path: &RelPath) -> usize {
        let code = path.without_language(&self.output.parse_options().languages).map(|(_, code)| code);
        let editions = self.output.editions();
        code.and_then(|code| editions.iter().position(|edition| edition.config().language == code)).unwrap_or(0)
    }

    /// A path without the code of a language, as links in that language have it.
    pub fn place_of(&self, path: &RelPath) -> RelPath {
        let languages = &self.output.parse_options().languages;
        path.without_language(languages).map_or_else(|| path.clone(), |(place, _)| place)
    }

    /// The settings that a file is shown with.
    pub fn config(&self, path: &RelPath) -> Option<&Config> {
        self.output.editions().get(self.edition(path)).map(Edition::config)
    }

    /// A document as the last pass read it.
    pub fn written(&self, path: &RelPath) -> Option<Written<'_>> {
        let At { edition, kind, index } = *self.documents.get(path)?;
        let held = self.output.editions().get(edition)?.documents();
        Some(match kind {
            Kind::Article => Written::Article(&held.articles.get(index)?.facts),
            Kind::Section => Written::Section(&held.sections.get(index)?.facts),
            Kind::Person => Written::Person(&held.people.get(index)?.facts),
            Kind::Sources => Written::Sources(&held.ledger.get(index)?.1),
        })
    }

    /// Every document.
    pub fn paths(&self) -> impl Iterator<Item = &RelPath> {
        self.documents.keys()
    }

    /// The documents that have an address, each once.
    pub fn public(&self) -> impl Iterator<Item = &RelPath> {
        self.addresses.values()
    }

    /// The addresses without their last slash, each with its document.
    pub fn addresses(&self) -> impl Iterator<Item = (&str, &RelPath)> {
        self.addresses.iter().map(|(address, path)| (address.as_str(), path))
    }

    /// The pictures and other files below content/.
    pub fn files(&self) -> &[RelPath] {
        &self.output.inventory().assets
    }

    /// What a link in a file leads to.
    pub fn find(&self, from: &RelPath, target: &LinkTarget) -> Option<Target> {
        match target {
            LinkTarget::Anchor(_) => Some(Target::Document(from.clone())),
            LinkTarget::File { path, .. } => self.at(from, path),
            LinkTarget::Address { path, .. } => self.at_address(from, path),
            LinkTarget::Wiki { name, .. } => self.named(from, name).map(Target::Document),
        }
    }

    /// What lies at a path that is written in a file.
    pub fn at(&self, from: &RelPath, written: &str) -> Option<Target> {
        let path = from.sibling(written)?;
        let places = self.places.get(self.edition(from))?;
        let indexes = ["_index.md", "index.md"].map(|name| RelPath::new(&format!("{path}/{name}")));
        let found = std::iter::once(Some(path.clone())).chain(indexes).flatten().find_map(|path| {
            places.get(&path).cloned().or_else(|| self.documents.contains_key(&path).then(|| path.clone()))
        });
        let is_file = || self.files().binary_search(&path).is_ok();
        found.map(Target::Document).or_else(|| is_file().then(|| Target::File(path.clone())))
    }

    fn at_address(&self, from: &RelPath, written: &str) -> Option<Target> {
        let address = written.split('?').next().unwrap_or(written);
        let below = self.config(from).and_then(|config| address.strip_prefix(config.root_path.as_str()));
        let at = |addresses: &BTreeMap<String, RelPath>, address: &str| addresses.get(&address_key(address)).cloned();
        let found = [&self.addresses, &self.former]
            .into_iter()
            .find_map(|addresses| at(addresses, address).or_else(|| at(addresses, below?)));
        if let Some(path) = found {
            return Some(Target::Document(path));
        }
        let inventory = self.output.inventory();
        let lies = |folder: &str, files: &[RelPath]| {
            RelPath::new(&format!("{folder}{address}")).filter(|path| files.binary_search(path).is_ok())
        };
        lies("content", &inventory.assets).or_else(|| lies("static", &inventory.statics)).map(Target::File)
    }

    /// Whether a link is to a former address, which leads on.
    pub fn leads_on(&self, from: &RelPath, target: &LinkTarget) -> bool {
        let LinkTarget::Address { path, .. } = target else { return false };
        let address = path.split('?').next().unwrap_or(path);
        let below = self.config(from).and_then(|config| address.strip_prefix(config.root_path.as_str()));
        let keys: Vec<String> = [Some(address), below].into_iter().flatten().map(address_key).collect();
        !keys.iter().any(|key| self.addresses.contains_key(key)) && keys.iter().any(|key| self.former.contains_key(key))
    }

    /// The work whose page a link leads to: the file that describes it, and its key there.
    pub fn work(&self, from: &RelPath, target: &LinkTarget) -> Option<&(RelPath, String)> {
        let LinkTarget::Address { path, .. } = target else { return None };
        let address = path.split('?').next().unwrap_or(path);
        let below = self.config(from).and_then(|config| address.strip_prefix(config.root_path.as_str()));
        [Some(address), below].into_iter().flatten().find_map(|address| self.works.get(&address_key(address)))
    }

    fn named(&self, from: &RelPath, name: &str) -> Option<RelPath> {
        let key = name_key(name);
        let paths = self.names.get(self.edition(from))?.get(&key)?;
        let mut titled = paths.iter().filter(|path| {
            self.written(path).and_then(Written::title).is_some_and(|title| name_key(&title.value) == key)
        });
        match (titled.next(), titled.next()) {
            (Some(only), None) => Some(only.clone()),
            _ => paths.first().filter(|_| paths.len() == 1).cloned(),
        }
    }

    /// The file of a person.
    pub fn person(&self, from: &RelPath, id: &str) -> Option<RelPath> {
        let place = RelPath::new(&format!("content/people/{id}.md"))?;
        let places = |edition: usize| self.places.get(edition)?.get(&place).cloned();
        places(self.edition(from)).or_else(|| places(0))
    }

    /// The files of the ledger.
    pub fn ledger(&self) -> impl Iterator<Item = &RelPath> {
        self.documents.iter().filter(|(_, at)| at.kind == Kind::Sources).map(|(path, _)| path)
    }

    /// The people, each with the id.
    pub fn people(&self) -> impl Iterator<Item = (&str, &Facts<PersonFields>)> {
        let first = self.output.editions().first();
        let people = first.into_iter().flat_map(|first| &first.documents().people);
        people.map(|held| (held.facts.place().stem(), &*held.facts))
    }
}

/// Adds the former addresses of all editions that lead on to documents.
fn list_former(editions: &[Edition], former: &mut BTreeMap<String, RelPath>) {
    let mut pages = BTreeMap::new();
    for edition in editions {
        let (site, base_path) = (edition.site(), edition.config().base_path.as_str());
        let articles = site.articles.iter().map(|one| (&one.route, &one.facts.path));
        let sections = site.sections.iter().map(|one| (&one.route, &one.facts.path));
        let people = site.people.iter().map(|one| (&one.route, &one.facts.path));
        pages.extend(articles.chain(sections).chain(people).map(|(route, path)| (route.href(base_path), path.clone())));
    }
    for redirect in editions.iter().flat_map(|edition| &edition.site().redirects) {
        if let Some(path) = pages.get(&*redirect.to) {
            former.insert(address_key(redirect.from.as_str()), path.clone());
        }
    }
}

/// Adds the pages of the works that an edition cites.
fn list_works(edition: &Edition, works: &mut BTreeMap<String, (RelPath, String)>) {
    let (site, config, held) = (edition.site(), edition.config(), edition.documents());
    for work in &site.library.works {
        let Some(page) = &work.page else { continue };
        let key = &work.source.id.value;
        let uses = site.library.uses(work).iter().filter_map(|used| {
            let article = site.articles.get(used.article())?;
            Some((article, article.connections.sources.get(used.source())?))
        });
        let mut uses = uses.filter(|(_, source)| source.source.id.value == *key);
        let in_ledger = || {
            let has = |sources: &[Arc<Source>]| sources.iter().any(|source| source.id.value == *key);
            held.ledger.iter().find(|(_, sources)| has(sources)).map(|(path, _)| path.clone())
        };
        let described = uses.clone().find(|(_, source)| source.shared).and_then(|_| in_ledger());
        let described = described.or_else(|| uses.next().map(|(article, _)| article.facts.path.clone()));
        if let Some(path) = described {
            works.insert(address_key(resolve::site_route(page, config).as_str()), (path, key.clone()));
        }
    }
}

/// The documents of an edition by their names; those with an address are added to `addresses`.
fn list(edition: &Edition, addresses: &mut BTreeMap<String, RelPath>) -> BTreeMap<String, BTreeSet<RelPath>> {
    let (site, config) = (edition.site(), edition.config());
    let mut names: BTreeMap<String, BTreeSet<RelPath>> = BTreeMap::new();
    let mut add = |path: &RelPath, route: &Route, of: Vec<&str>| {
        addresses.insert(address_key(resolve::site_route(route, config).as_str()), path.clone());
        for name in of.into_iter().map(name_key).filter(|name| !name.is_empty()) {
            names.entry(name).or_default().insert(path.clone());
        }
    };
    let last = |route: &Route| route.as_str().trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
    for article in &site.articles {
        let facts = &article.facts;
        let part = last(&article.route);
        let mut of = vec![facts.fields.title.value.as_str(), part.as_str()];
        of.extend(facts.fields.short_title.as_ref().map(|title| title.value.as_str()));
        of.extend(Some(facts.place().stem()).filter(|_| !sections::is_bundle(facts.place())));
        add(&facts.path, &article.route, of);
    }
    for section in site.sections.iter().filter(|section| section.facts.fields.title.is_some()) {
        add(&section.facts.path, &section.route, vec![&section.title, &last(&section.route)]);
    }
    for person in &site.people {
        add(&person.facts.path, &person.route, vec![&person.facts.fields.name.value, &person.id]);
    }
    names
}

//! Stage 3: documents → the site. The article **as connected**.
//!
//! In: the facts of all documents, the inventory, the settings, the signatures of the theme's components. Out: a
//! [`Site`].
//!
//! 1. [`publish`] leaves out drafts, articles that are not yet due, and those that have expired.
//! 2. [`sections`] makes the tree of folders and puts every article into its section, in order.
//! 3. [`routes`] gives every page its address and finds clashes.
//! 4. [`people`] finds the people that articles name.
//! 5. [`sources`] joins citations and sources and numbers them.
//! 6. [`links`] finds what every link points to.
//! 7. [`assets`] finds the pictures and files that pages refer to.
//! 8. [`components`] checks calls against the theme's signatures, [`places`] that places have something to show.
//! 9. [`navigation`] resolves what site.toml points to.
//!
//! Invariant: nothing here reads prose, so an edit of words alone leaves the site as it is.

pub mod assets;
pub mod components;
mod dictionary;
pub mod links;
pub mod navigation;
pub mod people;
pub mod places;
pub mod publish;
pub mod routes;
pub mod sections;
mod site;
pub mod sources;

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
use crate::text::RelPath;

use routes::Addresses;
use sections::{Folder, Tree};
pub use site::*;
use sources::Works;

/// The file of the settings.
pub const SETTINGS: &str = "site.toml";

/// All that resolving reads.
pub struct Input<'a> {
    /// Articles, sorted by path.
    pub articles: Vec<Arc<Facts<ArticleFields>>>,
    /// Sections that have an `_index.md`, sorted by path.
    pub sections: Vec<Arc<Facts<SectionFields>>>,
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
}

/// Connects the documents.
///
/// The value is only good for composing if no diagnostic is an error.
pub fn resolve(input: &Input<'_>) -> Diagnosed<Site> {
    let mut diagnostics = Vec::new();
    let public = publish::publish(input);
    let tree = sections::tree(input, &public);
    let addresses = routes::assign(input, &public, &tree, &mut diagnostics);
    let people = people::Directory::new(&input.people);
    let ledger = sources::Ledger::new(&input.ledger, &mut diagnostics);
    let index = links::Index::new(input, &public, &tree, &addresses);

    let connecting = Connecting { input, tree: &tree, addresses: &addresses, people, ledger, index };
    let articles = collected(&public.articles, &mut diagnostics, |id, facts, diagnostics| {
        connecting.article(id, facts, diagnostics)
    });
    let sections = collected(&tree.folders, &mut diagnostics, |id, folder, diagnostics| {
        connecting.section(id, folder, diagnostics)
    });
    let members =
        collected(&input.people, &mut diagnostics, |id, facts, diagnostics| connecting.person(id, facts, diagnostics));
    let people_section = tree.people_section.as_ref().map(|facts| {
        let connections = connecting.elsewhere(PageId::Section(HOME), facts, &mut diagnostics);
        PeopleSection { facts: Arc::clone(facts), connections }
    });

    let settings_path = RelPath::new(SETTINGS).expect("the name of a file");
    let settings = input
        .settings
        .iter()
        .map(|references| {
            let facts = Facts::<SectionFields> {
                references: References::clone(references),
                ..Facts::empty(settings_path.clone())
            };
            let works = sources::connect(&facts, &[], &connecting.ledger, &mut diagnostics);
            connecting.connections(PageId::Section(HOME), &facts, works, &mut diagnostics)
        })
        .collect();
    let navigation = navigation::resolve(input, &tree, &connecting.index, &addresses, &mut diagnostics);
    let mut site = Site {
        articles,
        sections,
        people: members,
        people_index: addresses.people_index().cloned(),
        people_section,
        search: routes::search(input),
        redirects: addresses.redirects().to_vec(),
        navigation,
        settings,
        files: Vec::new(),
        language: input.config.language.clone(),
    };
    site.files = assets::published(&site, input);
    Diagnosed { value: site, diagnostics }
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
    addresses: &'a Addresses,
    people: people::Directory,
    ledger: sources::Ledger<'a>,
    index: links::Index<'a>,
}

impl Connecting<'_> {
    fn article(&self, id: ArticleId, facts: &Arc<Facts<ArticleFields>>, diagnostics: &mut Vec<Diagnostic>) -> Article {
        let (previous, next) = self.tree.neighbours(id);
        let fields = &facts.fields;
        let works = sources::connect(facts, &fields.sources, &self.ledger, diagnostics);
        let credits = people::credits(facts, &self.people, diagnostics);
        let lead_image = self.image(&facts.path, fields.image.as_ref(), diagnostics);
        let offered = || places::offered(self.input.config, fields, &works, &facts.references);
        places::check(&facts.path, &facts.references, offered, diagnostics);
        routes::check_template(&facts.path, fields.template.as_ref(), self.input.templates, diagnostics);
        Article {
            route: self.addresses.article(id).clone(),
            section: self.tree.section_of(id),
            credits,
            published: fields.published.as_ref().map(|date| date.value),
            updated: fields.updated.as_ref().map(|date| date.value),
            reviewed: fields.reviewed.as_ref().map(|date| date.value),
            previous,
            next,
            lead_image,
            connections: self.connections(PageId::Article(id), facts, works, diagnostics),
            facts: Arc::clone(facts),
        }
    }

    fn section(&self, id: SectionId, folder: &Folder, diagnostics: &mut Vec<Diagnostic>) -> Section {
        let facts = folder.facts.clone().unwrap_or_else(|| Arc::new(Facts::empty(folder.index_path())));
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
            connections: self.connections(PageId::Section(id), &facts, works, diagnostics),
            facts,
        }
    }

    fn person(&self, id: PersonId, facts: &Arc<Facts<PersonFields>>, diagnostics: &mut Vec<Diagnostic>) -> Person {
        let works = self.works(facts, diagnostics);
        let image = self.image(&facts.path, facts.fields.image.as_ref(), diagnostics);
        self.check_places(facts, &works, diagnostics);
        Person {
            id: facts.path.stem().to_owned(),
            route: self.addresses.person(id).clone(),
            image,
            connections: self.connections(PageId::Person(id), facts, works, diagnostics),
            facts: Arc::clone(facts),
        }
    }

    /// The connections of a document that is not a page of its own.
    fn elsewhere<F>(&self, page: PageId, facts: &Facts<F>, diagnostics: &mut Vec<Diagnostic>) -> Connections {
        let works = self.works(facts, diagnostics);
        self.check_places(facts, &works, diagnostics);
        self.connections(page, facts, works, diagnostics)
    }

    /// The sources of a document that has none of its own.
    fn works<F>(&self, facts: &Facts<F>, diagnostics: &mut Vec<Diagnostic>) -> Works {
        sources::connect(facts, &[], &self.ledger, diagnostics)
    }

    fn check_places<F>(&self, facts: &Facts<F>, works: &Works, diagnostics: &mut Vec<Diagnostic>) {
        let offered = || places::offered_elsewhere(self.input.config, works, &facts.references);
        places::check(&facts.path, &facts.references, offered, diagnostics);
    }

    fn image(&self, path: &RelPath, image: Option<&ImageFields>, diagnostics: &mut Vec<Diagnostic>) -> Option<Picture> {
        assets::lead_image(path, image?, self.input, diagnostics)
    }

    /// What a document's references lead to.
    fn connections<F>(
        &self,
        page: PageId,
        facts: &Facts<F>,
        works: Works,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Connections {
        let Facts { path, references, .. } = facts;
        let Input { signatures, config, .. } = self.input;
        Connections {
            links: links::connect(page, path, references, &works, &self.index, diagnostics),
            pictures: assets::connect(path, references, self.input, diagnostics),
            calls: components::check(path, references, signatures, &config.markdown, diagnostics),
            marks: works.marks,
            sources: works.sources,
        }
    }
}

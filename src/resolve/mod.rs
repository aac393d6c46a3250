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

use crate::config::Config;
use crate::config::theme::Signature;
use crate::date::Instant;
use crate::diagnostics::{Diagnosed, Diagnostic};
use crate::discover::Inventory;
use crate::parse::document::{Facts, References};
use crate::parse::front_matter::{ArticleFields, ImageFields, PersonFields, SectionFields, Source};
use crate::text::RelPath;

pub use site::*;

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

    let articles = public
        .articles
        .iter()
        .enumerate()
        .map(|(id, facts)| {
            let (previous, next) = tree.neighbours(id);
            let fields = &facts.fields;
            let works = sources::connect(facts, &fields.sources, &ledger, &mut diagnostics);
            let credits = people::credits(facts, &people, &mut diagnostics);
            let page = PageId::Article(id);
            let lead_image =
                fields.image.as_ref().and_then(|image| assets::lead_image(&facts.path, image, input, &mut diagnostics));
            places::check(
                &facts.path,
                &facts.references,
                &places::offered(input.config, fields, &works, &facts.references),
                &mut diagnostics,
            );
            routes::check_template(&facts.path, fields.template.as_ref(), input.templates, &mut diagnostics);
            Article {
                route: addresses.article(id).clone(),
                section: tree.section_of(id),
                credits,
                published: fields.published.as_ref().map(|date| date.value),
                updated: fields.updated.as_ref().map(|date| date.value),
                reviewed: fields.reviewed.as_ref().map(|date| date.value),
                previous,
                next,
                lead_image,
                connections: connect(page, &facts.path, &facts.references, works, input, &index, &mut diagnostics),
                facts: Arc::clone(facts),
            }
        })
        .collect();

    let sections = tree
        .folders
        .iter()
        .enumerate()
        .map(|(id, folder)| {
            let empty = Facts::empty(folder.index_path());
            let facts = folder.facts.clone().unwrap_or_else(|| Arc::new(empty));
            let works = sources::connect(&facts, &[], &ledger, &mut diagnostics);
            let lead_image = facts
                .fields
                .image
                .as_ref()
                .and_then(|image| assets::lead_image(&facts.path, image, input, &mut diagnostics));
            places::check(
                &facts.path,
                &facts.references,
                &places::offered_elsewhere(input.config, &works, &facts.references),
                &mut diagnostics,
            );
            routes::check_template(&facts.path, facts.fields.template.as_ref(), input.templates, &mut diagnostics);
            Section {
                route: addresses.section(id).clone(),
                title: folder.title(input.config),
                parent: folder.parent,
                children: folder.children.clone(),
                articles: folder.articles.clone(),
                pages: folder.pages.clone(),
                lead_image,
                connections: connect(
                    PageId::Section(id),
                    &facts.path,
                    &facts.references,
                    works,
                    input,
                    &index,
                    &mut diagnostics,
                ),
                facts,
            }
        })
        .collect();

    let members = input
        .people
        .iter()
        .enumerate()
        .map(|(id, facts)| {
            let works = sources::connect(facts, &[], &ledger, &mut diagnostics);
            let image = facts
                .fields
                .image
                .as_ref()
                .and_then(|image| assets::lead_image(&facts.path, image, input, &mut diagnostics));
            places::check(
                &facts.path,
                &facts.references,
                &places::offered_elsewhere(input.config, &works, &facts.references),
                &mut diagnostics,
            );
            Person {
                id: facts.path.stem().to_owned(),
                route: addresses.person(id).clone(),
                image,
                connections: connect(
                    PageId::Person(id),
                    &facts.path,
                    &facts.references,
                    works,
                    input,
                    &index,
                    &mut diagnostics,
                ),
                facts: Arc::clone(facts),
            }
        })
        .collect();

    let people_section = tree.people_section.as_ref().map(|facts| {
        let works = sources::connect(facts, &[], &ledger, &mut diagnostics);
        let offered = places::offered_elsewhere(input.config, &works, &facts.references);
        places::check(&facts.path, &facts.references, &offered, &mut diagnostics);
        let page = PageId::Section(HOME);
        let connections = connect(page, &facts.path, &facts.references, works, input, &index, &mut diagnostics);
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
            let works = sources::connect(&facts, &[], &ledger, &mut diagnostics);
            connect(PageId::Section(HOME), &settings_path, references, works, input, &index, &mut diagnostics)
        })
        .collect();
    let navigation = navigation::resolve(input, &tree, &index, &addresses, &mut diagnostics);
    let mut site = Site {
        articles,
        sections,
        people: members,
        people_index: addresses.people_index().cloned(),
        people_section,
        redirects: addresses.redirects(),
        navigation,
        settings,
        files: Vec::new(),
        language: input.config.language.clone(),
    };
    site.files = assets::published(&site, input);
    Diagnosed { value: site, diagnostics }
}

/// What a document's references lead to.
fn connect(
    page: PageId,
    path: &RelPath,
    references: &References,
    works: sources::Works,
    input: &Input<'_>,
    index: &links::Index<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Connections {
    Connections {
        links: links::connect(page, path, references, &works, index, diagnostics),
        pictures: assets::connect(path, references, input, diagnostics),
        calls: components::check(path, references, input.signatures, &input.config.markdown, diagnostics),
        marks: works.marks,
        sources: works.sources,
    }
}

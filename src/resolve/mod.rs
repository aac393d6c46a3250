//! Stage 3: documents → the site. The article **as connected**.
//!
//! Each language has a site of its own, its *edition*, so that no feature knows of languages: links alone lead from one to
//! another, and addresses must not clash.
//!
//! In: the facts of all documents, the inventory, the settings, the signatures of the theme's components. Out: a
//! [`Site`].
//!
//! 1. [`publish`] leaves out drafts, articles that are not yet due, and those that have expired; [`schedule`] warns of links
//!    that dates to come will break.
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
//! [`dataset`] finds the pages that are made of rows of data, and checks who sees them.
//!
//! [`review`] says when somebody is to look at an article again; no page shows it.
//!
//! [`single`] takes steps 4, 6, 7, 10 and 11 for one document that is being written, beside a site that stands.
//!
//! `connect` takes steps 6 to 12 for one edition, once all have their addresses; [`lock`] is checked for all at once.
//!
//! Invariant: nothing here reads prose, so an edit of words alone leaves the site as it is.

pub mod assets;
mod author_date;
pub mod components;
mod connect;
pub mod corrections;
pub mod dataset;
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
pub mod review;
pub mod routes;
mod schedule;
pub mod sections;
pub mod series;
pub mod single;
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
use connect::connect;
use related::Relations;
use routes::Addresses;
use sections::Tree;
use sources::Works;

pub use site::*;

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
    /// The queries of the site and its theme, each with its answer, by name.
    pub answers: &'a [dataset::Answer],
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
    /// Which articles an earlier site related, and in what they were found.
    pub relations: Option<&'a Relations>,
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
    row_pages: Vec<dataset::RowPage>,
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
    // What knows nothing of each other is found at the same time, and told in this order.
    let mut found = [const { Vec::new() }; 3];
    let [of_lists, of_sources, of_others] = &mut found;
    let ((tree, terms, series), (ledger, cited, library)) = rayon::join(
        || {
            let tree = sections::tree(input, &public);
            let introductions = tree.introductions.iter().map(|(folder, facts)| (folder.as_str(), facts)).collect();
            let terms = taxonomies::collect(input, &public, &introductions, of_lists);
            let series = series::collect(input, &public, &introductions, of_lists);
            questions::check(&public, of_others);
            (tree, terms, series)
        },
        || {
            let mut ledger = sources::Ledger::new(&input.ledger, input.config, of_sources);
            let mut cited = collected(&public.articles, of_sources, |_, facts, diagnostics| {
                sources::connect(facts, &facts.fields.sources, &ledger, diagnostics)
            });
            let library = library::Library::new(&mut cited, &input.config.language);
            ledger.pages = library.ledger_pages(&cited);
            (ledger, cited, library)
        },
    );
    let questions = questions::list(&public, &tree);
    let corrections = corrections::list(input, &public);
    dataset::check(input, of_others);
    let row_pages = dataset::pages(input, of_others);
    diagnostics.extend(found.into_iter().flatten());
    let (asked, corrected) = (questions.len(), corrections.len());
    let lists = routes::Lists {
        terms: &terms,
        series: &series,
        library: &library,
        questions: asked,
        corrections: corrected,
        rows: &row_pages,
    };
    let addresses = routes::assign(input, &public, &tree, &lists, elsewhere, diagnostics);
    let lists = Lists { cited, library, row_pages, questions, corrections };
    Placed { public, tree, terms, series, ledger, lists, addresses }
}

/// Connects the documents of every edition; the first is that of the site's first language.
///
/// The value is only good for composing if no diagnostic is an error.
pub fn resolve(inputs: &[Input<'_>]) -> Diagnosed<Vec<Site>> {
    let mut diagnostics = Vec::new();
    let mut elsewhere = routes::Elsewhere::default();
    for input in inputs {
        publish::check(input, &mut diagnostics);
        schedule::check(input, &mut diagnostics);
    }
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
        routes::check_files(input, placed, &published, &mut diagnostics);
    }
    if let Some(first) = sites.first_mut() {
        first.files = published;
    }
    Diagnosed { value: sites, diagnostics }
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

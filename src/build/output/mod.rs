//! The result of a build as a value: which paths, and the bytes of each; the disk is the caller's choice.
//!
//! 1. An [`Edition`] is the site in one language; an [`Output`] joins them all and lists the files.
//! 2. `pictures` are examined, and what is made of them planned; `copies` makes it.
//! 3. A [`Studio`] makes the bytes of all else; `mistakes` are told afterwards.

mod copies;
mod edition;
mod mistakes;
mod pictures;
mod studio;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::cards;
use super::inputs::Inputs;
use super::preprocessors::{self, Preprocessors};
use crate::compose::brief::Briefs;
use crate::compose::csl::Style;
use crate::compose::files::feeds::ItemComponents;
use crate::compose::files::search::BUILT_IN;
use crate::compose::files::{self, FileKey, Files};
use crate::compose::{self, PageKey};
use crate::config::Config;
use crate::config::site::Compression;
use crate::config::theme::Signature;
use crate::diagnostics::Diagnosed;
use crate::discover::Inventory;
use crate::error::Error;
use crate::fingerprint::print;
use crate::html::Value;
use crate::lint::Token;
use crate::media::Bounds;
use crate::media::card::Drawer;
use crate::parse::ParseOptions;
use crate::parse::document::Allowance;
use crate::planted::{self, Bug};
use crate::render::{Renderer, Script};
use crate::resolve::ArticleId;
use crate::resolve::feeds::Channel;
use crate::text::{RelPath, Span};

pub use edition::{Edition, Source};
pub use mistakes::{Broken, edited, once_each};
pub use pictures::{CopySet, Measured};
use pictures::{Plan, measure, pictures};
pub use studio::{Studio, card_of};

/// All that the bytes of the output are made from.
pub struct Output {
    inputs: Arc<Inputs>,
    parse_options: ParseOptions,
    preprocessors: Preprocessors,
    inventory: Inventory,
    /// There is at least one.
    editions: Vec<Edition>,
    renderer: Renderer,
    /// What each language calls itself.
    languages: Vec<String>,
    /// The pictures that pages show.
    pub pictures: BTreeMap<RelPath, Measured>,
    /// What is made of them.
    plan: Plan,
    /// How much memory pictures may take.
    bounds: Bounds,
    /// Who draws social cards, if the site wants them.
    drawer: Option<Drawer>,
    /// How many bytes each of them has.
    weights: BTreeMap<RelPath, u64>,
}

/// One file of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A page of the site.
    Page(PageKey),
    /// A file that machines read.
    File(FileKey),
    /// The page of a former address, by index.
    Redirect(usize),
    /// A file of the site, copied as it is.
    Copy(String, RelPath),
    /// A picture of the site, without what its file says besides.
    Picture(String, RelPath),
    /// The copies of a picture, by index.
    Copies(usize),
    /// The social card of an article.
    Card(ArticleId),
    /// The theme's stylesheet.
    Stylesheet,
    /// The theme's script of the search page.
    SearchScript,
    /// Another file of the theme, by index.
    Theme(usize),
}

/// The content of a file of the output.
pub enum Content<'a> {
    /// These bytes.
    Bytes(Cow<'a, [u8]>),
    /// Those of a file of the site.
    File(&'a RelPath),
}

impl Output {
    /// Joins what the stages made; examines the pictures that pages show.
    ///
    /// # Errors
    /// If the disk does not tell whether a picture has changed.
    pub fn new(
        inputs: Arc<Inputs>,
        (parse_options, preprocessors): (ParseOptions, Preprocessors),
        inventory: Inventory,
        mut editions: Vec<Edition>,
        renderer: Renderer,
        drawer: Option<Drawer>,
    ) -> Result<Diagnosed<Output>, Error> {
        let bounds = Bounds::default();
        let pictures = measure(&inputs, pictures(editions.iter().map(|edition| &edition.site)), &bounds)?;
        let plan = pictures::plan(editions.iter_mut(), &pictures);
        let mut diagnostics = pictures::faults(&pictures);
        if let Some(drawer) = &drawer {
            diagnostics.extend(cards::plan(editions.iter_mut(), drawer));
        }
        let called = |(at, edition): (usize, &Edition)| {
            let name = renderer.speaker(at).words().language_name();
            name.unwrap_or(&edition.config.language).to_owned()
        };
        let languages = if editions.len() > 1 { editions.iter().enumerate().map(called).collect() } else { Vec::new() };
        let weight = |measured: &Measured| measured.content.map_or(0, |content| content.size);
        let weights = pictures.iter().map(|(path, measured)| (path.clone(), weight(measured))).collect();
        let output = Output {
            inputs,
            parse_options,
            preprocessors,
            inventory,
            editions,
            renderer,
            languages,
            pictures,
            plan,
            bounds,
            drawer,
            weights,
        };
        Ok(Diagnosed { value: output, diagnostics })
    }

    /// The site's title.
    pub fn title(&self) -> &str {
        self.editions.first().map_or("", |first| &first.config.title)
    }

    /// The formats in which its files have compressed copies.
    pub fn compress_formats(&self) -> &[Compression] {
        self.editions.first().map_or(&[], |first| &first.config.compress.formats)
    }

    /// The site in each language.
    pub fn editions(&self) -> &[Edition] {
        &self.editions
    }

    /// What each of its documents is excused from.
    pub fn allowances(&self) -> impl Iterator<Item = (&RelPath, &[Allowance])> {
        self.editions.iter().flat_map(|edition| edition.documents.allowances())
    }

    /// How many bytes each picture has that a page shows.
    pub fn weights(&self) -> &BTreeMap<RelPath, u64> {
        &self.weights
    }

    /// The files that it is made from.
    pub fn inventory(&self) -> &Inventory {
        &self.inventory
    }

    /// The theme.
    pub(in crate::build) fn renderer(&self) -> &Renderer {
        &self.renderer
    }

    /// Addresses of the theme's own files.
    pub(in crate::build) fn theme_files(&self, config: &Config) -> Vec<String> {
        theme_files(&self.renderer, &self.inventory, config)
    }

    /// What articles may call.
    pub fn signatures(&self) -> &[Signature] {
        self.renderer.signatures()
    }

    /// What the theme's tokens are in this site.
    pub fn tokens(&self) -> &[Token] {
        self.renderer.tokens()
    }

    /// The file of a template, by its name without `.html`.
    pub fn template_file(&self, name: &str) -> Option<&RelPath> {
        self.renderer.template_file(name)
    }

    /// Where the theme defines a component.
    pub fn definition(&self, component: &str) -> Option<(&RelPath, Span)> {
        self.renderer.definition(component)
    }

    /// How documents are parsed.
    pub fn parse_options(&self) -> &ParseOptions {
        &self.parse_options
    }

    /// What articles are given to before they are parsed.
    pub fn preprocessors(&self) -> &Preprocessors {
        &self.preprocessors
    }

    /// Where the author's body begins in each article of which another one is read.
    pub fn rewritten(&self) -> BTreeMap<&RelPath, u32> {
        let articles = self.editions.iter().flat_map(|edition| &edition.documents.articles);
        preprocessors::bodies(articles.map(|article| (&article.facts.path, article.origin.processed)))
    }

    /// What is known of its files.
    pub fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// Every address and id that may be promised to stay, if they were asked for.
    pub fn published(&self) -> &[String] {
        self.editions.first().map_or(&[], |first| &first.site.published)
    }

    /// What each page shows of the site, by edition.
    pub fn briefs(&self) -> Vec<Briefs<'_>> {
        self.editions.iter().map(Edition::briefs).collect()
    }

    /// What each file for machines shows of the site, by edition.
    pub fn files<'b>(&'b self, briefs: &'b [Briefs<'b>]) -> Vec<Files<'b>> {
        let shown = |(edition, briefs): (&'b Edition, &'b Briefs<'b>)| {
            let Edition { site, config, .. } = edition;
            files::Edition {
                site,
                briefs,
                keys: compose::keys(site, config),
                config,
                inline_scripts: self.renderer.inline_scripts(),
            }
        };
        Files::all(&self.editions.iter().zip(briefs).map(shown).collect::<Vec<_>>())
    }

    /// Composes and renders what the paths of the output are made from, by edition.
    pub fn studios(&self) -> Vec<Studio<'_>> {
        self.editions.iter().enumerate().map(|(at, edition)| self.studio(at, edition)).collect()
    }

    fn studio<'a>(&'a self, at: usize, edition: &'a Edition) -> Studio<'a> {
        let Output { parse_options, renderer, languages, .. } = self;
        let Edition { config, site, style, .. } = edition;
        let stylesheet = &renderer.stylesheet().path;
        let script = search_script(renderer, config).map(|script| script.path.as_str());
        let icons = compose::icons::of_site(config, |file| self.inventory.has_static(file));
        let icons_print = planted::either(Bug::SettingsWithoutIcons, 0, print(&icons));
        let shared = Value::from_serializable(&compose::site_view(site, config, icons, stylesheet, script));
        // All that any page may show besides its brief and its prose.
        let has_feed = site.has_feed(Channel::Site);
        let lists = [site.library.works.is_empty(), site.questions.is_empty(), site.corrections.is_empty()];
        let lists = planted::either(Bug::SettingsWithoutLists, [false; 3], lists);
        let of_site = (&site.navigation, &site.people_index, &site.search, &site.settings, has_feed, lists);
        let languages = planted::either(Bug::SettingsWithoutLanguages, &[][..], languages);
        // The name of the style is a setting; this is what its file says.
        let style_print = style.as_ref().map(Style::print);
        let settings_print = print(&(config, parse_options, languages, of_site, style_print, icons_print));
        let speaker = renderer.speaker(at);
        let components = speaker.components(shared.clone());
        let item_components = ItemComponents(speaker.components(shared.clone()));
        Studio { output: self, edition, speaker, components, item_components, shared, settings_print }
    }

    /// Every file of the output, each with the position of its edition; `files` are those of the editions.
    pub fn entries(&self, files: &[Files<'_>]) -> Vec<(usize, Entry)> {
        let parts = self.editions.iter().zip(files).enumerate();
        let mut entries: Vec<(usize, Entry)> = parts
            .flat_map(|(at, (edition, files))| {
                self.of_edition(edition, files).into_iter().map(move |entry| (at, entry))
            })
            .collect();
        entries.extend(self.of_site().into_iter().map(|entry| (0, entry)));
        entries
    }

    /// The files that an edition has for itself.
    fn of_edition(&self, edition: &Edition, files: &Files<'_>) -> Vec<Entry> {
        let Edition { site, config, .. } = edition;
        let has_static = |path: String| self.inventory.has_static(&edition.path(path));
        let is_made = |key: &FileKey| files.of(*key).is_some_and(|brief| !has_static(brief.path()));
        // The copy of an article stands behind its page, so that its prose is parsed and held for both at once.
        let with_copy = |key: PageKey| {
            let copy = if let PageKey::Article(id) = key { files.copy(id).filter(is_made) } else { None };
            std::iter::once(Entry::Page(key)).chain(copy.map(Entry::File))
        };
        let mut entries: Vec<Entry> = compose::keys(site, config).into_iter().flat_map(with_copy).collect();
        entries.extend(files.keys().into_iter().filter(is_made).map(Entry::File));
        entries.extend((0..site.redirects.len()).map(Entry::Redirect));
        let cards = site.articles.iter().enumerate().filter(|(_, article)| article.has_card);
        entries.extend(cards.map(|(id, _)| Entry::Card(id)));
        entries
    }

    /// The files that the site has once.
    fn of_site(&self) -> Vec<Entry> {
        let mut entries = vec![Entry::Stylesheet];
        if let Some(Edition { site, config, .. }) = self.editions.first() {
            let script = search_script(&self.renderer, config);
            entries.extend(script.filter(|_| site.search.is_some()).map(|_| Entry::SearchScript));
            entries.extend((0..self.plan.sets.len()).map(Entry::Copies));
            entries.extend(site.files.iter().map(|file| self.of_file(file.route.file(), &file.path)));
        }
        let assets = self.renderer.assets().iter().enumerate();
        let own = assets.filter(|(_, asset)| !self.inventory.has_static(&asset.path));
        entries.extend(own.map(|(index, _)| Entry::Theme(index)));
        let statics = self.inventory.statics.iter();
        entries
            .extend(statics.filter_map(|path| path.below("static").map(|below| self.of_file(below.to_owned(), path))));
        entries
    }

    fn of_file(&self, path: String, from: &RelPath) -> Entry {
        if self.is_rewritten(from) { Entry::Picture(path, from.clone()) } else { Entry::Copy(path, from.clone()) }
    }
}

/// The script of the search page, if the theme has one for the engine that site.toml chooses.
pub(super) fn search_script<'r>(renderer: &'r Renderer, config: &Config) -> Option<&'r Script> {
    match config.search_engine.value.as_str() {
        BUILT_IN => renderer.script("search.js"),
        engine => renderer.script(&format!("{engine}.js")),
    }
}

/// The paths of the theme's files in the output: its stylesheet and its other files, but for those that the site has too.
pub fn theme_files(renderer: &Renderer, inventory: &Inventory, config: &Config) -> Vec<String> {
    let mut files = vec![renderer.stylesheet().path.clone()];
    files.extend(search_script(renderer, config).map(|script| script.path.clone()));
    let own = renderer.assets().iter().filter(|asset| !inventory.has_static(&asset.path));
    files.extend(own.map(|asset| asset.path.clone()));
    files
}

//! The result of a build as a value: which paths, and the bytes of each; the disk is the caller's choice.

use std::path::PathBuf;

use super::Places;
use super::documents::Documents;
use crate::compose::brief::Briefs;
use crate::compose::{self, Composer, PageKey, Setting, redirect};
use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::discover::Inventory;
use crate::error::Error;
use crate::html::Value;
use crate::media;
use crate::parse::document::Prose;
use crate::render::{Asset, AssetSource, Renderer, SiteComponents, Stylesheet};
use crate::resolve::Site;
use crate::text::RelPath;
use crate::write::Writer;

/// All that the bytes of the output are made from.
pub struct Output {
    root: PathBuf,
    config: Config,
    settings: Vec<Setting>,
    inventory: Inventory,
    documents: Documents,
    site: Site,
    renderer: Renderer,
    /// By article of the site: its index among the documents, where drafts are counted too.
    articles: Vec<usize>,
    nothing: Prose,
}

/// One file of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A page of the site.
    Page(PageKey),
    /// The page of a former address, by index.
    Redirect(usize),
    /// A file of the site, copied as it is.
    Copy(String, RelPath),
    /// The theme's stylesheet.
    Stylesheet,
    /// Another file of the theme, by index.
    Theme(usize),
}

impl Entry {
    /// Whether it is a page for readers.
    pub fn is_page(&self) -> bool {
        matches!(self, Entry::Page(_))
    }
}

impl Output {
    /// Joins what the stages made; reads the sizes of the pictures that pages show.
    pub fn new(
        root: PathBuf,
        config: Config,
        settings: Vec<Setting>,
        inventory: Inventory,
        documents: Documents,
        mut site: Site,
        renderer: Renderer,
    ) -> Output {
        let dimensions = media::dimensions(&root, &pictures(&site));
        site.measure(|file| dimensions.get(file).copied());
        let articles = site
            .articles
            .iter()
            .map(|article| {
                let path = &article.facts.path;
                documents.articles.binary_search_by(|document| document.facts.path.cmp(path)).unwrap_or_default()
            })
            .collect();
        let nothing = Prose::default();
        Output { root, config, settings, inventory, documents, site, renderer, articles, nothing }
    }

    /// The site's title.
    pub fn title(&self) -> &str {
        &self.config.title
    }

    /// What every page shows.
    fn shared(&self) -> Value {
        let stylesheet = &self.renderer.stylesheet().path;
        Value::from_serializable(&compose::site_view(&self.site, &self.config, stylesheet))
    }

    /// Composes and renders what the paths of the output are made from.
    pub fn studio(&self) -> Studio<'_> {
        let shared = self.shared();
        Studio { output: self, components: self.renderer.components(shared.clone()), shared }
    }

    /// Every file of the output.
    pub fn entries(&self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = compose::keys(&self.site, &self.config).into_iter().map(Entry::Page).collect();
        entries.extend((0..self.site.redirects.len()).map(Entry::Redirect));
        entries.push(Entry::Stylesheet);
        let assets = self.renderer.assets().iter().enumerate();
        let own = assets.filter(|(_, asset)| !is_overridden(asset, &self.inventory));
        entries.extend(own.map(|(index, _)| Entry::Theme(index)));
        let statics = self.inventory.statics.iter();
        entries.extend(
            statics.filter_map(|path| path.below("static").map(|below| Entry::Copy(below.to_owned(), path.clone()))),
        );
        entries.extend(self.site.files.iter().map(|file| Entry::Copy(file.route.file(), file.path.clone())));
        entries
    }

    /// The document that a page is made from.
    fn document(&self, key: PageKey) -> Option<RelPath> {
        match key {
            PageKey::Article(id) => self.site.articles.get(id).map(|article| article.facts.path.clone()),
            PageKey::Section(id, _) => self.site.sections.get(id).map(|section| section.facts.path.clone()),
            PageKey::Person(id) => self.site.people.get(id).map(|person| person.facts.path.clone()),
            PageKey::People | PageKey::NotFound => None,
        }
    }

    fn prose(&self, key: PageKey) -> &Prose {
        let found = match key {
            PageKey::Article(id) => self
                .articles
                .get(id)
                .and_then(|index| self.documents.articles.get(*index))
                .map(|article| &article.prose),
            PageKey::Section(id, _) => {
                let path = &self.site.sections[id].facts.path;
                let sections = &self.documents.sections;
                let found = sections.binary_search_by(|section| section.facts.path.cmp(path));
                found.ok().and_then(|index| sections.get(index)).map(|section| &section.prose)
            }
            PageKey::Person(id) => self.documents.people.get(id).map(|person| &person.prose),
            PageKey::People => {
                let path = self.site.people_section.as_ref().map(|section| &section.facts.path);
                let mut sections = self.documents.sections.iter();
                sections.find(|section| Some(&section.facts.path) == path).map(|section| &section.prose)
            }
            PageKey::NotFound => None,
        };
        found.unwrap_or(&self.nothing)
    }
}

/// An output, about to be made.
pub struct Studio<'a> {
    output: &'a Output,
    components: SiteComponents<'a>,
    shared: Value,
}

impl Studio<'_> {
    /// What composes the pages.
    pub fn composer(&self) -> Composer<'_> {
        let Output { site, config, renderer, settings, .. } = self.output;
        let components = &self.components;
        Composer::new(site, config, renderer.words(), components, settings, self.shared.clone())
    }

    /// What each page shows of the site.
    pub fn briefs(&self) -> Briefs<'_> {
        Briefs::new(&self.output.site, &self.output.config)
    }

    /// Makes one file of the output and hands it to the writer.
    ///
    /// # Errors
    /// A failure of the machine; a mistake in the theme is the value, with the document on whose page it showed.
    pub fn put(
        &self,
        entry: &Entry,
        briefs: &Briefs<'_>,
        composer: &Composer<'_>,
        writer: &Writer,
    ) -> Result<Option<(Diagnostic, Option<RelPath>)>, Error> {
        let Output { root, site, renderer, .. } = self.output;
        match entry {
            Entry::Page(key) => {
                let rendered = composer.compose(&briefs.of(*key), self.output.prose(*key)).and_then(|page| {
                    let html = renderer.render(&page)?;
                    Ok((page.route.file(), html))
                });
                match rendered {
                    Ok((path, html)) => writer.put(&path, &html).map(|()| None),
                    Err(diagnostic) => Ok(Some((*diagnostic, self.output.document(*key)))),
                }
            }
            Entry::Redirect(index) => {
                let Some(former) = site.redirects.get(*index) else { return Ok(None) };
                writer.put(&former.from.file(), redirect::compose(composer, former).as_bytes()).map(|()| None)
            }
            Entry::Copy(path, from) => writer.copy(path, &from.on_disk(root)).map(|()| None),
            Entry::Stylesheet => {
                let Stylesheet { path, css } = renderer.stylesheet();
                writer.put(path, css.as_bytes()).map(|()| None)
            }
            Entry::Theme(index) => match renderer.assets().get(*index) {
                Some(Asset { path, source: AssetSource::BuiltIn(bytes) }) => writer.put(path, bytes).map(|()| None),
                Some(Asset { path, source: AssetSource::File(from) }) => {
                    writer.copy(path, &from.on_disk(root)).map(|()| None)
                }
                None => Ok(None),
            },
        }
    }
}

/// The paths of the theme's files in the output: its stylesheet and its other files, but for those that the site has too.
pub fn theme_files(renderer: &Renderer, inventory: &Inventory) -> Vec<String> {
    let mut files = vec![renderer.stylesheet().path.clone()];
    let own = renderer.assets().iter().filter(|asset| !is_overridden(asset, inventory));
    files.extend(own.map(|asset| asset.path.clone()));
    files
}

/// Whether the site has a file below static/ in the place of the theme's.
fn is_overridden(asset: &Asset, inventory: &Inventory) -> bool {
    let path = RelPath::new(&format!("static/{}", asset.path));
    path.is_some_and(|path| inventory.statics.binary_search(&path).is_ok())
}

/// Mistakes in the theme, each named once with the first document on whose page it showed.
pub fn once_each(mut failures: Vec<(Diagnostic, Option<RelPath>)>) -> Vec<Diagnostic> {
    let key = |diagnostic: &Diagnostic| (diagnostic.place.clone(), diagnostic.code, diagnostic.message.clone());
    failures.sort_by_cached_key(|(diagnostic, document)| (key(diagnostic), document.clone()));
    let mut once: Vec<Diagnostic> = Vec::new();
    for (diagnostic, document) in failures {
        if once.last().is_some_and(|last| key(last) == key(&diagnostic)) {
            continue;
        }
        once.push(match document {
            Some(document) => diagnostic.related(&document, None, "on the page of this document"),
            None => diagnostic,
        });
    }
    once
}

/// The warning for a file of the output that somebody had changed.
pub fn edited(places: &Places, path: &str) -> Diagnostic {
    let message = format!("`{path}` in the output was modified by hand; byline has replaced or removed it");
    let below_root = places.output.strip_prefix(&places.root).ok().and_then(|output| output.to_str());
    let place = below_root.and_then(|output| RelPath::new(&format!("{output}/{path}")));
    let place = place.map(|path| Place { path, span: None });
    Diagnostic::at(Code::OutputEdited, place, message)
        .help("change the content or the theme instead: the output is made anew from them")
}

/// The pictures that pages show, sorted.
fn pictures(site: &Site) -> Vec<RelPath> {
    let mut pictures: Vec<RelPath> = site
        .referring()
        .flat_map(|(image, connections)| image.into_iter().chain(&connections.pictures))
        .chain(&site.navigation.logo)
        .filter_map(|picture| picture.file.clone())
        .collect();
    pictures.sort();
    pictures.dedup();
    pictures
}

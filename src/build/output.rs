//! The result of a build as a value: which paths, and the bytes of each; the disk is the caller's choice.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::Places;
use super::documents::{self, Documents, Held};
use super::inputs::Inputs;
use crate::compose::brief::{Brief, Briefs, Part};
use crate::compose::files::feeds::{Item, ItemComponents};
use crate::compose::files::search::{BUILT_IN, Index, pages};
use crate::compose::files::{self, FileBrief, FileKey, Files};
use crate::compose::{self, Composer, PageKey, Setting, redirect};
use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::discover::Inventory;
use crate::error::Error;
use crate::fingerprint::print;
use crate::fs::Signature;
use crate::html::Value;
use crate::media;
use crate::parse::ParseOptions;
use crate::parse::document::Prose;
use crate::parse::search::WordList;
use crate::planted::{self, Bug};
use crate::render::{AssetSource, Renderer, Script, SiteComponents, Speaker, Stylesheet};
use crate::resolve::feeds::Channel;
use crate::resolve::{Article, Introduction, Site};
use crate::text::RelPath;

/// All that the bytes of the output are made from.
pub struct Output<'c> {
    inputs: &'c Inputs<'c>,
    parse_options: ParseOptions,
    inventory: Inventory,
    /// There is at least one.
    editions: Vec<Edition>,
    renderer: Renderer,
    /// What each language calls itself.
    languages: Vec<String>,
    /// The pictures that pages show.
    pub pictures: BTreeMap<RelPath, Measured>,
}

/// The site in one language.
pub struct Edition {
    config: Config,
    settings: Vec<Setting>,
    documents: Documents,
    site: Site,
    /// By article of the site: its index among the documents, where drafts are counted too.
    articles: Vec<usize>,
}

impl Edition {
    /// Joins what the stages made.
    pub fn new(config: Config, settings: Vec<Setting>, documents: Documents, site: Site) -> Edition {
        // Both are sorted by path, and what is public is among what was read.
        let mut read = documents.articles.iter().enumerate();
        let mut place_of = |article: &Article| read.find(|(_, held)| Arc::ptr_eq(&held.facts, &article.facts));
        let articles = site.articles.iter().map(|article| place_of(article).map_or(0, |(at, _)| at)).collect();
        Edition { config, settings, documents, site, articles }
    }

    /// What each of its pages shows of it.
    fn briefs(&self) -> Briefs<'_> {
        Briefs::new(&self.site, &self.config)
    }

    /// The path in the output of a file of the edition.
    fn path(&self, below: String) -> String {
        match self.config.edition.as_str() {
            "" => below,
            edition => format!("{edition}/{below}"),
        }
    }

    /// The file that a page is made from, and what it contains; a folder without `_index.md` has none.
    fn document(&self, key: PageKey) -> Option<(&RelPath, Source<'_>)> {
        match key {
            PageKey::Article(id) => {
                let held = self.documents.articles.get(*self.articles.get(id)?)?;
                Some((&held.facts.path, Source::Article(held)))
            }
            PageKey::Section(id, _) => self.section(&self.site.sections.get(id)?.facts.path),
            PageKey::Person(id) => {
                let held = self.documents.people.get(id)?;
                Some((&held.facts.path, Source::Person(held)))
            }
            PageKey::People => self.section(&self.site.people_section.as_ref()?.facts.path),
            PageKey::Term(id, _) => self.introduction(self.site.terms.get(id)?.introduction.as_ref()),
            PageKey::Terms(id) => self.introduction(self.site.taxonomies.get(id)?.introduction.as_ref()),
            PageKey::Series(id) => self.introduction(self.site.series.get(id)?.introduction.as_ref()),
            PageKey::Source(_)
            | PageKey::Sources(_)
            | PageKey::Questions(_)
            | PageKey::Corrections(_)
            | PageKey::NotFound
            | PageKey::Search => None,
        }
    }

    fn introduction(&self, introduction: Option<&Introduction>) -> Option<(&RelPath, Source<'_>)> {
        self.section(&introduction?.facts.path)
    }

    fn section(&self, path: &RelPath) -> Option<(&RelPath, Source<'_>)> {
        let sections = &self.documents.sections;
        let at = sections.binary_search_by(|section| section.facts.path.cmp(path)).ok()?;
        let held = sections.get(at)?;
        Some((&held.facts.path, Source::Section(held)))
    }
}

/// A picture that was measured.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// The file's signature before.
    pub signature: Option<Signature>,
    /// Width and height in pixels, if it tells.
    pub size: Option<(u32, u32)>,
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
    /// The theme's stylesheet.
    Stylesheet,
    /// The theme's script of the search page.
    SearchScript,
    /// Another file of the theme, by index.
    Theme(usize),
}

/// A page that cannot be rendered.
pub struct Broken {
    /// The mistake in the theme.
    pub diagnostic: Diagnostic,
    /// The document on whose page it showed.
    pub document: Option<RelPath>,
}

/// The content of a file of the output.
pub enum Content<'a> {
    /// These bytes.
    Bytes(Cow<'a, [u8]>),
    /// Those of a file of the site.
    File(&'a RelPath),
}

impl<'c> Output<'c> {
    /// Joins what the stages made; reads the sizes of the pictures that pages show.
    ///
    /// # Errors
    /// If the disk does not tell whether a picture has changed.
    pub fn new(
        inputs: &'c Inputs<'c>,
        parse_options: ParseOptions,
        inventory: Inventory,
        mut editions: Vec<Edition>,
        renderer: Renderer,
    ) -> Result<Output<'c>, Error> {
        let pictures = measure(inputs, pictures(editions.iter().map(|edition| &edition.site)))?;
        for edition in &mut editions {
            edition.site.measure(|file| pictures.get(file)?.size);
        }
        let called = |(at, edition): (usize, &Edition)| {
            let name = renderer.speaker(at).words().language_name();
            name.unwrap_or(&edition.config.language).to_owned()
        };
        let languages = if editions.len() > 1 { editions.iter().enumerate().map(called).collect() } else { Vec::new() };
        Ok(Output { inputs, parse_options, inventory, editions, renderer, languages, pictures })
    }

    /// The site's title.
    pub fn title(&self) -> &str {
        self.editions.first().map_or("", |first| &first.config.title)
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
            files::Edition { site, briefs, keys: compose::keys(site, config), config }
        };
        Files::all(&self.editions.iter().zip(briefs).map(shown).collect::<Vec<_>>())
    }

    /// Composes and renders what the paths of the output are made from, by edition.
    pub fn studios(&self) -> Vec<Studio<'_>> {
        self.editions.iter().enumerate().map(|(at, edition)| self.studio(at, edition)).collect()
    }

    fn studio<'a>(&'a self, at: usize, edition: &'a Edition) -> Studio<'a> {
        let Output { parse_options, renderer, languages, .. } = self;
        let Edition { config, site, .. } = edition;
        let stylesheet = &renderer.stylesheet().path;
        let script = search_script(renderer, config).map(|script| script.path.as_str());
        let shared = Value::from_serializable(&compose::site_view(site, config, stylesheet, script));
        // All that any page may show besides its brief and its prose.
        let has_feed = site.has_feed(Channel::Site);
        let lists = [site.library.works.is_empty(), site.questions.is_empty(), site.corrections.is_empty()];
        let lists = planted::either(Bug::SettingsWithoutLists, [false; 3], lists);
        let of_site = (&site.navigation, &site.people_index, &site.search, &site.settings, has_feed, lists);
        let languages = planted::either(Bug::SettingsWithoutLanguages, &[][..], languages);
        let settings_print = print(&(config, parse_options, languages, of_site));
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
        entries
    }

    /// The files that the site has once.
    fn of_site(&self) -> Vec<Entry> {
        let mut entries = vec![Entry::Stylesheet];
        if let Some(Edition { site, config, .. }) = self.editions.first() {
            let script = search_script(&self.renderer, config);
            entries.extend(script.filter(|_| site.search.is_some()).map(|_| Entry::SearchScript));
            entries.extend(site.files.iter().map(|file| Entry::Copy(file.route.file(), file.path.clone())));
        }
        let assets = self.renderer.assets().iter().enumerate();
        let own = assets.filter(|(_, asset)| !self.inventory.has_static(&asset.path));
        entries.extend(own.map(|(index, _)| Entry::Theme(index)));
        let statics = self.inventory.statics.iter();
        entries.extend(
            statics.filter_map(|path| path.below("static").map(|below| Entry::Copy(below.to_owned(), path.clone()))),
        );
        entries
    }
}

/// A document that a page is made from.
enum Source<'a> {
    Article(&'a Held<crate::parse::front_matter::ArticleFields>),
    Section(&'a Held<crate::parse::front_matter::SectionFields>),
    Person(&'a Held<crate::parse::front_matter::PersonFields>),
}

impl Source<'_> {
    fn content(&self) -> crate::write::Record {
        match self {
            Source::Article(held) => held.content,
            Source::Section(held) => held.content,
            Source::Person(held) => held.content,
        }
    }
}

/// An output, about to be made.
pub struct Studio<'a> {
    output: &'a Output<'a>,
    edition: &'a Edition,
    speaker: Speaker<'a>,
    components: SiteComponents<'a>,
    item_components: ItemComponents<SiteComponents<'a>>,
    shared: Value,
    settings_print: u64,
}

impl<'a> Studio<'a> {
    /// What composes the pages.
    pub fn composer(&self) -> Composer<'_> {
        let Edition { site, config, settings, .. } = self.edition;
        let (words, languages) = (self.speaker.words(), &self.output.languages);
        Composer::new(site, config, words, languages, &self.components, settings, self.shared.clone())
    }

    /// What composes the texts of articles in feeds.
    pub fn item_composer(&self) -> Composer<'_> {
        let Edition { site, config, settings, .. } = self.edition;
        let (words, languages) = (self.speaker.words(), &self.output.languages);
        Composer::new(site, config, words, languages, &self.item_components, settings, self.shared.clone())
    }

    /// The path in the output of a file of the edition.
    pub fn path(&self, below: String) -> String {
        self.edition.path(below)
    }

    /// The path of a page's file in the output.
    pub fn page_path(&self, brief: &Brief<'_>) -> String {
        self.path(brief.route().file())
    }

    /// What a page is made from: it is unchanged if this is.
    pub fn parts(&self, key: PageKey, brief: &Brief<'_>) -> Vec<(Part, u64)> {
        let document = self.document_print(key);
        let mut parts =
            vec![(Part::Theme, self.speaker.fingerprint(brief.template())), (Part::Settings, self.settings_print)];
        parts.extend(document.map(|document| (Part::Document, document)));
        parts.extend(brief.parts());
        planted::forget(&mut parts);
        parts
    }

    fn document_print(&self, key: PageKey) -> Option<u64> {
        self.edition.document(key).map(|(path, source)| print(&(path, source.content().hash)))
    }

    /// What a file for machines is made from.
    pub fn file_parts(&self, brief: &FileBrief<'_>) -> Vec<(Part, u64)> {
        let mut parts = vec![(Part::Settings, self.settings_print)];
        if brief.has_texts() && !planted::is_planted(Bug::FeedWithoutTheme) {
            parts.push((Part::Theme, self.speaker.components_fingerprint()));
        }
        parts.extend(brief.parts(|article| self.document_print(PageKey::Article(article)).unwrap_or_default()));
        planted::forget(&mut parts);
        parts
    }

    /// The path of a file of the output that is made anew each time.
    fn path_of(&self, entry: &Entry) -> Option<String> {
        let Output { renderer, .. } = self.output;
        let site = &self.edition.site;
        match entry {
            Entry::Page(_) | Entry::File(_) => None,
            Entry::Redirect(index) => site.redirects.get(*index).map(|redirect| redirect.from.file()),
            Entry::Copy(path, _) => Some(path.clone()),
            Entry::Stylesheet => Some(renderer.stylesheet().path.clone()),
            Entry::SearchScript => Some(search_script(renderer, &self.edition.config)?.path.clone()),
            Entry::Theme(index) => renderer.assets().get(*index).map(|asset| asset.path.clone()),
        }
    }

    /// A file of the output that is made anew each time: its path and content.
    pub fn other<'e>(&self, entry: &'e Entry, composer: &Composer<'_>) -> Option<(String, Content<'e>)>
    where
        'a: 'e,
    {
        let Output { renderer, .. } = self.output;
        let site = &self.edition.site;
        let path = self.path_of(entry)?;
        let content = match entry {
            Entry::Page(_) | Entry::File(_) => return None,
            Entry::Redirect(index) => {
                let page = redirect::compose(composer, site.redirects.get(*index)?);
                Content::Bytes(Cow::Owned(page.into_bytes()))
            }
            Entry::Copy(_, from) => Content::File(from),
            Entry::Stylesheet => {
                let Stylesheet { path: _, css } = renderer.stylesheet();
                Content::Bytes(Cow::Borrowed(css.as_bytes()))
            }
            Entry::SearchScript => {
                let script = search_script(renderer, &self.edition.config)?;
                Content::Bytes(Cow::Borrowed(script.text.as_bytes()))
            }
            Entry::Theme(index) => match &renderer.assets().get(*index)?.source {
                AssetSource::BuiltIn(bytes) => Content::Bytes(Cow::Borrowed(bytes)),
                AssetSource::File(from) => Content::File(from),
            },
        };
        Some((path, content))
    }

    /// What the search finds; `None` if the site has none.
    ///
    /// # Errors
    /// If a document has to be read again and cannot be.
    pub fn index<'b>(&self, briefs: &'b Briefs<'_>) -> Result<Option<Index<'b>>, Error> {
        let Output { inputs, parse_options, .. } = self.output;
        let Edition { config, documents, site, articles, .. } = self.edition;
        if !parse_options.search || site.search.is_none() {
            return Ok(None);
        }
        let kept = inputs.cache().kept_words();
        let words_of = |page: &pages::Listed<'_>| match page.key {
            PageKey::Article(id) => match articles.get(id).and_then(|at| documents.articles.get(*at)) {
                Some(held) => documents::words(inputs, &kept, held, parse_options),
                None => Ok(WordList::default()),
            },
            _ => Ok(WordList::default()),
        };
        let pages = pages::list(briefs, &compose::keys(site, config), config);
        let words = pages.par_iter().map(words_of).collect::<Result<Vec<WordList>, Error>>()?;
        Ok(Some(Index::new(pages, words, config)))
    }

    /// Renders a page; a mistake in the theme comes with the document on whose page it showed.
    ///
    /// # Errors
    /// If its document has to be read again and cannot be.
    pub fn render(
        &self,
        key: PageKey,
        brief: &Brief<'_>,
        composer: &Composer<'_>,
        files: &Files<'_>,
    ) -> Result<Result<Vec<u8>, Broken>, Error> {
        let is_shown_again = matches!(key, PageKey::Article(id) if files.has_text(id));
        let prose = self.prose(key, is_shown_again)?;
        let page = composer.compose(brief, &prose);
        let rendered = page.and_then(|page| self.speaker.render(&page));
        Ok(rendered.map_err(|diagnostic| self.broken(key, *diagnostic)))
    }

    fn broken(&self, key: PageKey, diagnostic: Diagnostic) -> Broken {
        Broken { diagnostic, document: self.edition.document(key).map(|(path, _)| path.clone()) }
    }

    /// Makes a file for machines; `items` composes the texts of articles in feeds.
    ///
    /// # Errors
    /// If the document of an article that it shows has to be read again and cannot be.
    pub fn file(
        &self,
        brief: &FileBrief<'_>,
        composer: &Composer<'_>,
        items: &Composer<'_>,
    ) -> Result<Result<String, Broken>, Error> {
        let contents: Vec<Result<Arc<str>, Unmade>> = match brief {
            FileBrief::Copy(copy) => vec![self.item(&copy.item, items, copy.is_in_feeds).map(Arc::from)],
            // A text that has a copy, too, is needed by whichever comes last.
            _ => {
                let again = self.edition.config.machines.markdown;
                brief.items().par_iter().map(|item| item.content(|| self.item(item, items, again))).collect()
            }
        };
        let contents: Result<Vec<Arc<str>>, Unmade> = contents.into_iter().collect();
        match contents {
            Ok(contents) => Ok(Ok(composer.file(brief, &contents))),
            Err(Unmade::Broken(broken)) => Ok(Err(*broken)),
            Err(Unmade::Unread(error)) => Err(error),
        }
    }

    fn item(&self, item: &Item<'_>, composer: &Composer<'_>, is_shown_again: bool) -> Result<String, Unmade> {
        let key = PageKey::Article(item.article);
        let prose = self.prose(key, is_shown_again).map_err(Unmade::Unread)?;
        composer.item(item, &prose).map_err(|diagnostic| Unmade::Broken(Box::new(self.broken(key, *diagnostic))))
    }

    /// The prose of a page; that of an article is not held any longer, unless it is shown again.
    fn prose(&self, key: PageKey, is_shown_again: bool) -> Result<Arc<Prose>, Error> {
        let Output { inputs, parse_options, .. } = self.output;
        let Some((path, source)) = self.edition.document(key) else { return Ok(Arc::default()) };
        let held = match &source {
            Source::Article(held) if is_shown_again => held.prose(),
            Source::Article(held) => held.take_prose(),
            Source::Section(held) => held.prose(),
            Source::Person(held) => held.prose(),
        };
        if let Some(prose) = held {
            return Ok(prose);
        }
        let prose = Arc::new(documents::prose(inputs, path, source.content(), parse_options)?);
        match source {
            Source::Section(held) => held.hold_prose(&prose),
            Source::Article(held) if is_shown_again && self.edition.config.machines.markdown => held.hold_prose(&prose),
            Source::Article(_) | Source::Person(_) => {}
        }
        Ok(prose)
    }
}

/// Why the text of an item cannot be made.
enum Unmade {
    Broken(Box<Broken>),
    Unread(Error),
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

/// Mistakes in the theme, each named once with the first document on whose page it showed.
pub fn once_each(mut failures: Vec<Broken>) -> Vec<Diagnostic> {
    let key = |diagnostic: &Diagnostic| (diagnostic.place.clone(), diagnostic.code, diagnostic.message.clone());
    failures.sort_by_cached_key(|Broken { diagnostic, document }| (key(diagnostic), document.clone()));
    let mut once: Vec<Diagnostic> = Vec::new();
    for Broken { diagnostic, document } in failures {
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
fn pictures<'s>(sites: impl Iterator<Item = &'s Site>) -> Vec<RelPath> {
    let of_site = |site: &'s Site| {
        let referring = site.referring();
        let shown = referring.flat_map(|(image, connections)| image.into_iter().chain(&connections.pictures));
        shown.chain(&site.navigation.logo).filter_map(|picture| picture.file.clone())
    };
    let mut pictures: Vec<RelPath> = sites.flat_map(of_site).collect();
    pictures.sort();
    pictures.dedup();
    pictures
}

/// Measures pictures, but for those that have not changed since the cache saw them.
fn measure(inputs: &Inputs<'_>, pictures: Vec<RelPath>) -> Result<BTreeMap<RelPath, Measured>, Error> {
    let measured = |path: RelPath| -> Result<(RelPath, Measured), Error> {
        let unchanged = inputs.unchanged(&path)?;
        if let Some(known) = planted::either(Bug::PictureOfOldSize, inputs.cache().file(&path), unchanged)
            && let Some(size) = known.picture
        {
            return Ok((path, Measured { signature: known.signature, size }));
        }
        let signature = inputs.signature(&path)?;
        let size = media::size(inputs.root(), &path);
        Ok((path, Measured { signature, size }))
    };
    pictures.into_par_iter().map(measured).collect()
}

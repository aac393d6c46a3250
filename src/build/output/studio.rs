//! An output that is about to be made: the bytes of each file.

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;

use super::edition::Source;
use super::{Broken, Content, Edition, Entry, Output, search_script};
use crate::build::cache::{CARD, KeptWords};
use crate::build::documents::{self, Held};
use crate::compose::brief::{ArticleBrief, Brief, Briefs, Part};
use crate::compose::files::feeds::{Item, ItemComponents};
use crate::compose::files::search::pages::Listed;
use crate::compose::files::search::{self, Seed};
use crate::compose::files::{FileBrief, Files};
use crate::compose::{self, Components, Composer, PageKey, redirect, social_card};
use crate::diagnostics::{Code, Diagnostic};
use crate::error::Error;
use crate::fingerprint::{Fingerprint, print};
use crate::html::Value;
use crate::media::card::Drawer;
use crate::parse::document::Prose;
use crate::parse::front_matter::ArticleFields;
use crate::planted::{self, Bug};
use crate::render::{AssetSource, SiteComponents, Speaker, Stylesheet};
use crate::text::RelPath;

/// An output, about to be made.
pub struct Studio<'a> {
    pub(super) output: &'a Output,
    pub(super) edition: &'a Edition,
    pub(super) speaker: Speaker<'a>,
    pub(super) components: SiteComponents<'a>,
    pub(super) item_components: ItemComponents<SiteComponents<'a>>,
    pub(super) shared: Value,
    pub(super) settings_print: u64,
}

impl<'a> Studio<'a> {
    /// What composes the pages.
    pub fn composer(&self) -> Composer<'_> {
        self.composer_with(&self.components)
    }

    /// What composes the texts of articles in feeds.
    pub fn item_composer(&self) -> Composer<'_> {
        self.composer_with(&self.item_components)
    }

    fn composer_with<'s>(&'s self, components: &'s dyn Components) -> Composer<'s> {
        let Edition { site, config, settings, style, .. } = self.edition;
        let (words, languages) = (self.speaker.words(), &self.output.languages);
        let composer = Composer::new(site, config, words, languages, components, settings, self.shared.clone());
        composer.in_style(style.as_ref())
    }

    /// The site in its language.
    pub fn edition(&self) -> &'a Edition {
        self.edition
    }

    /// The folder of the edition in the output, empty for the first.
    pub fn folder(&self) -> &'a str {
        &self.edition.config.edition
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
        let document = if brief.shows_front_matter_alone() { None } else { self.document_print(key) };
        let mut parts =
            vec![(Part::Theme, self.speaker.fingerprint(brief.template())), (Part::Settings, self.settings_print)];
        let processed = document.and_then(|_| self.processed_print(key));
        parts.extend(document.map(|document| (Part::Document, document)));
        parts.extend(processed.map(|processed| (Part::Preprocessors, processed)));
        parts.extend(brief.parts());
        parts.extend(self.edition.site.shown_rows(brief.template()).map(|rows| (Part::Queries, rows)));
        planted::forget(&mut parts);
        parts
    }

    /// The file that a page is made from, if it has one.
    pub fn document(&self, key: PageKey) -> Option<&RelPath> {
        self.edition.document(key).map(|(path, _)| path)
    }

    fn document_print(&self, key: PageKey) -> Option<u64> {
        self.edition.document(key).map(|(path, source)| print(&(path, source.origin().content.hash)))
    }

    /// What pre-processors made of the file of a page.
    fn processed_print(&self, key: PageKey) -> Option<u64> {
        let (_, source) = self.edition.document(key)?;
        Some(print(&source.origin().processed?.body))
    }

    /// What a file for machines is made from.
    pub fn file_parts(&self, brief: &FileBrief<'_>) -> Vec<(Part, u64)> {
        let mut parts = vec![(Part::Settings, self.settings_print)];
        if brief.has_texts() && !planted::is_planted(Bug::FeedWithoutTheme) {
            parts.push((Part::Theme, self.speaker.components_fingerprint()));
        }
        let of_article = |article| {
            let key = PageKey::Article(article);
            let document = self.document_print(key).unwrap_or_default();
            self.processed_print(key).map_or(document, |processed| print(&(document, processed)))
        };
        parts.extend(brief.parts(of_article));
        planted::forget(&mut parts);
        parts
    }

    /// The path of a file of the output that is made anew each time.
    pub fn path_of(&self, entry: &Entry) -> Option<String> {
        let Output { renderer, .. } = self.output;
        let site = &self.edition.site;
        match entry {
            Entry::Page(_) | Entry::File(_) | Entry::Copies(_) => None,
            Entry::Redirect(index) => site.redirects.get(*index).map(|redirect| redirect.from.file()),
            Entry::Copy(path, _) | Entry::Picture(path, _) => Some(path.clone()),
            Entry::Card(id) => Some(self.path(social_card::route(site.articles.get(*id)?).file())),
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
            Entry::Page(_) | Entry::File(_) | Entry::Copies(_) | Entry::Card(_) => return None,
            Entry::Redirect(index) => {
                let page = redirect::compose(composer, site.redirects.get(*index)?);
                Content::Bytes(Cow::Owned(page.into_bytes()))
            }
            Entry::Copy(_, from) => Content::File(from),
            Entry::Picture(_, from) => Content::Bytes(Cow::Owned(self.output.picture(from)?)),
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

    /// What the social card of an article is made from.
    pub fn card_parts(&self, brief: &ArticleBrief<'_>) -> Vec<(Part, u64)> {
        let drawer = self.output.drawer.as_ref().map(Drawer::print);
        let title = &brief.article.facts.fields.title.value;
        vec![
            (Part::Theme, self.speaker.components_fingerprint()),
            (Part::Settings, print(&(self.settings_print, drawer))),
            (Part::Address, print(&brief.article.route)),
            (Part::Document, print(&(title, brief.article.published))),
            (Part::Breadcrumbs, print(&brief.section)),
            (Part::People, print(&brief.credits)),
        ]
    }

    /// The social card of an article: drawn before with the very same drawing, or now.
    pub fn card(&self, brief: &ArticleBrief<'_>, composer: &Composer<'_>) -> Result<Card, Box<Broken>> {
        let Some(drawer) = &self.output.drawer else { return Ok(Card::default()) };
        let document = || Some(brief.article.facts.path.clone());
        let drawn = composer.social_card(brief, drawer);
        let svg = drawn.map_err(|diagnostic| Box::new(Broken { diagnostic: *diagnostic, document: document() }))?;
        let kept = self.output.inputs.cache().pictures();
        let of_path = card_of(&self.path(social_card::route(brief.article).file()));
        let name = format!("{of_path}{}.png", Fingerprint::of(format!("{:x}\n{}", drawer.print(), svg.0).as_bytes()));
        if let Some(bytes) = kept.get(&name) {
            return Ok(Card { bytes, name });
        }
        let bytes = drawer.draw(&svg.0).map_err(|why| {
            let message = format!("the component `social_card` makes no card: {why}");
            let diagnostic = match self.output.definition("social_card") {
                Some((path, span)) => Diagnostic::new(Code::TemplateError, path, span, message),
                None => Diagnostic::at(Code::TemplateError, None, message),
            };
            let diagnostic = diagnostic.help("let it write one `<svg>` of 1200 by 630 pixels");
            Box::new(Broken { diagnostic, document: document() })
        })?;
        kept.keep(&name, &bytes);
        Ok(Card { bytes, name })
    }

    /// Whether the site has the search whose files are made here.
    pub fn has_search(&self) -> bool {
        self.output.parse_options.search && self.edition.site.search.is_some()
    }

    /// The pages that the search finds, by number, and what it depends on besides.
    pub fn found<'b>(&self, briefs: &'b Briefs<'_>) -> (Vec<Listed<'b>>, Seed) {
        let Edition { config, site, .. } = self.edition;
        let pages = search::pages::list(briefs, &compose::keys(site, config), config);
        let seed = Seed::new(pages.len(), config);
        (pages, seed)
    }

    /// The article of a page, if it is one.
    pub fn article(&self, key: PageKey) -> Option<&'a Held<ArticleFields>> {
        let PageKey::Article(id) = key else { return None };
        self.edition.documents.articles.get(*self.edition.articles.get(id)?)
    }

    /// What is made of the encoded words of an article.
    ///
    /// # Errors
    /// If its document has to be read again and cannot be.
    pub fn words_of<T>(
        &self,
        held: &Held<ArticleFields>,
        kept: &KeptWords,
        make: impl Fn(&[u8]) -> T,
    ) -> Result<T, Error> {
        let Output { inputs, parse_options, preprocessors, .. } = self.output;
        documents::words(inputs, kept, held, parse_options, preprocessors, make)
    }

    /// Renders a page from a brief and a prose that need not be those of the output; a mistake in the theme comes with
    /// the document on whose page it showed.
    pub fn render_with(
        &self,
        key: PageKey,
        brief: &Brief<'_>,
        prose: &Prose,
        composer: &Composer<'_>,
    ) -> Result<Vec<u8>, Box<Broken>> {
        let page = composer.compose(brief, prose);
        let rendered = page.and_then(|page| self.speaker.render(&page));
        rendered.map_err(|diagnostic| Box::new(self.broken(key, *diagnostic)))
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
        Ok(self.render_with(key, brief, &prose, composer).map_err(|broken| *broken))
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
        let Output { inputs, parse_options, preprocessors, .. } = self.output;
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
        let prose = Arc::new(documents::prose(inputs, path, source.origin(), parse_options, preprocessors)?);
        match source {
            Source::Section(held) => held.hold_prose(&prose),
            Source::Article(held) if is_shown_again && self.edition.config.machines.markdown => held.hold_prose(&prose),
            Source::Article(_) | Source::Person(_) => {}
        }
        Ok(prose)
    }
}

/// A social card.
#[derive(Default)]
pub struct Card {
    /// The picture.
    pub bytes: Vec<u8>,
    /// What the cache calls it: where it lies, and all that it is drawn from.
    pub name: String,
}

/// How names of cards that lie at a path of the output begin in the cache.
pub fn card_of(path: &str) -> String {
    format!("{CARD}{:016x}-", Fingerprint::of(path.as_bytes()).half())
}

/// Why the text of an item cannot be made.
enum Unmade {
    Broken(Box<Broken>),
    Unread(Error),
}

//! The files of an output, one by one and when they are asked for.
//!
//! In: an [`Output`]. Out: the bytes of any of its files, each what a build writes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Instant as Stopwatch;

use rayon::prelude::*;

use super::documents::{self, LARGEST, Origin};
use super::output::{Broken, Content, Edition, Entry, Output, Studio};
use super::preprocessors::{Prepared, Written};
use super::{Progress, lints, search, site};
use crate::compose::brief::{ArticleBrief, Brief, Briefs, Part};
use crate::compose::files::Files;
use crate::compose::{Composer, PageKey};
use crate::date::Instant;
use crate::diagnostics::{Diagnosed, Diagnostic};
use crate::error::Error;
use crate::lint::{Chosen, Overrides};
use crate::parse;
use crate::parse::document::{Document, Facts, Parsed, Prose};
use crate::parse::front_matter::ArticleFields;
use crate::planted::{self, Bug};
use crate::resolve::ArticleId;
use crate::text::RelPath;
use crate::write::Record;

/// A page of the site in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageAt {
    /// The position of the edition.
    pub edition: usize,
    /// Which of its pages.
    pub key: PageKey,
}

/// An article whose words have changed since the site was connected, and nothing that the rest of the site shows.
pub struct Revision {
    /// The position of the edition.
    pub edition: usize,
    /// The article.
    pub article: ArticleId,
    /// Its facts: the same but for places.
    pub facts: Arc<Facts<ArticleFields>>,
    prose: Prose,
}

impl Revision {
    /// Its page.
    pub fn page(&self) -> PageAt {
        PageAt { edition: self.edition, key: PageKey::Article(self.article) }
    }
}

impl Output {
    /// Shows the files of the output.
    pub fn preview<T>(&self, show: impl FnOnce(&Preview<'_>) -> T) -> T {
        let (studios, briefs) = (self.studios(), self.briefs());
        let files = self.files(&briefs);
        let entries = self.entries(&files);
        let parts = self.editions().iter().zip(&studios).zip(&briefs).zip(&files);
        let editions = parts.map(|(((edition, studio), briefs), files)| Shown {
            edition,
            studio,
            briefs,
            files,
            composer: studio.composer(),
            items: studio.item_composer(),
        });
        let editions: Vec<Shown<'_>> = editions.collect();
        let place = |(at, entry): (usize, Entry)| Some((editions.get(at)?.path(&entry)?, (at, entry)));
        let mut table: Vec<(String, (usize, Entry))> = entries.into_par_iter().filter_map(place).collect();
        for (at, set) in self.copy_sets().iter().enumerate() {
            table.extend(set.copies.copies.iter().map(|copy| (copy.path.clone(), (0, Entry::Copies(at)))));
        }
        table.par_sort_by(|(a, _), (b, _)| a.cmp(b));
        show(&Preview { output: self, editions, table, search: OnceLock::new() })
    }

    /// The path of `base_url`, below which all its addresses lie: empty, or `/sub/path`.
    pub fn base_path(&self) -> &str {
        self.editions().first().map_or("", |first| first.config().base_path.as_str())
    }

    /// Whether a path leads to a file of the site, or a folder with some, when the site was connected.
    pub fn holds(&self, path: &RelPath) -> bool {
        self.inventory().holds(path)
    }

    /// What each document contained when the site was connected.
    pub fn contents(&self) -> Vec<(RelPath, Record)> {
        let of_edition = |edition: &Edition| {
            let documents = edition.documents();
            let articles = documents.articles.iter().map(|held| (held.facts.path.clone(), held.origin.content));
            let sections = documents.sections.iter().map(|held| (held.facts.path.clone(), held.origin.content));
            let people = documents.people.iter().map(|held| (held.facts.path.clone(), held.origin.content));
            articles.chain(sections).chain(people).collect::<Vec<_>>()
        };
        self.editions().iter().flat_map(of_edition).collect()
    }

    /// What a document contained when the site was connected.
    pub fn content(&self, path: &RelPath) -> Option<Record> {
        self.origin(path).map(|origin| origin.content)
    }

    /// What a document was made from when the site was connected.
    pub fn origin(&self, path: &RelPath) -> Option<Origin> {
        self.editions().iter().find_map(|edition| {
            let documents = edition.documents();
            let article = || documents.articles.binary_search_by(|held| held.facts.path.cmp(path)).ok();
            let section = || documents.sections.binary_search_by(|held| held.facts.path.cmp(path)).ok();
            let person = || documents.people.binary_search_by(|held| held.facts.path.cmp(path)).ok();
            let of_article = article().and_then(|at| documents.articles.get(at)).map(|held| held.origin);
            let of_section = || section().and_then(|at| documents.sections.get(at)).map(|held| held.origin);
            let of_person = || person().and_then(|at| documents.people.get(at)).map(|held| held.origin);
            of_article.or_else(of_section).or_else(of_person)
        })
    }

    /// Reads an article again; `None` unless it is public, was changed without a mistake, and says the same as before
    /// to the rest of the site.
    pub fn revise(&self, path: &RelPath) -> Option<Revision> {
        let find =
            |edition: &Edition| edition.site().articles.binary_search_by(|article| article.facts.path.cmp(path)).ok();
        let (edition, article) =
            self.editions().iter().enumerate().find_map(|(at, edition)| Some((at, find(edition)?)))?;
        let known = &self.editions().get(edition)?.site().articles.get(article)?.facts;
        let (bytes, state) = self.inputs().read(path, LARGEST).ok()?;
        let written = Written { path, bytes: &bytes, content: state.content };
        let prepared = self.preprocessors().prepare(self.inputs(), written, &|| false);
        let (body, wrong) = prepared.map(|Prepared { body, diagnostics, .. }| (body, diagnostics)).unwrap_or_default();
        let Diagnosed { value, mut diagnostics } = parse::parse_as(path, &bytes, body.as_ref(), self.parse_options());
        diagnostics.extend(wrong);
        let Some(Document::Article(Parsed { facts, prose })) = value else { return None };
        let same = planted::is_planted(Bug::RevisionOfOtherFacts) || facts.says_the_same(known);
        let is_wrong = diagnostics.iter().any(Diagnostic::is_error) && !planted::is_planted(Bug::RevisionWithMistakes);
        (same && !is_wrong).then_some(Revision { edition, article, facts, prose })
    }
}

/// The files of an output.
pub struct Preview<'a> {
    output: &'a Output,
    editions: Vec<Shown<'a>>,
    /// What each file is, sorted by path.
    table: Vec<(String, (usize, Entry))>,
    /// The files of the search, made when the first is asked for.
    search: OnceLock<BTreeMap<String, Vec<u8>>>,
}

/// The site in one language, and what makes its files.
struct Shown<'a> {
    edition: &'a Edition,
    studio: &'a Studio<'a>,
    briefs: &'a Briefs<'a>,
    files: &'a Files<'a>,
    composer: Composer<'a>,
    items: Composer<'a>,
}

/// A file of an output.
pub enum File {
    /// These bytes.
    Made(Vec<u8>),
    /// Those of a file of the site.
    Copied(RelPath),
    /// A page that cannot be rendered.
    Broken(Box<Broken>),
}

impl Shown<'_> {
    /// The path of a file in the output.
    fn path(&self, entry: &Entry) -> Option<String> {
        match entry {
            Entry::Page(key) => Some(self.studio.path(self.briefs.route(*key).file())),
            Entry::File(key) => self.files.of(*key).map(|brief| self.studio.path(brief.path())),
            _ => self.studio.path_of(entry),
        }
    }
}

impl<'a> Preview<'a> {
    /// What is shown.
    pub fn output(&self) -> &'a Output {
        self.output
    }

    /// The edition of a page.
    pub fn edition(&self, page: PageAt) -> Option<&'a Edition> {
        self.editions.get(page.edition).map(|shown| shown.edition)
    }

    /// What a page shows of the site.
    pub fn brief(&self, page: PageAt) -> Option<Brief<'_>> {
        self.editions.get(page.edition).map(|shown| shown.briefs.of(page.key))
    }

    /// The page at a path of the output.
    pub fn page(&self, path: &str) -> Option<PageAt> {
        match self.entry(path)? {
            (edition, Entry::Page(key)) => Some(PageAt { edition: *edition, key: *key }),
            _ => None,
        }
    }

    /// Whether there is a file at a path of the output, as far as is known without making the search's files.
    pub fn has(&self, path: &str) -> bool {
        self.entry(path).is_some()
    }

    /// The path of every file of the output, sorted.
    ///
    /// # Errors
    /// A failure of the machine while the files of the search are made.
    pub fn paths(&self) -> Result<Vec<&str>, Error> {
        let searched = self.searched()?.keys().map(String::as_str);
        let mut paths: Vec<&str> = self.table.iter().map(|(path, _)| path.as_str()).chain(searched).collect();
        paths.sort_unstable();
        Ok(paths)
    }

    /// Where the file at a path of the output leads, if it is a redirect: as in `href`, but for HTML's escapes.
    pub fn redirect(&self, path: &str) -> Option<&str> {
        let (at, Entry::Redirect(index)) = self.entry(path)? else { return None };
        let redirect = self.editions.get(*at)?.edition.site().redirects.get(*index)?;
        Some(&redirect.to)
    }

    /// How many words of an article a reader reads; 0 if its document has changed and is not held.
    pub fn words(&self, page: PageAt, revision: Option<&Revision>) -> u32 {
        if let Some(revision) = revision.filter(|revision| revision.page() == page) {
            return revision.prose.words;
        }
        let shown = self.editions.get(page.edition);
        shown.and_then(|shown| self.prose(shown, page.key).ok()).map_or(0, |prose| prose.words)
    }

    /// A file of the output; `None` if there is none at this path. `revision` is that of the page's article.
    ///
    /// # Errors
    /// A failure of the machine; a document that has changed since and is not held is one.
    pub fn file(&self, path: &str, revision: Option<&Revision>) -> Result<Option<File>, Error> {
        let Some((at, entry)) = self.entry(path) else {
            return Ok(self.searched()?.get(path).map(|bytes| File::Made(bytes.clone())));
        };
        let Some(shown) = self.editions.get(*at) else { return Ok(None) };
        let made = match entry {
            Entry::Page(key) => self.rendered(shown, *key, revision)?,
            Entry::File(key) => {
                let Some(brief) = shown.files.of(*key) else { return Ok(None) };
                shown.studio.file(&brief, &shown.composer, &shown.items)?.map(String::into_bytes).map_err(Box::new)
            }
            Entry::Copies(at) => {
                let Some(set) = self.output.copy_sets().get(*at) else { return Ok(None) };
                let Some(copy) = set.copies.copies.iter().find(|copy| copy.path == path) else { return Ok(None) };
                let made = self.output.copies(set, &[copy])?;
                made.map(|bytes| bytes.into_iter().next().unwrap_or_default()).map_err(Box::new)
            }
            Entry::Card(id) => {
                let card = shown.studio.card(&shown.briefs.article(*id), &shown.composer);
                card.map(|card| card.bytes)
            }
            _ => match shown.studio.other(entry, &shown.composer) {
                None => return Ok(None),
                Some((_, Content::Bytes(bytes))) => Ok(bytes.into_owned()),
                Some((_, Content::File(from))) => return Ok(Some(File::Copied(from.clone()))),
            },
        };
        Ok(Some(made.map_or_else(File::Broken, File::Made)))
    }

    /// What all rules find on a page as it is built; nothing unless it is an article's. `revision` is that of the article.
    ///
    /// # Errors
    /// A document that has changed since and is not held.
    pub fn findings(&self, page: PageAt, revision: Option<&Revision>) -> Result<Vec<Diagnostic>, Error> {
        let (Some(shown), PageKey::Article(id)) = (self.editions.get(page.edition), page.key) else {
            return Ok(Vec::new());
        };
        let revision_of = |other: ArticleId| revision.filter(|_| other == id);
        let html = |other| Ok(self.rendered(shown, PageKey::Article(other), revision_of(other))?.ok());
        let chosen = Chosen::all(&shown.edition.config().lints, &Overrides::default());
        lints::of_page_of(self.output, shown.edition, shown.briefs, id, &chosen, &html)
    }

    /// What keeps a page from being published, by rules that look at pages as they are built and are set to `error`.
    pub fn refused(&self, page: PageAt, html: &[u8], now: Instant) -> Vec<Diagnostic> {
        let Some(Shown { edition, briefs, .. }) = self.editions.get(page.edition) else { return Vec::new() };
        let config = edition.config();
        let chosen = Chosen::errors(&config.lints).of_pages();
        if chosen.is_empty() {
            return Vec::new();
        }
        let found = lints::of_page(edition, page.key, html, &chosen);
        if found.is_empty() {
            return Vec::new();
        }
        let origin = lints::origin(self.output, edition, page.key, &briefs.of(page.key));
        let found = lints::of_pages(self.output, &[(origin, found)]);
        let levels = site::levels(config, self.output.allowances(), now, &Overrides::default());
        levels.weigh(found).into_iter().filter(Diagnostic::is_error).collect()
    }

    fn rendered(
        &self,
        shown: &Shown<'_>,
        key: PageKey,
        revision: Option<&Revision>,
    ) -> Result<Result<Vec<u8>, Box<Broken>>, Error> {
        match (revision, shown.briefs.of(key)) {
            (Some(revision), Brief::Article(brief)) => {
                let mut article = brief.article.clone();
                article.facts = Arc::clone(&revision.facts);
                let brief = Brief::Article(ArticleBrief { article: &article, ..brief });
                Ok(shown.studio.render_with(key, &brief, &revision.prose, &shown.composer))
            }
            (_, brief) => {
                let prose = self.prose(shown, key)?;
                Ok(shown.studio.render_with(key, &brief, &prose, &shown.composer))
            }
        }
    }

    fn prose(&self, shown: &Shown<'_>, key: PageKey) -> Result<Prose, Error> {
        let Some((path, source)) = shown.edition.document(key) else { return Ok(Prose::default()) };
        let output = self.output;
        documents::prose(output.inputs(), path, source.origin(), output.parse_options(), output.preprocessors())
    }

    fn entry(&self, path: &str) -> Option<&(usize, Entry)> {
        let at = self.table.binary_search_by(|(known, _)| known.as_str().cmp(path)).ok()?;
        self.table.get(at).map(|(_, entry)| entry)
    }

    fn searched(&self) -> Result<&BTreeMap<String, Vec<u8>>, Error> {
        if let Some(made) = self.search.get() {
            return Ok(made);
        }
        let made = Mutex::new(BTreeMap::new());
        let keep = |_: &str, _: &[(Part, u64)]| Ok(None);
        let put = |path: &str, _: &[(Part, u64)], text: &str| {
            let bytes = text.as_bytes().to_vec();
            made.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), bytes);
            Ok(())
        };
        let files = search::Files { keep: &keep, put: &put };
        for Shown { studio, briefs, composer, .. } in &self.editions {
            search::make(studio, briefs, composer, self.output.inputs(), &Unwatched, None, &files)?;
        }
        Ok(self.search.get_or_init(|| made.into_inner().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// Work that nobody watches.
pub struct Unwatched;

impl Progress for Unwatched {
    fn stage(&self, _: &'static str, _: usize) {}

    fn step(&self, _: &str, _: Stopwatch) {}
}

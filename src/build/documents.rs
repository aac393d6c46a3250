//! Every document of the site, parsed or taken from the cache on all cores, in the order of the inventory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant as Stopwatch;

use rayon::prelude::*;

use super::Progress;
use super::cache::facts::{Kept, KeptDocument, KeptRef};
use super::cache::{Cache, FileState, KeptWords, Processed, Slot};
use super::inputs::Inputs;
use super::memory::Remembered;
use super::preprocessors::{self, Preprocessors, Written};
use crate::config::Config;
use crate::diagnostics::{Code, Diagnosed, Diagnostic};
use crate::error::Error;
use crate::fs::ReadFailure;
use crate::parse::document::{Allowance, Document, Facts, Parsed, Prose};
use crate::parse::front_matter::{ArticleFields, ImageFields, PersonFields, SectionFields, Source};
use crate::parse::search::{self, WordList};
use crate::parse::{self, ParseOptions};
use crate::planted::{self, Bug};
use crate::text::RelPath;
use crate::write::Record;

/// The largest document that is read, in bytes.
pub const LARGEST: u64 = 32 * 1024 * 1024;

/// How much prose is held between parsing and rendering, in bytes of HTML; what is above it is parsed again when its
/// page is rendered, so that memory grows with the facts alone.
const HELD: usize = 512 << 20;

/// The documents by kind, each sorted by path.
#[derive(Default)]
pub struct Documents {
    /// Articles and plain pages.
    pub articles: Vec<Held<ArticleFields>>,
    /// The `_index.md` files.
    pub sections: Vec<Held<SectionFields>>,
    /// People; those that a further language has nothing of its own of are the first's.
    pub people: Vec<Arc<Held<PersonFields>>>,
    /// The ledger, file by file.
    pub ledger: Vec<(RelPath, Vec<Arc<Source>>)>,
    /// Credits of pictures by the path of the picture.
    pub sidecars: BTreeMap<RelPath, ImageFields>,
}

impl Documents {
    /// What each document is excused from.
    pub fn allowances(&self) -> impl Iterator<Item = (&RelPath, &[Allowance])> {
        fn of<F>(facts: &Facts<F>) -> (&RelPath, &[Allowance]) {
            (&facts.path, &facts.references.allowances)
        }
        let sections = self.sections.iter().map(|section| of(&section.facts));
        let people = self.people.iter().map(|person| of(&person.facts));
        self.articles.iter().map(|article| of(&article.facts)).chain(sections).chain(people)
    }
}

/// A document, and its prose as long as it is held.
pub struct Held<F> {
    /// What other pages may depend on.
    pub facts: Arc<Facts<F>>,
    /// What it was made from.
    pub origin: Origin,
    /// Its words for the search, if they are listed.
    pub words: Option<HeldWords>,
    prose: Mutex<Option<Arc<Prose>>>,
}

/// What a document is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// What the file contains.
    pub content: Record,
    /// What pre-processors made of it, if it is an article that they are given.
    pub processed: Option<Processed>,
}

/// The words of an article.
pub enum HeldWords {
    /// In the cache.
    Kept(Slot),
    /// In memory, because nothing can be kept.
    Here(Arc<WordList>),
}

impl<F> Held<F> {
    fn new(facts: Arc<Facts<F>>, origin: Origin, words: Option<HeldWords>, prose: Option<Prose>) -> Held<F> {
        Held { facts, origin, words, prose: Mutex::new(prose.map(Arc::new)) }
    }

    /// The prose, for the one page that shows it; it is not held any longer.
    pub fn take_prose(&self) -> Option<Arc<Prose>> {
        self.prose.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// The prose, if it is held.
    pub fn prose(&self) -> Option<Arc<Prose>> {
        self.prose.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Holds prose that was parsed again.
    pub fn hold_prose(&self, prose: &Arc<Prose>) {
        *self.prose.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(prose));
    }
}

/// A document that was looked at.
pub enum Looked {
    /// It was parsed.
    Parsed(Option<Box<Document>>, Option<HeldWords>, Vec<Diagnostic>),
    /// It is in the cache.
    Kept(Slot),
    /// The session remembers it.
    Remembered(Remembered),
}

/// What was found of one document.
pub struct Found {
    /// The file, unless it could not be read as one.
    pub state: Option<FileState>,
    /// What it holds.
    pub looked: Looked,
}

impl Found {
    /// The file as the cache knows it, if its document was parsed and says to the rest of the site what it said then.
    pub fn reworded<'c>(&self, cache: &'c Cache) -> Option<&'c FileState> {
        let Looked::Parsed(Some(document), ..) = &self.looked else { return None };
        let before = cache.file(&self.state.as_ref()?.path)?;
        let kept = cache.facts(&before.facts?)?;
        let says_the_same = kept.document.says_the_same(document);
        planted::either(Bug::RewordedWhateverItSays, true, says_the_same).then_some(before)
    }
}

/// Reads and parses every document that has changed since the cache saw it.
///
/// # Errors
/// A file that cannot be read.
pub fn look(
    inputs: &Inputs,
    paths: &[RelPath],
    options: &ParseOptions,
    preprocessors: &Preprocessors,
    progress: &dyn Progress,
) -> Result<Vec<Found>, Error> {
    let cache = inputs.cache();
    let print = options.print();
    let usable = planted::is_planted(Bug::FactsOfOtherOptions) || cache.state().parse_options == print;
    let held = AtomicUsize::new(0);
    let look_at = |path: &RelPath| -> Result<Found, Error> {
        super::go_on(progress)?;
        let remembered = inputs.memory().and_then(|memory| memory.document(path, print));
        if let Some(remembered) = remembered
            && let Some(known) = inputs.unchanged(path)?
            && preprocessors.are_as_for(known)
        {
            return Ok(Found { state: Some(known.clone()), looked: Looked::Remembered(remembered.clone()) });
        }
        if usable
            && inputs.memory().is_none()
            && let Some(known) = inputs.unchanged(path)?
            && preprocessors.are_as_for(known)
            && let Some(slot) = known.facts
        {
            return Ok(Found { state: Some(known.clone()), looked: Looked::Kept(slot) });
        }
        let (bytes, state) = match inputs.read(path, LARGEST) {
            Ok(read) => read,
            Err(ReadFailure::TooLarge(size)) => {
                let looked = Looked::Parsed(None, None, vec![too_large(path, size)]);
                return Ok(Found { state: None, looked });
            }
            Err(ReadFailure::Io(error)) => return Err(error),
        };
        if let Some(remembered) = remembered
            && let Some(known) = inputs
                .file(path)
                .filter(|known| known.content == state.content || planted::is_planted(Bug::MemoryOfOldContent))
                .filter(|known| preprocessors.are_as_for(known))
        {
            let FileState { facts, words, processed, .. } = *known;
            let state = FileState { facts, words, processed, ..state };
            return Ok(Found { state: Some(state), looked: Looked::Remembered(remembered.clone()) });
        }
        let known = cache.file(path).filter(|known| {
            usable
                && (known.content == state.content || planted::is_planted(Bug::FactsOfOtherContent))
                && preprocessors.are_as_for(known)
        });
        if let Some(known) = known
            && let Some(slot) = known.facts
        {
            let state = FileState { facts: known.facts, words: known.words, processed: known.processed, ..state };
            return Ok(Found { state: Some(state), looked: Looked::Kept(slot) });
        }
        let is_interrupted = || progress.is_interrupted();
        let found = parse_and_keep(inputs, &bytes, state, options, preprocessors, &held, &is_interrupted);
        // A program that was ended for that has done nothing wrong.
        super::go_on(progress)?;
        Ok(found)
    };
    paths
        .par_iter()
        .map(|path| {
            let started = Stopwatch::now();
            let found = look_at(path);
            progress.step(path.as_str(), started);
            found
        })
        .collect()
}

fn parse_and_keep(
    inputs: &Inputs,
    bytes: &[u8],
    state: FileState,
    options: &ParseOptions,
    preprocessors: &Preprocessors,
    held: &AtomicUsize,
    is_interrupted: &dyn Fn() -> bool,
) -> Found {
    let path = &state.path;
    let written = Written { path, bytes, content: state.content };
    let prepared = preprocessors.prepare(inputs, written, is_interrupted);
    let processed = prepared.as_ref().map(|prepared| prepared.processed);
    let body = prepared.as_ref().and_then(|prepared| prepared.body.as_ref());
    let Diagnosed { value: mut document, mut diagnostics } = parse::parse_as(path, bytes, body, options);
    diagnostics.extend(prepared.map(|prepared| prepared.diagnostics).unwrap_or_default());
    preprocessors::tell_apart(&mut diagnostics, &preprocessors::bodies(std::iter::once((path, processed))));
    // What a program failed at is tried again, so it is not kept.
    let has_failed = processed.is_some_and(|processed| processed.by.is_none());
    let facts = (!has_failed).then(|| inputs.cache().keep(&KeptRef::new(document.as_ref(), &diagnostics))).flatten();
    let (words, held_words) = list_words(inputs, path, document.as_ref(), options);
    if let Some(Document::Article(Parsed { prose, .. })) = &mut document
        && held.fetch_add(prose.size(), Ordering::Relaxed) > HELD
    {
        *prose = Prose::default();
    }
    let looked = Looked::Parsed(document.map(Box::new), held_words, diagnostics);
    Found { state: Some(FileState { facts, words, processed, ..state }), looked }
}

/// Lists the words of an article, and keeps them; in memory only if they cannot be kept.
fn list_words(
    inputs: &Inputs,
    path: &RelPath,
    document: Option<&Document>,
    options: &ParseOptions,
) -> (Option<Slot>, Option<HeldWords>) {
    let Some(Document::Article(article)) = document.filter(|_| options.search) else { return (None, None) };
    let started = Stopwatch::now();
    let list = search::of_article(article);
    let known = inputs.cache().file(path).and_then(|known| known.words);
    let stale = planted::either(Bug::WordsOfOldBody, known, None);
    let slot = stale.or_else(|| inputs.cache().keep_words(&list));
    inputs.listed_words(started.elapsed());
    (slot, Some(slot.map_or(HeldWords::Here(Arc::new(list)), HeldWords::Kept)))
}

/// What was found, joined.
pub struct Joined {
    /// The documents, and what is wrong with them.
    pub documents: Diagnosed<Documents>,
    /// What is known of their files.
    pub states: Vec<FileState>,
    /// What a session remembers of them, sorted by path; empty outside of one.
    pub remembered: Vec<Remembered>,
}

/// Joins what was found, after the facts of unchanged documents have been taken from the cache.
///
/// # Errors
/// A file whose facts are damaged and that cannot be read.
pub fn join(
    inputs: &Inputs,
    found: Vec<Found>,
    options: &ParseOptions,
    preprocessors: &Preprocessors,
) -> Result<Joined, Error> {
    let opened: Vec<Opened> =
        found.into_par_iter().map(|found| open(inputs, found, options, preprocessors)).collect::<Result<_, _>>()?;
    let mut documents = Documents::default();
    let mut diagnostics = Vec::new();
    let mut states = Vec::with_capacity(opened.len());
    let remembered = if inputs.is_of_session() { opened.iter().filter_map(remember).collect() } else { Vec::new() };
    for Opened { state, document, diagnostics: mut own } in opened {
        diagnostics.append(&mut own);
        let nothing = || Origin { content: Record::of(&[]), processed: None };
        let of = |state: &FileState| Origin { content: state.content, processed: state.processed };
        let origin = state.as_ref().map_or_else(nothing, of);
        let kept_words = state.as_ref().and_then(|state| state.words).map(HeldWords::Kept);
        states.extend(state);
        match document {
            KeptOrParsed::Parsed(document, words) => documents.parsed(*document, origin, words),
            KeptOrParsed::Kept(document) => documents.kept(document, origin, kept_words),
            KeptOrParsed::Remembered(document, words) => {
                documents.kept(document, origin, words.map(HeldWords::Here).or(kept_words));
            }
        }
    }
    Ok(Joined { documents: Diagnosed { value: documents, diagnostics }, states, remembered })
}

/// What a session remembers of a document; nothing of one whose file is not known.
fn remember(opened: &Opened) -> Option<Remembered> {
    let Opened { state, document, diagnostics } = opened;
    let diagnostics = planted::either(Bug::MemoryWithoutDiagnostics, &[][..], diagnostics.as_slice());
    let (document, words) = match document {
        KeptOrParsed::Parsed(document, words) => (KeptDocument::of(document), words.as_ref()),
        KeptOrParsed::Kept(document) => (document.clone(), None),
        KeptOrParsed::Remembered(document, words) => {
            return Some(Remembered {
                path: state.as_ref()?.path.clone(),
                document: document.clone(),
                diagnostics: diagnostics.into(),
                words: words.clone(),
            });
        }
    };
    let words = words.and_then(|words| if let HeldWords::Here(list) = words { Some(Arc::clone(list)) } else { None });
    Some(Remembered { path: state.as_ref()?.path.clone(), document, diagnostics: diagnostics.into(), words })
}

impl Documents {
    /// Divides the documents of a site among its editions; `editions` are their settings, the first language first.
    pub fn of_editions(self, editions: &[Config]) -> Vec<Documents> {
        if editions.len() < 2 {
            return vec![self];
        }
        let codes: Vec<String> = editions.iter().skip(1).map(|config| config.language.clone()).collect();
        let edition_of = |path: &RelPath| {
            let (_, code) = path.without_language(&codes)?;
            Some(codes.iter().position(|known| known == code)? + 1)
        };
        let Documents { articles, sections, people, ledger, sidecars } = self;
        let shared = || Documents { ledger: ledger.clone(), sidecars: sidecars.clone(), ..Documents::default() };
        let mut divided: Vec<Documents> = editions.iter().map(|_| shared()).collect();
        for article in articles {
            divided[edition_of(&article.facts.path).unwrap_or(0)].articles.push(article);
        }
        for section in sections {
            divided[edition_of(&section.facts.path).unwrap_or(0)].sections.push(section);
        }
        for person in people {
            divided[edition_of(&person.facts.path).unwrap_or(0)].people.push(person);
        }
        if let [first, further @ ..] = divided.as_mut_slice() {
            for edition in further {
                edition.add_people(&first.people);
            }
        }
        divided
    }

    /// Adds the people of the first language of whom the edition has nothing of its own.
    fn add_people(&mut self, first: &[Arc<Held<PersonFields>>]) {
        let own: BTreeSet<RelPath> = self.people.iter().map(|person| person.facts.place().clone()).collect();
        self.people.extend(first.iter().filter(|person| !own.contains(&person.facts.path)).cloned());
        self.people.sort_by(|a, b| a.facts.path.cmp(&b.facts.path));
    }

    fn parsed(&mut self, document: Document, origin: Origin, words: Option<HeldWords>) {
        match document {
            Document::Article(Parsed { facts, prose }) => {
                let prose = (!prose.is_empty()).then_some(prose);
                self.articles.push(Held::new(facts, origin, words, prose));
            }
            Document::Section(Parsed { facts, prose }) => {
                self.sections.push(Held::new(facts, origin, None, Some(prose)));
            }
            Document::Person(Parsed { facts, prose }) => {
                self.people.push(Arc::new(Held::new(facts, origin, None, Some(prose))));
            }
            Document::Sources(path, sources) => self.ledger.push((path, sources)),
            Document::Sidecar(path, fields) => self.sidecar(&path, fields),
        }
    }

    fn kept(&mut self, document: KeptDocument, origin: Origin, words: Option<HeldWords>) {
        match document {
            KeptDocument::Article(facts) => self.articles.push(Held::new(facts, origin, words, None)),
            KeptDocument::Section(facts) => self.sections.push(Held::new(facts, origin, None, None)),
            KeptDocument::Person(facts) => self.people.push(Arc::new(Held::new(facts, origin, None, None))),
            KeptDocument::Sources(path, sources) => self.ledger.push((path, sources)),
            KeptDocument::Sidecar(path, fields) => self.sidecar(&path, *fields),
            KeptDocument::Nothing => {}
        }
    }

    fn sidecar(&mut self, path: &RelPath, fields: ImageFields) {
        let picture = path.as_str().strip_suffix(".yml").or_else(|| path.as_str().strip_suffix(".yaml"));
        if let Some(picture) = picture.and_then(RelPath::new) {
            self.sidecars.insert(picture, fields);
        }
    }
}

enum KeptOrParsed {
    Parsed(Box<Document>, Option<HeldWords>),
    Kept(KeptDocument),
    Remembered(KeptDocument, Option<Arc<WordList>>),
}

struct Opened {
    state: Option<FileState>,
    document: KeptOrParsed,
    diagnostics: Vec<Diagnostic>,
}

fn open(
    inputs: &Inputs,
    Found { state, looked }: Found,
    options: &ParseOptions,
    preprocessors: &Preprocessors,
) -> Result<Opened, Error> {
    let nothing = KeptOrParsed::Kept(KeptDocument::Nothing);
    let slot = match looked {
        Looked::Parsed(document, words, diagnostics) => {
            let document = document.map_or(nothing, |document| KeptOrParsed::Parsed(document, words));
            return Ok(Opened { state, document, diagnostics });
        }
        Looked::Remembered(Remembered { path: _, document, diagnostics, words }) => {
            let document = KeptOrParsed::Remembered(document, words);
            return Ok(Opened { state, document, diagnostics: diagnostics.to_vec() });
        }
        Looked::Kept(slot) => slot,
    };
    let Some(state) = state else { return Ok(Opened { state, document: nothing, diagnostics: Vec::new() }) };
    if let Some(Kept { document, diagnostics }) = inputs.cache().facts(&slot) {
        let facts = inputs.cache().keep_again(slot);
        let words = state.words.and_then(|slot| inputs.cache().keep_again(slot));
        return Ok(Opened {
            state: Some(FileState { facts, words, ..state }),
            document: KeptOrParsed::Kept(document),
            diagnostics,
        });
    }
    let path = state.path.clone();
    let (bytes, state) = match inputs.read(&path, LARGEST) {
        Ok(read) => read,
        Err(ReadFailure::TooLarge(size)) => {
            return Ok(Opened { state: None, document: nothing, diagnostics: vec![too_large(&path, size)] });
        }
        Err(ReadFailure::Io(error)) => return Err(error),
    };
    let found = parse_and_keep(inputs, &bytes, state, options, preprocessors, &AtomicUsize::new(0), &|| false);
    open(inputs, found, options, preprocessors)
}

/// The prose of a document, parsed again.
///
/// # Errors
/// If the file cannot be read, or is not any more what the facts were made from, or its pre-processors return something
/// else.
pub fn prose(
    inputs: &Inputs,
    path: &RelPath,
    origin: Origin,
    options: &ParseOptions,
    preprocessors: &Preprocessors,
) -> Result<Prose, Error> {
    let Origin { content, processed } = origin;
    let changed = || {
        Error::io("build from", &path.on_disk(inputs.root()), &std::io::Error::other("it was changed during the build"))
            .with_help("build again")
    };
    let bytes: Arc<[u8]> = match inputs.text(path, content) {
        Some(text) => text,
        None => match inputs.read(path, LARGEST) {
            Ok((bytes, state)) if state.content == content => Arc::from(bytes),
            Ok(_) | Err(ReadFailure::TooLarge(_)) => return Err(changed()),
            Err(ReadFailure::Io(error)) => return Err(error),
        },
    };
    let written = Written { path, bytes: &bytes, content };
    let body = processed.map(|processed| preprocessors.again(inputs, written, processed)).transpose()?.flatten();
    Ok(match parse::parse_as(path, &bytes, body.as_ref(), options).value {
        Some(Document::Article(Parsed { prose, .. })) => prose,
        Some(Document::Section(Parsed { prose, .. })) => prose,
        Some(Document::Person(Parsed { prose, .. })) => prose,
        Some(Document::Sources(..) | Document::Sidecar(..)) | None => Prose::default(),
    })
}

/// What is made of the encoded words of an article, which are listed again if what was kept of them is damaged.
///
/// # Errors
/// As [`prose`].
pub fn words<T>(
    inputs: &Inputs,
    kept: &KeptWords,
    held: &Held<ArticleFields>,
    options: &ParseOptions,
    preprocessors: &Preprocessors,
    make: impl Fn(&[u8]) -> T,
) -> Result<T, Error> {
    match &held.words {
        Some(HeldWords::Here(list)) => return Ok(make(&list.0)),
        Some(HeldWords::Kept(slot)) => {
            if let Some(made) = kept.read_with(slot, &make) {
                return Ok(made);
            }
        }
        None => {}
    }
    let Facts { path, .. } = &*held.facts;
    let prose = prose(inputs, path, held.origin, options, preprocessors)?;
    Ok(make(&search::of_article(&Parsed { facts: Arc::clone(&held.facts), prose }).0))
}

fn too_large(path: &RelPath, size: u64) -> Diagnostic {
    let message = format!("the file has {} MiB; byline reads files up to 32 MiB", size.div_ceil(1024 * 1024));
    Diagnostic::in_file(Code::TooLarge, path, message).help("split it into several articles")
}

//! Which documents have changed since they were seen last, and what those hold.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant as Stopwatch;

use rayon::prelude::*;

use super::{HeldWords, LARGEST, too_large};
use crate::build::cache::facts::KeptRef;
use crate::build::cache::{Cache, FileState, Slot};
use crate::build::inputs::Inputs;
use crate::build::memory::Remembered;
use crate::build::preprocessors::{self, Preprocessors, Written};
use crate::build::{Progress, go_on};
use crate::diagnostics::{Diagnosed, Diagnostic};
use crate::error::Error;
use crate::fs::ReadFailure;
use crate::parse::document::{Document, Parsed, Prose};
use crate::parse::search;
use crate::parse::{self, ParseOptions};
use crate::planted::{self, Bug};
use crate::text::RelPath;

/// How much prose is held between parsing and rendering, in bytes of HTML; what is above it is parsed again when its
/// page is rendered, so that memory grows with the facts alone.
const HELD: usize = 512 << 20;

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
        go_on(progress)?;
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
        go_on(progress)?;
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

/// Parses a document, and keeps its facts for the next build.
pub(super) fn parse_and_keep(
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

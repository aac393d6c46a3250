//! The documents that were parsed and those that were kept, together.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use rayon::prelude::*;

use super::look::{Found, Looked, parse_and_keep};
use super::{Documents, HeldWords, LARGEST, Origin, too_large};
use crate::build::cache::FileState;
use crate::build::cache::facts::{Kept, KeptDocument};
use crate::build::inputs::Inputs;
use crate::build::memory::Remembered;
use crate::build::preprocessors::Preprocessors;
use crate::diagnostics::{Diagnosed, Diagnostic};
use crate::error::Error;
use crate::fs::ReadFailure;
use crate::parse::ParseOptions;
use crate::parse::document::Document;
use crate::parse::search::WordList;
use crate::planted::{self, Bug};
use crate::write::Record;

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

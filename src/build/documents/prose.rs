//! What is not held between parsing and rendering: the prose of a document, and the words of an article.

use std::sync::Arc;

use super::{Held, HeldWords, LARGEST, Origin};
use crate::build::cache::KeptWords;
use crate::build::inputs::Inputs;
use crate::build::preprocessors::{Preprocessors, Written};
use crate::error::Error;
use crate::fs::ReadFailure;
use crate::parse::document::{Document, Facts, Parsed, Prose};
use crate::parse::front_matter::ArticleFields;
use crate::parse::search;
use crate::parse::{self, ParseOptions};
use crate::text::RelPath;

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

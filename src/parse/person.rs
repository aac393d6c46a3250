//! A person.

use super::document::Parsed;
use super::front_matter::PersonFields;
use super::markdown::Manuscript;
use super::{ParseOptions, caption, front_matter, join, plain, read, split};
use crate::diagnostics::Diagnostic;
use crate::text::RelPath;

pub(super) fn person(
    path: &RelPath,
    text: &str,
    options: &ParseOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Parsed<PersonFields> {
    let (yaml, body_start, broken) = split(path, text, diagnostics);
    let fields = match yaml {
        Some((yaml, offset)) => front_matter::person(path, yaml, offset).collect(diagnostics),
        // One mistake is enough for a file that could not be read.
        None if broken || text.is_empty() && !diagnostics.is_empty() => PersonFields::default(),
        None => front_matter::person(path, "", body_start).collect(diagnostics),
    };
    let manuscript = Manuscript { image_caption: caption(fields.image.as_ref()), ..plain(path, text, body_start) };
    let reading = read(&manuscript, options, broken, diagnostics);
    join(path, fields, reading, Vec::new(), options)
}

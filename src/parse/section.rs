//! What introduces a section or a list.

use super::document::Parsed;
use super::front_matter::SectionFields;
use super::markdown::Manuscript;
use super::{ParseOptions, caption, front_matter, join, plain, read, split};
use crate::diagnostics::Diagnostic;
use crate::text::RelPath;

pub(super) fn section(
    path: &RelPath,
    text: &str,
    options: &ParseOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Parsed<SectionFields> {
    let (yaml, body_start, broken) = split(path, text, diagnostics);
    let fields = match yaml {
        Some((yaml, offset)) => front_matter::section(path, yaml, offset).collect(diagnostics),
        None => SectionFields::default(),
    };
    let manuscript = Manuscript {
        dek: fields.dek.as_ref(),
        image_caption: caption(fields.image.as_ref()),
        ..plain(path, text, body_start)
    };
    let reading = read(&manuscript, options, broken, diagnostics);
    join(path, fields, reading, Vec::new(), options)
}

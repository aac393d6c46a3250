//! Markdown → HTML with holes, and the facts found on the way, in one pass.

use super::ParseOptions;
use super::document::{Prose, References};
use super::front_matter::{Correction, FaqField, SectionField};
use crate::diagnostics::Diagnosed;
use crate::text::{RelPath, Text};

/// All Markdown of one document, in reading order.
pub struct Manuscript<'a> {
    /// The file.
    pub path: &'a RelPath,
    /// The standfirst, inline.
    pub dek: Option<&'a Text>,
    /// The lead image's caption, inline.
    pub image_caption: Option<&'a Text>,
    /// Blocks.
    pub disclosure: Option<&'a Text>,
    /// The text below the front matter.
    pub body: &'a str,
    /// Where the body begins in the file.
    pub body_start: usize,
    /// Sections that follow the body.
    pub sections: &'a [SectionField],
    /// Questions of the front matter.
    pub faqs: &'a [FaqField],
    /// Corrections, their texts inline.
    pub corrections: &'a [Correction],
}

/// What reading a manuscript gives.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// What the text refers to and offers.
    pub references: References,
    /// The text.
    pub prose: Prose,
    /// The dek as plain text.
    pub dek_text: Option<String>,
    /// The text before `<!-- more -->`, else the dek, else the first paragraph, as plain text.
    pub excerpt: String,
    /// The first level-1 heading's text, for a document without front matter.
    pub first_heading: Option<String>,
}

/// Reads all Markdown of one document.
pub fn read(manuscript: &Manuscript<'_>, options: &ParseOptions) -> Diagnosed<Reading> {
    let _ = (manuscript, options);
    unimplemented!()
}

/// Reads one short Markdown text by itself, such as a setting of site.toml: blocks, and facts of its own.
pub fn read_alone(path: &RelPath, text: &Text, options: &ParseOptions) -> Diagnosed<Reading> {
    let _ = (path, text, options);
    unimplemented!()
}

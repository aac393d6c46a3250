//! Stage 2: one file → a typed document. The article **as written**.
//!
//! In: a file's path and bytes, and the [`ParseOptions`]. Out: a [`Diagnosed`] [`Document`].
//!
//! 1. [`front_matter`] splits the file and reads the YAML into typed fields, each with its place.
//! 2. [`markdown`] reads all Markdown of the document in one pass: HTML with holes, and the facts found on the way.
//! 3. [`document`] joins both: the types of this stage.
//!
//! Invariant: the result depends on nothing but the file, its path, the options and byline's version. Parsing never
//! fails: what cannot be read is a diagnostic, and the document holds the rest.

pub mod document;
pub mod front_matter;
pub mod markdown;

use crate::config::site::MarkdownOptions;
use crate::date::Zone;
use crate::diagnostics::Diagnosed;
use crate::text::RelPath;

pub use document::Document;

/// All that parsing depends on besides the file.
#[derive(Clone, Debug)]
pub struct ParseOptions {
    /// `[markdown]`.
    pub markdown: MarkdownOptions,
    /// The names of the site's taxonomies: each is a field of the front matter.
    pub taxonomies: Vec<String>,
    /// The site's zone.
    pub timezone: Zone,
    /// The site's language, for quotes.
    pub language: String,
}

/// Parses one file below content/; `None` for a file that is no document (a picture, say).
pub fn parse(path: &RelPath, bytes: &[u8], options: &ParseOptions) -> Diagnosed<Option<Document>> {
    let _ = (path, bytes, options);
    unimplemented!()
}

//! Stage 2: one file → a typed document. The article **as written**.
//!
//! In: a file's path and bytes, and the [`ParseOptions`]. Out: a [`Diagnosed`] [`Document`].
//!
//! 1. `bytes` makes text of the file, whose path says whether it is an `article`, a `section`, a `person` or a `sidecar`.
//! 2. [`front_matter`] splits the file and reads the YAML into typed fields, each with its place.
//! 3. [`markdown`] reads all Markdown of the document in one pass: HTML with holes, and the facts found on the way.
//! 4. [`document`] joins both: the types of this stage; [`related`] notes what an article is about.
//! 5. [`search`] lists an article's words for the search on the site.
//!
//! [`passages`] reads an article once more, as those who check its words need it, and [`dates`] its dates alone.
//!
//! [`dataset`] reads the rows of a file of data.
//!
//! A pre-processor may have rewritten the body of an article before: [`parse_as`] reads that one, and every place that
//! it names is one of the file.
//!
//! [`lock`] reads and writes `urls.lock`, the list of addresses that are to stay.
//!
//! Invariant: the result depends on nothing but the file, its path, the body that was made of it, the options and byline's version. Parsing never
//! fails: what cannot be read is a diagnostic, and the document holds the rest.

mod article;
mod bytes;
pub mod dataset;
pub mod dates;
pub mod document;
pub mod front_matter;
pub mod lock;
pub mod markdown;
pub mod passages;
mod person;
pub mod related;
pub mod search;
mod section;
mod sidecar;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use self::article::article;
use self::bytes::{body_without_controls, read_text, without_controls};
use self::document::{Facts, Parsed};
use self::front_matter::ImageFields;
use self::markdown::{Manuscript, Reading};
use self::person::person;
use self::section::section;
use self::sidecar::sidecar;
use crate::config::site::MarkdownOptions;
use crate::date::Zone;
use crate::diagnostics::{Diagnosed, Diagnostic};
use crate::fingerprint::print;
use crate::html::is_blank;
use crate::text::{RelPath, SourceMap, Text, has_control};

pub use bytes::MAX_LENGTH;
pub use document::Document;

/// The extensions of pictures that may have a sidecar.
const PICTURES: [&str; 7] = ["jpg", "jpeg", "png", "webp", "gif", "svg", "avif"];

/// All that parsing depends on besides the file.
#[derive(Clone, Debug, Hash)]
pub struct ParseOptions {
    /// `[markdown]`.
    pub markdown: MarkdownOptions,
    /// The names of the site's taxonomies: each is a field of the front matter.
    pub taxonomies: Vec<String>,
    /// The site's zone.
    pub timezone: Zone,
    /// The site's first language, for quotes.
    pub language: String,
    /// Whether the words of articles are listed for the site's own search.
    pub search: bool,
    /// The codes of its further languages: `tides.de.md` is in German if `de` is among them.
    pub languages: Vec<String>,
}

impl ParseOptions {
    /// What tells these options from others.
    pub fn print(&self) -> u64 {
        print(self)
    }
}

/// What a file is, by its path alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Article,
    Section,
    Person,
    Sources,
    Sidecar,
}

/// Whether a file below content/ is an article or a plain page; `languages` are the codes of further languages.
pub fn is_article(path: &RelPath, languages: &[String]) -> bool {
    let further = path.without_language(languages);
    role(further.as_ref().map_or(path, |(plain, _)| plain)) == Some(Role::Article)
}

/// Parses one file below content/; `None` for a file that is no document (a picture, say).
pub fn parse(path: &RelPath, bytes: &[u8], options: &ParseOptions) -> Diagnosed<Option<Document>> {
    parse_as(path, bytes, None, options)
}

/// Parses a file, of whose article another `body` is read than its own, if there is one: it has its way back to the file.
pub fn parse_as(
    path: &RelPath,
    bytes: &[u8],
    body: Option<&Text>,
    options: &ParseOptions,
) -> Diagnosed<Option<Document>> {
    let further = path.without_language(&options.languages);
    let Some(role) = role(further.as_ref().map_or(path, |(plain, _)| plain)) else {
        return Diagnosed::clean(None);
    };
    let in_language;
    let options = match &further {
        Some((_, code)) => {
            in_language = ParseOptions { language: (*code).to_owned(), ..options.clone() };
            &in_language
        }
        None => options,
    };
    let mut diagnostics = Vec::new();
    let mut text = read_text(path, bytes, &mut diagnostics);
    let mut controls = Vec::new();
    let blank;
    let body = match body.filter(|body| has_control(&body.value)) {
        Some(body) => {
            blank = body_without_controls(path, body, &mut controls);
            Some(&blank)
        }
        None => body,
    };
    if body.is_none() && matches!(role, Role::Article | Role::Section | Role::Person) && has_control(&text) {
        // Of a file that is no text it has been said already.
        text = without_controls(path, &text, &mut controls).into();
        controls.retain(|_| diagnostics.is_empty());
    }
    let document = match role {
        Role::Article => Document::Article(article(path, &text, body, options, &mut diagnostics)),
        Role::Section => Document::Section(section(path, &text, options, &mut diagnostics)),
        Role::Person => Document::Person(person(path, &text, options, &mut diagnostics)),
        Role::Sources => Document::Sources(path.clone(), front_matter::sources(path, &text).collect(&mut diagnostics)),
        Role::Sidecar => Document::Sidecar(path.clone(), sidecar(path, &text, options, &mut diagnostics)),
    };
    diagnostics.append(&mut controls);
    Diagnosed { value: Some(document), diagnostics }
}

fn role(path: &RelPath) -> Option<Role> {
    let below = path.below("content")?;
    let yaml = matches!(path.extension(), "yml" | "yaml");
    if path.extension().eq_ignore_ascii_case("md") {
        if path.stem() == "_index" {
            return Some(Role::Section);
        }
        let person = below.strip_prefix("people/").is_some_and(|name| !name.contains('/'));
        return Some(if person { Role::Person } else { Role::Article });
    }
    let ledger = below.starts_with("sources/");
    let exported = ["bib", "json"].iter().any(|format| path.extension().eq_ignore_ascii_case(format));
    if exported && (ledger || (path.stem() == "sources" && !below.contains('/'))) {
        return Some(Role::Sources);
    }
    if !yaml {
        return None;
    }
    let pictured = path.stem().rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    if pictured.is_some_and(|extension| PICTURES.contains(&extension.as_str())) {
        Some(Role::Sidecar)
    } else if ledger || below == "sources.yml" || below == "sources.yaml" {
        Some(Role::Sources)
    } else {
        None
    }
}

/// The YAML with its offset, where the body begins, and whether the front matter is broken so that none was found.
fn split<'t>(
    path: &RelPath,
    text: &'t str,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Option<(&'t str, usize)>, usize, bool) {
    let before = diagnostics.len();
    let parts = front_matter::split(path, text).collect(diagnostics);
    let yaml = parts.yaml.map(|range| (&text[range.clone()], range.start));
    (yaml, parts.body_start, diagnostics.len() > before)
}

fn plain<'t>(path: &'t RelPath, text: &'t str, body_start: usize) -> Manuscript<'t> {
    Manuscript {
        path,
        dek: None,
        image_caption: None,
        disclosure: None,
        body: &text[body_start..],
        map: SourceMap::copied_from(body_start, text.len() - body_start),
        sections: &[],
        faqs: &[],
        corrections: &[],
    }
}

/// Reads the Markdown; below broken front matter its mistakes would only be echoes of that.
fn read(
    manuscript: &Manuscript<'_>,
    options: &ParseOptions,
    broken: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Reading {
    let Diagnosed { value, diagnostics: found } = markdown::read(manuscript, options);
    if !broken {
        diagnostics.extend(found);
    }
    value
}

fn join<F>(path: &RelPath, fields: F, reading: Reading, words: Vec<u32>, options: &ParseOptions) -> Parsed<F> {
    let Reading { mut references, mut prose, dek_text, excerpt, .. } = reading;
    // All of a site is in memory at once, so nothing keeps the room that it grew into.
    references.fit();
    prose.fit();
    let translates = path.without_language(&options.languages).map(|(plain, _)| plain);
    let is_blank = prose.body.holes.is_empty() && is_blank(&prose.body.html);
    let facts = Facts { path: path.clone(), translates, fields, dek_text, excerpt, is_blank, references, words };
    Parsed { facts: Arc::new(facts), prose }
}

fn caption(image: Option<&ImageFields>) -> Option<&Text> {
    image.and_then(|image| image.caption.as_ref())
}

/// The name of a file as a title: `tides` for `tides.md` and for `tides/index.md`.
fn named(path: &RelPath, options: &ParseOptions) -> String {
    let further = path.without_language(&options.languages).map(|(plain, _)| plain);
    let path = further.as_ref().unwrap_or(path);
    let folder = path.parent().and_then(|parent| parent.rsplit('/').next());
    match (path.stem(), folder) {
        ("index", Some(folder)) => folder.to_owned(),
        (stem, _) => stem.to_owned(),
    }
}

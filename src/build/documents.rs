//! Every document of the site, read and parsed on all cores, in the order of the inventory.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::Progress;
use crate::config::site::Language;
use crate::diagnostics::{Code, Diagnosed, Diagnostic, Level};
use crate::error::Error;
use crate::fs::{Folder, ReadFailure};
use crate::parse::document::{Document, Parsed};
use crate::parse::front_matter::{ArticleFields, ImageFields, PersonFields, SectionFields, Source};
use crate::parse::{self, ParseOptions};
use crate::text::RelPath;

/// The largest document that is read, in bytes.
pub const LARGEST: u64 = 32 * 1024 * 1024;

/// The documents by kind, each sorted by path.
#[derive(Default)]
pub struct Documents {
    /// Articles and plain pages.
    pub articles: Vec<Parsed<ArticleFields>>,
    /// The `_index.md` files.
    pub sections: Vec<Parsed<SectionFields>>,
    /// People.
    pub people: Vec<Parsed<PersonFields>>,
    /// The ledger, file by file.
    pub ledger: Vec<(RelPath, Vec<Arc<Source>>)>,
    /// Credits of pictures by the path of the picture.
    pub sidecars: BTreeMap<RelPath, ImageFields>,
}

/// Reads and parses all documents.
///
/// What this version cannot read is left out with a warning: files of further languages, ledgers in other formats.
///
/// # Errors
/// A file that cannot be read.
pub fn read(
    root: &Path,
    paths: &[RelPath],
    languages: &BTreeMap<String, Language>,
    options: &ParseOptions,
    progress: &dyn Progress,
) -> Result<Diagnosed<Documents>, Error> {
    progress.stage("reading", paths.len());
    let root = Folder::open(root)?;
    let parsed: Vec<Result<Diagnosed<Option<Document>>, Error>> = paths
        .par_iter()
        .map(|path| {
            let result = match left_out(path, languages) {
                Some(warning) => Ok(Diagnosed { value: None, diagnostics: vec![warning] }),
                None => read_one(&root, path, options),
            };
            progress.step();
            result
        })
        .collect();
    let mut documents = Documents::default();
    let mut diagnostics = Vec::new();
    for result in parsed {
        match result?.collect(&mut diagnostics) {
            Some(Document::Article(article)) => documents.articles.push(article),
            Some(Document::Section(section)) => documents.sections.push(section),
            Some(Document::Person(person)) => documents.people.push(person),
            Some(Document::Sources(path, sources)) => documents.ledger.push((path, sources)),
            Some(Document::Sidecar(path, fields)) => {
                let picture = path.as_str().strip_suffix(".yml").or_else(|| path.as_str().strip_suffix(".yaml"));
                if let Some(picture) = picture.and_then(RelPath::new) {
                    documents.sidecars.insert(picture, fields);
                }
            }
            None => {}
        }
    }
    Ok(Diagnosed { value: documents, diagnostics })
}

/// Why a document is left out by this version, if it is.
fn left_out(path: &RelPath, languages: &BTreeMap<String, Language>) -> Option<Diagnostic> {
    let (message, help) = if let Some(language) = further_language(path, languages) {
        (
            format!(
                "this file is in the language `{language}`, and this version builds only the site's first language"
            ),
            format!("remove `[languages.{language}]` from site.toml to publish it as an ordinary article"),
        )
    } else if matches!(path.extension().to_ascii_lowercase().as_str(), "bib" | "json") {
        (
            "this version reads ledgers of sources in YAML only".to_owned(),
            "write them in `content/sources.yml`".to_owned(),
        )
    } else {
        return None;
    };
    let warning = Diagnostic::in_file(Code::NotSupported, path, message).help(help);
    Some(Diagnostic { level: Level::Warning, ..warning })
}

/// The declared language that a file's name ends with: `de` for `tides.de.md`.
fn further_language<'p>(path: &'p RelPath, languages: &BTreeMap<String, Language>) -> Option<&'p str> {
    let (_, code) = path.stem().rsplit_once('.')?;
    languages.keys().any(|declared| declared.eq_ignore_ascii_case(code)).then_some(code)
}

fn read_one(root: &Folder, path: &RelPath, options: &ParseOptions) -> Result<Diagnosed<Option<Document>>, Error> {
    match root.read(path, LARGEST) {
        Ok((bytes, _)) => Ok(parse::parse(path, &bytes, options)),
        Err(ReadFailure::TooLarge(size)) => {
            let message = format!("the file has {} MiB; byline reads files up to 32 MiB", size.div_ceil(1024 * 1024));
            let diagnostic = Diagnostic::in_file(Code::TooLarge, path, message).help("split it into several articles");
            Ok(Diagnosed { value: None, diagnostics: vec![diagnostic] })
        }
        Err(ReadFailure::Io(error)) => Err(error),
    }
}

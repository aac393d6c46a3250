//! Stage 1: the root folder → the inventory of its files, sorted.
//!
//! In: the root. Out: an [`Inventory`], and what cannot be used as [`Diagnostic`]s.
//!
//! 1. `walk` lists the files of each input folder on all cores and follows the links that stay in the site.
//! 2. `list` lists one folder; `name` says which names are left out and which cannot be used.
//! 3. [`discover()`] leaves out what the site excludes, and sorts the files by their role.
//!
//! Invariant: the inventory depends on names alone, never on the order in which the disk lists them; no symbolic link
//! leads out of the site; nothing is opened.

mod list;
mod name;
mod walk;

pub use name::is_left_out;

use std::path::Path;

use crate::diagnostics::{Code, Diagnosed, Diagnostic, Level};
use crate::error::Error;
use crate::text::{Glob, RelPath};

/// The folders of a site that byline reads; no output lies in one of them.
pub const INPUTS: [&str; 6] = ["content", "static", "templates", "themes", "i18n", "data"];

/// The files of a site by their role, each list sorted by path. Paths are relative to the root.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Inventory {
    /// Documents below content/: `.md`, `sources.yml` and `sources/`, picture sidecars.
    pub documents: Vec<RelPath>,
    /// All other files below content/.
    pub assets: Vec<RelPath>,
    /// Files below static/.
    pub statics: Vec<RelPath>,
    /// Files below templates/.
    pub templates: Vec<RelPath>,
    /// Files below themes/.
    pub themes: Vec<RelPath>,
    /// Files below i18n/.
    pub words: Vec<RelPath>,
    /// Files below data/.
    pub data: Vec<RelPath>,
}

impl Inventory {
    /// Whether a path is one of these files, or a folder with some of them.
    pub fn holds(&self, path: &RelPath) -> bool {
        let Inventory { documents, assets, statics, templates, themes, words, data } = self;
        let folder = format!("{path}/");
        [documents, assets, statics, templates, themes, words, data].into_iter().any(|files| {
            files.binary_search(path).is_ok()
                || files
                    .get(files.partition_point(|file| file.as_str() < folder.as_str()))
                    .is_some_and(|file| file.as_str().starts_with(&folder))
        })
    }

    /// Whether the site has a file below static/ that is published at this path of the output.
    pub fn has_static(&self, path: &str) -> bool {
        let path = RelPath::new(&format!("static/{path}"));
        path.is_some_and(|path| self.statics.binary_search(&path).is_ok())
    }
}

/// Lists the files of a site; a folder that is missing has none, and what fits one of the patterns is not there.
///
/// # Errors
/// If a folder cannot be listed.
pub fn discover(root: &Path, excluded: &[Glob]) -> Result<Diagnosed<Inventory>, Error> {
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut listed = Vec::with_capacity(INPUTS.len());
    for input in INPUTS {
        listed.push(walk::files(root, input, &mut diagnostics)?);
    }
    if !excluded.is_empty() {
        let is_there = |path: &RelPath| !excluded.iter().any(|pattern| pattern.fits(path.as_str()));
        listed.iter_mut().for_each(|files| files.retain(is_there));
        diagnostics.retain(|found| found.place.as_ref().is_none_or(|place| is_there(&place.path)));
    }
    let [content, statics, templates, themes, words, data] =
        <[Vec<RelPath>; 6]>::try_from(listed).expect("one list was made for each of the six inputs");
    let (documents, assets): (Vec<RelPath>, Vec<RelPath>) = content.into_iter().partition(is_document);
    diagnostics.extend(lonely_sidecars(&documents, &assets));
    diagnostics.extend(assets.iter().filter_map(unread));
    diagnostics.sort_by(|a, b| (&a.place, &a.message).cmp(&(&b.place, &b.message)));
    Ok(Diagnosed { value: Inventory { documents, assets, statics, templates, themes, words, data }, diagnostics })
}

/// Lists the files below any one folder of a site, as [`discover()`] lists those of the folders that it reads; none if it is
/// not there.
///
/// # Errors
/// If a folder cannot be listed.
pub fn files_below(root: &Path, folder: &str) -> Result<Diagnosed<Vec<RelPath>>, Error> {
    let mut diagnostics = Vec::new();
    let value = walk::files(root, folder, &mut diagnostics)?;
    Ok(Diagnosed { value, diagnostics })
}

/// Whether a file below content/ is read as a document: Markdown, the ledger of sources, or a picture's sidecar.
pub fn is_document(path: &RelPath) -> bool {
    let is = |extension: &str| path.extension().eq_ignore_ascii_case(extension);
    is("md")
        || ((is("yml") || is("yaml")) && (is_ledger(path) || is_sidecar(path)))
        || ((is("bib") || is("json")) && is_ledger(path))
}

/// `content/sources.EXT`, or a file below `content/sources/`.
fn is_ledger(path: &RelPath) -> bool {
    path.below("content/sources").is_some() || (path.parent() == Some("content") && path.stem() == "sources")
}

/// `quay.jpg.yml`: what goes with a picture wherever it is shown.
fn is_sidecar(path: &RelPath) -> bool {
    let picture = path.stem().rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    matches!(picture.as_deref(), Some("jpg" | "jpeg" | "png" | "gif" | "webp" | "avif" | "svg"))
}

/// What is Markdown by its name and is not read, because it has another one than articles have.
fn unread(path: &RelPath) -> Option<Diagnostic> {
    const OTHERS: [&str; 5] = ["markdown", "mdown", "mkd", "mkdn", "mdx"];
    let is_other = OTHERS.iter().any(|other| path.extension().eq_ignore_ascii_case(other));
    is_other.then(|| {
        let message = "this file is not read: the name of an article ends in `.md`";
        Diagnostic::in_file(Code::UnreadDocument, path, message).help(format!("rename it to `{}.md`", path.stem()))
    })
}

/// The credits of pictures that are not there: nobody would see them.
fn lonely_sidecars(documents: &[RelPath], assets: &[RelPath]) -> Vec<Diagnostic> {
    let sidecars = documents.iter().filter(|path| matches!(path.extension(), "yml" | "yaml") && is_sidecar(path));
    let lonely = sidecars.filter(|path| {
        let picture = path.as_str().trim_end_matches(".yaml").trim_end_matches(".yml");
        RelPath::new(picture).is_none_or(|picture| assets.binary_search(&picture).is_err())
    });
    lonely
        .map(|path| {
            let message = format!("these are the credits of `{}`, which is not there", path.stem());
            let warning = Diagnostic::in_file(Code::MissingAsset, path, message)
                .help("name the file like its picture, with `.yml` behind it, or delete it");
            Diagnostic { level: Level::Warning, ..warning }
        })
        .collect()
}

#[cfg(test)]
mod tests;

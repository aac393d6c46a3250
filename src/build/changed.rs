//! Which diagnostics concern the files that have changed since a revision.

use std::path::Path;

use super::git::{Changed, Git};
use crate::diagnostics::{Diagnostic, Level};
use crate::error::Error;
use crate::text::RelPath;

/// The files of a site that are other than in a revision.
///
/// # Errors
/// If git does not know the revision, or cannot be asked.
pub fn since(root: &Path, revision: &str) -> Result<Changed, Error> {
    let doing = format!("find what has changed since `{revision}`");
    let git = Git::new(root, doing, ["", "check the whole site, without `--changed-since`"]);
    git.changed_since(&git.commit(revision)?)
}

/// Keeps what concerns changed files: what is in them, what names them, and whatever keeps the site from being built.
///
/// A change can break what stands in other files in many ways: a link, a person, a source, a template that is gone. What is
/// an error by itself is kept wherever it is, because with it the change could not be published.
pub fn retain(diagnostics: &mut Vec<Diagnostic>, changed: &Changed) {
    let has_changed = |path: &RelPath| changed.files.contains(path) || changed.gone.contains(path);
    diagnostics.retain(|diagnostic| {
        diagnostic.code.default_level() == Level::Error
            || diagnostic.place.as_ref().is_none_or(|place| has_changed(&place.path))
            || diagnostic.related.iter().any(|(place, _)| has_changed(&place.path))
    });
}

//! Which diagnostics concern the files that have changed since a revision.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::git::{Changed, Git};
use super::output::Output;
use crate::diagnostics::{Code, Diagnostic};
use crate::error::Error;
use crate::parse::document::{Facts, LinkTarget, References};
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

/// Keeps what concerns changed files: what is in them, what names them, and links of other files that lead to them.
pub fn retain(diagnostics: &mut Vec<Diagnostic>, changed: &Changed, output: &Output) {
    let documents: BTreeMap<&RelPath, &References> = output
        .editions()
        .iter()
        .flat_map(|edition| {
            fn of<F>(facts: &Facts<F>) -> (&RelPath, &References) {
                (&facts.path, &facts.references)
            }
            let documents = edition.documents();
            let sections = documents.sections.iter().map(|section| of(&section.facts));
            let people = documents.people.iter().map(|person| of(&person.facts));
            documents.articles.iter().map(|article| of(&article.facts)).chain(sections).chain(people)
        })
        .collect();
    diagnostics.retain(|diagnostic| {
        let Some(place) = &diagnostic.place else { return true };
        let has_changed = |path: &RelPath| changed.files.contains(path) || changed.gone.contains(path);
        has_changed(&place.path)
            || diagnostic.related.iter().any(|(place, _)| has_changed(&place.path))
            || documents.get(&place.path).is_some_and(|references| leads_to(diagnostic, references, changed))
    });
}

/// Whether a diagnostic is about a link of an unchanged document to what has changed.
fn leads_to(diagnostic: &Diagnostic, references: &References, changed: &Changed) -> bool {
    let is_of_link = matches!(
        diagnostic.code,
        Code::BrokenLink | Code::BrokenAnchor | Code::LinkToUnpublished | Code::AmbiguousLink | Code::MissingAsset
    );
    let Some(place) = diagnostic.place.as_ref().filter(|_| is_of_link) else { return false };
    let is_at = |span| place.span == Some(span);
    let leads = |written: &str| {
        let path = place.path.sibling(written);
        let folder = path.as_ref().map(|path| format!("{path}/"));
        let is_meant = |other: &RelPath| {
            Some(other) == path.as_ref() || folder.as_ref().is_some_and(|folder| other.as_str().starts_with(folder))
        };
        let all: BTreeSet<&RelPath> = changed.files.union(&changed.gone).collect();
        all.into_iter().any(is_meant)
    };
    let by_link = references.links.iter().filter(|link| is_at(link.span)).any(|link| match &link.target {
        LinkTarget::File { path, .. } => leads(path),
        LinkTarget::Anchor(_) => false,
        // Which file an address or a title belonged to is known no more when it is gone.
        LinkTarget::Address { .. } | LinkTarget::Wiki { .. } => !changed.gone.is_empty() || !changed.files.is_empty(),
    });
    let by_figure = references.figures.iter().any(|figure| is_at(figure.src.span) && leads(&figure.src.value));
    by_link || by_figure
}

//! What went wrong while an output was made.

use crate::build::Places;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::text::RelPath;

/// A page that cannot be rendered.
pub struct Broken {
    /// The mistake in the theme.
    pub diagnostic: Diagnostic,
    /// The document on whose page it showed.
    pub document: Option<RelPath>,
}

/// Mistakes in the theme, each named once with the first document on whose page it showed.
pub fn once_each(mut failures: Vec<Broken>) -> Vec<Diagnostic> {
    let key = |diagnostic: &Diagnostic| (diagnostic.place.clone(), diagnostic.code, diagnostic.message.clone());
    failures.sort_by_cached_key(|Broken { diagnostic, document }| (key(diagnostic), document.clone()));
    let mut once: Vec<Diagnostic> = Vec::new();
    for Broken { diagnostic, document } in failures {
        if once.last().is_some_and(|last| key(last) == key(&diagnostic)) {
            continue;
        }
        let is_named = |document: &RelPath| diagnostic.related.iter().any(|(place, _)| place.path == *document);
        once.push(match document.filter(|document| !is_named(document)) {
            Some(document) => diagnostic.related(&document, None, "on the page of this document"),
            None => diagnostic,
        });
    }
    once
}

/// The warning for a file of the output that somebody had changed.
pub fn edited(places: &Places, path: &str) -> Diagnostic {
    let message = format!("`{path}` in the output was modified by hand; byline has replaced or removed it");
    let below_root = places.output.strip_prefix(&places.root).ok().and_then(|output| output.to_str());
    let place = below_root.and_then(|output| RelPath::new(&format!("{output}/{path}")));
    let place = place.map(|path| Place { path, span: None });
    Diagnostic::at(Code::OutputEdited, place, message)
        .help("change the content or the theme instead: the output is made anew from them")
}

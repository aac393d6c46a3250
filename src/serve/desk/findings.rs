//! What the rules find in the whole site, a piece at a time, so that nobody waits for a page meanwhile.

use std::time::{Duration, Instant as Stopwatch};

use serde::Serialize;

use super::problem::{self, Problem, Texts};
use crate::build::lints;
use crate::build::preview::Preview;
use crate::date::Instant;
use crate::diagnostics::Diagnostic;

/// How long a piece may take; the article that is looked at then is finished.
const AT_ONCE: Duration = Duration::from_millis(20);

/// A piece of it.
#[derive(Serialize)]
pub struct FindingsView {
    edition: String,
    findings: Vec<Problem>,
    /// Where the next piece begins; `None` if this is the last.
    next: Option<usize>,
}

/// The piece that begins `from` an article; what a pass has said already is left out. Nothing of a site that cannot be shown.
pub fn view(
    preview: Option<&Preview<'_>>,
    edition: &str,
    (now, from): (Instant, usize),
    diagnostics: &[Diagnostic],
    texts: &Texts<'_>,
    link: Option<&str>,
) -> FindingsView {
    let started = Stopwatch::now();
    // A file that cannot be read is reported by the pass that follows.
    let (found, next) = preview
        .and_then(|preview| lints::some(preview.output(), now, from, &|| started.elapsed() > AT_ONCE).ok())
        .unwrap_or_default();
    let new = found.iter().filter(|one| !diagnostics.contains(one));
    FindingsView { edition: edition.to_owned(), findings: problem::problems(new, texts, link), next }
}

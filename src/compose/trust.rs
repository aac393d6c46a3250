//! The "why trust us" box, made from what the site knows: who wrote, who reviewed, and the publisher's policies.

use super::body::Manuscript;
use super::view::TrustView;
use super::{credit, date};
use crate::diagnostics::Diagnostic;
use crate::resolve::people::Credits;

/// The box; `None` if neither site.toml nor the article has anything for it.
///
/// # Errors
/// A mistake in a component of the theme.
pub fn view(manuscript: &Manuscript<'_>) -> Result<Option<TrustView>, Box<Diagnostic>> {
    let composer = manuscript.composer;
    let settings = composer.config.trust.as_ref();
    let nobody = Credits::default();
    let credits = manuscript.article.map_or(&nobody, |article| &article.credits);
    let has_people = !(credits.authors.is_empty() && credits.reviewers.is_empty() && credits.fact_checkers.is_empty());
    if settings.is_none() && !has_people {
        return Ok(None);
    }
    Ok(Some(TrustView {
        title: settings.and_then(|trust| trust.title.clone()),
        text: composer.settings_text(settings.and_then(|trust| trust.text.as_ref()))?,
        authors: credit::views(composer, &credits.authors),
        reviewers: credit::views(composer, &credits.reviewers),
        fact_checkers: credit::views(composer, &credits.fact_checkers),
        reviewed: manuscript.article.and_then(|article| article.reviewed).map(|date| date::view(composer, date)),
        publisher: composer.publisher.clone(),
    }))
}

//! The "why trust us" box, made from what the site knows: who wrote, who reviewed, and the publisher's policies.

use super::body::Manuscript;
use super::brief::Credits;
use super::view::TrustView;
use super::{credit, date};
use crate::diagnostics::Diagnostic;

/// The box; `None` if neither site.toml nor the article has anything for it.
///
/// # Errors
/// A mistake in a component of the theme.
pub fn view(manuscript: &Manuscript<'_>) -> Result<Option<TrustView>, Box<Diagnostic>> {
    let composer = manuscript.composer;
    let settings = composer.config.trust.as_ref();
    let nobody = Credits::default();
    let credits = manuscript.brief.map_or(&nobody, |brief| &brief.credits);
    let has_people = !(credits.authors.is_empty() && credits.reviewers.is_empty() && credits.fact_checkers.is_empty());
    if settings.is_none() && !has_people {
        return Ok(None);
    }
    let reviewed = manuscript.brief.and_then(|brief| brief.article.reviewed);
    Ok(Some(TrustView {
        title: settings.and_then(|trust| trust.title.clone()),
        text: composer.settings_text(settings.and_then(|trust| trust.text.as_ref()))?,
        authors: credit::views(composer, &credits.authors),
        reviewers: credit::views(composer, &credits.reviewers),
        fact_checkers: credit::views(composer, &credits.fact_checkers),
        reviewed: reviewed.map(|date| date::view(composer, date)),
        publisher: composer.publisher.clone(),
    }))
}

//! Places, and whether there is something to show there.

use super::Article;
use super::sources::Works;
use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::document::{Facts, Place, References};
use crate::parse::front_matter::ArticleFields;
use crate::text::{RelPath, Spanned};

/// The places of a document that have something to show.
pub fn offered(config: &Config, fields: &ArticleFields, works: &Works, references: &References) -> Vec<Place> {
    let mut offered = offered_elsewhere(config, works, references);
    // What is related is known later.
    offered.push(Place::Related);
    let people = [&fields.authors, &fields.reviewers, &fields.fact_checkers];
    if !offered.contains(&Place::Trust) && people.iter().any(|people| !people.is_empty()) {
        offered.push(Place::Trust);
    }
    offered
}

/// The places that have something to show in a document without people, such as a section.
pub fn offered_elsewhere(config: &Config, works: &Works, references: &References) -> Vec<Place> {
    [
        (Place::Faqs, !references.questions.is_empty()),
        (Place::Sources, !works.sources.is_empty()),
        (Place::Newsletter, config.newsletter.is_some()),
        (Place::Trust, config.trust.is_some()),
        (Place::Toc, references.headings.iter().any(|heading| heading.top_level && heading.level <= 3)),
        (Place::Related, false),
    ]
    .into_iter()
    .filter(|(_, shown)| *shown)
    .map(|(place, _)| place)
    .collect()
}

/// Warns of the place of related articles if there are none.
pub fn check_related(article: &Article, diagnostics: &mut Vec<Diagnostic>) {
    let Facts { path, references, .. } = &*article.facts;
    let is_related = |place: &&Spanned<Place>| place.value == Place::Related;
    if article.named.is_empty()
        && article.related.is_empty()
        && let Some(place) = references.places.iter().find(is_related)
    {
        diagnostics.push(nothing_at(path, place));
    }
}

/// Warns of places with nothing to show.
pub fn check(
    path: &RelPath,
    references: &References,
    offered: impl FnOnce() -> Vec<Place>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if references.places.is_empty() {
        return;
    }
    let offered = offered();
    for place in &references.places {
        if offered.contains(&place.value) {
            continue;
        }
        diagnostics.push(nothing_at(path, place));
    }
}

fn nothing_at(path: &RelPath, place: &Spanned<Place>) -> Diagnostic {
    let message = format!("there is nothing to show at `::{}`", place.value.name());
    let help = match place.value {
        Place::Faqs => "add `faqs` to the front matter, or remove the line",
        Place::Sources => "cite a source or add `sources` to the front matter, or remove the line",
        Place::Newsletter => "add `[newsletter]` to site.toml, or remove the line",
        Place::Trust => "name `authors` in the front matter or add `[trust]` to site.toml, or remove the line",
        Place::Toc => "add headings, or remove the line",
        Place::Related => "name articles in `related` in the front matter, or remove the line",
    };
    Diagnostic::new(Code::EmptyPlace, path, place.span, message).help(help)
}

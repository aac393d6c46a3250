//! The list of all people.

use super::body::Manuscript;
use super::view::PeopleView;
use super::{Composer, Page, credit, meta, section, structured_data};
use crate::diagnostics::Diagnostic;
use crate::parse::document::{Prose, References};
use crate::resolve::{Connections, HOME, PeopleSection, PersonId};
use crate::route::Route;

/// Composes the list of people.
///
/// # Errors
/// A mistake in a component of the theme.
pub fn compose(composer: &Composer<'_>, prose: &Prose) -> Result<Page, Box<Diagnostic>> {
    let mut ids: Vec<PersonId> = (0..composer.site.people.len()).collect();
    ids.sort_by_cached_key(|id| (composer.site.people[*id].facts.fields.name.value.to_lowercase(), *id));
    let breadcrumbs = composer.breadcrumbs(HOME);
    let nothing = (References::default(), Connections::default());
    let section = composer.site.people_section.as_ref();
    let (references, connections) = match section {
        Some(PeopleSection { facts, connections }) => (&facts.references, connections),
        None => (&nothing.0, &nothing.1),
    };
    let manuscript = Manuscript { composer, references, connections, prose, article: None };
    let dek = prose.dek.as_ref().map(|dek| manuscript.fill(dek)).transpose()?;
    let view = PeopleView {
        title: section.and_then(|section| section.facts.fields.title.as_ref()).map(|title| title.value.clone()),
        dek,
        breadcrumbs: breadcrumbs.clone(),
        body: section::introduction(&manuscript)?,
        people: ids.into_iter().map(|id| credit::member(composer, id)).collect(),
    };
    let route = composer.site.people_index.clone().unwrap_or_else(|| Route::page(["people"]));
    let title = title(composer);
    let structured_data = structured_data::list(composer, &title, &route, &breadcrumbs);
    let meta = meta::people(composer, &title, &route, structured_data);
    Ok(composer.page(route, "people", &meta, &view))
}

/// The title of the list.
pub fn title(composer: &Composer<'_>) -> String {
    let written = composer.site.people_section.as_ref().and_then(|section| section.facts.fields.title.as_ref());
    written.map_or_else(|| composer.words.get("people").to_owned(), |title| title.value.clone())
}

//! The list of all people.

use super::body::Manuscript;
use super::brief::PeopleBrief;
use super::view::PeopleView;
use super::{Composer, Page, credit, meta, section, structured_data};
use crate::diagnostics::Diagnostic;
use crate::parse::document::{Prose, References};
use crate::resolve::{Connections, PeopleSection};

/// Composes the list of people.
///
/// # Errors
/// A mistake in a component of the theme.
pub fn compose(composer: &Composer<'_>, brief: &PeopleBrief<'_>, prose: &Prose) -> Result<Page, Box<Diagnostic>> {
    let PeopleBrief { section, home, route, members, translations } = brief;
    let breadcrumbs = vec![composer.link(*home)];
    let nothing = (References::default(), Connections::default());
    let (references, connections) = match section {
        Some(PeopleSection { facts, connections }) => (&facts.references, connections),
        None => (&nothing.0, &nothing.1),
    };
    let manuscript = Manuscript { composer, references, connections, prose, brief: None, cited: Default::default() };
    let dek = prose.dek.as_ref().map(|dek| manuscript.fill(dek)).transpose()?;
    let title = section.and_then(|section| section.facts.fields.title.as_ref()).map(|title| title.value.clone());
    let view = PeopleView {
        title: title.clone(),
        dek,
        breadcrumbs: breadcrumbs.clone(),
        body: section::introduction(&manuscript)?,
        people: members.iter().map(|member| credit::member(composer, member)).collect(),
    };
    let title = title.unwrap_or_else(|| composer.words.get("people").to_owned());
    let about = section.and_then(|section| section.facts.dek_text.clone()).unwrap_or_default();
    let structured_data = structured_data::list(composer, &title, route, &breadcrumbs);
    let meta = meta::people(composer, &title, &about, route, structured_data);
    let meta = meta.translated(composer, translations);
    Ok(composer.page(route.clone(), "people", &meta, &view))
}

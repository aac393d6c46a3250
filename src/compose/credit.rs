//! People beside an article.

use super::view::PersonView;
use super::{Composer, figure};
use crate::resolve::people::Credit;
use crate::resolve::{Person, PersonId};

/// The people of one role.
pub fn views(composer: &Composer<'_>, credits: &[Credit]) -> Vec<PersonView> {
    credits.iter().map(|credit| view(composer, credit)).collect()
}

fn view(composer: &Composer<'_>, credit: &Credit) -> PersonView {
    match credit {
        Credit::Member(id) => member(composer, *id),
        Credit::Inline(fields) => PersonView {
            name: fields.name.value.clone(),
            url: None,
            role: fields.role.clone(),
            credentials: fields.credentials.clone(),
            image: None,
            organization: fields.organization,
        },
    }
}

/// A person with a page.
pub fn member(composer: &Composer<'_>, id: PersonId) -> PersonView {
    let Person { facts, route, image, .. } = &composer.site.people[id];
    let fields = &facts.fields;
    PersonView {
        name: fields.name.value.clone(),
        url: Some(composer.href(route)),
        role: fields.role.clone(),
        credentials: fields.credentials.clone(),
        image: image.as_ref().map(|picture| figure::image(picture, &picture.alt, composer.dimensions)),
        organization: fields.organization,
    }
}

/// Names for lists and metadata.
pub fn names(composer: &Composer<'_>, credits: &[Credit]) -> Vec<String> {
    credits
        .iter()
        .map(|credit| match credit {
            Credit::Member(id) => composer.site.people[*id].facts.fields.name.value.clone(),
            Credit::Inline(fields) => fields.name.value.clone(),
        })
        .collect()
}

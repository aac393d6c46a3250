//! People beside an article.

use super::brief::{Credited, Member};
use super::shared::Shared;
use super::view::PersonView;
use super::{Composer, figure};
use crate::parse::front_matter::PersonFields;
use crate::resolve::Person;

/// The people of one role.
pub fn views(composer: &Composer<'_>, credits: &[Credited<'_>]) -> Vec<Shared<PersonView>> {
    credits
        .iter()
        .map(|credit| match credit {
            Credited::Member(person) => member(composer, person),
            Credited::Inline(fields) => Shared::new(&inline(fields)),
        })
        .collect()
}

fn inline(fields: &PersonFields) -> PersonView {
    PersonView {
        name: fields.name.value.clone(),
        url: None,
        role: fields.role.clone(),
        credentials: fields.credentials.clone(),
        image: None,
        organization: fields.organization,
    }
}

/// A person with a page.
pub fn member(composer: &Composer<'_>, member: &Member<'_>) -> Shared<PersonView> {
    let view = || {
        let Person { facts, route, image, .. } = member.person;
        PersonView {
            url: Some(composer.href(route)),
            image: image.as_ref().map(|picture| figure::image(picture, &picture.alt)),
            ..inline(&facts.fields)
        }
    };
    member.shown.get_or_init(|| Shared::new(&view())).clone()
}

/// Names for lists and metadata.
pub fn names(credits: &[Credited<'_>]) -> Vec<String> {
    credits.iter().map(|credit| fields(credit).name.value.clone()).collect()
}

/// What is known of a person.
pub fn fields<'b>(credit: &Credited<'b>) -> &'b PersonFields {
    match credit {
        Credited::Member(member) => &member.person.facts.fields,
        Credited::Inline(fields) => fields,
    }
}

//! A person's page.

use super::body::Manuscript;
use super::brief::PersonBrief;
use super::view::{LinkView, PersonPageView};
use super::{Composer, Page, card, credit, meta, section, structured_data};
use crate::diagnostics::Diagnostic;
use crate::parse::document::Prose;

/// Composes a person's page.
///
/// # Errors
/// A mistake in a component of the theme.
pub fn compose(composer: &Composer<'_>, brief: &PersonBrief<'_>, prose: &Prose) -> Result<Page, Box<Diagnostic>> {
    let PersonBrief { member, home, people, written, reviewed, contributed, has_feed } = brief;
    let person = member.person;
    let fields = &person.facts.fields;
    let first = &composer.config.first_language;
    let references = &person.facts.references;
    let manuscript = Manuscript {
        composer,
        references,
        connections: &person.connections,
        prose,
        brief: None,
        cited: Default::default(),
    };
    let mut breadcrumbs = vec![composer.link(*home)];
    breadcrumbs.extend(people.map(|people| LinkView {
        title: people.title.unwrap_or_else(|| composer.words.get("people")).to_owned(),
        url: composer.href(people.route),
    }));
    let view = PersonPageView {
        person: credit::member(composer, member),
        breadcrumbs: breadcrumbs.clone(),
        body: section::introduction(&manuscript)?,
        body_language: (!first.is_empty() && person.facts.translates.is_none()).then(|| first.clone()),
        same_as: fields
            .same_as
            .iter()
            .map(|url| LinkView { title: without_scheme(&url.value).to_owned(), url: url.value.clone() })
            .collect(),
        knows_about: fields.knows_about.clone(),
        email: fields.email.as_ref().map(|email| email.value.clone()),
        written: card::views(composer, written),
        reviewed: card::views(composer, reviewed),
        contributed: card::views(composer, contributed),
    };
    let structured_data = structured_data::person(composer, member, &breadcrumbs);
    let feeds = composer.own_feeds(*has_feed, &fields.name.value, &person.route);
    let meta = meta::person(composer, person, feeds, structured_data);
    Ok(composer.page(person.route.clone(), "person", &meta, &view))
}

fn without_scheme(url: &str) -> &str {
    url.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.").trim_end_matches('/')
}

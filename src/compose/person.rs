//! A person's page.

use super::body::Manuscript;
use super::view::{LinkView, PersonPageView};
use super::{Composer, Page, card, credit, meta, section, structured_data};
use crate::diagnostics::Diagnostic;
use crate::parse::document::Prose;
use crate::resolve::people::{Credit, Credits};
use crate::resolve::{ArticleId, HOME, PersonId};

/// Composes a person's page.
///
/// # Errors
/// A mistake in a component of the theme.
pub fn compose(composer: &Composer<'_>, id: PersonId, prose: &Prose) -> Result<Page, Box<Diagnostic>> {
    let person = &composer.site.people[id];
    let fields = &person.facts.fields;
    let references = &person.facts.references;
    let manuscript = Manuscript { composer, references, connections: &person.connections, prose, article: None };
    let mut breadcrumbs = composer.breadcrumbs(HOME);
    breadcrumbs.extend(
        composer
            .site
            .people_index
            .as_ref()
            .map(|route| LinkView { title: super::people::title(composer), url: composer.href(route) }),
    );
    let by = |roles: fn(&Credits) -> Vec<&Vec<Credit>>| {
        let mut ids = articles(composer, id, roles);
        card::newest_first(composer, &mut ids);
        card::views(composer, &ids)
    };
    let view = PersonPageView {
        person: credit::member(composer, id),
        breadcrumbs: breadcrumbs.clone(),
        body: section::introduction(&manuscript)?,
        same_as: fields
            .same_as
            .iter()
            .map(|url| LinkView { title: without_scheme(&url.value).to_owned(), url: url.value.clone() })
            .collect(),
        knows_about: fields.knows_about.clone(),
        email: fields.email.as_ref().map(|email| email.value.clone()),
        written: by(|credits| vec![&credits.authors]),
        reviewed: by(|credits| vec![&credits.reviewers]),
        contributed: by(|credits| vec![&credits.editors, &credits.fact_checkers, &credits.contributors]),
    };
    let structured_data = structured_data::person(composer, id, &breadcrumbs);
    let meta = meta::person(composer, person, structured_data);
    Ok(composer.page(person.route.clone(), "person", &meta, &view))
}

fn articles(composer: &Composer<'_>, id: PersonId, roles: fn(&Credits) -> Vec<&Vec<Credit>>) -> Vec<ArticleId> {
    let names_person = |article: &crate::resolve::Article| {
        roles(&article.credits).into_iter().flatten().any(|credit| *credit == Credit::Member(id))
    };
    let articles = composer.site.articles.iter().enumerate();
    articles.filter(|(_, article)| names_person(article)).map(|(id, _)| id).collect()
}

fn without_scheme(url: &str) -> &str {
    url.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.").trim_end_matches('/')
}

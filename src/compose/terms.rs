//! The list of all terms of a taxonomy.

use super::brief::TermsBrief;
use super::introduction::Introduced;
use super::view::{TermCountView, TermsView};
use super::{Composer, Page, meta, structured_data};
use crate::diagnostics::Diagnostic;
use crate::parse::document::Prose;

/// Composes the list of all terms of a taxonomy.
///
/// # Errors
/// A mistake in a component of the theme.
pub fn compose(composer: &Composer<'_>, brief: &TermsBrief<'_>, prose: &Prose) -> Result<Page, Box<Diagnostic>> {
    let TermsBrief { taxonomy, home, terms } = brief;
    let breadcrumbs = vec![composer.link(*home)];
    let Introduced { dek, body, lead_image } = Introduced::of(composer, taxonomy.introduction.as_ref(), prose, true)?;
    let term = |(title, route, count): &(&str, &crate::route::Route, usize)| TermCountView {
        title: (*title).to_owned(),
        url: composer.href(route),
        count: *count,
    };
    let view = TermsView {
        title: taxonomy.title.clone(),
        dek,
        breadcrumbs: breadcrumbs.clone(),
        body,
        lead_image,
        terms: terms.iter().map(term).collect(),
    };
    let route = &taxonomy.route;
    let structured_data = structured_data::list(composer, &taxonomy.title, route, &breadcrumbs);
    let listed = meta::Listed { headline: &taxonomy.title, route, introduction: taxonomy.introduction.as_ref() };
    let meta = meta::listed(composer, &listed, None, structured_data);
    let meta = meta.translated(composer, &taxonomy.translations);
    Ok(composer.page(route.clone(), brief.template(), &meta, &view))
}

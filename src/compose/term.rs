//! A term's page, or a further page of its list.

use super::brief::TermBrief;
use super::introduction::Introduced;
use super::view::{MetaView, TermPageView};
use super::{Composer, Page, card, meta, pagination, structured_data};
use crate::diagnostics::Diagnostic;
use crate::parse::document::Prose;
use crate::resolve::routes::page_of;
use crate::resolve::translations::of_page;

/// Composes a term's page, or a further page of its list.
///
/// # Errors
/// A mistake in a component of the theme.
pub fn compose(composer: &Composer<'_>, brief: &TermBrief<'_>, prose: &Prose) -> Result<Page, Box<Diagnostic>> {
    let TermBrief { term, home, taxonomy, page, total, articles, has_feed } = brief;
    let breadcrumbs = composer.links(&[*home, *taxonomy]);
    let Introduced { dek, body, lead_image } = Introduced::of(composer, term.introduction.as_ref(), prose, *page == 1)?;
    let view = TermPageView {
        title: term.title.clone(),
        dek,
        breadcrumbs: breadcrumbs.clone(),
        body,
        lead_image,
        taxonomy: composer.link(*taxonomy),
        count: term.articles.len(),
        articles: card::views(composer, articles),
        pagination: pagination::view(composer, &term.route, *page, *total),
    };
    let route = page_of(&term.route, *page);
    let structured_data = structured_data::list(composer, &term.title, &route, &breadcrumbs);
    let headline = meta::nth(composer, &term.title, *page);
    let feeds = composer.own_feeds(*has_feed, &term.title, &term.route);
    let listed = meta::Listed { headline: &headline, route: &route, introduction: term.introduction.as_ref() };
    let meta = MetaView { feeds, ..meta::listed(composer, &listed, Some(&view.pagination), structured_data) };
    let meta = meta.translated(composer, &of_page(&term.translations, *page));
    Ok(composer.page(route, brief.template(), &meta, &view))
}

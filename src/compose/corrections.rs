//! The list of all corrections.

use super::brief::{CorrectionLine, LinesBrief};
use super::view::{CorrectedView, CorrectionsView, MetaView};
use super::{Composer, Page, date, meta, pagination, structured_data};
use crate::resolve::routes::CORRECTIONS;
use crate::route::Route;

/// Composes a page of the list of all corrections.
pub fn compose(composer: &Composer<'_>, brief: &LinesBrief<'_, CorrectionLine<'_>>) -> Page {
    let LinesBrief { home, page, total, lines, translations } = brief;
    let corrections = lines.iter().map(|CorrectionLine { date, text, article }| CorrectedView {
        date: date::view(composer, *date),
        text: (*text).to_owned(),
        article: composer.link(*article),
    });
    let view = CorrectionsView {
        breadcrumbs: vec![composer.link(*home)],
        corrections: corrections.collect(),
        pagination: pagination::view(composer, &Route::new(CORRECTIONS), *page, *total),
    };
    let title = composer.words.get("corrections_all");
    let route = brief.route(CORRECTIONS);
    let structured_data = structured_data::list(composer, title, &route, &view.breadcrumbs);
    // The page is there only if there are corrections, and so is their feed.
    let feeds = composer.own_feeds(true, title, &Route::new(CORRECTIONS));
    let meta = MetaView {
        feeds,
        ..meta::list(composer, title, &route, Some(&view.pagination), translations, structured_data)
    };
    composer.page(route.into_owned(), "corrections", &meta, &view)
}

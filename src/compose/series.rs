//! A series: its page, and what each part shows of it.

use super::brief::{InSeries, SeriesBrief};
use super::introduction::Introduced;
use super::view::{SeriesEntryView, SeriesPageView, SeriesPartView, SeriesView};
use super::{Composer, Page, card, meta, structured_data};
use crate::diagnostics::Diagnostic;
use crate::parse::document::Prose;

/// Composes the page of a series.
///
/// # Errors
/// A mistake in a component of the theme.
pub fn compose(composer: &Composer<'_>, brief: &SeriesBrief<'_>, prose: &Prose) -> Result<Page, Box<Diagnostic>> {
    let SeriesBrief { series, home, parts } = brief;
    let breadcrumbs = vec![composer.link(*home)];
    let Introduced { dek, body, lead_image } = Introduced::of(composer, series.introduction.as_ref(), prose, true)?;
    let numbers = series.parts.iter().map(|part| part.number);
    let view = SeriesPageView {
        title: series.title.clone(),
        dek,
        breadcrumbs: breadcrumbs.clone(),
        body,
        lead_image,
        total: series.total,
        parts: numbers
            .zip(card::views(composer, parts))
            .map(|(number, card)| SeriesEntryView { number, card })
            .collect(),
    };
    let structured_data = structured_data::list(composer, &series.title, &series.route, &breadcrumbs);
    let introduction = series.introduction.as_ref();
    let listed = meta::Listed { headline: &series.title, route: &series.route, introduction };
    let meta = meta::listed(composer, &listed, None, structured_data);
    let meta = meta.translated(composer, &series.translations);
    Ok(composer.page(series.route.clone(), brief.template(), &meta, &view))
}

/// What a part shows of its series.
pub fn view(composer: &Composer<'_>, part: &InSeries<'_>) -> SeriesView {
    let InSeries { series, number, total, parts, previous, next } = part;
    let link = composer.link(*series);
    let entry = |(crumb, of, is_current): &(super::brief::Crumb<'_>, usize, bool)| {
        let link = composer.link(*crumb);
        SeriesPartView { title: link.title, url: link.url, number: *of, current: *is_current }
    };
    SeriesView {
        title: link.title,
        url: link.url,
        number: *number,
        total: *total,
        parts: parts.iter().map(entry).collect(),
        previous: previous.map(|part| composer.link(part)),
        next: next.map(|part| composer.link(part)),
    }
}

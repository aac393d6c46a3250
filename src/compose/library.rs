//! The list of all works that articles cite, and the page of a work.

use super::brief::{Citing, LinesBrief, SourceBrief, WorkLine};
use super::view::{CitedView, CitingView, LibraryView, LinkView, SourcePageView, WorkView};
use super::{Composer, Page, date, meta, pagination, sources, structured_data};
use crate::resolve::routes::SOURCES;
use crate::route::{Route, encode_path};

/// Composes the page of a work.
pub fn compose_source(composer: &Composer<'_>, brief: &SourceBrief<'_>) -> Page {
    let SourceBrief { source, route, home, citing } = brief;
    let list =
        LinkView { title: composer.words.get("sources_all").to_owned(), url: composer.href(&Route::new(SOURCES)) };
    let view = SourcePageView {
        source: sources::alone(composer, source),
        breadcrumbs: vec![composer.link(*home), list],
        citing: citing.iter().map(|citing| view_citing(composer, citing)).collect(),
    };
    let structured_data = structured_data::source(composer, source, route, &view.breadcrumbs);
    let meta = meta::list(composer, &source.title, route, None, &[], structured_data);
    composer.page((*route).clone(), "source", &meta, &view)
}

fn view_citing(composer: &Composer<'_>, citing: &Citing<'_>) -> CitingView {
    let Citing { title, route, published, key, headings } = citing;
    let address = composer.href(route);
    let uses = headings.iter().zip(1..).map(|(heading, nth)| CitedView {
        url: within(&address, &sources::use_id(key, nth)),
        section: heading.map(str::to_owned),
    });
    CitingView {
        title: (*title).to_owned(),
        url: within(&address, &sources::entry_id(key)),
        published: published.map(|published| date::view(composer, published)),
        uses: uses.collect(),
    }
}

/// The address of a part of a page.
fn within(address: &str, id: &str) -> String {
    let mut url = format!("{address}#");
    encode_path(id, &mut url);
    url
}

/// Composes a page of the list of all works.
pub fn compose(composer: &Composer<'_>, brief: &LinesBrief<'_, WorkLine<'_>>) -> Page {
    let LinesBrief { home, page, total, lines, translations } = brief;
    let first = Route::new(SOURCES);
    let works = lines.iter().map(|WorkLine { source, page, first, key, articles }| WorkView {
        title: source.title.clone(),
        url: match page {
            Some(page) => composer.href(page),
            None => within(&composer.href(first.route), &sources::entry_id(key)),
        },
        authors: sources::makers(composer.words, source),
        publisher: source.publisher.clone(),
        date: source.date.map(|date| composer.calendar.partial(date)),
        count: *articles,
        article: page.is_none().then(|| composer.link(*first)),
    });
    let view = LibraryView {
        breadcrumbs: vec![composer.link(*home)],
        works: works.collect(),
        pagination: pagination::view(composer, &first, *page, *total),
    };
    let title = composer.words.get("sources_all");
    let route = brief.route(SOURCES);
    let structured_data = structured_data::list(composer, title, &route, &view.breadcrumbs);
    let meta = meta::list(composer, title, &route, Some(&view.pagination), translations, structured_data);
    composer.page(route.into_owned(), "sources", &meta, &view)
}

//! The home page, sections, and the further pages of their lists.

use super::body::Manuscript;
use super::brief::{Front, HomeBrief, SectionBrief};
use super::view::{HomeView, SectionFrontView, SectionView};
use super::{Composer, Page, card, figure, meta, pagination, structured_data};
use crate::diagnostics::Diagnostic;
use crate::html::{Html, Value};
use crate::parse::document::{Place, Prose};
use crate::resolve::Section;
use crate::resolve::routes::page_of;

/// Composes the home page.
///
/// # Errors
/// A mistake in a component of the theme.
pub fn compose_home(composer: &Composer<'_>, brief: &HomeBrief<'_>, prose: &Prose) -> Result<Page, Box<Diagnostic>> {
    let HomeBrief { section: home, latest, fronts, pages } = brief;
    let manuscript = manuscript(composer, home, prose);
    let view = HomeView {
        title: home.title.clone(),
        dek: dek(&manuscript)?,
        body: introduction(&manuscript)?,
        latest: card::views(composer, latest),
        sections: fronts.iter().map(|section| front(composer, section)).collect(),
        pages: composer.links(pages),
    };
    let structured_data = structured_data::home(composer);
    let meta = meta::home(composer, home, structured_data);
    Ok(composer.page(home.route.clone(), brief.template(), &meta, &view))
}

/// Composes a section's page, or a further page of its list.
///
/// # Errors
/// A mistake in a component of the theme.
pub fn compose(composer: &Composer<'_>, brief: &SectionBrief<'_>, prose: &Prose) -> Result<Page, Box<Diagnostic>> {
    let SectionBrief { section, breadcrumbs, page, total, articles, fronts, pages, has_feed } = brief;
    let manuscript = manuscript(composer, section, prose);
    let first = *page == 1;
    let breadcrumbs = composer.links(breadcrumbs);
    let lead_image = section.lead_image.as_ref().filter(|_| first);
    let view = SectionView {
        title: section.title.clone(),
        dek: dek(&manuscript)?,
        breadcrumbs: breadcrumbs.clone(),
        body: if first { introduction(&manuscript)? } else { Html::default() },
        lead_image: lead_image.map(|picture| figure::lead(picture, None)),
        sections: fronts.iter().map(|section| front(composer, section)).collect(),
        articles: card::views(composer, articles),
        pages: composer.links(pages),
        pagination: pagination::view(composer, &section.route, *page, *total),
    };
    let route = page_of(&section.route, *page);
    let structured_data = structured_data::list(composer, &section.title, &route, &breadcrumbs);
    let feeds = composer.own_feeds(*has_feed, &section.title, &section.route);
    let meta = meta::section(composer, section, *page, &view.pagination, feeds, structured_data);
    Ok(composer.page(route, brief.template(), &meta, &view))
}

fn manuscript<'a>(composer: &'a Composer<'a>, section: &'a Section, prose: &'a Prose) -> Manuscript<'a> {
    let references = &section.facts.references;
    Manuscript {
        composer,
        references,
        connections: &section.connections,
        prose,
        brief: None,
        cited: Default::default(),
    }
}

fn dek(manuscript: &Manuscript<'_>) -> Result<Option<Html>, Box<Diagnostic>> {
    manuscript.prose.dek.as_ref().map(|dek| manuscript.fill(dek)).transpose()
}

/// The body of a page that is no article, with its sources below unless it places them.
///
/// # Errors
/// A mistake in a component of the theme.
pub fn introduction(manuscript: &Manuscript<'_>) -> Result<Html, Box<Diagnostic>> {
    let mut body = manuscript.fill(&manuscript.prose.body)?;
    if !manuscript.places(Place::Sources)
        && let Some(view) = super::sources::view(manuscript)?
    {
        let arguments = vec![("sources".to_owned(), Value::from_serializable(&view))];
        body.0.push_str(&manuscript.composer.components.render("sources", arguments, None)?.0);
    }
    Ok(body)
}

/// A section on the page above it.
fn front(composer: &Composer<'_>, front: &Front<'_>) -> SectionFrontView {
    let Front { section, dek, articles, count } = front;
    let section = composer.link(*section);
    SectionFrontView {
        title: section.title,
        url: section.url,
        dek: (*dek).to_owned(),
        articles: card::views(composer, articles),
        count: *count,
    }
}

//! The home page, sections, and the further pages of their lists.

use super::body::Manuscript;
use super::view::{HomeView, LinkView, SectionFrontView, SectionView};
use super::{Composer, Page, card, figure, meta, pagination, structured_data};
use crate::diagnostics::Diagnostic;
use crate::html::{Html, Value};
use crate::parse::document::{Place, Prose};
use crate::resolve::routes::page_of;
use crate::resolve::{ArticleId, Section, SectionId};

/// How many articles a section shows on the page above it.
const FRONT: usize = 4;

/// Composes the home page.
///
/// # Errors
/// A mistake in a component of the theme.
pub fn compose_home(composer: &Composer<'_>, home: &Section, prose: &Prose) -> Result<Page, Box<Diagnostic>> {
    let manuscript = manuscript(composer, home, prose);
    let mut latest: Vec<ArticleId> =
        composer.site.sections.iter().flat_map(|section| section.articles.clone()).collect();
    card::newest_first(composer, &mut latest);
    latest.truncate(composer.config.per_page);
    let view = HomeView {
        title: home.title.clone(),
        dek: dek(&manuscript)?,
        body: introduction(&manuscript)?,
        latest: card::views(composer, &latest),
        sections: home.children.iter().map(|id| front(composer, *id)).collect(),
        pages: plain_pages(composer, home),
    };
    let structured_data = structured_data::home(composer);
    let meta = meta::home(composer, home, structured_data);
    let template = home.facts.fields.template.as_ref().map_or("home", |template| meta::template_name(&template.value));
    Ok(composer.page(home.route.clone(), template, &meta, &view))
}

/// Composes a section's page, or a further page of its list.
///
/// # Errors
/// A mistake in a component of the theme.
pub fn compose(
    composer: &Composer<'_>,
    section: &Section,
    page: usize,
    prose: &Prose,
) -> Result<Page, Box<Diagnostic>> {
    let manuscript = manuscript(composer, section, prose);
    let first = page == 1;
    let per_page = composer.config.per_page.max(1);
    let total = pagination::pages(section.articles.len(), composer.config);
    let shown: Vec<ArticleId> = section.articles.iter().copied().skip((page - 1) * per_page).take(per_page).collect();
    let breadcrumbs = section.parent.map(|above| composer.breadcrumbs(above)).unwrap_or_default();
    let lead_image = section.lead_image.as_ref().filter(|_| first);
    let view = SectionView {
        title: section.title.clone(),
        dek: dek(&manuscript)?,
        breadcrumbs: breadcrumbs.clone(),
        body: if first { introduction(&manuscript)? } else { Html::default() },
        lead_image: lead_image.map(|picture| figure::lead(composer, picture, None)),
        sections: if first { section.children.iter().map(|id| front(composer, *id)).collect() } else { Vec::new() },
        articles: card::views(composer, &shown),
        pages: if first { plain_pages(composer, section) } else { Vec::new() },
        pagination: pagination::view(composer, &section.route, page, total),
    };
    let route = page_of(&section.route, page);
    let structured_data = structured_data::section(composer, section, &route, &breadcrumbs);
    let meta = meta::section(composer, section, page, &view.pagination, structured_data);
    let template =
        section.facts.fields.template.as_ref().map_or("section", |template| meta::template_name(&template.value));
    Ok(composer.page(route, template, &meta, &view))
}

fn manuscript<'a>(composer: &'a Composer<'a>, section: &'a Section, prose: &'a Prose) -> Manuscript<'a> {
    let references = &section.facts.references;
    Manuscript { composer, references, connections: &section.connections, prose, article: None }
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
        && let Some(view) = super::sources::view(manuscript)
    {
        let arguments = vec![("sources".to_owned(), Value::from_serializable(&view))];
        body.0.push_str(&manuscript.composer.components.render("sources", arguments, None)?.0);
    }
    Ok(body)
}

fn plain_pages(composer: &Composer<'_>, section: &Section) -> Vec<LinkView> {
    section.pages.iter().map(|id| composer.article_link(*id)).collect()
}

/// A section on the page above it.
fn front(composer: &Composer<'_>, id: SectionId) -> SectionFrontView {
    let section = &composer.site.sections[id];
    let mut articles = section.articles.clone();
    let mut below = section.children.clone();
    let mut next = 0;
    while let Some(child) = below.get(next).copied() {
        next += 1;
        let child = &composer.site.sections[child];
        articles.extend(&child.articles);
        below.extend(&child.children);
    }
    let count = articles.len();
    articles.truncate(FRONT);
    SectionFrontView {
        title: section.title.clone(),
        url: composer.href(&section.route),
        dek: section.facts.dek_text.clone().unwrap_or_default(),
        articles: card::views(composer, &articles),
        count,
    }
}

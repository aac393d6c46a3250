//! Articles in lists.

use super::view::CardView;
use super::{Composer, article, credit, date, figure};
use crate::resolve::{ArticleId, HOME};

/// The card of an article: only what its facts say, so that an edit of its words changes no list.
pub fn view(composer: &Composer<'_>, id: ArticleId) -> CardView {
    let article = &composer.site.articles[id];
    let fields = &article.facts.fields;
    let updated = article.updated.filter(|updated| article.published != Some(*updated));
    CardView {
        title: fields.title.value.clone(),
        url: composer.href(&article.route),
        excerpt: article.facts.excerpt.clone(),
        published: article.published.map(|date| date::view(composer, date)),
        updated: updated.map(|date| date::view(composer, date)),
        authors: credit::names(composer, &article.credits.authors),
        section: (article.section != HOME).then(|| composer.section_link(article.section)),
        image: article.lead_image.as_ref().map(|picture| figure::image(picture, &picture.alt, composer.dimensions)),
        kind: article::kind_name(fields.kind),
    }
}

/// The cards of some articles, in their order.
pub fn views(composer: &Composer<'_>, ids: &[ArticleId]) -> Vec<CardView> {
    ids.iter().map(|id| view(composer, *id)).collect()
}

/// Sorts articles: newest first, those without a date last, then by title.
pub fn newest_first(composer: &Composer<'_>, ids: &mut [ArticleId]) {
    let zone = &composer.config.timezone;
    ids.sort_by_cached_key(|id| {
        let article = &composer.site.articles[*id];
        let published = article.published.map(|date| date.instant(zone));
        (published.is_none(), std::cmp::Reverse(published), article.facts.fields.title.value.clone(), *id)
    });
}

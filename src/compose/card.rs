//! Articles in lists.

use super::brief::Card;
use super::shared::Shared;
use super::view::CardView;
use super::{Composer, date, figure};

/// The card of an article: only what its facts say, so that an edit of its words changes no list.
fn view(composer: &Composer<'_>, card: &Card<'_>) -> CardView {
    let article = card.article;
    let fields = &article.facts.fields;
    let updated = article.updated.filter(|updated| article.published != Some(*updated));
    CardView {
        title: fields.title.value.clone(),
        url: composer.href(&article.route),
        excerpt: article.facts.excerpt.clone(),
        published: article.published.map(|date| date::view(composer, date)),
        updated: updated.map(|date| date::view(composer, date)),
        authors: card.authors.iter().map(|name| (*name).to_owned()).collect(),
        section: card.section.map(|section| composer.link(section)),
        image: article.lead_image.as_ref().map(|picture| figure::image(picture, &picture.alt)),
        kind: fields.kind.name(),
    }
}

/// The cards of some articles, in their order.
pub fn views(composer: &Composer<'_>, cards: &[&Card<'_>]) -> Vec<Shared<CardView>> {
    cards.iter().map(|card| card.shown.get_or_init(|| Shared::new(&view(composer, card))).clone()).collect()
}

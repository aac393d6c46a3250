//! The articles that link to an article.

use super::Composer;
use super::brief::Mentions;
use super::view::MentionsView;

/// The articles that link to an article, as shown; `None` if there are none.
pub fn view(composer: &Composer<'_>, mentions: &Mentions<'_>) -> Option<MentionsView> {
    let Mentions { articles, count } = mentions;
    (*count > 0).then(|| MentionsView {
        articles: composer.links(articles),
        count: *count,
        more: count.saturating_sub(articles.len()),
    })
}

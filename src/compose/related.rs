//! Articles that a reader may go on with.

use super::body::Manuscript;
use super::card;
use super::view::RelatedView;

/// The related articles, as shown; `None` if there are none.
pub fn view(manuscript: &Manuscript<'_>) -> Option<RelatedView> {
    let related = &manuscript.brief?.related;
    (!related.is_empty()).then(|| RelatedView { articles: card::views(manuscript.composer, related) })
}

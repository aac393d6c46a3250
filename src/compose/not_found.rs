//! The page for addresses that do not exist.

use super::brief::NotFoundBrief;
use super::view::NotFoundView;
use super::{Composer, Page, meta};
use crate::resolve::routes::NOT_FOUND;
use crate::route::Route;

/// Composes `/404.html`.
pub fn compose(composer: &Composer<'_>, brief: &NotFoundBrief<'_>) -> Page {
    let view = NotFoundView { sections: composer.links(&brief.sections) };
    composer.page(Route::new(NOT_FOUND), "404", &meta::not_found(composer), &view)
}

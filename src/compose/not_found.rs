//! The page for addresses that do not exist.

use super::view::NotFoundView;
use super::{Composer, Page, meta};
use crate::resolve::HOME;
use crate::route::Route;

/// Composes `/404.html`.
pub fn compose(composer: &Composer<'_>) -> Page {
    let children = &composer.site.sections[HOME].children;
    let view = NotFoundView { sections: children.iter().map(|id| composer.section_link(*id)).collect() };
    composer.page(Route::new("/404.html"), "404", &meta::not_found(composer), &view)
}

//! The search page, and the search box of every page.

use super::brief::SearchBrief;
use super::files::search::FOLDER;
use super::view::{SearchPageView, SearchView};
use super::{Composer, Page, meta};
use crate::config::Config;
use crate::resolve::Site;
use crate::route::Route;

/// Composes the search page.
pub fn compose(composer: &Composer<'_>, brief: &SearchBrief<'_>) -> Page {
    let SearchBrief { home, route } = brief;
    let view = SearchPageView { breadcrumbs: vec![composer.link(*home)] };
    composer.page((*route).clone(), "search", &meta::search(composer, route), &view)
}

/// How a site is searched, if it is.
pub fn of_site(site: &Site, config: &Config, script: Option<&str>) -> Option<SearchView> {
    let href = |base: &str, path: &str| Route::new(format!("/{path}")).href(base);
    Some(SearchView {
        url: site.search.as_ref()?.href(&config.base_path),
        engine: config.search_engine.value.clone(),
        files: href(&config.base_path, FOLDER),
        // The theme's files are those of all editions.
        script: script.map(|path| href(&config.root_path, path)),
    })
}

//! The search.

use serde::Serialize;

use super::LinkView;

/// How the site is searched.
#[derive(Clone, Debug, Serialize)]
pub struct SearchView {
    /// The address of the search page; a form sends it the query as `q`.
    pub url: String,
    /// `built-in` or `pagefind`.
    pub engine: String,
    /// The address of the folder with the files that the script reads.
    pub files: String,
    /// The address of the script, `js/search.js` or `js/pagefind.js` of the theme; null if it has none.
    pub script: Option<String>,
}

/// The search page (template `search`).
#[derive(Clone, Debug, Serialize)]
pub struct SearchPageView {
    /// The home page.
    pub breadcrumbs: Vec<LinkView>,
}

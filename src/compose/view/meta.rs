//! What stands in `<head>`.

use serde::Serialize;

use super::{FeedView, ImageView};
use crate::html::Html;

/// What stands in `<head>`.
#[derive(Clone, Debug, Serialize)]
pub struct MetaView {
    /// For `<title>`: the page's title and the site's.
    pub title: String,
    /// For `og:title`: the page's title alone.
    pub headline: String,
    /// For `<meta name="description">`; empty if there is none.
    pub description: String,
    /// The absolute address of the page; null for a page that has none (404).
    pub canonical: Option<String>,
    /// Whether search engines are asked to leave the page out.
    pub noindex: bool,
    /// The type for Open Graph: `article`, `profile` or `website`.
    pub kind: &'static str,
    /// The page's picture, with an absolute address.
    pub image: Option<ImageView>,
    /// When it was published, RFC 3339 or a date.
    pub published: Option<String>,
    /// When it was changed, RFC 3339 or a date.
    pub modified: Option<String>,
    /// Names of the authors.
    pub authors: Vec<String>,
    /// The absolute addresses of the authors' pages, as far as they have some.
    pub author_pages: Vec<String>,
    /// The title of the section, for an article.
    pub section: Option<String>,
    /// The terms of an article.
    pub tags: Vec<String>,
    /// The address of the previous page of a list.
    pub previous: Option<String>,
    /// The address of the next page of a list.
    pub next: Option<String>,
    /// The page's own feeds, besides those of the site.
    pub feeds: Vec<FeedView>,
    /// The address of a copy of the article in Markdown; null if there is none.
    pub markdown: Option<String>,
    /// JSON-LD for `<script type="application/ld+json">`, safe to print there; null if there is none.
    pub structured_data: Option<Html>,
    /// The page in every language that it is in, itself included, the site's first language first; empty if it is in
    /// one alone. For readers.
    pub languages: Vec<AlternateView>,
    /// Those of `languages` that search engines may show; empty if they may not show this page, or no other. For
    /// `hreflang`.
    pub alternates: Vec<AlternateView>,
    /// The absolute address of the one of `alternates` that is in the site's first language, for readers of other
    /// languages; null if there is none.
    pub default_alternate: Option<String>,
}

/// A page in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AlternateView {
    /// The code of the language, for `hreflang` and `lang`: `de`.
    pub language: String,
    /// The language for Open Graph, such as `de_AT`; null if it names no country.
    pub locale: Option<String>,
    /// What the language calls itself: `Deutsch`.
    pub name: String,
    /// The address; in `alternates` the absolute one.
    pub url: String,
    /// Whether it is this page.
    pub current: bool,
}

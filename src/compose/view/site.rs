//! What every page shows.

use serde::Serialize;

use super::{ImageView, LinkView, SearchView};
use crate::compose::shared::Shared;
use crate::html::Html;

/// The site, the same on every page.
#[derive(Clone, Debug, Serialize)]
pub struct SiteView {
    /// The site's name.
    pub title: String,
    /// What the site is, in a sentence; may be empty.
    pub description: String,
    /// The language, such as `en-GB`.
    pub language: String,
    /// The language for Open Graph, such as `en_GB`; null if it names no country.
    pub locale: Option<String>,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// The address of the home page within the host, such as `/`.
    pub home: String,
    /// The navigation.
    pub nav: Vec<LinkView>,
    /// The publisher.
    pub publisher: Shared<PublisherView>,
    /// The site's icons and its web manifest.
    pub icons: Vec<IconView>,
    /// What site.toml adds to the head of every page; may be empty.
    pub head_extra: Html,
    /// The address of the stylesheet.
    pub stylesheet: String,
    /// The address of the list of all people; null if there are none.
    pub people_url: Option<String>,
    /// The address of the list of all sources; null if there are none.
    pub sources_url: Option<String>,
    /// The address of the list of all questions; null if there are none.
    pub questions_url: Option<String>,
    /// The address of the list of all corrections; null if there are none.
    pub corrections_url: Option<String>,
    /// The feeds of the whole site, one for each format.
    pub feeds: Vec<FeedView>,
    /// How the site is searched; null if it is not.
    pub search: Option<SearchView>,
}

/// An icon or the web manifest, as `<link>` names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct IconView {
    /// `icon`, `apple-touch-icon` or `manifest`.
    pub rel: &'static str,
    /// Where it is.
    pub url: String,
    /// Its media type; null where browsers need none.
    pub media_type: Option<&'static str>,
    /// Its size, such as `32x32`; null where it says that itself.
    pub sizes: Option<&'static str>,
}

/// A feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeedView {
    /// What it is called, with its format: `The Harbour Review (Atom)`.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// Its media type: `application/atom+xml`, `application/rss+xml` or `application/feed+json`.
    pub media_type: &'static str,
}

/// The publisher.
#[derive(Clone, Debug, Serialize)]
pub struct PublisherView {
    /// The name.
    pub name: String,
    /// The year of its foundation.
    pub founded: Option<i64>,
    /// The logo.
    pub logo: Option<ImageView>,
    /// The policies: their pages' titles and addresses.
    pub policies: Vec<LinkView>,
}

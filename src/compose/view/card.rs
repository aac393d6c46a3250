//! An article in a list.

use serde::Serialize;

use super::{DateView, ImageView, LinkView};

/// An article in a list.
#[derive(Clone, Debug, Serialize)]
pub struct CardView {
    /// The headline.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// The excerpt, plain; may be empty.
    pub excerpt: String,
    /// When it was published.
    pub published: Option<DateView>,
    /// When it was changed, if it was.
    pub updated: Option<DateView>,
    /// Names of the authors.
    pub authors: Vec<String>,
    /// The section; null for an article of the home folder.
    pub section: Option<LinkView>,
    /// The lead image.
    pub image: Option<ImageView>,
    /// `explainer`, `news`, …
    pub kind: &'static str,
}

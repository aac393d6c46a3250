//! The home page.

use serde::Serialize;

use super::{CardView, LinkView};
use crate::compose::shared::Shared;
use crate::html::Html;

/// The home page.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    /// The title of content/_index.md, else the site's.
    pub title: String,
    /// The standfirst, inline.
    pub dek: Option<Html>,
    /// The introduction, blocks; may be empty.
    pub body: Html,
    /// The newest articles of the whole site, at most `[pagination] per_page`.
    pub latest: Vec<Shared<CardView>>,
    /// The sections directly below, each with its first articles.
    pub sections: Vec<SectionFrontView>,
    /// The plain pages of the home folder.
    pub pages: Vec<LinkView>,
}

/// A section on the page above it.
#[derive(Clone, Debug, Serialize)]
pub struct SectionFrontView {
    /// The title.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// The standfirst as plain text; may be empty.
    pub dek: String,
    /// The first nine articles in the section's order, those of sections below it included: enough for a front of four
    /// that repeats none of five above it.
    pub articles: Vec<Shared<CardView>>,
    /// How many articles it has, those of sections below it included.
    pub count: usize,
}

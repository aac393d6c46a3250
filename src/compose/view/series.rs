//! A series: on the page of a part, and its own page.

use serde::Serialize;

use super::{CardView, FigureView, LinkView};
use crate::compose::shared::Shared;
use crate::html::Html;

/// The series of an article.
#[derive(Clone, Debug, Serialize)]
pub struct SeriesView {
    /// The title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// Which part the article is.
    pub number: usize,
    /// How many parts there are, or will be.
    pub total: usize,
    /// All parts that are there, in order; empty if they are more than 50.
    pub parts: Vec<SeriesPartView>,
    /// The part before.
    pub previous: Option<LinkView>,
    /// The part after.
    pub next: Option<LinkView>,
}

/// A part in the series of an article.
#[derive(Clone, Debug, Serialize)]
pub struct SeriesPartView {
    /// The title for navigation.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// Its number.
    pub number: usize,
    /// Whether it is the article itself.
    pub current: bool,
}

/// The page of a series (template `series`).
#[derive(Clone, Debug, Serialize)]
pub struct SeriesPageView {
    /// The title: its introduction's, else its id in words.
    pub title: String,
    /// The standfirst, inline.
    pub dek: Option<Html>,
    /// The home page.
    pub breadcrumbs: Vec<LinkView>,
    /// The introduction, blocks; may be empty.
    pub body: Html,
    /// The lead image.
    pub lead_image: Option<FigureView>,
    /// How many parts there are, or will be.
    pub total: usize,
    /// In order.
    pub parts: Vec<SeriesEntryView>,
}

/// A part on the page of its series.
#[derive(Clone, Debug, Serialize)]
pub struct SeriesEntryView {
    /// Its number.
    pub number: usize,
    /// The article.
    pub card: Shared<CardView>,
}

//! Terms: of an article, their own pages, and the lists of all of a taxonomy.

use serde::Serialize;

use super::{CardView, FigureView, LinkView, PaginationView};
use crate::compose::shared::Shared;
use crate::html::Html;

/// A term.
#[derive(Clone, Debug, Serialize)]
pub struct TermView {
    /// The term as the reader sees it.
    pub title: String,
    /// Its page; null if there is none.
    pub url: Option<String>,
    /// The title of its taxonomy.
    pub taxonomy: String,
}

/// A term's page, or a further page of its list (template `term`).
#[derive(Clone, Debug, Serialize)]
pub struct TermPageView {
    /// The title: its introduction's, else the term as most articles write it.
    pub title: String,
    /// The standfirst, inline.
    pub dek: Option<Html>,
    /// The home page and the list of all terms.
    pub breadcrumbs: Vec<LinkView>,
    /// The introduction, blocks, on the first page; may be empty.
    pub body: Html,
    /// The lead image, on the first page.
    pub lead_image: Option<FigureView>,
    /// The taxonomy: its title, and the list of all its terms.
    pub taxonomy: LinkView,
    /// How many articles have the term.
    pub count: usize,
    /// This page's articles, newest first.
    pub articles: Vec<Shared<CardView>>,
    /// The pages of the list.
    pub pagination: PaginationView,
}

/// The list of all terms of a taxonomy (template `terms`).
#[derive(Clone, Debug, Serialize)]
pub struct TermsView {
    /// The title: its introduction's, else the taxonomy's.
    pub title: String,
    /// The standfirst, inline.
    pub dek: Option<Html>,
    /// The home page.
    pub breadcrumbs: Vec<LinkView>,
    /// The introduction, blocks; may be empty.
    pub body: Html,
    /// The lead image.
    pub lead_image: Option<FigureView>,
    /// By title.
    pub terms: Vec<TermCountView>,
}

/// A term in the list of all.
#[derive(Clone, Debug, Serialize)]
pub struct TermCountView {
    /// The term as the reader sees it.
    pub title: String,
    /// Its page.
    pub url: String,
    /// How many articles have it.
    pub count: usize,
}

//! A section.

use serde::Serialize;

use super::{CardView, FigureView, LinkView, PaginationView, SectionFrontView};
use crate::compose::shared::Shared;
use crate::html::Html;

/// A section, or a further page of its list.
#[derive(Clone, Debug, Serialize)]
pub struct SectionView {
    /// The title.
    pub title: String,
    /// The standfirst, inline.
    pub dek: Option<Html>,
    /// From the home page to the section above.
    pub breadcrumbs: Vec<LinkView>,
    /// The introduction, blocks, on the first page; may be empty.
    pub body: Html,
    /// The lead image, on the first page.
    pub lead_image: Option<FigureView>,
    /// The sections directly below, on the first page.
    pub sections: Vec<SectionFrontView>,
    /// This page's articles, in the section's order.
    pub articles: Vec<Shared<CardView>>,
    /// The section's plain pages, on the first page.
    pub pages: Vec<LinkView>,
    /// The pages of the list.
    pub pagination: PaginationView,
}

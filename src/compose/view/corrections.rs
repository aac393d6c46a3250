//! Corrections: of an article, and the list of all.

use serde::Serialize;

use super::{DateView, LinkView, PaginationView};
use crate::html::Html;

/// A correction.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectionView {
    /// When.
    pub date: DateView,
    /// What, inline.
    pub text: Html,
}

/// A page of the list of all corrections (template `corrections`).
#[derive(Clone, Debug, Serialize)]
pub struct CorrectionsView {
    /// The home page.
    pub breadcrumbs: Vec<LinkView>,
    /// This page's corrections, newest first.
    pub corrections: Vec<CorrectedView>,
    /// The pages of the list.
    pub pagination: PaginationView,
}

/// A correction in the list of all corrections.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectedView {
    /// When.
    pub date: DateView,
    /// What, as plain text.
    pub text: String,
    /// The article.
    pub article: LinkView,
}

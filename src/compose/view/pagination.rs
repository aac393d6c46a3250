//! The pages of a list.

use serde::Serialize;

/// The pages of a list.
#[derive(Clone, Debug, Serialize)]
pub struct PaginationView {
    /// This page, from 1.
    pub current: usize,
    /// How many there are, at least 1.
    pub total: usize,
    /// The first page, the last one, and those around this one.
    pub pages: Vec<PageOfListView>,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}

/// A page of a list, in the list of its pages.
#[derive(Clone, Debug, Serialize)]
pub struct PageOfListView {
    /// Its number.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// Whether it is this page.
    pub current: bool,
    /// Whether pages before it are left out.
    pub gap: bool,
}

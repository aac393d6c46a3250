//! The pages of a list.

use serde::Serialize;

use super::LinkView;

/// The pages of a list.
#[derive(Clone, Debug, Serialize)]
pub struct PaginationView {
    /// This page, from 1.
    pub current: usize,
    /// How many there are, at least 1.
    pub total: usize,
    /// Every page: its number as the title, and its address.
    pub pages: Vec<LinkView>,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}

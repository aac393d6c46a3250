//! Data: a page that is made of a row.

use serde::Serialize;

use super::LinkView;
use crate::html::Value;

/// A page that is made of a row of data (its template is named in site.toml).
#[derive(Clone, Debug, Serialize)]
pub struct RowPageView {
    /// The title.
    pub title: String,
    /// What it is about; may be empty.
    pub description: String,
    /// The home page.
    pub breadcrumbs: Vec<LinkView>,
    /// What the row holds, by column.
    pub row: Value,
}

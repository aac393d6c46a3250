//! The page for addresses that do not exist.

use serde::Serialize;

use super::LinkView;

/// The page for an address that does not exist (template `404`).
#[derive(Clone, Debug, Serialize)]
pub struct NotFoundView {
    /// Where a reader may go on: the sections.
    pub sections: Vec<LinkView>,
}

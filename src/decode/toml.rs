//! TOML 1.0 → the tree.

use super::Node;
use crate::diagnostics::Diagnosed;
use crate::text::RelPath;

/// Reads a TOML file.
///
/// After a fault the rest is read all the same; `None` if nothing could be read.
pub fn toml(path: &RelPath, text: &str) -> Diagnosed<Option<Node>> {
    let _ = (path, text);
    Diagnosed::clean(None)
}

//! Stage 1: the root folder → the inventory of its files, sorted.
//!
//! In: the root and the names of the theme. Out: an [`Inventory`].
//!
//! Invariant: the inventory depends on names alone, never on the order in which the disk lists them; no symbolic link
//! leads out of the site.

use crate::text::RelPath;

/// The files of a site by their role, each list sorted by path. Paths are relative to the root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inventory {
    /// Documents below content/: `.md`, `sources.yml` and `sources/`, picture sidecars.
    pub documents: Vec<RelPath>,
    /// All other files below content/.
    pub assets: Vec<RelPath>,
    /// Files below static/.
    pub statics: Vec<RelPath>,
    /// Files below templates/.
    pub templates: Vec<RelPath>,
    /// Files below themes/.
    pub themes: Vec<RelPath>,
    /// Files below i18n/.
    pub words: Vec<RelPath>,
}

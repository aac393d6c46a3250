//! Pictures: how large they are.
//!
//! In: the pictures that pages show. Out: their width and height, read from the first bytes of each file.
//!
//! 1. [`dimensions`] asks every file once, on all cores.
//! 2. [`svg`] reads the size that a drawing declares.
//!
//! Invariant: a picture whose size cannot be read is shown without one; it is never an error.

pub mod svg;

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use crate::text::RelPath;

/// Width and height in pixels of those pictures that tell; sorted by file.
pub fn dimensions(root: &Path, pictures: &[RelPath]) -> BTreeMap<RelPath, (u32, u32)> {
    pictures.par_iter().filter_map(|picture| Some((picture.clone(), size(root, picture)?))).collect()
}

fn size(root: &Path, picture: &RelPath) -> Option<(u32, u32)> {
    let file = picture.on_disk(root);
    if picture.extension().eq_ignore_ascii_case("svg") {
        return svg::size(&file);
    }
    let size = imagesize::size(file).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?)).filter(|(w, h)| *w > 0 && *h > 0)
}

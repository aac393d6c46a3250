//! Pictures: how large they are.
//!
//! In: a picture that pages show. Out: its width and height, read from the first bytes of the file.
//!
//! 1. [`size`] asks the file.
//! 2. [`svg`] reads the size that a drawing declares.
//!
//! Invariant: a picture whose size cannot be read is shown without one; it is never an error.

pub mod svg;

use std::path::Path;

use crate::text::RelPath;

/// Width and height in pixels of a picture, if it tells.
pub fn size(root: &Path, picture: &RelPath) -> Option<(u32, u32)> {
    let file = picture.on_disk(root);
    if picture.extension().eq_ignore_ascii_case("svg") {
        return svg::size(&file);
    }
    let size = imagesize::size(file).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?)).filter(|(w, h)| *w > 0 && *h > 0)
}

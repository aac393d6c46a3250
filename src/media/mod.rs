//! Pictures: how large they are.
//!
//! In: a picture that pages show. Out: its width and height, read from the first bytes of the file, and how many bytes
//! there are.
//!
//! 1. [`size`] asks the file.
//! 2. [`svg`] reads the size that a drawing declares.
//! 3. [`weight`] asks the disk.
//!
//! Invariant: a picture whose size cannot be read is shown without one; it is never an error.

pub mod svg;

use std::path::Path;

use crate::text::RelPath;

/// How many bytes a picture has; 0 if it is gone.
pub fn weight(root: &Path, picture: &RelPath) -> u64 {
    std::fs::metadata(picture.on_disk(root)).map_or(0, |metadata| metadata.len())
}

/// Width and height in pixels of a picture, if it tells.
pub fn size(root: &Path, picture: &RelPath) -> Option<(u32, u32)> {
    let file = picture.on_disk(root);
    if picture.extension().eq_ignore_ascii_case("svg") {
        return svg::size(&file);
    }
    let size = imagesize::size(file).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?)).filter(|(w, h)| *w > 0 && *h > 0)
}

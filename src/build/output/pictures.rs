//! The sizes of the pictures that pages show.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::build::inputs::Inputs;
use crate::error::Error;
use crate::fs::Signature;
use crate::media;
use crate::planted::{self, Bug};
use crate::resolve::Site;
use crate::text::RelPath;

/// A picture that was measured.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// The file's signature before.
    pub signature: Option<Signature>,
    /// Width and height in pixels, if it tells.
    pub size: Option<(u32, u32)>,
    /// How many bytes the file has; 0 if it is gone.
    pub bytes: u64,
}

/// The pictures that pages show, sorted.
pub(super) fn pictures<'s>(sites: impl Iterator<Item = &'s Site>) -> Vec<RelPath> {
    let of_site = |site: &'s Site| {
        let referring = site.referring();
        let shown = referring.flat_map(|(image, connections)| image.into_iter().chain(&connections.pictures));
        shown.chain(&site.navigation.logo).filter_map(|picture| picture.file.clone())
    };
    let mut pictures: Vec<RelPath> = sites.flat_map(of_site).collect();
    pictures.sort();
    pictures.dedup();
    pictures
}

/// Measures pictures, but for those that have not changed since the cache saw them.
pub(super) fn measure(inputs: &Inputs, pictures: Vec<RelPath>) -> Result<BTreeMap<RelPath, Measured>, Error> {
    let measured = |path: RelPath| -> Result<(RelPath, Measured), Error> {
        let unchanged = inputs.unchanged(&path)?;
        if let Some(known) = planted::either(Bug::PictureOfOldSize, inputs.file(&path), unchanged)
            && let Some(size) = known.picture
        {
            return Ok((path, Measured { signature: known.signature, size, bytes: known.content.size }));
        }
        let signature = inputs.signature(&path)?;
        let size = media::size(inputs.root(), &path);
        let bytes = media::weight(inputs.root(), &path);
        Ok((path, Measured { signature, size, bytes }))
    };
    pictures.into_par_iter().map(measured).collect()
}

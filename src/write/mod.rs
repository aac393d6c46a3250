//! Stage 6: finished bytes → the output folder, changing only what changed.
//!
//! In: the paths and bytes of the output, one by one from every core. Out: a [`WriteReport`].
//!
//! 1. `folder` judges the output folder: where it is, whether it may be written to, whether byline made it.
//! 2. `manifest` is byline's list of what it wrote: `.byline-site` in the output.
//! 3. `staging` is the folder where everything is made before it is put in place.
//! 4. `existing` says what lies in the output, and `ways` whether its folders are there; a file that an earlier build
//!    has [`Seen`] is not read again.
//! 5. `writer` takes the files, compares each with what lies in the output and stages what differs; `entries` holds them.
//! 6. `plan` decides what to remove and to place, and sees that nothing foreign is in the way.
//! 7. `step` carries the plan out.
//! 8. [`compressed`] is what a file becomes beside itself: its copies in other formats.
//! 9. [`clean`](mod@clean) removes what byline made; `published` says what of it may be carried elsewhere.
//!
//! Invariant: nothing outside the output is written, nothing that byline did not write is removed, and nothing is put in
//! place before everything has been made.
//!
//! # What a crash leaves behind
//!
//! A first build is made in a staging folder beside the output and renamed whole; until then there is no output. Where
//! the output is an empty folder, or another build lies there, the order is:
//!
//! 1. every file that is new or has changed is written into the staging folder; a full disk is noticed here;
//! 2. the new manifest is put in place as the journal `.byline-site.next`, beside the old one (after 3. if an interrupted build
//!    left a journal there, which alone lists what that build had made);
//! 3. files that are no longer part of the site are removed, then the folders that this leaves empty;
//! 4. the staged files are renamed into place, one by one;
//! 5. the journal is renamed over the old manifest.
//!
//! Until 2 nothing has changed. From 2 to 5 every file in place is whole, and it is in the old manifest or in the
//! journal: the next build reads both and so knows every file that is byline's, and which contents it may have. The
//! staging folder carries a mark, and the next build removes it. Nothing is forced onto the disk (`fsync`): a build
//! compares contents, so the next one repairs what a power cut lost.

mod clean;
pub mod compressed;
mod content;
mod entries;
mod existing;
mod folder;
mod manifest;
mod plan;
#[cfg(feature = "deploy")]
mod published;
mod seen;
mod staging;
mod step;
#[cfg(test)]
mod tests;
mod tree;
mod ways;
mod writer;

use std::path::Path;

pub use clean::{CACHE_TAG, CACHE_TAG_FILE, CleanReport, clean};
pub use manifest::{NAME as MANIFEST, is_output, own_files};
#[cfg(feature = "deploy")]
pub use published::{finished, has, may_be_published, place_for};
pub use seen::{Record, Seen, SeenFile};
pub use writer::{Lies, Writer};

/// Where a site is written to.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The folder of site.toml.
    pub root: &'a Path,
    /// The output folder; relative to the current folder, need not exist.
    pub output: &'a Path,
    /// The cache folder; need not exist.
    pub cache: &'a Path,
    /// What tells the site from others; it is noted in the manifest and must not change from build to build.
    pub site: &'a str,
    /// Whether to build beside foreign files.
    pub force: bool,
}

/// What a commit did; paths are relative to the output, sorted, with `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriteReport {
    /// The files of the site.
    pub files: usize,
    /// The files that [`Writer::keep`] took as they were.
    pub kept: usize,
    /// The files that were new or had changed.
    pub written: usize,
    /// The files that were removed, because they are no longer part of the site.
    pub removed: usize,
    /// The files that `written` counts.
    pub written_paths: Vec<String>,
    /// Files of the output that were modified by hand, and have been replaced or removed.
    pub edited: Vec<String>,
}

//! Files that machines read, made without a template: `robots.txt` and the sitemap.
//!
//! 1. [`Files::new`] lists once what several of them show, [`Files::keys`] which there are.
//! 2. [`Files::of`] gathers what one of them shows of the site; [`FileBrief::parts`] tells it from every other, as a
//!    page's [brief](super::brief) does, so that an unchanged one is not made again.
//! 3. [`Composer::file`] makes its bytes: [`robots`], [`sitemap`].
//!
//! The files of the [`search`] are many and made from what articles say, so they have a way of their own.
//!
//! A file of the same path below static/ is the author's and stands in its place.

pub mod robots;
pub mod search;
pub mod sitemap;

use super::brief::{Briefs, Part};
use super::{Composer, PageKey};
use crate::config::Config;

use sitemap::{Chunk, Listed, SitemapBrief};

/// A file that machines read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKey {
    /// `robots.txt`
    Robots,
    /// `sitemap.xml`: every address, or the list of the parts.
    Sitemap,
    /// `sitemap-N.xml`: one part of many, from 1.
    SitemapPart(usize),
}

/// All that such a file shows of the site.
pub enum FileBrief<'b> {
    /// Of `robots.txt`, which shows the settings alone.
    Robots,
    /// Of a sitemap.
    Sitemap(SitemapBrief<'b>),
}

/// What such files show, listed once.
pub struct Files {
    addresses: Vec<Listed>,
    chunks: Vec<Chunk>,
}

impl Files {
    /// Lists what the files of a site show; `keys` are its pages.
    pub fn new(briefs: &Briefs<'_>, keys: &[PageKey], config: &Config) -> Files {
        let addresses = sitemap::addresses(briefs, keys, config);
        let chunks = sitemap::chunks(&addresses, config);
        Files { addresses, chunks }
    }

    /// Every such file.
    pub fn keys(&self) -> Vec<FileKey> {
        let mut keys = vec![FileKey::Robots, FileKey::Sitemap];
        if self.chunks.len() > 1 {
            keys.extend((1..=self.chunks.len()).map(FileKey::SitemapPart));
        }
        keys
    }

    /// All that a file shows of the site.
    pub fn of(&self, key: FileKey) -> FileBrief<'_> {
        match key {
            FileKey::Robots => FileBrief::Robots,
            FileKey::Sitemap => FileBrief::Sitemap(SitemapBrief::whole(&self.addresses, &self.chunks)),
            FileKey::SitemapPart(number) => {
                FileBrief::Sitemap(SitemapBrief::part(&self.addresses, &self.chunks, number))
            }
        }
    }
}

impl FileBrief<'_> {
    /// Its path in the output.
    pub fn path(&self) -> String {
        match self {
            FileBrief::Robots => "robots.txt".to_owned(),
            FileBrief::Sitemap(brief) => brief.path(),
        }
    }

    /// The fingerprints of its parts: equal parts give equal bytes.
    pub fn parts(&self) -> Vec<(Part, u64)> {
        match self {
            FileBrief::Robots => Vec::new(),
            FileBrief::Sitemap(brief) => brief.parts(),
        }
    }
}

impl Composer<'_> {
    /// Makes the bytes of a file.
    pub fn file(&self, brief: &FileBrief<'_>) -> String {
        match brief {
            FileBrief::Robots => robots::compose(self),
            FileBrief::Sitemap(brief) => sitemap::compose(self, brief),
        }
    }
}

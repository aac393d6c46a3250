//! Files that machines read, made without a template: `robots.txt`, the sitemap, the redirects for hosts.
//!
//! 1. [`Files::new`] lists once what several of them show, [`Files::keys`] which there are.
//! 2. [`Files::of`] gathers what one of them shows of the site; [`FileBrief::parts`] tells it from every other, as a
//!    page's [brief](super::brief) does, so that an unchanged one is not made again.
//! 3. [`Composer::file`] makes its bytes: [`redirects`], [`robots`], [`sitemap`].
//!
//! A file of the same path below static/ is the author's and stands in its place.

pub mod redirects;
pub mod robots;
pub mod sitemap;

use super::brief::{Briefs, Part};
use super::{Composer, PageKey};
use crate::config::Config;
use crate::config::site::redirects::Host;
use crate::fingerprint::print;
use crate::resolve::{Redirect, Site};

use sitemap::{Chunk, Listed, SitemapBrief};

/// A file that machines read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKey {
    /// The redirects, for a host.
    Redirects(Host),
    /// `robots.txt`
    Robots,
    /// `sitemap.xml`: every address, or the list of the parts.
    Sitemap,
    /// `sitemap-N.xml`: one part of many, from 1.
    SitemapPart(usize),
}

/// All that such a file shows of the site.
pub enum FileBrief<'b> {
    /// Of the redirects for a host.
    Redirects(Host, &'b [Redirect]),
    /// Of `robots.txt`, which shows the settings alone.
    Robots,
    /// Of a sitemap.
    Sitemap(SitemapBrief<'b>),
}

/// What such files show, listed once.
pub struct Files<'s> {
    addresses: Vec<Listed>,
    chunks: Vec<Chunk>,
    redirects: &'s [Redirect],
    hosts: &'s [Host],
}

impl<'s> Files<'s> {
    /// Lists what the files of a site show; `keys` are its pages.
    pub fn new(briefs: &Briefs<'_>, keys: &[PageKey], site: &'s Site, config: &'s Config) -> Files<'s> {
        let addresses = sitemap::addresses(briefs, keys, config);
        let chunks = sitemap::chunks(&addresses, config);
        Files { addresses, chunks, redirects: &site.redirects, hosts: &config.redirects.formats }
    }

    /// Every such file.
    pub fn keys(&self) -> Vec<FileKey> {
        let mut keys = vec![FileKey::Robots, FileKey::Sitemap];
        keys.extend(self.hosts.iter().copied().map(FileKey::Redirects));
        if self.chunks.len() > 1 {
            keys.extend((1..=self.chunks.len()).map(FileKey::SitemapPart));
        }
        keys
    }

    /// All that a file shows of the site.
    pub fn of(&self, key: FileKey) -> FileBrief<'_> {
        match key {
            FileKey::Redirects(host) => FileBrief::Redirects(host, self.redirects),
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
            FileBrief::Redirects(host, _) => host.file().to_owned(),
            FileBrief::Robots => "robots.txt".to_owned(),
            FileBrief::Sitemap(brief) => brief.path(),
        }
    }

    /// The fingerprints of its parts: equal parts give equal bytes.
    pub fn parts(&self) -> Vec<(Part, u64)> {
        match self {
            FileBrief::Redirects(_, redirects) => vec![(Part::Redirects, print(redirects))],
            FileBrief::Robots => Vec::new(),
            FileBrief::Sitemap(brief) => brief.parts(),
        }
    }
}

impl Composer<'_> {
    /// Makes the bytes of a file.
    pub fn file(&self, brief: &FileBrief<'_>) -> String {
        match brief {
            FileBrief::Redirects(host, redirects) => redirects::compose(self, *host, redirects),
            FileBrief::Robots => robots::compose(self),
            FileBrief::Sitemap(brief) => sitemap::compose(self, brief),
        }
    }
}

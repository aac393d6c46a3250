//! Files that machines read, made without a template: `robots.txt`, sitemaps, feeds, the redirects and headers for hosts.
//!
//! 1. [`Files::new`] lists once what several of them show, [`Files::keys`] which there are.
//! 2. [`Files::of`] gathers what one of them shows of the site; [`FileBrief::parts`] tells it from every other, as a
//!    page's [brief](super::brief) does, so that an unchanged one is not made again.
//! 3. [`Composer::file`] makes its bytes: [`redirects`], [`headers`], [`robots`], [`sitemap`], [`news`], [`llms`]; [`Composer::feed`]
//!    those of one of the [`feeds`], whose items have texts, and [`Composer::copy`] one of the [`copies`] of articles.
//!    [`xml`] is what they are written in.
//!
//! The files of the [`search`] are many and made from what articles say, so they have a way of their own.
//!
//! A file of the same path below static/ is the author's and stands in its place.

pub mod copies;
pub mod feeds;
pub mod headers;
pub mod llms;
pub mod news;
pub mod redirects;
pub mod robots;
pub mod search;
pub mod sitemap;
mod xml;

use std::sync::Arc;

use super::brief::{Brief, Briefs, Part};
use super::{Composer, PageKey};
use crate::config::Config;
use crate::config::site::headers::HeaderFile;
use crate::config::site::redirects::Host;
use crate::fingerprint::print;
use crate::resolve::feeds::{Channel, Format};
use crate::resolve::routes::has_copy;
use crate::resolve::{ArticleId, Redirect, Site};

use copies::CopyBrief;
use feeds::corrections::CorrectionsBrief;
use feeds::{FeedBrief, Feeds, Item};
use llms::LlmsBrief;
use news::News;
use sitemap::{Chunk, Listed, SitemapBrief};

/// A file that machines read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKey {
    /// The redirects, for a host.
    Redirects(Host),
    /// What a host says with every file.
    Headers(HeaderFile),
    /// `robots.txt`
    Robots,
    /// `sitemap.xml`: every address, or the list of the parts.
    Sitemap,
    /// `sitemap-N.xml`: one part of many, from 1.
    SitemapPart(usize),
    /// `news-sitemap.xml`
    NewsSitemap,
    /// `feed.xml`, `rss.xml` or `feed.json` below a page.
    Feed(Channel, Format),
    /// The same of the corrections of all articles.
    Corrections(Format),
    /// `llms.txt`
    Llms,
    /// `index.md` below an article.
    Copy(ArticleId),
}

/// All that such a file shows of the site.
pub enum FileBrief<'b> {
    /// Of the redirects for a host.
    Redirects(Host, &'b [&'b Redirect]),
    /// Of the headers for a host: the hashes of the theme's scripts.
    Headers(HeaderFile, &'b [String]),
    /// Of `robots.txt`, which shows the settings alone.
    Robots,
    /// Of a sitemap.
    Sitemap(SitemapBrief<'b>),
    /// Of the sitemap of news.
    News(&'b [News]),
    /// Of a feed.
    Feed(FeedBrief<'b>),
    /// Of a feed of corrections.
    Corrections(CorrectionsBrief<'b>),
    /// Of `llms.txt`.
    Llms(LlmsBrief<'b>),
    /// Of the copy of an article.
    Copy(Box<CopyBrief<'b>>),
}

/// What such files show, listed once.
pub struct Files<'b> {
    site: &'b Site,
    briefs: &'b Briefs<'b>,
    config: &'b Config,
    addresses: Vec<Listed>,
    chunks: Vec<Chunk>,
    news: Vec<News>,
    feeds: Feeds<'b>,
    corrections: Vec<feeds::corrections::Line<'b>>,
    redirects: Vec<&'b Redirect>,
    hosts: &'b [Host],
    inline_scripts: &'b [String],
    /// Whether it has the files that a site has once, whatever its languages.
    is_first: bool,
}

/// What an edition shows in files for machines.
pub struct Edition<'b> {
    /// The edition.
    pub site: &'b Site,
    /// Of its pages.
    pub briefs: &'b Briefs<'b>,
    /// Its pages.
    pub keys: Vec<PageKey>,
    /// Its settings.
    pub config: &'b Config,
    /// The hashes of the scripts within the theme's templates.
    pub inline_scripts: &'b [String],
}

impl<'b> Files<'b> {
    /// Lists what the files of each edition show; those that a site has once are among the first's.
    pub fn all(editions: &[Edition<'b>]) -> Vec<Files<'b>> {
        editions
            .iter()
            .enumerate()
            .map(|(at, edition)| Files::new(edition, if at == 0 { editions } else { &[] }))
            .collect()
    }

    fn new(edition: &Edition<'b>, editions: &[Edition<'b>]) -> Files<'b> {
        let Edition { site, briefs, config, inline_scripts, .. } = *edition;
        let addresses = if config.sitemap.enabled { sitemap::addresses(editions) } else { Vec::new() };
        let chunks = sitemap::chunks(&addresses, config);
        let mut redirects: Vec<&Redirect> = editions.iter().flat_map(|edition| &edition.site.redirects).collect();
        redirects.sort_by(|a, b| a.from.cmp(&b.from));
        Files {
            site,
            briefs,
            config,
            addresses,
            chunks,
            news: news::listed(editions),
            feeds: Feeds::new(site, briefs),
            corrections: feeds::corrections::listed(site, config),
            redirects,
            hosts: &config.redirects.formats,
            inline_scripts,
            is_first: !editions.is_empty(),
        }
    }

    /// Every such file but the copies of articles.
    pub fn keys(&self) -> Vec<FileKey> {
        let mut keys = Vec::new();
        if self.is_first {
            keys.push(FileKey::Robots);
            keys.extend(self.config.sitemap.enabled.then_some(FileKey::Sitemap));
            keys.extend(self.hosts.iter().copied().map(FileKey::Redirects));
            keys.extend(self.config.headers.formats.iter().copied().map(FileKey::Headers));
            if self.chunks.len() > 1 {
                keys.extend((1..=self.chunks.len()).map(FileKey::SitemapPart));
            }
            keys.extend(self.config.sitemap.news.then_some(FileKey::NewsSitemap));
        }
        keys.extend(self.config.machines.llms.then_some(FileKey::Llms));
        keys.extend(self.feeds.keys(self.config).map(|(channel, format)| FileKey::Feed(channel, format)));
        if !self.corrections.is_empty() {
            keys.extend(Format::chosen(self.config).into_iter().map(FileKey::Corrections));
        }
        keys
    }

    /// Whether a file shows the text of an article.
    pub fn has_text(&self, article: ArticleId) -> bool {
        self.feeds.has(article) || self.copy(article).is_some()
    }

    /// The copy of an article, if it has one.
    pub fn copy(&self, article: ArticleId) -> Option<FileKey> {
        let fields = &self.site.articles.get(article)?.facts.fields;
        has_copy(fields, self.config).then_some(FileKey::Copy(article))
    }

    /// All that a file shows of the site; `None` if there is no such file.
    pub fn of(&self, key: FileKey) -> Option<FileBrief<'_>> {
        Some(match key {
            FileKey::Redirects(host) => FileBrief::Redirects(host, &self.redirects),
            FileKey::Headers(file) => FileBrief::Headers(file, self.inline_scripts),
            FileKey::Robots => FileBrief::Robots,
            FileKey::Sitemap => FileBrief::Sitemap(SitemapBrief::whole(&self.addresses, &self.chunks)),
            FileKey::SitemapPart(number) => {
                FileBrief::Sitemap(SitemapBrief::part(&self.addresses, &self.chunks, number))
            }
            FileKey::NewsSitemap => FileBrief::News(&self.news),
            FileKey::Feed(channel, format) => FileBrief::Feed(self.feeds.of(channel, format)?),
            FileKey::Corrections(format) => {
                FileBrief::Corrections(CorrectionsBrief { format, lines: &self.corrections })
            }
            FileKey::Llms => FileBrief::Llms(LlmsBrief::new(self.site, self.config)),
            FileKey::Copy(article) => {
                let Brief::Article(brief) = self.briefs.of(PageKey::Article(article)) else { return None };
                let item = Item::new(article, brief);
                FileBrief::Copy(Box::new(CopyBrief { item, is_in_feeds: self.feeds.has(article) }))
            }
        })
    }
}

impl<'b> FileBrief<'b> {
    /// The articles whose texts it shows.
    pub fn items(&self) -> &[&'b Item<'b>] {
        match self {
            FileBrief::Feed(brief) => &brief.items,
            FileBrief::Redirects(..)
            | FileBrief::Headers(..)
            | FileBrief::Robots
            | FileBrief::Sitemap(_)
            | FileBrief::News(_)
            | FileBrief::Corrections(_)
            | FileBrief::Llms(_)
            | FileBrief::Copy(_) => &[],
        }
    }

    /// Whether it shows the theme's words, or texts of articles, which are made with the theme's components.
    pub fn has_texts(&self) -> bool {
        !self.items().is_empty() || matches!(self, FileBrief::Corrections(_) | FileBrief::Llms(_) | FileBrief::Copy(_))
    }

    /// Its path in the output.
    pub fn path(&self) -> String {
        match self {
            FileBrief::Redirects(host, _) => host.file().to_owned(),
            FileBrief::Headers(file, _) => file.path().to_owned(),
            FileBrief::Robots => "robots.txt".to_owned(),
            FileBrief::Sitemap(brief) => brief.path(),
            FileBrief::News(_) => news::path(),
            FileBrief::Feed(brief) => brief.path(),
            FileBrief::Corrections(brief) => brief.path(),
            FileBrief::Llms(_) => llms::path(),
            FileBrief::Copy(brief) => brief.path(),
        }
    }

    /// The fingerprints of its parts: equal parts, and an equal theme where there are texts, give equal bytes;
    /// `document` tells what the file of an article contains.
    pub fn parts(&self, document: impl Fn(ArticleId) -> u64) -> Vec<(Part, u64)> {
        match self {
            FileBrief::Redirects(_, redirects) => vec![(Part::Redirects, print(redirects))],
            FileBrief::Headers(_, scripts) => vec![(Part::Theme, print(scripts))],
            FileBrief::Robots => Vec::new(),
            FileBrief::Sitemap(brief) => brief.parts(),
            FileBrief::News(news) => news::parts(news),
            FileBrief::Feed(brief) => brief.parts(document),
            FileBrief::Corrections(brief) => brief.parts(),
            FileBrief::Llms(brief) => brief.parts(),
            FileBrief::Copy(brief) => brief.parts(document),
        }
    }
}

impl Composer<'_> {
    /// Makes the bytes of a file; `contents` are the texts of the articles that it shows.
    pub fn file(&self, brief: &FileBrief<'_>, contents: &[Arc<str>]) -> String {
        match brief {
            FileBrief::Redirects(host, redirects) => redirects::compose(self, *host, redirects),
            FileBrief::Headers(file, scripts) => headers::compose(self, *file, scripts),
            FileBrief::Robots => robots::compose(self),
            FileBrief::Sitemap(brief) => sitemap::compose(self, brief),
            FileBrief::News(news) => news::compose(self, news),
            FileBrief::Feed(brief) => self.feed(brief, contents),
            FileBrief::Corrections(brief) => self.corrections_feed(brief),
            FileBrief::Llms(brief) => llms::compose(self, brief),
            FileBrief::Copy(brief) => contents.first().map(|content| self.copy(brief, content)).unwrap_or_default(),
        }
    }
}

//! `site.toml`, typed.
//!
//! [`read()`] takes the file apart, [`redirects`], [`images`], [`cards`], [`compress`], [`deploy`] and [`preprocessors`] the tables of that name, `source_style` the style of references; `values` checks what becomes an address, a language tag or a piece of CSS.

pub mod cards;
pub mod compress;
pub mod deploy;
pub mod headers;
pub mod images;
pub mod lints;
pub mod preprocessors;
mod read;
pub mod redirects;
mod source_style;
#[cfg(test)]
mod tests;
mod values;

pub use cards::Cards;
pub use compress::{Compress, Compression};
pub use deploy::Deploy;
pub use headers::Headers;
pub use images::{CopyFormat, Images};
pub use lints::{Exception, Limits, Lints};
pub use preprocessors::{Preprocessor, Preprocessors};
pub use read::read;
pub use redirects::Redirects;
pub use values::split_base_url;

use std::collections::BTreeMap;

use super::dataset::{Query, RowPages};
use crate::date::Zone;
use crate::text::{Glob, RelPath, Spanned, Text};

/// The site's settings, with a default for everything but the title and the address.
#[derive(Clone, Debug, Hash)]
pub struct Config {
    /// The site's name.
    pub title: String,
    /// The address of the home page: scheme, host and path, without the last slash. In an edition it is that of the
    /// edition's home page.
    pub base_url: String,
    /// The path of `base_url`: empty, or `/sub/path` without the last slash.
    pub base_path: String,
    /// The address below which the site's files lie, whatever the edition.
    pub root_url: String,
    /// The path of `root_url`: empty, or `/sub/path` without the last slash.
    pub root_path: String,
    /// The folder of the output that holds the edition, such as `de`; empty for the site's first language.
    pub edition: String,
    /// The language, such as `en-GB` (BCP 47).
    pub language: String,
    /// In an edition of a further language: the site's first language; else empty.
    pub first_language: String,
    /// The zone of dates and of instants without one.
    pub timezone: Zone,
    /// What the site is, in a sentence.
    pub description: String,
    /// HTML that stands in the head of every page, such as what an analytics service wants; empty by default.
    pub head_extra: String,
    /// Files that are as if they were not there.
    pub exclude: Vec<Glob>,
    /// The navigation as written; `None` means the sections by weight.
    pub nav: Option<Vec<NavItem>>,
    /// Who publishes the site; its name defaults to the site's title.
    pub publisher: Publisher,
    /// The "why trust us" box; `None` without `[trust]`.
    pub trust: Option<Trust>,
    /// The newsletter call-out; `None` without `[newsletter]`.
    pub newsletter: Option<Newsletter>,
    /// The theme.
    pub theme: ThemeChoice,
    /// The taxonomies by name, `tags` by default, each with its title.
    pub taxonomies: BTreeMap<String, Taxonomy>,
    /// How many articles a page of a list shows.
    pub per_page: usize,
    /// `[related] limit`: how many related articles an article shows.
    pub related_limit: usize,
    /// Feeds.
    pub feeds: Feeds,
    /// The sitemap.
    pub sitemap: Sitemap,
    /// Texts for programs that read for somebody.
    pub machines: Machines,
    /// How Markdown is read.
    pub markdown: MarkdownOptions,
    /// `[sources] style`.
    pub source_style: SourceStyle,
    /// `[images]`.
    pub images: Images,
    /// `[search] engine`.
    pub search_engine: Spanned<String>,
    /// `[cards]`.
    pub cards: Cards,
    /// `[urls] lock`.
    pub lock_urls: bool,
    /// `[queries]`.
    pub queries: BTreeMap<String, Query>,
    /// `[pages]`.
    pub pages: BTreeMap<String, RowPages>,
    /// `[preprocessors]`, as far as `[extensions]` allows them.
    pub preprocessors: Preprocessors,
    /// `[redirects]`.
    pub redirects: Redirects,
    /// `[headers]`.
    pub headers: Headers,
    /// `[compress]`.
    pub compress: Compress,
    /// `[lints]`.
    pub lints: Lints,
    /// `[deploy]`.
    pub deploy: Deploy,
    /// `[editor] link`.
    pub editor_link: Option<String>,
    /// `[languages.CODE]`: further languages, each with its title.
    pub languages: BTreeMap<String, Language>,
}

/// How citations and their list are written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum SourceStyle {
    /// By numbers, in the order of their first use.
    #[default]
    Numbered,
    /// By author and year, in the order of the authors.
    AuthorDate,
    /// In a style of the Citation Style Language, by its name; only with the feature `csl`.
    Csl(Spanned<String>),
    /// In the one that a file of the site describes.
    CslFile(Spanned<RelPath>),
}

/// One entry of the navigation.
#[derive(Clone, Debug, Hash)]
pub struct NavItem {
    /// What the reader sees.
    pub title: String,
    /// An address of the site, a content file, or another site.
    pub url: Spanned<String>,
}

/// Who publishes the site.
#[derive(Clone, Debug, Default, Hash)]
pub struct Publisher {
    /// The name.
    pub name: String,
    /// The year of its foundation.
    pub founded: Option<i64>,
    /// A file of static/ or content/.
    pub logo: Option<Spanned<String>>,
    /// Addresses that are the publisher elsewhere.
    pub same_as: Vec<Spanned<String>>,
    /// Policies by name (`principles`, `corrections`, …), in written order, each a path below content/.
    pub policies: Vec<(Spanned<String>, Spanned<String>)>,
}

/// The "why trust us" box.
#[derive(Clone, Debug, Default, Hash)]
pub struct Trust {
    /// Its title; the theme has one.
    pub title: Option<String>,
    /// Markdown.
    pub text: Option<Text>,
}

/// The newsletter call-out.
#[derive(Clone, Debug, Default, Hash)]
pub struct Newsletter {
    /// Its title; the theme has one.
    pub title: Option<String>,
    /// Markdown.
    pub text: Option<Text>,
    /// Where the form is sent, or the link leads.
    pub action: Option<Spanned<String>>,
}

/// `[theme]`.
#[derive(Clone, Debug, Hash)]
pub struct ThemeChoice {
    /// `themes/NAME`, or the built-in one.
    pub name: Spanned<String>,
    /// Overrides of the theme's tokens, in written order.
    pub tokens: Vec<(Spanned<String>, Spanned<String>)>,
}

/// `[taxonomies.NAME]`.
#[derive(Clone, Debug, Default, Hash)]
pub struct Taxonomy {
    /// What the reader sees; defaults to the name.
    pub title: String,
}

/// `[feeds]`.
#[derive(Clone, Debug, Hash)]
pub struct Feeds {
    /// How many articles a feed holds.
    pub limit: usize,
    /// `atom`, `rss`, `json`.
    pub formats: Vec<Spanned<String>>,
    /// Whether sections have feeds of their own.
    pub sections: bool,
    /// Whether people have feeds of their own.
    pub people: bool,
    /// Whether terms have feeds of their own.
    pub terms: bool,
}

/// `[sitemap]`.
#[derive(Clone, Debug, Hash)]
pub struct Sitemap {
    /// Whether there is one.
    pub enabled: bool,
    /// Whether there is one of news, too.
    pub news: bool,
}

/// `[machines]`.
#[derive(Clone, Debug, Default, Hash)]
pub struct Machines {
    /// Whether there is an `llms.txt`.
    pub llms: bool,
    /// Whether each article has a copy in Markdown.
    pub markdown: bool,
}

/// `[languages.CODE]`: what the site says in a further language. What is not said there is not shown in it.
#[derive(Clone, Debug, Default, Hash)]
pub struct Language {
    /// The site's title in that language.
    pub title: String,
    /// What the site is, in a sentence.
    pub description: String,
    /// The navigation as written; `None` means the sections by weight.
    pub nav: Option<Vec<NavItem>>,
    /// The "why trust us" box.
    pub trust: Option<Trust>,
    /// The newsletter call-out.
    pub newsletter: Option<Newsletter>,
    /// Titles of taxonomies, by name.
    pub taxonomies: BTreeMap<String, String>,
}

impl Config {
    /// The settings of every edition: the site's first language, then the further ones by their codes.
    pub fn editions(&self) -> Vec<Config> {
        let further = self.languages.iter().map(|(code, language)| self.in_language(code, language));
        std::iter::once(self.clone()).chain(further).collect()
    }

    fn in_language(&self, code: &str, language: &Language) -> Config {
        let Language { title, description, nav, trust, newsletter, taxonomies } = language.clone();
        let edition = edition_folder(code);
        let mut config = Config {
            base_url: format!("{}/{edition}", self.root_url),
            base_path: format!("{}/{edition}", self.root_path),
            edition,
            language: code.to_owned(),
            first_language: self.language.clone(),
            // They are those of the whole site.
            redirects: Redirects::default(),
            headers: Headers::default(),
            title,
            description,
            nav,
            trust,
            newsletter,
            ..self.clone()
        };
        for (name, title) in taxonomies {
            if let Some(taxonomy) = config.taxonomies.get_mut(&name) {
                taxonomy.title = title;
            }
        }
        config
    }

    /// The home page as another address: `url` and `path` as from [`split_base_url`].
    pub fn move_to(&mut self, url: String, path: String) {
        self.root_url.clone_from(&url);
        self.root_path.clone_from(&path);
        self.base_url = url;
        self.base_path = path;
    }
}

/// The part of addresses that stands for a language: `pt-br` for `pt-BR`.
pub fn edition_folder(code: &str) -> String {
    code.to_ascii_lowercase()
}

/// `[markdown]`: all that parsing depends on besides the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MarkdownOptions {
    /// Whether raw HTML is allowed.
    pub raw_html: bool,
    /// Whether quotes, dashes and dots are made typographic.
    pub smart_punctuation: bool,
    /// Kinds of call-out besides GitHub's five, each in lower case: `[markdown] callouts = ["key-facts"]`.
    pub callouts: Vec<String>,
}

impl MarkdownOptions {
    /// Every kind of call-out, in lower case: GitHub's, then the site's own.
    pub fn callout_kinds(&self) -> impl Iterator<Item = &str> {
        ["note", "tip", "important", "warning", "caution"].into_iter().chain(self.callouts.iter().map(String::as_str))
    }
}

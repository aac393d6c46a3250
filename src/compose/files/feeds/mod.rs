//! Feeds: the newest articles of the site, of a section, of a person or of a term, in three formats.
//!
//! 1. [`Feeds::new`] lists the channels, and each [`Item`] once, in however many feeds it stands.
//! 2. [`FeedBrief::parts`] tells a feed from every other: the parts of its items, and what the channel is called.
//! 3. [`Composer::item`] makes the text of an item from the article's brief and prose.
//! 4. [`atom`], [`rss`] and [`json`] write a feed whose items have their text; [`corrections`] makes one of the corrections
//!    of all articles.

pub mod absolute;
mod atom;
pub mod corrections;
mod item;
mod json;
mod rss;

use std::collections::BTreeMap;

use crate::compose::brief::{Briefs, Part};
use crate::compose::view::FeedView;
use crate::compose::{Composer, meta};
use crate::config::Config;
use crate::date::Instant;
use crate::fingerprint::print;
use crate::planted::{self, Bug};
use crate::resolve::feeds::{Channel, Format};
use crate::resolve::{ArticleId, Site};
use crate::route::Route;

pub use item::{Item, ItemComponents};

/// The feeds of a site.
pub struct Feeds<'b> {
    channels: Vec<FeedOf<'b>>,
    items: BTreeMap<ArticleId, Item<'b>>,
}

/// The feed of one channel.
struct FeedOf<'b> {
    channel: Channel,
    /// What its page is called; `None` for the site.
    name: Option<&'b str>,
    about: String,
    page: &'b Route,
    articles: &'b [ArticleId],
}

/// All that a feed shows of the site.
pub struct FeedBrief<'f> {
    /// How it is written.
    pub format: Format,
    feed: &'f FeedOf<'f>,
    /// Its items, newest first.
    pub items: Vec<&'f Item<'f>>,
}

impl<'b> Feeds<'b> {
    /// Lists the feeds of a site and what stands in them.
    pub fn new(site: &'b Site, briefs: &'b Briefs<'_>) -> Feeds<'b> {
        let channels: Vec<FeedOf<'b>> = site.feeds.iter().filter_map(|feed| FeedOf::new(site, feed)).collect();
        let mut items = BTreeMap::new();
        for id in channels.iter().flat_map(|feed| feed.articles) {
            items.entry(*id).or_insert_with(|| Item::new(*id, briefs.article(*id)));
        }
        Feeds { channels, items }
    }

    /// Every feed in every format that the site asks for.
    pub fn keys(&self, config: &Config) -> impl Iterator<Item = (Channel, Format)> {
        let formats = Format::chosen(config);
        self.channels.iter().flat_map(move |feed| formats.clone().into_iter().map(|format| (feed.channel, format)))
    }

    /// All that a feed shows of the site; `None` if there is no such feed.
    pub fn of(&self, channel: Channel, format: Format) -> Option<FeedBrief<'_>> {
        let at = self.channels.binary_search_by_key(&channel, |feed| feed.channel).ok()?;
        let feed = self.channels.get(at)?;
        let items = feed.articles.iter().filter_map(|id| self.items.get(id)).collect();
        Some(FeedBrief { format, feed, items })
    }

    /// Whether an article stands in a feed.
    pub fn has(&self, article: ArticleId) -> bool {
        self.items.contains_key(&article)
    }
}

impl<'b> FeedOf<'b> {
    fn new(site: &'b Site, feed: &'b crate::resolve::feeds::Feed) -> Option<FeedOf<'b>> {
        let (name, about, page) = match feed.channel {
            Channel::Site => {
                let home = site.sections.first()?;
                (None, meta::section_description(home).unwrap_or_default(), &home.route)
            }
            Channel::Section(id) => {
                let section = site.sections.get(id)?;
                let about = meta::section_description(section).unwrap_or_default();
                (Some(section.title.as_str()), about, &section.route)
            }
            Channel::Person(id) => {
                let person = site.people.get(id)?;
                (Some(person.facts.fields.name.value.as_str()), person.facts.excerpt.clone(), &person.route)
            }
            Channel::Term(id) => {
                let term = site.terms.get(id)?;
                let about = meta::introduction_description(term.introduction.as_ref()).unwrap_or_default();
                (Some(term.title.as_str()), about.to_owned(), &term.route)
            }
        };
        Some(FeedOf { channel: feed.channel, name, about, page, articles: &feed.articles })
    }
}

impl FeedBrief<'_> {
    /// Its path in the output.
    pub fn path(&self) -> String {
        self.route().file()
    }

    /// Its address.
    pub fn route(&self) -> Route {
        self.format.route(self.feed.page)
    }

    /// The fingerprints of its parts; `document` tells what an article's own file contains.
    pub fn parts(&self, document: impl Fn(ArticleId) -> u64) -> Vec<(Part, u64)> {
        let mut parts: BTreeMap<Part, Vec<u64>> = BTreeMap::new();
        for item in &self.items {
            for (part, print) in item.parts() {
                parts.entry(part).or_default().push(print);
            }
        }
        let forgets = planted::is_planted(Bug::FeedWithoutDocuments);
        let documents: Vec<u64> =
            self.items.iter().map(|item| if forgets { item.article as u64 } else { document(item.article) }).collect();
        let FeedOf { channel: _, name, about, page, articles: _ } = self.feed;
        let channel = print(&(self.format, name, about, page));
        parts.insert(Part::Articles, vec![planted::either(Bug::FeedWithoutTitle, 0, channel), print(&documents)]);
        if planted::is_planted(Bug::FeedWithoutPeople) {
            parts.remove(&Part::People);
        }
        parts.into_iter().map(|(part, prints)| (part, print(&prints))).collect()
    }
}

/// The feeds of a page's own, for its `<head>`; `name` is that of the page, `None` for the site's.
pub fn links(config: &Config, name: Option<&str>, page: &Route) -> Vec<FeedView> {
    let title = title(config, name);
    let link = |format: Format| FeedView {
        title: format!("{title} ({})", format.name()),
        url: format.route(page).href(&config.base_path),
        media_type: format.media_type(),
    };
    Format::chosen(config).into_iter().map(link).collect()
}

fn title(config: &Config, name: Option<&str>) -> String {
    match name {
        Some(name) if name != config.title => format!("{name} – {}", config.title),
        _ => config.title.clone(),
    }
}

/// A feed as it is written, whatever its format.
struct Written<'a> {
    title: String,
    about: &'a str,
    /// The absolute address of the page that lists the articles.
    page: String,
    /// The absolute address of the feed itself.
    own: String,
    /// The newest of its items.
    updated: Option<Instant>,
    items: Vec<item::Written<'a>>,
}

impl Composer<'_> {
    /// Writes a feed; `contents` are the texts of its items.
    pub fn feed(&self, brief: &FeedBrief<'_>, contents: &[std::sync::Arc<str>]) -> String {
        let items = brief.items.iter().zip(contents);
        let items: Vec<item::Written<'_>> = items.filter_map(|(item, content)| item.written(self, content)).collect();
        let FeedOf { name, about, page, .. } = brief.feed;
        let feed = Written {
            title: title(self.config, *name),
            about: if about.is_empty() && name.is_none() { &self.config.description } else { about },
            page: self.absolute(page),
            own: self.absolute(&brief.route()),
            updated: items.iter().map(|item| item.updated).max(),
            items,
        };
        feed.write(self, brief.format)
    }
}

impl Written<'_> {
    fn write(&self, composer: &Composer<'_>, format: Format) -> String {
        match format {
            Format::Atom => atom::write(composer, self),
            Format::Rss => rss::write(composer, self),
            Format::Json => json::write(composer, self),
        }
    }
}

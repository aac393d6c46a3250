//! Which feeds there are and which articles stand in them, and which articles are news.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::people::Credit;
use super::sections::is_bundle;
use super::{Article, ArticleId, Input, PersonId, Section, SectionId, TermId};
use crate::config::Config;
use crate::date::{Date, Instant};
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::document::Facts;
use crate::parse::front_matter::{ArticleFields, Kind};
use crate::route::Route;

/// For how many days an article is news to search engines.
pub const NEWS_DAYS: i64 = 2;

/// Whose articles a feed holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// All of the site.
    Site,
    /// Those of a section and of the sections below it.
    Section(SectionId),
    /// Those that a person wrote.
    Person(PersonId),
    /// Those that have a term.
    Term(TermId),
}

/// How a feed is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Atom (RFC 4287).
    Atom,
    /// RSS 2.0.
    Rss,
    /// JSON Feed 1.1.
    Json,
}

/// A feed that has articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Whose.
    pub channel: Channel,
    /// The newest articles, newest first.
    pub articles: Vec<ArticleId>,
}

impl Format {
    /// The formats that a site asks for, each once.
    pub fn chosen(config: &Config) -> Vec<Format> {
        let asked = |format: &Format| config.feeds.formats.iter().any(|name| name.value == format.setting());
        [Format::Atom, Format::Rss, Format::Json].into_iter().filter(asked).collect()
    }

    fn setting(self) -> &'static str {
        match self {
            Format::Atom => "atom",
            Format::Rss => "rss",
            Format::Json => "json",
        }
    }

    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Format::Atom => "Atom",
            Format::Rss => "RSS",
            Format::Json => "JSON Feed",
        }
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Atom => "application/atom+xml",
            Format::Rss => "application/rss+xml",
            Format::Json => "application/feed+json",
        }
    }

    /// The address of a feed whose articles are listed on a page.
    pub fn route(self, page: &Route) -> Route {
        let name = match self {
            Format::Atom => "feed.xml",
            Format::Rss => "rss.xml",
            Format::Json => "feed.json",
        };
        Route::new(format!("{page}{name}"))
    }
}

/// Every feed that has articles, by channel; `articles` and `sections` are the site's.
///
/// Plain pages and articles without a date stand in none.
pub fn feeds(input: &Input<'_>, articles: &[Article], sections: &[Section]) -> Vec<Feed> {
    let settings = &input.config.feeds;
    let mut feeds: BTreeMap<Channel, Vec<ArticleId>> = BTreeMap::new();
    if settings.formats.is_empty() {
        return Vec::new();
    }
    for id in newest_first(input, articles) {
        let article = &articles[id];
        let mut channels = vec![Channel::Site];
        if settings.sections {
            let mut above = Some(article.section);
            while let Some(section) = above.and_then(|id| sections.get(id)) {
                // The home page's feed is the site's.
                channels.extend(above.filter(|_| section.parent.is_some()).map(Channel::Section));
                above = section.parent;
            }
        }
        if settings.people {
            let authors = article.credits.authors.iter();
            channels.extend(authors.filter_map(|credit| match credit {
                Credit::Member(person) => Some(Channel::Person(*person)),
                Credit::Inline(_) => None,
            }));
        }
        if settings.terms {
            channels.extend(article.terms.iter().copied().map(Channel::Term));
        }
        for channel in channels {
            let listed = feeds.entry(channel).or_default();
            if listed.len() < settings.limit && listed.last() != Some(&id) {
                listed.push(id);
            }
        }
    }
    feeds.into_iter().map(|(channel, articles)| Feed { channel, articles }).collect()
}

fn newest_first(input: &Input<'_>, articles: &[Article]) -> Vec<ArticleId> {
    let instant = |article: &Article| Some(article.published?.instant(&input.config.timezone));
    let dated = articles.iter().enumerate().filter(|(_, article)| article.facts.fields.kind != Kind::Page);
    let mut dated: Vec<(Reverse<Instant>, &str, ArticleId)> = dated
        .filter_map(|(id, article)| Some((Reverse(instant(article)?), article.facts.fields.title.value.as_str(), id)))
        .collect();
    dated.sort_unstable();
    dated.into_iter().map(|(_, _, id)| id).collect()
}

/// The articles that are news at the instant of the build, newest first; none unless the site asks for them.
pub fn news(input: &Input<'_>, articles: &[Article]) -> Vec<ArticleId> {
    if !input.config.sitemap.news {
        return Vec::new();
    }
    let is_news = |id: &ArticleId| {
        let Article { facts, published, .. } = &articles[*id];
        let until = published.and_then(|date| news_until(&facts.fields, date, input.config));
        until.is_some_and(|until| input.now < until)
    };
    newest_first(input, articles).into_iter().filter(is_news).collect()
}

/// Until before which instant an article is news, if its kind is.
pub fn news_until(fields: &ArticleFields, published: Date, config: &Config) -> Option<Instant> {
    (fields.kind == Kind::News).then(|| published.instant(&config.timezone).after_days(NEWS_DAYS))
}

/// What names an article for ever: its `id`, else the path of its file without what an author may well change, and
/// whether it is the path.
pub fn lasting_name(facts: &Facts<ArticleFields>) -> (bool, Cow<'_, str>) {
    if let Some(id) = &facts.fields.id {
        return (false, Cow::Borrowed(&id.value));
    }
    // The code of its language is in the address of its edition.
    let place = facts.place();
    let path = place.below("content").unwrap_or(place.as_str());
    let path = if is_bundle(place) { path.strip_suffix("/index.md") } else { path.strip_suffix(".md") };
    (true, path.map_or_else(|| Cow::Owned(place.to_string()), Cow::Borrowed))
}

/// Names the articles whose names for feeds are one.
pub fn check_names(articles: &[Article], diagnostics: &mut Vec<Diagnostic>) {
    let mut named: BTreeMap<(bool, Cow<'_, str>), &Facts<ArticleFields>> = BTreeMap::new();
    for Article { facts, .. } in articles {
        let name = lasting_name(facts);
        let Some(first) = named.get(&name) else {
            named.insert(name, facts);
            continue;
        };
        let span = |facts: &Facts<ArticleFields>| facts.fields.id.as_ref().map(|id| id.span);
        let message = format!("two articles have the id `{}`, so a feed's readers see only one of them", name.1);
        let diagnostic = match span(facts) {
            Some(span) => Diagnostic::new(Code::DuplicateId, &facts.path, span, message),
            None => Diagnostic::in_file(Code::DuplicateId, &facts.path, message),
        };
        diagnostics.push(
            diagnostic
                .related(&first.path, span(first), "the other one")
                .help("give one of them another `id` in the front matter"),
        );
    }
}

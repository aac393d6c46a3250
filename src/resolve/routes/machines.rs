//! The addresses of files that are made for machines.

use super::{Addresses, CORRECTIONS, Lists, ROBOTS, SITEMAP};
use crate::config::Config;
use crate::parse::front_matter::ArticleFields;
use crate::resolve::Input;
use crate::resolve::feeds::Format;
use crate::resolve::publish::Public;
use crate::route::Route;

/// The address of what there is to read, for language models.
pub const LLMS: &str = "/llms.txt";
/// The address of the list of news.
pub const NEWS_SITEMAP: &str = "/news-sitemap.xml";

/// What claims the address of an article's copy.
const COPY: &str = "the copy of an article in Markdown";
/// What claims the address of a page's feed.
const FEED: &str = "the feed";

/// Whether two claims are of files that belong to pages: they clash only if their pages do, which has been told.
pub(super) fn are_of_pages(one: &str, other: &str) -> bool {
    one == other && [COPY, FEED].contains(&one)
}

/// Files that may be made for machines, unless the site has one of the same path below static/, each with what it is.
pub(super) fn for_machines(
    input: &Input<'_>,
    public: &Public,
    addresses: &Addresses,
    lists: &Lists<'_>,
) -> Vec<(Route, &'static str)> {
    let Addresses { articles, sections, people, .. } = addresses;
    let Config { feeds, sitemap, machines, .. } = input.config;
    let mut files = Vec::new();
    if input.is_first() {
        files.push((Route::new(ROBOTS), "the rules for robots"));
        files.extend(sitemap.enabled.then(|| (Route::new(SITEMAP), "the sitemap")));
        files.extend(sitemap.news.then(|| (Route::new(NEWS_SITEMAP), "the sitemap of news")));
    }
    if machines.llms {
        files.push((Route::new(LLMS), "the list for language models"));
    }
    let copied = public.articles.iter().zip(articles).filter(|(facts, _)| has_copy(&facts.fields, input.config));
    files.extend(copied.map(|(_, route)| (copy_of(route), COPY)));
    let (home, corrections) = (Route::new("/"), Route::new(CORRECTIONS));
    let mut pages = vec![&home];
    pages.extend(sections.iter().skip(1).filter(|_| feeds.sections));
    pages.extend(people.iter().filter(|_| feeds.people));
    pages.extend(lists.terms.terms.iter().map(|term| &term.route).filter(|_| feeds.terms));
    pages.extend((lists.corrections > 0).then_some(&corrections));
    let formats = Format::chosen(input.config);
    files.extend(pages.iter().flat_map(|page| formats.iter().map(|format| (format.route(page), FEED))));
    files.retain(|(route, _)| !input.inventory.has_static(&input.site_route(route).file()));
    files
}

/// The address of the copy of an article in Markdown.
pub fn copy_of(article: &Route) -> Route {
    Route::new(format!("{article}index.md"))
}

/// Whether an article has a copy in Markdown: if the site asks for them, and search engines may show the article.
pub fn has_copy(fields: &ArticleFields, config: &Config) -> bool {
    config.machines.markdown && !fields.noindex && fields.canonical.is_none()
}

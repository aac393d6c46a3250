//! The sitemap: every address that search engines may show, and when its page last changed (sitemaps.org, 0.9).

use std::ops::Range;

use rayon::prelude::*;

use super::Edition;
use crate::compose::brief::{Part, later};
use crate::compose::{Composer, PageKey};
use crate::config::Config;
use crate::date::Date;
use crate::fingerprint::print;
use crate::html::escape;
use crate::planted;
use crate::resolve::routes::SITEMAP;
use crate::resolve::site_route;
use crate::resolve::translations::{Translation, Translations, default, indexed};
use crate::route::Route;

/// How many addresses one file may list.
fn most_addresses() -> usize {
    planted::limit(50_000, 30)
}

/// How long one file may be, in bytes; a little is left for its frame.
const BYTES: usize = 50 * 1024 * 1024 - 1024;
/// How much room an address takes besides itself.
const FRAME: usize = "<url><loc></loc><lastmod>2024-06-06T09:30:00+01:00</lastmod></url>\n".len();

/// How much room the address of a translation takes besides itself.
const ALTERNATE: usize = "<xhtml:link rel=\"alternate\" hreflang=\"zh-Hant-TW-variant\" href=\"\"/>".len();

const XHTML: &str = " xmlns:xhtml=\"http://www.w3.org/1999/xhtml\"";

const URLSET: &str =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";
const INDEX: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";

/// A page that is listed.
#[derive(Debug, Hash)]
pub struct Listed {
    /// Where it is within the whole site.
    pub route: Route,
    /// When it last changed, if it says so: the date that its readers see, or the newest of what it lists.
    pub modified: Option<Date>,
    /// The same page in every language, if there are several.
    pub translations: Option<Translations>,
}

/// The addresses of one file, and the newest change among them.
#[derive(Debug)]
pub struct Chunk {
    range: Range<usize>,
    modified: Option<Date>,
}

/// Of one file.
pub enum SitemapBrief<'b> {
    /// The list of addresses; with the number of the part, if there are many.
    Addresses(Option<usize>, &'b [Listed]),
    /// The list of the parts: when each last changed.
    Index(Vec<Option<Date>>),
}

/// Every page that search engines may show, edition by edition in the order of `keys`.
pub fn addresses(editions: &[Edition<'_>]) -> Vec<Listed> {
    let of_edition = |Edition { briefs, keys, config, .. }: &Edition<'_>| -> Vec<Listed> {
        let listed = |key: &PageKey| {
            let brief = briefs.of(*key);
            let modified = brief.modified(config);
            let translations = brief.translations();
            let route = site_route(&brief.route(), config).into_owned();
            brief.is_indexed().then_some(Listed { route, modified, translations })
        };
        keys.par_iter().filter_map(listed).collect()
    };
    editions.iter().flat_map(of_edition).collect()
}

/// Divides the addresses into files; there is at least one.
pub fn chunks(addresses: &[Listed], config: &Config) -> Vec<Chunk> {
    let mut chunks = vec![Chunk { range: 0..0, modified: None }];
    let mut bytes = 0;
    for (at, Listed { route, modified, translations }) in addresses.iter().enumerate() {
        // A character takes at most three times its bytes when it is encoded, and `&` five times.
        let size_of = |route: &Route, frame: usize| config.root_url.len() + route.href("").len() * 5 + frame;
        let named = alternates(translations.as_deref().unwrap_or_default());
        let size = size_of(route, FRAME) + named.map(|(_, route)| size_of(route, ALTERNATE)).sum::<usize>();
        let last = chunks.last().map_or(0, |chunk| chunk.range.len());
        if last == most_addresses() || bytes + size > BYTES {
            chunks.push(Chunk { range: at..at, modified: None });
            bytes = 0;
        }
        bytes += size;
        if let Some(chunk) = chunks.last_mut() {
            chunk.range.end = at + 1;
            chunk.modified = later(chunk.modified, *modified, config);
        }
    }
    chunks
}

impl<'b> SitemapBrief<'b> {
    /// Of `sitemap.xml`.
    pub fn whole(addresses: &'b [Listed], chunks: &[Chunk]) -> SitemapBrief<'b> {
        match chunks {
            [_, _, ..] => SitemapBrief::Index(chunks.iter().map(|chunk| chunk.modified).collect()),
            _ => SitemapBrief::Addresses(None, addresses),
        }
    }

    /// Of one of many parts, from 1.
    pub fn part(addresses: &'b [Listed], chunks: &[Chunk], number: usize) -> SitemapBrief<'b> {
        let range = chunks.get(number.wrapping_sub(1)).map_or(0..0, |chunk| chunk.range.clone());
        SitemapBrief::Addresses(Some(number), addresses.get(range).unwrap_or_default())
    }

    /// The path in the output.
    pub fn path(&self) -> String {
        match self {
            SitemapBrief::Addresses(Some(number), _) => part_route(*number).file(),
            SitemapBrief::Addresses(None, _) | SitemapBrief::Index(_) => Route::new(SITEMAP).file(),
        }
    }

    /// The fingerprints of its parts.
    pub fn parts(&self) -> Vec<(Part, u64)> {
        vec![match self {
            SitemapBrief::Addresses(_, addresses) => (Part::Articles, print(addresses)),
            SitemapBrief::Index(parts) => (Part::Sections, print(parts)),
        }]
    }
}

fn part_route(number: usize) -> Route {
    Route::new(format!("/sitemap-{number}.xml"))
}

/// The text of the file.
pub fn compose(composer: &Composer<'_>, brief: &SitemapBrief<'_>) -> String {
    let mut xml;
    match brief {
        SitemapBrief::Addresses(_, addresses) => {
            xml = String::with_capacity(URLSET.len() + addresses.len() * (FRAME + 64));
            xml.push_str(URLSET);
            let mut translations = addresses.iter().filter_map(|listed| listed.translations.as_deref());
            xml.push_str(if translations.any(|one| alternates(one).next().is_some()) { XHTML } else { "" });
            xml.push_str(">\n");
            for Listed { route, modified, translations } in *addresses {
                entry(composer, "url", route, *modified, translations.as_deref().unwrap_or_default(), &mut xml);
            }
            xml.push_str("</urlset>\n");
        }
        SitemapBrief::Index(parts) => {
            xml = String::from(INDEX);
            for (at, modified) in parts.iter().enumerate() {
                entry(composer, "sitemap", &part_route(at + 1), *modified, &[], &mut xml);
            }
            xml.push_str("</sitemapindex>\n");
        }
    }
    xml
}

fn entry(
    composer: &Composer<'_>,
    element: &str,
    route: &Route,
    modified: Option<Date>,
    translations: &[Translation],
    xml: &mut String,
) {
    xml.push('<');
    xml.push_str(element);
    xml.push_str("><loc>");
    escape(&composer.absolute(route), xml);
    xml.push_str("</loc>");
    if let Some(modified) = modified {
        xml.push_str("<lastmod>");
        xml.push_str(&modified.iso(&composer.config.timezone));
        xml.push_str("</lastmod>");
    }
    for (language, route) in alternates(translations) {
        xml.push_str("<xhtml:link rel=\"alternate\" hreflang=\"");
        escape(language, xml);
        xml.push_str("\" href=\"");
        escape(&composer.absolute(route), xml);
        xml.push_str("\"/>");
    }
    xml.push_str("</");
    xml.push_str(element);
    xml.push_str(">\n");
}

/// The translations that search engines may show, each with its language, and the one for all other readers.
fn alternates(translations: &[Translation]) -> impl Iterator<Item = (&str, &Route)> {
    let others = default(indexed(translations)).map(|one| ("x-default", &one.route));
    indexed(translations).map(|one| (&*one.language, &one.route)).chain(others)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(routes: usize, length: usize) -> Vec<Listed> {
        let route = |at: usize| Route::new(format!("/{at}{}/", "a".repeat(length)));
        (0..routes).map(|at| Listed { route: route(at), modified: None, translations: None }).collect()
    }

    #[test]
    fn a_sitemap_is_divided_where_a_file_would_be_too_long_or_too_large() {
        let config = Config::default();
        let sizes = |addresses: &[Listed]| -> Vec<usize> {
            chunks(addresses, &config).into_iter().map(|chunk| chunk.range.len()).collect()
        };
        assert_eq!(sizes(&[]), [0]);
        assert_eq!(sizes(&listed(50_000, 1)), [50_000]);
        assert_eq!(sizes(&listed(50_001, 1)), [50_000, 1]);
        let large = sizes(&listed(30, 1_000_000));
        assert!(large.len() > 1 && large.iter().sum::<usize>() == 30, "{large:?}");
    }

    #[test]
    fn the_later_date_is_that_of_the_later_instant() {
        let config = Config::default();
        let date = |text: &str| text.parse::<Date>().ok();
        let (day, before) = (date("2024-06-06"), date("2024-06-06T00:30:00+01:00"));
        assert!(day.is_some() && before.is_some());
        assert_eq!(later(day, before, &config), day);
        assert_eq!(later(before, day, &config), day);
        assert_eq!(later(None, before, &config), before);
    }
}

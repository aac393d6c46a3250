//! The sitemap of news: articles of the last days, as Google's schema for news 0.9 has them.

use std::cmp::Reverse;

use super::Edition;
use super::xml::Xml;
use crate::compose::brief::{Brief, Part};
use crate::compose::{Composer, PageKey};
use crate::date::Date;
use crate::fingerprint::print;
use crate::resolve::routes::NEWS_SITEMAP;
use crate::resolve::{ArticleId, site_route};
use crate::route::Route;

/// How many articles one file may list.
const ARTICLES: usize = 1000;

/// An article that is news.
#[derive(Debug, Hash)]
pub struct News {
    /// Within the whole site.
    route: Route,
    title: String,
    published: Option<Date>,
    /// The title of the edition.
    publication: String,
    language: String,
}

/// The news that search engines may show, newest first.
pub fn listed(editions: &[Edition<'_>]) -> Vec<News> {
    let listed = |edition: &Edition<'_>, id: ArticleId| {
        let Edition { briefs, config, .. } = edition;
        let brief = briefs.of(PageKey::Article(id));
        let Brief::Article(article) = &brief else { return None };
        let article = article.article;
        let title = article.facts.fields.title.value.clone();
        let route = site_route(&article.route, config).into_owned();
        let (publication, language) = (config.title.clone(), config.language.clone());
        brief.is_indexed().then_some(News { route, title, published: article.published, publication, language })
    };
    let of_edition =
        |edition: &Edition<'_>| edition.site.news.iter().filter_map(|id| listed(edition, *id)).collect::<Vec<News>>();
    let mut news: Vec<News> = editions.iter().flat_map(of_edition).collect();
    if let [Edition { config, .. }, _, ..] = editions {
        news.sort_by_key(|one| Reverse(one.published.map(|date| date.instant(&config.timezone))));
    }
    news.truncate(ARTICLES);
    news
}

/// The path of the file in the output.
pub fn path() -> String {
    Route::new(NEWS_SITEMAP).file()
}

/// The fingerprints of its parts.
pub fn parts(news: &[News]) -> Vec<(Part, u64)> {
    vec![(Part::Articles, print(news))]
}

/// The text of the file.
pub fn compose(composer: &Composer<'_>, news: &[News]) -> String {
    let mut xml = Xml::new(news.len() * 512);
    xml.open(
        "urlset",
        &[
            ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"),
            ("xmlns:news", "http://www.google.com/schemas/sitemap-news/0.9"),
        ],
    );
    let config = composer.config;
    for News { route, title, published, publication, language: tag } in news {
        xml.open("url", &[]).text("loc", &[], &composer.absolute(route)).open("news:news", &[]);
        xml.open("news:publication", &[]).text("news:name", &[], publication);
        xml.text("news:language", &[], &language(tag)).close("news:publication");
        if let Some(published) = published {
            xml.text("news:publication_date", &[], &published.instant(&config.timezone).iso(&config.timezone));
        }
        xml.text("news:title", &[], title).close("news:news").close("url");
    }
    xml.close("urlset");
    xml.finish()
}

/// The language as the schema writes it: without script and country, but for Chinese.
fn language(tag: &str) -> String {
    let tag = tag.to_ascii_lowercase();
    match tag.split('-').collect::<Vec<&str>>().as_slice() {
        ["zh", rest @ ..] if rest.iter().any(|part| matches!(*part, "tw" | "hk" | "mo" | "hant")) => "zh-tw".to_owned(),
        ["zh", ..] => "zh-cn".to_owned(),
        [language, ..] => (*language).to_owned(),
        [] => tag,
    }
}

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn the_language_is_written_as_the_schema_asks() {
        let written = ["en-GB", "de", "zh-Hant", "zh"].map(language);
        assert_eq!(written, ["en", "de", "zh-tw", "zh-cn"]);
    }
}

//! Equal work: what is on the pages, so that nobody wins by doing less.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;
use walkdir::WalkDir;

use super::edits;

/// Something that a page or a site has.
pub struct Part {
    /// Its name in tables.
    pub name: &'static str,
    /// How many the corpus has for it: whoever puts fewer there leaves something out.
    pub least: Option<f64>,
    count: Count,
}

enum Count {
    /// On an article's page; the mean of all is taken.
    Page(fn(&str) -> usize),
    /// In the site, by the path and the text of its files.
    Site(fn(&str) -> bool, fn(&str) -> bool),
}

/// How many there are of each of [`PARTS`].
#[derive(Clone, Debug, PartialEq)]
pub struct Parts(pub Vec<f64>);

/// What is counted.
pub const PARTS: [Part; 20] = [
    page("bytes", None, str::len),
    page("headings of sections (h2)", Some(6.0), |html| html.matches("<h2").count()),
    page("headings below them (h3)", Some(6.0), |html| html.matches("<h3").count() - headed_questions(html)),
    page("links", Some(22.0), |html| html.matches("<a ").count()),
    page("citations in the text", Some(6.0), |html| html.matches("href=\"#source-").count()),
    page("questions with answers", Some(4.0), |html| html.matches("<details").count() + headed_questions(html)),
    page("sources", Some(6.0), |html| html.matches("<li id=\"source-").count()),
    page("related articles", Some(5.0), |html| items(html, "class=\"related", "</section>")),
    page("tags", Some(3.0), |html| items(html, "class=\"tags\"", "</ul>") + items(html, "class=\"terms\"", "</ul>")),
    page("items of lists", Some(10.0), |html| html.matches("<li").count()),
    page("tables", Some(1.0), |html| html.matches("<table").count()),
    page("quotations", Some(1.0), |html| html.matches("<blockquote").count()),
    page("blocks of code", Some(0.1), |html| html.matches("<pre").count()),
    page("JSON-LD: article", Some(1.0), |html| nodes(html, "Article")),
    page("JSON-LD: questions", Some(1.0), |html| nodes(html, "FAQPage")),
    page("JSON-LD: breadcrumbs", Some(1.0), |html| nodes(html, "BreadcrumbList")),
    page("JSON-LD that does not parse", None, |html| structured(html).filter(Option::is_none).count()),
    site(
        "pages of tags",
        |path| path.starts_with("tags/") && path.ends_with("/index.html"),
        |text| text.contains("<h1"),
    ),
    site("feeds", is_xml, |text| text.contains("<feed") || text.contains("<rss")),
    site("sitemap", is_xml, |text| text.contains("<urlset") || text.contains("<sitemapindex")),
];

const fn page(name: &'static str, least: Option<f64>, count: fn(&str) -> usize) -> Part {
    Part { name, least, count: Count::Page(count) }
}

const fn site(name: &'static str, path: fn(&str) -> bool, text: fn(&str) -> bool) -> Part {
    Part { name, least: Some(1.0), count: Count::Site(path, text) }
}

impl Part {
    /// Whether it is counted once for the site instead of on each article's page.
    pub fn is_of_site(&self) -> bool {
        matches!(self.count, Count::Site(..))
    }

    /// Whether so many are fewer than the corpus has; small sites have a few related articles less.
    pub fn lacks(&self, count: f64) -> bool {
        self.least.is_some_and(|least| count < least * 0.85)
    }
}

impl Parts {
    /// Counts what is on the pages of a built site; the articles are given by their paths below `content/`.
    pub fn count(built: &Path, articles: &[PathBuf]) -> io::Result<Parts> {
        let mut counts = vec![0; PARTS.len()];
        for article in articles {
            let html = fs::read_to_string(edits::page(built, article))?;
            for (count, part) in counts.iter_mut().zip(&PARTS) {
                if let Count::Page(on_page) = part.count {
                    *count += on_page(&html);
                }
            }
        }
        let mut means: Vec<f64> = counts.iter().map(|count| *count as f64 / articles.len() as f64).collect();
        for entry in WalkDir::new(built) {
            let entry = entry?;
            let path = entry.path().strip_prefix(built).unwrap_or(entry.path()).to_string_lossy().replace('\\', "/");
            for (mean, part) in means.iter_mut().zip(&PARTS) {
                if let Count::Site(named, holds) = part.count
                    && named(&path)
                    && holds(&fs::read_to_string(entry.path())?)
                {
                    *mean += 1.0;
                }
            }
        }
        Ok(Parts(means))
    }

    /// What the corpus has and the pages do not show, each with its counts.
    pub fn missing(&self) -> Vec<String> {
        let lacking = self.0.iter().zip(&PARTS).filter(|(count, part)| part.lacks(**count));
        lacking
            .map(|(count, part)| match part.least {
                Some(least) if !part.is_of_site() => format!("{} ({count:.1} of {least})", part.name),
                _ => part.name.to_owned(),
            })
            .collect()
    }
}

fn is_xml(path: &str) -> bool {
    path.ends_with(".xml")
}

/// Questions that are headings, as in byline's default theme; Hugo's templates fold them.
fn headed_questions(html: &str) -> usize {
    block(html, "class=\"faqs\"", "</section>").matches("<h3").count()
}

fn items(html: &str, start: &str, end: &str) -> usize {
    let block = block(html, start, end);
    block.matches("<li").count() + block.matches("<article").count()
}

/// The part of a page from a mark to the first end behind it; nothing without the mark.
fn block<'a>(html: &'a str, start: &str, end: &str) -> &'a str {
    let rest = html.find(start).map_or("", |at| &html[at..]);
    rest.find(end).map_or(rest, |at| &rest[..at])
}

/// The blocks of JSON-LD, each parsed if it can be.
fn structured(html: &str) -> impl Iterator<Item = Option<Value>> {
    let scripts = html.split("<script type=").skip(1).filter_map(|rest| rest.split_once('>'));
    let structured = scripts.filter(|(kind, _)| kind.trim_matches('"') == "application/ld+json");
    structured.map(|(_, rest)| serde_json::from_str(rest.split("</script>").next().unwrap_or_default()).ok())
}

/// How many nodes there are whose type is or ends like `name`: an opinion is an article, too.
fn nodes(html: &str, name: &str) -> usize {
    let is = |node: &Value| node["@type"].as_str().is_some_and(|kind| kind.ends_with(name));
    let count = |block: Value| match block["@graph"].as_array() {
        Some(graph) => graph.iter().filter(|node| is(node)).count(),
        None => usize::from(is(&block)),
    };
    structured(html).flatten().map(count).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(html: &str) -> Vec<(&'static str, usize)> {
        let count = |part: &Part| match part.count {
            Count::Page(count) => Some((part.name, count(html))).filter(|(name, count)| *name != "bytes" && *count > 0),
            Count::Site(..) => None,
        };
        PARTS.iter().filter_map(count).collect()
    }

    #[test]
    fn questions_count_alike_as_headings_and_folded() {
        let headed = "<section class=\"faqs\"><h2>Q</h2><h3 id=\"a\">Why?</h3><h3>How?</h3></section><h3>More</h3>";
        let folded =
            "<section class=\"faq\"><h2>Q</h2><details>Why?</details><details>How?</details></section><h3>More</h3>";
        let expected =
            vec![("headings of sections (h2)", 1), ("headings below them (h3)", 1), ("questions with answers", 2)];
        assert_eq!(counted(headed), expected);
        assert_eq!(counted(folded), expected);
    }

    #[test]
    fn nodes_count_alike_in_one_graph_and_in_blocks_of_their_own() {
        let graph = "<script type=\"application/ld+json\">{\"@graph\": [{\"@type\": \"NewsArticle\"}, {\"@type\": \"FAQPage\"}, \
                     {\"@type\": \"WebPage\"}]}</script>";
        let blocks = "<script type=application/ld+json>{\"@type\": \"Article\"}</script>\
                      <script type=\"application/ld+json\">{\"@type\": \"FAQPage\"}</script><script type=\"module\">1</script>";
        let expected = vec![("JSON-LD: article", 1), ("JSON-LD: questions", 1)];
        assert_eq!(counted(graph), expected);
        assert_eq!(counted(blocks), expected);
        assert_eq!(counted("<script type=\"application/ld+json\">{</script>"), [("JSON-LD that does not parse", 1)]);
    }

    #[test]
    fn tags_and_related_articles_are_counted_in_their_own_lists() {
        let html = "<ul><li>0</li></ul><ul class=\"tags\"><li>1</li><li>2</li></ul><ul><li>3</li></ul>\
                    <section class=\"related\"><ul><li>4</li></ul><article>5</article></section><ul><li>6</li></ul>";
        let expected = [("related articles", 2), ("tags", 2), ("items of lists", 6)];
        assert_eq!(counted(html), expected);
    }

    #[test]
    fn what_the_pages_lack_is_named() {
        let mut parts = Parts(PARTS.iter().map(|part| part.least.unwrap_or_default()).collect());
        assert_eq!(parts.missing(), [""; 0]);
        for (count, part) in parts.0.iter_mut().zip(&PARTS) {
            match part.name {
                "related articles" => *count = 0.0,
                "tags" => *count = 2.5,
                "feeds" => *count = 0.0,
                _ => {}
            }
        }
        assert_eq!(parts.missing(), ["related articles (0.0 of 5)", "tags (2.5 of 3)", "feeds"]);
    }
}

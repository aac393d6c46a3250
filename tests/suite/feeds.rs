//! Feeds and sitemaps as programs of other people read them.

use std::collections::{BTreeMap, BTreeSet};

use feed_rs::model::{Entry, Feed};
use quick_xml::Reader;
use quick_xml::events::Event;
use scraper::{Html, Selector};

use super::sitemap_schema;
use super::support::{byline, copy, golden_sites, repository, told, tree};

type Files = BTreeMap<String, Vec<u8>>;

/// The output of the own site and of the golden sites, by name; the test of those says that they are what is built.
fn outputs() -> BTreeMap<String, Files> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("site");
    copy(&repository().join("content"), &root.join("content"));
    std::fs::copy(repository().join("site.toml"), root.join("site.toml")).expect("a copy");
    let run = byline(&root, &["build"]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    let mut outputs = BTreeMap::from([("the own site".to_owned(), tree(&root.join("public")))]);
    for case in golden_sites() {
        outputs.insert(case.display().to_string(), tree(&case.join("expected")));
    }
    outputs
}

/// Every feed of an output that byline made, by its path.
fn feeds(files: &Files) -> impl Iterator<Item = (&String, &Vec<u8>)> {
    let is_feed = |path: &str| ["feed.xml", "rss.xml", "feed.json"].contains(&path.rsplit('/').next().unwrap_or(path));
    files.iter().filter(move |(path, bytes)| is_feed(path) && !bytes.starts_with(b"{\"by\": \"hand\"}"))
}

fn parsed(path: &str, bytes: &[u8]) -> Feed {
    feed_rs::parser::parse(bytes).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// The file that answers at an absolute address; `base` is the address of the home page, without a slash.
fn file_of(base: &str, address: &str) -> String {
    let path = address.strip_prefix(base).unwrap_or_else(|| panic!("{address} is not below {base}"));
    let path = path.split(['#', '?']).next().unwrap_or(path).trim_start_matches('/');
    let path = byline::route::decode(path).expect("addresses are encoded rightly");
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path }
}

/// The address of the home page, as robots.txt or the feed says it.
fn base(files: &Files) -> Option<String> {
    let robots = text(files.get("robots.txt")?);
    let sitemap = robots.lines().find_map(|line| line.strip_prefix("Sitemap: "))?;
    Some(sitemap.rsplit_once('/')?.0.to_owned())
}

/// What all formats say of an item: id, title, address, authors, terms, text, and when it was published.
fn essence(feed: &Feed, entry: &Entry) -> String {
    let link = entry.links.iter().map(|link| link.href.clone()).next();
    // An item that names nobody is its feed's to some.
    let is_own = entry.authors != feed.authors;
    let authors: Vec<&Option<String>> = entry.authors.iter().filter(|_| is_own).map(|author| &author.name).collect();
    let terms: Vec<String> = entry.categories.iter().map(|category| category.term.clone()).collect();
    let title = entry.title.as_ref().map(|title| title.content.clone());
    let content = entry.content.as_ref().and_then(|content| content.body.as_ref()).map(|body| body.trim().to_owned());
    format!("{:?}", (&entry.id, title, link, authors, terms, content, entry.published))
}

#[test]
fn every_feed_is_read_by_a_feed_parser_and_all_formats_say_the_same() {
    let mut read = 0;
    for (site, files) in outputs() {
        let mut first: BTreeMap<&str, (&String, Feed)> = BTreeMap::new();
        for (path, bytes) in feeds(&files) {
            read += 1;
            let feed = parsed(path, bytes);
            let ids: BTreeSet<&String> = feed.entries.iter().map(|entry| &entry.id).collect();
            assert_eq!(ids.len(), feed.entries.len(), "{site}: {path}: an id stands twice");
            assert!(!feed.entries.is_empty() && feed.title.is_some(), "{site}: {path}");
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let Some((other, known)) = first.get(folder) else {
                first.insert(folder, (path, feed));
                continue;
            };
            for (a, b) in known.entries.iter().zip(&feed.entries) {
                assert_eq!(essence(known, a), essence(&feed, b), "{site}: {other} and {path}");
            }
            assert_eq!(known.entries.len(), feed.entries.len(), "{site}: {other} and {path}");
        }
    }
    assert!(read >= 20, "{read} feeds were read");
}

#[test]
fn every_address_of_a_feed_is_a_page_of_the_output_and_none_is_relative() {
    for (site, files) in outputs() {
        for (path, bytes) in feeds(&files) {
            let base = base(&files).expect("a base address");
            let feed = parsed(path, bytes);
            for link in feed.links.iter().chain(feed.entries.iter().flat_map(|entry| &entry.links)) {
                let file = file_of(&base, &link.href);
                assert!(files.contains_key(&file), "{site}: {path}: `{}` leads nowhere", link.href);
            }
            for entry in &feed.entries {
                let body = entry.content.as_ref().and_then(|content| content.body.as_deref()).unwrap_or_default();
                let fragment = Html::parse_fragment(body);
                for element in fragment.select(&Selector::parse("[href], [src], script").expect("a selector")) {
                    let value = element.value();
                    assert_ne!(value.name(), "script", "{site}: {path}");
                    for address in [value.attr("href"), value.attr("src")].into_iter().flatten() {
                        assert!(address.contains(':'), "{site}: {path}: `{address}` is relative");
                    }
                }
                assert!(!body.contains("Never in a feed"), "{site}: {path}: the newsletter is in it");
            }
        }
    }
}

#[test]
fn a_json_feed_has_what_its_specification_requires() {
    for (site, files) in outputs() {
        for (path, bytes) in feeds(&files).filter(|(path, _)| path.ends_with(".json")) {
            let feed: serde_json::Value = serde_json::from_slice(bytes).expect("JSON");
            assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1", "{site}: {path}");
            let own = feed["feed_url"].as_str().expect("an address");
            assert!(own.ends_with(path.as_str()), "{site}: {path}: {own}");
            for item in feed["items"].as_array().expect("items") {
                assert!(item["id"].is_string() && item["content_html"].is_string(), "{site}: {path}: {item}");
                for date in [&item["date_published"], &item["date_modified"]] {
                    let date = date.as_str().expect("a date");
                    assert!(date.len() >= 20 && date.parse::<byline::date::Instant>().is_ok(), "{site}: {date}");
                }
                for author in item["authors"].as_array().into_iter().flatten() {
                    assert!(author["name"].is_string(), "{site}: {path}: {author}");
                }
            }
        }
    }
}

#[test]
fn names_of_authors_stand_in_rss_where_no_address_is_expected() {
    let outputs = outputs();
    let rss = text(&outputs.iter().find(|(name, _)| name.ends_with("feeds")).expect("the golden site").1["rss.xml"]);
    assert!(rss.contains("<dc:creator>Guest Writer</dc:creator>") && !rss.contains("<author>"), "{rss}");
}

/// The elements of an XML file in order, each with its path from the root and its text.
fn elements(name: &str, xml: &str) -> Vec<(String, String)> {
    let mut reader = Reader::from_str(xml);
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut found: Vec<(String, String)> = Vec::new();
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
            Event::Start(start) => {
                let name = start.name();
                let tag: &str = name.as_ref();
                let path = open.last().map_or_else(|| tag.to_owned(), |(above, _)| format!("{above}/{tag}"));
                open.push((path.clone(), found.len()));
                found.push((path, String::new()));
            }
            Event::End(_) => {
                open.pop().unwrap_or_else(|| panic!("{name}: an end without a start"));
            }
            Event::Text(text) => {
                if let Some((_, at)) = open.last() {
                    found[*at].1.push_str(&text);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "{name}: {open:?} have no end");
    found
}

#[test]
fn every_sitemap_has_the_elements_of_its_protocol_and_lists_pages_of_the_output_once() {
    let mut news = 0;
    for (site, files) in outputs() {
        // A robots.txt of the author's own may name no sitemap.
        let Some(base) = base(&files) else { continue };
        let sitemaps = files.iter().filter(|(path, _)| path.ends_with("sitemap.xml"));
        for (path, bytes) in sitemaps {
            let xml = text(bytes);
            if let Err(what) = sitemap_schema::check(bytes, &format!("{base}/")) {
                panic!("{site}: {path}: {what}");
            }
            let mut listed = BTreeSet::new();
            for (element, text) in elements(path, xml) {
                match element.as_str() {
                    "urlset" | "urlset/url" | "urlset/url/news:news" | "urlset/url/news:news/news:publication" => {}
                    "urlset/url/loc" => {
                        let file = file_of(&base, &text);
                        assert!(files.contains_key(&file), "{site}: {path}: `{text}` leads nowhere");
                        assert!(listed.insert(text.clone()), "{site}: {path}: `{text}` stands twice");
                    }
                    "urlset/url/lastmod" | "urlset/url/news:news/news:publication_date" => {
                        assert!(text.parse::<byline::date::Date>().is_ok(), "{site}: {path}: {text}");
                    }
                    "urlset/url/news:news/news:title" => news += 1,
                    "urlset/url/news:news/news:publication/news:name" => assert!(!text.is_empty(), "{site}"),
                    "urlset/url/news:news/news:publication/news:language" => assert_eq!(text.len(), 2, "{site}"),
                    other => panic!("{site}: {path}: `{other}` is no element of a sitemap"),
                }
            }
        }
    }
    assert_eq!(news, 1, "one article of the golden site is news");
}

/// The limit that no small site reaches is lowered in this build.
#[cfg(feature = "planted-bugs")]
#[test]
fn the_index_of_a_sitemap_in_parts_and_each_part_is_as_its_schema_says() {
    use super::support::{command, write};
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    write(&root.join("site.toml"), b"title = \"S\"\nbase_url = \"https://s.example\"\n");
    for number in 0..60 {
        let text = format!("---\ntitle: Article {number}\npublished: 2025-01-01\n---\n\nText.\n");
        write(&root.join(format!("content/coast/{number}.md")), text.as_bytes());
    }
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_byline"));
    let run = command(program, root, &["build"]).env("BYLINE_LOWERED", "1").output().expect("byline starts");
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    let files = tree(&root.join("public"));
    let index = text(&files["sitemap.xml"]);
    let listed: Vec<&str> = index.split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next()).collect();
    assert!(index.contains("<sitemapindex ") && listed.len() > 1, "{index}");
    let mut pages = 0;
    for address in [&["https://s.example/sitemap.xml"], listed.as_slice()].concat() {
        let part = &files[&file_of("https://s.example", address)];
        assert_eq!(sitemap_schema::check(part, "https://s.example/"), Ok(()), "{address}");
        pages += text(part).matches("<url>").count();
    }
    assert!(pages > 60, "{pages}");
}

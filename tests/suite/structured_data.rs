//! JSON-LD: what is marked up is on the page, for every page of byline's own site and of a site with the full anatomy.

use std::collections::BTreeSet;

use scraper::{Html, Node};
use serde_json::Value;

use super::output::{Site, all, golden_site, own_site};

/// The address of the sites' home pages.
const HOSTS: [&str; 2] = ["https://byline.example", "https://review.example"];

/// The graphs of a page.
fn graphs(path: &str, page: &Html) -> Vec<Vec<Value>> {
    let blocks = all(page, "script[type='application/ld+json']");
    let nodes = blocks.into_iter().map(|block| {
        let text: String = block.text().collect();
        let graph: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        graph["@graph"].as_array().unwrap_or_else(|| panic!("{path}: no graph")).clone()
    });
    nodes.collect()
}

/// What a page holds, for comparing with what it marks up.
struct Shown {
    /// The text of its body without white space, marks of citations and notes.
    text: String,
    /// The same without figures, which an answer's text leaves out.
    prose: String,
    /// Its addresses, absolute: links, pictures, itself.
    addresses: BTreeSet<String>,
    /// Every `datetime`.
    dates: BTreeSet<String>,
    /// Every id.
    ids: BTreeSet<String>,
    description: String,
    language: String,
}

impl Shown {
    fn of(page: &Html) -> Shown {
        let attribute = |selector: &str, name: &str| -> Vec<String> {
            all(page, selector).iter().filter_map(|element| element.attr(name)).map(str::to_owned).collect()
        };
        let canonical = attribute("link[rel=canonical]", "href");
        let home = canonical.first().and_then(|url| HOSTS.iter().find(|host| url.starts_with(**host)));
        let absolute = |url: String| match home {
            Some(home) if url.starts_with('/') => format!("{home}{url}"),
            _ => url,
        };
        let links = attribute("a[href]", "href").into_iter().chain(attribute("img[src]", "src")).map(absolute);
        Shown {
            text: folded(&body_text(page, &[".cite", ".footnote-ref"])),
            prose: folded(&body_text(page, &[".cite", ".footnote-ref", "figure"])),
            addresses: links.chain(canonical.clone()).collect(),
            dates: attribute("time[datetime]", "datetime").into_iter().collect(),
            ids: attribute("[id]", "id").into_iter().collect(),
            description: attribute("meta[name=description]", "content").concat(),
            language: attribute("html", "lang").concat(),
        }
    }

    /// Whether a reader of the page finds a marked up value there.
    fn has(&self, node: &Value, key: &str, value: &str) -> bool {
        match key {
            "@type" => true,
            // Who somebody is elsewhere, and what for, stands on the pages of people and is looked for there.
            "sameAs" | "knowsAbout" => {
                node["@type"] == "Person" || node["@type"] == "Organization" || self.has_work(value)
            }
            "@id" => {
                let (address, id) = value.split_once('#').unwrap_or((value, ""));
                let names_part = ["article", "breadcrumb", "faqpage", "person", "publisher", "website"].contains(&id);
                let names_part = names_part || id.starts_with("person-");
                self.addresses.contains(address) && (id.is_empty() || names_part || self.ids.contains(id))
            }
            "inLanguage" => self.language == value,
            "description" => {
                self.description.starts_with(value.get(..60).unwrap_or(value)) || self.text.contains(&folded(value))
            }
            "lastReviewed" | "dateModified" => self.dates.iter().any(|date| date.starts_with(value)),
            // The date of a source is text, in the language of the reader.
            "datePublished" => {
                self.dates.contains(value) || value.get(..4).is_some_and(|year| self.text.contains(year))
            }
            "width" | "height" => value.ends_with(" px"),
            "contentUrl" | "license" | "url" => self.addresses.contains(value),
            _ if key.ends_with("Policy") || key == "publishingPrinciples" || key == "ownershipFundingInfo" => {
                self.addresses.contains(value)
            }
            "text" => self.text.contains(&folded(value)) || self.prose.contains(&folded(value)),
            _ => self.text.contains(&folded(value)),
        }
    }

    fn has_work(&self, address: &str) -> bool {
        self.addresses.contains(address)
    }
}

/// The text of the body without notes and without elements of these names or, with a point before it, classes.
fn body_text(page: &Html, without: &[&str]) -> String {
    let body = all(page, "body").into_iter().next().expect("a body");
    let is_mark = |node: &Node| match node {
        Node::Element(element) => {
            let is_out = |name: &str| without.contains(&name);
            is_out(element.name())
                || element.classes().any(|class| is_out(&format!(".{class}")))
                || matches!(element.attr("role"), Some("doc-noteref" | "doc-backlink"))
        }
        _ => false,
    };
    let pieces = body.descendants().filter_map(|node| {
        let Node::Text(piece) = node.value() else { return None };
        (!node.ancestors().any(|above| is_mark(above.value()))).then_some(&**piece)
    });
    pieces.collect()
}

/// White space left out, and typographic signs made plain, so that two ways to show one text are equal.
fn folded(text: &str) -> String {
    let plain = text.replace(['“', '”'], "\"").replace(['‘', '’'], "'").replace('–', "--").replace('…', "...");
    plain.split_whitespace().collect()
}

/// Every text of a node and of those within it, with its key.
fn texts<'v>(node: &'v Value, found: &mut Vec<(&'v Value, &'v str, &'v str)>) {
    for (key, value) in node.as_object().into_iter().flatten() {
        let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        for value in values {
            match value {
                Value::String(text) => found.push((node, key, text)),
                Value::Object(_) => texts(value, found),
                _ => {}
            }
        }
    }
}

fn not_shown(site: &Site) -> Vec<String> {
    let mut missing = Vec::new();
    for (path, page) in &site.pages {
        let shown = Shown::of(page);
        for node in graphs(path, page).iter().flatten() {
            let mut marked_up = Vec::new();
            texts(node, &mut marked_up);
            let unseen = marked_up.into_iter().filter(|(node, key, value)| !shown.has(node, key, value));
            missing.extend(unseen.map(|(node, key, value)| format!("{path}: {}: {key}: {value}", node["@type"])));
        }
    }
    missing
}

#[test]
fn all_that_is_marked_up_is_on_the_page_of_the_own_site() {
    let site = own_site();
    let missing = not_shown(&site);
    assert!(missing.is_empty(), "{} are marked up but not shown:\n{}", missing.len(), missing.join("\n"));
    let articles = site.pages.iter().flat_map(|(path, page)| graphs(path, page)).flatten();
    let articles = articles.filter(|node| node["headline"].is_string()).count();
    assert!(articles >= 15, "{articles} articles are marked up");
}

#[test]
fn all_that_is_marked_up_is_on_the_page_of_a_site_with_the_full_anatomy() {
    let missing = not_shown(&golden_site("article"));
    assert!(missing.is_empty(), "{} are marked up but not shown:\n{}", missing.len(), missing.join("\n"));
}

#[test]
fn what_an_article_has_is_marked_up() {
    let site = golden_site("article");
    let path = "coast/tides/index.html";
    let [graph] = graphs(path, &site.pages[path]).try_into().expect("one graph");
    let node = |kind: &str| graph.iter().find(|node| node["@type"] == kind).unwrap_or_else(|| panic!("a {kind}"));
    let article = node("BackgroundNewsArticle");
    let count = |value: &Value| value.as_array().map_or(0, Vec::len);
    assert_eq!(count(&article["author"]), 1, "{article}");
    assert_eq!(count(&article["correction"]), 2, "{article}");
    assert_eq!(count(&article["image"]), 2, "the lead image and a figure that stands twice: {article}");
    assert_eq!(count(&article["citation"]), 4, "{article}");
    assert_eq!(article["image"][0]["creditText"], "Jo Doe / Agency");
    assert_eq!(article["articleSection"], "Coast");
    let page = node("WebPage");
    assert_eq!(page["primaryImageOfPage"]["@id"], article["image"][0]["@id"]);
    assert_eq!(count(&page["reviewedBy"]), 2, "reviewers belong to the page, not to the article: {page}");
    assert!(article["reviewedBy"].is_null() && article["lastReviewed"].is_null());
    assert_eq!(count(&node("FAQPage")["mainEntity"]), 2);
    assert!(count(&node("BreadcrumbList")["itemListElement"]) >= 2);
    assert!(node("Organization")["publishingPrinciples"].is_string());
}

#[test]
fn every_node_that_a_graph_refers_to_is_in_it() {
    for site in [own_site(), golden_site("article")] {
        for (path, page) in &site.pages {
            for graph in graphs(path, page) {
                let mut described = BTreeSet::new();
                let mut named = BTreeSet::new();
                for node in &graph {
                    nodes(node, &mut described, &mut named);
                }
                let missing: Vec<&&str> = named.difference(&described).collect();
                assert!(missing.is_empty(), "{path}: nodes that are named but not described: {missing:?}");
            }
        }
    }
}

/// Nodes that are described, and those that are only named.
fn nodes<'v>(value: &'v Value, described: &mut BTreeSet<&'v str>, named: &mut BTreeSet<&'v str>) {
    match value {
        Value::Object(fields) => {
            if let Some(id) = fields.get("@id").and_then(Value::as_str) {
                if fields.len() > 1 {
                    described.insert(id)
                } else {
                    named.insert(id)
                };
            }
            // The pages of a trail are described on their own pages.
            let within = fields.iter().filter(|(key, _)| *key != "item");
            within.for_each(|(_, value)| nodes(value, described, named));
        }
        Value::Array(values) => values.iter().for_each(|value| nodes(value, described, named)),
        _ => {}
    }
}

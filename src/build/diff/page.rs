//! What a reader sees of a page, taken from its HTML.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::compose::files::copies::markdown;
use crate::html::tag::{DROPPED, Tag, Tags};

/// The names of an article's dates.
pub const DATES: [&str; 4] = ["published", "updated", "reviewed", "expires"];

/// What they are called in structured data.
const PROPERTIES: [(&str, &str); 4] =
    [("datePublished", "published"), ("dateModified", "updated"), ("lastReviewed", "reviewed"), ("expires", "expires")];

/// A page as a reader sees it.
#[derive(Debug, Default)]
pub struct Page {
    /// The headline.
    pub title: Option<String>,
    /// The description for search engines.
    pub description: Option<String>,
    /// Dates by name.
    pub dates: BTreeMap<&'static str, String>,
    /// The works that it cites: title and address.
    pub sources: Vec<String>,
    /// Its words as Markdown, a paragraph or heading in each line.
    pub text: Vec<String>,
}

impl Page {
    /// Reads a page of any theme: its words stand in `<main>`, the rest in its structured data.
    pub fn read(html: &str) -> Page {
        let mut page = Page { text: words(html), ..Page::default() };
        for node in graph(html) {
            page.add(&node);
        }
        // An article that never said that it was updated was last changed when it was published.
        if page.dates.get("updated") == page.dates.get("published") {
            page.dates.remove("updated");
        }
        if page.title.is_none() {
            page.title = page.text.iter().find_map(|line| line.strip_prefix("# ")).map(str::to_owned);
        }
        page
    }

    fn add(&mut self, node: &Value) {
        let text = |name: &str| node.get(name).and_then(Value::as_str).map(str::to_owned);
        if self.title.is_none() && text("@type").is_some_and(|kind| kind.ends_with("Page")) {
            self.title = text("name");
        }
        if let Some(headline) = text("headline") {
            self.title = Some(headline);
            self.description = text("description");
        }
        for (property, name) in PROPERTIES {
            if let Some(date) = text(property) {
                self.dates.entry(name).or_insert(date);
            }
        }
        let cited = match node.get("citation") {
            Some(Value::Array(cited)) => cited.iter().collect(),
            Some(one) => vec![one],
            None => Vec::new(),
        };
        self.sources.extend(cited.into_iter().filter_map(source));
    }
}

/// A work that is cited, in one line.
fn source(work: &Value) -> Option<String> {
    let text = |name: &str| work.get(name).and_then(Value::as_str);
    match (text("name"), text("url")) {
        (Some(name), Some(url)) => Some(format!("{name}, {url}")),
        (Some(one), None) | (None, Some(one)) => Some(one.to_owned()),
        (None, None) => work.as_str().or_else(|| text("@id")).map(str::to_owned),
    }
}

/// The nodes of the structured data.
fn graph(html: &str) -> Vec<Value> {
    let mut nodes = Vec::new();
    let mut rest = html;
    while let Some((tag, behind)) = next_tag(rest, |tag| tag.name.eq_ignore_ascii_case("script")) {
        let after = Tags::new(behind).behind_element(behind, &tag, true);
        rest = after;
        if attribute(&tag, "type") != Some("application/ld+json") {
            continue;
        }
        let inside = behind.get(..behind.len() - after.len()).unwrap_or_default();
        let json = inside.rfind("</").and_then(|end| inside.get(..end)).unwrap_or_default();
        match serde_json::from_str(json) {
            Ok(Value::Object(mut one)) => match one.remove("@graph") {
                Some(Value::Array(graph)) => nodes.extend(graph),
                _ => nodes.push(Value::Object(one)),
            },
            Ok(Value::Array(graph)) => nodes.extend(graph),
            _ => {}
        }
    }
    nodes
}

/// The words of a page: those of its main part, without navigation and without what `data-page-only` marks.
fn words(html: &str) -> Vec<String> {
    let main = ["main", "body"].into_iter().find_map(|name| element(html, name)).unwrap_or(html);
    let mut kept = String::with_capacity(main.len());
    let mut rest = main;
    let is_left_out = |tag: &Tag<'_>| {
        !tag.is_end
            && (tag.name.eq_ignore_ascii_case("nav")
                || is_raw(tag)
                || tag.attributes.iter().any(|(name, _)| name.eq_ignore_ascii_case("data-page-only")))
    };
    while let Some((tag, behind)) = next_tag(rest, is_left_out) {
        let before = rest.len() - behind.len() - tag.length;
        kept.push_str(rest.get(..before).unwrap_or_default());
        rest = Tags::new(behind).behind_element(behind, &tag, is_raw(&tag));
    }
    kept.push_str(rest);
    markdown(&kept).lines().map(str::trim_end).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn is_raw(tag: &Tag<'_>) -> bool {
    DROPPED.iter().any(|name| tag.name.eq_ignore_ascii_case(name))
}

/// What stands in the first element of a name.
fn element<'h>(html: &'h str, name: &str) -> Option<&'h str> {
    let mut rest = html;
    while let Some((tag, behind)) =
        next_tag(rest, |tag| !tag.is_end && (tag.name.eq_ignore_ascii_case(name) || is_raw(tag)))
    {
        let after = Tags::new(behind).behind_element(behind, &tag, is_raw(&tag));
        if tag.name.eq_ignore_ascii_case(name) {
            let inside = behind.get(..behind.len() - after.len())?;
            return Some(inside.rfind("</").and_then(|end| inside.get(..end)).unwrap_or(inside));
        }
        rest = after;
    }
    None
}

/// The first tag that is looked for, and what stands behind it; comments are passed over.
fn next_tag<'h>(html: &'h str, is_wanted: impl Fn(&Tag<'h>) -> bool) -> Option<(Tag<'h>, &'h str)> {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let markup = rest.get(at..)?;
        if markup.starts_with("<!--") {
            rest = markup.find("-->").and_then(|end| markup.get(end + 3..)).unwrap_or_default();
            continue;
        }
        match Tag::read(markup) {
            Some(tag) => {
                let behind = markup.get(tag.length..)?;
                if is_wanted(&tag) {
                    return Some((tag, behind));
                }
                rest = behind;
            }
            None => rest = markup.get(1..)?,
        }
    }
    None
}

fn attribute<'h>(tag: &Tag<'h>, name: &str) -> Option<&'h str> {
    tag.attributes.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).and_then(|(_, value)| *value)
}

/// Where a page leads that is nothing but a redirect, as byline writes them.
pub fn redirect(html: &str) -> Option<String> {
    // Pages that say more are far longer, and a page about redirects may show one.
    if html.len() > 16 << 10 {
        return None;
    }
    let head = html.split("</head>").next()?;
    let (refresh, _) = next_tag(head, |tag| attribute(tag, "http-equiv") == Some("refresh"))?;
    let to = attribute(&refresh, "content")?.split_once("url=")?.1;
    Some(
        to.replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!doctype html><html><head>
<script>"<main>no</main>"</script>
<script type="application/ld+json">{"@graph":[
{"@type":"WebPage","name":"Page","mainEntity":{},"lastReviewed":"2026-03-01"},
{"@type":"Article","headline":"Tides","description":"On tides","datePublished":"2026-01-01","dateModified":"2026-02-01",
"citation":[{"name":"A","url":"https://a.example"},{"name":"B"}],"correction":[{"datePublished":"2020-01-01"}]}]}</script>
</head><body>Head<!-- <main>no</main> --><main><nav>Home</nav><h1>Tides</h1><p>One <a href="/x/">two</a>.</p>
<section data-page-only><section>deep</section>Next</section><p>Three.</p></main>Foot</body></html>"#;

    #[test]
    fn the_words_are_those_of_the_main_part_without_ways_and_what_is_of_the_page_alone() {
        assert_eq!(Page::read(PAGE).text, ["# Tides", "One [two](/x/).", "Three."]);
    }

    #[test]
    fn dates_title_and_sources_are_those_of_the_structured_data() {
        let Page { title, description, dates, sources, text: _ } = Page::read(PAGE);
        assert_eq!((title.as_deref(), description.as_deref()), (Some("Tides"), Some("On tides")));
        let dates: Vec<(&str, &str)> = dates.iter().map(|(name, date)| (*name, date.as_str())).collect();
        assert_eq!(dates, [("published", "2026-01-01"), ("reviewed", "2026-03-01"), ("updated", "2026-02-01")]);
        assert_eq!(sources, ["A, https://a.example", "B"]);
    }

    #[test]
    fn an_article_that_was_never_updated_has_no_date_of_that() {
        let page = Page::read(&PAGE.replace("2026-02-01", "2026-01-01"));
        let dates: Vec<&str> = page.dates.keys().copied().collect();
        assert_eq!(dates, ["published", "reviewed"]);
    }

    #[test]
    fn only_a_page_that_sends_its_reader_on_is_a_redirect() {
        let head = "<noscript><meta http-equiv=\"refresh\" content=\"0; url=/a/?x&amp;y#z\"></noscript>";
        let there = redirect(&format!("<!doctype html><head>{head}</head><body></body>"));
        assert_eq!(there.as_deref(), Some("/a/?x&y#z"));
        assert_eq!(redirect(&format!("<head></head><body><pre>{head}</pre></body>")), None);
        assert_eq!(redirect(PAGE), None);
    }

    #[test]
    fn no_html_however_broken_stops_it() {
        for html in
            ["", "<", "<main", "<main><nav>", "</main><script", "<main></main></main>", "<!--", "<nav data-page-only"]
        {
            Page::read(html);
            redirect(html);
        }
    }
}

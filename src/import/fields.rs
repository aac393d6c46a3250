//! The front matter of other generators → that of byline, in the order of the handbook.

use std::collections::BTreeSet;

use super::body::Body;
use super::dates::date;
use super::links::{self, Wiki};
use super::lookup::Lookup;
use super::model::{Field, Finding, Page, Role, Taxonomy};
use super::people::{FIELDS, People};
use super::places::Place;
use super::value::Value;
use crate::date::{Date, Zone};
use crate::slug::slugify;

/// Where fields stand that have names of their own: taxonomies.
const AFTER_PEOPLE: usize = 13;

/// The order of fields.
const ORDER: &[&str] = &[
    "title",
    "short_title",
    "dek",
    "description",
    "published",
    "updated",
    "reviewed",
    "expires",
    "draft",
    "authors",
    "reviewers",
    "editors",
    "contributors",
    // Taxonomies stand here.
    "",
    "series",
    "kind",
    "image",
    "faqs",
    "sources",
    "slug",
    "aliases",
    "toc",
    "weight",
    "canonical",
    "noindex",
    "extra",
];

/// What readers of generators have used already, or what says nothing that byline would not do anyway.
const DONE: &[&str] = &[
    "slug",
    "url",
    "permalink",
    "path",
    "aliases",
    "redirect_from",
    "redirect_to",
    "lang",
    "language",
    "menu",
    "menus",
    "taxonomies",
    "categories",
    "tags",
    "category",
    "tag",
];

/// What a page's front matter became.
pub struct Mapped {
    /// The fields.
    pub fields: Vec<(String, Value)>,
    /// What has no place in the front matter, to be shown in a comment.
    pub rest: Vec<(String, Value)>,
    /// The files that it refers to.
    pub used: BTreeSet<usize>,
}

/// What all pages share.
pub struct Shared<'a> {
    /// What links lead to.
    pub lookup: &'a Lookup<'a>,
    /// The site's people.
    pub people: &'a People,
    /// The site's taxonomies.
    pub taxonomies: &'a [Taxonomy],
    /// Whether the site is in several languages.
    pub has_languages: bool,
}

struct Mapper<'a> {
    page: &'a Page,
    place: &'a Place,
    shared: &'a Shared<'a>,
    fields: Vec<(String, Value)>,
    extra: Vec<(String, Value)>,
    used: BTreeSet<usize>,
    findings: &'a mut Vec<Finding>,
}

/// Maps a page's front matter; `title` is what to call it if it says nothing.
pub fn map(
    page: &Page,
    place: &Place,
    title: &str,
    aliases: &[String],
    shared: &Shared<'_>,
    findings: &mut Vec<Finding>,
) -> Mapped {
    let (fields, extra) = (Vec::new(), Vec::new());
    let mut mapper = Mapper { page, place, shared, fields, extra, used: BTreeSet::new(), findings };
    for field in &page.front {
        mapper.field(&field.key, &field.value, field.line);
    }
    mapper.terms();
    mapper.title(title);
    if page.role == Role::Plain {
        mapper.set("kind", Value::text("page"));
    }
    mapper.slug();
    if !aliases.is_empty() {
        mapper.set("aliases", Value::List(aliases.iter().map(Value::text).collect()));
    }
    let Mapper { mut fields, extra, used, .. } = mapper;
    let mut rest = Vec::new();
    if page.role == Role::Section {
        let known = ["title", "dek", "description", "weight", "image", "sort", "aliases", "noindex"];
        rest = fields.extract_if(.., |(key, _)| !known.contains(&key.as_str())).collect();
        rest.extend(extra);
    } else if !extra.is_empty() {
        fields.push(("extra".to_owned(), Value::Map(extra)));
    }
    let position = |key: &str| ORDER.iter().position(|name| *name == key).unwrap_or(AFTER_PEOPLE);
    fields.sort_by_key(|(key, _)| position(key));
    Mapped { fields, rest, used }
}

impl Mapper<'_> {
    /// Sets a field, unless an earlier one has said it.
    fn set(&mut self, key: &str, value: Value) {
        if !self.fields.iter().any(|(name, _)| name == key) {
            self.fields.push((key.to_owned(), value));
        }
    }

    fn keep(&mut self, key: &str, value: &Value, line: u32, why: &str) {
        let kind = format!("field {key}{why}");
        self.findings.push(Finding::new(kind, &self.page.source, line, value.shown()));
        if !self.extra.iter().any(|(name, _)| name == key) {
            self.extra.push((key.to_owned(), value.clone()));
        }
    }

    fn field(&mut self, key: &str, value: &Value, line: u32) {
        if value.is_empty() && !matches!(key, "title") {
            return;
        }
        if let Some((_, people)) = FIELDS.iter().find(|(field, _)| *field == key) {
            let ids = self.shared.people.ids(value);
            if ids.is_empty() {
                return self.keep(key, value, line, "");
            }
            let known = self.fields.iter_mut().find(|(name, _)| name == people);
            match known {
                Some((_, Value::List(items))) => {
                    items.extend(ids.into_iter().map(Value::Text));
                    let mut seen = BTreeSet::new();
                    items.retain(|item| seen.insert(item.as_text().unwrap_or_default().to_owned()));
                }
                _ => self.set(people, Value::List(ids.into_iter().map(Value::Text).collect())),
            }
            return;
        }
        let terms = self.shared.taxonomies.iter().any(|taxonomy| taxonomy.fields.iter().any(|field| field == key));
        let line_of = |text: &str| Value::text(text.split_whitespace().collect::<Vec<_>>().join(" "));
        match (key, value.as_text()) {
            _ if terms || DONE.contains(&key) => {}
            ("title", _) => {}
            ("linkTitle" | "linktitle" | "short_title" | "menu_title" | "nav_title", Some(text)) => {
                self.set("short_title", line_of(text))
            }
            ("description" | "meta_description" | "seo_description" | "metaDescription", Some(text)) => {
                self.set("description", line_of(text));
            }
            ("summary" | "excerpt" | "subtitle" | "dek" | "standfirst" | "lead" | "tagline", Some(text)) => {
                self.set("dek", line_of(text));
            }
            ("date" | "publishDate" | "publishdate" | "pubDate" | "pubdate" | "created", Some(text)) => {
                self.date("published", key, text, value, line);
            }
            ("draft" | "published" | "publish", _) if value.hides(key) => self.set("draft", Value::Bool(true)),
            ("draft", _) => {}
            ("published" | "publish", _) if value.is_true() => {}
            ("published", Some(text)) => self.date("published", key, text, value, line),
            (
                "lastmod" | "updated" | "modified" | "last_modified_at" | "lastUpdated" | "updated_at"
                | "date_modified" | "last_updated",
                Some(text),
            ) => {
                self.date("updated", key, text, value, line);
            }
            ("expiryDate" | "expirydate" | "unpublishDate" | "unpublishdate" | "expires", Some(text)) => {
                self.date("expires", key, text, value, line);
            }
            ("series", _) => self.series(value, line),
            ("weight" | "order" | "nav_order" | "menu_order", Some(text)) if text.parse::<i64>().is_ok() => {
                if text != "0" {
                    self.set("weight", Value::Plain(text.to_owned()));
                }
            }
            ("toc" | "showToc" | "ShowToc" | "showtoc" | "TableOfContents", _)
                if value.is_true() || value.is_false() =>
            {
                self.set("toc", Value::Bool(value.is_true()));
            }
            ("noindex" | "robotsNoIndex", _) if value.is_true() => self.set("noindex", Value::Bool(true)),
            ("robots" | "robots_meta", Some(text)) if text.contains("noindex") => {
                self.set("noindex", Value::Bool(true))
            }
            ("canonical" | "canonicalURL" | "canonicalUrl" | "canonical_url" | "canonicalurl", Some(text))
                if text.starts_with("http") =>
            {
                self.set("canonical", line_of(text));
            }
            (
                "image" | "images" | "cover" | "featured_image" | "feature_image" | "featuredImage" | "featureImage"
                | "thumbnail" | "banner" | "hero" | "header" | "og_image" | "ogImage" | "img" | "featured-image"
                | "teaser",
                _,
            ) => self.image(key, value, line),
            ("sources" | "references", None) if is_sources(value) => self.set("sources", value.clone()),
            ("faq" | "faqs", None) if is_faqs(value) => {
                let faqs = value.items().into_iter().map(|item| self.faq(item, line)).collect();
                self.set("faqs", Value::List(faqs));
            }
            ("sort_by", Some(sort @ ("date" | "weight" | "title"))) => self.set("sort", Value::text(sort)),
            (
                "layout" | "type" | "template",
                Some("post" | "posts" | "page" | "pages" | "single" | "default" | "page.html" | "blog" | "article"),
            ) => {}
            ("extra" | "params", _) => {
                for (key, value) in value.entries() {
                    self.field(key, value, line);
                }
            }
            _ => self.keep(key, value, line, ""),
        }
    }

    fn date(&mut self, field: &str, key: &str, text: &str, value: &Value, line: u32) {
        let Some(read) = date(text) else { return self.keep(key, value, line, " that is no date") };
        let known = self.fields.iter_mut().find(|(name, _)| name == field).map(|(_, known)| known);
        match known.filter(|_| field == "published") {
            // Nothing is shown before its day: of two dates the later one is that.
            Some(known) if known.as_text().is_some_and(|known| is_before(known, &read)) => {
                let earlier = std::mem::replace(known, Value::Plain(read));
                self.keep("date", &earlier, line, " before the day of publication");
            }
            Some(known) if known.as_text().is_some_and(|known| is_before(&read, known)) => {
                self.keep(key, value, line, " before the day of publication");
            }
            _ => self.set(field, Value::Plain(read)),
        }
    }

    fn series(&mut self, value: &Value, line: u32) {
        let named = value.get("id").or_else(|| value.get("name")).unwrap_or(value);
        let names = named.texts();
        let ids: Vec<String> = names.iter().map(|name| slugify(name)).filter(|id| !id.is_empty()).collect();
        let Some(id) = ids.first() else { return self.keep("series", value, line, "") };
        self.set("series", Value::text(id.as_str()));
        if ids.len() > 1 {
            self.keep("series", value, line, " of several");
        }
    }

    fn image(&mut self, key: &str, value: &Value, line: u32) {
        let source = |value: &Value| {
            let names = ["src", "image", "url", "path", "file", "teaser", "overlay_image", "feature", "relative"];
            let named = names.iter().find_map(|name| value.get(name)?.as_text());
            named.or(value.as_text()).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let items = value.items();
        let Some((first, src)) = items.first().and_then(|first| Some((*first, source(first)?))) else {
            return self.keep(key, value, line, "");
        };
        if self.fields.iter().any(|(name, _)| name == "image") {
            return self.keep(key, value, line, " besides another picture");
        }
        let Shared { lookup, .. } = self.shared;
        let mapped = links::address(self.page, self.place, &src, true, lookup, &mut self.used, self.findings, line);
        let src = mapped.unwrap_or(src);
        if src.contains(['"', '<', '>', '\\']) || src.starts_with("//") {
            return self.keep(key, value, line, "");
        }
        let mut image = vec![("src".to_owned(), Value::Text(src))];
        for (name, keys) in [
            ("alt", &["alt"][..]),
            ("caption", &["caption", "image_description"]),
            ("credit", &["credit", "attribution"]),
        ] {
            let text = keys
                .iter()
                .find_map(|key| first.get(key)?.as_text())
                .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
            image.extend(text.filter(|text| !text.is_empty()).map(|text| (name.to_owned(), Value::Text(text))));
        }
        self.set("image", Value::Map(image));
        if items.len() > 1 {
            self.keep(key, value, line, " of several");
        }
    }

    /// A question, of which the answer's links lead to the new site.
    fn faq(&mut self, item: &Value, line: u32) -> Value {
        let entry = |(key, value): &(String, Value)| {
            let Some(text) = value.as_text().filter(|_| key == "answer") else { return (key.clone(), value.clone()) };
            let mut body = Body::with_lines(text, vec![line; text.matches('\n').count() + 1]);
            let Shared { lookup, .. } = self.shared;
            self.used.extend(links::rewrite(self.page, self.place, &mut body, Wiki::Text, lookup, self.findings));
            (key.clone(), Value::Text(body.text))
        };
        Value::Map(item.entries().iter().map(entry).collect())
    }

    /// The terms of each taxonomy, from all fields that name some.
    fn terms(&mut self) {
        for taxonomy in self.shared.taxonomies {
            let mut terms: Vec<Value> = Vec::new();
            for (term, line) in terms_of(self.page, taxonomy) {
                let term = term.split_whitespace().collect::<Vec<_>>().join(" ");
                let slug = slugify(&term);
                let bad = term.chars().any(|c| c.is_control()) || slug.is_empty() || slug.len() > 150;
                if bad {
                    let kind = format!("term of {} without an address", taxonomy.name);
                    self.findings.push(Finding::new(kind, &self.page.source, line, term));
                } else if !terms.contains(&Value::text(term.as_str())) {
                    terms.push(Value::Text(term));
                }
            }
            if !terms.is_empty() {
                self.set(&taxonomy.name, Value::List(terms));
            }
        }
    }

    fn title(&mut self, fallback: &str) {
        let written = self.page.field("title").and_then(Value::as_text).unwrap_or_default();
        let written = written.split_whitespace().collect::<Vec<_>>().join(" ");
        if written.is_empty() {
            self.set("title", Value::text(fallback));
        } else {
            self.set("title", Value::Text(written));
        }
    }

    /// The last part of the address, if it is not that of the file.
    fn slug(&mut self) {
        if self.page.role == Role::Section {
            return;
        }
        let last = |path: &str| path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
        let shown = last(&self.place.address);
        if !shown.is_empty() && shown != last(&self.page.place) {
            self.set("slug", Value::Text(shown));
        }
    }
}

/// The terms of a taxonomy that a page names, with their lines.
pub fn terms_of<'p>(page: &'p Page, taxonomy: &Taxonomy) -> Vec<(&'p str, u32)> {
    let mut terms = Vec::new();
    for Field { key, value, line } in &page.front {
        let nested = (key == "taxonomies").then(|| value.get(&taxonomy.fields[0])).flatten();
        let own = taxonomy.fields.iter().any(|field| field == key).then_some(value);
        for value in nested.into_iter().chain(own) {
            terms.extend(value.texts().into_iter().map(|term| (term, *line)));
        }
    }
    terms
}

/// Whether a list describes works as byline does.
fn is_sources(value: &Value) -> bool {
    let known = [
        "id",
        "title",
        "authors",
        "publisher",
        "container",
        "journal",
        "site",
        "date",
        "year",
        "url",
        "doi",
        "isbn",
        "pages",
        "volume",
        "issue",
        "edition",
        "accessed",
        "archive",
        "kind",
        "note",
    ];
    let fits = |item: &&Value| {
        let text = |key: &str| item.get(key).and_then(Value::as_text).is_some_and(|text| !text.trim().is_empty());
        text("id") && text("title") && item.entries().iter().all(|(key, _)| known.contains(&key.as_str()))
    };
    let items = value.items();
    !items.is_empty() && items.iter().all(fits)
}

fn is_faqs(value: &Value) -> bool {
    let items = value.items();
    let text =
        |item: &Value, key: &str| item.get(key).and_then(Value::as_text).is_some_and(|text| !text.trim().is_empty());
    let plain = |item: &&Value| item.entries().len() == 2 && text(item, "question") && text(item, "answer");
    !items.is_empty() && items.iter().all(plain)
}
/// Whether a date is earlier than another, as byline reads them.
fn is_before(a: &str, b: &str) -> bool {
    let instant = |text: &str| text.parse::<Date>().ok().map(|date| date.instant(&Zone::utc()));
    matches!((instant(a), instant(b)), (Some(a), Some(b)) if a < b)
}

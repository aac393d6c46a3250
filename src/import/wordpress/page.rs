//! An item of the export → a page of the old site.

use std::collections::BTreeMap;

use super::markdown::{Converter, footnotes};
use super::media::{Media, local};
use super::wxr::Item;
use super::{OWN, html, shortcodes, text_of};
use crate::date::Date;
use crate::import::body::Body;
use crate::import::model::{Field, Finding, Page, Role};
use crate::import::settings::taxonomy_name;
use crate::import::source::line_number;
use crate::import::value::Value;
use crate::slug::slugify;

/// The field in which an item keeps its footnotes.
const FOOTNOTES: &str = "footnotes";

/// What an item of the export is read with.
pub(super) struct Context<'a> {
    /// The uploads.
    pub media: &'a Media,
    /// All items.
    pub by_id: &'a BTreeMap<&'a str, &'a Item>,
    /// The address of the home page.
    pub base_url: &'a str,
}

impl Context<'_> {
    /// The page of an item; `None` if it is none.
    pub fn page(&self, file: &str, item: &Item, findings: &mut Vec<Finding>) -> Option<Page> {
        if OWN.contains(&item.kind.as_str()) || matches!(item.status.as_str(), "trash" | "auto-draft" | "inherit") {
            return None;
        }
        let mut front: Vec<Field> = Vec::new();
        let mut say = |key: &str, value: Value| front.push(Field { key: key.to_owned(), value, line: item.line });
        let title = html::decoded(&text_of(&item.title).replace('\\', "")).into_owned();
        say("title", Value::text(title.as_str()));
        if let Some(published) = moment(&item.date, &item.date_gmt) {
            if item.kind != "page" {
                say("date", Value::text(published.as_str()));
            }
            let updated =
                moment(&item.modified, &item.modified_gmt).filter(|updated| updated.get(..10) > published.get(..10));
            updated.into_iter().for_each(|updated| say("updated", Value::Text(updated)));
        }
        if item.kind != "page" && !item.creator.is_empty() {
            say("author", Value::text(item.creator.as_str()));
        }
        let hidden = match item.status.as_str() {
            _ if !item.password.is_empty() => Some("page with a password"),
            "private" => Some("private page"),
            "draft" | "pending" => Some(""),
            _ => None,
        };
        if let Some(kind) = hidden {
            say("draft", Value::Bool(true));
            if !kind.is_empty() {
                findings.push(Finding::new(kind, file, item.line, format!("{title}: it is a draft now")));
            }
        }
        let excerpt = text_of(&item.excerpt).replace("\n\n", " ");
        if !excerpt.trim().is_empty() {
            say("excerpt", Value::Text(excerpt));
        }
        self.search(item, &mut say);
        for (domain, name) in [("category", "categories"), ("post_tag", "tags")] {
            let uncategorized = |slug: &str| domain == "category" && slug == "uncategorized";
            let terms = item.terms.iter().filter(|(of, slug, _)| of == domain && !uncategorized(slug));
            let terms: Vec<Value> = terms.map(|(.., name)| Value::text(html::decoded(name))).collect();
            say(name, Value::List(terms));
        }
        for (domain, _, name) in &item.terms {
            let known = ["category", "post_tag", "post_format", "nav_menu", "language", "post_translations"];
            if let Some(taxonomy) = taxonomy_name(domain).filter(|_| !known.contains(&domain.as_str())) {
                say(&taxonomy, Value::text(html::decoded(name)));
            }
        }
        if let Some(image) = item.meta("_thumbnail_id").and_then(|id| self.by_id.get(id)) {
            let mut entries = vec![("src".to_owned(), Value::Text(self.media.address(&image.attachment)))];
            entries.extend(image.meta("_wp_attachment_image_alt").map(|alt| ("alt".to_owned(), Value::text(alt))));
            entries.push(("caption".to_owned(), Value::Text(text_of(&image.excerpt))));
            if self.media.is_missing(&image.attachment) {
                findings.push(Finding::new("picture that is not at hand", file, item.line, image.attachment.as_str()));
            }
            say("image", Value::Map(entries));
        }
        for (key, value) in
            item.meta.iter().filter(|(key, value)| !key.starts_with(['_', '#']) && !value.trim().is_empty())
        {
            if key != FOOTNOTES && !key.starts_with("rank_math") && !key.starts_with("yoast") {
                say(&format!("meta_{key}"), Value::text(value.trim()));
            }
        }
        if item.comments > 0 {
            let text = format!("{}: {}", title, item.comments);
            findings.push(Finding::new("comments that are not imported", file, item.line, text));
        }
        if item.kind == "page" && !matches!(item.order.as_str(), "" | "0") {
            say("menu_order", Value::Plain(item.order.clone()));
        }
        let (body, faqs) = self.body(file, item, findings);
        if !faqs.is_empty() {
            front.push(Field { key: "faqs".to_owned(), value: Value::List(faqs), line: item.content_line });
        }
        // The same field twice is a list.
        let front = joined(front);
        let (role, place) = self.place(item, file, findings);
        let old = self.old(item);
        Some(Page {
            source: file.to_owned(),
            front,
            unread: None,
            body,
            role,
            place,
            bundle: false,
            language: None,
            old,
            names: Vec::new(),
        })
    }

    /// What an address in a text becomes: a number of a page its address, a file the one that is at hand.
    fn address(&self, address: &str) -> String {
        let own = local(address, self.base_url).filter(|path| path.contains('?'));
        let query = own.as_ref().and_then(|path| path.split_once('?')).map_or("", |(_, query)| query);
        let id = query.split(['&', '#']).find_map(|part| part.strip_prefix("p=").or(part.strip_prefix("page_id=")));
        match id.and_then(|id| self.by_id.get(id)).filter(|item| !item.link.contains('?')) {
            Some(item) => item.link.clone(),
            None => self.media.address(address),
        }
    }

    /// What plugins for search engines say.
    fn search(&self, item: &Item, say: &mut impl FnMut(&str, Value)) {
        let first =
            |keys: &[&str]| keys.iter().find_map(|key| item.meta(key)).map(|text| Value::text(html::decoded(text)));
        if let Some(description) =
            first(&["_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description", "_seopress_titles_desc"])
        {
            // One with variables was never read by anybody.
            if description.as_text().is_some_and(|text| !text.contains("%%")) {
                say("description", description);
            }
        }
        if let Some(canonical) = first(&["_yoast_wpseo_canonical", "rank_math_canonical_url"]) {
            say("canonical", canonical);
        }
        if item.meta("_yoast_wpseo_meta-robots-noindex") == Some("1")
            || item.meta("rank_math_robots").is_some_and(|text| text.contains("noindex"))
        {
            say("noindex", Value::Bool(true));
        }
    }

    fn body(&self, file: &str, item: &Item, findings: &mut Vec<Finding>) -> (Body, Vec<Value>) {
        let gallery = |ids: &str| -> Vec<(String, String)> {
            let found = ids.split(',').filter_map(|id| self.by_id.get(id.trim()));
            found
                .map(|image| {
                    (image.attachment.clone(), image.meta("_wp_attachment_image_alt").unwrap_or_default().to_owned())
                })
                .collect()
        };
        let line = |at: usize| {
            let before = &item.content.as_bytes()[..at.min(item.content.len())];
            item.content_line + line_number(before.iter().filter(|byte| **byte == b'\n').count())
                - leading_lines(&item.content)
        };
        let mut unknown = Vec::new();
        let text = shortcodes::as_elements(&item.content, &gallery, &mut unknown);
        for (name, at, written) in unknown {
            findings.push(Finding::new(format!("shortcode {name}"), file, line(at), written));
        }
        // Blank lines part paragraphs in every text that has no blocks, whatever else it has.
        let is_classic = !text.contains("<!-- wp:");
        let media = |address: &str| self.address(address);
        let mut converter = Converter::new(&text, is_classic, &media);
        converter.footnotes = item.meta(FOOTNOTES).map(footnotes).unwrap_or_default();
        let mut blocks = converter.blocks(&html::parse(&text));
        blocks.extend(converter.definitions_of_footnotes().into_iter().map(|note| (item.content.len(), note)));
        let Converter { found, faqs, .. } = converter;
        findings.extend(found.into_iter().map(|(kind, at, text)| Finding::new(kind, file, line(at), text)));
        let mut body = String::new();
        let mut lines = Vec::new();
        for (at, block) in &blocks {
            if !body.is_empty() {
                body.push_str("\n\n");
                lines.push(line(*at));
            }
            body.push_str(block);
            lines.extend(std::iter::repeat_n(line(*at), block.matches('\n').count() + 1));
        }
        for address in addresses(&body).filter(|address| self.media.is_missing(address)) {
            let at = body.find(address).unwrap_or(0);
            let line = lines.get(body[..at].matches('\n').count()).copied().unwrap_or(item.content_line);
            findings.push(Finding::new("picture that is not at hand", file, line, address));
        }
        if !body.is_empty() {
            body.push('\n');
            lines.push(lines.last().copied().unwrap_or(item.content_line));
        }
        (Body::with_lines(body, lines), faqs)
    }

    fn place(&self, item: &Item, file: &str, findings: &mut Vec<Finding>) -> (Role, String) {
        let slug = |item: &Item| if item.slug.is_empty() { slugify(&item.title) } else { item.slug.clone() };
        let own =
            Some(slug(item)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| format!("{}-{}", item.kind, item.id));
        let own = crate::route::decode(&own).unwrap_or(own);
        match item.kind.as_str() {
            "post" => (Role::Article, format!("posts/{own}")),
            "page" if local(&item.link, self.base_url).as_deref() == Some("/") => (Role::Section, String::new()),
            "page" => {
                let mut parts = vec![own];
                let mut above = item.parent.as_str();
                let mut seen = vec![item.id.as_str()];
                while let Some(page) =
                    self.by_id.get(above).filter(|page| page.kind == "page" && !seen.contains(&page.id.as_str()))
                {
                    parts.insert(0, slug(page));
                    seen.push(page.id.as_str());
                    above = &page.parent;
                }
                (Role::Plain, parts.join("/"))
            }
            kind => {
                findings.push(Finding::new(
                    format!("type {kind}"),
                    file,
                    item.line,
                    format!("{}: it is an article now", item.title),
                ));
                (Role::Article, format!("{kind}/{own}"))
            }
        }
    }

    /// The old address, if it is more than a number.
    fn old(&self, item: &Item) -> Vec<String> {
        let path = local(&item.link, self.base_url).filter(|path| !path.contains('?') && path.len() > 1);
        path.into_iter().collect()
    }
}

/// How many line breaks a text begins with: the line of its first words is known.
fn leading_lines(text: &str) -> u32 {
    let lead = text.len() - text.trim_start().len();
    line_number(text[..lead].matches('\n').count())
}

/// The addresses of links and pictures of a Markdown text.
fn addresses(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next())
}

/// Fields of one name as one.
fn joined(front: Vec<Field>) -> Vec<Field> {
    let mut out: Vec<Field> = Vec::new();
    for field in front {
        match out.iter_mut().find(|known| known.key == field.key) {
            Some(known) => {
                let mut items: Vec<Value> = known.value.items().into_iter().cloned().collect();
                items.extend(field.value.items().into_iter().cloned());
                known.value = Value::List(items);
            }
            None => out.push(field),
        }
    }
    out
}

/// A local time with the offset that the time in UTC tells; `None` if it is none.
fn moment(local: &str, utc: &str) -> Option<String> {
    let read = |text: &str| format!("{}Z", text.trim().replacen(' ', "T", 1)).parse::<Date>().ok();
    let zone = crate::date::Zone::utc();
    let here = read(local)?;
    let Some(there) = read(utc) else { return Some(local.trim().replacen(' ', "T", 1)) };
    let minutes = (here.instant(&zone).seconds() - there.instant(&zone).seconds()) / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
    (hours < 24).then(|| format!("{}{sign}{hours:02}:{minutes:02}", local.trim().replacen(' ', "T", 1)))
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn a_local_time_has_the_offset_that_utc_tells() {
        assert_eq!(moment("2020-06-01 10:00:00", "2020-06-01 08:00:00").as_deref(), Some("2020-06-01T10:00:00+02:00"));
        assert_eq!(moment("2020-06-01 10:00:00", "2020-06-01 13:30:00").as_deref(), Some("2020-06-01T10:00:00-03:30"));
        assert_eq!(moment("2020-06-01 10:00:00", "0000-00-00 00:00:00").as_deref(), Some("2020-06-01T10:00:00"));
        assert_eq!(moment("0000-00-00 00:00:00", "0000-00-00 00:00:00"), None);
    }
}
